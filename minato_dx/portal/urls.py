"""Addresses of the portal itself."""

from django.urls import path

from minato_dx.portal.health import health

urlpatterns = [
    path("healthz/", health, name="health"),
]
