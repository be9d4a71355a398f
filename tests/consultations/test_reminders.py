"""Reminded once before, told once after, in office hours only; a stopped clock is left alone."""

import datetime as dt

import pytest
import time_machine

from consultations import services
from consultations.enums import State
from consultations.models import Consultation, Promise
from consultations.services.reminders import remind_of_promises
from minato_dx.core.calendar import jst
from minato_dx.notifications.models import Delivery, Notification
from minato_dx.organization.models import Absence
from tests.consultations import walk
from tests.organization.factories import AbsenceFactory, Ward


def at(day: int, clock: str, month: int = 11) -> time_machine.travel:
    hour, minute = clock.split(":")
    return time_machine.travel(jst(dt.date(2026, month, day), dt.time(int(hour), int(minute))), tick=False)


def told(kind: str) -> list[tuple[str, str]]:
    rows = Notification.objects.filter(kind=kind).order_by("recipient__staff_number")
    return [(row.recipient.name, row.title) for row in rows.select_related("recipient")]


# Received on Tuesday 24 November at 10:00, the first reply is promised for Thursday 26 November, 17:15.


@pytest.mark.parametrize("clock", ["25 17:00", "26 8:29"])
def test_nothing_is_said_before_the_office_opens_on_the_day_itself(case: Consultation, clock: str) -> None:
    day, time = clock.split()
    with at(int(day), time):
        assert remind_of_promises() == 0
    assert told("reminder") == []


def test_the_assigned_person_is_reminded_once_on_the_day(case: Consultation, ward: Ward) -> None:
    for clock in ("8:30", "8:45", "17:14"):
        with at(26, clock):
            remind_of_promises()

    assert told("reminder") == [(ward.dx_main.name, f"［{case.number}］きょうが「最初の返事」の日です（保育課）")]
    assert Delivery.objects.filter(notification__kind="reminder").get().in_office_hours


def test_deputy_and_section_head_are_told_once_when_the_office_opens_after_it(case: Consultation, ward: Ward) -> None:
    for day, clock in ((26, "17:15"), (26, "23:00"), (27, "8:29")):
        with at(day, clock):
            assert remind_of_promises() == 0
    for clock in ("8:30", "9:00"):
        with at(27, clock):
            remind_of_promises()

    title = f"［{case.number}］「最初の返事」の日を過ぎました（担当：汐見さん）"
    assert told("overdue") == [(ward.section_head.name, title), (ward.dx_deputy.name, title)]


def test_an_answered_case_is_not_spoken_of(case: Consultation, ward: Ward) -> None:
    services.post_message(consultation=case, author=ward.dx_main, body="あす伺います")
    with at(27, "9:00"):
        assert remind_of_promises() == 0


def test_a_stopped_clock_is_left_alone_and_goes_on_afterwards(case: Consultation, ward: Ward) -> None:
    services.wait_for_requester(consultation=case, actor=ward.dx_main, reason="写しをください")
    with at(30, "9:00"):
        assert remind_of_promises() == 0
        services.post_message(consultation=case, author=ward.requester, body="付けました")
    # Two working days were left on Tuesday, and so two are left on Monday.
    with at(1, "9:00", month=12):
        assert remind_of_promises() == 0
    with at(2, "9:00", month=12):
        assert remind_of_promises() == 1


def test_weekends_and_holidays_are_passed_over(ward: Ward) -> None:
    with at(20, "10:00"):  # Friday; Monday 23 November is a holiday: due on Wednesday
        walk.submit(ward)
    for day in (21, 22, 23):
        with at(day, "10:00"):
            assert remind_of_promises() == 0
    with at(25, "8:30"):
        assert remind_of_promises() == 1


def test_a_head_is_reminded_of_an_agreement_and_the_assigned_person_told_when_it_is_late(
    case: Consultation, ward: Ward
) -> None:
    walk.advance(case, ward, State.PROPOSED)
    due = Promise.objects.get(kept_at=None, dropped_at=None).due_at
    with time_machine.travel(due - dt.timedelta(hours=2), tick=False):
        remind_of_promises()
    assert {name for name, _title in told("reminder")} == {ward.head.name, ward.acting_head.name}
    with time_machine.travel(due + dt.timedelta(days=3, hours=-4), tick=False):
        remind_of_promises()
    assert [name for name, _title in told("overdue")] == [ward.dx_main.name]


def test_the_stand_in_is_reminded_while_the_assigned_person_is_absent(case: Consultation, ward: Ward) -> None:
    AbsenceFactory(user=ward.dx_main, valid_from=dt.date(2026, 11, 25), valid_to=dt.date(2026, 11, 30))
    with at(26, "9:00"):
        remind_of_promises()
    assert {name for name, _title in told("reminder")} == {ward.dx_main.name, ward.dx_deputy.name}


def test_a_chain_of_absences_ends_at_the_section_head(case: Consultation, ward: Ward) -> None:
    for person in (ward.dx_main, ward.dx_deputy):
        AbsenceFactory(user=person, valid_from=dt.date(2026, 11, 25), valid_to=dt.date(2026, 11, 30))
    assert Absence.objects.count() == 2
    with at(26, "9:00"):
        remind_of_promises()
    assert {name for name, _title in told("reminder")} == {ward.dx_main.name, ward.section_head.name}


def test_of_a_private_case_the_deputy_hears_nothing(ward: Ward) -> None:
    walk.submit(ward, is_private=True)
    with at(27, "9:00"):
        remind_of_promises()
    assert [name for name, _title in told("overdue")] == [ward.section_head.name]
