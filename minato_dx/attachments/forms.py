"""Fields for files."""

from typing import Any

from django import forms

from minato_dx.attachments.validators import Upload

# "image/*" lets a phone offer its camera.
ACCEPTED = "image/*,.pdf,.xlsx,.xls,.docx,.doc,.pptx,.ppt,.csv,.txt"


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; those that may not be attached are named one by one, the others are kept."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        return [upload for upload in data or [] if upload]
