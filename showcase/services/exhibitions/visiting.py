"""What a member of staff does as a visitor: takes a seat and gives it back, with the entry in their own calendar."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from minato_dx.core.calendar import moment_text
from minato_dx.notifications.enums import Topic
from minato_dx.notifications.services import notify
from minato_dx.notifications.services.owing import Calendar
from minato_dx.organization.models import User
from minato_dx.scheduling.models import Seat
from minato_dx.scheduling.services.icalendar import CANCEL, REQUEST, invitation
from minato_dx.scheduling.services.seats import release_seat
from showcase.enums import PROGRAMME_KIND, ExhibitorKind
from showcase.exceptions import ShowcaseError
from showcase.models import Exhibitor, NameShown, ProgrammeItem, Visitor
from showcase.services.exhibitions import reserving


@transaction.atomic
def reserve_for(*, item: ProgrammeItem, user: User, now: dt.datetime) -> Seat:
    """Give the user a seat, with the mail for their calendar, or the last place in the line."""
    visitor = reserving.visitor_of(exhibition=item.exhibition, user=user, now=now)
    had = reserving.seat_of(item=item, visitor=visitor)
    seat = reserving.reserve(item=item, visitor=visitor, now=now)
    if had is None and reserving.is_confirmed(seat):
        _tell(item, user, seat, REQUEST, now)
    return seat


@transaction.atomic
def leave(*, item: ProgrammeItem, user: User, now: dt.datetime) -> None:
    """Give back the seat, or the place in the line; what was given back already is no fault."""
    visitor = _visitor(item, user)
    seat = reserving.seat_of(item=item, visitor=visitor)
    if seat is None:
        return
    reserving.give_back(item=item, visitor=visitor, now=now)
    if reserving.is_confirmed(seat):
        _tell(item, user, seat, CANCEL, now)


@transaction.atomic
def accept(*, item: ProgrammeItem, user: User, now: dt.datetime) -> Seat:
    """Take the place that became free, with the mail for one's calendar."""
    seat = reserving.accept_place(item=item, visitor=_visitor(item, user), now=now)
    _tell(item, user, seat, REQUEST, now)
    return seat


@transaction.atomic
def decline(*, item: ProgrammeItem, user: User, now: dt.datetime) -> None:
    """Say no to the place that became free; whoever waits next is asked."""
    seat = reserving.seat_of(item=item, visitor=_visitor(item, user))
    if seat is not None:
        release_seat(seat=seat, now=now)


@transaction.atomic
def show_name(*, exhibitor: Exhibitor, user: User, is_shown: bool, now: dt.datetime) -> None:
    """Let one company know the user's name and division, or take that back; asked twice, it is once."""
    if exhibitor.kind != ExhibitorKind.COMPANY:
        raise ShowcaseError("名前を伝えるかどうかは、企業のブースでだけ選べます。")
    if is_shown:
        NameShown.objects.get_or_create(exhibitor=exhibitor, user=user, defaults={"allowed_at": now})
    else:
        NameShown.objects.filter(exhibitor=exhibitor, user=user).delete()


def _visitor(item: ProgrammeItem, user: User) -> Visitor:
    found = Visitor.objects.filter(exhibition=item.exhibition_id, user=user).first()
    if found is None:
        raise ShowcaseError("この展示会には、まだ予約がありません。")
    return found


def _tell(item: ProgrammeItem, user: User, seat: Seat, method: str, now: dt.datetime) -> None:
    """Owe the mail that the user's calendar reads; who did it themselves has nothing unread."""
    word = "予約しました" if method == REQUEST else "予約を取り消しました"
    url = settings.PORTAL_URL + reverse("exhibition_detail", args=[item.exhibition_id])
    text = invitation(event=item.event, method=method, attendees=[user], url=url)
    notify(
        event=f"programme_seat:{seat.pk}:{method}",
        kind="programme_seat",
        topic=Topic.CALENDAR,
        recipients=[user],
        title=f"{word}：{item.title}（{moment_text(item.event.starts_at)}）",
        object_kind=PROGRAMME_KIND,
        object_id=item.pk,
        calendar=Calendar(text=text, known_to=frozenset({user.pk})),
        now=now,
    )
