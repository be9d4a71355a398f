"""Addresses of the tool catalogue, and of what is mended of a company."""

from django.urls import path

from minato_dx.reference.views import companies, tools

urlpatterns = [
    path("tools/", tools.tool_list, name="tool_list"),
    path("tools/<int:pk>/", tools.tool_detail, name="tool_detail"),
    path("companies/<int:pk>/edit/", companies.CompanyEditView.as_view(), name="company_edit"),
    path("companies/<int:pk>/contacts/new/", companies.ContactAddView.as_view(), name="company_contact_add"),
    path("companies/<int:pk>/contacts/<int:contact>/gone/", companies.contact_gone, name="company_contact_gone"),
    path("companies/<int:pk>/contacts/<int:contact>/back/", companies.contact_back, name="company_contact_back"),
]
