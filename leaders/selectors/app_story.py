"""What became of a trial app, in plain words, from the rows that its history keeps."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from leaders.enums import AppState
from leaders.models import TrialApp

# What the words do not name one by one.
FACTS = ("name", "about", "tool_id", "other_tool", "work_id", "handles_personal_data", "team_id", "division_id")
BY_THE_CLOCK = "自動"


@dataclass(frozen=True, slots=True)
class Chapter:
    """What changed at one moment, and who did it."""

    at: dt.datetime
    by: str
    lines: list[str]


def story_of(*, app: TrialApp) -> list[Chapter]:
    """Return the changes of owner, state and facts, the newest first. One query."""
    rows = list(app.history.select_related("owner", "history_user").order_by("history_date", "history_id"))
    if not rows:
        return []
    told = [_chapter(rows[0], [f"登録（{_state(rows[0])}、持ち主：{_owner(rows[0])}）"])]
    told += [_chapter(after, lines) for before, after in pairwise(rows) if (lines := list(_changes(before, after)))]
    return told[::-1]


def _chapter(row: Any, lines: list[str]) -> Chapter:
    return Chapter(
        at=row.history_date, by=f"{row.history_user.name}さん" if row.history_user else BY_THE_CLOCK, lines=lines
    )


def _changes(before: Any, after: Any) -> Iterator[str]:
    if before.state != after.state:
        why = f"（{after.retired_reason}）" if after.retired_reason else ""
        yield f"状態：{_state(before)}→{_state(after)}{why}"
    elif before.confirmed_on != after.confirmed_on:
        yield f"「{_state(after)}」と確かめた"
    if before.owner_id != after.owner_id:
        yield f"持ち主：{_owner(before)}→{_owner(after)}"
    if any(getattr(before, name) != getattr(after, name) for name in FACTS):
        yield "登録の内容を直した"


def _state(row: Any) -> str:
    return AppState(row.state).label


def _owner(row: Any) -> str:
    return f"{row.owner.name}さん" if row.owner_id else "なし"
