"""Publishing times on a page."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from minato_dx.organization.models import User
from minato_dx.scheduling.models import Room, Slot
from minato_dx.scheduling.services import book_slot
from tests.organization.factories import AbsenceFactory, Ward
from tests.scheduling.conftest import NOW, Plan, on, publish, subject

SLOTS, WITHDRAW = "/calendar/slots/", "/calendar/slots/withdraw/"
FILLED = {
    "day": "2026-12-01",
    "starts": "10:00",
    "minutes": "30",
    "buffer_minutes": "15",
    "place": "保育課の窓口",
}


@pytest.fixture
def client(client: Client, ward: Ward) -> Client:
    client.force_login(ward.dx_main)
    return client


def _send(client: Client, query: str = "", **changed: Any) -> Any:
    return client.post(SLOTS + query, FILLED | changed, follow=True)


def _only() -> Slot:
    return Slot.objects.get()


def test_one_time_is_published_with_one_click(client: Client, ward: Ward) -> None:
    page = _send(client).content.decode()
    slot = _only()
    assert (slot.owner, slot.starts_at, slot.ends_at, slot.buffer_minutes) == (
        ward.dx_main,
        on(1),
        on(1, "10:30"),
        15,
    )
    assert "12月1日(火)の時間を公開しました。" in page
    assert "空いています" in page


def test_every_week_until_a_day_with_what_was_left_out(client: Client) -> None:
    page = _send(client, until="2026-12-31").content.decode()
    assert Slot.objects.count() == 4
    assert "12月1日(火)から4回分を公開しました。除いた日：12月29日(火)（閉庁日です）" in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"day": ""}, "日を"),
        ({"day": "2026-11-20"}, "もう過ぎています"),
        ({"day": "2027-12-01"}, "年を確かめてください"),
        ({"day": "2026-11-28"}, "閉庁日です"),
        ({"starts": "25:00"}, "始まる時刻"),
        ({"place": " "}, "場所を書くか、会議室を選んでください。"),
        ({"until": "2026-11-30"}, "最初の日より後の日"),
        ({"minutes": "7"}, "長さ"),
    ],
)
def test_what_cannot_be_published_comes_back_as_typed_with_the_way_out(
    client: Client, changed: dict, words: str
) -> None:
    response = _send(client, **changed)
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "まだ公開していません" in page
    assert 'value="10:00"' in page or "starts" in changed
    assert not Slot.objects.exists()


def test_the_next_one_begins_with_what_the_last_one_was(client: Client) -> None:
    room = Room.objects.create(name="会議室A")
    _send(client, minutes="60", place="", room=str(room.pk))
    page = client.get(SLOTS).content.decode()
    assert f'<option value="{room.pk}" selected>会議室A</option>' in page
    assert _only().place == "会議室A"


def test_what_stands_in_the_way_is_said(client: Client, ward: Ward, plan: Plan, seen_things: set[int]) -> None:
    [first], _busy, _away = (publish(ward.dx_main, day=day) for day in (1, 2, 3))
    book_slot(slot_id=first.pk, subject=subject(1, "延長保育の相談"), guests=[ward.requester], now=NOW)
    plan(on(2), subject=subject(2))
    AbsenceFactory(user=ward.dx_main, valid_from=dt.date(2026, 12, 3), valid_to=dt.date(2026, 12, 4))
    page = client.get(SLOTS).content.decode()
    assert '<a href="/things/1/">延長保育の相談</a>' in page
    assert "ほかの予定と重なり、選べません" in page
    assert "不在の日なので、選べません" in page


def test_the_page_costs_the_same_with_more_times(
    client: Client, ward: Ward, seen_things: set[int], django_assert_max_num_queries
) -> None:
    client.get(SLOTS)  # what is remembered is read once
    counts = []
    for days in ([1, 2], [3, 4, 7, 8, 9, 10]):
        for day in days:
            [slot] = publish(ward.dx_main, day=day)
            book_slot(slot_id=slot.pk, subject=subject(day), guests=[], now=NOW)
            publish(ward.dx_main, day=day, clock="14:00")
        with django_assert_max_num_queries(25) as captured:
            client.get(SLOTS)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_time_is_taken_back_and_put_back(client: Client, ward: Ward) -> None:
    slots = publish(ward.dx_main, until=dt.date(2026, 12, 22))
    page = client.post(WITHDRAW, {"slot": slots[1].pk, "series": "1"}, follow=True).content.decode()
    assert "3件を取り下げました" in page
    assert Slot.objects.filter(is_offered=True).count() == 1
    client.post(WITHDRAW, {"undo": "1"})
    assert Slot.objects.filter(is_offered=True).count() == 4


@pytest.mark.parametrize("number", ["", "x", "0", "999999", "９", "9" * 30])
def test_a_time_that_does_not_exist_is_said_so(client: Client, number: str) -> None:
    assert "その時間は見つかりません" in client.post(WITHDRAW, {"slot": number}, follow=True).content.decode()


def test_a_time_that_was_booked_meanwhile_stays(client: Client, ward: Ward, seen_things: set[int]) -> None:
    [slot] = publish(ward.dx_main)
    book_slot(slot_id=slot.pk, subject=subject(), guests=[ward.requester], now=NOW)
    page = client.post(WITHDRAW, {"slot": slot.pk}, follow=True).content.decode()
    assert "もう決まったか、取り下げてあります" in page
    assert _only().is_offered


def _as(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def test_the_section_head_publishes_for_others(client: Client, ward: Ward) -> None:
    query = f"?owner={ward.dx_main.staff_number}"
    page = _send(_as(client, ward.section_head), query).content.decode()
    assert f"{ward.dx_main.name}さんの時間です。" in page
    assert _only().owner == ward.dx_main
    data = {"slot": _only().pk, "owner": ward.dx_main.staff_number}
    answer = client.post(WITHDRAW, data)
    assert answer.url == f"{SLOTS}{query}&withdrawn=1"


@pytest.mark.parametrize("who", ["dx_other", "requester", "head", "cio", "administrator"])
def test_nobody_else_does(client: Client, ward: Ward, who: str) -> None:
    [slot] = publish(ward.dx_main)
    client = _as(client, getattr(ward, who))
    number = ward.dx_main.staff_number
    assert client.get(SLOTS, {"owner": number}).status_code == 403
    assert _send(client, f"?owner={number}").status_code == 403
    assert client.post(WITHDRAW, {"slot": slot.pk, "owner": number}).status_code == 403
    # Without naming the owner it is not one's own time.
    client.post(WITHDRAW, {"slot": slot.pk})
    assert _only().is_offered


def test_a_number_that_nobody_has_is_refused_too(client: Client) -> None:
    assert client.get(SLOTS, {"owner": "9999999"}).status_code == 403
