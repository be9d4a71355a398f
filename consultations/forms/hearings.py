"""Arranging a hearing and calling it off."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from consultations.forms.base import StepForm, TextField
from minato_dx.core.calendar import is_working_day, jst, next_working_day, short_day, today
from minato_dx.core.fields import ClockField, CountField, DayField
from minato_dx.core.layout import Button, Buttons, Choices, FieldRow, UnitField
from minato_dx.reference.selectors import closed_days

OTHER_LENGTH = "other"
LENGTHS = [("30", "30分"), ("60", "60分"), (OTHER_LENGTH, "その他の長さ")]
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


class HearingForm(StepForm):
    """When, where and with whom; a hearing may also be written down after it was held."""

    not_done = "まだヒアリングを決めていません"

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
        label="場所", max_length=120, help_text="相談者の職場で、仕事の様子を見ながら聞くのがおすすめです。"
    )
    attendees = forms.CharField(
        label="話す人", max_length=200, required=False, help_text="ほかにも話す人がいれば、名前を書き足します。"
    )

    def get_layout(self) -> Layout:
        return Layout(
            FieldRow("day", "starts"),
            Choices("length"),
            UnitField("other_minutes", "分", width="w-3"),
            "place",
            "attendees",
            Buttons("ヒアリングを決める", Button(self.back_label, url=self.back_url)),
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
        return data


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
