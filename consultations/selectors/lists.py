"""The list of consultations that everybody has: which ones, narrowed by what."""

import re
import unicodedata
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from consultations.converters import ReceiptNumber
from consultations.enums import State
from consultations.models import Consultation
from consultations.selectors.counts import count_along, in_my_divisions
from minato_dx.organization.models import User

OPEN, ENDED = "open", "ended"
LISTED = "listed"
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー－ｰ~〜", "-"))
_NUMBER = re.compile(r"(?:令和|r)(元|\d{1,2})(?:年度?)?-?(\d{1,9})|(\d{4})(?:年度)?-(\d{1,9})")
FIRST_REIWA_YEAR = 2019


class Tab(models.TextChoices):
    """Whose consultations are shown."""

    MINE = "mine", "自分の相談"
    DIVISION = "division", "課の相談"
    ALL = "all", "すべて"


def in_tab(tab: Tab, user: User) -> QuerySet[Consultation]:
    """Return what ``user`` may see in ``tab``."""
    if tab == Tab.DIVISION:
        return in_my_divisions(user)
    rows = Consultation.objects.visible_to(user)
    return rows.filter(requester=user) if tab == Tab.MINE else rows


def list_counts(user: User, *, counted: QuerySet[Any]) -> dict[str, int]:
    """Return how many consultations each tab has, counting to 100, and how many rows ``counted`` has.

    One query, which reads along what the header shows.
    """
    return count_along(user, {**{tab.value: in_tab(tab, user) for tab in Tab}, LISTED: counted})


def narrowed(rows: QuerySet[Consultation], *, state: str, text: str) -> QuerySet[Consultation]:
    """Keep what is in ``state`` and has every word in it, newest first.

    ``state`` is one of ``State``, ``open`` or ``ended``; anything else narrows nothing.
    """
    if state in (OPEN, ENDED):
        rows = rows.filter(is_open=state == OPEN)
    elif state in State.values:
        rows = rows.filter(state=state)
    for word in text.split():
        rows = rows.filter(Q(title__icontains=word) | Q(body__icontains=word))
    return rows.order_by("-id")


def receipt_number_in(text: str) -> ReceiptNumber | None:
    """Read ``令和8年度-0123``, ``R8-123``, ``2026-0123``, in any width and with any dash; None for other words."""
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES)
    match = _NUMBER.fullmatch("".join(folded.split()).lower())
    if match is None:
        return None
    era_year, era_serial, year, serial = match.groups()
    if year:
        return ReceiptNumber(int(year), int(serial))
    return ReceiptNumber(FIRST_REIWA_YEAR - 1 + (1 if era_year == "元" else int(era_year)), int(era_serial))


def visible_by_number(user: User, number: ReceiptNumber) -> Consultation | None:
    """Return the consultation of that number, or None alike for "not there" and "not yours"."""
    rows = Consultation.objects.visible_to(user).filter(fiscal_year=number.fiscal_year, serial=number.serial)
    return rows.only("fiscal_year", "serial").first()
