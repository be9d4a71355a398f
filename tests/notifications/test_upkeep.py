"""Digests in the morning, old rows cleared away, dead mails owed again, and what the health check says of it."""

import datetime as dt
from typing import Any

import pytest

from minato_dx.core import jobs
from minato_dx.core.calendar import jst
from minato_dx.notifications.enums import DeliveryState, Means, Topic
from minato_dx.notifications.models import Delivery, Notification
from minato_dx.notifications.selectors import complaints_about_mail
from minato_dx.notifications.services import set_preferences
from minato_dx.notifications.services.relay import relay
from minato_dx.notifications.services.upkeep import delete_old_deliveries, owe_digests, send_again
from minato_dx.portal.due_jobs import run_due_jobs
from minato_dx.reference.models import ClosedDay, remembered
from tests.consultations import walk
from tests.notifications.conftest import owe
from tests.organization.factories import Ward
from tests.smtp_server import Mailbox

pytestmark = pytest.mark.usefixtures("things")
DAY = dt.timedelta(days=1)


@pytest.fixture
def wants_digests(ward: Ward) -> Ward:
    set_preferences(user=ward.requester, means={Topic.PROGRESS: Means.DIGEST})
    return ward


def _digests() -> list[tuple[dt.date | None, int]]:
    rows = Delivery.objects.filter(digest_on__isnull=False).order_by("digest_on")
    return [(row.digest_on, row.gathered.count()) for row in rows]


def test_one_mail_a_day_and_what_comes_later_waits_for_the_next(wants_digests: Ward, clock: Any) -> None:
    for number in (1, 2):
        owe(wants_digests.requester, event=f"e{number}")
    assert owe_digests() == 1
    owe(wants_digests.requester, event="e3")
    assert owe_digests() == 0
    clock.move_to(walk.NOW + DAY)
    assert owe_digests() == 1
    assert _digests() == [(dt.date(2026, 11, 24), 2), (dt.date(2026, 11, 25), 1)]


@pytest.mark.parametrize(
    "day",
    [dt.date(2026, 11, 28), dt.date(2027, 1, 1), dt.date(2026, 12, 1)],
    ids=["Saturday", "New Year", "the city's"],
)
def test_none_on_a_closed_day(wants_digests: Ward, clock: Any, day: dt.date) -> None:
    ClosedDay.objects.create(day=dt.date(2026, 12, 1), reason="庁舎の停電")
    remembered.clear()
    owe(wants_digests.requester)
    clock.move_to(jst(day, dt.time(9)))
    assert owe_digests() == 0


def test_nothing_to_tell_is_no_mail(wants_digests: Ward) -> None:
    assert owe_digests() == 0
    assert _digests() == []


def test_the_clock_does_it_at_half_past_eight_once(wants_digests: Ward, clock: Any) -> None:
    clock.move_to(jst(dt.date(2026, 11, 25), dt.time(8, 29)))
    run_due_jobs()
    Delivery.objects.all().delete()
    owe(wants_digests.requester)
    run_due_jobs()
    assert _digests() == []
    clock.move_to(jst(dt.date(2026, 11, 25), dt.time(8, 30)))
    run_due_jobs()
    run_due_jobs()
    assert _digests() == [(dt.date(2026, 11, 25), 1)]
    assert "owe_digests" in {job.name for job in jobs.registered()}


def test_a_digest_arrives_with_its_lines(wants_digests: Ward, mailbox: Mailbox) -> None:
    for number in (1, 2):
        owe(wants_digests.requester, event=f"e{number}", title=f"お知らせ{number}", object_id=number)
    owe_digests()
    assert relay().sent == 1
    text = mailbox.taken[0].get_body(("plain",))
    assert text is not None
    assert "お知らせ1" in text.get_content()
    assert "お知らせ2" in text.get_content()


def test_settled_mails_go_after_ninety_days_dead_and_owed_ones_stay(ward: Ward, clock: Any) -> None:
    long_ago = walk.NOW - 91 * DAY
    for number, state in enumerate(DeliveryState):
        [row] = owe(ward.requester, event=f"e{number}")
        is_open = state in (DeliveryState.OWED, DeliveryState.SENDING)
        Delivery.objects.filter(pk=row.pk).update(state=state, settled_at=None if is_open else long_ago)
    [recent] = owe(ward.requester, event="recent")
    Delivery.objects.filter(pk=recent.pk).update(state=DeliveryState.SENT, settled_at=walk.NOW - 89 * DAY)
    delete_old_deliveries()
    left = set(Delivery.objects.exclude(pk=recent.pk).values_list("state", flat=True))
    assert left == {DeliveryState.OWED, DeliveryState.SENDING, DeliveryState.DEAD}
    assert Delivery.objects.filter(pk=recent.pk).exists()


def test_what_an_old_digest_told_is_not_told_again(wants_digests: Ward, clock: Any, mailbox: Mailbox) -> None:
    owe(wants_digests.requester)
    owe_digests()
    assert relay().sent == 1
    clock.move_to(walk.NOW + 91 * DAY)
    assert delete_old_deliveries() == 1
    assert owe_digests() == 0
    assert len(mailbox.taken) == 1
    assert wants_digests.requester.pk == Notification.objects.get(read_at__isnull=True).recipient_id


def test_a_dead_mail_is_sent_again_with_its_own_id(ward: Ward, mailbox: Mailbox) -> None:
    mailbox.to_recipient = lambda _address, count: "550 no such user" if count == 1 else "250 OK"
    [delivery] = owe(ward.requester)
    relay()
    assert send_again(ids=[delivery.pk]) == 1
    assert relay().sent == 1
    assert mailbox.ids == [delivery.message_id]
    assert send_again(ids=[delivery.pk]) == 0


def _complaints_after(ward: Ward, **facts: Any) -> list[str]:
    [row] = owe(ward.requester)
    Delivery.objects.filter(pk=row.pk).update(**facts)
    return complaints_about_mail()


@pytest.mark.parametrize(
    ("facts", "complaints"),
    [
        ({}, []),
        ({"due_at": walk.NOW - dt.timedelta(minutes=16)}, ["1 mails late"]),
        ({"due_at": walk.NOW - dt.timedelta(minutes=14)}, []),
        ({"attempts": 3, "owed_at": walk.NOW - dt.timedelta(hours=1), "due_at": walk.NOW + DAY}, ["1 mails late"]),
        ({"state": DeliveryState.DEAD, "settled_at": walk.NOW}, ["1 mails dead"]),
        ({"state": DeliveryState.SENT, "settled_at": walk.NOW, "due_at": walk.NOW - DAY}, []),
    ],
    ids=["just owed", "due for long", "due just now", "tried in vain", "dead", "sent"],
)
def test_the_health_check_tells_what_somebody_has_to_look_at(
    ward: Ward, facts: dict[str, Any], complaints: list[str]
) -> None:
    assert _complaints_after(ward, **facts) == complaints
