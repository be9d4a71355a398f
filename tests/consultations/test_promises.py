"""Promises: kept, paused while the requester's reply is awaited, and going on with what was left."""

import datetime as dt

import pytest
import time_machine

from consultations import services
from consultations.enums import PromiseKind, State
from consultations.models import Consultation
from minato_dx.core.calendar import jst
from tests.consultations import walk
from tests.organization.factories import Ward


def at(day: int, hour: int = 10, month: int = 11) -> dt.datetime:
    return jst(dt.date(2026, month, day), dt.time(hour))


def test_the_first_message_of_the_dx_side_keeps_the_first_promise(case: Consultation, ward: Ward) -> None:
    services.post_message(consultation=case, author=ward.dx_main, body="お話を聞かせてください")

    first, second = case.promises.all()
    assert (first.kind, first.kept_at) == (PromiseKind.FIRST_REPLY, walk.NOW)
    assert (second.kind, second.due_at) == (PromiseKind.NEXT_STEP, jst(dt.date(2026, 12, 1), dt.time(17, 15)))
    assert walk.fresh(case).next_due_at == second.due_at


def test_every_word_of_the_dx_side_promises_the_next_step_anew(case: Consultation, ward: Ward) -> None:
    walk.advance(case, ward, State.IN_PROGRESS)
    with time_machine.travel(at(27), tick=False):
        services.post_message(consultation=case, author=ward.dx_main, body="様式ができました")

    assert walk.fresh(case).next_due_at == jst(dt.date(2026, 12, 4), dt.time(17, 15))
    assert case.promises.filter(kind=PromiseKind.NEXT_STEP, kept_at=at(27)).exists()


def test_a_hearing_next_week_is_not_brought_forward_by_a_word(case: Consultation, ward: Ward) -> None:
    services.arrange_hearing(consultation=case, actor=ward.dx_main, starts_at=at(4, month=12), place="窓口")
    due_at = walk.fresh(case).next_due_at
    services.post_message(consultation=case, author=ward.dx_main, body="資料は要りません")

    assert walk.fresh(case).next_due_at == due_at


@pytest.mark.parametrize("state", [State.PROPOSED, State.ANSWERED, State.MEASURING])
def test_what_the_division_owes_is_not_kept_by_the_dx_side(case: Consultation, ward: Ward, state: State) -> None:
    owed = walk.advance(case, ward, state).next_due_at
    services.post_message(consultation=case, author=ward.dx_main, body="いかがでしょうか")

    assert walk.fresh(case).next_due_at == owed


def test_a_colleague_of_the_requester_keeps_nothing(case: Consultation, ward: Ward) -> None:
    services.post_message(consultation=case, author=ward.colleague, body="うちの係も同じです")

    assert case.promises.get().kept_at is None


def test_waiting_stops_the_clock_and_a_reply_lets_it_run(case: Consultation, ward: Ward) -> None:
    with time_machine.travel(at(25), tick=False):
        services.wait_for_requester(consultation=case, actor=ward.dx_main, reason="写しをください")
    with time_machine.travel(at(4, month=12), tick=False):
        services.post_message(consultation=case, author=ward.requester, body="送ります")

    case = walk.fresh(case)
    assert case.state == State.RECEIVED
    # One working day (26 November) was left on the 25th; a week later one working day is left.
    assert case.next_due_at == jst(dt.date(2026, 12, 7), dt.time(17, 15))
    assert case.promises.get().paused_at is None


def test_a_promise_that_was_late_already_stays_late(case: Consultation, ward: Ward) -> None:
    with time_machine.travel(at(30), tick=False):
        services.wait_for_requester(consultation=case, actor=ward.dx_main, reason="写しをください")
    with time_machine.travel(at(4, month=12), tick=False):
        services.post_message(consultation=case, author=ward.requester, body="送ります")

    assert walk.fresh(case).next_due_at == jst(dt.date(2026, 11, 26), dt.time(17, 15))


def test_the_dx_sides_own_message_does_not_end_the_waiting(case: Consultation, ward: Ward) -> None:
    services.wait_for_requester(consultation=case, actor=ward.dx_main, reason="写しをください")
    services.post_message(consultation=case, author=ward.dx_main, body="急ぎません")

    assert walk.fresh(case).state == State.WAITING


def test_another_step_ends_the_waiting_by_itself(case: Consultation, ward: Ward) -> None:
    services.wait_for_requester(consultation=case, actor=ward.dx_main, reason="写しをください")
    services.give_answer(consultation=case, actor=ward.dx_main, reply=walk.on_the_spot())

    assert walk.fresh(case).state == State.ANSWERED
    assert [step.name for step in case.transitions.all()] == ["receive", "wait", "resume", "give_answer"]


def test_the_agreement_is_promised_within_five_working_days(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.PROPOSED)

    assert case.next_due_kind == PromiseKind.AGREEMENT
    assert case.next_due_at == jst(dt.date(2026, 12, 1), dt.time(17, 15))


@pytest.mark.parametrize(
    ("live", "due"),
    [(dt.date(2026, 11, 24), dt.date(2027, 2, 24)), (dt.date(2026, 11, 30), dt.date(2027, 3, 1))],
)
def test_the_effect_is_asked_for_three_months_after_going_live(
    case: Consultation, ward: Ward, live: dt.date, due: dt.date
) -> None:
    walk.advance(case, ward, State.IN_PROGRESS)
    with time_machine.travel(jst(live, dt.time(10)), tick=False):
        services.go_live(consultation=case, actor=ward.dx_main, on=live)

    case = walk.fresh(case)
    assert case.went_live_on == live
    assert (case.next_due_kind, case.next_due_at) == (PromiseKind.MEASUREMENT, jst(due, dt.time(17, 15)))


def test_withdrawing_drops_the_promise(case: Consultation, ward: Ward) -> None:
    services.withdraw_consultation(consultation=case, actor=ward.requester)

    promise = case.promises.get()
    assert promise.kept_at is None
    assert promise.dropped_at == walk.NOW
