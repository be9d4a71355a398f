"""A ward on a Tuesday morning, a mail server that takes everything, and short ways to owe a mail."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from minato_dx.core import registry
from minato_dx.notifications.models import Delivery
from minato_dx.notifications.services import notify
from minato_dx.organization.models import User
from tests.consultations import walk
from tests.organization.factories import Ward, make_ward
from tests.smtp_server import Mailbox, mail_server

THING = "thing of the mail tests"


@pytest.fixture
def clock() -> Iterator[Any]:
    """2026-11-24 10:00 JST stands still until a test moves it."""
    with time_machine.travel(walk.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def ward(db: None, clock: Any) -> Ward:
    return make_ward()


class Things:
    """A registered kind: what is in ``seen`` everybody may see, what is in ``withheld`` stays out of mails."""

    def __init__(self) -> None:
        self.seen = set(range(1, 1_000))
        self.withheld: set[int] = set()


@pytest.fixture
def things() -> Iterator[Things]:
    found = Things()
    kind = registry.RegisteredKind(
        visible=lambda _user, ids: found.seen & set(ids),
        url=lambda pk: f"/things/{pk}/",
        withheld=lambda ids: found.withheld & set(ids),
    )
    registry.register(THING, kind)
    yield found
    registry._kinds.pop(THING)


def owe(*people: User, event: str = "e1", **details: Any) -> list[Delivery]:
    """Owe each of ``people`` a message about a thing, and return the mails of it."""
    values = {"kind": "message", "title": "［令和8年度-0001］返信があります", "object_kind": THING, "object_id": 1}
    notify(event=event, recipients=people, **(values | details))
    return list(Delivery.objects.filter(notification__event=event).order_by("pk"))


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    """Let mails leave to a real server; the mailbox tells what came and decides what the server answers."""
    box = Mailbox()
    with mail_server(box) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 2
        settings.MAIL_IS_KEPT = False
        yield box
