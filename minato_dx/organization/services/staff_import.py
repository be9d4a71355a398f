"""Staff and their memberships from a CSV file (columns: docs/imports.md)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from minato_dx.core import calendar
from minato_dx.core.csv_reading import read_table
from minato_dx.organization.models import Division, DivisionVersion, Membership, User
from minato_dx.organization.services.import_report import Action, Notes, Report, ReportChangedError
from minato_dx.organization.services.staff_rows import (
    OPTIONAL,
    REQUIRED,
    StaffRow,
    note_lost_zeros,
    read_staff_rows,
)

USER_COLUMNS = {
    "staff_number": "職員番号",
    "name": "氏名",
    "kana": "ふりがな",
    "email": "メール",
    "extension": "内線",
    "left_on": "退職日",
}
MEMBERSHIP_COLUMNS = {"division": "課コード", "post": "職名", "valid_from": "開始日", "valid_to": "最終日"}
PERSON_FACTS = ("name", "kana", "email", "extension", "left_on")
POST_FACTS = {"post": "職名", "is_head": "所属長", "is_acting_head": "所属長", "is_main": "兼務"}


@transaction.atomic
def import_staff(*, data: bytes, dry_run: bool = False, seen: str = "") -> Report:
    """Create and update people and their memberships as ``data`` says, and report it row by row.

    An empty cell changes nothing. A new main membership ends the earlier one on its first day. People whom the file
    does not have are counted and left alone. New people have no password: they get a first-login slip. With
    ``dry_run`` everything is done and undone again. Raises TableErrors with all faults, and ReportChangedError where
    the report is not the one with the digest ``seen``; in both cases nothing has changed.
    """
    table = read_table(data, required=REQUIRED, optional=OPTIONAL)
    # A column that the file does not have says nothing; an empty mark says no.
    post_facts = [name for name, column in POST_FACTS.items() if column in table.columns]
    run = _Run(day=calendar.today(), post_facts=post_facts)
    rows = read_staff_rows(table.rows, run.notes)
    run.load(rows)
    note_lost_zeros(
        rows, column="職員番号", value=lambda row: row.staff_number, known=run.known_numbers(rows), notes=run.notes
    )
    run.people(rows)
    run.notes.raise_errors()
    run.end_earlier_posts(rows)
    run.memberships(rows)
    run.notes.raise_errors()
    run.report_rows(rows)
    report = run.notes.report(encoding=table.encoding, as_of=run.day)
    if seen and seen != report.digest:
        raise ReportChangedError
    if dry_run:
        transaction.set_rollback(True)
    return report


@dataclass(slots=True)
class _Run:
    """One import: who and what is there already, and what has been done for which line."""

    day: dt.date
    post_facts: Sequence[str]
    notes: Notes = field(default_factory=Notes)
    users: dict[str, User] = field(default_factory=dict)
    new_numbers: set[str] = field(default_factory=set)
    versions: dict[str, list[DivisionVersion]] = field(default_factory=lambda: defaultdict(list))
    names: dict[int, str] = field(default_factory=dict)
    posts: dict[int, list[Membership]] = field(default_factory=lambda: defaultdict(list))
    divisions: dict[int, Division] = field(default_factory=dict)
    done: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    created: set[int] = field(default_factory=set)

    def load(self, rows: Sequence[StaffRow]) -> None:
        """Read divisions, people (locked against a second import) and their memberships."""
        for version in DivisionVersion.objects.select_related("division").order_by("valid_from"):
            self.versions[version.code].append(version)
            self.names[version.division_id] = version.name
        wanted = {row.staff_number for row in rows}
        for user in User.objects.select_for_update().order_by("pk"):
            if user.staff_number in wanted or not user.has_left(self.day):
                self.users[user.staff_number] = user
        for post in Membership.objects.filter(user__staff_number__in=wanted).select_related("division"):
            self.posts[post.user_id].append(post)
        self._find_divisions(rows)
        self._count_missing(wanted)

    def known_numbers(self, rows: Sequence[StaffRow]) -> set[str]:
        """Return the numbers that are right beyond doubt: registered, or written with a zero in front."""
        return set(self.users) | {row.staff_number for row in rows if row.staff_number.startswith("0")}

    def _find_divisions(self, rows: Sequence[StaffRow]) -> None:
        unknown = [row for row in rows if row.division_code not in self.versions]
        note_lost_zeros(
            unknown,
            column="課コード",
            value=lambda row: row.division_code,
            known=set(self.versions),
            notes=self.notes,
        )
        told = {error.line for error in self.notes.errors if error.column == "課コード"}
        for row in rows:
            division = self._division(row)
            if division is not None:
                self.divisions[row.line] = division
            elif row.line not in told:
                text = f"「{row.division_code}」という課コードの課は、{row.starts}にもきょうにもありません。"
                self.notes.error(row.line, "課コード", text)

    def _division(self, row: StaffRow) -> Division | None:
        """Return the division that has the code on the first day, or today where the post is older than the code."""
        for day in (row.starts, self.day):
            for version in self.versions.get(row.division_code, ()):
                if version.holds_on(day):
                    return version.division
        return None

    def _count_missing(self, wanted: set[str]) -> None:
        count = sum(number not in wanted for number in self.users)
        if count:
            self.notes.change(0, Action.MISSING, f"このほかの職員 {count}人", "そのまま残します")

    # --- People --------------------------------------------------------------------------------------
    def people(self, rows: Sequence[StaffRow]) -> None:
        """Create and update the people of the file."""
        for row in rows:
            user = self.users.get(row.staff_number)
            if user is None:
                user = User(staff_number=row.staff_number)
                user.set_unusable_password()
                self.users[row.staff_number] = user
                self.created.add(row.line)
                self.new_numbers.add(row.staff_number)
                self.done[row.line].append("職員を登録")
            changes = list(_set_facts(user, row, PERSON_FACTS))
            if user.pk is None or changes:
                if row.staff_number not in self.new_numbers:
                    self.done[row.line].extend(changes)
                self.notes.save(user, row.line, USER_COLUMNS, exclude=("password",))

    # --- Memberships ---------------------------------------------------------------------------------
    def end_earlier_posts(self, rows: Sequence[StaffRow]) -> None:
        """End what a new membership replaces, before any is written: two people may change places."""
        for row in rows:
            for post in self._replaced(row):
                self.done[row.line].append(f"{self._name(post.division)}の所属を{_last_day(row.starts)}までにする")
                post.valid_to = row.starts
                self._save(post, row)

    def _replaced(self, row: StaffRow) -> Iterator[Membership]:
        division = self.divisions[row.line]
        for post in self.posts[self.users[row.staff_number].pk]:
            if post.valid_from >= row.starts or not post.holds_on(row.starts):
                continue
            same_division = post.division_id == division.pk
            if same_division and not self._same_facts(post, row):
                yield post
            elif not same_division and row.is_main and post.is_main:
                yield post

    def _same_facts(self, post: Membership, row: StaffRow) -> bool:
        return all(getattr(post, name) == getattr(row, name) for name in self.post_facts if getattr(row, name) != "")

    def memberships(self, rows: Sequence[StaffRow]) -> None:
        """Create and update the memberships of the file; who gives up a post comes before who takes it over."""
        for row in sorted(rows, key=lambda row: (row.is_head, row.is_main)):
            user, division = self.users[row.staff_number], self.divisions[row.line]
            post = self._existing(user, division, row)
            if post is None:
                post = Membership(user=user, division=division, valid_from=row.starts, valid_to=row.ends)
                self.posts[user.pk].append(post)
                self.done[row.line].append(f"{self._name(division)}に{row.starts}から所属")
            changes = list(self._set_post(post, row))
            if post.pk is not None:
                self.done[row.line].extend(changes)
            if post.pk is None or changes:
                self._save(post, row)

    def _existing(self, user: User, division: Division, row: StaffRow) -> Membership | None:
        """Return the membership that the row speaks of: of the same first day, or one that holds on it."""
        posts = [post for post in self.posts[user.pk] if post.division_id == division.pk]
        exact = next((post for post in posts if post.valid_from == row.starts), None)
        return exact or next((post for post in posts if post.holds_on(row.starts)), None)

    def _set_post(self, post: Membership, row: StaffRow) -> Iterator[str]:
        yield from _set_facts(post, row, self.post_facts)
        if row.ends is not None and post.valid_to != row.ends:
            yield f"最終日：{_last_day(post.valid_to)} → {_last_day(row.ends)}"
            post.valid_to = row.ends

    def _save(self, post: Membership, row: StaffRow) -> None:
        post._change_reason = "職員の取り込み"  # type: ignore[attr-defined]  # read by simple_history
        # Both were read from the database just now: asking again whether they exist would double the time.
        self.notes.save(post, row.line, MEMBERSHIP_COLUMNS, exclude=("user", "division"))

    def _name(self, division: Division) -> str:
        return self.names.get(division.pk, division.key)

    def report_rows(self, rows: Sequence[StaffRow]) -> None:
        """Note for every row of the file what became of it."""
        for row in rows:
            done = self.done.get(row.line, [])
            action = Action.CREATE if row.line in self.created else Action.CHANGE if done else Action.KEEP
            self.notes.change(row.line, action, row.subject, "、".join(done))


def _last_day(first_day_out: dt.date | None) -> str:
    return str(first_day_out - dt.timedelta(days=1)) if first_day_out else "なし"


_LABELS = {
    "is_head": "所属長",
    "is_acting_head": "所属長の代理",
    "is_main": "主たる所属",
    "left_on": "退職日",
    "post": "職名",
}


def _set_facts(target: User | Membership, row: StaffRow, names: Sequence[str]) -> Iterator[str]:
    """Set what the row says and the target does not have yet; yield each change in words."""
    for name in names:
        new, old = getattr(row, name), getattr(target, name)
        if new in ("", None) or new == old:
            continue
        setattr(target, name, new)
        yield f"{_LABELS.get(name) or USER_COLUMNS[name]}：{_shown(old)} → {_shown(new)}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "○" if value else "なし"
    if isinstance(value, dt.date):
        return _last_day(value)
    return str(value or "なし")
