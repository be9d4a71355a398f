"""The day of the exhibition, five past eleven."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from minato_dx.core.calendar import jst
from minato_dx.organization.models import User
from showcase.enums import ExhibitionState
from showcase.models import Exhibition
from tests.organization.factories import Ward
from tests.showcase.exhibitions.factories import DAY, make_exhibition


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with time_machine.travel(jst(DAY, dt.time(11, 5)), tick=False):
        yield


@pytest.fixture
def exhibition(ward: Ward) -> Exhibition:
    return make_exhibition(ward.dx_main, state=ExhibitionState.RUNNING, for_officials=True)


@pytest.fixture
def as_user(db: None) -> Callable[[User], Client]:
    """Sign somebody in, read afresh: roles are remembered on the object."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=user.pk), backend="minato_dx.organization.backends.StaffBackend")
        return client

    return sign_in
