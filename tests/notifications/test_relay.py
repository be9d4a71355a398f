"""One mail at a time, each on its way from owed to settled, with a real mail server at the end."""

import datetime as dt
import smtplib
import threading
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command
from django.db import connections

from minato_dx.core.calendar import jst
from minato_dx.notifications import tasks
from minato_dx.notifications.enums import DeliveryState
from minato_dx.notifications.models import Delivery
from minato_dx.notifications.services.relay import Post, claim_next, relay
from minato_dx.organization.models import User
from tests.consultations import walk
from tests.notifications.conftest import Things, owe
from tests.organization.factories import UserFactory, Ward
from tests.smtp_server import Mailbox

pytestmark = pytest.mark.usefixtures("things")
MINUTE = dt.timedelta(minutes=1)


def _row(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


def _facts(delivery: Delivery) -> tuple[str, int, bool]:
    row = _row(delivery)
    return row.state, row.attempts, row.settled_at is not None


def _owe_many(count: int) -> list[Delivery]:
    return [mail for number in range(count) for mail in owe(UserFactory(), event=f"many{number}")]


def test_what_is_owed_is_sent_and_settled_with_what_was_said(ward: Ward, mailbox: Mailbox) -> None:
    [delivery] = owe(ward.requester, text="窓口の件です")
    report = relay()
    assert (report.sent, report.tried) == (1, 1)
    assert mailbox.ids == [delivery.message_id]
    assert _facts(delivery) == (DeliveryState.SENT, 1, True)
    row = _row(delivery)
    assert (row.address, row.subject) == (ward.requester.email, "［令和8年度-0001］返信があります")
    assert "窓口の件です" in row.body
    assert relay().tried == 0


def test_one_connection_serves_a_round(ward: Ward, mailbox: Mailbox) -> None:
    _owe_many(5)
    assert relay().sent == 5
    assert len(set(mailbox.ids)) == 5


def test_a_round_ends_at_its_limits_and_says_so(ward: Ward, mailbox: Mailbox) -> None:
    _owe_many(5)
    rounds = [relay(seconds=0), relay(limit=2), relay(limit=9, seconds=60)]
    assert [(report.tried, report.is_cut) for report in rounds] == [(0, True), (2, True), (3, False)]


def test_one_task_wakes_the_next_where_there_is_more(
    ward: Ward, mailbox: Mailbox, django_capture_on_commit_callbacks: Any
) -> None:
    _owe_many(5)
    with pytest.MonkeyPatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr(tasks, "MAILS_A_TASK", 2)
        tasks.relay.delay()
    assert len(set(mailbox.ids)) == 5


def test_without_a_mail_server_it_is_kept_in_the_outbox(ward: Ward, settings: Any) -> None:
    settings.MAIL_IS_KEPT = True
    [delivery] = owe(ward.requester)
    relay()
    assert _facts(delivery) == (DeliveryState.KEPT, 1, True)
    assert "返信があります" in _row(delivery).body


def test_what_was_claimed_by_a_relay_that_died_is_sent_once_its_lease_is_over(
    ward: Ward, mailbox: Mailbox, clock: Any, settings: Any
) -> None:
    [delivery] = owe(ward.requester)
    assert claim_next(now=walk.NOW) == delivery
    assert _facts(delivery) == (DeliveryState.SENDING, 1, False)
    clock.move_to(walk.NOW + dt.timedelta(seconds=settings.MAIL_LEASE_SECONDS - 1))
    assert relay().tried == 0
    clock.move_to(walk.NOW + dt.timedelta(seconds=settings.MAIL_LEASE_SECONDS))
    assert relay().sent == 1
    assert mailbox.ids == [delivery.message_id]


def test_whoever_comes_back_after_their_lease_changes_nothing(ward: Ward, settings: Any, mailbox: Mailbox) -> None:
    """The first relay's server answers so late that a second relay has sent the mail by then."""
    [delivery] = owe(ward.requester)

    original = Post.send

    def send_slowly(post: Post, mail: Any) -> None:
        original(post, mail)
        Delivery.objects.filter(pk=delivery.pk).update(due_at=walk.NOW + 9 * MINUTE, attempts=2)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Post, "send", send_slowly)
        relay()
    row = _row(delivery)
    assert (row.state, row.attempts, row.due_at) == (DeliveryState.SENDING, 2, walk.NOW + 9 * MINUTE)


