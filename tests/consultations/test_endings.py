"""The ways a consultation ends, and the way back within thirty days."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from consultations import services
from consultations.enums import HearingState, Outcome, State
from consultations.exceptions import ConsultationError, StateConflict
from consultations.models import Consultation
from consultations.services.endings import outcomes_for
from consultations.services.progress import months_later
from minato_dx.notifications.models import Notification
from tests.consultations import walk
from tests.organization.factories import Ward


@pytest.mark.parametrize(
    ("state", "outcomes"),
    [
        (State.ANSWERED, {Outcome.ON_THE_SPOT, Outcome.NO_TOOL}),
        (State.PROPOSED, {Outcome.ON_THE_SPOT, Outcome.NO_TOOL}),
        (State.MEASURING, {Outcome.SOLUTION, Outcome.REDESIGN}),
        (State.AGREED, set()),
    ],
)
def test_the_outcome_fits_how_far_it_came(case: Consultation, ward: Ward, state: State, outcomes: set[Outcome]) -> None:
    assert set(outcomes_for(walk.advance(case, ward, state))) == outcomes


def test_an_outcome_that_does_not_fit_is_refused(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.ANSWERED)

    with pytest.raises(ConsultationError, match="結果を選び直して"):
        services.close_consultation(consultation=case, actor=ward.dx_main, outcome=Outcome.SOLUTION, text="入れた")
    assert walk.fresh(case).state == State.ANSWERED


def test_closing_needs_words_for_the_requester(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.ANSWERED)

    with pytest.raises(ConsultationError, match="結果の説明"):
        services.close_consultation(consultation=case, actor=ward.dx_main, outcome=Outcome.NO_TOOL, text="")


def test_the_second_of_two_people_closing_is_told(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.ANSWERED)
    close = {"consultation": case, "outcome": Outcome.NO_TOOL, "text": "型で足りました"}
    services.close_consultation(actor=ward.dx_main, **close)

    with pytest.raises(StateConflict, match="汐見 拓也さんが.*「完了」にしました"):
        services.close_consultation(actor=ward.dx_deputy, **close)


def test_withdrawing_calls_planned_hearings_off_and_tells_the_head(case: Consultation, ward: Ward) -> None:
    hearing = services.arrange_hearing(
        consultation=case, actor=ward.dx_main, starts_at=walk.NOW + dt.timedelta(days=1), place="窓口"
    )
    services.withdraw_consultation(consultation=case, actor=ward.requester)

    hearing.refresh_from_db()
    assert hearing.state == HearingState.CANCELLED
    told = set(Notification.objects.filter(kind="withdrawn").values_list("recipient", flat=True))
    assert told == {ward.dx_main.pk, ward.head.pk}


def test_a_private_case_is_withdrawn_without_telling_the_head(ward: Ward) -> None:
    case = walk.submit(ward, is_private=True)
    services.withdraw_consultation(consultation=case, actor=ward.requester)

    assert not Notification.objects.filter(recipient=ward.head).exists()


def test_merging_names_the_other_one(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.MERGED)

    assert case.merged_into is not None
    assert case.merged_into.number == "令和8年度-0002"


def test_merging_into_itself_or_an_ended_or_foreign_private_one_is_refused(case: Consultation, ward: Ward) -> None:
    ended = walk.advance(walk.submit(ward, "終わった話"), ward, State.WITHDRAWN)
    private = walk.submit(ward, "別の人の秘密", requester=ward.colleague, is_private=True)

    for into in (case, ended, private):
        with pytest.raises(ConsultationError):
            services.merge_consultation(consultation=case, into=into, actor=ward.dx_main, reason="同じ話")
    assert walk.fresh(case).state == State.RECEIVED


def test_merging_needs_work_on_both(case: Consultation, ward: Ward) -> None:
    foreign = walk.submit(ward, "高齢者支援の話", requester=ward.outsider)

    with pytest.raises(PermissionDenied):
        services.merge_consultation(consultation=case, into=foreign, actor=ward.dx_main, reason="同じ話")


@pytest.mark.parametrize(("days", "opens"), [(30, True), (31, False)])
def test_it_reopens_for_thirty_days(case: Consultation, ward: Ward, days: int, opens: bool) -> None:
    case = walk.advance(case, ward, State.WITHDRAWN)
    with time_machine.travel(walk.NOW + dt.timedelta(days=days), tick=False):
        if opens:
            services.reopen_consultation(consultation=case, actor=ward.requester, reason="やはり困っています")
        else:
            with pytest.raises(ConsultationError, match="新しい相談として"):
                services.reopen_consultation(consultation=case, actor=ward.requester, reason="やはり困っています")

    assert walk.fresh(case).is_open is opens


@pytest.mark.parametrize(
    ("ended", "back"),
    [
        (State.WITHDRAWN, State.RECEIVED),
        (State.HANDED_OVER, State.RECEIVED),
        (State.MERGED, State.RECEIVED),
        (State.CLOSED, State.ASSESSING),
    ],
)
def test_it_reopens_where_it_had_come_to(case: Consultation, ward: Ward, ended: State, back: State) -> None:
    case = walk.advance(case, ward, ended)
    services.reopen_consultation(consultation=case, actor=ward.requester, reason="続きがあります")

    case = walk.fresh(case)
    assert case.state == back
    assert (case.outcome, case.closed_at, case.merged_into, case.handed_over_to) == ("", None, None, "")
    assert case.next_due_at is not None


def test_hours_that_were_realised_stay_counted_when_it_reopens(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.CLOSED)
    services.reopen_consultation(consultation=case, actor=ward.requester, reason="続きがあります")

    assert case.effects.filter(superseded_at__isnull=True).count() == 3
    services.give_answer(consultation=walk.fresh(case), actor=ward.dx_main, reply=walk.solution())
    assert case.effects.filter(superseded_at__isnull=True).count() == 3


def test_colleagues_do_not_reopen(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.WITHDRAWN)

    with pytest.raises(PermissionDenied):
        services.reopen_consultation(consultation=case, actor=ward.colleague, reason="私から")


def test_going_live_lies_between_the_receipt_and_today(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.IN_PROGRESS)

    for day in (dt.date(2026, 11, 25), dt.date(2026, 11, 23)):
        with pytest.raises(ConsultationError):
            services.go_live(consultation=case, actor=ward.dx_main, on=day)


def test_a_plan_that_does_not_hold_goes_back_to_the_assessment(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.IN_PROGRESS)
    services.rethink_consultation(consultation=case, actor=ward.dx_main, reason="端末が足りません")

    case = walk.fresh(case)
    assert case.state == State.ASSESSING
    assert not case.effects.filter(superseded_at__isnull=True).exists()
    services.give_answer(consultation=case, actor=ward.dx_main, reply=walk.redesign())


def test_reassigning_tells_the_old_the_new_and_the_requester(case: Consultation, ward: Ward) -> None:
    services.reassign_consultation(
        consultation=case, actor=ward.section_head, to=ward.dx_other, reason="経験があるため"
    )

    assert walk.fresh(case).assignee == ward.dx_other
    told = set(Notification.objects.filter(kind="reassigned").values_list("recipient", flat=True))
    assert told == {ward.dx_main.pk, ward.dx_other.pk, ward.requester.pk}


def test_reassigning_refuses_outsiders_the_same_person_and_no_reason(case: Consultation, ward: Ward) -> None:
    for to, reason in ((ward.outsider, "忙しい"), (ward.dx_main, "忙しい"), (ward.dx_other, "")):
        with pytest.raises(ConsultationError):
            services.reassign_consultation(consultation=case, actor=ward.section_head, to=to, reason=reason)
    with pytest.raises(PermissionDenied):
        services.reassign_consultation(consultation=case, actor=ward.dx_other, to=ward.dx_other, reason="私が")


def test_a_member_of_the_dx_section_is_not_given_their_own_case(ward: Ward) -> None:
    case = walk.submit(ward, requester=ward.dx_other)

    with pytest.raises(ConsultationError, match="相談者本人"):
        services.reassign_consultation(
            consultation=case, actor=ward.section_head, to=ward.dx_other, reason="経験があるため"
        )


def test_months_later_ends_with_the_month() -> None:
    assert months_later(dt.date(2026, 11, 30), 3) == dt.date(2027, 2, 28)
    assert months_later(dt.date(2027, 11, 30), 3) == dt.date(2028, 2, 29)
    assert months_later(dt.date(2026, 9, 15), 3) == dt.date(2026, 12, 15)
    assert months_later(dt.date(2026, 10, 1), 12) == dt.date(2027, 10, 1)
