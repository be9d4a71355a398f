"""Addresses of the tool catalogue."""

from django.urls import path

from minato_dx.reference import views

urlpatterns = [
    path("tools/", views.tool_list, name="tool_list"),
    path("tools/<int:pk>/", views.tool_detail, name="tool_detail"),
]
