"""Addresses of letters."""

from django.urls import URLPattern, path

from leaders.views import letters

urlpatterns: list[URLPattern] = [
    path("", letters.letter_list, name="letter_list"),
    path("many.pdf", letters.letters_pdf, name="letters_pdf"),
    path("<str:slug>/", letters.letter_detail, name="letter_detail"),
    path("<str:slug>/letter.pdf", letters.letter_pdf, name="letter_pdf"),
]
