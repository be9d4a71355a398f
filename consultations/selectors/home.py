"""What home shows of somebody's consultations."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Value, When
from django.utils import timezone

from consultations.enums import State
from consultations.models import Consultation
from consultations.selectors.counts import HomeCounts, home_counts, is_requesters_turn, waiting_for_agreement
from consultations.selectors.lines import Line, agreement_lines, lines_of
from minato_dx.core.calendar import today
from minato_dx.organization.models import DivisionVersion, Membership, User
from minato_dx.organization.roles import roles_of

SHOWN = 5


@dataclass(frozen=True, slots=True)
class HomeLists:
    """The lists below the intake form; those of a role are None for everybody else."""

    mine: list[Line]
    agreements: list[Line] | None
    promises: list[Line] | None
    counts: HomeCounts


def home_lists(user: User) -> HomeLists:
    """Return the user's own, what they are asked to agree to, and what they promised, with at most four queries."""
    roles, now = roles_of(user), timezone.now()
    agrees = bool(roles.headed_division_ids or roles.acting_headed_division_ids)
    return HomeLists(
        mine=_mine(user, now),
        agreements=_agreements(user, now) if agrees else None,
        promises=_promises(user, now) if roles.is_dx_staff else None,
        counts=home_counts(user),
    )


def _mine(user: User, now: dt.datetime) -> list[Line]:
    """Return the user's latest; those in which it is their turn stand first, however old they are."""
    is_turn = Case(When(is_requesters_turn(now), then=Value(0)), default=Value(1))
    rows = Consultation.objects.filter(requester=user).order_by(is_turn, "-id")
    return lines_of(rows[:SHOWN], user=user, now=now)


def _agreements(user: User, now: dt.datetime) -> list[Line]:
    rows = waiting_for_agreement(user).order_by("next_due_at", "id")
    return agreement_lines(rows[:SHOWN], user=user, now=now)


def _promises(user: User, now: dt.datetime) -> list[Line]:
    """Return what the user has promised next; while a reply is awaited, nothing is due."""
    rows = Consultation.objects.open().filter(assignee=user, next_due_at__isnull=False).exclude(state=State.WAITING)
    return lines_of(rows.order_by("next_due_at", "id")[:SHOWN], user=user, now=now)


@dataclass(frozen=True, slots=True)
class MyDivisions:
    """The divisions somebody belongs to today; the main one stands first."""

    versions: list[DivisionVersion]

    @property
    def main(self) -> DivisionVersion | None:
        return self.versions[0] if self.versions else None


def my_divisions(user: User) -> MyDivisions:
    """Return the user's divisions of today under their present names, with one query."""
    main = roles_of(user).main_division_id
    posts = Membership.objects.on(today()).filter(user=user).values("division_id")
    rows = DivisionVersion.objects.on(today()).filter(division__in=posts).select_related("department")
    return MyDivisions(sorted(rows, key=lambda version: (version.division_id != main, version.order)))
