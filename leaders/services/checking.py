"""Several recommendations passed on to the CIO with one press."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from leaders.exceptions import LeaderError
from leaders.models import Recommendation
from leaders.permissions import can_check
from leaders.services.deciding import LeftOut, obstacles_to_approval
from leaders.services.recommending import check_off
from minato_dx.core.steps import require
from minato_dx.organization.models import User


@dataclass(frozen=True, slots=True)
class CheckedOff:
    """Which were passed on, and which were not and why."""

    done: tuple[Recommendation, ...]
    left_out: tuple[LeftOut, ...]


def check_off_each(*, actor: User, ids: Collection[int], now: dt.datetime | None = None) -> CheckedOff:
    """Pass each recommendation on to the CIO in a transaction of its own, with the kind of letter it has.

    One that cannot go on stays where it is and holds up no other; so does one that the CIO could not approve. Raises
    LeaderError where none is chosen.
    """
    now = now or timezone.now()
    require(can_check(actor))
    if not ids:
        raise LeaderError("確認する推薦を選んでください。", "id")
    done, left_out = [], []
    for row in Recommendation.objects.visible_to(actor).filter(pk__in=ids).order_by("pk"):
        try:
            done.append(_check_off(row, actor, now))
        except LeaderError as refusal:
            left_out.append(LeftOut(row, refusal.message))
    return CheckedOff(done=tuple(done), left_out=tuple(left_out))


@transaction.atomic
def _check_off(row: Recommendation, actor: User, now: dt.datetime) -> Recommendation:
    row = check_off(recommendation=row, actor=actor, now=now)
    obstacles = obstacles_to_approval(recommendations=[row], day=timezone.localdate(now))
    if row.pk in obstacles:
        # Takes the step back, the message to the CIO with it.
        raise LeaderError(obstacles[row.pk])
    return row
