"""The working calendar of a Japanese city: 年度, 和暦, 開庁日 and promises counted in working days.

Days are JST dates, moments are aware datetimes. The city's own closed days live in ``reference`` and are
handed in as a set, so that this module needs no database.
"""

import datetime as dt
import functools
import itertools
from collections.abc import Collection

import jpholiday
from django.utils import timezone

OFFICE_OPENS = dt.time(8, 30)
OFFICE_CLOSES = dt.time(17, 15)
WEEKDAYS = "月火水木金土日"
# (first day, name) of each era; an era lasts until the next begins.
ERAS = (
    (dt.date(2019, 5, 1), "令和"),
    (dt.date(1989, 1, 8), "平成"),
    (dt.date(1926, 12, 25), "昭和"),
)
NO_DAYS: frozenset[dt.date] = frozenset()


def today() -> dt.date:
    """Return the current day in JST."""
    return dt.datetime.now(timezone.get_default_timezone()).date()


def local(moment: dt.datetime) -> dt.datetime:
    """Return ``moment`` in JST, without looking for the zone in force each time: lists are full of moments."""
    return moment.astimezone(timezone.get_default_timezone())


def fiscal_year(day: dt.date) -> int:
    """Return the 年度 of ``day``: April to March, so January to March belong to the year before."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_dates(year: int) -> tuple[dt.date, dt.date]:
    """Return the half-open ``[1 April, next 1 April)`` of a 年度."""
    return dt.date(year, 4, 1), dt.date(year + 1, 4, 1)


def _era(day: dt.date) -> tuple[str, str]:
    for first, name in ERAS:
        if day >= first:
            year = day.year - first.year + 1
            return name, "元" if year == 1 else str(year)
    raise ValueError(f"no era known for {day}")


def wareki(day: dt.date) -> str:
    """Return ``令和8年11月24日``, the form of documents."""
    name, year = _era(day)
    return f"{name}{year}年{day.month}月{day.day}日"


def fiscal_year_label(year: int) -> str:
    """Return ``令和8年度`` for 2026. The 年度 takes the era of its first of May, as 令和元年度 (2019) did."""
    name, number = _era(dt.date(year, 5, 1))
    return f"{name}{number}年度"


def short_day(day: dt.date) -> str:
    """Return ``11月24日(火)``, the form of lists; the year is added where it is not this one's neighbour."""
    text = f"{day.month}月{day.day}日({WEEKDAYS[day.weekday()]})"
    return text if abs((day - today()).days) < 180 else f"{day.year}年{text}"


def moment_text(moment: dt.datetime) -> str:
    """Return ``11月24日(火) 9:05``, as mails name a time."""
    here = local(moment)
    return f"{short_day(here.date())} {here.hour}:{here.minute:02d}"


@functools.lru_cache(maxsize=4096)
def is_statutory_holiday(day: dt.date) -> bool:
    """Tell whether ``day`` is a weekend, a national holiday or in the year-end closing (12/29–1/3)."""
    year_end = (day.month == 12 and day.day >= 29) or (day.month == 1 and day.day <= 3)
    return day.weekday() >= 5 or year_end or jpholiday.is_holiday(day)


def is_working_day(day: dt.date, closed: Collection[dt.date] = NO_DAYS) -> bool:
    """Tell whether the office opens on ``day`` (開庁日)."""
    return day not in closed and not is_statutory_holiday(day)


def next_working_day(day: dt.date, closed: Collection[dt.date] = NO_DAYS) -> dt.date:
    """Return ``day`` itself if it is a working day, otherwise the first one after it."""
    while not is_working_day(day, closed):
        day += dt.timedelta(days=1)
    return day


def add_working_days(day: dt.date, count: int, closed: Collection[dt.date] = NO_DAYS) -> dt.date:
    """Return the ``count``-th working day after ``day``; what begins on a closed day counts from the next open one."""
    day = next_working_day(day, closed)
    for _ in range(count):
        day = next_working_day(day + dt.timedelta(days=1), closed)
    return day


@functools.lru_cache(maxsize=64)
def _working_days_of(year: int) -> tuple[int, ...]:
    """Return for each day of ``year`` how many days from 1 January up to it are no statutory holidays."""
    first = dt.date(year, 1, 1)
    length = (dt.date(year + 1, 1, 1) - first).days
    days = (first + dt.timedelta(days=offset) for offset in range(length))
    return tuple(itertools.accumulate(int(not is_statutory_holiday(day)) for day in days))


def working_days_between(start: dt.date, end: dt.date, closed: Collection[dt.date] = NO_DAYS) -> int:
    """Count the working days in ``(start, end]``; 0 where ``end`` is not after ``start``."""
    if end <= start:
        return 0
    # Lists ask this for every row, so the days are not walked through one by one.
    whole_years = sum(_working_days_of(year)[-1] for year in range(start.year, end.year))
    up_to_end = _working_days_of(end.year)[end.timetuple().tm_yday - 1]
    up_to_start = _working_days_of(start.year)[start.timetuple().tm_yday - 1]
    own = sum(start < day <= end and not is_statutory_holiday(day) for day in set(closed))
    return whole_years + up_to_end - up_to_start - own


def jst(day: dt.date, time: dt.time) -> dt.datetime:
    """Return the aware moment of ``time`` on ``day`` in JST."""
    return timezone.make_aware(dt.datetime.combine(day, time), timezone.get_default_timezone())


def close_of(day: dt.date) -> dt.datetime:
    """Return the moment at which the office closes on ``day``: a promise "by that day" ends here."""
    return jst(day, OFFICE_CLOSES)


def open_of(day: dt.date) -> dt.datetime:
    """Return the moment at which the office opens on ``day``."""
    return jst(day, OFFICE_OPENS)


def is_office_time(moment: dt.datetime, closed: Collection[dt.date] = NO_DAYS) -> bool:
    """Tell whether the office is open at ``moment``: on a working day, from 8:30 until just before 17:15 (JST)."""
    here = local(moment)
    return OFFICE_OPENS <= here.time() < OFFICE_CLOSES and is_working_day(here.date(), closed)


def next_office_time(moment: dt.datetime, closed: Collection[dt.date] = NO_DAYS) -> dt.datetime:
    """Return ``moment`` itself where the office is open, otherwise the moment at which it opens next."""
    if is_office_time(moment, closed):
        return moment
    here = local(moment)
    day = here.date() if here.time() < OFFICE_OPENS else here.date() + dt.timedelta(days=1)
    return open_of(next_working_day(day, closed))
