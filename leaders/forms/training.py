"""What trainees write, and what the organisers register."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from leaders.models import Assignment, Module, Programme, Session, SkillItem
from leaders.services.training.runs import RunPlan
from minato_dx.attachments.forms import ACCEPTED, FilesField, FilesInput, TakeOffField
from minato_dx.attachments.models import Attachment
from minato_dx.attachments.validators import KINDS_IN_WORDS, check_upload
from minato_dx.core.calendar import jst
from minato_dx.core.fields import ClockField, CountField, DayField, ScoreField, TextField
from minato_dx.core.forms import PortalModelForm, StepForm
from minato_dx.core.layout import Button, Buttons, Choices, FieldRow, OptionalField, UnitField
from minato_dx.organization.models import User
from minato_dx.scheduling.models import Event, Room
from minato_dx.scheduling.selectors import active_rooms

FILES = 5
IMPORT_MAX_BYTES = 1024 * 1024
USEFUL = [("5", "とても役立つ"), ("4", "役立つ"), ("3", "どちらともいえない"), ("2", "あまり"), ("1", "役立たない")]
ABLE = [("1", "1 まだできない"), ("2", "2"), ("3", "3 教わればできる"), ("4", "4"), ("5", "5 人に教えられる")]


# --- Trainees ----------------------------------------------------------------------------------------------------


class NoticeForm(StepForm):
    """A notice of absence: one line."""

    not_done = "まだ連絡していません"
    submit_label = "欠席を連絡する"
    submit_css = "btn-outline-primary"

    reason = TextField(
        label="欠席する理由",
        rows=2,
        max_length=200,
        error_messages={"required": "欠席する理由を、ひとこと書いてください。"},
    )


class FeedbackForm(StepForm):
    """One minute: a choice, and a remark for whoever has one."""

    not_done = "まだ送っていません"
    submit_label = "ふりかえりを送る"

    score = forms.TypedChoiceField(
        label="仕事に役立ちそうですか",
        choices=USEFUL,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "どれか1つを選んでください。"},
    )
    remark = TextField(label="ひとこと", rows=2, max_length=1000, required=False)

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        return Layout(Choices("score"), OptionalField("remark"), buttons)


class HandInForm(StepForm):
    """Words, files, or both."""

    not_done = "まだ提出していません"
    submit_label = "提出する"
    marked_optional = ()

    text = TextField(label="文章", rows=6, max_length=8000, required=False)
    files = FilesField(
        label="ファイル",
        required=False,
        help_text=f"文章かファイルの、どちらかがあれば提出できます。{KINDS_IN_WORDS}を、{FILES}つまで。",
        widget=FilesInput(attrs={"accept": ACCEPTED}),
    )

    def clean_files(self) -> list[Any]:
        files: list[Any] = self.cleaned_data["files"]
        if len(files) > FILES:
            raise ValidationError(f"ファイルは{FILES}つまでです。いま{len(files)}つ選ばれています。")
        for file in files:
            check_upload(file)
        return files


class QuestionForm(StepForm):
    not_done = "まだ送っていません"
    submit_label = "質問を送る"

    text = TextField(label="質問", rows=3, max_length=2000, error_messages={"required": "質問を書いてください。"})


class SkillForm(StepForm):
    """One row of choices for each thing."""

    not_done = "まだ登録していません"
    submit_label = "自己評価を登録する"

    def __init__(self, *args: Any, items: list[SkillItem], **kwargs: Any) -> None:
        self.items = items
        self.base_fields = {self._name(item): ScoreField(label=item.name, scale=ABLE) for item in items}
        super().__init__(*args, **kwargs)

    @staticmethod
    def _name(item: SkillItem) -> str:
        return f"item_{item.pk}"

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        return Layout(*(Choices(name) for name in self.fields), buttons)

    @property
    def scores(self) -> dict[int, int]:
        return {item.pk: self.cleaned_data[self._name(item)] for item in self.items}


# --- Organisers --------------------------------------------------------------------------------------------------


class RegisterForm(PortalModelForm):
    """A row that the DX section registers, with the way back."""

    not_done = "まだ登録していません"
    submit_label = "登録する"
    # What the row belongs to: no field of the form, and part of what may be there once only.
    parent = ""

    def __init__(self, *args: Any, back_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.back_url = back_url

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()
        return excluded - {self.parent}

    def rows(self) -> list[Any]:
        return list(self.fields)

    def get_layout(self) -> Layout:
        return Layout(*self.rows(), Buttons(Button(self.submit_label), Button("やめて戻る", url=self.back_url)))


class ProgrammeForm(RegisterForm):
    """Name, days, and what it takes to complete."""

    starts_on = DayField(label="初日")
    ends_on = DayField(label="最終日")
    min_attendance_percent = CountField(label="修了に要る出席", max_value=100)
    presents_on = DayField(
        label="グループワークの発表の日", required=False, help_text="この日から2週間、受講者がほかの班を採点できます。"
    )

    class Meta:
        model = Programme
        fields = (
            "name", "starts_on", "ends_on", "min_attendance_percent", "needs_assignments", "needs_group_work",
            "presents_on", "about",
        )  # fmt: skip
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}

    def rows(self) -> list[Any]:
        return [
            "name",
            FieldRow("starts_on", "ends_on"),
            UnitField("min_attendance_percent", "%以上"),
            "needs_assignments",
            "needs_group_work",
            OptionalField("presents_on"),
            OptionalField("about"),
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "最終日は、初日か、それより後にしてください。")
        return data


class ModuleForm(RegisterForm):
    parent = "programme"

    order = CountField(label="並び順", max_value=999, initial=0, help_text="小さいものから並びます。")

    class Meta:
        model = Module
        fields = ("name", "kind", "order")
        widgets = {"kind": forms.RadioSelect}

    def rows(self) -> list[Any]:
        return ["name", Choices("kind"), "order"]


class SessionForm(RegisterForm):
    """A session, with files to add and a tick beside each that is to be taken off (``kept``)."""

    parent = "module"

    order = CountField(label="並び順", max_value=999, initial=0, help_text="小さいものから並びます。")
    files = FilesField(
        label="資料",
        required=False,
        help_text=f"受講者が見られます。{KINDS_IN_WORDS}。",
        widget=FilesInput(attrs={"accept": ACCEPTED}),
    )

    class Meta:
        model = Session
        fields = ("name", "about", "is_required", "order")
        widgets = {"about": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, kept: Sequence[Attachment] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kept:
            self.fields["remove"] = TakeOffField(files=kept, label="資料を外す")

    def rows(self) -> list[Any]:
        remove = [Choices("remove", optional=True)] if "remove" in self.fields else []
        return ["name", OptionalField("about"), OptionalField("files"), *remove, "is_required", "order"]

    def clean_files(self) -> list[Any]:
        files: list[Any] = self.cleaned_data["files"]
        for file in files:
            check_upload(file)
        return files


class AssignmentForm(RegisterForm):
    due_on = DayField(label="締切")

    class Meta:
        model = Assignment
        fields = ("name", "about", "due_on", "is_required")
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}

    def rows(self) -> list[Any]:
        return ["name", OptionalField("about"), "due_on", "is_required"]


class RunForm(StepForm):
    """When, where and for how many."""

    not_done = "まだ登録していません"
    submit_label = "日程を登録する"

    day = DayField(label="日")
    starts = ClockField(label="始まる時刻")
    ends = ClockField(label="終わる時刻")
    room = forms.ModelChoiceField(label="会議室", queryset=Room.objects.none(), required=False, empty_label="使わない")
    place = forms.CharField(label="場所", max_length=120, required=False, help_text="会議室を選ばないときに書きます。")
    capacity = CountField(
        label="定員", min_value=1, max_value=9999, required=False, help_text="空けておくと、定員なしです。"
    )
    seat_all = forms.BooleanField(
        label="受講者全員の席を、この日程に取る",
        required=False,
        help_text="日程が1つだけの回に使います。受講者は選ばなくて済みます。",
    )

    def __init__(self, *args: Any, event: Event | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("room", active_rooms())
        if event is not None:
            del self.fields["seat_all"]

    def get_layout(self) -> Layout:
        last = ["seat_all"] if "seat_all" in self.fields else []
        return Layout(
            FieldRow("day", "starts", "ends"),
            "room",
            OptionalField("place"),
            UnitField("capacity", "人", optional=True),
            *last,
            Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url)),
        )

    @property
    def plan(self) -> RunPlan:
        data = self.cleaned_data
        day: dt.date = data["day"]
        return RunPlan(
            starts_at=jst(day, data["starts"]),
            ends_at=jst(day, data["ends"]),
            room=data["room"],
            place="" if data["room"] else data["place"],
            capacity=data["capacity"],
        )


class CancelRunForm(StepForm):
    not_done = "まだ取りやめていません"
    submit_label = "この日程を取りやめる"
    submit_css = "btn-outline-danger"

    reason = TextField(label="理由（席のある人に届きます）", rows=2, max_length=500, required=False)


class CommentForm(StepForm):
    """What is said to something that was handed in."""

    not_done = "まだ登録していません"

    comment = TextField(label="ひとこと", rows=2, max_length=2000, required=False)


class AnswerForm(StepForm):
    not_done = "まだ回答していません"
    submit_label = "回答する"

    answer = TextField(label="回答", rows=3, max_length=4000, error_messages={"required": "回答を書いてください。"})
    share = forms.BooleanField(label="受講者みんなに見せる", required=False, help_text="質問した人の名前は出ません。")


class AddTraineeForm(StepForm):
    """Somebody by staff number."""

    not_done = "まだ追加していません"
    submit_label = "受講者に追加する"
    submit_css = "btn-outline-primary"

    person = forms.ModelChoiceField(
        label="職員番号",
        queryset=User.objects.none(),
        to_field_name="staff_number",
        widget=forms.TextInput(attrs={"class": "w-4", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "職員番号を入れてください。",
            "invalid_choice": "その職員番号の人は見つかりません。番号を確かめてください。",
        },
    )

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.employed(day)
        self.offer("person", people)

    def get_layout(self) -> Layout:
        return Layout("person", Buttons(Button(self.submit_label, self.submit_css)))


class ImportForm(StepForm):
    """A CSV file."""

    not_done = "まだ取り込んでいません"
    submit_label = "内容を確かめる"

    file = forms.FileField(
        label="CSVファイル",
        help_text="UTF-8かShift_JIS（CP932）のCSV、1MBまで。次の画面で、どうなるかを確かめてから取り込みます。",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": "ファイルを選んでください。", "empty": "ファイルの中身が空です。"},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > IMPORT_MAX_BYTES:
            raise ValidationError("1MBを超えています。ファイルを分けて取り込んでください。")
        return file
