"""The city's own sign-in: a header believed from its proxy and refused from anywhere else."""

import datetime as dt

import pytest
from django.test import Client

from minato_dx.organization.models import User
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db

PROXY = "10.1.2.3"


@pytest.fixture
def behind_proxy(settings) -> None:
    settings.REMOTE_USER_HEADER = "HTTP_X_REMOTE_STAFF"
    settings.REMOTE_USER_ADDRESSES = ["10.1.2.0/24", "192.168.0.9"]


def _get(client: Client, number: str, address: str = PROXY, path: str = "/profile/"):
    return client.get(path, headers={"X-Remote-Staff": number}, REMOTE_ADDR=address)


@pytest.mark.parametrize("address", [PROXY, "192.168.0.9"])
@pytest.mark.usefixtures("behind_proxy")
def test_person_named_by_the_proxy_is_in_at_once(client: Client, address: str) -> None:
    UserFactory(staff_number="0004121", name="真砂 陽菜")
    response = _get(client, "0004121", address)
    assert response.status_code == 200
    assert response.context["user"].name == "真砂 陽菜"


@pytest.mark.parametrize("address", ["10.1.3.1", "127.0.0.1", "", "not-an-address"])
@pytest.mark.usefixtures("behind_proxy")
def test_header_from_any_other_address_is_refused(client: Client, address: str) -> None:
    UserFactory(staff_number="0004121")
    response = _get(client, "0004121", address)
    assert response.status_code == 403
    assert "この経路からはログインできません" in response.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("behind_proxy")
def test_header_from_another_address_is_refused_to_someone_signed_in_too(client: Client) -> None:
    user = UserFactory()
    client.force_login(user)
    assert _get(client, user.staff_number, "10.9.9.9").status_code == 403


@pytest.mark.parametrize("facts", [None, {"left_on": dt.date(2020, 1, 1)}, {"is_active": False}])
@pytest.mark.usefixtures("behind_proxy")
def test_unknown_departed_and_switched_off_people_are_told_so(client: Client, facts: dict | None) -> None:
    if facts is not None:
        UserFactory(staff_number="0004121", **facts)
    response = _get(client, "0004121")
    assert response.status_code == 403
    assert "この職員番号では、ポータルを使えません" in response.content.decode()


@pytest.mark.usefixtures("behind_proxy")
def test_next_person_at_the_same_browser_gets_a_session_of_their_own(client: Client) -> None:
    first, second = UserFactory(), UserFactory()
    _get(client, first.staff_number)
    assert _get(client, second.staff_number).context["user"] == second


@pytest.mark.usefixtures("behind_proxy")
def test_second_request_signs_in_nobody_again(client: Client) -> None:
    user = UserFactory()
    _get(client, user.staff_number)
    first = User.objects.get(pk=user.pk).last_login
    _get(client, user.staff_number)
    assert User.objects.get(pk=user.pk).last_login == first


@pytest.mark.usefixtures("behind_proxy")
def test_two_numbers_in_one_header_are_nobody(client: Client) -> None:
    first, second = UserFactory(), UserFactory()
    assert _get(client, f"{first.staff_number},{second.staff_number}").status_code == 403


@pytest.mark.usefixtures("behind_proxy")
def test_without_header_local_accounts_work_as_ever(client: Client, sign_in) -> None:
    user = UserFactory()
    assert client.get("/profile/").status_code == 302
    assert _get(client, "").status_code == 302
    assert sign_in(client, user.staff_number).status_code == 302
    assert client.get("/profile/").status_code == 200


@pytest.mark.usefixtures("behind_proxy")
def test_forced_password_change_is_not_for_those_the_proxy_vouches_for(client: Client) -> None:
    assert _get(client, UserFactory(must_change_password=True).staff_number).status_code == 200


@pytest.mark.usefixtures("behind_proxy")
def test_signing_out_says_that_the_proxy_will_sign_in_again(client: Client) -> None:
    user = UserFactory()
    _get(client, user.staff_number)
    response = client.post("/logout/", headers={"X-Remote-Staff": user.staff_number}, REMOTE_ADDR=PROXY)
    assert response.status_code == 200
    assert "同じ職員番号で自動的に入ります" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_header_means_nothing_where_the_setting_is_empty(client: Client) -> None:
    assert _get(client, UserFactory().staff_number).status_code == 302


@pytest.mark.parametrize(("hops", "status"), [(f"192.0.2.1, {PROXY}", 200), (f"{PROXY}, 192.0.2.1", 403)])
@pytest.mark.usefixtures("behind_proxy")
def test_behind_our_own_proxy_the_address_that_called_it_counts(
    client: Client, settings, hops: str, status: int
) -> None:
    settings.PROXY_COUNT = 1
    headers = {"X-Remote-Staff": UserFactory().staff_number, "X-Forwarded-For": hops}
    response = client.get("/profile/", headers=headers, REMOTE_ADDR="172.18.0.5")
    assert response.status_code == status


@pytest.mark.usefixtures("behind_proxy")
def test_address_is_that_before_our_own_proxies(client: Client, settings) -> None:
    settings.PROXY_COUNT = 1
    user = UserFactory()
    sent = {"X-Remote-Staff": user.staff_number}
    seen_by_us = {"REMOTE_ADDR": "172.16.0.1"}
    through = client.get("/profile/", headers=sent | {"X-Forwarded-For": f"8.8.8.8, {PROXY}"}, **seen_by_us)
    assert through.status_code == 200
    pretended = Client().get("/profile/", headers=sent | {"X-Forwarded-For": f"{PROXY}, 8.8.8.8"}, **seen_by_us)
    assert pretended.status_code == 403


@pytest.mark.usefixtures("behind_proxy")
def test_form_of_a_page_that_outlived_its_session_still_arrives(settings) -> None:
    client, user = Client(enforce_csrf_checks=True), UserFactory()
    sent = {"headers": {"X-Remote-Staff": user.staff_number}, "REMOTE_ADDR": PROXY}
    client.get("/profile/", **sent)
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    del client.cookies[settings.SESSION_COOKIE_NAME]
    data = {"extension": "2399", "email": "", "csrfmiddlewaretoken": token}
    assert client.post("/profile/", data, **sent).status_code == 302
    user.refresh_from_db()
    assert user.extension == "2399"
    assert client.post("/profile/", {"extension": "1"}, **sent).status_code == 403


@pytest.mark.usefixtures("behind_proxy")
def test_form_of_the_person_before_is_not_sent_in_the_name_of_the_next(client: Client) -> None:
    first, second = UserFactory(extension="1111"), UserFactory(extension="2222")
    _get(client, first.staff_number)
    sent = {"headers": {"X-Remote-Staff": second.staff_number}, "REMOTE_ADDR": PROXY}
    assert client.post("/profile/", {"extension": "3333", "email": ""}, **sent).url == "/"
    assert set(User.objects.values_list("extension", flat=True)) == {"1111", "2222"}
