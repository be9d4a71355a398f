"""Reads about meeting: which published times a case may take, and which times were wished for."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from consultations.enums import HearingState
from consultations.models import Consultation, Hearing, TimeProposal
from minato_dx.core.badges import clock
from minato_dx.core.calendar import short_day, today
from minato_dx.organization.models import User
from minato_dx.organization.selectors import duty_deputies
from minato_dx.scheduling.models import Slot
from minato_dx.scheduling.selectors import open_slots

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Offer:
    """A published time as the requester chooses it."""

    slot_id: int
    label: str


def offers_for(*, case: Consultation, now: dt.datetime, limit: int = SHOWN) -> list[Offer]:
    """Return the next published times of the assigned person, or of the deputies where that one has none.

    The deputies of a private case are left out: they do not see it. One query.
    """
    people = User.objects.filter(pk=case.assignee_id)
    if not case.is_private:
        deputies = duty_deputies(department=case.department, day=today()).exclude(pk=case.requester_id)
        people = User.objects.filter(Q(pk=case.assignee_id) | Q(pk__in=deputies.order_by().values("pk")))
    slots = open_slots(owners=people, now=now, limit=limit, first=case.assignee)
    own = [slot for slot in slots if slot.owner_id == case.assignee_id]
    return [Offer(slot.pk, offer_label(slot)) for slot in own or slots]


def offer_label(slot: Slot) -> str:
    """Return ``12月1日(火) 10:00〜10:30　会議室A　汐見さん`` (JST)."""
    starts, ends = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
    place = slot.room.name if slot.room else slot.place
    who = f"{slot.owner.surname}さん"
    return "　".join(
        part for part in (f"{short_day(starts.date())} {clock(starts)}〜{clock(ends)}", place, who) if part
    )


def open_proposal(*, case: Consultation) -> TimeProposal | None:
    """Return the wished times that nobody has answered yet."""
    return case.time_proposals.filter(answered_at__isnull=True).first()


def coming_hearing(*, case: Consultation, now: dt.datetime) -> Hearing | None:
    """Return the planned hearing that is still to come."""
    return case.hearings.filter(state=HearingState.PLANNED, starts_at__gt=now).order_by("starts_at").first()
