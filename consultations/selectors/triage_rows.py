"""The rows of the section's list: one statement, no more columns than are shown."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple, TypedDict

from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from consultations.enums import Outcome, PromiseKind, Side, State
from consultations.models import Consultation
from consultations.selectors.moments import as_moment
from minato_dx.core.badges import badge, clock, promise
from minato_dx.core.calendar import fiscal_year_label, local, short_day, working_days_between
from minato_dx.core.enums import Mark

# As SQL, because the ORM takes longer to write it, and to read its answer, than the database to find it. Which rows
# there are, and who may see them, is the ORM's own statement inside.
ROWS_SQL = """
SELECT c.fiscal_year, c.serial, c.title, c.state, c.is_private, c.outcome, c.received_at, c.closed_at,
       c.next_due_at, c.next_due_kind, c.division_name, r.name, a.name,
       c.last_word, c.last_word_by, c.last_word_side, c.last_word_at
FROM consultations_consultation c
JOIN organization_user r ON r.id = c.requester_id
JOIN organization_user a ON a.id = c.assignee_id
WHERE c.id IN ({keys}) ORDER BY {order}
"""
_ANY_SLUG = "2000-0000"


class _Found(NamedTuple):
    """A row as the statement returns it."""

    fiscal_year: int
    serial: int
    title: str
    state: str
    is_private: bool
    outcome: str
    received_at: dt.datetime | str
    closed_at: dt.datetime | str | None
    next_due_at: dt.datetime | str | None
    next_due_kind: str
    division: str
    requester: str
    assignee: str
    last_word: str
    last_word_by: str
    last_word_side: str
    last_word_at: dt.datetime | str


class TriageRow(TypedDict):
    """One consultation as the list shows it; a dictionary, because templates read these twice as fast."""

    url: str
    number: str
    title: str
    css: str
    badges: SafeString
    outcome: str
    promise: SafeString
    division: str
    requester: str
    last_word: str
    last_word_by: str
    last_word_when: str
    elapsed: str
    assignee: str


def read_rows(
    keys: QuerySet[Consultation, Any],
    *,
    order: Iterable[tuple[str, bool]],
    now: dt.datetime,
    closed: frozenset[dt.date],
) -> list[TriageRow]:
    """Return the rows whose primary keys ``keys`` selects, in ``order`` (columns, each with whether it falls).

    ``closed`` are the city's own closed days.
    """
    sql, params = keys.query.sql_with_params()
    columns = ", ".join(f"c.{column} {'DESC' if falls else 'ASC'}" for column, falls in order)
    with connection.cursor() as cursor:
        cursor.execute(ROWS_SQL.format(keys=sql, order=columns), params)
        found = [_Found._make(row) for row in cursor.fetchall()]
    # One look-up of the address for the page, not one for each row.
    address = reverse("consultation_detail", args=[_ANY_SLUG])
    return [_row(one, now, closed, address) for one in found]


def _row(found: _Found, now: dt.datetime, closed: frozenset[dt.date], address: str) -> TriageRow:
    due_at = as_moment(found.next_due_at) if found.next_due_at else None
    closed_at = as_moment(found.closed_at) if found.closed_at else None
    paused = found.state == State.WAITING
    overdue = due_at is not None and not paused and due_at < now
    serial = f"{found.serial:04d}"
    return {
        "url": address.replace(_ANY_SLUG, f"{found.fiscal_year}-{serial}"),
        "number": f"{fiscal_year_label(found.fiscal_year)}-{serial}",
        "title": found.title,
        "css": "is-late" if overdue else "",
        "badges": _badges(State(found.state), overdue=overdue, private=bool(found.is_private)),
        "outcome": Outcome(found.outcome).label if found.outcome else "",
        "promise": _promise(found.next_due_kind, due_at, paused=paused, closed=closed),
        "division": found.division,
        "requester": found.requester,
        "last_word": found.last_word,
        "last_word_by": _speaker(found),
        "last_word_when": _when(as_moment(found.last_word_at), local(now).date()),
        "elapsed": str(elapsed_days(as_moment(found.received_at), closed_at or now, closed)),
        "assignee": surname(found.assignee),
    }


def _badges(state: State, *, overdue: bool, private: bool) -> SafeString:
    marks = [badge(Mark.OVERDUE)] if overdue else []
    marks.append(badge(state))
    if private:
        marks.append(badge(Mark.PRIVATE))
    return format_html_join(" ", "{}", ((mark,) for mark in marks)) if len(marks) > 1 else marks[0]


def _promise(kind: str, due_at: dt.datetime | None, *, paused: bool, closed: frozenset[dt.date]) -> SafeString:
    if due_at is None:
        return SafeString("なし")
    return promise(PromiseKind(kind).label if kind else "", due_at, paused=paused, closed=closed)


def _speaker(found: _Found) -> str:
    """Return 相談者 for the requester, and the surname of anybody else."""
    if found.last_word_side == Side.ASKER and found.last_word_by == found.requester:
        return "相談者"
    return surname(found.last_word_by)


def surname(name: str) -> str:
    """Return the part of a name before its first space."""
    return (name.split() or [name])[0]


def _when(moment: dt.datetime, today: dt.date) -> str:
    then = local(moment)
    return f"きょう {clock(then)}" if then.date() == today else short_day(then.date())


def elapsed_days(start: dt.datetime, end: dt.datetime, closed: frozenset[dt.date]) -> int:
    """Return the working days from the day of ``start`` to that of ``end`` (JST)."""
    return working_days_between(local(start).date(), local(end).date(), closed)
