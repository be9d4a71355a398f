"""Addresses of 「うちの課でもできる」."""

from django.urls import URLPattern, path

from consultations.views import interests

urlpatterns: list[URLPattern] = [
    path("wishes/", interests.wish_list, name="wish_list"),
    path("wishes/export.<str:kind>", interests.wish_export, name="wish_export"),
    path("wishes/<int:pk>/say/", interests.wish_say, name="wish_say"),
    path("wishes/<int:pk>/withdraw/", interests.wish_withdraw, name="wish_withdraw"),
    path("wishes/<int:pk>/restore/", interests.wish_restore, name="wish_restore"),
    path("wishes/<int:pk>/begin/", interests.wish_begin, name="wish_begin"),
    path("wishes/<slug:kind>/<int:object_id>/", interests.wish, name="wish"),
]
