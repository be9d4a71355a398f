"""Whom of the division's leaders a requester can ask first, and what leaders were asked."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Q, QuerySet

from consultations.models import Consultation, LeaderTurn, Message
from leaders.selectors import leader_of
from minato_dx.organization.models import User
from minato_dx.organization.selectors import is_absent


def leader_to_ask(*, division_id: int, requester: User, day: dt.date) -> User | None:
    """Return the division's leader of ``day``; None for oneself, and while the leader cannot be reached."""
    leader = leader_of(division_id=division_id, on=day)
    if leader is None or leader.pk == requester.pk or is_absent(user=leader, day=day):
        return None
    return leader


def open_work_of(*, leader: User, division_ids: Collection[int]) -> QuerySet[Consultation]:
    """Return the open consultations of the divisions in which the leader took part, for whoever follows them."""
    took_part = Q(leader_turn__leader=leader) | Q(pk__in=Message.objects.filter(author=leader).values("consultation"))
    rows: QuerySet[Consultation] = Consultation.objects.open().filter(
        took_part, division__in=division_ids, is_private=False
    )
    return rows.exclude(requester=leader).order_by("-id")


def turns_of(*, leader: User) -> QuerySet[LeaderTurn]:
    """Return what the leader was asked and has not answered, the most pressing first."""
    rows: QuerySet[LeaderTurn] = LeaderTurn.objects.filter(
        leader=leader, ended_at__isnull=True, answered_at__isnull=True
    )
    return rows.select_related("consultation__requester").order_by("due_at")
