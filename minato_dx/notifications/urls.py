"""Addresses of the inbox."""

from django.urls import path

from minato_dx.notifications import views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/settings/", views.inbox_settings, name="inbox_settings"),
    path("inbox/mark/", views.inbox_mark, name="inbox_mark"),
    path("inbox/mark-all/", views.inbox_mark_all, name="inbox_mark_all"),
]
