"""Arranging a hearing and calling it off."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from consultations.models import Hearing
from minato_dx.core.calendar import is_working_day, jst, next_working_day, short_day, today
from minato_dx.core.fields import ClockField, CountField, DayField, TextField
from minato_dx.core.forms import StepForm
from minato_dx.core.layout import Button, Buttons, Choices, FieldRow, OptionalField, UnitField
from minato_dx.reference.selectors import closed_days
from minato_dx.scheduling.models import Room
from minato_dx.scheduling.selectors import active_rooms

OTHER_LENGTH = "other"
LENGTHS = [("30", "30分"), ("60", "60分"), (OTHER_LENGTH, "その他の長さ")]
PLACE_MISSING = "場所を書くか、会議室を選んでください。"
# A hearing further away than this is a mistyped year.
FARTHEST = dt.timedelta(days=366)


def closed_day_text(day: dt.date, closed: Collection[dt.date]) -> str:
    """Return why nobody is heard on ``day``, and from which day on somebody can be."""
    opens = short_day(next_working_day(day, closed))
    return f"{short_day(day)}は{_kind_of_closed_day(day, closed)}です。{opens}以降の開庁日を選んでください"


def _kind_of_closed_day(day: dt.date, closed: Collection[dt.date]) -> str:
    if day.weekday() >= 5:
        return "土曜日" if day.weekday() == 5 else "日曜日"
    if (day.month, day.day) in {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}:
        return "年末年始の閉庁日"
    return "区の閉庁日" if day in closed else "祝日"


class WhenForm(StepForm):
    """A day, a time, a length and a place or room."""

    day = DayField(label="日", help_text="開庁日を選びます。もう聞いたときは、聞いた日を入れます。")
    starts = ClockField(label="始まる時刻", help_text="例：10:30")
    length = forms.ChoiceField(label="長さ", choices=LENGTHS, widget=forms.RadioSelect, initial="30")
    other_minutes = CountField(
        label="その他の長さ",
        required=False,
        min_value=5,
        max_value=480,
        help_text="「その他の長さ」を選んだときだけ入れます。",
    )
    place = forms.CharField(
        label="場所",
        max_length=120,
        required=False,
        help_text="相談者の職場で、仕事の様子を見ながら聞くのがおすすめです。",
    )
    room = forms.ModelChoiceField(
        label="会議室",
        queryset=Room.objects.none(),
        required=False,
        empty_label="使わない",
        help_text="選ぶと、その時間の会議室を押さえます。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("room", active_rooms())

    @staticmethod
    def initial_of(hearing: Hearing) -> dict[str, Any]:
        """Return what the form begins with for a hearing that is fixed already."""
        starts = timezone.localtime(hearing.starts_at)
        is_usual = str(hearing.minutes) in dict(LENGTHS)
        return {
            "day": starts.date(),
            "starts": starts.time(),
            "length": str(hearing.minutes) if is_usual else OTHER_LENGTH,
            "other_minutes": None if is_usual else hearing.minutes,
            "place": hearing.place,
            "room": hearing.event.room_id if hearing.event else None,
        }

    def when_layout(self, *more: Any) -> Layout:
        """Lay the fields out, with ``more`` before the buttons."""
        return Layout(
            FieldRow("day", "starts"),
            Choices("length"),
            UnitField("other_minutes", "分", width="w-3"),
            "place",
            OptionalField("room"),
            *more,
            Buttons(self.submit_label, Button(self.back_label, url=self.back_url)),
        )

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if abs(day - today()) > FARTHEST:
            raise ValidationError(f"{short_day(day)}は1年以上離れています。年を確かめてください。")
        closed = closed_days()
        if not is_working_day(day, closed):
            raise ValidationError(closed_day_text(day, closed))
        return day

    def clean(self) -> dict[str, Any]:
        """Add ``starts_at`` (an aware moment, JST) and ``minutes`` to what was filled in."""
        data = super().clean() or self.cleaned_data
        if "day" in data and "starts" in data:
            data["starts_at"] = jst(data["day"], data["starts"])
        if data.get("length") != OTHER_LENGTH:
            data["minutes"] = int(data.get("length") or 0)
        elif "other_minutes" in data and data["other_minutes"] is None:
            self.add_error("other_minutes", "何分かかるかを書いてください。例：45")
        else:
            data["minutes"] = data.get("other_minutes")
        if not data.get("place"):
            if data.get("room") is None and "place" not in self.errors:
                self.add_error("place", PLACE_MISSING)
            else:
                data["place"] = data["room"].name if data.get("room") else ""
        return data


class HearingForm(WhenForm):
    """When, where and with whom; a hearing may also be written down after it was held."""

    not_done = "まだヒアリングを決めていません"
    submit_label = "ヒアリングを決める"

    attendees = forms.CharField(
        label="話す人", max_length=200, required=False, help_text="ほかにも話す人がいれば、名前を書き足します。"
    )

    def get_layout(self) -> Layout:
        return self.when_layout("attendees")


class HearingCancelForm(StepForm):
    """Why a planned hearing does not take place."""

    not_done = "まだ取りやめていません"
    submit_label = "ヒアリングを取りやめる"
    submit_css = "btn-outline-danger"
    back_label = "取りやめないで戻る"

    reason = TextField(
        label="取りやめる理由",
        help_text="相手にも届きます。「窓口が混む日と重なりました」のような1文で足ります。",
        error_messages={"required": "取りやめる理由を書いてください。相手が読みます。"},
    )
