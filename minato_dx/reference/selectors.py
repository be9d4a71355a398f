"""Reads of the master data."""

import datetime as dt
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from minato_dx.reference.models import (
    CLOSED_DAYS,
    SETTINGS,
    ClosedDay,
    Company,
    FieldOfWork,
    InHouseTool,
    PortalSettings,
    remembered,
)

# Not what a tool is bad at: who looks for 集計 does not want what cannot do it.
_SEARCHED = ("name", "summary", "good_for", "how_to_start", "examples")

CHANGES_SHOWN = 10


def closed_days() -> frozenset[dt.date]:
    """Return the city's own closed days (JST dates), as they were at most a minute ago."""
    days: frozenset[dt.date] | None = remembered.get(CLOSED_DAYS)
    if days is None:
        days = frozenset(ClosedDay.objects.values_list("day", flat=True))
        remembered.set(CLOSED_DAYS, days)
    return days


def portal_settings() -> PortalSettings:
    """Return the settings in force at most a minute ago; the defaults where an administrator has saved none yet."""
    row: PortalSettings | None = remembered.get(SETTINGS)
    if row is None:
        row = PortalSettings.objects.filter(pk=1).first() or PortalSettings(pk=1)
        remembered.set(SETTINGS, row)
    return row


def fields_of_work() -> QuerySet[FieldOfWork]:
    """Return the fields to choose from, in their order."""
    return FieldOfWork.objects.filter(is_active=True)


def catalogue() -> QuerySet[InHouseTool]:
    """Return the tools that the catalogue shows, in its order."""
    rows: QuerySet[InHouseTool] = InHouseTool.objects.filter(is_active=True)
    return rows


def with_words(rows: QuerySet[InHouseTool], text: str) -> QuerySet[InHouseTool]:
    """Keep the tools in whose description every word of ``text`` stands, in full width or in half width."""
    for word in dict.fromkeys(text.split()):
        found = Q()
        for spelling in sorted({word, unicodedata.normalize("NFKC", word)}):
            for column in _SEARCHED:
                found |= Q(**{f"{column}__icontains": spelling})
        rows = rows.filter(found)
    return rows


def first_tools(count: int) -> list[InHouseTool]:
    """Return the first ``count`` tools of the catalogue, as home shows them."""
    return list(catalogue().only("name", "summary")[:count])


def active_tool(pk: int) -> InHouseTool | None:
    """Return a tool of the catalogue, or None where there is none (any more)."""
    return catalogue().filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a record: when, by whom, and the labels of what was changed; none where it was made."""

    at: dt.datetime
    by: str
    fields: list[str]


def version_of(company: Company) -> int:
    """Return the id of the company's newest history row, by which two who mend it at once are told apart. One query."""
    newest: int | None = company.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return newest or 0


def changes_of(company: Company) -> list[Change]:
    """Return the last changes of a company's facts, the newest first, at most ten. One query."""
    rows = list(company.history.select_related("history_user").order_by("-history_id")[: CHANGES_SHOWN + 1])
    changes = []
    for at, row in enumerate(rows[:CHANGES_SHOWN]):
        earlier = rows[at + 1] if at + 1 < len(rows) else None
        fields = _changed(row, earlier) if earlier else []
        if fields or earlier is None:
            changes.append(Change(row.history_date, row.history_user.name if row.history_user else "", fields))
    return changes


def _changed(row: Any, earlier: Any) -> list[str]:
    found = row.diff_against(earlier, excluded_fields=["name_key"]).changes
    labels = {field.name: str(field.verbose_name) for field in Company._meta.fields}
    return [labels[one.field] for one in found]
