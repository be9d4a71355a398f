"""A ward on a Tuesday morning, with a consultation that has come to its end."""

from collections.abc import Iterator

import pytest
import time_machine

from consultations.enums import State as CaseState
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
    """A consultation of the requester that was closed with an outcome and hours."""
    return walk.advance(walk.submit(ward), ward, CaseState.CLOSED)
