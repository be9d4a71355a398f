"""Reads of the master data."""

import datetime as dt
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from minato_dx.core.municipality_code import DIGITS, read_municipality_code
from minato_dx.core.text import normalise_key
from minato_dx.reference.models import (
    CLOSED_DAYS,
    SETTINGS,
    ClosedDay,
    Company,
    FieldOfWork,
    InHouseTool,
    Municipality,
    PortalSettings,
    remembered,
)

# Not what a tool is bad at: who looks for 集計 does not want what cannot do it.
_SEARCHED = ("name", "summary", "good_for", "how_to_start", "examples")

CHANGES_SHOWN = 10
CANDIDATES_SHOWN = 10


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


def municipalities_called(name: str) -> list[Municipality]:
    """Return those that ``name`` can mean, else those with it in their names, by code, at most ten. One query."""
    key = normalise_key(name)
    if not key:
        return []
    found = list(Municipality.objects.filter(name_key__contains=key))
    return ([row for row in found if row.is_called(name)] or found)[:CANDIDATES_SHOWN]


def read_code_or_refuse_name(text: str) -> str:
    """Return the code that stands first in ``text`` (``131032``, ``131032 東京都港区``), in any width.

    A spreadsheet drops leading zeros, and they are put back. Raises ValidationError for a wrong code, and for a name:
    three wards are called 港区, so that a name alone is never enough; it tells the codes that the name can mean.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    first = typed.split()[0] if typed else ""
    if not first.isdecimal():
        raise ValidationError(_told_codes(text.strip()), code="name")
    if len(first) == DIGITS - 1:
        try:
            return read_municipality_code(first.zfill(DIGITS))
        except ValidationError:
            pass  # no dropped zero, but a missing check digit: the five digits are told of
    return read_municipality_code(first)


def municipality_by_code(text: str) -> Municipality:
    """Return the municipality with the code in ``text``. Raises ValidationError as ``read_code_or_refuse_name`` does,
    and where there is none with this code. One query, and one more for a name.
    """
    code = read_code_or_refuse_name(text)
    found = Municipality.objects.filter(code=code).first()
    if found is None:
        raise ValidationError(
            f"団体コード{code}の自治体は、まだ登録されていません。管理者に、自治体の取り込みを頼んでください。",
            code="unknown",
        )
    return found


def _told_codes(name: str) -> str:
    found = municipalities_called(name)
    if not found:
        return "団体コード（6桁の数字）で入れてください。「全国地方公共団体コード」で調べられます。"
    listed = "、".join(f"{row}は{row.code}" for row in found)
    count = f"「{name}」に当たる自治体は{len(found)}つあります。" if len(found) > 1 else ""
    return f"{count}名前だけでは決められないので、団体コードで入れてください：{listed}"
