"""Every address of the showcase."""

from django.urls import include, path

urlpatterns = [
    path("stories/", include("showcase.urls.stories")),
]
