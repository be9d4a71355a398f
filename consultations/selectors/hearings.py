"""Reads about hearings."""

import datetime as dt

from django.utils import timezone

from consultations.models import Consultation, Hearing
from minato_dx.core.calendar import WEEKDAYS, wareki


def hearing_of_case(*, case: Consultation, hearing_id: int) -> Hearing | None:
    """Return one hearing of the case with its sheet and who last wrote on it, or None; one query."""
    return (
        Hearing.objects.filter(consultation=case)
        .select_related("hearer", "sheet", "sheet__updated_by", "sheet__work", "event__room")
        .filter(pk=hearing_id)
        .first()
    )


def time_text(hearing: Hearing) -> str:
    """Return ``令和8年11月20日(金) 10:00〜10:40`` (JST), as it stands on the sheet."""
    starts = timezone.localtime(hearing.starts_at)
    ends = starts + dt.timedelta(minutes=hearing.minutes)
    day = starts.date()
    return f"{wareki(day)}({WEEKDAYS[day.weekday()]}) {starts.hour}:{starts:%M}〜{ends.hour}:{ends:%M}"
