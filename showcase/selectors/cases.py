"""The library of other municipalities' cases, and the page of one."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from consultations.models import Finding
from minato_dx.core.steps import Act
from minato_dx.core.text import normalise_key
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork, Municipality
from showcase.enums import CaseState, FoundBy, ToolKind
from showcase.models import Case
from showcase.permissions import is_editor

SHOWN, CHECKING, ENDED = "", "checking", "ended"
CASE_TABS = {SHOWN: "公開中", CHECKING: "確かめる前", ENDED: "公開を終えたもの"}
CASE_STATES = {SHOWN: CaseState.PUBLISHED, CHECKING: CaseState.DRAFT, ENDED: CaseState.UNPUBLISHED}
_NEWEST = (F("published_at").desc(nulls_last=True), "-pk")
CASE_SORTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "": ("新しい順", _NEWEST),
    "municipality": ("自治体の順", ("municipality__code", *_NEWEST)),
    "effect": ("効果の時点が新しい順", (F("effect_on").desc(nulls_last=True), *_NEWEST)),
}
# A prefecture among the places, beside the codes of single municipalities.
PREFECTURE = "pref:"
PAGES = {
    "publish": ("case_publish", "確かめて公開する"),
    "rewrite": ("case_rewrite", "書き直す"),
    "unpublish": ("case_unpublish", "公開を終える"),
}


@dataclass(frozen=True, slots=True)
class CaseConditions:
    """What the library is narrowed down by; what is empty narrows nothing.

    ``place`` is the code of a municipality, or ``pref:`` and the name of a prefecture.
    """

    words: str = ""
    field: FieldOfWork | None = None
    tool_kind: str = ""
    place: str = ""
    found_by: str = ""
    sort: str = ""


def case_rows(*, user: User, conditions: CaseConditions) -> QuerySet[Case]:
    """Return the cases that ``user`` may see and the conditions keep, with municipality, field and company."""
    rows = narrowed_cases(Case.objects.visible_to(user), conditions)
    _label, order = CASE_SORTS.get(conditions.sort, CASE_SORTS[""])
    return rows.order_by(*order).select_related("municipality", "field", "company")


def narrowed_cases(rows: QuerySet[Case], conditions: CaseConditions) -> QuerySet[Case]:
    wanted: dict[str, Any] = {
        "field": conditions.field, "tool_kind": conditions.tool_kind, "found_by": conditions.found_by,
    }  # fmt: skip
    if conditions.place.startswith(PREFECTURE):
        wanted["municipality__prefecture"] = conditions.place.removeprefix(PREFECTURE)
    else:
        wanted["municipality__code"] = conditions.place
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    for key in filter(None, map(normalise_key, conditions.words.split())):
        rows = rows.filter(Q(words_key__contains=key) | Q(municipality__name_key__contains=key))
    return rows


def in_case_tab(rows: QuerySet[Case], *, tab: str) -> QuerySet[Case]:
    return rows.filter(state=CASE_STATES[tab])


def case_tab_counts(rows: QuerySet[Case]) -> dict[str, int]:
    """Return how many of the rows stand in each tab. A query a tab."""
    return {tab: in_case_tab(rows, tab=tab).order_by().count() for tab in CASE_TABS}


Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CaseChoices:
    """What the library can be narrowed down by: what the user's cases have."""

    fields: QuerySet[FieldOfWork]
    tool_kinds: list[Option]
    places: list[tuple[str, list[Option]]]
    ways: list[Option]


def case_choices(*, user: User) -> CaseChoices:
    """Return the choices; places are grouped by prefecture, each with itself as the first."""
    rows = Case.objects.visible_to(user).order_by()
    kinds = set(rows.values_list("tool_kind", flat=True).distinct())
    ways = set(rows.values_list("found_by", flat=True).distinct())
    return CaseChoices(
        fields=FieldOfWork.objects.filter(pk__in=rows.values("field")).order_by("order", "pk"),
        tool_kinds=[(value, label) for value, label in ToolKind.choices if value in kinds],
        places=_places(Municipality.objects.filter(pk__in=rows.values("municipality")).order_by("code")),
        ways=[(value, label) for value, label in FoundBy.choices if value in ways],
    )


def _places(rows: QuerySet[Municipality]) -> list[tuple[str, list[Option]]]:
    by_prefecture = groupby(rows, key=lambda row: row.prefecture)
    return [
        (name, [(f"{PREFECTURE}{name}", f"{name}のすべて"), *((row.code, row.name) for row in found)])
        for name, found in by_prefecture
    ]


def case_for(*, user: User, pk: int) -> Case | None:
    """Return the case with all that its page shows, or None where there is none for ``user``. One query."""
    rows = Case.objects.visible_to(user).select_related(
        "municipality", "field", "company", "author", "changed_by", "checked_by"
    )
    return rows.filter(pk=pk).first()


def newest_cases(*, user: User, conditions: CaseConditions) -> QuerySet[Case]:
    """Return the published cases that the conditions keep, the newest first; the caller cuts."""
    rows = narrowed_cases(Case.objects.published_for(user), conditions)
    return rows.order_by(*_NEWEST).select_related("municipality", "field")


def case_acts(*, case: Case, user: User) -> list[Act]:
    """Return what can be done now, the likeliest first."""
    # The state field gives the model this method; its types know nothing of it.
    fsm: Any = case
    names = {step.name for step in fsm.get_available_user_state_transitions(user)}
    acts = [Act(name, label, reverse(url, args=[case.pk])) for name, (url, label) in PAGES.items() if name in names]
    if case.state == CaseState.DRAFT and is_editor(user):
        acts.append(Act("edit", "文を直す", reverse("case_edit", args=[case.pk])))
    return acts


def possible_double(*, municipality: Municipality, title: str) -> Case | None:
    """Return a case of this municipality with the same title in any width, so that none is kept twice. One query."""
    rows = Case.objects.filter(municipality=municipality)
    key = normalise_key(title)
    return next((row for row in rows.only("pk", "title") if normalise_key(row.title) == key), None)


def case_of(*, finding: Finding, user: User) -> Case | None:
    """Return the case that came of an answer, where ``user`` may see it. One query."""
    return Case.objects.visible_to(user).filter(source_finding=finding).first()
