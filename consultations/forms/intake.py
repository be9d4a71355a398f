"""The intake: one sentence, and everything that may be added to it."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http.request import QueryDict
from django.utils.datastructures import MultiValueDict

from consultations.enums import Channel, Urgency
from consultations.models.consultation import BODY_LENGTH
from consultations.selectors.requesters import Requester
from consultations.services import Intake
from minato_dx.attachments.forms import ACCEPTED, FilesField, FilesInput
from minato_dx.attachments.validators import KINDS_IN_WORDS, Upload, check_upload, clean_name
from minato_dx.core.forms import PortalForm
from minato_dx.core.text import is_blank, plain_text
from minato_dx.organization.models import DivisionVersion, User
from minato_dx.reference.selectors import fields_of_work

SHARED, PRIVATE = "shared", "private"
PRIVACY = ((SHARED, "課で共有"), (PRIVATE, "非公開"))
PRIVACY_HINTS = {
    SHARED: "あなたの課の人、所属長、課のDXリーダー、デジタル改革担当が見られます。",
    PRIVATE: "あなたと担当者（不在の日は副担当）、デジタル改革担当課長だけが見られます。",
}
PRIVACY_HINTS_FOR_OTHERS = {
    SHARED: "相談した人の課の人、所属長、課のDXリーダー、デジタル改革担当が見られます。",
    PRIVATE: "相談した人と担当者（不在の日は副担当）、デジタル改革担当課長だけが見られます。",
}
BODY_MISSING = "困っていることを書いてください。「紙が多い」だけでもかまいません。"
PERSON_MISSING = "相談した人を選んでください。氏名の一部か職員番号でさがすと、候補が出ます。"
MEET_FIRST = "meet_first"


class IntakeForm(PortalForm):
    """Everything but the sentence is optional, and with the button 「うまく言えない」 even that."""

    not_done = "まだ送っていません"

    body = forms.CharField(
        label="困っていることを、ひとことで",
        required=False,
        help_text="うまく書けなくて大丈夫です。1文だけで送れます。くわしいことは、あとで担当者がお聞きします。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field = forms.ModelChoiceField(
        label="分野", queryset=fields_of_work(), required=False, empty_label="選ばない（担当者が決めます）"
    )
    urgency = forms.ChoiceField(
        label="急ぎですか", choices=Urgency.choices, required=False, initial=Urgency.NONE, widget=forms.RadioSelect
    )
    urgency_reason = forms.CharField(
        label="急ぐ理由", required=False, max_length=200, help_text="例：12月の申込みが始まる前に直したい"
    )
    files = FilesField(
        label="紙や画面の写真、ファイル",
        required=False,
        help_text=f"{KINDS_IN_WORDS}を、合わせて5つまで。氏名などが写るときは、隠してから撮ってください。",
        widget=FilesInput(attrs={"accept": ACCEPTED}),
    )
    wished_solution = forms.CharField(
        label="こうなるとよいと思うこと", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    preferred_times = forms.CharField(
        label="会いやすい日時",
        required=False,
        max_length=200,
        help_text="例：火曜と木曜の午後、30分ほど",
    )
    privacy = forms.ChoiceField(
        label="見られる人", choices=PRIVACY, required=False, initial=SHARED, widget=forms.RadioSelect
    )
    division = forms.TypedChoiceField(
        label="どの課の相談ですか",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="選んだ課の担当者がお答えします。",
        widget=forms.RadioSelect,
    )
    ask_leader = forms.BooleanField(required=False)
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    # Inside <details>: it stands open where one of these holds something.
    details = (
        "division",
        "field",
        "urgency",
        "urgency_reason",
        "files",
        "wished_solution",
        "preferred_times",
        "privacy",
    )
    privacy_hints = PRIVACY_HINTS

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, Upload] | None = None,
        *,
        divisions: list[DivisionVersion],
        files_kept: int = 0,
        file_limit: int,
        leader: User | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, **kwargs)
        self._offer(leader)
        self.files_kept, self.file_limit = files_kept, file_limit
        self.good_files: list[Upload] = []
        if len(divisions) > 1:
            self.offer("division", [(version.division_id, version.name) for version in divisions])
            self.fields["division"].initial = divisions[0].division_id
        else:
            del self.fields["division"]
        self.only_division = divisions[0].division_id if len(divisions) == 1 else None

    def _offer(self, leader: User | None) -> None:
        """Let the requester ask the division's leader first, where there is one to ask."""
        if leader is None:
            del self.fields["ask_leader"]
        else:
            self.fields["ask_leader"].label = f"まず、課のDXリーダーの{leader.surname}さんに聞く"

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("ask_leader") and data.get("privacy") == PRIVATE:
            self.add_error(
                "ask_leader", "非公開の相談は、リーダーには見えません。印を外すか、「課で共有」を選んでください。"
            )
        return data

    @property
    def meets_first(self) -> bool:
        """Tell whether 「うまく言えない。まず会って話したい」 was pressed."""
        return bool(self.data) and MEET_FIRST in self.data

    @property
    def opens_details(self) -> bool:
        """Tell whether the part that is folded away holds something to see."""
        if self.files_kept or any(name in self.errors for name in self.details):
            return True
        return any(self._is_changed(name) for name in self.details if name in self.fields)

    def _is_changed(self, name: str) -> bool:
        value = self[name].value()
        return bool(value) and str(value) != str(self.fields[name].initial or "")

    def clean_body(self) -> str:
        body = plain_text(self.cleaned_data["body"])
        if is_blank(body):
            if not self.meets_first:
                raise ValidationError(BODY_MISSING, code="required")
            return ""
        surplus = len(body) - BODY_LENGTH
        if surplus > 0:
            raise ValidationError(
                f"{BODY_LENGTH:,}文字までです。いま{len(body):,}文字で、{surplus:,}文字多くなっています。"
                "短くするか、残りをファイルにして付けてください。",
                code="max_length",
            )
        return body

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
            names = "、".join(f"「{clean_name(upload.name or '')}」" for upload in self.good_files[room:])
            self.good_files = self.good_files[:room]
            faults.append(f"付けられるのは{self.file_limit}つまでです。{names}は、送ったあとに返信で付けてください。")
        if faults:
            raise ValidationError(faults)
        return self.good_files

    def clean_token(self) -> uuid.UUID:
        """Return the form's mark; one that is no mark is replaced, as the reader can mend nothing about it."""
        try:
            return uuid.UUID(self.cleaned_data["token"])
        except ValueError:
            return uuid.uuid4()

    def clean_privacy(self) -> str:
        return self.cleaned_data["privacy"] or SHARED

    def clean_urgency(self) -> str:
        return self.cleaned_data["urgency"] or Urgency.NONE

    def intake(self, division_id: int | None = None) -> Intake:
        """Return what was filled in, for the service; ``division_id`` where the form does not ask for it."""
        data = self.cleaned_data
        return Intake(
            body=data["body"],
            meet_first=self.meets_first or bool(data["preferred_times"]),
            preferred_times=data["preferred_times"],
            field=data["field"],
            urgency=data["urgency"],
            urgency_reason=data["urgency_reason"],
            wished_solution=plain_text(data["wished_solution"]),
            is_private=data["privacy"] == PRIVATE,
            ask_leader=data.get("ask_leader", False),
            division_id=division_id or data.get("division") or self.only_division,
            files=self.good_files,
        )


