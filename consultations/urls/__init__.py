"""Addresses of the consultations, by the work they serve."""

from django.urls import register_converter

from consultations.converters import ReceiptConverter

register_converter(ReceiptConverter, "receipt")

from consultations.urls import (  # noqa: E402  (they use the converter)
    cases,
    duties,
    hearings,
    intake,
    interests,
    research,
    triage,
)

urlpatterns = [
    *intake.urlpatterns,
    *interests.urlpatterns,
    *research.urlpatterns,
    *triage.urlpatterns,
    *duties.urlpatterns,
    *hearings.urlpatterns,
    *cases.urlpatterns,
]
