"""Steps sent twice, or while a reply is awaited, leave one result."""

import datetime as dt
from decimal import Decimal

import pytest

from consultations import services
from consultations.enums import EffectStage, PromiseKind, State
from consultations.exceptions import ConsultationError
from consultations.models import Consultation, Draft, EffectEntry, Hearing, HearingSheet, TransitionLog
from consultations.services.answers import answer_key
from consultations.services.sheets import missing_for_asking
from minato_dx.notifications.models import Notification
from tests.consultations import walk
from tests.organization.factories import Ward

LATER = walk.NOW + dt.timedelta(days=1)


def arrange(case: Consultation, ward: Ward, **changes: object) -> Hearing:
    details = {"actor": ward.dx_main, "starts_at": LATER, "place": "保育課の窓口"} | changes
    return services.arrange_hearing(consultation=case, **details)


def test_a_hearing_arranged_twice_is_one(case: Consultation, ward: Ward) -> None:
    first, second = arrange(case, ward), arrange(case, ward)

    assert first == second
    assert Hearing.objects.count() == 1
    assert TransitionLog.objects.filter(name="arrange_hearing").count() == 0


def test_a_moment_that_is_taken_is_refused(case: Consultation, ward: Ward) -> None:
    arrange(case, ward)

    with pytest.raises(ConsultationError, match="もう決まっています"):
        arrange(case, ward, place="会議室")


def test_a_moment_is_free_again_once_its_hearing_was_called_off(case: Consultation, ward: Ward) -> None:
    services.cancel_hearing(hearing=arrange(case, ward), actor=ward.dx_main, reason="会議室が使えません")

    assert arrange(case, ward).number == 2


def test_arranging_the_next_hearing_ends_the_waiting(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.HEARING)
    services.wait_for_requester(consultation=case, actor=ward.dx_main, reason="ご都合をください")

    arrange(case, ward)

    case = walk.fresh(case)
    assert (case.state, case.next_due_kind) == (State.HEARING, PromiseKind.NEXT_STEP)
    assert case.promises.get(kept_at__isnull=True, dropped_at__isnull=True).paused_at is None


def test_a_sheet_of_a_hearing_called_off_is_not_written_on(case: Consultation, ward: Ward) -> None:
    hearing = arrange(case, ward)
    services.cancel_hearing(hearing=hearing, actor=ward.dx_main, reason="会議室が使えません")

    with pytest.raises(ConsultationError, match="行われなかったヒアリング"):
        services.save_sheet(sheet=hearing.sheet, actor=ward.dx_main, values={"purpose": "予約"}, revision=0)
    assert HearingSheet.objects.get().purpose == ""


def test_everything_missing_on_a_sheet_is_named_at_once() -> None:
    assert list(missing_for_asking(HearingSheet())) == ["work_name", "verdict", "verdict_reason"]
    assert missing_for_asking(HearingSheet(work_name="受付", verdict="yes", verdict_reason="多い")) == {}


def test_the_draft_of_an_answer_is_gone_once_it_was_sent(case: Consultation, ward: Ward) -> None:
    for person in (ward.dx_main, ward.dx_deputy):
        services.write_draft(user=person, key=answer_key(case), data={"body": "書きかけ"})

    services.give_answer(consultation=case, actor=ward.dx_main, reply=walk.on_the_spot())

    assert [draft.user for draft in Draft.objects.all()] == [ward.dx_deputy]


def test_the_same_realised_hours_sent_twice_are_one_row(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.MEASURING)
    for _ in range(2):
        services.record_realised(
            consultation=case, actor=ward.requester, estimate=walk.estimate(minutes_after=Decimal(5))
        )

    assert EffectEntry.objects.filter(stage=EffectStage.REALISED).count() == 1
    assert Notification.objects.filter(kind="effect").count() == 1


def test_corrected_realised_hours_supersede_the_first(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.MEASURING)
    for minutes in (5, 6):
        services.record_realised(
            consultation=case, actor=ward.requester, estimate=walk.estimate(minutes_after=Decimal(minutes))
        )

    rows = EffectEntry.objects.filter(stage=EffectStage.REALISED)
    assert [row.superseded_at is None for row in rows] == [False, True]


def test_a_head_agrees_to_a_private_case_although_a_reply_is_awaited(ward: Ward) -> None:
    case = walk.advance(walk.submit(ward, is_private=True), ward, State.PROPOSED)
    services.open_summary_to_head(consultation=case, actor=ward.requester, summary="申込みの打ち直しを減らします")
    services.wait_for_requester(consultation=case, actor=ward.dx_main, reason="様式の写しをください")

    services.agree_to_proposal(consultation=case, actor=ward.head)

    assert walk.fresh(case).state == State.AGREED


def test_a_formula_shows_the_same_figure_as_the_ledger() -> None:
    entry = EffectEntry(
        cases_per_year=105, minutes_before=Decimal("7.5"), minutes_after=Decimal("0.5"), running_hours_per_year=0
    )

    assert entry.hours_per_year == Decimal("12.25")
    assert entry.formula == "105件/年 ×（7.5分 − 0.5分）÷ 60 = 12.3時間/年"
