"""Departments and divisions from a CSV file in official order (columns: docs/imports.md)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from minato_dx.core.csv_reading import Row, read_table
from minato_dx.organization.models import Department, Division, DivisionVersion, Duty
from minato_dx.organization.services.import_report import Action, Notes, Report, ReportChangedError

REQUIRED = ("department_code", "department_name", "division_code", "division_name")
OPTIONAL = ("certainty", "concurrent")
# Posts that were seen in records, or follow from them, are divisions of today.
CERTAINTIES = {"seen": "", "inferred": "", "old": "古い記録だけにある課です", "known": "名前だけ知られている課です"}
DX_SECTION_NAME = "デジタル改革担当"
DEPARTMENT_COLUMNS = {"code": "department_code", "name": "department_name"}
DIVISION_COLUMNS = {"code": "division_code", "key": "division_code", "name": "division_name"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that is to become, or to stay, a division."""

    line: int
    department_code: str
    department_name: str
    code: str
    name: str

    @property
    def subject(self) -> str:
        return f"{self.code} {self.department_name} {self.name}"


@transaction.atomic
def import_organization(*, data: bytes, as_of: dt.date, dry_run: bool = False, seen: str = "") -> Report:
    """Bring departments and divisions to what ``data`` says from ``as_of`` (JST) on, and report it row by row.

    What the file does not have is reported and left alone. With ``dry_run`` everything is done and undone again.
    Raises TableErrors with all faults, and ReportChangedError where the report is not the one with the digest ``seen``;
    in both cases nothing has changed.
    """
    table = read_table(data, required=REQUIRED, optional=OPTIONAL)
    run = _Run(as_of=as_of)
    entries = _entries(table.rows, run.notes)
    run.notes.raise_errors()
    run.load()
    departments = run.departments(entries)
    run.divisions(entries, departments)
    run.dx_section()
    run.missing({row["division_code"] for row in table.rows})
    run.notes.raise_errors()
    report = run.notes.report(encoding=table.encoding, as_of=as_of)
    if seen and seen != report.digest:
        raise ReportChangedError
    if dry_run:
        transaction.set_rollback(True)
    return report


def _entries(rows: Sequence[Row], notes: Notes) -> list[Entry]:
    """Return the divisions of the file; note faults, and the rows that are left out with the reason."""
    entries: list[Entry] = []
    lines: dict[str, int] = {}
    names: dict[str, tuple[str, int]] = {}
    for row in rows:
        entry = Entry(
            row.line, row["department_code"], row["department_name"], row["division_code"], row["division_name"]
        )
        name, line = names.setdefault(entry.department_code, (entry.department_name, entry.line))
        if name != entry.department_name:
            text = f"部コード「{entry.department_code}」の名称が、{line}行目（{name}）と違います。"
            notes.error(row.line, "department_name", text)
        reason = _reason_to_leave_out(row, notes)
        if entry.code in lines:
            notes.error(row.line, "division_code", f"課コード「{entry.code}」は{lines[entry.code]}行目にもあります。")
        lines.setdefault(entry.code, row.line)
        if reason:
            notes.change(row.line, Action.LEAVE_OUT, entry.subject, reason)
        else:
            entries.append(entry)
    return entries


def _reason_to_leave_out(row: Row, notes: Notes) -> str:
    certainty, concurrent = row["certainty"] or "seen", row["concurrent"] or "0"
    if certainty not in CERTAINTIES:
        notes.error(
            row.line, "certainty", f"「{certainty}」は使えません。{'・'.join(CERTAINTIES)}のどれかにしてください。"
        )
    if concurrent not in ("0", "1"):
        notes.error(row.line, "concurrent", f"「{concurrent}」は使えません。0か1にしてください。")
    if concurrent == "1":
        return "ほかの課の長が兼ねる職で、課ではありません"
    return CERTAINTIES.get(certainty, "")


