"""Slips printed and mailed from the list of people."""

import datetime as dt
import re

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from minato_dx.organization.models import FirstLoginSlip, User
from minato_dx.organization.services.slips import mail_slip
from tests.organization.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/organization/user/"
CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}\b")


@pytest.fixture
def administrator() -> User:
    return UserFactory(is_administrator=True)


@pytest.fixture
def client(administrator: User) -> Client:
    browser = Client()
    browser.force_login(administrator)
    return browser


def _act(client: Client, action: str, people: list[User], **more: str):
    return client.post(LIST, {"action": action, "_selected_action": [user.pk for user in people], **more})


def test_printing_asks_first_and_says_what_happens(client: Client) -> None:
    people = [UserFactory(name="真砂 陽菜"), UserFactory(name="去った 人", left_on=dt.date(2020, 1, 1))]
    page = _act(client, "print_slips", people).content.decode()
    assert "1人に新しい初回ログイン票を作ります" in page
    assert "いまのパスワードと、前に渡した票は使えなくなります" in page
    assert "出せない人（離職か停止中、またはあなた自身）" in page
    assert not FirstLoginSlip.objects.exists()


def test_slips_are_shown_once_with_codes_that_open_the_door(client: Client, sign_in) -> None:
    people = [UserFactory(name=f"人{number} 花子") for number in range(3)]
    response = _act(client, "print_slips", people, confirmed="yes")
    page = response.content.decode()
    codes = CODE.findall(page)
    assert len(codes) == 3
    assert "no-store" in response.headers["Cache-Control"]
    assert "/login/" in page
    for user, code in zip(people, codes, strict=True):
        assert page.index(user.name) < page.index(code)
        assert sign_in(Client(), user.staff_number, code).status_code == 302
        assert sign_in(Client(), user.staff_number, PASSWORD).status_code == 200
    assert LogEntry.objects.count() == 3
    assert CODE.search("".join(LogEntry.objects.values_list("change_message", flat=True))) is None


def test_confirming_leads_through_the_page_that_was_shown(client: Client) -> None:
    user = UserFactory()
    page = _act(client, "print_slips", [user]).content.decode()
    fields = dict(re.findall(r'<input\s+type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"', page))
    assert CODE.search(client.post(LIST, fields).content.decode())


def test_nobody_entitled_gets_a_way_back_and_no_button(client: Client) -> None:
    page = _act(client, "print_slips", [UserFactory(is_active=False)]).content.decode()
    assert "票を出せる人が選ばれていません" in page
    assert 'name="confirmed"' not in page


def test_nobody_takes_away_their_own_password(client: Client, administrator: User) -> None:
    page = _act(client, "print_slips", [administrator], confirmed="yes").content.decode()
    assert CODE.search(page) is None
    administrator.refresh_from_db()
    assert administrator.check_password(PASSWORD)


def test_mailing_names_those_without_mail_and_sends_to_the_others(
    client: Client, sign_in, mailoutbox, django_capture_on_commit_callbacks
) -> None:
    with_mail, without = UserFactory(), UserFactory(name="便り なし", email="")
    asked = _act(client, "mail_slips", [with_mail, without]).content.decode()
    assert "送れない人" in asked
    assert "便り なし" in asked
    with django_capture_on_commit_callbacks(execute=True):
        done = _act(client, "mail_slips", [with_mail, without], confirmed="yes")
    assert done.status_code == 302
    (mail,) = mailoutbox
    assert mail.to == [with_mail.email]
    assert "14" not in mail.subject
    assert with_mail.staff_number in mail.body
    assert sign_in(Client(), with_mail.staff_number, CODE.search(mail.body)[0]).status_code == 302
    assert sign_in(Client(), without.staff_number, PASSWORD).status_code == 302
    assert "1人に初回ログイン票を送ります" in client.get(LIST).content.decode()


def test_mail_that_cannot_be_sent_leaves_the_old_password(client: Client, monkeypatch) -> None:
    def down(*args: object) -> None:
        raise OSError("no server")

    user, by = UserFactory(), UserFactory()
    monkeypatch.setattr("minato_dx.organization.services.slips.send_mail", down)
    with pytest.raises(OSError, match="no server"):
        mail_slip(user=user, issued_by=by)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert not FirstLoginSlip.objects.exists()


def test_list_of_slips_tells_who_and_when_and_no_code(client: Client) -> None:
    user = UserFactory(name="真砂 陽菜")
    code = CODE.search(_act(client, "print_slips", [user], confirmed="yes").content.decode())[0]
    page = client.get("/admin/organization/firstloginslip/").content.decode()
    assert "真砂 陽菜" in page
    assert code not in page
    slip = FirstLoginSlip.objects.get()
    assert slip.code_hash not in client.get(f"/admin/organization/firstloginslip/{slip.pk}/change/").content.decode()
