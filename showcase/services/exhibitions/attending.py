"""Who was where, taken in at once or when the line is back; whatever is sent twice counts once.

Each line carries an id that the device made when somebody stood there. The visitor's row is locked while one of their
lines is written, so that two devices do not count them twice at one place either.
"""

import datetime as dt
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.organization.managers import normalise_staff_number
from minato_dx.organization.models import User
from showcase.enums import CheckInMeans, ExhibitionState, VisitorKind
from showcase.exceptions import ShowcaseError
from showcase.models import CheckIn, Exhibition, Exhibitor, ProgrammeItem, Visitor
from showcase.permissions import can_receive, can_stamp_for
from showcase.selectors.day.places import ITEM, Place
from showcase.services.exhibitions.reserving import is_confirmed, seat_of, visitor_of

# What a device kept while it had no line still counts when the doors are closed.
RECEIVES = (
    ExhibitionState.PUBLISHED,
    ExhibitionState.RUNNING,
    ExhibitionState.CLOSED,
    ExhibitionState.REPORTED,
)
UNKNOWN = "この符号は、この展示会の来場者のものではありません。氏名でさがすか、その場で登録してください。"
NOT_TODAY = "展示会の日ではないので、受け付けられません。開催の日を確かめてください。"
NOT_ITS_DAY = "このセミナーの日ではないので、受け付けられません。場所を選び直してください。"
NUMBER_USED = "この受付の番号は、ほかの人に使われています。もう一度読み取ってください。"


@dataclass(frozen=True, slots=True)
class Who:
    """Whoever stands there, by one of: a code (or a staff number), a visitor's row, a member of staff, a newcomer."""

    code: str = ""
    visitor_id: int | None = None
    user_id: int | None = None
    kind: str = ""
    organization: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a device: its own id, the place's slug, who, how it was read, and how long ago."""

    device_id: uuid.UUID
    place: str
    who: Who
    means: str
    ago: dt.timedelta = dt.timedelta(0)


