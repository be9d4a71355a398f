"""The municipalities from a file of code4fukui/localgovjp (CC0), which the project carries no copy of."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from minato_dx.core.calendar import today
from minato_dx.core.csv_reading import Row, read_table
from minato_dx.core.municipality_code import DIGITS, check_digit, read_municipality_code
from minato_dx.core.text import to_number
from minato_dx.organization.services.import_report import Action, Notes, Report
from minato_dx.reference.models import Municipality

COLUMNS = ("pid", "pref", "cid", "city")
OPTIONAL = ("citykana", "lat", "lng", "url", "phrase", "lgcode")
FACTS = ("prefecture", "name", "kana")
LONGEST = {"pref": 10, "city": 40, "citykana": 60}


@transaction.atomic
def import_municipalities(*, data: bytes, dry_run: bool = False) -> Report:
    """Register and rename municipalities by their codes. What the file does not have is reported, and stays.

    ``cid`` is the code without its check digit and without leading zeros; ``lgcode``, where the file has it, is the
    whole code and has to agree. Raises TableErrors with everything that has to be mended; nothing is written then.
    """
    table = read_table(data, required=COLUMNS, optional=OPTIONAL)
    notes = Notes()
    known = {row.code: row for row in Municipality.objects.all()}
    reading = _Reading(notes, known)
    for row in table.rows:
        reading.read(row)
    notes.raise_errors()
    for code, one in known.items():
        if code not in reading.lines:
            notes.change(0, Action.MISSING, f"{one}（{code}）", "消さずに残します")
    bulk_create_with_history(reading.created, Municipality)
    bulk_update_with_history(reading.changed, Municipality, [*FACTS, "name_key"])
    if dry_run:
        transaction.set_rollback(True)
    return notes.report(encoding=table.encoding, as_of=today())


class _Reading:
    """What becomes of the rows; nothing is written before all of them are read."""

    def __init__(self, notes: Notes, known: dict[str, Municipality]) -> None:
        self.notes, self.known = notes, known
        self.lines: dict[str, int] = {}
        self.created: list[Municipality] = []
        self.changed: list[Municipality] = []

    def read(self, row: Row) -> None:
        facts = _facts(row, self.notes)
        if facts is None:
            return
        if facts.code in self.lines:
            first = self.lines[facts.code]
            self.notes.error(
                row.line, "cid", f"{first}行目と同じ団体コード（{facts.code}）です。片方を消してください。"
            )
            return
        self.lines[facts.code] = row.line
        self._note(row, facts)

    def _note(self, row: Row, facts: "_Facts") -> None:
        one = self.known.get(facts.code)
        values = {"prefecture": facts.prefecture, "name": facts.name, "kana": facts.kana}
        if one is None:
            one = Municipality(code=facts.code, **values)
            self.created.append(one)
            self.notes.change(row.line, Action.CREATE, f"{one}（{facts.code}）")
        elif any(getattr(one, name) != value for name, value in values.items()):
            before = str(one)
            for name, value in values.items():
                setattr(one, name, value)
            self.changed.append(one)
            self.notes.change(row.line, Action.CHANGE, f"{one}（{facts.code}）", f"{before}から")
        else:
            self.notes.change(row.line, Action.KEEP, f"{one}（{facts.code}）")
        one.fold()


@dataclass(frozen=True, slots=True)
class _Facts:
    code: str
    prefecture: str
    name: str
    kana: str


def _facts(row: Row, notes: Notes) -> _Facts | None:
    before = len(notes.errors)
    code = _code(row, notes)
    facts = _Facts(code, row["pref"], " ".join(row["city"].split()), " ".join(row["citykana"].split()))
    for column, longest in LONGEST.items():
        if len(row[column]) > longest:
            notes.error(row.line, column, f"{longest}字までです。いま{len(row[column])}字です。")
    return facts if len(notes.errors) == before else None


def _code(row: Row, notes: Notes) -> str:
    """Return the six digits, or nothing and a note of what is wrong with them."""
    first = to_number(row["cid"])
    if not (first.isascii() and first.isdecimal() and len(first) < DIGITS):
        notes.error(row.line, "cid", f"5桁までの数字にしてください。いまは「{row['cid'][:20]}」です。")
        return ""
    rest = first.zfill(DIGITS - 1)
    code = f"{rest}{check_digit(rest)}"
    if to_number(row["pid"]).zfill(2) != code[:2]:
        notes.error(row.line, "pid", f"cidの都道府県（{code[:2]}）と違います。どちらかを直してください。")
        return ""
    if row["lgcode"]:
        return code if _agrees(row, code, notes) else ""
    return code


def _agrees(row: Row, code: str, notes: Notes) -> bool:
    try:
        # A spreadsheet drops leading zeros of a code as of any number.
        whole = read_municipality_code(to_number(row["lgcode"]).zfill(DIGITS))
    except ValidationError as fault:
        notes.error(row.line, "lgcode", fault.messages[0])
        return False
    if whole != code:
        notes.error(row.line, "lgcode", f"cid（{code[:-1]}）と違う自治体のコードです。どちらかを直してください。")
    return whole == code