@dataclass(slots=True)
class _Run:
    """One import: the rows of the day, and what has been found out so far."""

    as_of: dt.date
    notes: Notes = field(default_factory=Notes)
    by_code: dict[str, DivisionVersion] = field(default_factory=dict)
    by_name: dict[tuple[str, str], DivisionVersion] = field(default_factory=dict)
    found: set[int] = field(default_factory=set)

    def load(self) -> None:
        """Read the day's divisions, locked against a second import."""
        list(Department.objects.select_for_update().order_by("pk"))
        for version in DivisionVersion.objects.on(self.as_of).select_related("department", "division"):
            self.by_code[version.code] = version
            self.by_name[version.department.code, version.name] = version

    # --- Departments ---------------------------------------------------------------------------------
    def departments(self, entries: Sequence[Entry]) -> dict[str, Department]:
        """Return the day's department for each code of the file, in the file's order."""
        today = {department.code: department for department in Department.objects.on(self.as_of)}
        firsts: dict[str, Entry] = {}
        for entry in entries:
            firsts.setdefault(entry.department_code, entry)
        return {
            code: self._department(today.get(code), entry, order)
            for order, (code, entry) in enumerate(firsts.items(), start=1)
        }

    def _department(self, current: Department | None, entry: Entry, order: int) -> Department:
        subject = f"{entry.department_code} {entry.department_name}"
        if current is None:
            new = Department(code=entry.department_code, name=entry.department_name, order=order, valid_from=self.as_of)
            self.notes.change(entry.line, Action.CREATE, subject, "部")
            if not self._begins_later(Department, entry.department_code, entry, "department_code"):
                self._save(new, entry, DEPARTMENT_COLUMNS)
            return new
        if current.name != entry.department_name:
            self.notes.change(entry.line, Action.CHANGE, subject, f"部の名称：{current.name} → {entry.department_name}")
            return self._rename_department(current, entry, order)
        if current.order != order:
            self.notes.change(entry.line, Action.CHANGE, subject, f"部の並び順：{current.order} → {order}")
            current.order = order
            self._save(current, entry, DEPARTMENT_COLUMNS)
        return current

    def _rename_department(self, current: Department, entry: Entry, order: int) -> Department:
        """Give the department its new name from the day on; those who answer it go on answering it."""
        if current.valid_from == self.as_of:
            current.name, current.order = entry.department_name, order
            self._save(current, entry, DEPARTMENT_COLUMNS)
            return current
        new = Department(
            code=current.code, name=entry.department_name, order=order, valid_from=self.as_of, valid_to=current.valid_to
        )
        current.valid_to = self.as_of
        self._save(current, entry, DEPARTMENT_COLUMNS)
        if self._save(new, entry, DEPARTMENT_COLUMNS):
            for duty in Duty.objects.filter(department=current).overlapping(self.as_of, None):
                self._carry_over(duty, new, entry)
        return new

    def _carry_over(self, duty: Duty, department: Department, entry: Entry) -> None:
        if duty.valid_from >= self.as_of:
            duty.department = department
            self._save(duty, entry, {})
            return
        follow_up = Duty(
            user=duty.user, department=department, is_main=duty.is_main, valid_from=self.as_of, valid_to=duty.valid_to
        )
        duty.valid_to = self.as_of
        self._save(duty, entry, {})
        self._save(follow_up, entry, {})

    # --- Divisions -----------------------------------------------------------------------------------
    def divisions(self, entries: Sequence[Entry], departments: dict[str, Department]) -> None:
        """Create what is new and give what has changed a new version from the day on."""
        matches = self._matches(entries)
        begun: list[tuple[Entry, DivisionVersion]] = []
        for order, entry in enumerate(entries, start=1):
            department = departments[entry.department_code]
            if department.pk is None:
                continue  # its own fault is noted already
            current = matches.get(entry.line)
            new = self._new_version(entry, department, order)
            if current is None:
                if self._identify(new, entry):
                    begun.append((entry, new))
            elif self._end_or_update(current, new, entry):
                begun.append((entry, new))
        # Only now: a code may go from one division of the file to another.
        for entry, new in begun:
            self._save(new, entry, DIVISION_COLUMNS)

    def _matches(self, entries: Sequence[Entry]) -> dict[int, DivisionVersion]:
        """Return which division of the day each row means, by the row's line.

        The same code and name is the same division; so is the same name in the same department (the code has
        changed), and then the same code (the name has changed).
        """
        matches: dict[int, DivisionVersion] = {}
        claimed: set[int] = set()
        for find in (self._by_code_and_name, self._by_name, self._by_code):
            for entry in entries:
                version = find(entry)
                if entry.line not in matches and version is not None and version.pk not in claimed:
                    matches[entry.line] = version
                    claimed.add(version.pk)
        self.found = {version.division_id for version in matches.values()}
        return matches

    def _by_code_and_name(self, entry: Entry) -> DivisionVersion | None:
        version = self.by_code.get(entry.code)
        return version if version is not None and version.name == entry.name else None

    def _by_name(self, entry: Entry) -> DivisionVersion | None:
        return self.by_name.get((entry.department_code, entry.name))

    def _by_code(self, entry: Entry) -> DivisionVersion | None:
        return self.by_code.get(entry.code)

    def _new_version(self, entry: Entry, department: Department, order: int) -> DivisionVersion:
        return DivisionVersion(
            department=department, code=entry.code, name=entry.name, order=order, valid_from=self.as_of
        )

    def _identify(self, new: DivisionVersion, entry: Entry) -> bool:
        """Give a new division its identity; tell whether that was possible."""
        if self._begins_later(DivisionVersion, entry.code, entry, "division_code"):
            return False
        taken = Division.objects.filter(key=entry.code).exists()
        division = Division(key=f"{entry.code}-{self.as_of:%Y%m%d}" if taken else entry.code)
        self.notes.change(entry.line, Action.CREATE, entry.subject, "課")
        if not self._save(division, entry, DIVISION_COLUMNS):
            return False
        new.division = division
        return True

    def _begins_later(self, model: type[Department | DivisionVersion], code: str, entry: Entry, column: str) -> bool:
        """Note and tell whether ``code`` is in use from a later day on: the file must not reach back behind it."""
        later = model.objects.filter(code=code, valid_from__gt=self.as_of).order_by("valid_from").first()
        if later is not None:
            text = f"このコードは{later.valid_from}から登録されています。適用日をその日以後にしてください。"
            self.notes.error(entry.line, column, text)
        return later is not None

    def _end_or_update(self, current: DivisionVersion, new: DivisionVersion, entry: Entry) -> bool:
        """Note what changes; tell whether ``new`` has to be saved in place of ``current``, which then has ended."""
        dated = _dated_differences(current, new)
        differences = dated + ([f"並び順：{current.order} → {new.order}"] if current.order != new.order else [])
        action = Action.CHANGE if differences else Action.KEEP
        self.notes.change(entry.line, action, entry.subject, "、".join(differences))
        begins_anew = bool(dated) and current.valid_from != self.as_of
        if begins_anew:
            new.division, new.valid_to, current.valid_to = current.division, current.valid_to, self.as_of
        else:
            current.code, current.name, current.department, current.order = (
                new.code,
                new.name,
                new.department,
                new.order,
            )
        if differences:
            self._save(current, entry, DIVISION_COLUMNS)
        return begins_anew

    # --- What is left --------------------------------------------------------------------------------
    def dx_section(self) -> None:
        """Mark the division of that name as the DX section, where none is marked yet."""
        if self.notes.errors or Division.objects.filter(is_dx_section=True).exists():
            return
        version = DivisionVersion.objects.on(self.as_of).filter(name=DX_SECTION_NAME).select_related("division").first()
        if version is not None:
            version.division.is_dx_section = True
            version.division.save(update_fields=["is_dx_section"])
            self.notes.change(0, Action.CHANGE, f"{version.code} {version.name}", "相談を受ける課として印を付けます")

    def missing(self, codes: set[str]) -> None:
        """Report the divisions of the day that the file, whose ``codes`` these are, does not have."""
        for version in self.by_code.values():
            if version.division_id not in self.found and version.code not in codes:
                subject = f"{version.code} {version.department.name} {version.name}"
                self.notes.change(
                    0, Action.MISSING, subject, "そのまま残します。廃止した課なら、管理画面で終了日を入れてください"
                )

    def _save(self, row: Department | Division | DivisionVersion | Duty, entry: Entry, columns: dict[str, str]) -> bool:
        row._change_reason = "組織の取り込み"  # type: ignore[union-attr]  # read by simple_history
        return self.notes.save(row, entry.line, columns)


def _dated_differences(current: DivisionVersion, new: DivisionVersion) -> list[str]:
    """Return what differs between two versions, in words; the order is not dated."""
    pairs = (
        ("課コード", current.code, new.code),
        ("課の名称", current.name, new.name),
        ("部コード", current.department.code, new.department.code),
        ("部", current.department.name, new.department.name),
    )
    return [f"{what}：{old} → {new}" for what, old, new in pairs if old != new]
