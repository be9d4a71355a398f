"""Publishing the times at which one can be met."""

import datetime as dt
from typing import Any

from crispy_forms.layout import Layout
from django import forms

from minato_dx.core.calendar import short_day, today
from minato_dx.core.fields import ClockField, DayField
from minato_dx.core.forms import PortalForm
from minato_dx.core.layout import Buttons, Choices, FieldRow
from minato_dx.scheduling.models import Room, Slot
from minato_dx.scheduling.selectors import active_rooms
from minato_dx.scheduling.services import SlotPlan

LENGTHS = [("30", "30分"), ("60", "60分")]
BUFFERS = [("0", "空けない"), ("10", "10分"), ("15", "15分"), ("30", "30分")]
# Half a year, as the service has it; further away is a mistyped year.
FARTHEST = dt.timedelta(days=27 * 7)


class SlotPlanForm(PortalForm):
    """One time, or with ``until`` the same time of every week."""

    not_done = "まだ公開していません"

    day = DayField(label="日")
    starts = ClockField(label="始まる時刻", help_text="例：10:30")
    until = DayField(label="毎週くり返す最後の日", required=False, help_text="入れなければ、この日の1回だけです。")
    minutes = forms.TypedChoiceField(label="長さ", choices=LENGTHS, widget=forms.RadioSelect, initial="30", coerce=int)
    buffer_minutes = forms.TypedChoiceField(
        label="あとに空ける時間",
        choices=BUFFERS,
        initial="0",
        coerce=int,
        help_text="移動や記録の時間です。その間は予定が入りません。",
    )
    place = forms.CharField(
        label="場所",
        max_length=120,
        required=False,
        help_text="例：相談者の職場",
    )
    room = forms.ModelChoiceField(label="会議室", queryset=Room.objects.none(), required=False, empty_label="使わない")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("room", active_rooms())

    @staticmethod
    def initial_of(slot: Slot | None) -> dict[str, Any]:
        """Begin with the place and length of what was published last."""
        if slot is None:
            return {}
        minutes = round((slot.ends_at - slot.starts_at).total_seconds() / 60)
        # A room's name was put in for a place that was left empty.
        place = "" if slot.room_id else slot.place
        known = dict(LENGTHS)
        return {
            "minutes": str(minutes) if str(minutes) in known else "30",
            "buffer_minutes": str(slot.buffer_minutes),
            "place": place,
            "room": slot.room_id,
        }

    def get_layout(self) -> Layout:
        return Layout(
            FieldRow("day", "starts", "until"),
            Choices("minutes"),
            "buffer_minutes",
            FieldRow("place", "room"),
            Buttons("この時間を公開する"),
        )

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if day < today():
            raise forms.ValidationError(f"{short_day(day)}は、もう過ぎています。きょう以降の日にしてください。")
        if day - today() > FARTHEST:
            raise forms.ValidationError(f"{day.year}年{short_day(day)}は半年より先です。年を確かめてください。")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "place" in data and not data["place"].strip() and data.get("room") is None and "room" not in self.errors:
            self.add_error("place", "場所を書くか、会議室を選んでください。")
        return data

    @property
    def plan(self) -> SlotPlan:
        """What was filled in."""
        data = self.cleaned_data
        return SlotPlan(
            day=data["day"],
            starts=data["starts"],
            minutes=data["minutes"],
            place=data["place"].strip(),
            room=data["room"],
            buffer_minutes=data["buffer_minutes"],
            until=data["until"],
        )
