"""Addresses of the portal itself."""

from django.urls import path

from minato_dx.portal.companies import company_detail, company_list
from minato_dx.portal.desk import leader_desk
from minato_dx.portal.health import health, health_work
from minato_dx.portal.pages import accessibility, help_page
from minato_dx.portal.views import Home

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("healthz/", health, name="health"),
    path("healthz/work/", health_work, name="health_work"),
    path("leaders/desk/", leader_desk, name="leader_desk"),
    path("companies/", company_list, name="company_list"),
    path("companies/<int:pk>/", company_detail, name="company_detail"),
    path("help/", help_page, name="help"),
    path("accessibility/", accessibility, name="accessibility"),
]
