"""Whose turn it is, as numbers beside the navigation: one query, none of them counted further than a hundred."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from consultations.enums import PromiseKind, State
from consultations.models import Consultation
from minato_dx.core.calendar import today
from minato_dx.core.counting import capped_counts
from minato_dx.notifications.selectors import unread
from minato_dx.organization.models import Absence, Membership, User
from minato_dx.organization.roles import roles_of

CAP = 100
# What is real is asked for three months after going live; it becomes one's turn two weeks before.
MEASURING_SOON = dt.timedelta(days=14)
_REMEMBERED = "_shell_counts"
MY_OPEN = "my_open"


@dataclass(frozen=True, slots=True)
class ShellCounts:
    """What the navigation shows one person; 100 means "that many or more"."""

    asked: int
    my_open: int
    agreement: int
    unread: int

    @property
    def my_turn(self) -> int:
        """Return how many wait for this person, as requester or as the one who agrees."""
        return min(self.asked + self.agreement, CAP)


@dataclass(frozen=True, slots=True)
class HomeCounts:
    """What home adds to them: the division's consultations, and what of one's own work is late."""

    division: int
    overdue: int

    @property
    def division_text(self) -> str:
        return _counted(self.division)

    @property
    def overdue_text(self) -> str:
        return _counted(self.overdue)


def _counted(number: int) -> str:
    return f"{number}件以上" if number == CAP else f"{number}件"


def is_requesters_turn(now: dt.datetime) -> Q:
    """Return the condition under which the next step is the requester's."""
    asked = Q(state__in=[State.WAITING, State.ANSWERED])
    # A private proposal waits for the summary that its requester lets the head see.
    asked |= Q(state=State.PROPOSED, is_private=True, head_summary_opened_at__isnull=True)
    asked |= Q(state=State.RECEIVED, next_due_kind=PromiseKind.CONFIRMATION)
    return asked | Q(state=State.MEASURING, next_due_kind=PromiseKind.MEASUREMENT, next_due_at__lt=now + MEASURING_SOON)


def waiting_for_agreement(user: User) -> QuerySet[Consultation]:
    """Keep the proposals that ``user`` may agree to today, by the same rules as ``permissions.may_agree``.

    A private one is among them once its summary was opened.
    """
    roles = roles_of(user)
    if not (roles.headed_division_ids or roles.acting_headed_division_ids):
        return Consultation.objects.none()
    day = today()
    away = Absence.objects.on(day).filter(user=OuterRef("user"))
    heads_at_work = Membership.objects.on(day).filter(
        ~Exists(away),
        Q(user__left_on__isnull=True) | Q(user__left_on__gt=day),
        division=OuterRef("division"),
        is_head=True,
    )
    stands_in = Q(division__in=roles.acting_headed_division_ids) & ~Exists(
        heads_at_work.exclude(user=OuterRef("requester"))
    )
    opened = Q(is_private=False) | Q(head_summary_opened_at__isnull=False)
    rows = Consultation.objects.filter(opened, Q(division__in=roles.headed_division_ids) | stands_in)
    return rows.filter(state=State.PROPOSED).exclude(requester=user)


def in_my_divisions(user: User) -> QuerySet[Consultation]:
    """Keep the consultations of the user's divisions that they may see."""
    return Consultation.objects.visible_to(user).filter(division__in=roles_of(user).division_ids)


def overdue(user: User, *, now: dt.datetime) -> QuerySet[Consultation]:
    """Keep what ``user`` has to answer and has promised for an earlier moment; a stopped clock is never late."""
    return Consultation.objects.open().filter(assignee=user, next_due_at__lt=now).exclude(state=State.WAITING)


def shell_counts(user: User) -> ShellCounts:
    """Return what the navigation shows, read once per request."""
    known: ShellCounts | None = user.__dict__.get(_REMEMBERED)
    if known is None:
        count_along(user, {})
        known = user.__dict__[_REMEMBERED]
    return known


def home_counts(user: User) -> HomeCounts:
    """Return what home shows besides; the same query reads along what the navigation will ask for."""
    counts = count_along(user, {"division": in_my_divisions(user), "overdue": overdue(user, now=timezone.now())})
    return HomeCounts(division=counts["division"], overdue=counts["overdue"])


def count_along(user: User, rows: dict[str, QuerySet[Any]]) -> dict[str, int]:
    """Count a page's own ``rows`` in the one query that reads everything the header will ask for."""
    header = _shell(user, timezone.now())
    counts = capped_counts(header | rows, cap=CAP)
    user.__dict__[_REMEMBERED] = ShellCounts(**{name: counts[name] for name in header})
    return counts


def _shell(user: User, now: dt.datetime) -> dict[str, QuerySet[Any]]:
    return {
        "asked": Consultation.objects.filter(is_requesters_turn(now), requester=user),
        MY_OPEN: Consultation.objects.open().filter(assignee=user),
        "agreement": waiting_for_agreement(user),
        "unread": unread(user=user),
    }


def my_turn_count(*, user: User) -> int:
    """Return how many consultations wait for ``user``, counting to 100."""
    return shell_counts(user).my_turn


def my_open_count(*, user: User) -> int:
    """Return how many open consultations ``user`` answers for, counting to 100."""
    return shell_counts(user).my_open
