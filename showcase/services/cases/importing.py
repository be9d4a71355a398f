"""Cases from a CSV file in the columns of the export: read what would happen, then do it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from minato_dx.core.corporate_number import read_corporate_number
from minato_dx.core.csv_reading import Row, Table, read_table
from minato_dx.core.date_input import parse_day
from minato_dx.core.exports import without_guard
from minato_dx.core.steps import require
from minato_dx.core.text import normalise_key, plain_text, to_number
from minato_dx.organization.models import User
from minato_dx.organization.services.import_report import Action, Notes, Report, ReportChangedError
from minato_dx.reference.models import Company, FieldOfWork, Municipality
from minato_dx.reference.selectors import read_code_or_refuse_name
from showcase.enums import CaseState, FoundBy, ToolKind
from showcase.models import Case
from showcase.permissions import is_editor
from showcase.services.cases.steps import log
from showcase.services.cases.writing import WRITTEN

COLUMNS = ("団体コード", "件名", "概要", "見つけ方")
# 状態 and 公開した日 come with an export and are not read: what is imported is compared with its source first.
OPTIONAL = (
    "番号", "自治体", "分野", "道具の種類", "道具の名前", "効果", "効果の出典", "効果の時点", "リンク", "見つけた人",
    "見つけた日", "法人番号", "事業者", "状態", "公開した日",
)  # fmt: skip
TITLES = {
    "municipality": "団体コード", "title": "件名", "field": "分野", "tool_kind": "道具の種類", "tool": "道具の名前",
    "summary": "概要", "effect": "効果", "effect_source": "効果の出典", "effect_on": "効果の時点", "link": "リンク",
    "found_by": "見つけ方", "finder": "見つけた人", "found_on": "見つけた日", "company": "法人番号",
}  # fmt: skip
PLAIN = ("title", "tool", "summary", "effect", "effect_source", "link", "finder")


@transaction.atomic
def import_cases(*, data: bytes, actor: User, dry_run: bool = False, seen: str = "", now: dt.datetime) -> Report:
    """Keep new cases, and change those named by 番号; all are compared with their sources before they are shown.

    With ``seen``, the digest of the dry run that was looked at, raises ReportChangedError where it would do something
    else by now. Raises PermissionDenied, and TableErrors with everything that has to be mended; nothing is written
    then.
    """
    require(is_editor(actor))
    table = read_table(data, required=COLUMNS, optional=OPTIONAL)
    notes = Notes()
    reading = _Reading(table, notes, actor, now)
    for row in table.rows:
        reading.read(row)
    notes.raise_errors()
    report = notes.report(encoding=table.encoding, as_of=timezone.localdate(now))
    if seen and report.digest != seen:
        raise ReportChangedError
    if dry_run:
        transaction.set_rollback(True)
    return report


@dataclass(slots=True)
class _Known:
    """What the rows are compared with, read once for the whole file."""

    municipalities: dict[str, Municipality]
    fields: dict[str, FieldOfWork]
    companies: dict[str | None, Company]
    cases: dict[int, Case]
    by_title: dict[tuple[int, str], Case] = field(default_factory=dict)


def _known() -> _Known:
    cases = {row.pk: row for row in Case.objects.select_related("municipality", "field", "company")}
    known = _Known(
        municipalities={row.code: row for row in Municipality.objects.all()},
        fields={normalise_key(row.name): row for row in FieldOfWork.objects.all()},
        companies={row.corporate_number: row for row in Company.objects.exclude(corporate_number=None)},
        cases=cases,
    )
    for row in sorted(cases.values(), key=lambda one: -one.pk):
        known.by_title[row.municipality_id, normalise_key(row.title)] = row
    return known


class _Reading:
    """What becomes of each row."""

    def __init__(self, table: Table, notes: Notes, actor: User, now: dt.datetime) -> None:
        self.notes, self.actor, self.now = notes, actor, now
        self.known = _known()
        self.columns = table.columns
        self.lines: dict[int, int] = {}
        self.created: dict[int, int] = {}

    def read(self, row: Row) -> None:
        before = len(self.notes.errors)
        words = self._words(row)
        earlier = self._earlier(row)
        if len(self.notes.errors) > before:
            return
        key = (words["municipality"].pk, normalise_key(words["title"]))
        alike = self.known.by_title.get(key)
        subject = f"{words['municipality']}：{words['title']}"
        if earlier is None and alike is not None:
            first = self.created.get(alike.pk)
            detail = f"{first}行目と同じ件名です" if first else f"同じ件名の事例があります（番号{alike.pk}）"
            self.notes.change(row.line, Action.LEAVE_OUT, subject, detail)
        elif earlier is None:
            self.known.by_title[key] = self._create(row, words, subject)
        else:
            self._change(row, earlier, words, subject)

    def _create(self, row: Row, words: dict[str, Any], subject: str) -> Case:
        case = Case(author=self.actor, changed_by=self.actor, created_at=self.now, changed_at=self.now, **words)
        if self.notes.save(case, row.line, TITLES, exclude=("state",)):
            self.created[case.pk] = row.line
            log(case=case, actor=self.actor, name="begin", before="", now=self.now)
            # Without a number: two dry runs would not give the same one.
            self.notes.change(row.line, Action.CREATE, subject, "確かめる前として登録")
        return case

    def _change(self, row: Row, case: Case, words: dict[str, Any], subject: str) -> None:
        # A column that the file does not have says nothing of its field.
        told = {name: words[name] for name in WRITTEN if TITLES[name] in self.columns}
        if case.company is not None and case.company.corporate_number is None and row["事業者"] == case.company.name:
            told["company"] = case.company  # it has no number to be named by
        changed = [name for name, value in told.items() if getattr(case, name) != value]
        detail = f"番号{case.pk}"
        if not changed:
            self.notes.change(row.line, Action.KEEP, subject, detail)
            return
        if case.state != CaseState.DRAFT:
            self.notes.error(
                row.line, "番号",
                f"番号{case.pk}は「{CaseState(case.state).label}」なので、取り込みでは直せません。"
                "事例のページの「書き直す」で戻してから取り込むか、この行を消してください。",
            )  # fmt: skip
            return
        for name in changed:
            setattr(case, name, told[name])
        case.version += 1
        case.changed_by, case.changed_at = self.actor, self.now
        if self.notes.save(case, row.line, TITLES, exclude=("state",)):
            log(case=case, actor=self.actor, name="change", before=case.state, now=self.now)
            titles = "、".join(TITLES[name] for name in changed)
            self.notes.change(row.line, Action.CHANGE, subject, f"{detail}：{titles}")

    def _earlier(self, row: Row) -> Case | None:
        typed = to_number(row["番号"])
        if not typed:
            return None
        case = self.known.cases.get(int(typed)) if typed.isascii() and typed.isdecimal() else None
        if case is None:
            self.notes.error(row.line, "番号", "この番号の事例はありません。新しい事例なら、番号を空にしてください。")
            return None
        if case.pk in self.lines:
            first = self.lines[case.pk]
            self.notes.error(row.line, "番号", f"{first}行目と同じ番号です。片方を消してください。")
        self.lines.setdefault(case.pk, row.line)
        return case

    # --- Cells --------------------------------------------------------------------------------------------------

    def _words(self, row: Row) -> dict[str, Any]:
        words: dict[str, Any] = {name: plain_text(without_guard(row[TITLES[name]])) for name in PLAIN}
        words |= {
            "municipality": self._municipality(row),
            "field": self._field(row),
            "tool_kind": self._choice(row, "道具の種類", ToolKind.choices) if row["道具の種類"] else "",
            "found_by": self._choice(row, "見つけ方", FoundBy.choices),
            "effect_on": self._day(row, "効果の時点"),
            "found_on": self._day(row, "見つけた日") or timezone.localdate(self.now),
            "company": self._company(row),
        }
        if words["effect"] and not words["effect_source"]:
            self.notes.error(row.line, "効果の出典", "効果があるときは、出典も入れてください。資料の名前で足ります。")
        return words

    def _municipality(self, row: Row) -> Municipality | None:
        try:
            code = read_code_or_refuse_name(row["団体コード"])
        except ValidationError as fault:
            self.notes.error(row.line, "団体コード", fault.messages[0])
            return None
        found = self.known.municipalities.get(code)
        if found is None:
            text = f"{code}の自治体は、まだ登録されていません。管理者に、自治体の取り込みを頼んでください。"
            self.notes.error(row.line, "団体コード", text)
        elif row["自治体"] and not found.is_called(row["自治体"]):
            text = f"団体コード{code}は{found}です。「{row['自治体']}」と違うので、どちらかを直してください。"
            self.notes.error(row.line, "自治体", text)
        return found

    def _field(self, row: Row) -> FieldOfWork | None:
        if not row["分野"]:
            return None
        found = self.known.fields.get(normalise_key(row["分野"]))
        if found is None:
            names = "、".join(one.name for one in self.known.fields.values())
            self.notes.error(row.line, "分野", f"空にするか、次のどれかにしてください：{names}")
        return found

    def _choice(self, row: Row, column: str, choices: list[tuple[str, str]]) -> str:
        by_label = {normalise_key(label): value for value, label in choices}
        found = by_label.get(normalise_key(row[column]))
        if found is None and row[column]:
            labels = "、".join(label for _value, label in choices)
            self.notes.error(row.line, column, f"次のどれかにしてください：{labels}")
        return found or ""

    def _day(self, row: Row, column: str) -> dt.date | None:
        if not row[column]:
            return None
        try:
            return parse_day(row[column])
        except ValueError:
            self.notes.error(row.line, column, "日付として読めません。「2026-04-01」の形にしてください。")
            return None

    def _company(self, row: Row) -> Company | None:
        if not row["法人番号"]:
            return None
        try:
            number = read_corporate_number(row["法人番号"])
        except ValidationError as fault:
            self.notes.error(row.line, "法人番号", fault.messages[0])
            return None
        found = self.known.companies.get(number)
        if found is None:
            self.notes.error(row.line, "法人番号", "この法人番号の事業者は、まだ登録されていません。空にしてください。")
        return found
