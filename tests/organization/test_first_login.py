"""Slips: the way in without a password, and out of a forgotten one."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from minato_dx.organization.models import FirstLoginSlip, User
from minato_dx.organization.services.slips import ALPHABET, issue_slips
from tests.organization.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NEW = "shiokaze-no-michi-7"


def _issue(user: User) -> str:
    (slip,) = issue_slips(users=[user], issued_by=UserFactory(is_administrator=True))
    return slip.code


def test_code_opens_nothing_but_the_password_page_until_one_is_set(client: Client, sign_in) -> None:
    user = UserFactory(password=None)
    code = _issue(user)
    assert sign_in(client, user.staff_number, code).url == "/"
    assert client.get("/profile/").url == "/password/change/?next=/profile/"
    assert client.post("/profile/", {"extension": "1"}).url == "/password/change/"
    fragment = client.get("/profile/", headers={"HX-Request": "true"})
    assert fragment.headers["HX-Redirect"] == "/password/change/"
    page = client.get("/password/change/?next=/profile/").content.decode()
    assert "あなたのパスワードを決めてください" in page
    assert "old_password" not in page
    done = client.post("/password/change/?next=/profile/", {"new_password1": NEW, "new_password2": NEW})
    assert done.url == "/profile/"
    assert client.get("/profile/").status_code == 200
    assert sign_in(Client(), user.staff_number, NEW).status_code == 302


def test_code_is_used_up_by_the_new_password(client: Client, sign_in) -> None:
    user = UserFactory(password=None)
    code = _issue(user)
    sign_in(client, user.staff_number, code)
    # Closing the browser before the password is set locks nobody out.
    assert sign_in(Client(), user.staff_number, code).status_code == 302
    client.post("/password/change/", {"new_password1": NEW, "new_password2": NEW})
    assert sign_in(Client(), user.staff_number, code).status_code == 200
    assert FirstLoginSlip.objects.get().used_at is not None


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
def test_code_may_be_typed_as_people_type(client: Client, sign_in, typed) -> None:
    user = UserFactory(password=None)
    assert sign_in(client, user.staff_number, typed(_issue(user))).status_code == 302


def test_code_works_until_the_fourteenth_day(sign_in, now) -> None:
    user = UserFactory(password=None)
    with time_machine.travel(now, tick=False) as clock:
        code = _issue(user)
        clock.shift(dt.timedelta(days=14, seconds=-1))
        assert sign_in(Client(), user.staff_number, code).status_code == 302
        clock.shift(dt.timedelta(seconds=1))
        assert sign_in(Client(), user.staff_number, code).status_code == 200


def test_code_of_someone_else_or_an_earlier_one_does_not_work(client: Client, sign_in) -> None:
    one, other = UserFactory(password=None), UserFactory(password=None)
    earlier, others = _issue(one), _issue(other)
    assert _issue(one) != earlier
    assert sign_in(client, one.staff_number, earlier).status_code == 200
    assert sign_in(client, one.staff_number, others).status_code == 200
    assert sign_in(client, one.staff_number, "").status_code == 200


def test_slip_takes_the_place_of_the_old_password_and_ends_running_sessions(client: Client, sign_in) -> None:
    user = UserFactory()
    client.force_login(user)
    _issue(user)
    assert client.get("/profile/").status_code == 302
    assert sign_in(client, user.staff_number, PASSWORD).status_code == 200


def test_only_the_hash_of_a_code_is_stored() -> None:
    code = _issue(UserFactory())
    stored = FirstLoginSlip.objects.get()
    assert code.replace("-", "") not in stored.code_hash
    assert len(code) == 14
    assert set(code) <= set(ALPHABET) | {"-"}


def test_departed_and_switched_off_people_get_no_slip(now) -> None:
    people = [UserFactory(left_on=dt.date(2026, 11, 24)), UserFactory(is_active=False), UserFactory()]
    with time_machine.travel(now, tick=False):
        slips = issue_slips(users=people, issued_by=UserFactory())
    assert [slip.user for slip in slips] == [people[2]]
    people[0].refresh_from_db()
    assert people[0].check_password(PASSWORD)


def test_departed_person_does_not_come_in_with_a_slip(client: Client, sign_in) -> None:
    user = UserFactory(password=None)
    code = _issue(user)
    User.objects.filter(pk=user.pk).update(left_on=dt.date(2020, 1, 1))
    assert sign_in(client, user.staff_number, code).status_code == 200


def test_guessing_codes_is_locked_out_as_well(client: Client, sign_in) -> None:
    user = UserFactory(password=None)
    code = _issue(user)
    for _ in range(5):
        sign_in(client, user.staff_number, "AAAA-AAAA-AAAA")
    assert sign_in(client, user.staff_number, code).status_code == 429


def test_person_may_leave_instead_of_setting_a_password(client: Client, sign_in) -> None:
    user = UserFactory(password=None)
    sign_in(client, user.staff_number, _issue(user))
    assert client.post("/logout/").url == "/login/"
