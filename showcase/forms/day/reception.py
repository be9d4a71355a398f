"""What a reception's device sends: lines of a queue as JSON, or one entry of the plain form."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from showcase.services.exhibitions.attending import Line, Who, means_known

MOST_LINES = 200
LONGEST_TEXT = 120
LONGEST_AGO = dt.timedelta(days=30)
UNREADABLE = "この1件は、読み取れませんでした。もう一度受け付けてください。"


class UnreadableLines(ValueError):
    """What was sent is no list of lines at all, or more of them than one message may have."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that says nothing usable; its id, where it has one, tells the device which."""

    device_id: str


def read_lines(body: bytes) -> list[Line | Unreadable]:
    """Return the lines of ``{"lines": [{"id", "place", "who", "means", "ago"}]}``; ``ago`` is in milliseconds.

    A line that cannot be read is an Unreadable among them. Raises UnreadableLines for anything but such a list.
    """
    try:
        lines = json.loads(body)["lines"]
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise UnreadableLines from fault
    if not isinstance(lines, list) or len(lines) > MOST_LINES:
        raise UnreadableLines
    return [_read(line) for line in lines]


def _read(line: Any) -> Line | Unreadable:
    if not isinstance(line, dict):
        return Unreadable("")
    try:
        return Line(
            device_id=uuid.UUID(str(line["id"])),
            place=str(line["place"])[:LONGEST_TEXT],
            who=read_who(line["who"]),
            means=means_known(str(line.get("means", ""))),
            ago=_ago(line.get("ago", 0)),
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return Unreadable(str(line.get("id", ""))[:LONGEST_TEXT])


def _ago(value: Any) -> dt.timedelta:
    """A device tells how long ago it was, so that its clock need not be right; nothing comes from the future."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(value)
    longest = LONGEST_AGO.total_seconds() * 1000
    return dt.timedelta(milliseconds=min(max(float(value), 0.0), longest))


def read_who(given: Mapping[str, Any]) -> Who:
    """Return whoever the fields of the page name. Raises ValueError where they name nobody."""
    who = Who(
        code=_text(given, "code"),
        visitor_id=_number(given, "visitor"),
        user_id=_number(given, "staff"),
        kind=_text(given, "kind"),
        organization=_text(given, "organization"),
    )
    if who == Who():
        raise ValueError("nobody")
    return who


def _text(given: Mapping[str, Any], name: str) -> str:
    # PostgreSQL stores no NUL.
    return str(given.get(name) or "").replace("\x00", "").strip()[:LONGEST_TEXT]


def _number(given: Mapping[str, Any], name: str) -> int | None:
    text = str(given.get(name) or "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise ValueError(text)
    return int(text)
