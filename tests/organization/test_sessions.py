"""Half an hour idle, eight hours at most, and nothing typed is lost by it."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from minato_dx.organization import kept_input
from minato_dx.organization.middleware import SEEN_AT
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)
ENDED = "ログインの時間が切れました"


@pytest.fixture
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def user(client: Client, clock):
    person = UserFactory(extension="2300")
    client.force_login(person)
    return person


def test_twenty_nine_idle_minutes_are_no_end_and_thirty_one_are(client: Client, clock, user) -> None:
    for _ in range(3):
        clock.shift(29 * MINUTE)
        assert client.get("/profile/").status_code == 200
    clock.shift(31 * MINUTE)
    response = client.get("/profile/")
    assert response.url == "/login/?next=/profile/"
    assert ENDED in client.get(response.url).content.decode()


def test_session_ends_after_eight_hours_of_work(client: Client, clock, user) -> None:
    for _ in range(24):
        clock.shift(20 * MINUTE)
        assert client.get("/profile/").status_code == 200
    clock.shift(MINUTE)
    assert client.get("/profile/").status_code == 302


def test_time_of_the_last_request_is_written_every_five_minutes_only(client: Client, clock, user) -> None:
    def writes() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/profile/")
        return sum("UPDATE" in query["sql"] for query in queries)

    began = client.session[SEEN_AT]
    clock.shift(4 * MINUTE)
    assert writes() == 0
    assert client.session[SEEN_AT] == began
    clock.shift(MINUTE)
    assert writes() == 1
    assert client.session[SEEN_AT] == began + 300


def test_nobody_is_told_of_an_end_who_was_never_there(client: Client) -> None:
    assert ENDED not in client.get("/login/?next=/profile/").content.decode()


def _send_too_late(client: Client, clock) -> None:
    clock.shift(31 * MINUTE)
    response = client.post("/profile/", {"extension": "2301", "email": "新しい@city.example"})
    assert response.url == "/login/?next=/login/resume/"


def test_form_sent_too_late_is_sent_after_signing_in(client: Client, clock, user, sign_in) -> None:
    _send_too_late(client, clock)
    user.refresh_from_db()
    assert user.extension == "2300"
    assert "書いた内容を続けて送れます" in client.get("/login/?next=/login/resume/").content.decode()
    assert sign_in(client, user.staff_number, next="/login/resume/").url == "/login/resume/"
    page = client.get("/login/resume/").content.decode()
    assert 'action="/profile/"' in page
    assert "新しい@city.example" in page
    assert page.count("csrfmiddlewaretoken") >= 1


def test_session_after_signing_in_again_lasts_as_long_as_any(client: Client, clock, user, sign_in) -> None:
    _send_too_late(client, clock)
    assert client.session.get_expiry_age() == kept_input.KEEP_SECONDS
    sign_in(client, user.staff_number)
    assert client.session.get_expiry_age() == 8 * 60 * 60


def test_what_was_typed_is_not_shown_to_the_next_person_at_the_desk(client: Client, clock, user, sign_in) -> None:
    _send_too_late(client, clock)
    sign_in(client, UserFactory().staff_number)
    response = client.get("/login/resume/")
    assert response.url == "/"
    assert kept_input.SESSION_KEY not in client.session


def test_what_was_typed_is_kept_half_an_hour(client: Client, clock, user, sign_in) -> None:
    _send_too_late(client, clock)
    sign_in(client, user.staff_number)
    clock.shift(31 * MINUTE)
    sign_in(client, user.staff_number)
    assert client.get("/login/resume/").url == "/"


def test_typed_text_survives_a_browser_that_lost_its_session(clock, sign_in) -> None:
    client, person = Client(), UserFactory()
    assert client.post("/profile/", {"extension": "2301"}).url == "/login/?next=/login/resume/"
    sign_in(client, person.staff_number)
    assert 'name="extension"' in client.get("/login/resume/").content.decode()


def test_line_breaks_and_repeated_fields_survive(client: Client, clock, user, sign_in) -> None:
    clock.shift(31 * MINUTE)
    client.post("/duties/?on=1", {"text": "\n\n１行目\n<b>２行目</b>", "tick": ["a", "b"]})
    sign_in(client, user.staff_number)
    response = client.get("/login/resume/")
    assert response.context["kept"].fields == [("text", "\n\n１行目\n<b>２行目</b>"), ("tick", "a"), ("tick", "b")]
    page = response.content.decode()
    assert 'action="/duties/?on=1"' in page
    assert '<textarea name="text" hidden>\n\n\n１行目\n&lt;b&gt;２行目&lt;/b&gt;</textarea>' in page


def test_passwords_and_very_long_forms_are_not_kept(client: Client, clock, user) -> None:
    clock.shift(31 * MINUTE)
    sent = {"old_password": "x", "new_password1": "y", "new_password2": "y"}
    referer = {"HTTP_REFERER": "http://testserver/password/change/"}
    assert client.post("/password/change/", sent, **referer).url == "/login/?next=/password/change/"
    assert kept_input.SESSION_KEY not in client.session
    assert client.post("/profile/", {"extension": "あ" * 100_001}, **referer).url == "/login/?next=/password/change/"
    assert kept_input.SESSION_KEY not in client.session


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/page"])
def test_form_without_content_and_page_leads_home(client: Client, clock, referer: str) -> None:
    assert client.post("/profile/", {}, HTTP_REFERER=referer).url == "/login/?next=/"


def test_form_without_csrf_token_is_not_kept(clock) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/profile/", {"extension": "2301"}).status_code == 403
    assert kept_input.SESSION_KEY not in client.session


def test_chosen_files_have_to_be_chosen_again(client: Client, clock, user, sign_in, tmp_path) -> None:
    clock.shift(31 * MINUTE)
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"x")
    with photo.open("rb") as file:
        client.post("/profile/", {"extension": "2301", "file": file})
    sign_in(client, user.staff_number)
    assert "選んだファイル1件は残っていません" in client.get("/login/resume/").content.decode()


def test_fragment_asked_for_too_late_sends_the_page_to_sign_in(client: Client, clock, user) -> None:
    clock.shift(31 * MINUTE)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/duties/?on=2026-11-24"}
    response = client.get("/profile/", headers=headers)
    assert response.status_code == 200
    assert response.content == b""
    assert response.headers["HX-Redirect"] == "/login/?next=/duties/%3Fon%3D2026-11-24"
    elsewhere = client.get("/profile/", headers=headers | {"HX-Current-URL": "https://elsewhere.example/"})
    assert elsewhere.headers["HX-Redirect"] == "/login/?next=/"


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Accept": "application/json"}])
def test_fragment_sent_too_late_leaves_the_page_alone(client: Client, clock, user, headers: dict) -> None:
    clock.shift(31 * MINUTE)
    response = client.post("/profile/", {"extension": "2301"}, headers=headers)
    assert response.status_code == 401
    assert ENDED in response.content.decode()
    assert kept_input.SESSION_KEY not in client.session


def test_resume_page_takes_one_request_method_and_leads_home_without_anything_kept(client: Client, user) -> None:
    assert client.get("/login/resume/").url == "/"
    assert client.post("/login/resume/").status_code == 405
