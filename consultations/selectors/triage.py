"""The DX section's list: saved views with their counts, orders, and rows with no more columns than are shown."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, Q, QuerySet

from consultations.enums import Outcome, PromiseKind, State, Urgency
from consultations.models import Consultation
from consultations.selectors.counts import CAP, MY_OPEN, count_along
from consultations.selectors.triage_rows import elapsed_days
from minato_dx.core.calendar import fiscal_year_label
from minato_dx.organization.models import User
from minato_dx.organization.roles import Roles, roles_of

LISTED = "listed"


class View(models.TextChoices):
    """The saved views: all but the first and the fifth show the whole section's work, for colleagues to step in."""

    MINE = "mine", "自分の担当"
    UNANSWERED = "unanswered", "未返信"
    OVERDUE = "overdue", "期限超過"
    WAITING = "waiting", "相談者の返信待ち"
    DEPARTMENTS = "departments", "担当部門すべて"
    ALL = "all", "すべて"


@dataclass(frozen=True, slots=True)
class Sort:
    """An order: ``key`` as it stands in the address, and its direction."""

    key: str
    descending: bool

    @property
    def text(self) -> str:
        return _SORTS[self.key].words[self.descending]

    @property
    def param(self) -> str:
        return f"-{self.key}" if self.descending else self.key


@dataclass(frozen=True, slots=True)
class _Order:
    columns: tuple[str, str]
    words: tuple[str, str]
    first_descending: bool = False


# Each is served by an index, in both directions.
_SORTS = {
    "due": _Order(("next_due_at", "id"), ("次の約束が近い順", "次の約束が遠い順")),
    "word": _Order(("last_word_at", "id"), ("最後の発言が古い順", "最後の発言が新しい順"), first_descending=True),
    "received": _Order(("received_at", "id"), ("受付が古い順", "受付が新しい順")),
    "number": _Order(("fiscal_year", "serial"), ("番号が小さい順", "番号が大きい順"), first_descending=True),
}
BY_PROMISE = Sort("due", descending=False)
NEWEST_FIRST = Sort("received", descending=True)


def views_for(roles: Roles) -> list[View]:
    """Return the views that say something to this person: one without a department has no 担当部門."""
    has_duty = roles.main_duty_department_ids or roles.deputy_duty_department_ids
    return [view for view in View if has_duty or view != View.DEPARTMENTS]


def default_view(roles: Roles) -> View:
    """Return the view to begin with: the section head watches everything, everybody else their own work."""
    return View.ALL if roles.is_section_head else View.MINE


def in_view(*, view: View, seen: QuerySet[Consultation], user: User, now: dt.datetime) -> QuerySet[Consultation]:
    """Keep those of ``seen`` (what ``user`` may see) that are in ``view``; which states it shows is the filter's."""
    return seen.filter(_condition(view, user, now)) if view != View.ALL else seen


def _condition(view: View, user: User, now: dt.datetime) -> Q:
    ticking = Q(is_open=True) & ~Q(state=State.WAITING)
    if view == View.MINE:
        return Q(assignee=user)
    if view == View.UNANSWERED:
        return ticking & Q(next_due_kind=PromiseKind.FIRST_REPLY)
    if view == View.OVERDUE:
        return ticking & Q(next_due_at__lt=now)
    if view == View.WAITING:
        return Q(state=State.WAITING)
    roles = roles_of(user)
    return Q(department__in=roles.main_duty_department_ids | roles.deputy_duty_department_ids)


def list_counts(
    *, seen: QuerySet[Consultation], counted: QuerySet[Any], whole_view: View | None, user: User, now: dt.datetime
) -> dict[str, int]:
    """Return how many open consultations each of the user's views has, counting to 100, and how many rows ``counted``.

    One query, which reads along what the header shows. ``whole_view`` is the view that the list shows without any
    condition: it is counted once, further than the others.
    """
    open_ones = seen.filter(is_open=True)
    # One's own stand beside the navigation too, and are counted there.
    others = [view for view in views_for(roles_of(user)) if view not in (View.MINE, whole_view)]
    rows = {view.value: in_view(view=view, seen=open_ones, user=user, now=now) for view in others}
    counts = count_along(user, {**rows, LISTED: counted})
    counts[View.MINE] = counts[MY_OPEN]
    if whole_view is not None:
        counts[whole_view] = min(counts[LISTED], CAP)
    return counts


def sort_keys(*, with_ended: bool) -> tuple[str, ...]:
    """Return what a list can be sorted by: what has ended promises nothing, and its last word was its end."""
    return ("received", "number") if with_ended else tuple(_SORTS)


def parse_sort(text: str, *, with_ended: bool) -> Sort:
    """Return the order that the address asks for: at first the next promise, and with ended ones the newest."""
    key = text.removeprefix("-")
    if key not in sort_keys(with_ended=with_ended):
        return NEWEST_FIRST if with_ended else BY_PROMISE
    return Sort(key, descending=text.startswith("-"))


def next_sort(current: Sort, key: str) -> Sort:
    """Return the order that a click on the heading of ``key`` asks for."""
    if current.key == key:
        return Sort(key, descending=not current.descending)
    return Sort(key, descending=_SORTS[key].first_descending)


def order_by(sort: Sort) -> list[tuple[str, bool]]:
    """Return the columns of an order, each with whether it falls; the second makes it the same on every page."""
    return [(column, sort.descending) for column in _SORTS[sort.key].columns]


def in_order(rows: QuerySet[Consultation], sort: Sort) -> QuerySet[Consultation]:
    return rows.order_by(*(F(column).desc() if falls else F(column).asc() for column, falls in order_by(sort)))


EXPORT_LIMIT = 50_000
EXPORT_CHUNK = 2_000
EXPORT_COLUMNS = (
    "fiscal_year", "serial", "title", "state", "department_name", "division_name", "requester__name", "field__name",
    "urgency", "received_at", "closed_at", "next_due_at", "assignee__name", "outcome",
)  # fmt: skip
EXPORT_HEADER = (
    "番号", "件名", "状態", "部", "課", "相談者", "分野", "急ぎ", "受付", "次の約束", "経過（開庁日）", "担当", "結果",
)  # fmt: skip


def is_too_long(rows: QuerySet[Consultation]) -> bool:
    """Tell whether an export would have more than ``EXPORT_LIMIT`` rows, counting no further than that."""
    return rows.order_by()[: EXPORT_LIMIT + 1].count() > EXPORT_LIMIT


def export_lines(
    *, rows: QuerySet[Consultation], now: dt.datetime, closed: frozenset[dt.date]
) -> Iterator[tuple[str | int | dt.datetime | None, ...]]:
    """Yield the lines of an export under ``EXPORT_HEADER``, read in portions: what the list shows, no texts."""
    for values in rows.values(*EXPORT_COLUMNS).iterator(chunk_size=EXPORT_CHUNK):
        yield (
            f"{fiscal_year_label(values['fiscal_year'])}-{values['serial']:04d}",
            values["title"],
            State(values["state"]).label,
            values["department_name"],
            values["division_name"],
            values["requester__name"],
            values["field__name"] or "",
            Urgency(values["urgency"]).label,
            values["received_at"],
            values["next_due_at"],
            elapsed_days(values["received_at"], values["closed_at"] or now, closed),
            values["assignee__name"],
            Outcome(values["outcome"]).label if values["outcome"] else "",
        )
