"""What the door throws away, and what its clock does."""

import datetime as dt
import smtplib
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail as outbox
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from minato_dx.door.enums import MailState, SubmissionState
from minato_dx.door.models import Mail, RateCount, Submission, Token
from minato_dx.door.services import mailing, upkeep
from tests.door.steps import begin, key_in, mailed_link, send, submit, write

pytestmark = [pytest.mark.django_db(databases=["default", "door"]), pytest.mark.usefixtures("published")]
DAY = dt.timedelta(days=1)


def test_a_draft_stays_seven_days_after_its_last_word(vendor: Client) -> None:
    begin(vendor)
    now = timezone.now()
    upkeep.tidy(now=now + 7 * DAY)
    assert Submission.objects.exists()
    upkeep.tidy(now=now + 7 * DAY + dt.timedelta(seconds=1))
    assert not Submission.objects.exists()


def test_what_is_not_confirmed_goes_after_three_days(vendor: Client) -> None:
    key = key_in(begin(vendor))
    write(vendor, key)
    send(vendor, key)
    link = mailed_link()
    upkeep.tidy(now=timezone.now() + 3 * DAY + dt.timedelta(seconds=1))
    assert not Submission.objects.exists()
    assert vendor.post(link).status_code == 404


def test_what_was_received_stays(vendor: Client) -> None:
    submit(vendor)
    upkeep.tidy(now=timezone.now() + 100 * DAY)
    assert Submission.objects.get().state == SubmissionState.RECEIVED


def test_old_keys_counts_and_mails_go(vendor: Client) -> None:
    submit(vendor)
    Mail.objects.update(state=MailState.SENT)
    upkeep.tidy(now=timezone.now() + 200 * DAY)
    assert not Token.objects.exists()
    assert not RateCount.objects.exists()
    assert not Mail.objects.exists()


@pytest.mark.parametrize(("days", "gone"), [(3 * 365, False), (3 * 365 + 1, True)])
def test_addresses_go_after_the_published_years(vendor: Client, days: int, gone: bool) -> None:
    row = submit(vendor)
    ended = timezone.now() - days * DAY - dt.timedelta(seconds=1) * gone
    Submission.objects.filter(pk=row.pk).update(state=SubmissionState.ENDED, ended_at=ended)
    upkeep.erase_old(now=timezone.now())
    row.refresh_from_db()
    assert (row.mail == "") == gone
    assert (row.answers == {}) == gone
    assert row.receipt, "the number stays"


def test_an_open_one_is_never_erased(vendor: Client) -> None:
    row = submit(vendor)
    upkeep.erase_old(now=timezone.now() + 4000 * DAY)
    row.refresh_from_db()
    assert row.mail


def test_mails_go_out_once_and_their_words_are_gone(vendor: Client) -> None:
    submit(vendor)
    now = timezone.now()
    assert mailing.send_owed(now=now) == 2
    assert mailing.send_owed(now=now) == 0
    assert [message.to for message in outbox.outbox] == [["taro@example.com"]] * 2
    assert len({message.extra_headers["Message-ID"] for message in outbox.outbox}) == 2
    assert set(Mail.objects.values_list("state", "body")) == {(MailState.SENT, "")}


def test_a_server_that_is_away_is_tried_again_later_with_the_same_id(
    vendor: Client, at_the_door: Any, unused_tcp_port: int
) -> None:
    submit(vendor)
    at_the_door.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    at_the_door.EMAIL_HOST, at_the_door.EMAIL_PORT, at_the_door.EMAIL_TIMEOUT = "127.0.0.1", unused_tcp_port, 2
    now = timezone.now()
    assert mailing.send_owed(now=now) == 0
    row = Mail.objects.order_by("pk")[0]
    assert (row.state, row.due_at) == (MailState.OWED, now + dt.timedelta(minutes=1))
    assert row.body
    message_id = row.message_id
    mailing.send_owed(now=now + 4 * DAY)
    row.refresh_from_db()
    assert (row.state, row.message_id, row.body) == (MailState.DEAD, message_id, "")


@pytest.fixture
def unused_tcp_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_an_unknown_address_is_given_up_at_once() -> None:
    known = smtplib.SMTPRecipientsRefused({"a@example.com": (550, b"unknown")})
    away = smtplib.SMTPRecipientsRefused({"a@example.com": (450, b"later")})
    assert mailing._is_final(known)
    assert not mailing._is_final(away)


def test_one_round_of_the_clock(vendor: Client, at_the_door: Any) -> None:
    submit(vendor)
    # Without the ward's key the door sends its mails and waits.
    call_command("run_door_jobs")
    assert len(outbox.outbox) == 2
    assert (django_settings.DATA_DIR / "door-jobs").exists()
