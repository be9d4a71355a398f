"""Events as iCalendar texts (RFC 5545), as invitations (RFC 5546) and as a feed to subscribe to.

Moments are written in UTC, so that no reader has to know a time zone; an all-day event is written as dates.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as CalendarEntry

from minato_dx.organization.models import User
from minato_dx.scheduling.enums import EventState, SeatRole, SeatState
from minato_dx.scheduling.models import Event

PRODID = "-//minato_dx//DX portal//JA"
PORTAL_NAME = "DXポータル"
FEED_NAME = "DXポータルの予定"
REQUEST, CANCEL = "REQUEST", "CANCEL"


def invitation(
    *, event: Event, method: str, attendees: Sequence[User] | None = None, url: str = "", description: str = ""
) -> str:
    """Return the calendar object that invites to ``event`` (REQUEST, also for a change) or calls it off (CANCEL).

    ``attendees`` are those it is addressed to; by default whoever has a confirmed seat. The organizer is the portal's
    own mailbox and not the host: the host gets the invitation too, and a calendar refuses one from oneself.
    """
    calendar = _calendar(method)
    entry = _entry(event, url=url, description=description)
    if method == CANCEL:
        entry["status"] = vText("CANCELLED")
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["CN"] = vText(PORTAL_NAME)
    entry["organizer"] = organizer
    hosts = set(event.seats.filter(role=SeatRole.HOST).values_list("person_id", flat=True))
    for person in _seated(event) if attendees is None else attendees:
        if person.email:
            entry.add("attendee", _attendee(person, is_host=person.pk in hosts), encode=False)
    calendar.add_component(entry)
    return _text(calendar)


def retitled(text: str, *, title: str) -> str:
    """Return a calendar object of ours under another title."""
    calendar = Calendar.from_ical(text)
    for entry in calendar.walk("VEVENT"):
        entry["summary"] = vText(title)
    return _text(calendar)


def single(*, event: Event, url: str) -> str:
    """Return one event, to be taken over into another calendar by hand."""
    calendar = _calendar("PUBLISH")
    calendar.add_component(_entry(event, url=url))
    return _text(calendar)


def feed(*, events: Iterable[tuple[Event, str]]) -> str:
    """Return the calendar to subscribe to; each event comes with the address of its thing's page."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", FEED_NAME)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    # Twice a working hour; the second name is what calendars before RFC 7986 read.
    calendar.add("refresh-interval", dt.timedelta(minutes=30), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT30M")
    for event, url in events:
        calendar.add_component(_entry(event, url=url))
    return _text(calendar)


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _entry(event: Event, *, url: str = "", description: str = "") -> CalendarEntry:
    entry = CalendarEntry()
    entry.add("uid", event.uid)
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", event.changed_at.astimezone(dt.UTC))
    entry.add("last-modified", event.changed_at.astimezone(dt.UTC))
    starts, ends = _span(event)
    entry.add("dtstart", starts)
    entry.add("dtend", ends)
    entry.add("summary", event.title)
    if event.where:
        entry.add("location", event.where)
    if description or url:
        entry.add("description", "\n".join(part for part in (description, url) if part))
    if url:
        entry.add("url", url)
    entry.add("status", "CANCELLED" if event.state == EventState.CANCELLED else "CONFIRMED")
    entry.add("transp", "TRANSPARENT" if event.is_all_day else "OPAQUE")
    entry.add("categories", [event.get_category_display()])
    return entry


def _span(event: Event) -> tuple[dt.date, dt.date] | tuple[dt.datetime, dt.datetime]:
    if event.is_all_day:
        return timezone.localdate(event.starts_at), timezone.localdate(event.ends_at)
    return event.starts_at.astimezone(dt.UTC), event.ends_at.astimezone(dt.UTC)


def _seated(event: Event) -> list[User]:
    seats = event.seats.filter(state=SeatState.CONFIRMED, person__isnull=False).select_related("person")
    return [seat.person for seat in seats.order_by("person__staff_number") if seat.person]


def _attendee(person: User, *, is_host: bool) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    address.params["CN"] = vText(person.name)
    address.params["ROLE"] = vText("CHAIR" if is_host else "REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText("NEEDS-ACTION")
    address.params["RSVP"] = vText("TRUE")
    return address


def _text(calendar: Calendar) -> str:
    """Return the text with CRLF line ends, folded after at most 75 octets (RFC 5545, 3.1)."""
    return str(calendar.to_ical().decode("utf-8"))
