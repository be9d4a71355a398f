"""Every address of the showcase."""

from django.urls import include, path

urlpatterns = [
    path("showcase/", include("showcase.urls.front")),
    path("exhibitions/plan/", include("showcase.urls.planning")),
    path("exhibitions/", include("showcase.urls.visits")),
    path("cases/", include("showcase.urls.cases")),
    path("stories/", include("showcase.urls.stories")),
    path("exhibitions/", include("showcase.urls.day")),
]
