"""The answer, and what the requester and the division's head say to it."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from consultations.enums import (
    KINDS_TO_AGREE,
    AnswerKind,
    AnswerState,
    EffectStage,
    Outcome,
    PromiseKind,
    RequesterVerdict,
    Side,
)
from consultations.exceptions import ConsultationError
from consultations.models import Answer, Consultation, Draft
from consultations.services.effects import Estimate, copy_stage, drop_stage, write_entry
from consultations.services.promises import due_after, end_promise, make_promise
from consultations.services.telling import tell
from consultations.services.thread import promise_next_step, remember_last_word
from consultations.services.transitions import lock, take_step
from minato_dx.core.text import is_blank
from minato_dx.organization.models import User
from minato_dx.organization.selectors import acting_head_of, head_of, post_label
from minato_dx.reference.models import InHouseTool
from minato_dx.reference.selectors import portal_settings


@dataclass(frozen=True, slots=True)
class Reply:
    """What the DX staff member answers; a redesign fills in the ECRS fields, a change of work an estimate."""

    kind: AnswerKind
    body: str
    tool: InHouseTool | None = None
    eliminate: str = ""
    combine: str = ""
    rearrange: str = ""
    simplify: str = ""
    remains: str = ""
    estimate: Estimate | None = None


@transaction.atomic
def give_answer(*, consultation: Consultation, actor: User, reply: Reply, now: dt.datetime | None = None) -> Answer:
    """Answer the consultation.

    A solution or a redesign goes to the division's head with its estimate; any other answer asks the requester only.
    Raises ConsultationError for what is missing, StateConflict and PermissionDenied like every step.
    """
    now = now or timezone.now()
    _require_complete(reply)
    consultation = lock(consultation)
    needs_agreement = reply.kind in KINDS_TO_AGREE
    step = take_step(
        consultation=consultation, actor=actor, name="propose" if needs_agreement else "give_answer", now=now
    )
    answer = Answer.objects.create(
        consultation=consultation,
        number=(consultation.answers.aggregate(last=Max("number"))["last"] or 0) + 1,
        kind=reply.kind,
        state=AnswerState.PROPOSED if needs_agreement else AnswerState.GIVEN,
        body=reply.body,
        tool=reply.tool,
        eliminate=reply.eliminate,
        combine=reply.combine,
        rearrange=reply.rearrange,
        simplify=reply.simplify,
        remains=reply.remains,
        author=actor,
        created_at=now,
    )
    if reply.estimate is not None and needs_agreement:
        write_entry(
            consultation=consultation,
            answer=answer,
            estimate=reply.estimate,
            stage=EffectStage.PROPOSED,
            months_after=0,
            actor=actor,
            now=now,
        )
    _promise_reply(consultation=consultation, needs_agreement=needs_agreement, now=now)
    remember_last_word(consultation=consultation, author=actor, side=Side.DX, text=reply.body, now=now)
    consultation.save()
    _tell_of_answer(consultation=consultation, answer=answer, event=f"step:{step.pk}", needs_agreement=needs_agreement)
    Draft.objects.filter(user=actor, key=answer_key(consultation)).delete()
    return answer


def answer_key(consultation: Consultation) -> str:
    """Name the draft of an answer to this consultation."""
    return f"answer:{consultation.pk}"


def _require_complete(reply: Reply) -> None:
    if is_blank(reply.body):
        raise ConsultationError("回答を書いてください。相談者が読んで、次に何をすればよいか分かる文にします。")
    if reply.kind == AnswerKind.REDESIGN and all(
        is_blank(text) for text in (reply.eliminate, reply.combine, reply.rearrange, reply.simplify)
    ):
        raise ConsultationError("「やめる・まとめる・変える・簡単にする」のうち、少なくとも1つを書いてください。")
    if reply.kind in KINDS_TO_AGREE and reply.estimate is None:
        raise ConsultationError("見込みの件数と時間を入れてください。所属長が合意するための数字になります。")


def _promise_reply(*, consultation: Consultation, needs_agreement: bool, now: dt.datetime) -> None:
    kind = PromiseKind.AGREEMENT if needs_agreement else PromiseKind.CONFIRMATION
    due_at = due_after(now=now, working_days=portal_settings().agreement_days)
    make_promise(consultation=consultation, kind=kind, due_at=due_at, now=now)


def _tell_of_answer(*, consultation: Consultation, answer: Answer, event: str, needs_agreement: bool) -> None:
    actor = answer.author
    tell(
        consultation=consultation,
        kind="answer",
        event=event,
        to=[consultation.requester],
        by=actor,
        text="提案が届きました" if needs_agreement else "回答が届きました",
        details=answer.body,
    )
    if needs_agreement and not consultation.is_private:
        tell(
            consultation=consultation,
            kind="agreement_asked",
            event=event,
            to=who_agrees(consultation),
            by=actor,
            text=f"合意をお願いします（{consultation.division_name}）",
        )


def who_agrees(consultation: Consultation) -> list[User]:
    """Return the head and the acting head of the division today, apart from the requester."""
    day = timezone.localdate()
    people = [head_of(division=consultation.division, day=day), acting_head_of(division=consultation.division, day=day)]
    return [person for person in people if person is not None and person.pk != consultation.requester_id]


def answer_in_force(consultation: Consultation) -> Answer | None:
    """Return the answer that was neither replaced nor sent back."""
    return consultation.answers.filter(state__in=[AnswerState.GIVEN, AnswerState.PROPOSED, AnswerState.AGREED]).first()


def replace_answer_in_force(*, consultation: Consultation, now: dt.datetime) -> None:
    """Take the answer out of force, with the hours it proposed, because a new one will come."""
    answer = answer_in_force(consultation)
    if answer is None:
        return
    answer.state = AnswerState.REPLACED
    answer.save(update_fields=["state"])
    drop_stage(consultation=consultation, now=now)


@transaction.atomic
def agree_to_proposal(
    *, consultation: Consultation, actor: User, comment: str = "", now: dt.datetime | None = None
) -> Answer:
    """The division's head (or acting head) agrees; the hours proposed become the hours agreed."""
    now = now or timezone.now()
    consultation = lock(consultation)
    _require_summary(consultation)
    step = take_step(consultation=consultation, actor=actor, name="agree", reason=comment, now=now)
    answer = _decide(consultation=consultation, actor=actor, state=AnswerState.AGREED, comment=comment, now=now)
    copy_stage(consultation=consultation, answer=answer, to=EffectStage.AGREED, actor=actor, now=now)
    promise_next_step(consultation=consultation, now=now)
    remember_last_word(
        consultation=consultation, author=actor, side=Side.ASKER, text=comment or "合意しました", now=now
    )
    consultation.save()
    tell(
        consultation=consultation,
        kind="agreed",
        event=f"step:{step.pk}",
        to=[consultation.requester, consultation.assignee],
        by=actor,
        text=f"{actor.surname}さんが合意しました",
    )
    return answer


