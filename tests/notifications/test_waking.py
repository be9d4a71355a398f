"""The relay is woken once for whatever a transaction owes, after it is committed and never before."""

from typing import Any

import pytest
from django.db import transaction

from minato_dx.notifications.enums import DeliveryState, Means, Topic
from minato_dx.notifications.models import Delivery
from minato_dx.notifications.services import set_preferences
from tests.notifications.conftest import Things, owe
from tests.organization.factories import Ward, make_ward
from tests.smtp_server import Mailbox

pytestmark = pytest.mark.usefixtures("things")


def test_what_several_steps_owe_wakes_it_once(ward: Ward, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as wakings:
        for number in range(3):
            owe(ward.requester, event=f"e{number}")
    assert len(wakings) == 1


def test_what_owes_no_mail_wakes_nobody(ward: Ward, django_capture_on_commit_callbacks: Any) -> None:
    set_preferences(user=ward.requester, means={Topic.PROGRESS: Means.PORTAL})
    with django_capture_on_commit_callbacks() as wakings:
        owe(ward.requester)
    assert wakings == []


@pytest.mark.django_db(transaction=True)
def test_kept_mails_move_to_the_outbox_with_the_commit(things: Things) -> None:
    ward = make_ward()
    with transaction.atomic():
        owe(ward.requester)
        assert Delivery.objects.get().state == DeliveryState.OWED
    assert Delivery.objects.get().state == DeliveryState.KEPT


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_wakes_nobody(things: Things) -> None:
    ward = make_ward()
    with transaction.atomic():
        owe(ward.requester)
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_without_redis_no_page_waits_for_a_mail_server(things: Things, mailbox: Mailbox, settings: Any) -> None:
    settings.REDIS_URL = ""
    ward = make_ward()
    owe(ward.requester)
    assert Delivery.objects.get().state == DeliveryState.OWED
    assert mailbox.asked == {}


@pytest.mark.django_db(transaction=True)
def test_a_relay_that_fails_does_not_fail_the_step(things: Things, mailbox: Mailbox, settings: Any) -> None:
    settings.EMAIL_PORT = 9
    settings.REDIS_URL = "redis://127.0.0.1:6379/14"
    ward = make_ward()
    owe(ward.requester)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == (DeliveryState.OWED, 1)
