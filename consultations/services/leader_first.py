"""The requester asks the division's leader first: the leader answers, or hands on to the DX section."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from consultations.enums import Outcome, PromiseKind, Side
from consultations.exceptions import ConsultationError, StateConflict
from consultations.models import Consultation, LeaderTurn, Message
from consultations.permissions import is_requester
from consultations.services.endings import end_case
from consultations.services.leader_turns import end_turn, open_turn
from consultations.services.promises import due_after, make_promise
from consultations.services.telling import tell
from consultations.services.thread import remember_last_word
from consultations.services.transitions import conflict, lock, log, take_step
from leaders.selectors import led_division_ids
from minato_dx.core.calendar import is_office_time
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.organization.models import User
from minato_dx.organization.selectors import post_label
from minato_dx.reference.selectors import closed_days

# Working days: long enough for a colleague, short enough that the DX section is not waited for in vain.
LEADER_DAYS = 2
CONFIRM_DAYS = 5
TOO_LATE = "この相談は、もう担当に回っています。続きは、やりとりに書けます。"


def give_turn(
    *, consultation: Consultation, leader: User, due_at: dt.datetime, actor: User, now: dt.datetime
) -> LeaderTurn:
    """Let the leader be the first to answer, and tell them; inside the transaction that receives the case."""
    turn = LeaderTurn.objects.create(consultation=consultation, leader=leader, asked_at=now, due_at=due_at)
    log(
        consultation=consultation,
        actor=actor,
        name="ask_leader",
        before=consultation.state,
        now=now,
        detail=f"まず、課のDXリーダーの{leader.name}さんに聞いています",
    )
    tell(
        consultation=consultation,
        kind="leader_asked",
        event="leader",
        to=[leader, consultation.requester],
        by=actor,
        text=f"リーダーへの相談です（{consultation.requester.name}さん）",
        details=consultation.body,
        now=now,
    )
    return turn


@transaction.atomic
def answer_as_leader(*, consultation: Consultation, actor: User, text: str, now: dt.datetime | None = None) -> Message:
    """Answer a colleague, who then says whether that helped; answered again, it is one more message.

    The same words sent twice are one. Raises StateConflict once the case is the DX section's, and ConsultationError for
    an empty answer.
    """
    now = now or timezone.now()
    consultation, turn = _with_turn(consultation)
    require(turn.leader_id == actor.pk)
    if is_blank(text):
        raise _missing("答えを書いてください。担当に回すときは「担当に回す」を選びます。")
    same = consultation.messages.filter(author=actor, body=text.strip()).first()
    if same is not None and turn.answered_at is not None:
        return same
    message = _write(consultation=consultation, author=actor, text=text, now=now)
    turn.answered_at = now
    turn.save(update_fields=["answered_at"])
    due_at = due_after(now=now, working_days=CONFIRM_DAYS)
    make_promise(consultation=consultation, kind=PromiseKind.CONFIRMATION, due_at=due_at, now=now)
    consultation.save()
    tell(
        consultation=consultation,
        kind="answer",
        event=f"message:{message.pk}",
        to=[consultation.requester],
        by=actor,
        text=f"リーダーの{actor.surname}さんから回答があります",
        details=f"{text}\n\n解決したかどうかを教えてください。解決しないときは、担当に回せます。",
        now=now,
    )
    return message


@transaction.atomic
def hand_on(
    *, consultation: Consultation, actor: User | None, learned: str = "", now: dt.datetime | None = None
) -> Consultation:
    """Give the case to the DX section with what was learned; by its leader, its requester, or (None) by the clock.

    Raises StateConflict where it is the DX section's already.
    """
    now = now or timezone.now()
    consultation, turn = _with_turn(consultation)
    require(actor is None or turn.leader_id == actor.pk or is_requester(actor, consultation))
    author = actor or turn.leader
    if not is_blank(learned):
        _write(consultation=consultation, author=author, text=learned, now=now)
    end_turn(consultation=consultation, now=now, by=actor)
    words = f"{actor.surname}さんが担当に回しました" if actor else "期限までに返事がなかったので、担当に回りました"
    entry = log(
        consultation=consultation,
        actor=author,
        name="hand_on",
        before=consultation.state,
        now=now,
        detail=f"{words}。担当は{consultation.assignee.name}です",
    )
    consultation.save()
    tell(
        consultation=consultation,
        kind="assigned",
        event=f"step:{entry.pk}",
        to=[consultation.assignee],
        by=actor,
        text=f"新しい相談です（{consultation.division_name}・リーダーから）",
        details=learned,
        now=now,
    )
    tell(
        consultation=consultation,
        kind="handed_on",
        event=f"step:{entry.pk}",
        to=[consultation.requester, turn.leader],
        by=actor,
        text=f"担当の{consultation.assignee.surname}さんに回りました",
        details=learned,
        now=now,
    )
    return consultation


@transaction.atomic
def solve_with_leader(
    *, consultation: Consultation, actor: User, comment: str = "", now: dt.datetime | None = None
) -> Consultation:
    """The requester says that the leader's answer helped: the case ends without the DX section."""
    now = now or timezone.now()
    consultation = lock(consultation)
    turn = open_turn(consultation)
    step = take_step(consultation=consultation, actor=actor, name="solved_with_leader", reason=comment, now=now)
    end_case(
        consultation=consultation,
        actor=actor,
        outcome=Outcome.BY_LEADER,
        text=comment or "課のリーダーの回答で解決しました。",
        side=Side.ASKER,
        kept=True,
        now=now,
    )
    tell(
        consultation=consultation,
        kind="solved",
        event=f"step:{step.pk}",
        to=[turn.leader if turn else None],
        by=actor,
        text="解決したとのお返事です",
        details=comment,
        now=now,
    )
    return consultation


def hand_on_overdue() -> int:
    """Hand on what a leader has not answered in time, or leads no more; return how many. In office hours only."""
    now = timezone.now()
    if not is_office_time(now, closed_days()):
        return 0
    return sum(_hand_on_if_due(consultation_id=pk, now=now) for pk in _due(now))


def _due(now: dt.datetime) -> list[int]:
    day = timezone.localdate(now)
    rows = LeaderTurn.objects.filter(ended_at__isnull=True).select_related("consultation", "leader")
    return sorted(
        turn.consultation_id
        for turn in rows
        if (turn.answered_at is None and turn.due_at <= now)
        or turn.consultation.division_id not in led_division_ids(user=turn.leader, on=day)
    )


@transaction.atomic
def _hand_on_if_due(*, consultation_id: int, now: dt.datetime) -> bool:
    consultation = lock(Consultation(pk=consultation_id))
    if open_turn(consultation) is None or consultation_id not in _due(now):
        return False
    hand_on(consultation=consultation, actor=None, now=now)
    return True


def _with_turn(consultation: Consultation) -> tuple[Consultation, LeaderTurn]:
    consultation = lock(consultation)
    turn = open_turn(consultation)
    if turn is None:
        raise StateConflict(TOO_LATE) if consultation.is_open else conflict(consultation)
    return consultation, turn


def _write(*, consultation: Consultation, author: User, text: str, now: dt.datetime) -> Message:
    message = Message.objects.create(
        consultation=consultation,
        author=author,
        author_post=post_label(user=author, day=timezone.localdate(now)),
        side=Side.ASKER,
        body=text.strip(),
        created_at=now,
    )
    remember_last_word(consultation=consultation, author=author, side=Side.ASKER, text=text, now=now)
    return message


def _missing(words: str) -> ConsultationError:
    fault = ConsultationError(words)
    fault.field = "text"
    return fault
