"""Arranging a dialogue between vendor, division and desk, and writing down what came of it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from consultations.forms.hearings import FARTHEST, PLACE_MISSING, closed_day_text
from consultations.forms.meetings import GONE
from minato_dx.core.calendar import is_working_day, jst, local, short_day, today
from minato_dx.core.fields import ClockField, DayField, TextField
from minato_dx.core.forms import PortalForm, StepForm
from minato_dx.core.layout import Button, Buttons, Choices, FieldRow, OptionalField
from minato_dx.organization.models import User
from minato_dx.reference.selectors import closed_days
from minato_dx.scheduling.models import Room
from minato_dx.scheduling.selectors import active_rooms
from proposals.enums import TEXT_LENGTH
from proposals.models import Dialogue

OWN_TIME = "own"
LENGTHS = [("30", "30分"), ("60", "60分"), ("90", "90分"), ("120", "120分")]


class DivisionForm(PortalForm):
    """Which division comes: chosen first, so that its people can be shown."""

    form_method = "get"
    submit_label = "この課の職員を選ぶ"
    not_done = "まだ選んでいません"

    division = forms.ChoiceField(
        label="参加する課",
        error_messages={"required": "参加する課を選んでください。", "invalid_choice": "課を選び直してください。"},
    )

    def __init__(self, *args: Any, divisions: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("division", [("", "選んでください"), *divisions])


class TimeForm(StepForm):
    """A time that the host has published, or a time of one's own; and a room or a place.

    Of both pairs one is needed: neither is simply 任意.
    """

    marked_optional = ()

    slot = forms.ChoiceField(
        label="日時",
        widget=forms.RadioSelect,
        help_text="窓口の担当が公開している、会える時間です。",
        error_messages={"required": "日時を選んでください。", "invalid_choice": GONE},
    )
    day = DayField(
        label="日", required=False, help_text="「ほかの日時にする」を選んだときに入れます。開庁日を選びます。"
    )
    starts = ClockField(label="始まる時刻", required=False, help_text="例：10:30")
    minutes = forms.TypedChoiceField(
        label="長さ",
        choices=LENGTHS,
        widget=forms.RadioSelect,
        initial="60",
        coerce=int,
        required=False,
        empty_value=60,
    )
    room = forms.ModelChoiceField(
        label="会議室",
        queryset=Room.objects.none(),
        required=False,
        empty_label="使わない",
        help_text="選ぶと、その時間の会議室を押さえます。",
    )
    place = forms.CharField(
        label="場所", max_length=120, required=False, help_text="会議室を使わないときに書きます。例：保育課の打合せ机"
    )

    def __init__(self, *args: Any, slots: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("slot", [*slots, (OWN_TIME, "ほかの日時にする")])
        self.offer("room", active_rooms())
        if not slots:
            self.fields["slot"].help_text = "窓口の担当が公開している時間は、いまありません。"
            self.fields["slot"].initial = OWN_TIME

    def time_rows(self) -> list[Any]:
        own = [FieldRow("day", "starts"), Choices("minutes")]
        return [Choices("slot"), *own, FieldRow("room", "place")]

    def clean_day(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["day"]
        if day is None or self.cleaned_data.get("slot") != OWN_TIME:
            return day
        if abs(day - today()) > FARTHEST:
            raise ValidationError(f"{short_day(day)}は1年以上離れています。年を確かめてください。")
        closed = closed_days()
        if not is_working_day(day, closed):
            raise ValidationError(closed_day_text(day, closed))
        return day

    def clean(self) -> dict[str, Any]:
        """Add ``slot_id``, ``starts_at`` (an aware moment, JST; None for a published time) and the place's words."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        is_own = data.get("slot") == OWN_TIME
        data["slot_id"] = None if is_own or not data.get("slot") else int(data["slot"])
        data["starts_at"] = self._own_time(data) if is_own else None
        if not data.get("place"):
            if data.get("room") is None and "room" not in self.errors and "place" not in self.errors:
                self.add_error("place", PLACE_MISSING)
            data["place"] = data["room"].name if data.get("room") else ""
        return data

    def _own_time(self, data: dict[str, Any]) -> dt.datetime | None:
        day, starts = data.get("day"), data.get("starts")
        if day is None and "day" not in self.errors:
            self.add_error("day", "日を入れてください。例：12月1日")
        if starts is None and "starts" not in self.errors:
            self.add_error("starts", "始まる時刻を入れてください。例：10:30")
        return jst(day, starts) if day and starts else None


class PlanForm(TimeForm):
    """Who comes, when and where."""

    not_done = "まだ対話の日時を決めていません"
    submit_label = "この日時に決める"

    people = forms.ModelMultipleChoiceField(
        label="課から出席する職員",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "課から出席する職員を、1人以上選んでください。"},
    )
    host = forms.ModelChoiceField(
        label="窓口の担当",
        queryset=User.objects.none(),
        empty_label=None,
        help_text="対話に同席します。公開している時間を選んだときは、その時間の人が同席します。",
    )
    vendor_people = forms.CharField(
        label="事業者の出席者", max_length=200, required=False, help_text="例：公共営業部 見本さん、ほか1人"
    )

    def __init__(self, *args: Any, people: Any, hosts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("people", people)
        self.offer("host", hosts)

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        return Layout(Choices("people"), *self.time_rows(), "host", OptionalField("vendor_people"), buttons)


class MoveForm(TimeForm):
    """Another time or place for a dialogue that is fixed."""

    not_done = "まだ変えていません"
    submit_label = "日時を変える"

    reason = TextField(label="変える理由", required=False, rows=2, help_text="出席する職員にも届きます。")

    @staticmethod
    def initial_of(dialogue: Dialogue) -> dict[str, Any]:
        """Return what the form begins with: the time and place that are fixed."""
        starts = local(dialogue.starts_at)
        room = dialogue.event.room_id if dialogue.event else None
        return {
            "slot": OWN_TIME,
            "day": starts.date(),
            "starts": starts.time(),
            "minutes": str(dialogue.minutes),
            "room": room,
            "place": "" if room else dialogue.place,
        }

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        return Layout(*self.time_rows(), OptionalField("reason"), buttons)


class CancelForm(StepForm):
    not_done = "まだ取りやめていません"
    submit_label = "対話を取りやめる"
    submit_css = "btn-outline-danger"
    back_label = "取りやめないで戻る"

    reason = TextField(
        label="取りやめる理由",
        rows=2,
        help_text="出席する職員にも届きます。事業者には、ご自分で連絡してください。",
        error_messages={"required": "取りやめる理由を書いてください。出席する人が読みます。"},
    )


class MinutesForm(StepForm):
    """What was said, and what follows."""

    not_done = "まだ記録していません"
    submit_label = "記録する"

    seen_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    record = TextField(
        label="話したこと",
        rows=8,
        max_length=TEXT_LENGTH,
        error_messages={"required": "話したことを書いてください。1行でかまいません。"},
    )
    followed = TextField(
        label="このあとすること",
        rows=3,
        max_length=TEXT_LENGTH,
        required=False,
        help_text="だれが、いつまでに、何をするか。例：保育課が12月中に、試す範囲を決める",
    )
