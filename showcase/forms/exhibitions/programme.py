"""What the DX section writes of a seminar or of a window of time."""

import datetime as dt
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone

from minato_dx.core.calendar import jst, short_day
from minato_dx.core.fields import ClockField, CountField, TextField
from minato_dx.core.forms import StepForm
from minato_dx.core.layout import Button, Buttons, Choices, FieldRow, OptionalField, UnitField
from minato_dx.reference.models import FieldOfWork
from minato_dx.scheduling.models import Room
from minato_dx.scheduling.selectors import active_rooms
from showcase.enums import TEXT_LENGTH, TITLE_LENGTH, ExhibitorState, ItemKind
from showcase.models import Exhibition, Exhibitor, ProgrammeItem
from showcase.services.exhibitions.programme import ItemFacts


class ItemForm(StepForm):
    """One item of the programme, on one of the exhibition's days."""

    not_done = "まだ保存していません"
    submit_label = "保存する"
    marked_optional = ()

    kind = forms.ChoiceField(label="区分", choices=ItemKind.choices, initial=ItemKind.SEMINAR, widget=forms.RadioSelect)
    title = forms.CharField(
        label="名前",
        max_length=TITLE_LENGTH,
        help_text="例：「書かない窓口」を1年続けて分かったこと",
        error_messages={"required": "名前を書いてください。"},
    )
    day = forms.TypedChoiceField(
        label="日", coerce=dt.date.fromisoformat, error_messages={"required": "日を選んでください。"}
    )
    starts = ClockField(label="始まり", error_messages={"required": "始まる時刻を入れてください。例：10:30"})
    ends = ClockField(label="終わり", error_messages={"required": "終わる時刻を入れてください。例：11:10"})
    room = forms.ModelChoiceField(
        label="会議室",
        queryset=Room.objects.none(),
        required=False,
        empty_label="予約しない",
        help_text="選ぶと、その時間は部屋がふさがります。",
    )
    place = forms.CharField(label="場所", max_length=120, required=False, help_text="会議室のほかの場所のとき。")
    capacity = CountField(
        label="定員",
        max_value=2000,
        min_value=1,
        required=False,
        help_text="空けると、何人でも予約できます。増やすと、空き待ちの人に順番に案内します。",
    )
    speaker = forms.CharField(label="話す人", max_length=120, required=False)
    exhibitor = forms.ModelChoiceField(
        label="出展者", queryset=Exhibitor.objects.none(), required=False, empty_label="出展者とは関係がない"
    )
    field = forms.ModelChoiceField(
        label="分野", queryset=FieldOfWork.objects.none(), required=False, empty_label="決めていない"
    )
    about = TextField(label="内容", rows=4, required=False, max_length=TEXT_LENGTH)
    is_open_to_outsiders = forms.BooleanField(label="庁外の人も予約できる", required=False, initial=True)

    def __init__(self, *args: Any, exhibition: Exhibition, item: ProgrammeItem | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = {str(day.day): day.day for day in exhibition.days.all()}
        self.offer("day", [(name, short_day(day)) for name, day in self.days.items()])
        rooms = active_rooms()
        if item is not None and item.event.room_id:
            rooms = rooms | Room.objects.filter(pk=item.event.room_id)
        self.offer("room", rooms)
        self.offer("exhibitor", exhibition.exhibitors.filter(state=ExhibitorState.SELECTED))
        self.offer("field", FieldOfWork.objects.filter(is_active=True).order_by("order", "pk"))
        if item is not None:
            self._fill(item)

    def _fill(self, item: ProgrammeItem) -> None:
        for name in ("kind", "title", "speaker", "exhibitor", "field", "about", "is_open_to_outsiders"):
            self.fields[name].initial = getattr(item, name)
        for name in ("room", "place", "capacity"):
            self.fields[name].initial = getattr(item.event, name)
        starts_at, ends_at = timezone.localtime(item.event.starts_at), timezone.localtime(item.event.ends_at)
        day = starts_at.date()
        if str(day) not in self.days:
            # The exhibition's days were changed since: the item keeps its own until somebody chooses another.
            self.days[str(day)] = day
            self.offer("day", [(name, short_day(one)) for name, one in self.days.items()])
        self.fields["day"].initial = str(day)
        self.fields["starts"].initial, self.fields["ends"].initial = starts_at.time(), ends_at.time()

    def get_layout(self) -> Layout:
        return Layout(
            Choices("kind"),
            "title",
            FieldRow("day", "starts", "ends"),
            OptionalField("room"),
            OptionalField("place"),
            UnitField("capacity", "人", optional=True),
            OptionalField("speaker"),
            OptionalField("exhibitor"),
            OptionalField("field"),
            OptionalField("about"),
            "is_open_to_outsiders",
            Buttons(Button(self.submit_label, self.submit_css), Button(self.back_label, url=self.back_url)),
        )


def item_facts(data: dict[str, Any]) -> ItemFacts:
    """Return the form's cleaned data as the service takes it; a room says by itself where it is."""
    names = ("title", "room", "capacity", "speaker", "exhibitor", "field", "about", "is_open_to_outsiders")
    return ItemFacts(
        kind=ItemKind(data["kind"]),
        starts_at=jst(data["day"], data["starts"]),
        ends_at=jst(data["day"], data["ends"]),
        place="" if data["room"] else data["place"],
        **{name: data[name] for name in names},
    )
