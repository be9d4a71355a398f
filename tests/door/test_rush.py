"""Many at once: twenty of the same are one, two hundred others are two hundred."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from django.db import connections
from django.utils import timezone

from minato_dx.door.enums import SubmissionState, TokenPurpose
from minato_dx.door.models import DoorItem, Mail, Submission
from minato_dx.door.services.drafts import start_draft
from minato_dx.door.services.keys import new_key
from minato_dx.door.services.sending import CONFIRM_FOR, confirm, issue, send
from tests.door.steps import ANSWERS

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(databases=["default", "door"], transaction=True),
    pytest.mark.usefixtures("at_the_door"),
]
Result = TypeVar("Result")


def all_at_once(calls: list[Callable[[], Result]], threads: int = 20) -> list[Result]:
    def run(call: Callable[[], Result]) -> Result:
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, calls))


def typed(step: str) -> dict[str, list[str]]:
    return {name: value if isinstance(value, list) else [value] for name, value in ANSWERS[step].items()}


def draft(now: dt.datetime, key: str, number: int = 0) -> Submission:
    row = start_draft(kind="proposal", key=key, step="company", typed=typed("company"), now=now)
    answers: Any = {name: typed(name) for name in ANSWERS}
    answers["content"]["title"] = [f"提案{number}"]
    answers["company"]["contact_mail"] = [f"vendor{number}@example.com"]
    Submission.objects.filter(pk=row.pk).update(answers=answers)
    return row


def test_twenty_times_the_same_is_one() -> None:
    now, key = timezone.now(), new_key()
    all_at_once([lambda: start_draft(kind="proposal", key=key, step="company", typed=typed("company"), now=now)] * 20)
    assert Submission.objects.count() == 1
    row = draft(now, key)
    all_at_once([lambda: send(draft=row, now=now)] * 20)
    assert Mail.objects.count() == 1
    mailed = issue(row, TokenPurpose.CONFIRM, now, CONFIRM_FOR)
    received = all_at_once([lambda: confirm(key=mailed, now=now)] * 20)
    assert {one.serial for one in received} == {1}
    assert DoorItem.objects.count() == 1
    assert Mail.objects.count() == 2


def test_two_hundred_vendors_get_two_hundred_receipts() -> None:
    now = timezone.now()

    def whole_way(number: int) -> str:
        row = send(draft=draft(now, new_key(), number), now=now)
        return confirm(key=issue(row, TokenPurpose.CONFIRM, now, CONFIRM_FOR), now=now).receipt

    receipts = all_at_once([lambda number=number: whole_way(number) for number in range(200)])  # type: ignore[misc]
    assert len(set(receipts)) == 200
    rows = Submission.objects.filter(state=SubmissionState.RECEIVED)
    assert sorted(row.serial or 0 for row in rows) == list(range(1, 201))
    assert DoorItem.objects.count() == 200
