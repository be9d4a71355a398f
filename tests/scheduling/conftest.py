"""A ward on a Tuesday morning, and short ways to plan and to publish."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from minato_dx.core import registry
from minato_dx.core.calendar import jst
from minato_dx.organization.models import User
from minato_dx.scheduling.enums import EventCategory
from minato_dx.scheduling.models import Event, Slot
from minato_dx.scheduling.services import SlotPlan, Subject, plan_event, publish_slots
from tests.consultations import walk
from tests.organization.factories import Ward, make_ward

NOW = walk.NOW
THING = "thing of these tests"


def on(day: int, clock: str = "10:00", month: int = 12) -> dt.datetime:
    """Return a moment of December 2026 (JST)."""
    hour, minute = clock.split(":")
    return jst(dt.date(2026, month, day), dt.time(int(hour), int(minute)))


FIRST = on(1)


@pytest.fixture(autouse=True)
def on_a_tuesday_morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ward(db: None) -> Ward:
    return make_ward()


@pytest.fixture
def seen_things() -> Iterator[set[int]]:
    """Register a kind whose things with these ids everybody may see."""
    ids = {1, 2, 3}
    registry.register(
        THING,
        registry.RegisteredKind(visible=lambda _user, asked: ids & set(asked), url=lambda pk: f"/things/{pk}/"),
    )
    yield ids
    registry._kinds.pop(THING)


def subject(number: int = 1, title: str = "ヒアリング") -> Subject:
    return Subject(category=EventCategory.HEARING, object_kind=THING, object_id=number, title=title)


Plan = Callable[..., Event]


@pytest.fixture
def plan(ward: Ward) -> Plan:
    """Plan an event of half an hour with ``dx_main`` as host and the requester as guest."""

    def make(starts_at: dt.datetime = FIRST, **details: Any) -> Event:
        values: dict[str, Any] = {
            "subject": subject(),
            "starts_at": starts_at,
            "ends_at": starts_at + dt.timedelta(minutes=30),
            "organizer": ward.dx_main,
            "hosts": [ward.dx_main],
            "guests": [ward.requester],
            "place": "保育課の窓口",
            "now": NOW,
        }
        return plan_event(**(values | details))

    return make


def publish(owner: User, day: int = 1, clock: str = "10:00", **details: Any) -> list[Slot]:
    """Publish half an hour on a day of December 2026."""
    starts_at = on(day, clock)
    values: dict[str, Any] = {"minutes": 30, "place": "会議室前"} | details
    plan = SlotPlan(day=starts_at.date(), starts=starts_at.time(), **values)
    return publish_slots(owner=owner, plan=plan, now=NOW).slots
