"""Turning texts as they stand in the source into texts as people send them."""

import re
from collections.abc import Callable

from minato_dx.core.calendar import WEEKDAYS
from minato_dx.portal.demo.timeline import Timeline

_PARAGRAPHS = re.compile(r"\n\s*\n")
_LIST_MARKS = ("・", "→", *"①②③④⑤⑥⑦⑧⑨")
_PLACES = re.compile(r"\{(\w+)\}")
_DAY = re.compile(r"d(\d+)")


def tidy(text: str) -> str:
    """Join the lines of each paragraph, as Japanese has no spaces; a list mark begins a line of its own."""
    return "\n\n".join(_paragraph(part) for part in _PARAGRAPHS.split(text.strip()))


def _paragraph(text: str) -> str:
    lines: list[str] = []
    for line in (line.strip() for line in text.split("\n")):
        if lines and not line.startswith(_LIST_MARKS):
            lines[-1] += line
        else:
            lines.append(line)
    return "\n".join(lines)


def fill(text: str, *, name_of: Callable[[str], str], timeline: Timeline, began: int) -> str:
    """Put in the names (``{dx}``) and the days (``{d3}``: the third working day of a case that began at ``began``)."""

    def replace(match: re.Match[str]) -> str:
        place = match.group(1)
        day = _DAY.fullmatch(place)
        return _day(timeline, began + int(day.group(1))) if day else name_of(place)

    return _PLACES.sub(replace, tidy(text))


def _day(timeline: Timeline, offset: int) -> str:
    day = timeline.day(offset)
    return f"{day.month}月{day.day}日({WEEKDAYS[day.weekday()]})"
