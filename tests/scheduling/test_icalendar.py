"""Calendar objects as another parser reads them."""

import datetime as dt

import pytest
import vobject
from django.test import override_settings

from minato_dx.scheduling.models import Event
from minato_dx.scheduling.services import cancel_event, feed, invitation, move_event, single
from tests.organization.factories import Ward
from tests.scheduling.conftest import NOW, Plan, on, subject

LONG_TITLE = "ヒアリング：髙﨑𠮷さんの「延長保育の申込みが紙で、毎月おなじ内容を打ち直している」; カンマ, 円記号\\も"


def _read(text: str):
    return vobject.readOne(text)


def _people(entry) -> set[tuple[str, str, str, str]]:
    return {
        (line.value, line.params["CN"][0], line.params["ROLE"][0], line.params["RSVP"][0])
        for line in entry.contents["attendee"]
    }


@override_settings(DEFAULT_FROM_EMAIL="DX窓口 <dx@city.example>")
def test_an_invitation_says_who_what_when_and_where(ward: Ward, plan: Plan) -> None:
    text = invitation(event=plan(), method="REQUEST", url="https://dx.city.example/c/1/", description="お持ちください")
    calendar = _read(text)
    entry = calendar.vevent

    assert (calendar.method.value, calendar.version.value) == ("REQUEST", "2.0")
    assert entry.organizer.value == "mailto:dx@city.example"
    assert _people(entry) == {
        (f"mailto:{ward.dx_main.email}", ward.dx_main.name, "CHAIR", "TRUE"),
        (f"mailto:{ward.requester.email}", ward.requester.name, "REQ-PARTICIPANT", "TRUE"),
    }
    assert (entry.dtstart.value, entry.dtend.value) == (on(1, "10:00"), on(1, "10:30"))
    assert entry.dtstamp.value == NOW
    assert (entry.summary.value, entry.location.value) == ("ヒアリング", "保育課の窓口")
    assert entry.description.value == "お持ちください\nhttps://dx.city.example/c/1/"
    assert (entry.sequence.value, entry.status.value) == ("0", "CONFIRMED")


def test_a_change_has_the_same_uid_and_a_higher_sequence_and_a_cancellation_ends_it(ward: Ward, plan: Plan) -> None:
    event = plan()
    texts = [invitation(event=event, method="REQUEST")]
    later = NOW + dt.timedelta(hours=1)
    event = move_event(event=event, starts_at=on(2), ends_at=on(2, "11:00"), room=None, place="区役所8階", now=later)
    texts.append(invitation(event=event, method="REQUEST"))
    event = cancel_event(event=event, now=later + dt.timedelta(hours=1))
    texts.append(invitation(event=event, method="CANCEL"))

    read = [_read(text) for text in texts]
    assert [calendar.method.value for calendar in read] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({calendar.vevent.uid.value for calendar in read}) == 1
    assert [calendar.vevent.sequence.value for calendar in read] == ["0", "1", "2"]
    stamps = [calendar.vevent.dtstamp.value for calendar in read]
    assert stamps == sorted(set(stamps))
    assert read[1].vevent.dtstart.value == on(2)
    assert read[2].vevent.status.value == "CANCELLED"
    assert len(read[2].vevent.contents["attendee"]) == 2


def test_japanese_is_folded_between_signs_and_within_75_octets(ward: Ward, plan: Plan) -> None:
    text = invitation(event=plan(subject=subject(title=LONG_TITLE)), method="REQUEST", description="あ\nい" * 60)
    octets = text.encode()

    assert b"\n" not in octets.replace(b"\r\n", b"")
    lines = octets.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()  # no sign is cut in two
    assert _read(text).vevent.summary.value == LONG_TITLE


def test_all_day_and_several_days_are_dates_with_the_end_left_out(ward: Ward, plan: Plan) -> None:
    midnight = on(1, "0:00")
    one = plan(midnight, ends_at=on(2, "0:00"), is_all_day=True)
    three = plan(on(7, "0:00"), ends_at=on(10, "0:00"), is_all_day=True, subject=subject(2))

    spans = [
        (entry.dtstart.value, entry.dtend.value)
        for entry in (_read(invitation(event=event, method="REQUEST")).vevent for event in (one, three))
    ]
    assert spans == [
        (dt.date(2026, 12, 1), dt.date(2026, 12, 2)),
        (dt.date(2026, 12, 7), dt.date(2026, 12, 10)),
    ]


def test_a_title_cannot_smuggle_in_lines_of_its_own(ward: Ward, plan: Plan) -> None:
    evil = "会議\r\nATTENDEE:mailto:evil@example.com\r\nX-EVIL:1"
    entry = _read(invitation(event=plan(subject=subject(title=evil)), method="REQUEST")).vevent
    assert "x-evil" not in entry.contents
    assert len(entry.contents["attendee"]) == 2


def test_whoever_has_no_address_is_not_named(ward: Ward, plan: Plan) -> None:
    ward.requester.email = ""
    ward.requester.save()
    entry = _read(invitation(event=plan(), method="REQUEST")).vevent
    assert [line.value for line in entry.contents["attendee"]] == [f"mailto:{ward.dx_main.email}"]


def test_a_feed_is_valid_with_no_event_and_with_many(ward: Ward, plan: Plan) -> None:
    empty = _read(feed(events=[]))
    assert (empty.method.value, "vevent" in empty.contents) == ("PUBLISH", False)

    events: list[tuple[Event, str]] = [(plan(on(day), subject=subject(day)), f"https://x/{day}") for day in (1, 2)]
    calendar = _read(feed(events=events))
    assert [entry.url.value for entry in calendar.vevent_list] == ["https://x/1", "https://x/2"]
    # Whoever subscribes is not asked to answer.
    assert all("attendee" not in entry.contents for entry in calendar.vevent_list)


@pytest.mark.parametrize("url", ["", "https://dx.city.example/c/1/"])
def test_a_single_event_can_be_taken_over(plan: Plan, url: str) -> None:
    calendar = _read(single(event=plan(), url=url))
    assert calendar.vevent.summary.value == "ヒアリング"
    assert ("url" in calendar.vevent.contents) == bool(url)