@transaction.atomic
def ask_for_change(*, consultation: Consultation, actor: User, comment: str, now: dt.datetime | None = None) -> Answer:
    """The division's head asks for a change; the DX staff member proposes again."""
    now = now or timezone.now()
    if is_blank(comment):
        raise ConsultationError("どこを直してほしいかを書いてください。担当と相談者が読みます。")
    consultation = lock(consultation)
    _require_summary(consultation)
    step = take_step(consultation=consultation, actor=actor, name="ask_change", reason=comment, now=now)
    answer = _decide(consultation=consultation, actor=actor, state=AnswerState.CHANGE_ASKED, comment=comment, now=now)
    drop_stage(consultation=consultation, now=now)
    promise_next_step(consultation=consultation, now=now)
    remember_last_word(consultation=consultation, author=actor, side=Side.ASKER, text=comment, now=now)
    consultation.save()
    tell(
        consultation=consultation,
        kind="change_asked",
        event=f"step:{step.pk}",
        to=[consultation.requester, consultation.assignee],
        by=actor,
        text=f"{actor.surname}さんから修正のお願いがあります",
        details=comment,
    )
    return answer


def _require_summary(consultation: Consultation) -> None:
    """A private case reaches the head only through the summary its requester opened."""
    if consultation.is_private and consultation.head_summary_opened_at is None:
        raise ConsultationError("相談者が、所属長に見せる要約をまだ公開していません。")


def _decide(*, consultation: Consultation, actor: User, state: AnswerState, comment: str, now: dt.datetime) -> Answer:
    answer = consultation.answers.select_for_update().get(state=AnswerState.PROPOSED)
    answer.state = state
    answer.decided_by, answer.decided_at = actor, now
    answer.decided_name, answer.decided_post = actor.name, post_label(user=actor, day=timezone.localdate(now))
    answer.decision_comment = comment
    answer.save()
    return answer


@transaction.atomic
def say_solved(
    *, consultation: Consultation, actor: User, comment: str = "", now: dt.datetime | None = None
) -> Consultation:
    """The requester says 「解決した」: the case ends with the outcome the answer had."""
    now = now or timezone.now()
    consultation = lock(consultation)
    step = take_step(consultation=consultation, actor=actor, name="confirm_solved", reason=comment, now=now)
    answer = _note_verdict(consultation=consultation, verdict=RequesterVerdict.SOLVED, comment=comment, now=now)
    consultation.outcome = Outcome.NO_TOOL if answer and answer.kind == AnswerKind.NO_TOOL else Outcome.ON_THE_SPOT
    consultation.outcome_text = answer.body[:4000] if answer else ""
    consultation.closed_at = now
    end_promise(consultation=consultation, now=now, kept=True)
    remember_last_word(
        consultation=consultation, author=actor, side=Side.ASKER, text=comment or "解決しました", now=now
    )
    consultation.save()
    tell(
        consultation=consultation,
        kind="solved",
        event=f"step:{step.pk}",
        to=[consultation.assignee],
        by=actor,
        text="解決したとのお返事です",
    )
    return consultation


@transaction.atomic
def say_still_in_trouble(
    *, consultation: Consultation, actor: User, comment: str, now: dt.datetime | None = None
) -> Consultation:
    """The requester says 「まだ困っている」: the assessment is taken up again."""
    now = now or timezone.now()
    if is_blank(comment):
        raise ConsultationError("いま何に困っているかを書いてください。1文でかまいません。")
    consultation = lock(consultation)
    step = take_step(consultation=consultation, actor=actor, name="still_in_trouble", reason=comment, now=now)
    _note_verdict(consultation=consultation, verdict=RequesterVerdict.STILL_IN_TROUBLE, comment=comment, now=now)
    replace_answer_in_force(consultation=consultation, now=now)
    promise_next_step(consultation=consultation, now=now)
    remember_last_word(consultation=consultation, author=actor, side=Side.ASKER, text=comment, now=now)
    consultation.save()
    tell(
        consultation=consultation,
        kind="still",
        event=f"step:{step.pk}",
        to=[consultation.assignee],
        by=actor,
        text="まだ困っているとのお返事です",
        details=comment,
    )
    return consultation


def _note_verdict(
    *, consultation: Consultation, verdict: RequesterVerdict, comment: str, now: dt.datetime
) -> Answer | None:
    answer = answer_in_force(consultation)
    if answer is None:
        return None
    answer.requester_verdict, answer.requester_comment, answer.requester_said_at = verdict, comment, now
    answer.save(update_fields=["requester_verdict", "requester_comment", "requester_said_at"])
    return answer
