"""Who was there: read from a code at the reception, found by name, ticked in a list, or said beforehand."""

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from leaders.enums import Entry, Presence
from leaders.exceptions import LeaderError
from leaders.models import Attendance, Session, SessionRun, Trainee
from leaders.permissions import can_check
from leaders.services.training.runs import events_of, trainee_of
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.organization.models import User
from minato_dx.scheduling.enums import ACTIVE
from minato_dx.scheduling.models import Seat
from minato_dx.scheduling.services import release_seat

# The reception opens so long before a session begins, and closes so long after it ended.
OPENS_BEFORE, CLOSES_AFTER = dt.timedelta(hours=2), dt.timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """Who was taken in, and whether they had been already."""

    attendance: Attendance
    was_there: bool


@transaction.atomic
def check_in(*, run: SessionRun, code: str, actor: User, now: dt.datetime) -> CheckedIn:
    """Take in whoever the code on the card belongs to.

    A scanner types in what it reads; a keyboard that was left on Japanese input makes full-width letters of it.
    Raises LeaderError for a code of nobody in this training, and outside the hours of the reception.
    """
    require(can_check(actor))
    _require_reception(run, now)
    wanted = unicodedata.normalize("NFKC", code).strip().upper()
    trainee = _trainees(run.session).filter(code=wanted).first()
    if trainee is None:
        raise LeaderError("この符号は、この研修の受講者のものではありません。氏名で受け付けてください。", "code")
    return _take_in(run, trainee, Entry.CODE, actor, now)


@transaction.atomic
def check_in_by_name(*, run: SessionRun, trainee_id: int, actor: User, now: dt.datetime) -> CheckedIn:
    """Take in the trainee whose name was chosen. Raises LeaderError as ``check_in`` does."""
    require(can_check(actor))
    _require_reception(run, now)
    trainee = _trainees(run.session).filter(pk=trainee_id).first()
    if trainee is None:
        raise LeaderError("この研修の受講者ではありません。一覧から選び直してください。")
    return _take_in(run, trainee, Entry.NAME, actor, now)


def _take_in(run: SessionRun, trainee: Trainee, entry: Entry, actor: User, now: dt.datetime) -> CheckedIn:
    earlier = Attendance.objects.select_for_update().filter(trainee=trainee, session=run.session_id).first()
    if earlier is not None and earlier.presence in (Presence.PRESENT, Presence.LATE, Presence.MADE_UP):
        return CheckedIn(earlier, was_there=True)
    is_late = now > run.event.starts_at + dt.timedelta(minutes=run.late_after)
    presence = Presence.LATE if is_late else Presence.PRESENT
    row, _old = _write(run.session, trainee, presence, entry, run=run, actor=actor, now=now)
    return CheckedIn(row, was_there=False)


def _write(
    session: Session,
    trainee: Trainee,
    presence: Presence,
    entry: Entry,
    *,
    run: SessionRun | None,
    actor: User | None,
    now: dt.datetime,
    note: str = "",
) -> tuple[Attendance, bool]:
    return Attendance.objects.update_or_create(
        trainee=trainee,
        session=session,
        defaults={
            "presence": presence, "entry": entry, "run": run, "noted_by": actor, "noted_at": now, "note": note,
        },
    )  # fmt: skip


@transaction.atomic
def note_attendance(
    *, session: Session, presences: Mapping[int, Presence | None], actor: User, now: dt.datetime, run: SessionRun | None
) -> int:
    """Write a whole list down: trainee id → how they took part, or None for nothing known. Return how many changed."""
    require(can_check(actor))
    people = {trainee.pk: trainee for trainee in _trainees(session).filter(pk__in=presences)}
    known = {row.trainee_id: row for row in Attendance.objects.select_for_update().filter(session=session)}
    changed = 0
    for pk, presence in presences.items():
        row = known.get(pk)
        if pk not in people or (row.presence if row else None) == presence:
            continue
        changed += 1
        if presence is None and row is not None:
            row.delete()
        elif presence is not None:
            _write(session, people[pk], presence, Entry.LIST, run=run, actor=actor, now=now)
    return changed


@transaction.atomic
def give_notice(*, session: Session, actor: User, reason: str, now: dt.datetime) -> Attendance:
    """Note that the trainee will not come (欠席連絡); their seats are free for others.

    Raises LeaderError without a reason, and for a session that they have attended.
    """
    trainee = trainee_of(session=session, person=actor)
    if is_blank(reason):
        raise LeaderError("欠席する理由を、ひとこと書いてください。", "reason")
    # The session first, as whoever chooses a time does.
    Session.objects.select_for_update().get(pk=session.pk)
    earlier = Attendance.objects.select_for_update().filter(trainee=trainee, session=session).first()
    if earlier is not None and earlier.presence in (Presence.PRESENT, Presence.LATE, Presence.MADE_UP):
        raise LeaderError("この回は、出席したことになっています。まちがいなら、研修の担当に連絡してください。")
    seats = Seat.objects.filter(
        event__in=events_of(session=session), person=actor, state__in=ACTIVE, event__starts_at__gt=now
    )
    for seat in seats.select_related("event").order_by("pk"):
        release_seat(seat=seat, now=now)
    row, _ = _write(session, trainee, Presence.EXCUSED, Entry.SELF, run=None, actor=actor, now=now, note=reason[:200])
    return row


def _trainees(session: Session) -> QuerySet[Trainee]:
    rows: QuerySet[Trainee] = Trainee.objects.staying().filter(programme__modules__sessions=session)
    return rows.select_related("person", "division")


def _require_reception(run: SessionRun, now: dt.datetime) -> None:
    if not run.event.starts_at - OPENS_BEFORE <= now <= run.event.ends_at + CLOSES_AFTER:
        raise LeaderError("受付は、開始の2時間前から終了の12時間後までです。前後の記録は、出席の一覧で直してください。")
