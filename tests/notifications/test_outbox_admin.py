"""The outbox of administrators: what did not go out, why, and once more."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from minato_dx.notifications.enums import DeliveryState
from minato_dx.notifications.models import Delivery
from minato_dx.notifications.services.relay import relay
from tests.consultations import walk
from tests.notifications.conftest import Things, owe
from tests.organization.factories import UserFactory, Ward

pytestmark = pytest.mark.usefixtures("things")
OUTBOX = reverse("admin:notifications_delivery_changelist")


@pytest.fixture
def client(client: Client, ward: Ward) -> Client:
    client.force_login(ward.administrator)
    return client


def _text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def _row(delivery: Delivery) -> str:
    return reverse("admin:notifications_delivery_change", args=[delivery.pk])


def _dead(ward: Ward) -> Delivery:
    [delivery] = owe(ward.requester)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.DEAD, settled_at=walk.NOW, reason="メールサーバーの返事：550 no such user"
    )
    return delivery


def test_a_dead_mail_stands_there_with_its_reason_and_is_sent_again(client: Client, ward: Ward) -> None:
    delivery = _dead(ward)
    page = _text(client.get(OUTBOX, {"state__exact": "dead"}))
    assert "550 no such user" in page
    data = {"action": "owe_again", "_selected_action": [delivery.pk]}
    assert "1通を、もう一度送ります" in _text(client.post(OUTBOX, data, follow=True))
    assert Delivery.objects.get().state == DeliveryState.OWED
    assert "もう一度送れるのは" in _text(client.post(OUTBOX, data, follow=True))


def test_what_a_mail_said_is_read_by_those_who_may_see_the_thing(client: Client, ward: Ward, things: Things) -> None:
    [delivery] = owe(ward.requester, text="窓口の件です")
    relay()
    assert "窓口の件です" in _text(client.get(_row(delivery)))
    things.seen.clear()
    page = _text(client.get(_row(delivery)))
    assert "窓口の件です" not in page
    assert "この相談を見られる人だけが読めます" in page


def test_nobody_writes_or_deletes_there(client: Client, ward: Ward) -> None:
    delivery = _dead(ward)
    assert client.get(reverse("admin:notifications_delivery_add")).status_code == 403
    assert client.post(_row(delivery), {"state": "sent"}).status_code == 403
    assert client.post(reverse("admin:notifications_delivery_delete", args=[delivery.pk])).status_code == 403


def test_the_list_costs_the_same_with_more_rows(client: Client, ward: Ward, django_assert_max_num_queries) -> None:
    counts = []
    client.get(OUTBOX)
    for number in (1, 20):
        for index in range(number):
            owe(UserFactory(), event=f"{number}-{index}")
        with django_assert_max_num_queries(15) as captured:
            client.get(OUTBOX)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_it_is_found_by_whom_it_went_to(client: Client, ward: Ward) -> None:
    owe(ward.requester)
    assert ward.requester.name in _text(client.get(OUTBOX, {"q": ward.requester.staff_number}))
    assert ward.requester.name not in _text(client.get(OUTBOX, {"q": ward.colleague.staff_number})).split("</nav>")[-1]
