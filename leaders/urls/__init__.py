"""Every address of the leaders' pillar."""

from django.urls import include, path

urlpatterns = [
    path("leaders/", include("leaders.urls.coverage")),
    path("leaders/recommendations/", include("leaders.urls.recommendations")),
    path("leaders/approval/", include("leaders.urls.approval")),
    path("leaders/letters/", include("leaders.urls.letters")),
    path("leaders/training/", include("leaders.urls.training")),
    path("leaders/apps/", include("leaders.urls.apps")),
    path("leaders/together/", include("leaders.urls.together")),
]
