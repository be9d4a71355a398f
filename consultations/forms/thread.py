"""What is written into a consultation: replies for everybody in it, notes for the DX section."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from consultations.models.thread import MESSAGE_LENGTH
from minato_dx.attachments.forms import ACCEPTED, FilesField, FilesInput
from minato_dx.attachments.validators import KINDS_IN_WORDS, Upload, check_upload
from minato_dx.core.forms import PortalForm
from minato_dx.core.text import is_blank, plain_text

REPLY_MISSING = "返信を書いてください。ファイルだけを送るときは、ファイルを付けてください。"
NOTE_MISSING = "内部メモを書いてください。"


def within_length(text: str) -> str:
    """Return ``text``; raise ValidationError that says how much is too much."""
    surplus = len(text) - MESSAGE_LENGTH
    if surplus > 0:
        raise ValidationError(
            f"{MESSAGE_LENGTH:,}文字までです。いま{len(text):,}文字で、{surplus:,}文字多くなっています。"
            "短くするか、2回に分けて書いてください。",
            code="max_length",
        )
    return text


class ReplyForm(PortalForm):
    """A message, with files or consisting of files alone."""

    not_done = "まだ送っていません"

    body = forms.CharField(label="返信", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    files = FilesField(
        label="ファイルを付ける",
        required=False,
        help_text=f"{KINDS_IN_WORDS}を、合わせて5つまで。",
        widget=FilesInput(attrs={"accept": ACCEPTED}),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, Upload] | None = None,
        *,
        files_kept: int = 0,
        file_limit: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, auto_id="reply_%s", **kwargs)
        self.files_kept, self.file_limit = files_kept, file_limit
        self.good_files: list[Upload] = []

    def clean_body(self) -> str:
        return within_length(plain_text(self.cleaned_data["body"]))

    def clean_files(self) -> list[Upload]:
        """Sort the files chosen; the faults of all of them are told at once."""
        faults = []
        for upload in self.cleaned_data["files"]:
            try:
                check_upload(upload)
            except ValidationError as fault:
                faults.extend(fault.messages)
            else:
                self.good_files.append(upload)
        room = max(0, self.file_limit - self.files_kept)
        if len(self.good_files) > room:
            names = "、".join(f"「{upload.name}」" for upload in self.good_files[room:])
            self.good_files = self.good_files[:room]
            faults.append(f"一度に付けられるのは{self.file_limit}つまでです。{names}は、次の返信で付けてください。")
        if faults:
            raise ValidationError(faults)
        return self.good_files

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        nothing = is_blank(data.get("body", "")) and not self.good_files and not self.files_kept
        if nothing and not self.errors:
            self.add_error("body", ValidationError(REPLY_MISSING, code="required"))
        return data


class NoteForm(PortalForm):
    """A note that nobody outside the DX section ever reads."""

    not_done = "まだ残していません"

    body = forms.CharField(
        label="内部メモ",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": NOTE_MISSING},
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="note_%s", **kwargs)

    def clean_body(self) -> str:
        body = within_length(plain_text(self.cleaned_data["body"]))
        if is_blank(body):
            raise ValidationError(NOTE_MISSING, code="required")
        return body
