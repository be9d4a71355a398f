"""The addresses of those who come to an exhibition."""

from django.urls import path

from showcase.views.visits import pages, steps

urlpatterns = [
    path("", pages.exhibition_list, name="exhibition_list"),
    path("<int:pk>/", pages.exhibition_detail, name="exhibition_detail"),
    path("<int:pk>/visit/", pages.my_visit, name="my_visit"),
    path("booths/<int:pk>/", pages.exhibitor_detail, name="exhibitor_detail"),
    path("booths/<int:pk>/name/", steps.exhibitor_name, name="exhibitor_name"),
    path("programme/<int:pk>/seat/", steps.programme_seat, name="programme_seat"),
]
