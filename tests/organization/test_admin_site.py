"""The administrators' site lies under the portal's sign-in."""

import pytest
from django.test import Client

from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/admin/", "/admin/organization/user/", "/admin/login/", "/admin/password_change/"])
def test_anonymous_is_sent_to_the_portals_sign_in(client: Client, path: str) -> None:
    response = client.get(path, follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[-1][0].startswith("/login/?next=/admin/")


@pytest.mark.parametrize("path", ["/admin/", "/admin/organization/user/", "/admin/login/", "/admin/jsi18n/"])
def test_someone_who_is_no_administrator_gets_403_and_no_loop(client: Client, path: str) -> None:
    client.force_login(UserFactory())
    assert client.get(path).status_code == 403


def test_administrator_comes_in_and_reads_the_title(client: Client) -> None:
    client.force_login(UserFactory(is_administrator=True))
    page = client.get("/admin/").content.decode()
    assert "港区DX相談ポータル 管理" in page
    assert client.get("/admin/login/?next=/admin/organization/").url == "/login/?next=/admin/organization/"


def test_sign_in_leads_on_to_the_admin(client: Client, sign_in) -> None:
    user = UserFactory(is_administrator=True)
    assert sign_in(client, user.staff_number, next="/admin/").url == "/admin/"


def test_password_change_of_the_admin_is_the_portals(client: Client) -> None:
    client.force_login(UserFactory(is_administrator=True))
    assert client.get("/admin/password_change/").url == "/password/change/"


def test_signing_out_of_the_admin_leads_to_the_sign_in_page(client: Client) -> None:
    client.force_login(UserFactory(is_administrator=True))
    assert client.post("/admin/logout/").url == "/login/"
