"""A ward on a Tuesday morning, with a plan, a cohort that takes recommendations, and a deputy of the CIO."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from leaders.models import Cohort, Plan, PlanYear
from minato_dx.organization.enums import Office
from tests.consultations.walk import NOW
from tests.organization.factories import OfficeHolderFactory, Ward, make_ward


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """2026-11-24 10:00 JST stands still until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def ward(db: None) -> Ward:
    """The ward; ``family``'s post of deputy is held by ``outsider_head``, who is the named deputy of the CIO."""
    ward = make_ward()
    OfficeHolderFactory(office=Office.CIO_DEPUTY, user=ward.outsider_head)
    return ward


@pytest.fixture
def cohort(db: None) -> Cohort:
    """The sixth cohort: recommended until 27 November, appointed on 1 December 2026."""
    return Cohort.objects.create(
        number=6,
        recommend_from=dt.date(2026, 11, 1),
        recommend_until=dt.date(2026, 11, 27),
        appoint_on=dt.date(2026, 12, 1),
        training_from=dt.date(2026, 12, 8),
        training_until=dt.date(2027, 5, 31),
    )


@pytest.fixture
def plan(db: None) -> Plan:
    plan = Plan.objects.create(name="3か年計画")
    for year, target in ((2024, 2), (2025, 4), (2026, 6)):
        PlanYear.objects.create(plan=plan, fiscal_year=year, target=target)
    return plan
