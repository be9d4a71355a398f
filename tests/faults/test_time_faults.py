"""Reminders under two clocks, one slot under many hands, invitations as another program reads them."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from email.message import EmailMessage

import vobject

from tests.faults.portal import Portal, rounds
from tests.smtp_server import Mailbox

MakePortal = Callable[..., Portal]


def test_two_clocks_remind_once_in_office_hours_of_what_is_not_paused(make_portal: MakePortal) -> None:
    lived = make_portal().work("month", step_minutes=rounds(30, 5))
    told = Counter((event, person) for event, _kind, person, _at, _open in lived["told"])

    assert set(told.values()) == {1}
    assert all(is_open for *_row, is_open in lived["told"])
    events = {event for event, _person in told}
    assert events >= set(lived["due"])
    assert events >= set(lived["late"])
    assert events <= set(lived["due"]) | set(lived["late"])
    assert not [key for key in lived["paused"] if any(event.startswith(f"{key}:") for event in events)]
    # Each kind was there to be seen.
    assert lived["due"]
    assert lived["late"]
    assert lived["paused"]


def test_one_of_fifty_gets_the_time_and_the_others_are_told_clearly(make_portal: MakePortal) -> None:
    booked = make_portal().work("book", clients=50, guarded=True)
    assert (booked["events"], booked["hearings"]) == (1, 1)
    assert len(booked["refusals"]) == 49
    assert all("選び直してください" in text for text in booked["refusals"]), set(booked["refusals"])


def test_without_the_guard_the_same_test_would_see_a_double_booking(make_portal: MakePortal) -> None:
    booked = make_portal().work("book", clients=50, guarded=False)
    assert booked["events"] > 1


def test_invitations_are_read_by_another_program_as_they_were_meant(make_portal: MakePortal, mailbox: Mailbox) -> None:
    portal = make_portal()
    meant = portal.work("invite")
    portal.run("relay_mail")

    for address in meant["people"]:
        parts = [part for mail in mailbox.taken if address in str(mail["To"]) for part in _calendars(mail)]
        read = [vobject.readOne(part.get_content()) for part in parts]
        methods = [calendar.method.value for calendar in read]
        assert methods == [part.get_param("method") for part in parts] == ["REQUEST", "REQUEST", "CANCEL"]
        entries = [calendar.vevent for calendar in read]
        assert {entry.uid.value for entry in entries} == {meant["uid"]}
        assert [entry.sequence.value for entry in entries] == ["0", "1", "2"]
        starts = [entry.dtstart.value for entry in entries]
        assert starts[:2] == [dt.datetime.fromisoformat(meant[name]) for name in ("first", "second")]
        attendees = sorted(line.value.removeprefix("mailto:") for line in entries[1].contents["attendee"])
        assert attendees == meant["people"]


def _calendars(mail: EmailMessage) -> list[EmailMessage]:
    return [part for part in mail.walk() if part.get_content_type() == "text/calendar"]  # type: ignore[misc]
