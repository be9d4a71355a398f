"""What is owed is written with the fact it tells of, once, and as its reader wants to hear of it."""

import pytest
from django.db import transaction

from minato_dx.notifications.enums import DeliveryState, Means, Topic
from minato_dx.notifications.models import Delivery, Notification
from minato_dx.notifications.services import notify, set_preferences
from minato_dx.notifications.services.owing import Calendar
from minato_dx.organization.models import User
from tests.notifications.conftest import THING, Things, owe
from tests.organization.factories import UserFactory, Ward

pytestmark = pytest.mark.usefixtures("things")
REQUEST = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


def _prefer(user: User, topic: Topic, means: Means) -> None:
    set_preferences(user=user, means={topic: means})


def _means(event: str = "e1") -> dict[str, str]:
    rows = Notification.objects.filter(event=event)
    return dict(rows.values_list("recipient__name", "means"))


def test_however_many_roles_somebody_has_it_is_one_message_and_one_mail(ward: Ward) -> None:
    [mail] = owe(ward.requester, ward.requester)
    assert (mail.recipient, mail.state, mail.attempts) == (ward.requester, DeliveryState.OWED, 0)
    assert owe(ward.requester, kind="assigned") == [mail]
    assert Notification.objects.count() == 1


def test_a_message_and_its_mail_go_back_with_the_fact(ward: Ward) -> None:
    with transaction.atomic():
        owe(ward.requester)
        transaction.set_rollback(True)
    assert not Notification.objects.exists()
    assert not Delivery.objects.exists()


def test_ids_are_fixed_when_it_is_owed_and_differ(ward: Ward) -> None:
    mails = owe(ward.requester, ward.colleague)
    assert len({mail.message_id for mail in mails}) == 2
    assert all(mail.message_id.startswith("<") and "@" in mail.message_id for mail in mails)


@pytest.mark.parametrize(
    ("means", "mails"), [(Means.AT_ONCE, 1), (Means.DIGEST, 0), (Means.PORTAL, 0)], ids=lambda value: str(value)
)
def test_each_hears_of_it_as_they_want(ward: Ward, means: Means, mails: int) -> None:
    _prefer(ward.requester, Topic.PROGRESS, means)
    assert len(owe(ward.requester)) == mails
    assert _means() == {ward.requester.name: means}


def test_a_preference_is_for_its_topic_alone(ward: Ward) -> None:
    _prefer(ward.requester, Topic.MESSAGE, Means.PORTAL)
    assert len(owe(ward.requester, topic=Topic.TURN)) == 1


def test_without_an_address_it_stands_in_the_portal(ward: Ward) -> None:
    User.objects.filter(pk=ward.requester.pk).update(email="")
    assert owe(ward.requester) == []
    assert _means() == {ward.requester.name: Means.PORTAL}


def test_an_invitation_never_waits_for_a_digest(ward: Ward) -> None:
    _prefer(ward.requester, Topic.CALENDAR, Means.DIGEST)
    [mail] = owe(ward.requester, topic=Topic.CALENDAR, calendar=Calendar(REQUEST))
    assert mail.calendar == REQUEST


def test_whoever_did_it_gets_the_invitation_and_nothing_unread(ward: Ward) -> None:
    calendar = Calendar(REQUEST, known_to=frozenset({ward.dx_main.pk}))
    mails = owe(ward.requester, ward.dx_main, calendar=calendar)
    assert len(mails) == 2
    unread = Notification.objects.filter(read_at=None).values_list("recipient__name", flat=True)
    assert list(unread) == [ward.requester.name]


@pytest.mark.parametrize("people", [1, 50])
def test_the_queries_do_not_grow_with_the_people(
    db: None, things: Things, people: int, django_assert_num_queries
) -> None:
    readers = [UserFactory() for _ in range(people)]
    # Who was not told, their messages, which of them need a mail, the mails.
    with transaction.atomic(), django_assert_num_queries(4):
        notify(event="e1", kind="message", recipients=readers, title="お知らせ", object_kind=THING, object_id=1)
    assert Delivery.objects.count() == people
