"""A ward on a Tuesday morning, and a desk with two fields of work."""

from collections.abc import Iterator

import pytest
import time_machine

from minato_dx.reference.models import FieldOfWork
from proposals.models import FieldDesk
from tests.consultations.walk import NOW
from tests.organization.factories import Ward, make_ward


@pytest.fixture(autouse=True)
def on_a_tuesday_morning() -> Iterator[None]:
    """2026-11-24 10:00 JST stands still."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ward(db: None) -> Ward:
    return make_ward()


@pytest.fixture
def fields(ward: Ward) -> list[FieldOfWork]:
    """Two fields; the first has somebody at the desk, ``dx_main`` with ``dx_deputy`` as deputy."""
    first = FieldOfWork.objects.create(name="紙の読み取り", order=100)
    second = FieldOfWork.objects.create(name="契約の管理", order=101)
    FieldDesk.objects.create(field=first, staff=ward.dx_main, deputy=ward.dx_deputy)
    return [first, second]
