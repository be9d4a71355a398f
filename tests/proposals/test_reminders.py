"""Promises to vendors are watched like every other promise."""

import datetime as dt

import pytest
import time_machine

from minato_dx.core.calendar import jst
from minato_dx.notifications.models import Notification
from minato_dx.reference.models import FieldOfWork
from proposals.enums import State
from proposals.services.deciding import ask_back
from proposals.services.reminders import expire_shared, remind_of_promises
from tests.consultations.walk import NOW
from tests.organization.factories import Ward
from tests.proposals.steps import TEXT, advance, fresh, propose

DUE = dt.date(2026, 12, 8)


def at(day: dt.date, hour: int) -> dt.datetime:
    return jst(day, dt.time(hour))


def told(words: str) -> set[int]:
    return set(Notification.objects.filter(title__contains=words).values_list("recipient", flat=True))


def test_once_on_the_day_and_once_when_late(ward: Ward, fields: list[FieldOfWork]) -> None:
    propose(ward)
    for day, hour, expected in ((7, 10, 0), (8, 3, 0), (8, 9, 1), (8, 11, 0), (9, 3, 0), (9, 9, 1), (9, 10, 0)):
        with time_machine.travel(at(dt.date(2026, 12, day), hour), tick=False):
            assert remind_of_promises() == expected, (day, hour)
    assert told("きょうが「最初の返事」の日です") == {ward.dx_main.pk}
    assert told("「最初の返事」の日を過ぎました") == {ward.dx_main.pk, ward.section_head.pk}


@pytest.mark.parametrize("state", [State.SHARED, State.DECLINED])
def test_what_was_kept_is_not_reminded_of(ward: Ward, fields: list[FieldOfWork], state: State) -> None:
    advance(propose(ward), state)
    with time_machine.travel(at(dt.date(2026, 12, 28), 10), tick=False):
        assert remind_of_promises() == 0


def test_a_resting_clock_is_left_alone(ward: Ward, fields: list[FieldOfWork]) -> None:
    ask_back(proposal=propose(ward), actor=ward.dx_main, text=TEXT, now=NOW)
    with time_machine.travel(at(dt.date(2026, 12, 28), 10), tick=False):
        assert remind_of_promises() == 0


def test_the_time_in_the_catalogue_ends_after_its_last_day(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = advance(propose(ward), State.SHARED)
    with time_machine.travel(at(dt.date(2027, 11, 24), 1), tick=False):
        assert expire_shared() == 0
    with time_machine.travel(at(dt.date(2027, 11, 25), 1), tick=False):
        assert expire_shared() == 1
    assert fresh(proposal).state == State.EXPIRED
