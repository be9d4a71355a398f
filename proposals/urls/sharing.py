"""Addresses of what staff ask about a shared proposal, and of what the desk answers."""

from django.urls import URLPattern, path

from proposals.views import sharing, sharing_desk

SHARED = "shared/<proposal:number>/"
ONE = "<proposal:number>/"

urlpatterns: list[URLPattern] = [
    path(f"{SHARED}ask/", sharing.AskView.as_view(), name="shared_ask"),
    path(f"{SHARED}confidential/", sharing.shared_confidential, name="shared_confidential"),
    path(f"{SHARED}confidential/ask/", sharing.RequestView.as_view(), name="shared_request"),
    path("questions/", sharing_desk.question_list, name="question_list"),
    path("grants/", sharing_desk.grant_list, name="grant_list"),
    path(f"{ONE}questions/<int:pk>/", sharing_desk.AnswerView.as_view(), name="question_answer"),
    path(f"{ONE}grants/<int:pk>/", sharing_desk.DecideView.as_view(), name="grant_decide"),
    path(f"{ONE}grants/<int:pk>/end/", sharing_desk.EndView.as_view(), name="grant_end"),
]
