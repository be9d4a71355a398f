"""Private consultations: who sees them, what the head is shown, and who opened them."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from consultations.enums import State
from consultations.exceptions import ConsultationError
from consultations.models import AccessLog, Consultation
from consultations.permissions import can_change_privacy, is_requester
from consultations.services.answers import who_agrees
from consultations.services.appointments import conceal_owed, retitle_planned
from consultations.services.leader_turns import end_turn
from consultations.services.telling import tell
from consultations.services.themes import withdraw_theme
from consultations.services.transitions import lock, log
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.organization.models import User


@transaction.atomic
def set_privacy(
    *, consultation: Consultation, actor: User, private: bool, now: dt.datetime | None = None
) -> Consultation:
    """Hide it from the division, or share it; only the requester decides."""
    now = now or timezone.now()
    consultation = lock(consultation)
    require(can_change_privacy(actor, consultation))
    if consultation.is_private == private:
        return consultation
    consultation.is_private = private
    if private and consultation.is_with_leader:
        # The leader sees nothing of it any more.
        end_turn(consultation=consultation, now=now, by=actor)
    if private:
        withdraw_theme(consultation=consultation)
    if not private:
        consultation.head_summary_opened_at = None
    log(
        consultation=consultation,
        actor=actor,
        name="set_privacy",
        before=consultation.state,
        now=now,
        detail="非公開にしました" if private else "課の人も見られるようにしました",
    )
    consultation.save()
    if private:
        conceal_owed(consultation=consultation)
    retitle_planned(consultation=consultation, now=now)
    return consultation


@transaction.atomic
def open_summary_to_head(
    *, consultation: Consultation, actor: User, summary: str, now: dt.datetime | None = None
) -> Consultation:
    """Show the head a summary of a private case, so that they can agree to its proposal; the thread stays closed."""
    now = now or timezone.now()
    if is_blank(summary):
        raise ConsultationError("所属長に見せる要約を書いてください。ここに書いた文と提案だけが見えます。")
    consultation = lock(consultation)
    require(is_requester(actor, consultation))
    if not consultation.is_private:
        raise ConsultationError("この相談は、所属長もすでに見られます。")
    if consultation.working_state != State.PROPOSED:
        raise ConsultationError("要約は、提案が届いてから見せられます。")
    consultation.head_summary, consultation.head_summary_opened_at = summary, now
    entry = log(
        consultation=consultation,
        actor=actor,
        name="open_summary",
        before=consultation.state,
        now=now,
        detail="所属長に要約を見せました",
    )
    consultation.save()
    tell(
        consultation=consultation,
        kind="agreement_asked",
        event=f"step:{entry.pk}",
        to=[*who_agrees(consultation), consultation.assignee],
        by=actor,
        text=f"合意をお願いします（{consultation.division_name}）",
    )
    return consultation


def log_access(*, consultation: Consultation, user: User, what: str) -> None:
    """Note that somebody other than the requester opened something of a private consultation."""
    if consultation.is_private and not is_requester(user, consultation):
        AccessLog.objects.create(consultation=consultation, user=user, what=what)
