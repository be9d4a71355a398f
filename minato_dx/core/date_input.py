"""Days and times of day as people type them: 西暦 or 和暦, with or without the year, in any width."""

import datetime as dt
import re
import unicodedata

from minato_dx.core.calendar import ERAS, today

_WEEKDAY = re.compile(r"\([日月火水木金土][^)]*\)$")
_ERA_NAMES = {"令和": "令和", "平成": "平成", "昭和": "昭和", "r": "令和", "h": "平成", "s": "昭和"}
_SEPARATED = re.compile(
    r"(?P<era>令和|平成|昭和|[rhs])?(?:(?P<year>\d{1,4}|元)[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_TIME = re.compile(
    r"(?P<half>午前|午後)?(?P<hour>\d{1,2})(?:(?::|時)(?P<minute>\d{1,2})?分?|(?P<compact>\d{2}))(?P<半>半)?"
)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()


def parse_day(text: str, *, near: dt.date | None = None) -> dt.date:
    """Return the day that ``text`` names: ``2026-11-24``, ``令和8年11月24日``, ``R8.11.24``, ``11/24``, ``20261124``.

    A day without a year is the one nearest to ``near`` (default today, JST). A weekday in brackets after it is passed
    over. Raises ValueError for what is no day, or no day of the era it names.
    """
    plain = _WEEKDAY.sub("", _plain(text))
    match = _SEPARATED.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if match is None:
        raise ValueError(text)
    parts = match.groupdict()
    month, day = int(parts["month"]), int(parts["day"])
    if parts.get("era"):
        return _day_of_era(parts["era"], parts["year"], month, day)
    if parts["year"] is None:
        return _nearest(month, day, near or today())
    if len(parts["year"]) != 4:
        raise ValueError(text)
    return dt.date(int(parts["year"]), month, day)


def _day_of_era(era: str, year: str | None, month: int, day: int) -> dt.date:
    if year is None:
        raise ValueError(era)
    name = _ERA_NAMES[era]
    began = next(first for first, other in ERAS if other == name)
    ended = min((first for first, _ in ERAS if first > began), default=None)
    found = dt.date(began.year + (1 if year == "元" else int(year)) - 1, month, day)
    if found < began or (ended is not None and found >= ended):
        raise ValueError(f"{found} is not in {name}")
    return found


def _nearest(month: int, day: int, near: dt.date) -> dt.date:
    days = [_day_or_none(near.year + offset, month, day) for offset in (-1, 0, 1)]
    known = [found for found in days if found is not None]
    if not known:
        raise ValueError(f"{month}/{day}")
    return min(known, key=lambda found: abs(found - near))


def _day_or_none(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def parse_time(text: str) -> dt.time:
    """Return the time of day that ``text`` names: ``10:30``, ``10時30分``, ``10時``, ``午後1時半``, ``1330``.

    Raises ValueError for what is no time of day.
    """
    match = _TIME.fullmatch(_plain(text))
    if match is None:
        raise ValueError(text)
    hour = int(match["hour"])
    minute = 30 if match["半"] else int(match["minute"] or match["compact"] or 0)
    if match["half"] and hour > 12:
        raise ValueError(text)
    if match["half"] == "午後" and hour < 12:
        hour += 12
    return dt.time(hour, minute)
