"""Publishing the times at which one can be met, and taking them back."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from minato_dx.core.calendar import is_working_day, jst, short_day
from minato_dx.organization.models import Absence, User
from minato_dx.reference.selectors import closed_days
from minato_dx.scheduling.exceptions import SchedulingError, Taken
from minato_dx.scheduling.models import Room, Slot

WEEK = dt.timedelta(days=7)
# Half a year of one weekday: more is a mistyped year.
MOST_WEEKS = 27
LENGTHS = range(15, 241)


@dataclass(frozen=True, slots=True)
class SlotPlan:
    """What is published: one time, or the same time every week up to ``until`` (both days included, JST)."""

    day: dt.date
    starts: dt.time
    minutes: int
    place: str = ""
    room: Room | None = None
    buffer_minutes: int = 0
    until: dt.date | None = None

    @property
    def days(self) -> list[dt.date]:
        """The days asked for, closed ones included."""
        if self.until is None:
            return [self.day]
        return [self.day + WEEK * number for number in range((self.until - self.day).days // 7 + 1)]


@dataclass(slots=True)
class Published:
    """What came of a plan: the times that are offered now, and the days that were left out, each with the reason."""

    slots: list[Slot] = field(default_factory=list)
    skipped: list[tuple[dt.date, str]] = field(default_factory=list)


@transaction.atomic
def publish_slots(*, owner: User, plan: SlotPlan, now: dt.datetime) -> Published:
    """Offer the plan's times; closed days, absences and times that are offered already are left out and named.

    The view asks ``can_manage_slots_of`` first. Raises SchedulingError where nothing could be offered at all, or the
    plan is too long or over.
    """
    _require_sensible(plan, now)
    # One person's times are published one after another, so that two of them cannot overlap.
    User.objects.select_for_update().get(pk=owner.pk)
    published, series = Published(), uuid.uuid4() if plan.until else None
    absences = list(Absence.objects.overlapping(plan.days[0], plan.days[-1] + dt.timedelta(days=1)).filter(user=owner))
    for day in plan.days:
        reason = _why_not(day, plan, owner, absences, closed_days(), now)
        if reason:
            published.skipped.append((day, reason))
            continue
        published.slots.append(_offer(owner=owner, plan=plan, day=day, series=series, now=now))
    if not published.slots:
        day, reason = published.skipped[0]
        raise SchedulingError(f"{short_day(day)}は{reason}。別の日か時刻にしてください。")
    return published


def _require_sensible(plan: SlotPlan, now: dt.datetime) -> None:
    if plan.minutes not in LENGTHS:
        raise SchedulingError("長さは15分から240分までにしてください。")
    if plan.until is not None and plan.until < plan.day:
        raise SchedulingError("「いつまで」は、最初の日より後の日にしてください。")
    if len(plan.days) > MOST_WEEKS:
        raise SchedulingError("まとめて公開できるのは半年先までです。「いつまで」を近い日にしてください。")
    if not plan.place and plan.room is None:
        raise SchedulingError("場所を書くか、会議室を選んでください。")


def _why_not(
    day: dt.date,
    plan: SlotPlan,
    owner: User,
    absences: Collection[Absence],
    closed: Collection[dt.date],
    now: dt.datetime,
) -> str:
    """Return why the time is not offered on ``day``; empty where it is."""
    if not is_working_day(day, closed):
        return "閉庁日です"
    if any(absence.holds_on(day) for absence in absences):
        return "不在の日です"
    starts_at = jst(day, plan.starts)
    if starts_at <= now:
        return "もう過ぎた時刻です"
    ends_at = starts_at + dt.timedelta(minutes=plan.minutes + plan.buffer_minutes)
    for slot in Slot.objects.filter(
        owner=owner, is_offered=True, starts_at__lt=ends_at, ends_at__gt=_a_day_before(starts_at)
    ):
        if slot.ends_at + dt.timedelta(minutes=slot.buffer_minutes) > starts_at:
            return f"{timezone.localtime(slot.starts_at):%H:%M}からの時間と重なります"
    return ""


def _a_day_before(moment: dt.datetime) -> dt.datetime:
    """No time and its buffer are longer than a day."""
    return moment - dt.timedelta(days=1)


def _offer(*, owner: User, plan: SlotPlan, day: dt.date, series: uuid.UUID | None, now: dt.datetime) -> Slot:
    starts_at = jst(day, plan.starts)
    return Slot.objects.create(
        owner=owner,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=plan.minutes),
        buffer_minutes=plan.buffer_minutes,
        room=plan.room,
        place=plan.place or (plan.room.name if plan.room else ""),
        series=series,
        created_at=now,
    )


@transaction.atomic
def withdraw_slots(*, slot: Slot, whole_series: bool = False, now: dt.datetime) -> list[int]:
    """Stop offering the time, or with ``whole_series`` it and the later ones of its series; return their ids.

    What is taken already stays as it is. Raises SchedulingError where nothing was left to withdraw.
    """
    rows = Slot.objects.select_for_update().filter(owner_id=slot.owner_id, is_offered=True, event__isnull=True)
    rows = rows.filter(starts_at__gt=now)
    if whole_series and slot.series is not None:
        rows = rows.filter(series=slot.series, starts_at__gte=slot.starts_at)
    else:
        rows = rows.filter(pk=slot.pk)
    ids = list(rows.values_list("pk", flat=True))
    if not ids:
        raise SchedulingError("この時間は、もう決まったか、取り下げてあります。画面を開き直してください。")
    Slot.objects.filter(pk__in=ids).update(is_offered=False)
    return ids


@transaction.atomic
def restore_slots(*, owner: User, ids: Collection[int], now: dt.datetime) -> int:
    """Offer withdrawn times again, as an undo, and return how many are still ahead. Raises Taken where one overlaps."""
    rows = Slot.objects.filter(owner=owner, pk__in=list(ids), is_offered=False, starts_at__gt=now)
    for slot in rows:
        slot.is_offered = True
        try:
            slot.validate_constraints()
            with transaction.atomic():
                slot.save(update_fields=["is_offered"])
        except (IntegrityError, ValidationError) as refusal:
            raise Taken("そのあとに公開した時間と重なるので、元に戻せません。") from refusal
    return len(rows)
