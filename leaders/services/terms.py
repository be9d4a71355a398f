"""What the clock does with terms: leaders who moved, terms that ran out, and heads who are asked for a successor."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from leaders.enums import EndReason, OnTransfer
from leaders.models import LeaderTerm
from leaders.selectors.holding import divisions_of_people, heirs_by_division
from leaders.selectors.settings import leader_settings
from leaders.selectors.terms import published_terms
from leaders.services.telling import TERM_KIND, desk_of
from minato_dx.core.calendar import fiscal_year, fiscal_year_dates, short_day
from minato_dx.notifications.enums import Topic
from minato_dx.notifications.services import notify
from minato_dx.organization.models import Division, Membership
from minato_dx.organization.selectors import acting_head_of, department_of, head_of
from minato_dx.organization.selectors.on_a_day import heirs_of

# Terms that ran out before the portal kept them are history, and nobody is asked about them.
ASKED_WITHIN = dt.timedelta(days=31)


@transaction.atomic
def follow_transfers() -> int:
    """End the terms of leaders who moved or left, as the settings say, and return how many moved.

    The division is uncovered at once, either way: its head is asked for a successor.
    """
    now = timezone.now()
    day = timezone.localdate(now)
    terms = list(published_terms(on=day).select_related("person", "division"))
    heirs = heirs_by_division(day=day)
    belonging = divisions_of_people(people={term.person_id for term in terms}, day=day)
    moved = [
        term
        for term in terms
        if not {term.division_id, *heirs.get(term.division_id, ())} & belonging.get(term.person_id, frozenset())
    ]
    for term in moved:
        _end_of_mover(term, day, heirs.get(term.division_id, frozenset()))
        ask_for_successor(term=term, day=day, now=now)
    return len(moved)


def _end_of_mover(term: LeaderTerm, day: dt.date, heirs: Collection[int]) -> None:
    if term.end_reason:
        return
    went_on = _day_of_departure(term, day, heirs)
    has_left = term.person.has_left(day)
    rule = OnTransfer.AT_ONCE if has_left else OnTransfer(leader_settings().on_transfer)
    if rule == OnTransfer.CONTINUES:
        return
    end = went_on if rule == OnTransfer.AT_ONCE else fiscal_year_dates(fiscal_year(went_on))[1]
    end = max(end, term.valid_from + dt.timedelta(days=1))
    term.valid_to = end if term.valid_to is None else min(term.valid_to, end)
    term.end_reason = EndReason.LEFT if has_left else EndReason.MOVED
    term.save()


def _day_of_departure(term: LeaderTerm, day: dt.date, heirs: Collection[int]) -> dt.date:
    posts = Membership.objects.filter(user=term.person, division__in=[term.division_id, *heirs])
    last: dt.date | None = posts.filter(valid_to__lte=day).aggregate(last=Max("valid_to"))["last"]
    days = [one for one in (last, term.person.left_on) if one is not None and one <= day]
    return min(days) if days else day


@transaction.atomic
def follow_ends() -> int:
    """Note why terms ended that ran out, and ask the heads whose division is without a leader now."""
    now = timezone.now()
    day = timezone.localdate(now)
    ended = LeaderTerm.objects.filter(
        valid_to__lte=day, valid_to__gt=day - ASKED_WITHIN, published_on__lte=day, successor_asked_at__isnull=True
    ).select_related("person", "division")
    covered = set(published_terms(on=day).values_list("division_id", flat=True))
    asked = 0
    for term in ended:
        if not term.end_reason:
            term.end_reason = EndReason.EXPIRED
            term.save()
        if term.division_id not in covered:
            asked += ask_for_successor(term=term, day=day, now=now)
    return asked


def ask_for_successor(*, term: LeaderTerm, day: dt.date, now: dt.datetime) -> bool:
    """Ask the head once to name somebody after ``term``, and tell the DX section; tell whether it was asked now."""
    if term.successor_asked_at is not None:
        return False
    LeaderTerm.objects.filter(pk=term.pk).update(successor_asked_at=now)
    term.successor_asked_at = now
    places: list[Division] = heirs_of(division=term.division, day=day) or [term.division]
    people = []
    for place in places:
        people += [head_of(division=place, day=day) or acting_head_of(division=place, day=day)]
        department = department_of(division_id=place.pk, day=day)
        people += desk_of(department=department, day=day) if department else []
    why = term.get_end_reason_display() or EndReason.MOVED.label
    notify(
        event=f"leader_term:{term.pk}:successor",
        kind="successor",
        topic=Topic.TURN,
        recipients=people,
        title=f"［DXリーダー］後任の推薦をお願いします（{term.person.name}さん：{why}）",
        text=f"{short_day(day)}から、リーダーがいない課になっています。",
        object_kind=TERM_KIND,
        object_id=term.pk,
        in_office_hours=True,
        now=now,
    )
    return True
