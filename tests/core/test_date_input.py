"""Days and times of day as people type them."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError

from minato_dx.core.calendar import jst
from minato_dx.core.date_input import parse_day, parse_time
from minato_dx.core.fields import AmountField, ClockField, DayField

TUESDAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24",
        "2026/11/24",
        "2026.11.24",
        "2026年11月24日",
        "２０２６年１１月２４日",
        "20261124",
        "令和8年11月24日",
        "令和８年 11月24日（火）",
        "R8.11.24",
        "ｒ８／１１／２４",
        "11/24",
        "１１／２４",
        "11月24日(火)",
        "11.24",
    ],
)
def test_one_day_in_many_spellings(text: str) -> None:
    assert parse_day(text, near=dt.date(2026, 9, 1)) == TUESDAY


@pytest.mark.parametrize(
    ("text", "near", "day"),
    [
        ("1/5", dt.date(2026, 12, 20), dt.date(2027, 1, 5)),
        ("12/20", dt.date(2027, 1, 5), dt.date(2026, 12, 20)),
        ("2/29", dt.date(2026, 11, 24), None),
        ("2/29", dt.date(2027, 11, 24), dt.date(2028, 2, 29)),
    ],
)
def test_a_day_without_a_year_is_the_nearest_one(text: str, near: dt.date, day: dt.date | None) -> None:
    if day is None:
        with pytest.raises(ValueError, match="2/29"):
            parse_day(text, near=near)
    else:
        assert parse_day(text, near=near) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", dt.date(2019, 5, 1)),
        ("H31.4.30", dt.date(2019, 4, 30)),
        ("昭和64年1月7日", dt.date(1989, 1, 7)),
    ],
)
def test_eras_begin_and_end_on_their_day(text: str, day: dt.date) -> None:
    assert parse_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "あした",
        "11/31",
        "13/1",
        "令和元年4月30日",
        "平成31年5月1日",
        "令和11月24日",
        "26/11/24",
        "2026-11",
        "令和9999年1月1日",
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (the message differs with what is wrong)
        parse_day(text)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("10:30", dt.time(10, 30)),
        ("１０：３０", dt.time(10, 30)),
        ("9:05", dt.time(9, 5)),
        ("10時30分", dt.time(10, 30)),
        ("10時半", dt.time(10, 30)),
        ("10時", dt.time(10)),
        ("1330", dt.time(13, 30)),
        ("午後1時", dt.time(13)),
        ("午後12時半", dt.time(12, 30)),
        ("午前9時", dt.time(9)),
    ],
)
def test_one_time_in_many_spellings(text: str, time: dt.time) -> None:
    assert parse_time(text) == time


@pytest.mark.parametrize("text", ["", "朝", "25:00", "10:60", "午後15時", "10"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse_time(text)


def test_the_fields_read_what_was_typed_and_refuse_the_rest() -> None:
    with time_machine.travel(jst(TUESDAY, dt.time(10)), tick=False):
        assert DayField().clean("１１／２４") == TUESDAY
    assert DayField(required=False).clean("　") is None
    assert DayField().clean(TUESDAY) == TUESDAY
    assert ClockField().clean("10時半") == dt.time(10, 30)
    assert ClockField(required=False).clean("") is None
    for field in (DayField(), ClockField()):
        with pytest.raises(ValidationError) as refusal:
            field.clean("そのうち")
        assert refusal.value.code == "invalid"


def test_a_whole_amount_shows_no_decimal() -> None:
    assert AmountField().prepare_value(Decimal("7.0")) == "7"
    assert AmountField().prepare_value(Decimal("1207.5")) == "1,207.5"
