"""Addresses of what is shared in-house."""

from django.urls import URLPattern, path, re_path

from proposals.views import catalogue

urlpatterns: list[URLPattern] = [
    path("shared/", catalogue.shared_list, name="shared_list"),
    path("shared/export.<str:kind>", catalogue.shared_export, name="shared_export"),
    re_path(r"^shared/(?P<number>\d{4}-\d{4,9})/$", catalogue.shared_detail, name="shared_detail"),
]
