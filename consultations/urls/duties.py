"""Addresses of absences and handovers."""

from django.urls import URLPattern, path

from consultations.views import absences, handovers

urlpatterns: list[URLPattern] = [
    path("absences/", absences.AbsenceListView.as_view(), name="absence_list"),
    path("absences/<int:pk>/", absences.AbsenceDetailView.as_view(), name="absence_detail"),
    path("handovers/", handovers.handover_list, name="handover_list"),
    path("handovers/new/<int:pk>/", handovers.HandoverCreateView.as_view(), name="handover_create"),
    path("handovers/<int:pk>/", handovers.handover_detail, name="handover_detail"),
]
