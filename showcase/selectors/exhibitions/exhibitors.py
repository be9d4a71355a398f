"""Exhibitors as the DX section lists them, and as their own people find them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.urls import reverse

from leaders.models import Team
from minato_dx.core.steps import Act
from minato_dx.organization.models import Division, User
from minato_dx.organization.roles import roles_of
from minato_dx.reference.models import ContactLog
from showcase.enums import EXHIBITOR_KIND, ExhibitionState, ExhibitorState
from showcase.models import Booth, Exhibition, Exhibitor
from showcase.permissions import can_run_exhibitions, can_speak_for
from showcase.selectors.exhibitions.planning import AHEAD

ROWS = ("company", "contact", "division", "team", "booth__hall", "field", "tool")
# Transition → the words of its button, in the order in which they are offered.
STEPS = {
    "apply": "申し込む",
    "select": "出展を決める",
    "decline": "見送る",
    "reopen": "選び直す",
    "withdraw": "辞退する",
}


# In this order they stand in the list.
FIRST = (ExhibitorState.APPLIED, ExhibitorState.INVITED, ExhibitorState.SELECTED)


@dataclass(frozen=True, slots=True)
class Conditions:
    """By what the list is narrowed down."""

    words: str = ""
    state: str = ""
    kind: str = ""


def listed_exhibitors(*, exhibition: Exhibition, conditions: Conditions) -> QuerySet[Exhibitor]:
    """Return whoever waits for the DX section first, then by booths; those who do not exhibit last. One query."""
    rows = exhibition.exhibitors.select_related(*ROWS)
    if conditions.words:
        words = conditions.words
        rows = rows.filter(Q(name__icontains=words) | Q(title__icontains=words) | Q(booth__code__iexact=words))
    if conditions.state:
        rows = rows.filter(state=conditions.state)
    if conditions.kind:
        rows = rows.filter(kind=conditions.kind)
    place = Case(*(When(state=state, then=nth) for nth, state in enumerate(FIRST)), default=len(FIRST))
    found: QuerySet[Exhibitor] = rows.order_by(place, F("booth__order").asc(nulls_last=True), "id")
    return found


def exhibitor_for(*, user: User, pk: int) -> Exhibitor | None:
    """Return the exhibitor where the user may see it at all. Who may open its own page is asked of the permissions."""
    rows = Exhibitor.objects.visible_to(user).select_related("exhibition__organizer", *ROWS)
    found: Exhibitor | None = rows.filter(pk=pk).first()
    return found


def lacks(*, exhibitor: Exhibitor, booth: Booth | None) -> list[str]:
    """Return what the exhibitor needs and the booth does not have, in words."""
    if booth is None:
        return []
    found = []
    if exhibitor.needs_power and not booth.has_power:
        found.append("電源が要りますが、このブースにはありません。")
    if exhibitor.needs_network and not booth.has_network:
        found.append("ネットワークが要りますが、このブースにはありません。")
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """An exhibitor in the list, and what its booth does not have."""

    row: Exhibitor
    lacks: list[str]


def lines_of(rows: Sequence[Exhibitor]) -> list[Line]:
    """Return the rows with what their booths lack. No query."""
    return [Line(row, lacks(exhibitor=row, booth=row.booth)) for row in rows]


def booths_to_choose(*, exhibition: Exhibition, exhibitor: Exhibitor) -> QuerySet[Booth]:
    """Return the free booths and the exhibitor's own, by hall."""
    free = Q(exhibitor__isnull=True) | Q(exhibitor=exhibitor)
    rows: QuerySet[Booth] = exhibition.booths.filter(free).select_related("hall").order_by("hall__order", "order", "id")
    return rows


def acts_for_exhibitor(*, exhibitor: Exhibitor, user: User) -> list[Act]:
    """Return the steps that this person can take now."""
    if exhibitor.exhibition.state not in AHEAD:
        return []
    # The state field gives the model this method; its types know nothing of it.
    fsm: Any = exhibitor
    names = {step.name for step in fsm.get_available_user_state_transitions(user)}
    return [
        Act(name, label, reverse("exhibitor_step", args=[exhibitor.pk, name]))
        for name, label in STEPS.items()
        if name in names
    ]


def own_exhibitors(*, user: User) -> QuerySet[Exhibitor]:
    """Return the records of the user's divisions and teams, the newest exhibition first. Two queries."""
    own = Q(division__in=roles_of(user).division_ids) | Q(team__in=own_teams(user=user))
    rows: QuerySet[Exhibitor] = Exhibitor.objects.filter(own).select_related("exhibition", "booth__hall")
    return rows.order_by("-exhibition__starts_on", "id")


def own_teams(*, user: User) -> QuerySet[Team]:
    """Return the leaders' teams that the user belongs to."""
    rows: QuerySet[Team] = Team.objects.filter(members__trainee__person=user).distinct()
    return rows


def own_divisions(*, user: User) -> QuerySet[Division]:
    """Return the divisions that the user belongs to today."""
    rows: QuerySet[Division] = Division.objects.filter(pk__in=roles_of(user).division_ids)
    return rows


def open_calls(*, day: dt.date) -> QuerySet[Exhibition]:
    """Return the exhibitions that take applications on ``day``."""
    in_time = Q(applications_until__isnull=True) | Q(applications_until__gte=day)
    rows: QuerySet[Exhibition] = Exhibition.objects.filter(in_time, state=ExhibitionState.APPLICATIONS)
    return rows.prefetch_related("days").order_by("starts_on", "id")


def pages_of(*, user: User, ids: list[int]) -> set[int]:
    """Return those whose own page the user may open."""
    rows = Exhibitor.objects.visible_to(user).filter(pk__in=ids).select_related("team")
    if can_run_exhibitions(user):
        return {row.pk for row in rows}
    return {row.pk for row in rows if can_speak_for(user, row)}


def contacts_of(*, exhibitor: Exhibitor) -> QuerySet[ContactLog]:
    """Return what was said with the company about this booth, the newest first."""
    rows: QuerySet[ContactLog] = ContactLog.objects.filter(object_kind=EXHIBITOR_KIND, object_id=exhibitor.pk)
    return rows.select_related("by", "contact").order_by("-at", "-pk")


def people_with_badges(*, exhibition: Exhibition) -> list[tuple[Exhibitor, list[Any]]]:
    """Return the chosen exhibitors with those who stand at their booths. Two queries."""
    rows = exhibition.exhibitors.filter(state=ExhibitorState.SELECTED).select_related("booth__hall")
    return [(row, list(row.people.all())) for row in rows.prefetch_related("people").order_by("booth__order", "id")]
