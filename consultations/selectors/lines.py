"""One consultation as a line of a list: what it is, whose turn, and what is promised by when."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from consultations.enums import Outcome, PromiseKind, State
from consultations.models import Consultation
from consultations.selectors.counts import MEASURING_SOON
from minato_dx.core.calendar import fiscal_year_label
from minato_dx.core.text import first_sentence
from minato_dx.organization.models import User

COLUMNS = (
    "pk", "fiscal_year", "serial", "title", "state", "outcome", "is_private", "requester_id", "requester__name",
    "assignee__name", "division_name", "received_at", "next_due_at", "next_due_kind",
    "head_summary_opened_at",
)  # fmt: skip
HIDDEN_TITLE = "非公開の相談"
# What is promised, in the words of the one who owes it.
MINE = {
    PromiseKind.CONFIRMATION: "確認をお願いします",
    PromiseKind.AGREEMENT: "合意をお願いします",
    PromiseKind.MEASUREMENT: "実績の記入をお願いします",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A consultation as a list shows it to one person."""

    slug: str
    number: str
    title: str
    state: State
    outcome: str
    is_private: bool
    is_mine: bool
    my_turn: bool
    promise: str
    due_at: dt.datetime | None
    is_paused: bool
    division: str
    requester: str
    assignee: str
    received_at: dt.datetime

    @property
    def who(self) -> str:
        """Return the division and the requester, as the DX section names a case."""
        return f"{self.division} {self.requester}"


def lines_of(rows: QuerySet[Consultation], *, user: User, now: dt.datetime) -> list[Line]:
    """Read the rows (already cut to a page) as lines for ``user``, with one query."""
    return as_lines(rows.values(*COLUMNS), user=user, now=now)


def as_lines(found: Iterable[dict[str, Any]], *, user: User, now: dt.datetime) -> list[Line]:
    """Prepare rows of which ``COLUMNS`` were read."""
    return [_line(values, user, now) for values in found]


def agreement_lines(rows: QuerySet[Consultation], *, user: User, now: dt.datetime) -> list[Line]:
    """Read what the user is asked to agree to; of a private one nothing but the summary made for them is shown."""
    found: Sequence[dict[str, Any]] = rows.values(*COLUMNS, "head_summary")
    return [_line(values | {"title": _title_for_head(values)}, user, now, my_turn=True) for values in found]


def _title_for_head(values: dict[str, Any]) -> str:
    title: str = values["title"]
    if not values["is_private"]:
        return title
    return first_sentence(values["head_summary"]) or HIDDEN_TITLE


def _line(values: dict[str, Any], user: User, now: dt.datetime, *, my_turn: bool | None = None) -> Line:
    state = State(values["state"])
    is_mine = values["requester_id"] == user.pk
    if my_turn is None:
        my_turn = is_mine and _is_requesters_turn(values, now)
    return Line(
        slug=f"{values['fiscal_year']}-{values['serial']:04d}",
        number=f"{fiscal_year_label(values['fiscal_year'])}-{values['serial']:04d}",
        title=values["title"],
        state=state,
        outcome=Outcome(values["outcome"]).label if values["outcome"] else "",
        is_private=values["is_private"],
        is_mine=is_mine,
        my_turn=my_turn,
        promise=_promise(values["next_due_kind"], my_turn),
        due_at=values["next_due_at"],
        is_paused=state == State.WAITING,
        division=values["division_name"],
        requester=values["requester__name"],
        assignee=_surname(values["assignee__name"]),
        received_at=values["received_at"],
    )


def _is_requesters_turn(values: dict[str, Any], now: dt.datetime) -> bool:
    """Tell the same of one row as ``counts.is_requesters_turn`` asks of the database."""
    state, due_at = values["state"], values["next_due_at"]
    if state == State.MEASURING:
        asked = values["next_due_kind"] == PromiseKind.MEASUREMENT
        return asked and due_at is not None and due_at < now + MEASURING_SOON
    if state == State.PROPOSED:
        return values["is_private"] and values["head_summary_opened_at"] is None
    if state == State.RECEIVED:
        return bool(values["next_due_kind"] == PromiseKind.CONFIRMATION)
    return state in (State.WAITING, State.ANSWERED)


def _promise(kind: str, my_turn: bool) -> str:
    if not kind:
        return ""
    known = PromiseKind(kind)
    label: str = known.label
    return MINE.get(known, label) if my_turn else label


def _surname(name: str) -> str:
    return (name.split() or [name])[0]
