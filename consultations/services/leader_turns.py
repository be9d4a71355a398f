"""The turn of a division's leader as other steps meet it: whoever of the DX section acts takes the case over."""

import datetime as dt

from consultations.enums import ENDED, PromiseKind
from consultations.models import Consultation, LeaderTurn
from consultations.services.promises import due_after, make_promise
from minato_dx.organization.models import User
from minato_dx.reference.selectors import portal_settings


def open_turn(consultation: Consultation) -> LeaderTurn | None:
    """Return the leader's turn that goes on; no query where nobody asked a leader."""
    if not consultation.is_with_leader:
        return None
    rows = LeaderTurn.objects.filter(consultation=consultation, ended_at__isnull=True).select_related("leader")
    return rows.first()


def end_turn(*, consultation: Consultation, now: dt.datetime, by: User | None = None) -> None:
    """End the turn that goes on; a case that goes on as well is the DX section's now, which owes the first reply.

    The caller holds the lock and saves the consultation.
    """
    handed_on = consultation.state not in ENDED
    LeaderTurn.objects.filter(consultation=consultation, ended_at__isnull=True).update(
        ended_at=now, is_handed_on=handed_on, handed_on_by=by
    )
    if handed_on:
        due_at = due_after(now=now, working_days=portal_settings().first_reply_days)
        has_answered = consultation.next_due_kind == PromiseKind.CONFIRMATION
        make_promise(consultation=consultation, kind=PromiseKind.FIRST_REPLY, due_at=due_at, now=now, kept=has_answered)
