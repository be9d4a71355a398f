"""Addresses of the log of contacts with companies."""

from django.urls import URLPattern, path

from proposals.views import contact_note, contacts, evenness

urlpatterns: list[URLPattern] = [
    path("", contacts.contact_list, name="contact_list"),
    path("export.<str:kind>", contacts.contact_export, name="contact_export"),
    path("fields/", evenness.contact_fields, name="contact_fields"),
    path("fields/export.csv", evenness.contact_fields_csv, name="contact_fields_csv"),
    path("new/", contact_note.ContactNoteView.as_view(), name="contact_note"),
    path("<int:pk>/", contacts.contact_detail, name="contact_detail"),
    path("<int:pk>/keep/", contacts.contact_keep, name="contact_keep"),
]
