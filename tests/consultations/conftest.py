"""A ward, a Tuesday morning, and a consultation that has just come in."""

from collections.abc import Callable, Iterator

import pytest
import time_machine

from consultations.enums import State
from consultations.models import Consultation
from tests.consultations import walk
from tests.organization.factories import Ward, make_ward


@pytest.fixture(autouse=True)
def on_a_tuesday_morning() -> Iterator[None]:
    """2026-11-24 10:00 JST stands still."""
    with time_machine.travel(walk.NOW, tick=False):
        yield


@pytest.fixture
def ward(db: None) -> Ward:
    return make_ward()


@pytest.fixture
def case(ward: Ward) -> Consultation:
    """A received consultation of the ward's requester, assigned to ``dx_main``."""
    return walk.submit(ward)


@pytest.fixture
def advance(ward: Ward) -> Callable[[Consultation, State], Consultation]:
    """Walk a received case to a state by the real services."""
    return lambda case, to: walk.advance(case, ward, to)
