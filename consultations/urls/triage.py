"""The DX section's list and load."""

from django.urls import URLPattern, path

from consultations.views import triage

urlpatterns: list[URLPattern] = [
    path("triage/", triage.TriageList.as_view(), name="triage_list"),
    path("triage/export.csv", triage.TriageCsv.as_view(), name="triage_csv"),
    path("triage/export.xlsx", triage.TriageXlsx.as_view(), name="triage_xlsx"),
    path("triage/load/", triage.TriageLoad.as_view(), name="triage_load"),
]
