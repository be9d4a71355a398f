"""Form fields for files; they know of no table, so that every process of ours can use them."""

from typing import Any

from django import forms

# "image/*" lets a phone offer its camera.
ACCEPTED = "image/*,.pdf,.xlsx,.xls,.docx,.doc,.pptx,.ppt,.csv,.txt"


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; those that may not be attached are named one by one, the others are kept."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [upload for upload in data or [] if upload]
