"""Coming in with a password: who may, what is said, and where one lands."""

import datetime as dt

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client

from minato_dx.organization.models import User
from tests.organization.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_right_password_leads_home(client: Client, sign_in) -> None:
    user = UserFactory(staff_number="0004121")
    response = sign_in(client, "0004121")
    assert response.status_code == 302
    assert response.url == "/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_page_that_was_wanted_is_reached_after_signing_in(client: Client) -> None:
    UserFactory(staff_number="0004121")
    redirected = client.get("/duties/?on=2026-11-24")
    assert redirected.url == "/login/?next=/duties/%3Fon%3D2026-11-24"
    page = client.get(redirected.url).content.decode()
    assert 'name="username"' in page
    response = client.post(redirected.url, {"username": "0004121", "password": "aoi-umi-2026"})
    assert response.url == "/duties/?on=2026-11-24"


def test_address_of_another_site_is_not_followed(client: Client, sign_in) -> None:
    UserFactory(staff_number="0004121")
    assert sign_in(client, "0004121", next="https://elsewhere.example/").url == "/"


def test_full_width_digits_are_understood(client: Client, sign_in) -> None:
    UserFactory(staff_number="0004121")
    assert sign_in(client, "　０００４１２１ ").status_code == 302


@pytest.mark.parametrize(
    ("staff_number", "password"), [("0004121", "wrong"), ("4121", "aoi-umi-2026"), ("9999999", "aoi-umi-2026")]
)
def test_wrong_number_and_wrong_password_get_the_same_sentence(
    client: Client, sign_in, staff_number: str, password: str
) -> None:
    UserFactory(staff_number="0004121")
    response = sign_in(client, staff_number, password)
    assert response.status_code == 200
    page = response.content.decode()
    assert "職員番号かパスワードが違います。職員番号は先頭の0も入れてください。" in page
    assert f'value="{staff_number}"' in page
    assert password not in page
    assert "_auth_user_id" not in client.session


def test_empty_form_says_what_to_fill_in(client: Client) -> None:
    page = client.post("/login/", {}).content.decode()
    assert "職員番号を書いてください" in page
    assert "パスワードを書いてください" in page


@pytest.mark.parametrize("facts", [{"is_active": False}, {"left_on": dt.date(2026, 11, 24)}])
def test_switched_off_and_departed_people_do_not_come_in(client: Client, sign_in, now, facts: dict) -> None:
    UserFactory(staff_number="0004121", **facts)
    with time_machine.travel(now, tick=False):
        assert sign_in(client, "0004121").status_code == 200
    assert "_auth_user_id" not in client.session


def test_running_session_ends_on_the_day_of_departure(client: Client, sign_in) -> None:
    user = UserFactory(left_on=dt.date(2026, 11, 25))
    with time_machine.travel(dt.datetime(2026, 11, 24, 14, 58, tzinfo=dt.UTC), tick=False):  # 23:58 JST
        sign_in(client, user.staff_number)
        assert client.get("/profile/").status_code == 200
    with time_machine.travel(dt.datetime(2026, 11, 24, 15, 0, tzinfo=dt.UTC), tick=False):  # 00:00 JST
        assert client.get("/profile/").url == "/login/?next=/profile/"


def test_running_session_ends_when_the_account_is_switched_off(client: Client) -> None:
    user = UserFactory()
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/profile/").status_code == 302


def test_signed_in_person_is_sent_on_from_the_sign_in_page(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get("/login/").url == "/"


def test_signing_out_needs_a_post_and_ends_the_session(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").url == "/login/"
    assert client.get("/profile/").status_code == 302
    assert client.post("/logout/").url == "/login/"


def test_sixth_guess_is_locked_out_even_with_the_right_password(client: Client, sign_in) -> None:
    UserFactory(staff_number="0004121")
    for _ in range(4):
        assert sign_in(client, "0004121", "wrong").status_code == 200
    locked = sign_in(client, "0004121", "wrong")
    assert locked.status_code == 429
    assert "30分" in locked.content.decode()
    # Full-width digits are no way round it.
    assert sign_in(client, "０００４１２１").status_code == 429
    assert sign_in(client, "0004121").status_code == 429
    assert AccessAttempt.objects.get().username == "0004121"


def test_lock_out_is_that_of_one_number_and_ends_after_half_an_hour(client: Client, sign_in, now) -> None:
    UserFactory(staff_number="0004121")
    UserFactory(staff_number="0004122")
    with time_machine.travel(now, tick=False) as clock:
        for _ in range(5):
            sign_in(client, "0004121", "wrong")
        assert sign_in(Client(), "0004122").status_code == 302
        clock.shift(dt.timedelta(minutes=31))
        assert sign_in(client, "0004121").status_code == 302


def test_demo_people_stand_on_the_sign_in_page_and_come_in_with_one_click(client: Client, settings) -> None:
    settings.DEMO = True
    person = UserFactory(name="真砂 陽菜", is_demo=True, demo_role="所管課の職員")
    UserFactory(name="役なし 一郎", is_demo=True)
    MembershipFactory(user=person, division__version__name="保育課")
    page = client.get("/login/?next=/profile/").content.decode()
    assert "所管課の職員" in page
    assert "保育課" in page
    assert "役なし" not in page
    response = client.post("/login/demo/", {"staff_number": person.staff_number, "next": "/profile/"})
    assert response.url == "/profile/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_only_demo_people_come_in_without_a_password(client: Client, settings) -> None:
    settings.DEMO = True
    assert client.post("/login/demo/", {"staff_number": UserFactory().staff_number}).status_code == 404
    assert client.post("/login/demo/", {}).status_code == 404
    assert client.get("/login/demo/").status_code == 405


def test_without_demo_there_is_neither_list_nor_address(client: Client) -> None:
    person = UserFactory(is_demo=True, demo_role="所管課の職員")
    assert "お試しの人" not in client.get("/login/").content.decode()
    assert client.post("/login/demo/", {"staff_number": person.staff_number}).status_code == 404


def test_sign_in_page_with_a_list_takes_one_query(client: Client, settings, django_assert_num_queries) -> None:
    settings.DEMO = True
    for count in (1, 2):
        for _ in range(count):
            MembershipFactory(user__is_demo=True, user__demo_role="DX担当")
        client.get("/login/")
        with django_assert_num_queries(1):
            client.get("/login/")
