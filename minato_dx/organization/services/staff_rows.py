"""The rows of a staff file, read and checked one by one (columns: docs/imports.md)."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from minato_dx.core.csv_reading import Row
from minato_dx.core.date_input import parse_day
from minato_dx.organization.managers import normalise_staff_number
from minato_dx.organization.services.import_report import Notes

REQUIRED = ("職員番号", "氏名", "課コード", "開始日")
OPTIONAL = ("ふりがな", "メール", "内線", "職名", "所属長", "兼務", "最終日", "退職日")
YES = {"○", "〇", "◯", "1", "はい", "有", "y", "yes"}
NO = {"", "×", "0", "いいえ", "無", "n", "no"}
ACTING = {"代理", "職務代理"}
# What is said of a person more than once has to be said alike.
ABOUT_THE_PERSON = ("氏名", "ふりがな", "メール", "内線", "退職日")
_HAS_YEAR = re.compile(r"\d{4}|令和|平成|昭和|^[rhs]\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One membership and whose it is; ``ends`` and ``left_on`` are the first days out, like everywhere in the model."""

    line: int
    staff_number: str
    name: str
    kana: str
    email: str
    extension: str
    left_on: dt.date | None
    division_code: str
    post: str
    is_head: bool
    is_acting_head: bool
    is_main: bool
    starts: dt.date
    ends: dt.date | None

    @property
    def subject(self) -> str:
        return f"{self.staff_number} {self.name}"


def read_staff_rows(rows: Sequence[Row], notes: Notes) -> list[StaffRow]:
    """Return the rows that can be read; note what is wrong with the others, and where two rows contradict."""
    read = [staff_row for row in rows if (staff_row := _read(row, notes)) is not None]
    _note_contradictions(rows, notes)
    _note_doubles(read, notes)
    return read


def _read(row: Row, notes: Notes) -> StaffRow | None:
    before = len(notes.errors)
    starts = _day(row, "開始日", notes)
    last, retired = _day(row, "最終日", notes), _day(row, "退職日", notes)
    is_acting = row["所属長"] in ACTING
    is_head = not is_acting and _yes(row, "所属長", notes, "○、代理、空のどれか")
    is_main = not _yes(row, "兼務", notes, "○か空")
    if starts is not None and last is not None and last < starts:
        notes.error(row.line, "最終日", f"開始日（{starts}）より前です。")
    if len(notes.errors) > before or starts is None:
        return None
    return StaffRow(
        line=row.line,
        staff_number=normalise_staff_number(row["職員番号"]),
        name=row["氏名"],
        kana=row["ふりがな"],
        email=row["メール"],
        extension=unicodedata.normalize("NFKC", row["内線"]),
        left_on=_next_day(retired),
        division_code=unicodedata.normalize("NFKC", row["課コード"]),
        post=row["職名"],
        is_head=is_head,
        is_acting_head=is_acting,
        is_main=is_main,
        starts=starts,
        ends=_next_day(last),
    )


def _next_day(day: dt.date | None) -> dt.date | None:
    return None if day is None else day + dt.timedelta(days=1)


def _day(row: Row, column: str, notes: Notes) -> dt.date | None:
    text = row[column]
    if not text:
        return None
    try:
        if not _HAS_YEAR.search(unicodedata.normalize("NFKC", text)):
            raise ValueError(text)
        return parse_day(text)
    except ValueError:
        notes.error(
            row.line, column, f"「{text}」は日付として読めません。「2026-04-01」か「令和8年4月1日」の形にしてください。"
        )
        return None


def _yes(row: Row, column: str, notes: Notes, allowed: str) -> bool:
    text = unicodedata.normalize("NFKC", row[column]).casefold()
    if text not in YES | NO:
        notes.error(row.line, column, f"「{row[column]}」は使えません。{allowed}にしてください。")
    return text in YES


def _note_contradictions(rows: Sequence[Row], notes: Notes) -> None:
    firsts: dict[tuple[str, str], tuple[str, int]] = {}
    for row in rows:
        for column in ABOUT_THE_PERSON:
            if not row[column]:
                continue
            first, line = firsts.setdefault((normalise_staff_number(row["職員番号"]), column), (row[column], row.line))
            if first != row[column]:
                notes.error(
                    row.line, column, f"{line}行目の同じ職員番号では「{first}」です。どちらかにそろえてください。"
                )


def _note_doubles(rows: Sequence[StaffRow], notes: Notes) -> None:
    lines: dict[tuple[str, str, dt.date], int] = {}
    for row in rows:
        line = lines.setdefault((row.staff_number, row.division_code, row.starts), row.line)
        if line != row.line:
            notes.error(row.line, "課コード", f"{line}行目に、同じ職員・課・開始日の行があります。")


def note_lost_zeros(
    rows: Sequence[StaffRow], *, column: str, value: Callable[[StaffRow], str], known: set[str], notes: Notes
) -> None:
    """Note the values that are not ``known`` but would be with zeros before them: spreadsheets drop these."""
    by_stripped = {text.lstrip("0"): text for text in known if text.startswith("0")}
    for row in rows:
        text = value(row)
        meant = by_stripped.get(text)
        if text not in known and meant is not None:
            notes.error(row.line, column, f"「{text}」はありませんが「{meant}」はあります。先頭の0が消えていませんか。")