@pytest.mark.parametrize(
    ("now", "goes_at"),
    [
        (jst(dt.date(2026, 11, 24), dt.time(10)), None),
        (jst(dt.date(2026, 11, 24), dt.time(7)), jst(dt.date(2026, 11, 24), dt.time(8, 30))),
        (jst(dt.date(2026, 11, 24), dt.time(22)), jst(dt.date(2026, 11, 25), dt.time(8, 30))),
        (jst(dt.date(2026, 11, 27), dt.time(17, 15)), jst(dt.date(2026, 11, 30), dt.time(8, 30))),
        (jst(dt.date(2026, 12, 30), dt.time(10)), jst(dt.date(2027, 1, 4), dt.time(8, 30))),
    ],
)
def test_a_reminder_waits_for_the_office_to_open_and_that_is_no_attempt(
    ward: Ward, mailbox: Mailbox, clock: Any, now: dt.datetime, goes_at: dt.datetime | None
) -> None:
    clock.move_to(now)
    [delivery] = owe(ward.requester, in_office_hours=True)
    relay()
    if goes_at is None:
        assert _facts(delivery) == (DeliveryState.SENT, 1, True)
        return
    assert _facts(delivery) == (DeliveryState.OWED, 0, False)
    assert _row(delivery).due_at == goes_at
    clock.move_to(goes_at)
    assert relay().sent == 1


def test_anything_else_goes_at_once_at_any_hour(ward: Ward, mailbox: Mailbox, clock: Any) -> None:
    clock.move_to(jst(dt.date(2026, 11, 28), dt.time(23)))
    owe(ward.requester)
    assert relay().sent == 1


def test_a_recipient_who_is_refused_for_good_stops_nobody(ward: Ward, mailbox: Mailbox) -> None:
    User.objects.filter(pk=ward.requester.pk).update(email="nobody@city.example")
    mailbox.to_recipient = lambda address, _count: "550 no such user" if "nobody" in address else "250 OK"
    [refused], [fine] = owe(ward.requester), owe(ward.colleague, event="e2")
    report = relay()
    assert (report.dead, report.sent) == (1, 1)
    assert _facts(refused) == (DeliveryState.DEAD, 1, True)
    assert _row(refused).reason == "メールサーバーの返事：550 no such user"
    assert _facts(fine) == (DeliveryState.SENT, 1, True)
    assert relay().tried == 0


def test_a_mail_that_is_refused_for_what_it_says_is_dead(ward: Ward, mailbox: Mailbox) -> None:
    mailbox.to_data = lambda _id, _count: "554 looks like spam"
    [delivery] = owe(ward.requester)
    relay()
    assert _facts(delivery) == (DeliveryState.DEAD, 1, True)
    assert "554 looks like spam" in _row(delivery).reason


def test_not_now_is_tried_again_later_and_later(ward: Ward, mailbox: Mailbox, clock: Any) -> None:
    mailbox.to_recipient = lambda _address, _count: "450 try again later"
    [delivery] = owe(ward.requester)
    waits = []
    for _ in range(8):
        before = _row(delivery).due_at
        clock.move_to(before)
        assert relay().failed == 1
        waits.append(round((_row(delivery).due_at - before) / MINUTE))
    assert waits == [1, 2, 5, 10, 30, 60, 60, 60]
    assert _facts(delivery) == (DeliveryState.OWED, 8, False)
    mailbox.to_recipient = lambda _address, _count: "250 OK"
    clock.move_to(_row(delivery).due_at)
    assert relay().sent == 1
    assert mailbox.ids == [delivery.message_id]


