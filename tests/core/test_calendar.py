import datetime as dt

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from minato_dx.core import calendar

NEAR_DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2026, 3, 31), 2025),
        (dt.date(2026, 4, 1), 2026),
        (dt.date(2027, 1, 1), 2026),
        (dt.date(2027, 3, 31), 2026),
    ],
)
def test_fiscal_year_turns_on_the_first_of_april(day, expected):
    assert calendar.fiscal_year(day) == expected


@given(NEAR_DAYS)
def test_every_day_lies_within_its_own_fiscal_year(day):
    first, end = calendar.fiscal_year_dates(calendar.fiscal_year(day))

    assert first <= day < end
    assert calendar.fiscal_year(first) == calendar.fiscal_year(end - dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2026, 11, 24), "令和8年11月24日"),
        (dt.date(2019, 5, 1), "令和元年5月1日"),
        (dt.date(2019, 4, 30), "平成31年4月30日"),
        (dt.date(1989, 1, 8), "平成元年1月8日"),
        (dt.date(1989, 1, 7), "昭和64年1月7日"),
        (dt.date(1926, 12, 25), "昭和元年12月25日"),
    ],
)
def test_wareki_changes_on_the_day_of_the_new_era(day, expected):
    assert calendar.wareki(day) == expected


def test_wareki_refuses_days_before_the_known_eras():
    with pytest.raises(ValueError, match="no era known"):
        calendar.wareki(dt.date(1926, 12, 24))


@pytest.mark.parametrize(
    ("year", "expected"), [(2018, "平成30年度"), (2019, "令和元年度"), (2020, "令和2年度"), (2026, "令和8年度")]
)
def test_fiscal_year_label_takes_the_era_that_most_of_it_lies_in(year, expected):
    assert calendar.fiscal_year_label(year) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2026, 11, 24), "11月24日(火)"),
        (dt.date(2027, 1, 4), "1月4日(月)"),
        (dt.date(2026, 11, 1), "11月1日(日)"),
        (dt.date(2025, 11, 24), "2025年11月24日(月)"),
        (dt.date(2027, 11, 24), "2027年11月24日(水)"),
    ],
)
@time_machine.travel("2026-11-24 10:00+09:00", tick=False)
def test_short_day_adds_the_year_only_where_it_may_be_mistaken(day, expected):
    assert calendar.short_day(day) == expected


@time_machine.travel("2026-11-23 15:30Z", tick=False)
def test_today_is_the_day_in_japan_while_it_is_still_yesterday_in_utc():
    assert calendar.today() == dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (dt.date(2026, 11, 21), "Saturday"),
        (dt.date(2026, 11, 22), "Sunday"),
        (dt.date(2026, 11, 23), "national holiday"),
        (dt.date(2026, 5, 6), "substitute holiday"),
        (dt.date(2026, 9, 22), "day between two holidays"),
        (dt.date(2026, 12, 29), "year end"),
        (dt.date(2027, 1, 1), "new year"),
        (dt.date(2029, 1, 3), "new year on a Wednesday"),
    ],
)
def test_the_office_is_closed_on(day, why):
    assert not calendar.is_working_day(day), why


@pytest.mark.parametrize("day", [dt.date(2026, 11, 24), dt.date(2026, 12, 28), dt.date(2027, 1, 4)])
def test_the_office_is_open_on(day):
    assert calendar.is_working_day(day)


def test_a_closed_day_of_the_city_is_no_working_day():
    day = dt.date(2026, 11, 24)

    assert not calendar.is_working_day(day, {day})
    assert calendar.next_working_day(day, {day}) == dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (dt.date(2026, 11, 24), 2, dt.date(2026, 11, 26)),
        (dt.date(2026, 11, 20), 1, dt.date(2026, 11, 24)),  # over Saturday, Sunday and a holiday
        (dt.date(2026, 11, 20), 0, dt.date(2026, 11, 20)),
        (dt.date(2026, 11, 21), 0, dt.date(2026, 11, 24)),  # what comes in on a Saturday begins on the next open day
        (dt.date(2026, 11, 21), 2, dt.date(2026, 11, 26)),
        (dt.date(2026, 12, 28), 2, dt.date(2027, 1, 5)),
    ],
)
def test_add_working_days(start, count, expected):
    assert calendar.add_working_days(start, count) == expected


@given(NEAR_DAYS, st.integers(0, 30), st.frozensets(NEAR_DAYS, max_size=5))
def test_adding_and_counting_working_days_agree(day, count, closed):
    start = calendar.next_working_day(day, closed)
    due = calendar.add_working_days(start, count, closed)

    assert calendar.is_working_day(due, closed)
    assert calendar.working_days_between(start, due, closed) == count


@given(NEAR_DAYS, st.integers(0, 400), st.integers(0, 400))
def test_working_days_between_can_be_counted_in_parts(day, first, second):
    middle = day + dt.timedelta(days=first)
    end = middle + dt.timedelta(days=second)

    whole = calendar.working_days_between(day, end)

    assert whole == calendar.working_days_between(day, middle) + calendar.working_days_between(middle, end)


@given(NEAR_DAYS, st.integers(0, 400))
def test_no_working_day_lies_between_a_day_and_an_earlier_one(day, back):
    assert calendar.working_days_between(day, day - dt.timedelta(days=back)) == 0


def test_the_promise_of_a_day_ends_when_the_office_closes_in_japan():
    close = calendar.close_of(dt.date(2026, 11, 26))

    assert close.astimezone(dt.UTC) == dt.datetime(2026, 11, 26, 8, 15, tzinfo=dt.UTC)


def at(day: int, clock: str) -> dt.datetime:
    hour, minute = clock.split(":")
    return calendar.jst(dt.date(2026, 12, day), dt.time(int(hour), int(minute)))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(1, "8:29"), at(1, "8:30")),
        (at(1, "8:30"), at(1, "8:30")),
        (at(1, "17:14"), at(1, "17:14")),
        (at(1, "17:15"), at(2, "8:30")),
        (at(4, "18:00"), at(7, "8:30")),  # Friday evening
        (at(28, "17:15"), calendar.jst(dt.date(2027, 1, 4), dt.time(8, 30))),  # the year's end
        (at(9, "10:00"), at(10, "8:30")),  # closed by the city itself
    ],
)
def test_office_time_comes_next(moment, expected):
    closed = {dt.date(2026, 12, 9)}
    found = calendar.next_office_time(moment, closed)

    assert found == expected
    assert calendar.is_office_time(moment, closed) == (found == moment)
    assert calendar.is_office_time(found, closed)
