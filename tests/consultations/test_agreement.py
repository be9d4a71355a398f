"""Answers and agreements: who decides for the division, and what becomes of the hours."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from consultations import services
from consultations.enums import AnswerKind, AnswerState, EffectStage, Outcome, State
from consultations.exceptions import ConsultationError, DoubleCount, StateConflict
from consultations.models import Consultation, EffectEntry
from consultations.services.answers import Reply
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import DivisionSuccession, DivisionVersion, Membership
from minato_dx.reference.models import PortalSettings, Work
from tests.consultations import walk
from tests.organization.factories import AbsenceFactory, DivisionFactory, MembershipFactory, UserFactory, Ward


def current(case: Consultation, stage: EffectStage) -> EffectEntry:
    return case.effects.get(stage=stage, superseded_at__isnull=True)


def test_a_solution_asks_the_head_with_its_estimate(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.PROPOSED)

    entry = current(case, EffectStage.PROPOSED)
    assert entry.hours_per_year == Decimal(80)
    assert entry.formula == "600件/年 ×（12分 − 4分）÷ 60 = 80時間/年"
    assert entry.work.name == "延長保育の申込み受付"
    told = Notification.objects.filter(kind="agreement_asked").values_list("recipient", flat=True)
    assert set(told) == {ward.head.pk, ward.acting_head.pk}


def test_running_hours_are_taken_off_and_initial_ones_stand_apart() -> None:
    entry = EffectEntry(
        cases_per_year=600, minutes_before=Decimal(12), minutes_after=Decimal(4),
        running_hours_per_year=Decimal("5.5"), initial_hours=Decimal(30),
    )  # fmt: skip

    assert entry.hours_per_year == Decimal("74.5")
    assert "− 5.5時間/年" in entry.formula


def test_what_was_proposed_is_carried_over_when_agreed(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.AGREED)

    answer = case.answers.get()
    assert (answer.state, answer.decided_by, answer.decided_post) == (AnswerState.AGREED, ward.head, "保育課 保育課長")
    assert current(case, EffectStage.AGREED).hours_per_year == current(case, EffectStage.PROPOSED).hours_per_year
    assert {row.recipient for row in Notification.objects.filter(kind="agreed")} == {ward.requester, ward.dx_main}


def test_a_change_asked_for_takes_the_hours_back_and_the_next_answer_counts(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.PROPOSED)
    services.ask_for_change(consultation=case, actor=ward.head, comment="件数は300件です")
    assert not case.effects.filter(superseded_at__isnull=True).exists()

    services.give_answer(
        consultation=case, actor=ward.dx_main, reply=walk.solution(estimate=walk.estimate(cases_per_year=300))
    )

    assert [answer.state for answer in case.answers.all()] == [AnswerState.CHANGE_ASKED, AnswerState.PROPOSED]
    assert current(case, EffectStage.PROPOSED).hours_per_year == Decimal(40)


def test_a_change_needs_words(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.PROPOSED)

    with pytest.raises(ConsultationError, match="どこを直してほしいか"):
        services.ask_for_change(consultation=case, actor=ward.head, comment="　")


def agree(case: Consultation, actor: object) -> None:
    services.agree_to_proposal(consultation=case, actor=actor)


def test_the_acting_head_agrees_only_in_the_heads_absence(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.PROPOSED)
    with pytest.raises(PermissionDenied):
        agree(case, ward.acting_head)

    AbsenceFactory(user=ward.head)
    agree(case, ward.acting_head)

    assert walk.fresh(case).state == State.AGREED


def test_the_acting_head_agrees_while_the_post_is_vacant(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.PROPOSED)
    Membership.objects.filter(user=ward.head).update(valid_to=dt.date(2026, 11, 24))

    agree(case, ward.acting_head)

    assert walk.fresh(case).state == State.AGREED


def test_a_head_never_agrees_to_their_own_consultation(ward: Ward) -> None:
    case = walk.submit(ward, requester=ward.head)
    case = walk.advance(case, ward, State.PROPOSED)
    with pytest.raises(PermissionDenied):
        agree(case, ward.head)

    agree(case, ward.acting_head)

    assert walk.fresh(case).state == State.AGREED


def test_the_head_of_what_followed_the_division_agrees(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.ASSESSING)
    today = dt.date(2026, 11, 24)
    merged = DivisionFactory(key="0999", version__name="こども課", version__valid_from=today)
    DivisionVersion.objects.filter(division=ward.nursery).update(valid_to=today)
    DivisionSuccession.objects.create(predecessor=ward.nursery, successor=merged, took_effect_on=today, kind="merge")
    Membership.objects.filter(division=ward.nursery).update(valid_to=today)
    head = UserFactory()
    MembershipFactory(user=head, division=merged, is_head=True, valid_from=today)
    acting = UserFactory()
    MembershipFactory(user=acting, division=merged, is_acting_head=True, valid_from=today)

    services.give_answer(consultation=case, actor=ward.dx_main, reply=walk.solution())

    told = set(Notification.objects.filter(kind="agreement_asked").values_list("recipient", flat=True))
    assert told == {head.pk, acting.pk}
    with pytest.raises(PermissionDenied):
        agree(walk.fresh(case), acting)
    assert Consultation.objects.with_attendance().get(pk=case.pk).head_at_work_id == head.pk
    agree(walk.fresh(case), head)


def test_nobody_from_another_division_agrees(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.PROPOSED)
    for person in (ward.outsider_head, ward.requester, ward.dx_main, ward.section_head, ward.administrator):
        with pytest.raises(PermissionDenied):
            agree(case, person)


def test_the_second_of_two_decisions_is_told_who_was_first(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.PROPOSED)
    agree(case, ward.head)

    with pytest.raises(StateConflict, match="朝霧 健一さんが11月24日10:00に「合意」にしました"):
        services.ask_for_change(consultation=case, actor=ward.head, comment="やはり直して")


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (Reply(kind=AnswerKind.ON_THE_SPOT, body=" "), "回答を書いて"),
        (Reply(kind=AnswerKind.SOLUTION, body="入れましょう"), "見込みの件数と時間"),
        (Reply(kind=AnswerKind.REDESIGN, body="見直し", estimate=walk.estimate()), "少なくとも1つ"),
        (walk.solution(estimate=walk.estimate(work_name=" ")), "業務名"),
    ],
)
def test_an_answer_that_lacks_something_says_what(case: Consultation, ward: Ward, reply: Reply, message: str) -> None:
    with pytest.raises(ConsultationError, match=message):
        services.give_answer(consultation=case, actor=ward.dx_main, reply=reply)

    assert walk.fresh(case).state == State.RECEIVED
    assert not case.answers.exists()


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [(AnswerKind.ON_THE_SPOT, Outcome.ON_THE_SPOT), (AnswerKind.NO_TOOL, Outcome.NO_TOOL)],
)
def test_the_short_way_ends_when_the_requester_says_solved(
    case: Consultation, ward: Ward, kind: AnswerKind, outcome: Outcome
) -> None:
    services.give_answer(consultation=case, actor=ward.dx_main, reply=Reply(kind=kind, body="型を使いましょう"))
    services.say_solved(consultation=case, actor=ward.requester, comment="助かりました")

    case = walk.fresh(case)
    assert (case.state, case.outcome, case.outcome_text) == (State.CLOSED, outcome, "型を使いましょう")
    assert not case.effects.exists()


def test_still_in_trouble_goes_back_to_the_assessment(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.ANSWERED)
    services.say_still_in_trouble(consultation=case, actor=ward.requester, comment="型が開けません")

    case = walk.fresh(case)
    assert case.state == State.ASSESSING
    assert case.answers.get().state == AnswerState.REPLACED
    assert case.last_word == "型が開けません"


def test_the_hours_of_one_work_are_counted_once(case: Consultation, ward: Ward) -> None:
    walk.advance(case, ward, State.PROPOSED)
    rival = walk.submit(ward, "おなじ受付の話", requester=ward.colleague)

    with pytest.raises(DoubleCount, match="令和8年度-0001"):
        services.give_answer(
            consultation=rival,
            actor=ward.dx_main,
            reply=walk.solution(estimate=walk.estimate(work_name="延長保育の　申込み受付")),
        )
    assert Work.objects.count() == 1


def test_a_later_improvement_of_the_same_work_is_a_new_round(case: Consultation, ward: Ward) -> None:
    walk.advance(case, ward, State.CLOSED)
    later = walk.submit(ward, "さらに減らしたい")

    services.give_answer(consultation=later, actor=ward.dx_main, reply=walk.solution())

    assert current(later, EffectStage.PROPOSED).round == 2


def test_realised_hours_are_a_number_of_their_own(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.CLOSED)

    stages = {entry.stage: entry.hours_per_year for entry in case.effects.filter(superseded_at__isnull=True)}
    assert stages == {
        EffectStage.PROPOSED: Decimal(80),
        EffectStage.AGREED: Decimal(80),
        EffectStage.REALISED: Decimal(70),
    }


def test_a_correction_supersedes_and_keeps_the_earlier_row(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.MEASURING)
    for minutes in (5, 6):
        services.record_realised(
            consultation=case, actor=ward.colleague, estimate=walk.estimate(minutes_after=Decimal(minutes))
        )

    rows = case.effects.filter(stage=EffectStage.REALISED)
    assert [row.superseded_at is None for row in rows] == [False, True]


def test_the_hourly_rate_is_frozen_at_entry(case: Consultation, ward: Ward) -> None:
    settings = PortalSettings(pk=1, hourly_rate_yen=3000)
    settings.save()
    case = walk.advance(case, ward, State.PROPOSED)
    settings.hourly_rate_yen = 4000
    settings.save()

    assert current(case, EffectStage.PROPOSED).hourly_rate_yen == 3000


def test_nothing_is_measured_before_it_is_in_use(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.AGREED)

    with pytest.raises(StateConflict):
        services.record_realised(consultation=case, actor=ward.requester, estimate=walk.estimate())