@dataclass(frozen=True, slots=True)
class Noted:
    """The row, whether it is a new one, and whether somebody came to a seminar without a seat that is needed there."""

    row: CheckIn
    is_new: bool
    has_no_seat: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one line: the row, or why there is none."""

    line: Line
    noted: Noted | None = None
    refusal: str = ""


def take_in_lines(
    *, exhibition: Exhibition, places: Sequence[Place], lines: Sequence[Line], actor: User, now: dt.datetime
) -> list[Answer]:
    """Take in a device's lines, each for itself: one that is refused holds up no other.

    ``places`` are those where the actor takes people in (``places_for``); a line of another place is refused.
    """
    known = {place.slug: place for place in places}
    answers = []
    for line in lines:
        place = known.get(line.place)
        if place is None:
            answers.append(Answer(line, refusal="この場所の受付は、できません。場所を選び直してください。"))
            continue
        try:
            noted = take_in(exhibition=exhibition, place=place, line=line, actor=actor, now=now)
        except ShowcaseError as refusal:
            answers.append(Answer(line, refusal=refusal.message))
        else:
            answers.append(Answer(line, noted))
    return answers


def take_in(*, exhibition: Exhibition, place: Place, line: Line, actor: User, now: dt.datetime) -> Noted:
    """Note that somebody was there. Raises ShowcaseError with what to do, PermissionDenied where it is not theirs."""
    _require_receiver(actor, place)
    try:
        return _take_in(exhibition, place, line, actor, now)
    except IntegrityError as fault:
        # The id is taken by now: by the same line, which came twice at once, or by somebody else's.
        earlier = _sent_before(exhibition, place, line)
        if earlier is None:
            raise ShowcaseError(NUMBER_USED) from fault
        return Noted(earlier, is_new=False)


@transaction.atomic
def _take_in(exhibition: Exhibition, place: Place, line: Line, actor: User, now: dt.datetime) -> Noted:
    earlier = _sent_before(exhibition, place, line)
    if earlier is not None:
        return Noted(earlier, is_new=False)
    at = now - max(line.ago, dt.timedelta(0))
    require_day(exhibition=exhibition, place=place, at=at)
    visitor = _find(exhibition, line.who, at)
    return write(visitor=visitor, place=place, line=line, at=at, actor=actor, now=now)


def write(*, visitor: Visitor, place: Place, line: Line, at: dt.datetime, actor: User, now: dt.datetime) -> Noted:
    """Write the row of a visitor at a place, once. To be called within a transaction, permission asked."""
    Visitor.objects.select_for_update(of=("self",)).get(pk=visitor.pk)
    day = timezone.localdate(at)
    there = CheckIn.objects.select_related("visitor__user").filter(visitor=visitor, **place.where)
    earlier = (there if place.kind != "hall" else there.filter(day=day)).first()
    if earlier is not None:
        return Noted(earlier, is_new=False)
    row = CheckIn.objects.create(
        exhibition_id=visitor.exhibition_id,
        visitor=visitor,
        **place.where,
        day=day,
        at=at,
        received_at=now,
        means=line.means,
        device_id=line.device_id,
        by=actor,
    )
    return Noted(row, is_new=True, has_no_seat=place.kind == ITEM and _has_no_seat(place.pk, visitor))


def _has_no_seat(item_id: int, visitor: Visitor) -> bool:
    """Whoever comes to a seminar with a limit needs a seat there; at the door somebody decides, and is told."""
    item = ProgrammeItem.objects.select_related("event").get(pk=item_id)
    return item.event.capacity is not None and not is_confirmed(seat_of(item=item, visitor=visitor))


@transaction.atomic
def undo(*, exhibition: Exhibition, device_id: uuid.UUID, actor: User) -> None:
    """Take back what was noted by mistake; whoever was registered for it on the spot goes with it."""
    rows = CheckIn.objects.select_for_update(of=("self",)).select_related("visitor", "exhibitor__division")
    row = rows.filter(exhibition=exhibition, device_id=device_id).first()
    if row is None:
        return
    require(can_stamp_for(actor, row.exhibitor) if row.exhibitor else can_receive(actor))
    visitor = row.visitor
    row.delete()
    is_newcomer = not visitor.user_id and not visitor.mail and not visitor.name
    if is_newcomer and not visitor.check_ins.exists():
        visitor.delete()


def require_day(*, exhibition: Exhibition, place: Place, at: dt.datetime) -> None:
    """Raise ShowcaseError unless the exhibition receives at that moment's day (JST), and the seminar is that day's."""
    day = timezone.localdate(at)
    if exhibition.state not in RECEIVES or not exhibition.days.filter(day=day).exists():
        raise ShowcaseError(NOT_TODAY)
    if place.kind == ITEM and place.day != day:
        raise ShowcaseError(NOT_ITS_DAY)


def _require_receiver(actor: User, place: Place) -> None:
    if place.is_booth:
        require(can_stamp_for(actor, Exhibitor.objects.select_related("team").get(pk=place.pk)))
    else:
        require(can_receive(actor))


def _sent_before(exhibition: Exhibition, place: Place, line: Line) -> CheckIn | None:
    """Return the row that this very line became when it was sent before."""
    rows = CheckIn.objects.select_related("visitor__user")
    return rows.filter(exhibition=exhibition, device_id=line.device_id, **place.where).first()


def _find(exhibition: Exhibition, who: Who, at: dt.datetime) -> Visitor:
    if who.code:
        return _by_code(exhibition, who.code, at)
    if who.kind:
        return _newcomer(exhibition, who, at)
    if who.user_id is not None:
        user = User.objects.employed(timezone.localdate(at)).filter(pk=who.user_id).first()
        found = visitor_of(exhibition=exhibition, user=user, now=at) if user else None
    else:
        found = _visitors(exhibition, pk=who.visitor_id).first()
    if found is None:
        raise ShowcaseError("この人は、見つかりません。氏名でさがし直してください。")
    return found


def _by_code(exhibition: Exhibition, typed: str, at: dt.datetime) -> Visitor:
    """A keyboard left on Japanese input makes full-width letters of what a scanner reads."""
    wanted = unicodedata.normalize("NFKC", typed).strip().upper()
    visitor: Visitor | None = _visitors(exhibition, code=wanted).first()
    if visitor is not None:
        return visitor
    staff = User.objects.employed(timezone.localdate(at)).filter(staff_number=normalise_staff_number(wanted)).first()
    if staff is None:
        raise ShowcaseError(UNKNOWN, "code")
    return visitor_of(exhibition=exhibition, user=staff, now=at)


def _visitors(exhibition: Exhibition, **wanted: object) -> QuerySet[Visitor]:
    return Visitor.objects.filter(exhibition=exhibition, **wanted).select_related("user")


def _newcomer(exhibition: Exhibition, who: Who, at: dt.datetime) -> Visitor:
    """Register somebody from elsewhere on the spot, without a name: their body is all that the numbers need."""
    if who.kind not in kinds_on_the_spot(exhibition):
        raise ShowcaseError("この展示会に来場できる区分を選んでください。", "kind")
    if is_blank(who.organization):
        raise ShowcaseError("団体か会社の名前を入れてください。", "organization")
    return Visitor.objects.create(
        exhibition=exhibition, kind=who.kind, organization=who.organization.strip()[:120], created_at=at
    )


def kinds_on_the_spot(exhibition: Exhibition) -> list[str]:
    """Return who from elsewhere may come to this exhibition."""
    kinds = [VisitorKind.OFFICIAL] if exhibition.for_officials else []
    return [*map(str, kinds), *([str(VisitorKind.VENDOR)] if exhibition.for_vendors else [])]


def means_known(text: str) -> str:
    """Return the means of that name; a name for what a device says in error."""
    return text if text in CheckInMeans.values else CheckInMeans.NAME
