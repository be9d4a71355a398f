"""Addresses of the desk's list, and of what it writes down."""

from django.urls import URLPattern, path

from proposals.views import lists, record, sameness

urlpatterns: list[URLPattern] = [
    path("", lists.proposal_list, name="proposal_list"),
    path("export.<str:kind>", lists.proposal_export, name="proposal_export"),
    path("new/", record.RecordView.as_view(), name="proposal_record"),
    path("new/company/", record.proposal_company, name="proposal_company"),
    path("new/alike/", sameness.proposal_alike, name="proposal_alike"),
]
