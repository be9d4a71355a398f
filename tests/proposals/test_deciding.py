"""From the receipt to the decision, and what the vendor is told."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from minato_dx.core.calendar import jst
from minato_dx.notifications.models import Notification
from minato_dx.reference.models import FieldOfWork
from proposals.enums import AnswerKind, Outcome, PromiseKind, State
from proposals.exceptions import ProposalError, StateConflict
from proposals.models import AnswerTemplate, Promise, Proposal
from proposals.services import deciding
from proposals.services.wording import draft_answer
from tests.consultations.walk import NOW
from tests.organization.factories import Ward
from tests.proposals.steps import TEXT, advance, fresh, propose

LATER = jst(dt.date(2026, 12, 1), dt.time(10))


def test_the_first_word_keeps_the_first_promise(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = propose(ward)
    deciding.begin_screening(proposal=proposal, actor=ward.dx_main, text=TEXT, now=LATER)
    proposal = fresh(proposal)
    assert proposal.promises.get(kind=PromiseKind.FIRST_ANSWER).kept_at == LATER
    assert proposal.next_due_kind == PromiseKind.DECISION
    assert [(row.kind, row.text) for row in proposal.answers.all()] == [(AnswerKind.RECEIPT, TEXT)]


def test_asked_back_the_clock_rests_and_runs_on(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = propose(ward)
    deciding.ask_back(proposal=proposal, actor=ward.dx_main, text=TEXT, now=NOW)
    assert fresh(proposal).next_due_at is None
    # Seven days later: what was left of the 30 days then is left now.
    deciding.complete(proposal=proposal, actor=ward.dx_main, now=NOW + dt.timedelta(days=7))
    proposal = fresh(proposal)
    assert proposal.state == State.SCREENING
    assert proposal.next_due_kind == PromiseKind.DECISION
    assert proposal.next_due_at is not None
    assert proposal.next_due_at > jst(dt.date(2026, 12, 29), dt.time())


def test_what_was_late_when_it_was_asked_back_stays_late(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = advance(propose(ward), State.SCREENING)
    Promise.objects.filter(kind=PromiseKind.DECISION).update(due_at=NOW - dt.timedelta(days=1))
    deciding.ask_back(proposal=proposal, actor=ward.dx_main, text=TEXT, now=NOW)
    deciding.complete(proposal=proposal, actor=ward.dx_main, now=LATER)
    assert fresh(proposal).next_due_at == NOW - dt.timedelta(days=1)


def test_before_nine_in_the_morning_the_day_is_the_wards_own(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = advance(propose(ward), State.SCREENING)
    early = jst(dt.date(2026, 12, 1), dt.time(8, 30))
    deciding.share(proposal=proposal, actor=ward.dx_main, text=TEXT, now=early)
    assert fresh(proposal).shared_until == dt.date(2027, 12, 1)


def test_shared_declined_passed_on(ward: Ward, fields: list[FieldOfWork]) -> None:
    shared = advance(propose(ward), State.SHARED)
    assert shared.shared_until == dt.date(2027, 11, 24)
    declined = advance(propose(ward), State.DECLINED)
    passed_on = advance(propose(ward), State.TRANSFERRED)
    assert passed_on.transferred_to == "民間協創担当"
    for proposal, kind in (
        (shared, AnswerKind.SHARED),
        (declined, AnswerKind.DECLINED),
        (passed_on, AnswerKind.TRANSFERRED),
    ):
        assert proposal.decided_at == NOW
        assert proposal.answers.last().kind == kind  # type: ignore[union-attr]
        # Both promises count as kept, not as fallen away.
        assert not proposal.promises.filter(kept_at__isnull=True).exists()


def test_nothing_is_decided_without_a_word_to_the_vendor(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = advance(propose(ward), State.SCREENING)
    do = {"proposal": proposal, "actor": ward.dx_main, "now": NOW}
    for step, details, field in (
        (deciding.share, {"text": " "}, "text"),
        (deciding.decline, {"reason": "", "text": TEXT}, "reason"),
        (deciding.decline, {"reason": "同じ機能を持っています", "text": ""}, "text"),
        (deciding.transfer, {"to": " ", "text": TEXT}, "to"),
    ):
        with pytest.raises(ProposalError) as refusal:
            step(**do, **details)  # type: ignore[operator]
        assert refusal.value.field == field
    assert fresh(proposal).state == State.SCREENING
    assert fresh(proposal).answers.count() == 1


def test_whoever_was_quicker_is_named(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = advance(propose(ward), State.DECLINED)
    with pytest.raises(StateConflict, match="汐見 拓也さんが11月24日10:00に「見送り」にしました"):
        deciding.share(proposal=proposal, actor=ward.dx_main, text=TEXT, now=NOW)
    assert proposal.answers.count() == 1


def test_only_the_assigned_person_and_the_section_head_decide(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = advance(propose(ward), State.SCREENING)
    for actor in (ward.dx_other, ward.dx_deputy, ward.head, ward.cio, ward.administrator):
        for step, details in (
            (deciding.share, {"text": TEXT}),
            (deciding.decline, {"reason": "x", "text": TEXT}),
            (deciding.transfer, {"to": "x", "text": TEXT}),
            (deciding.withdraw, {"reason": ""}),
        ):
            with pytest.raises(PermissionDenied):
                step(proposal=proposal, actor=actor, now=NOW, **details)  # type: ignore[operator]
    deciding.share(proposal=proposal, actor=ward.section_head, text=TEXT, now=NOW)


def test_what_came_of_it(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = advance(propose(ward), State.DIALOGUE)
    deciding.close(proposal=proposal, actor=ward.dx_main, outcome=Outcome.PROCUREMENT, text=TEXT, now=NOW)
    proposal = fresh(proposal)
    assert (proposal.state, proposal.outcome, proposal.closed_at) == (State.CLOSED, Outcome.PROCUREMENT, NOW)
    assert proposal.answers.last().kind == AnswerKind.OUTCOME  # type: ignore[union-attr]


def test_reassigned_by_the_section_head_with_a_reason(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = propose(ward)
    with pytest.raises(ProposalError):
        deciding.reassign(proposal=proposal, actor=ward.section_head, to=ward.dx_other, reason="", now=NOW)
    with pytest.raises(PermissionDenied):
        deciding.reassign(proposal=proposal, actor=ward.dx_main, to=ward.dx_other, reason="x", now=NOW)
    deciding.reassign(proposal=proposal, actor=ward.section_head, to=ward.dx_other, reason="分野が合うため", now=NOW)
    assert fresh(proposal).assignee == ward.dx_other
    told = Notification.objects.filter(title__contains="担当が霞 由衣さんに替わりました")
    assert set(told.values_list("recipient", flat=True)) == {ward.dx_other.pk, ward.dx_main.pk}


def test_its_time_in_the_catalogue_ends_by_itself(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = advance(propose(ward), State.SHARED)
    until = proposal.shared_until
    assert until is not None
    # On its last day it is shown still.
    assert deciding.expire_due(day=until, now=LATER) == 0
    assert deciding.expire_due(day=until + dt.timedelta(days=1), now=LATER) == 1
    assert deciding.expire_due(day=until + dt.timedelta(days=1), now=LATER) == 0
    assert fresh(proposal).state == State.EXPIRED


@pytest.mark.parametrize("kind", list(AnswerKind))
def test_wordings_are_filled_in_and_the_citys_own_is_taken_first(
    ward: Ward, fields: list[FieldOfWork], kind: AnswerKind
) -> None:
    proposal = propose(ward)
    text = draft_answer(proposal=proposal, kind=kind, reason="予算の都合です")
    assert text.startswith("みなと見本株式会社 御中")
    assert "{" not in text
    AnswerTemplate.objects.create(kind=kind, body="{company}さま {title} {number} {reason} {name}")
    own = draft_answer(proposal=proposal, kind=kind, reason="予算の都合です")
    assert own == "みなと見本株式会社さま 申込書の読み取り 提案 令和8年度-0001 予算の都合です {name}"
    # A title that looks like a sign is no sign.
    Proposal.objects.update(title="{reason}")
    assert "予算" in draft_answer(proposal=fresh(proposal), kind=kind, reason="予算の都合です")
