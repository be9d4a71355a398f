"""Passwords changed by oneself and set anew by mail."""

import datetime as dt
import re
from smtplib import SMTPException

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client
from kombu.exceptions import OperationalError

from minato_dx.organization import tasks
from minato_dx.organization.models import FirstLoginSlip
from minato_dx.organization.services.slips import issue_slips
from tests.organization.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NEW = "shiokaze-no-michi-7"


def _change(client: Client, old: str, new: str, again: str):
    return client.post("/password/change/", {"old_password": old, "new_password1": new, "new_password2": again})


def test_own_password_is_changed_and_the_session_goes_on(client: Client, sign_in) -> None:
    user = UserFactory()
    client.force_login(user)
    assert _change(client, PASSWORD, NEW, NEW).url == "/"
    assert "パスワードを変えました" in client.get("/profile/").content.decode()
    assert sign_in(Client(), user.staff_number, PASSWORD).status_code == 200
    assert sign_in(Client(), user.staff_number, NEW).status_code == 302


def test_other_sessions_of_the_person_end_with_the_old_password(client: Client) -> None:
    user, elsewhere = UserFactory(), Client()
    client.force_login(user)
    elsewhere.force_login(user)
    _change(client, PASSWORD, NEW, NEW)
    assert elsewhere.get("/profile/").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "text"),
    [
        ("wrong", NEW, NEW, "いまのパスワードが違います"),
        (PASSWORD, NEW, NEW + "x", "2つの新しいパスワードが違います"),
        (PASSWORD, "kaze-7", "kaze-7", "10 文字以上"),
        (PASSWORD, "8529637410", "8529637410", "数字"),
        (PASSWORD, "", "", "新しいパスワードを入れてください"),
    ],
)
def test_unfit_password_is_refused_with_a_way_to_mend_it(client: Client, old, new, again, text: str) -> None:
    user = UserFactory()
    client.force_login(user)
    response = _change(client, old, new, again)
    assert response.status_code == 200
    assert text in response.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def _link(body: str) -> str:
    return re.search(r"https?://[^/\s]+(/\S+)", body)[1]


def _ask(client: Client, staff_number: str, capture) -> str:
    with capture(execute=True):
        response = client.post("/password/reset/", {"staff_number": staff_number})
    assert response.url == "/password/reset/done/"
    return client.get(response.url).content.decode()


def test_link_of_the_mail_sets_a_new_password(
    client: Client, sign_in, mailoutbox, django_capture_on_commit_callbacks
) -> None:
    user = UserFactory(name="真砂 陽菜")
    for _ in range(5):
        sign_in(client, user.staff_number, "wrong")
    (slip,) = issue_slips(users=[user], issued_by=user)
    _ask(client, user.staff_number, django_capture_on_commit_callbacks)
    (mail,) = mailoutbox
    assert mail.to == [user.email]
    assert "24時間" in mail.subject
    assert "真砂 陽菜 様" in mail.body
    opened = client.get(_link(mail.body), follow=True)
    assert "新しいパスワードを決めてください" in opened.content.decode()
    path = opened.redirect_chain[-1][0]
    bad = client.post(path, {"new_password1": NEW, "new_password2": "x"})
    assert "2つの新しいパスワードが違います" in bad.content.decode()
    done = client.post(path, {"new_password1": NEW, "new_password2": NEW}, follow=True)
    assert "パスワードを決めました" in done.content.decode()
    # The lock-out is lifted, the slip used up, the forced change done, and the link works once only.
    assert not AccessAttempt.objects.exists()
    assert FirstLoginSlip.objects.get().used_at is not None
    assert sign_in(Client(), user.staff_number, NEW).url == "/"
    assert "もう使えません" in Client().get(_link(mail.body), follow=True).content.decode()
    assert sign_in(Client(), user.staff_number, slip.code).status_code == 200


def test_link_ends_after_a_day(client: Client, now, mailoutbox, django_capture_on_commit_callbacks) -> None:
    with time_machine.travel(now, tick=False) as clock:
        _ask(client, UserFactory().staff_number, django_capture_on_commit_callbacks)
        clock.shift(dt.timedelta(hours=24, seconds=1))
        assert "もう使えません" in client.get(_link(mailoutbox[0].body), follow=True).content.decode()


def test_answer_is_the_same_whether_the_number_exists_or_not(
    client: Client, mailoutbox, django_capture_on_commit_callbacks
) -> None:
    known = UserFactory()
    without_mail = UserFactory(email="")
    departed = UserFactory(left_on=dt.date(2020, 1, 1))
    numbers = [known.staff_number, without_mail.staff_number, departed.staff_number, "9999999"]
    pages = {_ask(client, number, django_capture_on_commit_callbacks) for number in numbers}
    assert len(pages) == 1
    assert "メールを登録していない方には届きません。システム管理者に" in pages.pop()
    assert [mail.to for mail in mailoutbox] == [[known.email]]


def test_broker_that_is_down_does_not_keep_the_mail_back(
    client: Client, mailoutbox, monkeypatch, django_capture_on_commit_callbacks, caplog
) -> None:
    def down(*args: object) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(tasks.send_password_reset_mail, "delay", down)
    _ask(client, UserFactory().staff_number, django_capture_on_commit_callbacks)
    assert len(mailoutbox) == 1
    assert "the broker is down" in caplog.text


def test_mail_server_that_is_down_shows_the_same_page(
    client: Client, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    def down(**kwargs: object) -> None:
        raise SMTPException("no server")

    monkeypatch.setattr(tasks, "mail_reset_link", down)
    assert "再設定を受け付けました" in _ask(client, UserFactory().staff_number, django_capture_on_commit_callbacks)


def test_empty_number_is_asked_for_again(client: Client) -> None:
    assert "職員番号を書いてください" in client.post("/password/reset/", {}).content.decode()
