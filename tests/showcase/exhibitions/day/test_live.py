"""Who came, by hour and hall, against numbers counted by hand; and the screen in the hall."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from minato_dx.core.calendar import jst
from minato_dx.organization.models import User
from showcase.enums import ExhibitionState, VisitorKind
from showcase.models import Exhibition, ExhibitionDay, Hall
from showcase.selectors.day.live import attendance_on, came_in_all, day_shown, seminars_of
from showcase.services.exhibitions.reserving import reserve
from tests.consultations.walk import NOW
from tests.organization.factories import Ward
from tests.showcase.exhibitions.day.visits import came, staff_visitor
from tests.showcase.exhibitions.factories import DAY, make_exhibition, make_exhibitor, make_item, make_outsider

SignIn = Callable[[User], Client]
NEXT_DAY = DAY + dt.timedelta(days=1)


def add_day(exhibition: Exhibition) -> None:
    ExhibitionDay.objects.create(exhibition=exhibition, day=NEXT_DAY, opens_at=dt.time(10), closes_at=dt.time(16))


def test_the_numbers_are_those_counted_by_hand(ward: Ward, exhibition: Exhibition) -> None:
    add_day(exhibition)
    upper = Hall.objects.create(exhibition=exhibition, name="9階", order=1)
    booth = make_exhibitor(exhibition)
    staff, official, vendor = (
        staff_visitor(exhibition, ward.requester),
        make_outsider(exhibition, number=1),
        make_outsider(exhibition, number=2, kind=VisitorKind.VENDOR),
    )
    make_outsider(exhibition, number=3)  # registered, and did not come
    came(staff, hour=10, minute=5)
    came(staff, hall=upper, hour=10, minute=59)
    came(official, hour=11)
    came(official, exhibitor=booth, hour=11)
    came(vendor, exhibitor=booth, hour=12)  # only a stamp, and was there all the same
    came(official, day=NEXT_DAY, hour=9)
    other = make_exhibition(ward.dx_main, state=ExhibitionState.RUNNING)
    came(staff_visitor(other, ward.requester))

    found = attendance_on(exhibition=exhibition, day=DAY)
    assert found.people == 3
    assert found.by_kind == [("職員", 1), ("ほかの自治体・団体の職員", 1), ("企業の人", 1)]
    assert [(line.hour, line.by_hall, line.total) for line in found.hours[:3]] == [
        (10, [1, 1], 2),
        (11, [1, 0], 1),
        (12, [0, 0], 0),
    ]
    assert [line.hour for line in found.hours] == [10, 11, 12, 13, 14, 15]
    assert found.hall_totals == [2, 1]
    # Before the doors open is an hour as well.
    assert [line.hour for line in attendance_on(exhibition=exhibition, day=NEXT_DAY).hours][0] == 9
    assert came_in_all(exhibition=exhibition) == 3


def test_seminars_tell_seats_waiting_and_who_came(ward: Ward, exhibition: Exhibition) -> None:
    item, free = make_item(exhibition, capacity=2, starts=dt.time(13)), make_item(exhibition, capacity=None)
    visitors = [make_outsider(exhibition, number=number) for number in range(4)]
    for visitor in visitors[:3]:
        reserve(item=item, visitor=visitor, now=NOW)
    for visitor in visitors[2:]:
        came(visitor, item=item, hour=13)
    lines = {line.item: line for line in seminars_of(exhibition=exhibition, day=DAY)}
    assert (lines[item].reserved, lines[item].waiting, lines[item].came, lines[item].free) == (2, 1, 2, 0)
    assert (lines[free].reserved, lines[free].came, lines[free].free) == (0, 0, None)
    assert seminars_of(exhibition=exhibition, day=NEXT_DAY) == []


@pytest.mark.parametrize(
    ("wanted", "today", "shown"),
    [
        ("", DAY, DAY),
        ("", DAY - dt.timedelta(days=9), DAY),
        ("", NEXT_DAY + dt.timedelta(days=9), NEXT_DAY),
        (DAY.isoformat(), NEXT_DAY, DAY),
        ("いつか", NEXT_DAY, NEXT_DAY),
        ("2001-01-01", DAY, DAY),
    ],
)
def test_a_day_of_the_exhibition_is_shown(exhibition: Exhibition, wanted: str, today: dt.date, shown: dt.date) -> None:
    add_day(exhibition)
    assert day_shown(exhibition=exhibition, wanted=wanted, today=today) == shown


def test_the_page_shows_chart_and_table_and_is_fetched_in_part(
    ward: Ward, exhibition: Exhibition, as_user: SignIn
) -> None:
    came(make_outsider(exhibition), hour=10)
    client, url = as_user(ward.dx_main), reverse("exhibition_live", args=[exhibition.pk])
    page = client.get(url).content.decode()
    assert "<svg" in page
    assert "10時台" in page
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "10時台" in part
    for user in (ward.requester, ward.cio, ward.administrator):
        assert as_user(user).get(url).status_code == 403


@pytest.mark.parametrize("visitors", [1, 30])
def test_live_takes_the_same_queries_for_few_and_many(
    ward: Ward, exhibition: Exhibition, visitors: int, django_assert_num_queries: Any, as_user: SignIn
) -> None:
    for number in range(visitors):
        came(make_outsider(exhibition, number=number), hour=10 + number % 6)
    for number in range(min(visitors, 3)):
        make_item(exhibition, starts=dt.time(11 + number))
    client, url = as_user(ward.dx_main), reverse("exhibition_live", args=[exhibition.pk])
    client.get(url)
    with django_assert_num_queries(15):
        client.get(url)


def test_the_screen_tells_what_is_on_next_and_where_seats_are_free_and_names_nobody(
    ward: Ward, exhibition: Exhibition, as_user: SignIn
) -> None:
    now = make_item(exhibition, starts=dt.time(10, 50), title="いま話しています")
    full = make_item(exhibition, starts=dt.time(13), title="満席の話", capacity=1)
    free = make_item(exhibition, starts=dt.time(14), title="空きのある話", capacity=5)
    make_item(exhibition, starts=dt.time(10), minutes=30, title="終わった話")
    make_item(exhibition, starts=dt.time(15), title="予約のいらない話", capacity=None)
    visitor = staff_visitor(exhibition, ward.requester)
    for item in (full, free):
        reserve(item=item, visitor=visitor, now=NOW)
    page = as_user(ward.outsider).get(reverse("exhibition_display", args=[exhibition.pk])).content.decode()
    words = page[page.index("<main") : page.index("</main>")]
    assert words.index("ただいま開催中") < words.index(now.title) < words.index("このあと")
    assert "満席" in words.split(full.title)[1].split(free.title)[0]
    assert "空き4席" in words.split(free.title)[1]
    assert "予約なしで入れます" in words
    assert "終わった話" not in words
    assert ward.requester.name not in words
    assert visitor.code not in words

    with time_machine.travel(jst(DAY, dt.time(15, 50)), tick=False):
        page = as_user(ward.outsider).get(reverse("exhibition_display", args=[exhibition.pk])).content.decode()
    assert "展示は16:00まで" in page


def test_a_plan_has_no_screen(ward: Ward, as_user: SignIn) -> None:
    planned = make_exhibition(ward.dx_main, state=ExhibitionState.PLANNED)
    for name in ("exhibition_display", "exhibition_live", "exhibition_stamps", "exhibition_stamp_codes"):
        assert as_user(ward.requester).get(reverse(name, args=[planned.pk])).status_code == 404
