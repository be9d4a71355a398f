"""Addresses of cold calls."""

from django.urls import URLPattern, path

from proposals.views import calls

urlpatterns: list[URLPattern] = [
    path("cold-call/", calls.cold_call, name="cold_call"),
    path("cold-call/forward/", calls.call_forward, name="call_forward"),
    path("calls/", calls.call_list, name="call_list"),
    path("calls/<int:pk>/", calls.call_detail, name="call_detail"),
    path("calls/<int:pk>/invite/", calls.InviteView.as_view(), name="call_invite"),
]
