"""Walking through the door as somebody from elsewhere does who wants to come to an exhibition."""

from collections.abc import Iterable
from typing import Any

from django.test import Client

from minato_dx.door.models import Submission
from showcase.enums import VISIT_KIND
from showcase.models import Exhibition, ProgrammeItem
from tests.door.steps import key_in, mailed_link, old_mark, url

VISITOR: dict[str, Any] = {
    "kind": "official", "organization": "よその市", "name": "見本 春子", "mail": "haruko@example.com", "has_read": "on",
}  # fmt: skip


def begin(client: Client, exhibition: Exhibition, **changes: Any) -> Any:
    """Send the first page."""
    data = VISITOR | {"exhibition": str(exhibition.pk), "mark": old_mark()} | changes.pop("typed", {}) | changes
    return client.post(url("door_start", VISIT_KIND), data)


def send(client: Client, exhibition: Exhibition, items: Iterable[ProgrammeItem] = (), **changes: Any) -> None:
    """Write and send."""
    key = key_in(begin(client, exhibition, **changes))
    answer = client.post(url("door_step", VISIT_KIND, key, 2), {"items": [str(item.pk) for item in items]})
    assert answer.status_code == 302, answer.content.decode()
    answer = client.post(url("door_review", VISIT_KIND, key))
    assert answer.status_code == 302, answer.content.decode()


def register(
    client: Client, exhibition: Exhibition, items: Iterable[ProgrammeItem] = (), **changes: Any
) -> tuple[Submission, str]:
    """Walk the whole way: write, send, confirm by the mail; return the submission and its page's path."""
    send(client, exhibition, items, **changes)
    assert client.post(mailed_link("確認のお願い")).status_code == 200
    return Submission.objects.filter(serial__isnull=False).order_by("-pk")[0], mailed_link("受け付けました")


def press(client: Client, status: str, action: str, item: ProgrammeItem | str) -> Any:
    """Press a button of the page."""
    thing = item if isinstance(item, str) else str(item.pk)
    return client.post(f"{status}act/", {"action": action, "thing": thing})
