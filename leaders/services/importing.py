"""Past leaders and attendance kept elsewhere, from a CSV file: read what would happen, then do it."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from leaders.enums import EndReason, Entry, Presence
from leaders.models import Attendance, Cohort, LeaderTerm, Programme, Session, Trainee
from leaders.permissions import can_check
from minato_dx.core.csv_reading import Row, Table, read_table
from minato_dx.core.date_input import parse_day
from minato_dx.core.steps import require
from minato_dx.organization.models import DivisionVersion, User
from minato_dx.organization.services.import_report import Action, Notes, Report, ReportChangedError

LEADER_COLUMNS, LEADER_OPTIONAL = ("職員番号", "課コード", "開始日"), ("最終日", "期", "修了日")
ATTENDANCE_COLUMNS, ATTENDANCE_OPTIONAL = ("職員番号", "回", "出欠"), ("メモ",)
TERM_FIELDS = {"person": "職員番号", "division": "課コード", "valid_from": "開始日", "valid_to": "最終日"}


@transaction.atomic
def import_leaders(*, data: bytes, actor: User, dry_run: bool = False, seen: str = "", now: dt.datetime) -> Report:
    """Register terms of leaders, and the training that they completed. A term that is there already is left alone.

    With ``seen``, the digest of the dry run that was looked at, raises ReportChangedError where it would do something
    else by now. Raises TableErrors with everything that has to be mended; nothing is written then.
    """
    require(can_check(actor))
    table = read_table(data, required=LEADER_COLUMNS, optional=LEADER_OPTIONAL)
    notes = Notes()
    people = _people(table)
    for row in table.rows:
        _import_leader(row, people, notes)
    return _finish(notes, table, seen=seen, dry_run=dry_run, now=now)


@transaction.atomic
def import_attendance(
    *, programme: Programme, data: bytes, actor: User, dry_run: bool = False, seen: str = "", now: dt.datetime
) -> Report:
    """Write down who took part in the sessions of a training. Raises as ``import_leaders`` does."""
    require(can_check(actor))
    table = read_table(data, required=ATTENDANCE_COLUMNS, optional=ATTENDANCE_OPTIONAL)
    notes = Notes()
    trainees = {one.person.staff_number: one for one in programme.trainees.staying().select_related("person")}
    sessions = {one.name: one for one in Session.objects.filter(module__programme=programme)}
    known = {(row.trainee_id, row.session_id): row for row in Attendance.objects.filter(trainee__in=trainees.values())}
    presences = {presence.label: presence for presence in Presence}
    for row in table.rows:
        trainee, session = trainees.get(row["職員番号"]), sessions.get(row["回"])
        presence = presences.get(row["出欠"])
        if trainee is None:
            notes.error(
                row.line, "職員番号", "この研修の受講者にいません。番号を確かめるか、先に受講者に追加してください。"
            )
        if session is None:
            notes.error(row.line, "回", f"この研修にない回です。次のどれかにしてください：{'、'.join(sessions)}")
        if presence is None:
            notes.error(row.line, "出欠", f"次のどれかにしてください：{'、'.join(presences)}")
        if trainee and session and presence:
            earlier = known.get((trainee.pk, session.pk))
            known[trainee.pk, session.pk] = _note(row, trainee, session, presence, earlier, notes, actor, now)
    return _finish(notes, table, seen=seen, dry_run=dry_run, now=now)


def _note(
    row: Row,
    trainee: Trainee,
    session: Session,
    presence: Presence,
    earlier: Attendance | None,
    notes: Notes,
    actor: User,
    now: dt.datetime,
) -> Attendance:
    subject = f"{trainee.person.name}（{session.name}）"
    if earlier is not None and earlier.presence == presence:
        notes.change(row.line, Action.KEEP, subject, presence.label)
        return earlier
    was = f"{earlier.get_presence_display()}→" if earlier else ""
    notes.change(row.line, Action.CHANGE if earlier else Action.CREATE, subject, f"{was}{presence.label}")
    line = earlier or Attendance(trainee=trainee, session=session)
    line.presence, line.entry, line.note = presence, Entry.IMPORT, row["メモ"][:200]
    line.noted_by, line.noted_at = actor, now
    line.save()
    return line


def _people(table: Table) -> dict[str, User]:
    numbers = {row["職員番号"] for row in table.rows}
    return {person.staff_number: person for person in User.objects.filter(staff_number__in=numbers)}


def _day(row: Row, column: str, notes: Notes) -> dt.date | None:
    if not row[column]:
        return None
    try:
        return parse_day(row[column])
    except ValueError:
        notes.error(row.line, column, "日付として読めません。「2025-04-01」の形にしてください。")
        return None


def _import_leader(row: Row, people: dict[str, User], notes: Notes) -> None:
    before = len(notes.errors)
    begins, last, completed = (_day(row, column, notes) for column in ("開始日", "最終日", "修了日"))
    person, cohort = people.get(row["職員番号"]), _cohort(row, notes)
    if person is None:
        notes.error(row.line, "職員番号", "この職員番号の人がいません。先に職員を取り込んでください。")
    if completed and cohort is None and len(notes.errors) == before:
        notes.error(row.line, "期", "修了日があるときは、期も入れてください。")
    if begins and last and last < begins:
        notes.error(row.line, "最終日", "開始日と同じ日か、後の日にしてください。")
    version = _version(row, begins, notes)
    if len(notes.errors) > before or begins is None or person is None or version is None:
        return
    end = last + dt.timedelta(days=1) if last else None
    subject = f"{person.name}（{version.name}）"
    term = LeaderTerm.objects.filter(person=person, division=version.division, valid_from=begins).first()
    if term is None:
        term = LeaderTerm(
            person=person,
            division=version.division,
            valid_from=begins,
            valid_to=end,
            published_on=begins,
            cohort=cohort,
            end_reason=EndReason.EXPIRED if end and end <= timezone.localdate() else "",
        )
        if not notes.save(term, row.line, TERM_FIELDS):
            return
        notes.change(row.line, Action.CREATE, subject, f"{begins}から")
    else:
        notes.change(row.line, Action.KEEP, subject, f"{begins}から")
    if cohort is not None and completed is not None:
        _complete(row, person, term, cohort, completed, notes)


def _cohort(row: Row, notes: Notes) -> Cohort | None:
    if not row["期"]:
        return None
    number = row["期"].removeprefix("第").removesuffix("期")
    found = Cohort.objects.filter(number=int(number)).first() if number.isdecimal() and len(number) < 4 else None
    if found is None:
        notes.error(row.line, "期", "この期はありません。先に「期と計画」で登録してください。")
    return found


def _version(row: Row, day: dt.date | None, notes: Notes) -> DivisionVersion | None:
    if day is None:
        return None
    found = DivisionVersion.objects.on(day).filter(code=row["課コード"]).select_related("division").first()
    if found is None:
        notes.error(row.line, "課コード", f"{day}には、このコードの課がありません。")
    return found


def _complete(row: Row, person: User, term: LeaderTerm, cohort: Cohort, day: dt.date, notes: Notes) -> None:
    programme = Programme.objects.filter(cohort=cohort).first()
    if programme is None:
        notes.error(row.line, "期", f"{cohort}の研修がありません。先に「研修」で始めてください。")
        return
    trainee, is_new = Trainee.objects.get_or_create(
        programme=programme,
        person=person,
        defaults={"division": term.division, "joined_on": min(programme.starts_on, day), "completed_on": day},
    )
    if not is_new and trainee.completed_on is None:
        trainee.completed_on = day
        trainee.save(update_fields=["completed_on"])
        notes.change(row.line, Action.CHANGE, f"{person.name}（{programme.name}）", f"{day}に修了")


def _finish(notes: Notes, table: Table, *, seen: str, dry_run: bool, now: dt.datetime) -> Report:
    notes.raise_errors()
    report = notes.report(encoding=table.encoding, as_of=timezone.localdate(now))
    if seen and report.digest != seen:
        raise ReportChangedError
    if dry_run:
        transaction.set_rollback(True)
    return report
