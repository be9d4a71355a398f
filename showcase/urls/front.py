"""The address of the front page."""

from django.urls import path

from showcase.views.front import showcase_front

urlpatterns = [path("", showcase_front, name="showcase_front")]
