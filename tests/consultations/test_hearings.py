"""Hearings: arranged on working days, written down once, confirmed by the requester."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from consultations import services
from consultations.enums import HearingState, SheetState, State, Verdict
from consultations.exceptions import ConsultationError, EditConflict
from consultations.models import Consultation, HearingSheet
from minato_dx.core.calendar import jst
from minato_dx.notifications.models import Notification
from minato_dx.reference.models import Work
from tests.consultations import walk
from tests.organization.factories import Ward


def test_the_sheet_starts_from_the_intake(ward: Ward) -> None:
    case = walk.submit(ward, "紙が多い。毎月やっている", wished_solution="予約システム")
    hearing = services.arrange_hearing(consultation=case, actor=ward.dx_main, starts_at=walk.NOW, place="窓口")

    sheet = hearing.sheet
    assert (sheet.trouble, sheet.why_1, sheet.asked_for) == ("紙が多い。毎月やっている", "紙が多い", "予約システム")
    assert walk.fresh(case).state == State.HEARING


def test_a_second_hearing_starts_from_the_first_sheet(case: Consultation, ward: Ward) -> None:
    walk.advance(case, ward, State.ASSESSING)
    second = services.arrange_hearing(consultation=case, actor=ward.dx_main, starts_at=walk.NOW, place="窓口")

    assert second.number == 2
    assert second.sheet.work_name == "延長保育の申込み受付"
    assert second.sheet.state == SheetState.WRITING
    assert walk.fresh(case).state == State.HEARING


def test_a_closed_day_is_refused_by_name(case: Consultation, ward: Ward) -> None:
    with pytest.raises(ConsultationError, match=r"11月23日\(月\)は閉庁日です"):
        services.arrange_hearing(
            consultation=case, actor=ward.dx_main, starts_at=jst(dt.date(2026, 11, 23), dt.time(10)), place="窓口"
        )


def test_what_two_people_write_at_once_is_not_lost(case: Consultation, ward: Ward) -> None:
    sheet = walk.hear(case, ward)
    started_from = sheet.revision
    services.save_sheet(sheet=sheet, actor=ward.dx_deputy, values={"purpose": "副担当の文"}, revision=started_from)

    with pytest.raises(EditConflict, match="波多野さんが10:00に"):
        services.save_sheet(sheet=sheet, actor=ward.dx_main, values={"purpose": "担当の文"}, revision=started_from)
    assert HearingSheet.objects.get().purpose == "副担当の文"


def test_asking_waits_for_the_requester_and_creates_the_work(case: Consultation, ward: Ward) -> None:
    sheet = walk.hear(case, ward)
    services.ask_confirmation(sheet=sheet, actor=ward.dx_main)

    case = walk.fresh(case)
    assert (case.state, case.resumes_to) == (State.WAITING, State.ASSESSING)
    assert case.hearings.get().state == HearingState.HELD
    assert Work.objects.get().division == ward.nursery
    assert Notification.objects.filter(recipient=ward.requester, kind="sheet").exists()


def test_confirming_goes_on_and_freezes_the_sheet(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.ASSESSING)
    sheet = case.hearings.get().sheet

    assert (sheet.state, sheet.confirmed_at) == (SheetState.CONFIRMED, walk.NOW)
    with pytest.raises(ConsultationError, match="直せません"):
        services.save_sheet(sheet=sheet, actor=ward.dx_main, values={"purpose": "あとから"}, revision=sheet.revision)


def test_a_correction_goes_back_to_the_writer(case: Consultation, ward: Ward) -> None:
    sheet = walk.hear(case, ward)
    services.ask_confirmation(sheet=sheet, actor=ward.dx_main)
    services.correct_sheet(sheet=sheet, actor=ward.requester, correction="件数は月300件です")

    sheet.refresh_from_db()
    assert (sheet.state, sheet.correction) == (SheetState.CORRECTED, "件数は月300件です")
    assert walk.fresh(case).state == State.ASSESSING
    sheet = services.save_sheet(
        sheet=sheet, actor=ward.dx_main, values={"cases_per_year": 3600}, revision=sheet.revision
    )
    services.ask_confirmation(sheet=sheet, actor=ward.dx_main)
    services.confirm_sheet(sheet=sheet, actor=ward.requester)
    assert HearingSheet.objects.get().state == SheetState.CONFIRMED


def test_only_the_requester_confirms(case: Consultation, ward: Ward) -> None:
    sheet = walk.hear(case, ward)
    services.ask_confirmation(sheet=sheet, actor=ward.dx_main)

    for person in (ward.colleague, ward.head, ward.dx_main):
        with pytest.raises(PermissionDenied):
            services.confirm_sheet(sheet=sheet, actor=person)


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ({"work_name": ""}, "業務名"),
        ({"verdict": ""}, "求めている解決策は適切か"),
        ({"verdict_reason": "　"}, "そう考えた理由"),
    ],
)
def test_asking_says_what_is_missing(case: Consultation, ward: Ward, missing: dict[str, str], message: str) -> None:
    sheet = walk.hear(case, ward)
    sheet = services.save_sheet(sheet=sheet, actor=ward.dx_main, values=missing, revision=sheet.revision)

    with pytest.raises(ConsultationError, match=message):
        services.ask_confirmation(sheet=sheet, actor=ward.dx_main)


def test_a_hearing_still_to_come_cannot_be_confirmed(case: Consultation, ward: Ward) -> None:
    tomorrow = walk.NOW + dt.timedelta(days=1)
    hearing = services.arrange_hearing(consultation=case, actor=ward.dx_main, starts_at=tomorrow, place="窓口")
    sheet = services.save_sheet(
        sheet=hearing.sheet, actor=ward.dx_main, revision=0,
        values={"work_name": "受付", "verdict": Verdict.FITTING, "verdict_reason": "多い"},
    )  # fmt: skip

    with pytest.raises(ConsultationError, match="まだ来ていません"):
        services.ask_confirmation(sheet=sheet, actor=ward.dx_main)


def test_the_requester_may_call_a_hearing_off_once(case: Consultation, ward: Ward) -> None:
    hearing = services.arrange_hearing(consultation=case, actor=ward.dx_main, starts_at=walk.NOW, place="窓口")
    services.cancel_hearing(hearing=hearing, actor=ward.requester, reason="体調不良")

    with pytest.raises(ConsultationError, match="もう予定ではありません"):
        services.cancel_hearing(hearing=hearing, actor=ward.requester, reason="体調不良")
    with pytest.raises(PermissionDenied):
        services.cancel_hearing(hearing=hearing, actor=ward.outsider, reason="関係ない")


def test_hours_and_seasons_are_computed() -> None:
    sheet = HearingSheet(
        cases_per_year=9600, minutes_per_case=Decimal(7),
        normal_cases_per_day=36, normal_days_per_year=204,
        busy_cases_per_day=62, busy_days_per_year=30,
        slack_cases_per_day=22, slack_days_per_year=9,
    )  # fmt: skip

    assert sheet.hours_per_year == Decimal(1120)
    assert sheet.seasonal_cases == 9402
    assert HearingSheet().hours_per_year is None
    assert HearingSheet(normal_cases_per_day=3).seasonal_cases is None
