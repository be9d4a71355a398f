"""The desk's list of proposals: which ones, narrowed by what, in which order. No confidential part is read."""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from consultations.selectors.lists import receipt_number_in
from minato_dx.core.text import company_key
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from proposals.enums import ENDED, UNDECIDED, State
from proposals.models import Proposal

MINE, SCREENING, SHARED, ENDED_TAB, ALL = "", "screening", "shared", "ended", "all"
TABS = {MINE: "自分の担当", SCREENING: "受付・審査中", SHARED: "共有中", ENDED_TAB: "終わったもの", ALL: "すべて"}
SORTS: Mapping[str, tuple[str, Sequence[Any]]] = {
    "": ("期限の近い順", (F("next_due_at").asc(nulls_last=True), "-pk")),
    "received": ("受付の新しい順", ("-received_at", "-pk")),
}
SEARCHED = ("title", "problem", "company__name", "company__name_key", "company__corporate_number")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー-", ""))


@dataclass(frozen=True, slots=True)
class ListConditions:
    """What the list is narrowed down by; what is empty narrows nothing."""

    words: str = ""
    field_id: int | None = None
    source: str = ""
    assignee_id: int | None = None
    late_only: bool = False
    sort: str = ""


def listed_proposals(*, user: User, conditions: ListConditions, now: dt.datetime) -> QuerySet[Proposal]:
    """Return the proposals that the user may see and the conditions keep, with what a line shows.

    One query and one for their fields, and one more to search.
    """
    rows: QuerySet[Proposal] = Proposal.objects.visible_to(user)
    if conditions.field_id is not None:
        rows = rows.filter(fields=conditions.field_id)
    if conditions.source:
        rows = rows.filter(source=conditions.source)
    if conditions.assignee_id is not None:
        rows = rows.filter(assignee=conditions.assignee_id)
    if conditions.late_only:
        rows = rows.filter(is_open=True, next_due_at__lt=now)
    rows = _with_words(rows, conditions.words)
    return rows.select_related("company", "assignee").prefetch_related("fields").order_by(*SORTS[conditions.sort][1])


def _with_words(rows: QuerySet[Proposal], text: str) -> QuerySet[Proposal]:
    """Keep the one of the receipt number that ``text`` is, or those in which every word of it stands."""
    folded = _folded(text)
    number = receipt_number_in(folded.strip().removeprefix("提案"))
    if number is not None:
        return rows.filter(fiscal_year=number.fiscal_year, serial=number.serial)
    words = folded.split()
    return rows.filter(pk__in=_ids_with(rows, words)) if words else rows


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _ids_with(rows: QuerySet[Proposal], words: Iterable[str]) -> list[int]:
    """Folded here and not in the database, which knows no full width; a desk has some hundreds of proposals a year."""
    spellings = [_spellings(word) for word in words]
    lines = rows.order_by().values_list("pk", *SEARCHED)
    texts = ((pk, _folded("\n".join(part or "" for part in parts))) for pk, *parts in lines)
    return [pk for pk, text in texts if all(any(one in text for one in ways) for ways in spellings)]


def _spellings(word: str) -> set[str]:
    """Return the word, its form in a company's key (㈱ is 株式会社), and a 法人番号 without dashes and leading T."""
    digits = word.translate(_DASHES).removeprefix("t")
    return {word, company_key(word)} | ({digits} if digits.isdecimal() else set())


def in_tab(rows: QuerySet[Proposal], *, tab: str, user: User) -> QuerySet[Proposal]:
    """Keep what stands in the tab."""
    return rows.filter(_tab_conditions(user)[tab])


def tab_counts(*, rows: QuerySet[Proposal], user: User) -> dict[str, int]:
    """Return how many of the rows stand in each tab. One query."""
    conditions = _tab_conditions(user)
    found = rows.order_by().aggregate(
        **{f"in_{tab}": Count("pk", filter=condition) for tab, condition in conditions.items()}
    )
    return {tab: found[f"in_{tab}"] for tab in TABS}


def _tab_conditions(user: User) -> dict[str, Q]:
    return {
        MINE: Q(assignee=user.pk, is_open=True),
        SCREENING: Q(state__in=UNDECIDED),
        SHARED: Q(state__in=[State.SHARED, State.DIALOGUE]),
        ENDED_TAB: Q(state__in=ENDED),
        ALL: Q(pk__isnull=False),
    }


def fields_of_proposals() -> QuerySet[FieldOfWork]:
    """Return the fields in which something was proposed, those that are not offered any more included."""
    return FieldOfWork.objects.filter(pk__in=Proposal.fields.through.objects.values("fieldofwork"))


def assignees_of_proposals() -> QuerySet[User]:
    """Return who has or had a proposal, by staff number."""
    rows: QuerySet[User] = User.objects.filter(pk__in=Proposal.objects.order_by().values("assignee"))
    return rows.order_by("staff_number")
