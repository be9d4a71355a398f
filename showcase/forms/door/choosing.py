"""Which exhibition it is about, as far as the intranet has published it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from minato_dx.core.calendar import short_day, today
from minato_dx.door.offers import Answers, first_answer

Published = Mapping[str, Any]
GONE = "この展示会は、いま受け付けていません。お心当たりのリンクから、もう一度開いてください。"


def exhibitions_for(published: Published, purpose: str) -> Sequence[Published]:
    """Return the published exhibitions that take this (``applies`` or ``visits``), the deadline not asked."""
    return [one for one in published.get("exhibitions", []) if one.get(purpose)]


def is_late(one: Published, day: dt.date) -> bool:
    """Tell whether ``day`` is past the last one for applications."""
    return bool(one.get("until")) and day > dt.date.fromisoformat(one["until"])


def late_text(one: Published) -> str:
    """Say that it is over, and since when."""
    until = short_day(dt.date.fromisoformat(one["until"]))
    return f"「{one['title']}」の出展の申込みは、{until}で締め切りました。ありがとうございました。"


def day_of(published: Published) -> dt.date:
    """Return the day that deadlines are held against: today, or, read again in the ward, the day it was sent."""
    sent_on = published.get("sent_on")
    return dt.date.fromisoformat(sent_on) if sent_on else today()


def chosen_in(published: Published, answers: Answers, step: str, purpose: str) -> Published | None:
    """Return the exhibition that was chosen in an earlier step, None where there is none (any more)."""
    typed = first_answer(answers, step, "exhibition")
    return next((one for one in exhibitions_for(published, purpose) if str(one["id"]) == typed), None)


class ExhibitionField(forms.ChoiceField):
    """Which exhibition: one of the published ones."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "required": "どの展示会かを選んでください。",
            "invalid_choice": "この展示会は、いま受け付けていません。ほかの展示会から選んでください。",
        }
        super().__init__(label="どの展示会か", error_messages=messages, **kwargs)


def offer_exhibitions(form: Any, found: Sequence[Published]) -> None:
    """Offer these; where there is one only, it is chosen already."""
    form.offer("exhibition", [(str(one["id"]), f"{one['title']}（{one['when']}）") for one in found])
    if len(found) == 1:
        form.fields["exhibition"].initial = str(found[0]["id"])