class EnterForm(IntakeForm):
    """The same for somebody who phoned or came, written down by a member of the DX section."""

    not_done = "まだ受け付けていません"
    privacy_hints = PRIVACY_HINTS_FOR_OTHERS

    body = forms.CharField(
        label="困っていること",
        required=False,
        help_text="聞いたことばのまま書いてください。最初の1文が、相談の件名になります。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    person = forms.ChoiceField(label="相談した人", widget=forms.RadioSelect)
    channel = forms.ChoiceField(
        label="受け方",
        choices=[(Channel.PHONE.value, Channel.PHONE.label), (Channel.VISIT.value, Channel.VISIT.label)],
        initial=Channel.PHONE.value,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, people: list[Requester], **kwargs: Any) -> None:
        super().__init__(*args, divisions=[], **kwargs)
        self.offer("person", [(str(one.membership_id), one.label) for one in people])
        self.person_hints = {str(one.membership_id): one.hint for one in people}
        self.fields["person"].error_messages["required"] = PERSON_MISSING
        if len(people) == 1:
            self.fields["person"].initial = people[0].membership_id


def new_token() -> str:
    """Return the mark of a form that was just opened."""
    return str(uuid.uuid4())


def typed_values(post: QueryDict, form_class: type[IntakeForm]) -> dict[str, object]:
    """Return what was typed, to be kept as a draft."""
    return {name: post.get(name, "") for name in form_class.base_fields if name not in ("token", "files")}
