"""Addresses of the register of trial apps."""

from django.urls import URLPattern, path

from leaders.views import app_register, apps

urlpatterns: list[URLPattern] = [
    path("", app_register.app_list, name="app_list"),
    path("export.<str:kind>", app_register.app_export, name="app_export"),
    path("new/", apps.AppCreateView.as_view(), name="app_create"),
    path("<int:pk>/", apps.app_detail, name="app_detail"),
    path("<int:pk>/edit/", apps.AppEditView.as_view(), name="app_edit"),
    path("<int:pk>/confirm/", apps.AppConfirmView.as_view(), name="app_confirm"),
    path("<int:pk>/owner/", apps.AppHandOnView.as_view(), name="app_hand_on"),
]
