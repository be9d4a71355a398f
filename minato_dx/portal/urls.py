"""Addresses of the portal itself."""

from django.urls import path

from minato_dx.portal.health import health, health_work
from minato_dx.portal.pages import accessibility, help_page
from minato_dx.portal.views import Home

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("healthz/", health, name="health"),
    path("healthz/work/", health_work, name="health_work"),
    path("help/", help_page, name="help"),
    path("accessibility/", accessibility, name="accessibility"),
]
