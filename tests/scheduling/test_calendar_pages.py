"""The calendar as a page, as a file and as a feed."""

import datetime as dt
import re

import pytest
import time_machine
import vobject
from django.test import Client

from minato_dx.scheduling.models import FeedToken
from minato_dx.scheduling.services import cancel_event, renew_feed_token, secret_of
from tests.organization.factories import Ward
from tests.scheduling.conftest import NOW, Plan, on, subject

CALENDAR, ADDRESS, FEED = "/calendar/", "/calendar/address/", "/calendar/feed.ics"


@pytest.fixture
def client(client: Client, ward: Ward) -> Client:
    client.force_login(ward.requester)
    return client


def _page(client: Client, query: str = "") -> str:
    response = client.get(CALENDAR + query)
    assert response.status_code == 200
    return response.content.decode()


def test_coming_events_stand_by_day_and_those_that_are_over_apart(
    client: Client, plan: Plan, seen_things: set[int]
) -> None:
    plan(on(1), subject=subject(1, "一つ目の相談"))
    plan(on(2), subject=subject(2, "二つ目の相談"))
    plan(on(20, month=11), subject=subject(3, "済んだ相談"))
    page = _page(client)

    places = [
        page.index(text) for text in ("12月1日(火)", "10:00–10:30", "一つ目の相談", "12月2日(水)", "二つ目の相談")
    ]
    assert places == sorted(places)
    assert 'href="/things/1/"' in page
    assert "済んだ相談" not in page
    assert "済んだ相談" in _page(client, "?view=past")


def test_cancelled_events_and_things_that_may_not_be_seen_are_not_there(
    client: Client, plan: Plan, seen_things: set[int]
) -> None:
    cancel_event(event=plan(subject=subject(1, "取りやめた相談")), now=NOW)
    plan(on(2), subject=subject(9, "見られない相談"))
    page = _page(client)
    assert "取りやめた相談" not in page
    assert "見られない相談" not in page
    assert "これからの予定はありません" in page


def test_the_page_costs_the_same_with_more_events(
    client: Client, plan: Plan, seen_things: set[int], django_assert_max_num_queries
) -> None:
    seen_things |= set(range(1, 20))
    _page(client)  # what is remembered is read once
    counts = []
    for rows in (range(1, 3), range(3, 12)):
        for number in rows:
            plan(on(1 + number), subject=subject(number))
        with django_assert_max_num_queries(20) as captured:
            _page(client)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_many_events_come_in_pages(client: Client, plan: Plan, seen_things: set[int]) -> None:
    for number in range(30):
        plan(on(1, "8:30") + dt.timedelta(minutes=30) * number, subject=subject(1, f"相談{number:02}"))
    assert "次の5件" in _page(client)
    assert "相談29" in _page(client, "?page=2")


def test_one_event_is_a_file_for_those_who_are_in_it(
    client: Client, ward: Ward, plan: Plan, seen_things: set[int]
) -> None:
    event = plan()
    address = f"/calendar/events/{event.uid}.ics"
    response = client.get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="20261201-1000.ics"'
    assert "no-store" in response["Cache-Control"]
    assert vobject.readOne(response.content.decode()).vevent.uid.value == event.uid

    client.force_login(ward.colleague)
    assert client.get(address).status_code == 404


def _feed(secret: str):
    """Read the feed as a calendar does: with no cookie."""
    response = Client().get(FEED, {"key": secret})
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return vobject.readOne(response.content.decode())


def test_the_address_is_made_shown_and_made_anew(client: Client, ward: Ward, plan: Plan, seen_things: set[int]) -> None:
    plan()
    assert "/calendar/feed.ics?key=" not in _page(client)
    client.post(ADDRESS)
    first = re.search(r"feed\.ics\?key=([0-9a-f]+)", _page(client))
    assert first is not None
    assert len(_feed(first[1]).vevent_list) == 1

    page = client.post(ADDRESS, follow=True).content.decode()
    assert "前のアドレスは、もう使えません" in page
    assert Client().get(FEED, {"key": first[1]}).status_code == 404
    assert FeedToken.objects.count() == 1


@pytest.mark.parametrize("change", ["first sign", "last sign", "shorter", "none", "text"])
def test_an_address_that_was_never_given_answers_nothing(ward: Ward, change: str) -> None:
    secret = secret_of(renew_feed_token(user=ward.requester))
    other = {"0": "1"}.get(secret[-1], "0")
    tried = {
        "first sign": ("1" if secret[0] == "0" else "0") + secret[1:],
        "last sign": secret[:-1] + other,
        "shorter": secret[:32],
        "none": "",
        "text": "あ" * 96,
    }[change]
    assert Client().get(FEED, {"key": tried}).status_code == 404


def test_a_feed_shows_only_what_its_owner_may_see_today(ward: Ward, plan: Plan, seen_things: set[int]) -> None:
    secret = secret_of(renew_feed_token(user=ward.requester))
    plan(on(1), subject=subject(1))
    plan(on(2), subject=subject(2), guests=[ward.colleague])
    assert [entry.url.value for entry in _feed(secret).vevent_list] == ["http://127.0.0.1:8000/things/1/"]

    seen_things.clear()
    assert "vevent" not in _feed(secret).contents


def test_the_feed_of_somebody_who_left_is_empty_and_valid(ward: Ward, plan: Plan, seen_things: set[int]) -> None:
    secret = secret_of(renew_feed_token(user=ward.requester))
    plan()
    ward.requester.left_on = dt.date(2026, 11, 30)
    ward.requester.save()
    assert len(_feed(secret).vevent_list) == 1
    with time_machine.travel(on(30, month=11), tick=False):
        assert "vevent" not in _feed(secret).contents


def test_a_feed_reaches_three_months_back_and_leaves_out_what_is_called_off(
    ward: Ward, plan: Plan, seen_things: set[int]
) -> None:
    secret = secret_of(renew_feed_token(user=ward.requester))
    plan(on(1, month=9), subject=subject(1, "九月"))
    plan(on(1, month=6), subject=subject(2, "六月"))
    cancel_event(event=plan(on(1), subject=subject(3, "取りやめ")), now=NOW)
    assert [entry.summary.value for entry in _feed(secret).vevent_list] == ["九月"]
