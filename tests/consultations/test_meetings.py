"""Meeting: chosen from published times, wished for, moved by either side, and told to calendars."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from consultations import services
from consultations.enums import HearingState, State
from consultations.exceptions import ConsultationError, StateConflict
from consultations.models import Consultation, Hearing
from consultations.selectors.meetings import offers_for
from consultations.services import choose_slot, move_hearing, note_no_show, postpone_hearing, propose_times
from consultations.services.hearing_changes import take_over_hearing
from consultations.services.meetings import When
from minato_dx.notifications.models import Delivery, Notification
from minato_dx.scheduling.enums import EventState
from minato_dx.scheduling.models import Event, Occupation, Room, Slot
from tests.consultations import walk
from tests.organization.factories import AbsenceFactory, Ward
from tests.scheduling.conftest import on, publish


@pytest.fixture
def slot(ward: Ward) -> Slot:
    return publish(ward.dx_main)[0]


@pytest.fixture
def hearing(case: Consultation, ward: Ward, slot: Slot) -> Hearing:
    """A hearing that the requester has chosen from the published times: 1 December, 10:00."""
    return choose_slot(consultation=case, actor=ward.requester, slot_id=slot.pk)


def calendars(kind: str = "hearing") -> list[tuple[str, str, str]]:
    """Return (recipient, METHOD, SEQUENCE) of every calendar mail, in order."""
    rows = Delivery.objects.exclude(calendar="").order_by("pk").select_related("recipient")
    found = []
    for row in rows:
        lines = dict(line.split(":", 1) for line in row.calendar.splitlines() if ":" in line)
        found.append((row.recipient.name, lines["METHOD"], lines["SEQUENCE"]))
    return found


def unfolded(calendar: str) -> str:
    """Return an iCalendar text with its long lines whole (RFC 5545, 3.1)."""
    return calendar.replace("\r\n ", "")


def unread(kind: str = "hearing") -> set[str]:
    return set(Notification.objects.filter(kind=kind, read_at=None).values_list("recipient__name", flat=True))


def test_choosing_a_time_fixes_the_hearing_for_both(case: Consultation, ward: Ward, hearing: Hearing) -> None:
    case = walk.fresh(case)
    assert (case.state, hearing.hearer, hearing.starts_at, hearing.place) == (
        State.HEARING,
        ward.dx_main,
        on(1),
        "会議室前",
    )
    assert case.next_due_at.date() == dt.date(2026, 12, 8)
    assert case.transitions.last().name == "choose_time"
    assert calendars() == [
        (ward.requester.name, "REQUEST", "0"),
        (ward.dx_main.name, "REQUEST", "0"),
    ] or calendars() == [
        (ward.dx_main.name, "REQUEST", "0"),
        (ward.requester.name, "REQUEST", "0"),
    ]
    assert unread() == {ward.dx_main.name}


def test_choosing_twice_makes_one_hearing(case: Consultation, ward: Ward, hearing: Hearing, slot: Slot) -> None:
    assert choose_slot(consultation=case, actor=ward.requester, slot_id=slot.pk) == hearing


def test_a_time_that_is_gone_is_refused_and_changes_nothing(
    case: Consultation, ward: Ward, hearing: Hearing, slot
) -> None:
    other = walk.submit(ward, requester=ward.colleague)
    with pytest.raises(ConsultationError, match="ほかの人が先に選びました"):
        choose_slot(consultation=other, actor=ward.colleague, slot_id=slot.pk)
    assert walk.fresh(other).state == State.RECEIVED


def test_a_second_time_cannot_be_taken_beside_the_first(case: Consultation, ward: Ward, hearing: Hearing) -> None:
    later = publish(ward.dx_main, 2)[0]
    with pytest.raises(ConsultationError, match="もう決まっています"):
        choose_slot(consultation=case, actor=ward.requester, slot_id=later.pk)


def test_only_the_requester_and_who_works_on_it_choose(case: Consultation, ward: Ward, slot: Slot) -> None:
    for person in (ward.colleague, ward.head, ward.dx_other):
        with pytest.raises(PermissionDenied):
            choose_slot(consultation=case, actor=person, slot_id=slot.pk)


def test_times_of_somebody_who_does_not_work_on_it_are_no_choice(case: Consultation, ward: Ward) -> None:
    foreign = publish(ward.dx_other)[0]
    with pytest.raises(ConsultationError, match="選べません"):
        choose_slot(consultation=case, actor=ward.requester, slot_id=foreign.pk)


def test_offered_are_the_assigned_persons_times_or_the_deputies(case: Consultation, ward: Ward) -> None:
    publish(ward.dx_deputy, 1)
    assert ["波多野さん" in offer.label for offer in offers_for(case=case, now=walk.NOW)] == [True]
    publish(ward.dx_main, 3)
    labels = [offer.label for offer in offers_for(case=case, now=walk.NOW)]
    assert labels == ["12月3日(木) 10:00〜10:30　会議室前　汐見さん"]


def test_absent_days_are_not_offered(case: Consultation, ward: Ward, slot: Slot) -> None:
    AbsenceFactory(user=ward.dx_main, valid_from=dt.date(2026, 12, 1), valid_to=dt.date(2026, 12, 2))
    assert offers_for(case=case, now=walk.NOW) == []
    with pytest.raises(ConsultationError, match="もう選べません"):
        choose_slot(consultation=case, actor=ward.requester, slot_id=slot.pk)


def test_the_requester_moves_to_another_published_time(case: Consultation, ward: Ward, hearing: Hearing, slot) -> None:
    later = publish(ward.dx_main, 2)[0]
    moved = move_hearing(hearing=hearing, actor=ward.requester, slot_id=later.pk, reason="窓口が混みます")

    assert (moved.starts_at, moved.event.uid, moved.event.sequence) == (on(2), hearing.event.uid, 1)
    slot.refresh_from_db()
    assert slot.event is None
    assert {entry[1:] for entry in calendars()[2:]} == {("REQUEST", "1")}


def test_a_move_to_the_deputys_time_makes_the_deputy_the_hearer(
    case: Consultation, ward: Ward, hearing: Hearing
) -> None:
    theirs = publish(ward.dx_deputy, 2)[0]
    moved = move_hearing(hearing=hearing, actor=ward.requester, slot_id=theirs.pk)

    assert moved.hearer == ward.dx_deputy
    assert (ward.dx_main.name, "CANCEL", "1") in calendars()
    assert (ward.dx_deputy.name, "REQUEST", "1") in calendars()


def test_who_works_on_it_moves_to_any_time_and_room(case: Consultation, ward: Ward, hearing: Hearing) -> None:
    room = Room.objects.create(name="会議室A")
    moved = move_hearing(
        hearing=hearing, actor=ward.dx_main, to=When(starts_at=on(3), place="会議室A", minutes=60, room=room)
    )
    assert (moved.minutes, moved.place) == (60, "会議室A")
    assert Occupation.objects.filter(room=room, starts_at=on(3), ends_at=on(3, "11:00")).exists()


def test_the_requester_cannot_move_to_a_time_of_their_own_making(case: Consultation, ward: Ward, hearing) -> None:
    with pytest.raises(PermissionDenied):
        move_hearing(hearing=hearing, actor=ward.requester, to=When(starts_at=on(3), place="窓口"))


def test_a_hearer_is_not_at_two_hearings(case: Consultation, ward: Ward, hearing: Hearing) -> None:
    other = walk.submit(ward, requester=ward.colleague)
    with pytest.raises(ConsultationError, match="ほかの予定が入っています"):
        services.arrange_hearing(consultation=other, actor=ward.dx_main, starts_at=on(1, "10:15"), place="窓口")
    assert walk.fresh(other).state == State.RECEIVED


def test_calling_off_frees_the_time_and_tells_the_calendars(case: Consultation, ward: Ward, hearing, slot) -> None:
    services.cancel_hearing(hearing=hearing, actor=ward.requester, reason="都合が悪くなりました")
    slot.refresh_from_db()
    assert (slot.event, Occupation.objects.count()) == (None, 0)
    assert {entry[1:] for entry in calendars()[2:]} == {("CANCEL", "1")}
    assert choose_slot(consultation=walk.fresh(case), actor=ward.requester, slot_id=slot.pk).number == 2


def test_postponing_asks_the_requester_to_choose_anew(case: Consultation, ward: Ward, hearing: Hearing) -> None:
    postpone_hearing(hearing=hearing, actor=ward.dx_main, reason="急な会議が入りました")
    assert Hearing.objects.get().state == HearingState.POSTPONED
    assert ward.requester.name in unread()
    message = Notification.objects.filter(recipient=ward.requester, read_at=None).latest("pk")
    assert "会える日時を選び直してください" in message.title


def test_a_no_show_can_be_noted_once_the_time_has_come(case: Consultation, ward: Ward, hearing: Hearing) -> None:
    with pytest.raises(ConsultationError, match="時刻になっていません"):
        note_no_show(hearing=hearing, actor=ward.dx_main)
    note_no_show(hearing=hearing, actor=ward.dx_main, now=on(1, "11:00"))
    hearing.refresh_from_db()
    assert (hearing.state, hearing.event.state) == (HearingState.NO_SHOW, EventState.PLANNED)
    assert walk.fresh(case).state == State.HEARING


def test_the_requester_does_not_note_what_came_of_it(case: Consultation, ward: Ward, hearing: Hearing) -> None:
    for step in (note_no_show, postpone_hearing):
        with pytest.raises(PermissionDenied):
            step(hearing=hearing, actor=ward.requester, reason="")


def test_the_end_of_a_case_takes_its_hearing_out_of_the_calendars(case: Consultation, ward: Ward, hearing) -> None:
    services.withdraw_consultation(consultation=case, actor=ward.requester)
    hearing.refresh_from_db()
    assert (hearing.state, hearing.event.state) == (HearingState.CANCELLED, EventState.CANCELLED)
    assert [entry[1:] for entry in calendars()[2:]] == [("CANCEL", "1")] * 2
    # Of the end itself they read once, and of the hearing's end their calendars alone.
    assert Notification.objects.filter(event__endswith=":ended", read_at=None).count() == 0


def test_a_colleague_takes_over(case: Consultation, ward: Ward, hearing: Hearing) -> None:
    taken = take_over_hearing(hearing=hearing, to=ward.dx_deputy, actor=ward.section_head)
    assert taken.hearer == ward.dx_deputy
    assert set(calendars()[2:]) == {
        (ward.dx_main.name, "CANCEL", "1"),
        (ward.requester.name, "REQUEST", "1"),
        (ward.dx_deputy.name, "REQUEST", "1"),
    }
    assert {ward.dx_main.name, ward.requester.name, ward.dx_deputy.name} <= unread()


def test_wished_times_reach_the_assigned_person_and_end_the_waiting(case: Consultation, ward: Ward) -> None:
    services.wait_for_requester(consultation=case, actor=ward.dx_main, reason="会える日を教えてください")
    proposal = propose_times(consultation=case, actor=ward.requester, times=[on(1), on(2, "15:00")], note="窓口で")

    assert walk.fresh(case).state == State.RECEIVED
    assert proposal.times == [on(1), on(2, "15:00")]
    assert unread("times_proposed") == {ward.dx_main.name}
    services.arrange_hearing(consultation=case, actor=ward.dx_main, starts_at=on(1), place="窓口")
    proposal.refresh_from_db()
    assert proposal.answered_at == walk.NOW


def test_a_later_wish_replaces_the_open_one(case: Consultation, ward: Ward) -> None:
    first = propose_times(consultation=case, actor=ward.requester, times=[on(1)])
    second = propose_times(consultation=case, actor=ward.requester, times=[on(2)])
    assert list(case.time_proposals.filter(answered_at=None)) == [second]
    assert first != second


@pytest.mark.parametrize(
    ("times", "message"),
    [
        ([], "1つから3つまで"),
        ([on(5)], "閉庁日です"),
        ([on(20, month=11)], "過ぎています"),
        ([on(1), on(1)], "2回入っています"),
    ],
)
def test_wishes_that_cannot_be_are_named(case: Consultation, ward: Ward, times: list, message: str) -> None:
    with pytest.raises(ConsultationError, match=message):
        propose_times(consultation=case, actor=ward.requester, times=times)


def test_an_ended_case_is_not_met_about(case: Consultation, ward: Ward, slot: Slot) -> None:
    services.withdraw_consultation(consultation=case, actor=ward.requester)
    with pytest.raises(StateConflict):
        choose_slot(consultation=case, actor=ward.requester, slot_id=slot.pk)


def test_of_a_private_case_calendars_show_the_number_alone(ward: Ward, slot: Slot) -> None:
    case = walk.submit(ward, is_private=True)
    hearing = choose_slot(consultation=case, actor=ward.requester, slot_id=slot.pk)
    assert hearing.event.title == f"ヒアリング［{case.number}］"


def test_when_a_case_becomes_private_calendars_forget_what_it_was_called(
    case: Consultation, ward: Ward, hearing: Hearing
) -> None:
    read = Notification.objects.filter(read_at=None).count()
    services.set_privacy(consultation=case, actor=ward.requester, private=True)
    event = Event.objects.get(pk=hearing.event_id)
    assert (event.title, event.sequence) == (f"ヒアリング［{case.number}］", 1)
    sent = [(name, method, sequence) for name, method, sequence in calendars() if sequence == "1"]
    assert {name for name, *_rest in sent} == {ward.requester.name, ward.dx_main.name}
    assert Notification.objects.filter(read_at=None).count() == read

    services.set_privacy(consultation=case, actor=ward.requester, private=True)
    assert Event.objects.get(pk=hearing.event_id).sequence == 1


def test_an_invitation_that_waits_forgets_the_old_title_too(case: Consultation, ward: Ward, hearing: Hearing) -> None:
    waiting = Delivery.objects.exclude(calendar="").values_list("pk", flat=True)
    title = hearing.event.title
    first = list(waiting)
    assert all(title in unfolded(row.calendar) for row in Delivery.objects.filter(pk__in=first))
    services.set_privacy(consultation=case, actor=ward.requester, private=True)
    for row in Delivery.objects.filter(pk__in=first):
        text = unfolded(row.calendar)
        assert f"SUMMARY:ヒアリング［{case.number}］\r\n" in text
        assert case.division_name not in text
        # Nothing else of it changed: who takes it over gets the same event.
        assert (f"UID:{hearing.event.uid}" in text, "METHOD:REQUEST" in text, "ATTENDEE" in text) == (True,) * 3


def test_the_new_person_hears_what_was_planned_with_the_old_one(
    case: Consultation, ward: Ward, hearing: Hearing
) -> None:
    Delivery.objects.all().delete()
    services.reassign_consultation(consultation=case, actor=ward.dx_deputy, to=ward.dx_deputy, reason="異動")
    hearing.refresh_from_db()
    assert hearing.hearer == ward.dx_deputy
    assert set(calendars()) == {
        (ward.dx_main.name, "CANCEL", "1"),
        (ward.requester.name, "REQUEST", "1"),
        (ward.dx_deputy.name, "REQUEST", "1"),
    }
    # Whoever did it reads nothing of it; the others read one message each.
    assert unread("reassigned") == {ward.requester.name, ward.dx_main.name}
    told = Notification.objects.get(kind="reassigned", recipient=ward.requester)
    assert told.text.splitlines() == ["異動", "12月1日(火) 10:00のヒアリングには、波多野が伺います"]


def test_where_the_new_person_is_not_free_another_time_is_chosen(
    case: Consultation, ward: Ward, hearing: Hearing
) -> None:
    other = walk.submit(ward, "別の部の相談", requester=ward.outsider)
    services.arrange_hearing(consultation=other, actor=ward.dx_other, starts_at=on(1), place="窓口", now=walk.NOW)
    services.reassign_consultation(consultation=case, actor=ward.dx_main, to=ward.dx_other, reason="異動")
    hearing.refresh_from_db()
    assert hearing.state == HearingState.POSTPONED
    told = Notification.objects.get(kind="reassigned", recipient=ward.requester)
    assert "延期します" in told.text
    assert (ward.requester.name, "CANCEL", "1") in calendars()