def test_after_five_days_it_is_given_up_with_the_reason(ward: Ward, mailbox: Mailbox, clock: Any) -> None:
    mailbox.to_recipient = lambda _address, _count: "450 try again later"
    [delivery] = owe(ward.requester)
    Delivery.objects.filter(pk=delivery.pk).update(owed_at=walk.NOW)
    clock.move_to(walk.NOW + dt.timedelta(days=5))
    relay()
    assert _facts(delivery)[0] == DeliveryState.OWED
    clock.move_to(walk.NOW + dt.timedelta(days=5, hours=2))
    assert relay().dead == 1
    assert "450" in _row(delivery).reason


def test_a_connection_that_breaks_before_the_yes_is_tried_again_with_the_same_id(
    ward: Ward, mailbox: Mailbox, clock: Any
) -> None:
    mailbox.to_data = lambda _id, count: "drop after" if count == 1 else "250 OK"
    [delivery] = owe(ward.requester)
    assert relay().failed == 1
    clock.move_to(walk.NOW + MINUTE)
    assert relay().sent == 1
    assert mailbox.ids == [delivery.message_id] * 2


def test_a_server_that_is_not_there_ends_the_round_after_three(ward: Ward, mailbox: Mailbox, settings: Any) -> None:
    settings.EMAIL_PORT = 9
    _owe_many(10)
    report = relay()
    assert (report.failed, report.tried) == (3, 3)
    assert Delivery.objects.filter(attempts=0).count() == 7
    assert not Delivery.objects.filter(state=DeliveryState.DEAD).exists()


def test_a_mail_that_cannot_even_be_made_is_dead_and_stops_nobody(ward: Ward, mailbox: Mailbox) -> None:
    [broken], [fine] = owe(ward.requester), owe(ward.colleague, event="e2")
    Delivery.objects.filter(pk=broken.pk).update(calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    report = relay()
    assert (report.dead, report.sent) == (1, 1)
    assert "メールを作れません：ValueError" in _row(broken).reason
    assert _facts(fine)[0] == DeliveryState.SENT


def test_what_may_not_be_sent_is_dropped_with_the_reason(ward: Ward, mailbox: Mailbox, things: Things) -> None:
    [delivery] = owe(ward.requester)
    things.seen.clear()
    assert relay().dropped == 1
    assert _facts(delivery) == (DeliveryState.DROPPED, 1, True)
    assert "いまは見られない" in _row(delivery).reason
    assert mailbox.taken == []


def test_the_command_says_what_came_of_it(ward: Ward, mailbox: Mailbox, capsys: pytest.CaptureFixture[str]) -> None:
    owe(ward.requester)
    call_command("relay_mail")
    assert capsys.readouterr().out.strip() == ("送信 1通、送信箱 0通、見送り 0通、後で再送 0通、届けられない 0通")


def test_a_broken_connection_is_hung_up_and_made_anew(ward: Ward, mailbox: Mailbox) -> None:
    mailbox.to_data = lambda _id, count: "451 local error" if count == 1 else "250 OK"
    mail = EmailMultiAlternatives("件名", "本文", "a@city.example", ["b@city.example"], headers={"Message-ID": "<1@x>"})
    with Post() as post:
        with pytest.raises(smtplib.SMTPDataError):
            post.send(mail)
        post.send(mail)
    assert len(mailbox.taken) == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_relays_never_claim_the_same_mail(things: Things, settings: Any) -> None:
    # Nothing wakes a relay of its own here.
    settings.REDIS_URL, settings.MAIL_IS_KEPT = "", False
    with time_machine.travel(walk.NOW, tick=False):
        _owe_many(20)
        claimed: list[int] = []
        lock, start = threading.Lock(), threading.Barrier(4)

        def work() -> None:
            start.wait()
            while (delivery := claim_next(now=walk.NOW)) is not None:
                with lock:
                    claimed.append(delivery.pk)
            connections.close_all()

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(claimed) == 20
    assert len(set(claimed)) == 20
