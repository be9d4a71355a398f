"""Dialogues: vendor, division and desk at one table, in everybody's calendar, and what was said."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minato_dx.core.calendar import jst
from minato_dx.notifications.models import Delivery, Notification
from minato_dx.organization.models import User
from minato_dx.reference.enums import ContactChannel
from minato_dx.reference.models import ContactLog, FieldOfWork
from minato_dx.scheduling.enums import EventState
from minato_dx.scheduling.models import Event, Occupation, Room, Slot
from minato_dx.scheduling.services import SlotPlan, publish_slots
from proposals.enums import DialogueState, State
from proposals.exceptions import ProposalError, StateConflict
from proposals.models import Dialogue, Proposal
from proposals.services import deciding
from proposals.services.desk_reminders import remind_of_unwritten
from proposals.services.dialogue_rules import Party
from proposals.services.dialogue_times import Booking
from proposals.services.dialogues import cancel_dialogue, move_dialogue, plan_dialogue, record_dialogue
from proposals.services.vendor import withdraw_by_vendor
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import AbsenceFactory, Ward
from tests.proposals.steps import advance, fresh, propose
from tests.test_url_access import ROLES

STARTS = jst(dt.date(2026, 12, 1), dt.time(10))
AFTER = STARTS + dt.timedelta(hours=2)
SEATED = {"requester", "head"}
DESK = {"dx_main", "dx_deputy", "dx_other", "section_head"}
MINUTES = "窓口で2週間試すことを話しました"


@pytest.fixture
def shared(ward: Ward, fields: list[FieldOfWork]) -> Proposal:
    return advance(propose(ward), State.SHARED)


def plan(ward: Ward, proposal: Proposal, **changes: Any) -> Dialogue:
    party = Party(
        division=changes.pop("division", ward.nursery),
        people=changes.pop("people", [ward.requester, ward.head]),
        vendor_people="見本さん",
    )
    values: dict[str, Any] = {"host": ward.dx_main, "starts_at": STARTS, "place": "保育課"}
    actor = changes.pop("actor", ward.dx_main)
    return plan_dialogue(proposal=proposal, actor=actor, party=party, booking=Booking(**values | changes), now=NOW)


def held(ward: Ward, proposal: Proposal, **changes: Any) -> Dialogue:
    row = plan(ward, proposal, **changes)
    return record_dialogue(dialogue=row, actor=ward.dx_main, record=MINUTES, followed="保育課が範囲を決める", now=AFTER)


def told(words: str) -> set[int]:
    return set(Notification.objects.filter(title__contains=words).values_list("recipient", flat=True))


def page_of(person: User, name: str, *args: Any, status: int = 200, **query: Any) -> str:
    response = as_person(person).get(reverse(name, args=args), query)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


# --- Planning ----------------------------------------------------------------------------------------------------
def test_the_first_dialogue_begins_the_state_and_takes_the_time_of_all(ward: Ward, shared: Proposal) -> None:
    row = plan(ward, shared)
    assert fresh(shared).state == State.DIALOGUE
    assert (row.number, row.state, row.minutes, row.place) == (1, DialogueState.PLANNED, 60, "保育課")
    taken = set(Occupation.objects.filter(event=row.event).values_list("person", flat=True))
    assert taken == {ward.dx_main.pk, ward.requester.pk, ward.head.pk}
    assert told("事業者との対話") == taken
    mails = Delivery.objects.filter(notification__title__contains="事業者との対話")
    assert {"METHOD:REQUEST" in mail.calendar for mail in mails} == {True}
    # Who arranged it has it in the calendar, and nothing to read.
    assert Notification.objects.get(recipient=ward.dx_main, title__contains="事業者との対話").read_at is not None


def test_sent_twice_it_is_one(ward: Ward, shared: Proposal) -> None:
    assert plan(ward, shared) == plan(ward, shared)
    assert Dialogue.objects.count() == Event.objects.count() == 1
    assert plan(ward, fresh(shared), starts_at=STARTS + dt.timedelta(days=1)).number == 2


def test_a_published_time_is_taken_with_a_room_of_its_own(ward: Ward, shared: Proposal) -> None:
    slots = publish_slots(
        owner=ward.dx_main,
        plan=SlotPlan(day=dt.date(2026, 12, 2), starts=dt.time(14), minutes=30, place="相談者の職場"),
        now=NOW,
    ).slots
    room = Room.objects.create(name="会議室401")
    row = plan(ward, shared, slot_id=slots[0].pk, room=room, place="会議室401", starts_at=NOW)
    assert (row.starts_at, row.minutes, row.host, row.place) == (slots[0].starts_at, 30, ward.dx_main, "会議室401")
    assert Slot.objects.get().event == row.event
    assert Occupation.objects.filter(room=room).count() == 1
    with pytest.raises(ProposalError, match="先に選びました"):
        plan(ward, fresh(shared), slot_id=slots[0].pk, starts_at=NOW, people=[ward.outsider], division=ward.elderly)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"people": []}, "1人以上"),
        ({"people": ["outsider"]}, "この課の職員ではありません"),
        ({"division": "dx_section", "people": ["dx_other"]}, "デジタル改革担当ではない課"),
        ({"host": "head"}, "デジタル改革担当の職員"),
        ({"starts_at": NOW}, "過ぎています"),
        ({"starts_at": jst(dt.date(2026, 11, 28), dt.time(10))}, "閉庁日"),
    ],
)
def test_what_cannot_be(ward: Ward, shared: Proposal, changes: dict[str, Any], words: str) -> None:
    found = {
        name: [getattr(ward, one) for one in value]
        if isinstance(value, list)
        else getattr(ward, value)
        if isinstance(value, str)
        else value
        for name, value in changes.items()
    }
    with pytest.raises(ProposalError, match=words):
        plan(ward, shared, **found)
    assert fresh(shared).state == State.SHARED
    assert not Event.objects.exists()


def test_somebody_taken_or_away(ward: Ward, shared: Proposal) -> None:
    plan(ward, shared)
    with pytest.raises(ProposalError, match="ほかの予定"):
        plan(ward, fresh(shared), division=ward.elderly, people=[ward.outsider])
    AbsenceFactory(user=ward.dx_other, valid_from=dt.date(2026, 12, 1))
    with pytest.raises(ProposalError, match="不在"):
        plan(ward, fresh(shared), host=ward.dx_other, division=ward.elderly, people=[ward.outsider])


@pytest.mark.parametrize("role", ["dx_other", "dx_deputy", "requester", "cio"])
def test_others_arrange_nothing(ward: Ward, shared: Proposal, role: str) -> None:
    with pytest.raises(PermissionDenied):
        plan(ward, shared, actor=getattr(ward, role))


@pytest.mark.parametrize("state", [one for one in State if one not in (State.SHARED, State.DIALOGUE)])
def test_only_what_is_shared_is_talked_about(ward: Ward, fields: list[FieldOfWork], state: State) -> None:
    proposal = advance(propose(ward), state)
    with pytest.raises(StateConflict):
        plan(ward, proposal)
    assert as_person(ward.dx_main).get(reverse("dialogue_plan", args=[proposal.slug])).status_code == 302


# --- Changing ----------------------------------------------------------------------------------------------------
def test_moved_and_called_off_everybody_hears(ward: Ward, shared: Proposal) -> None:
    row = plan(ward, shared, actor=ward.section_head)
    later = Booking(host=ward.dx_main, starts_at=STARTS + dt.timedelta(days=1), minutes=30, place="会議室")
    move_dialogue(dialogue=row, actor=ward.section_head, booking=later, reason="窓口が混むため", now=NOW)
    row.refresh_from_db()
    assert (row.starts_at, row.minutes, row.place, row.event.sequence) == (later.starts_at, 30, "会議室", 1)
    people = {ward.dx_main.pk, ward.requester.pk, ward.head.pk}
    assert told("対話の日時が変わりました") == people
    with pytest.raises(ProposalError, match="理由"):
        cancel_dialogue(dialogue=row, actor=ward.dx_main, reason=" ", now=NOW)
    cancel_dialogue(dialogue=row, actor=ward.dx_main, reason="事業者の都合", now=NOW)
    row.refresh_from_db()
    assert (row.state, row.event.state) == (DialogueState.CANCELLED, EventState.CANCELLED)
    assert told("を取りやめました") == people
    mails = Delivery.objects.filter(notification__title__contains="を取りやめました")
    assert {"METHOD:CANCEL" in mail.calendar for mail in mails} == {True}
    assert not Occupation.objects.exists()
    for again in (
        lambda: cancel_dialogue(dialogue=row, actor=ward.dx_main, reason="x", now=NOW),
        lambda: move_dialogue(dialogue=row, actor=ward.dx_main, booking=later, now=NOW),
        lambda: record_dialogue(dialogue=row, actor=ward.dx_main, record="x", now=AFTER),
    ):
        with pytest.raises(StateConflict):
            again()


def test_moved_into_a_published_time_of_the_host_alone(ward: Ward, shared: Proposal) -> None:
    row = plan(ward, shared)
    times = SlotPlan(day=dt.date(2026, 12, 3), starts=dt.time(11), minutes=30, place="窓口")
    own, others = (publish_slots(owner=one, plan=times, now=NOW).slots[0] for one in (ward.dx_main, ward.dx_other))
    with pytest.raises(ProposalError, match="ほかの人の時間"):
        move_dialogue(dialogue=row, actor=ward.dx_main, booking=Booking(ward.dx_main, NOW, slot_id=others.pk), now=NOW)
    moved = move_dialogue(dialogue=row, actor=ward.dx_main, booking=Booking(ward.dx_main, NOW, slot_id=own.pk), now=NOW)
    assert (moved.starts_at, moved.place) == (own.starts_at, "窓口")


@pytest.mark.parametrize("by", ["desk", "vendor"])
def test_the_end_of_the_proposal_calls_off_what_is_ahead(ward: Ward, shared: Proposal, by: str) -> None:
    first = held(ward, shared)
    ahead = plan(ward, fresh(shared), starts_at=STARTS + dt.timedelta(days=7))
    if by == "desk":
        deciding.withdraw(proposal=shared, actor=ward.dx_main, reason="", now=AFTER)
    else:
        withdraw_by_vendor(proposal=shared, reason="", now=AFTER)
    assert [one.state for one in Dialogue.objects.order_by("pk")] == [DialogueState.HELD, DialogueState.CANCELLED]
    assert told("提案の扱いが終わったため") == {ward.dx_main.pk, ward.requester.pk, ward.head.pk}
    first.refresh_from_db()
    ahead.refresh_from_db()
    assert (first.event.state, ahead.event.state) == (EventState.PLANNED, EventState.CANCELLED)


# --- Writing down ------------------------------------------------------------------------------------------------
def test_written_down_once_and_put_right(ward: Ward, shared: Proposal) -> None:
    row = plan(ward, shared, host=ward.dx_deputy)
    with pytest.raises(ProposalError, match="まだ対話の時刻"):
        record_dialogue(dialogue=row, actor=ward.dx_deputy, record="x", now=NOW)
    with pytest.raises(ProposalError, match="話したこと"):
        record_dialogue(dialogue=row, actor=ward.dx_deputy, record=" ", now=AFTER)
    with pytest.raises(PermissionDenied):
        record_dialogue(dialogue=row, actor=ward.dx_other, record="x", now=AFTER)
    record_dialogue(dialogue=row, actor=ward.dx_deputy, record=MINUTES, now=AFTER)
    assert told("対話の記録ができました") == {ward.dx_main.pk, ward.requester.pk, ward.head.pk}
    contact = ContactLog.objects.get(channel=ContactChannel.MEETING)
    assert (contact.by, contact.at, contact.field.name) == (ward.dx_deputy, STARTS, "紙の読み取り")
    with pytest.raises(StateConflict, match=r"波多野 玲さんが12月1日\(火\) 12:00に"):
        record_dialogue(dialogue=row, actor=ward.dx_main, record="別の文", now=AFTER)
    row.refresh_from_db()
    record_dialogue(dialogue=row, actor=ward.dx_main, record="別の文", seen_at=row.recorded_at, now=AFTER)
    assert ContactLog.objects.filter(channel=ContactChannel.MEETING).count() == 1
    assert row.proposal.steps.filter(name="correct_dialogue").count() == 1


def test_the_host_is_reminded_once_of_what_is_not_written_down(ward: Ward, shared: Proposal) -> None:
    row = plan(ward, shared, host=ward.dx_deputy)
    plan(ward, fresh(shared), starts_at=STARTS + dt.timedelta(days=7), host=ward.dx_deputy)
    for moment, expected in ((STARTS + dt.timedelta(minutes=30), 0), (AFTER, 1), (AFTER + dt.timedelta(hours=1), 0)):
        with time_machine.travel(moment, tick=False):
            assert remind_of_unwritten() == expected
    assert told("対話の記録を書いてください") == {ward.dx_deputy.pk}
    assert Notification.objects.get(title__contains="記録を書いて").object_id == row.pk


# --- Who sees it -------------------------------------------------------------------------------------------------
def test_the_minutes_are_for_those_with_a_seat_and_the_desk(ward: Ward, shared: Proposal) -> None:
    row = held(ward, shared)
    for role in ROLES:
        person = getattr(ward, role)
        response = as_person(person).get(reverse("dialogue_detail", args=[row.pk]))
        assert response.status_code == (200 if role in SEATED | DESK else 404), role
        if role in SEATED | DESK:
            assert MINUTES in response.content.decode()
        sees = MINUTES in as_person(person).get(reverse("shared_detail", args=[shared.slug])).content.decode()
        assert not sees, role


@pytest.mark.parametrize("name", ["dialogue_move", "dialogue_cancel", "dialogue_record"])
def test_steps_for_every_role(ward: Ward, shared: Proposal, name: str) -> None:
    row = plan(ward, shared, host=ward.dx_deputy)
    allowed = {"dx_main", "section_head"} | ({"dx_deputy"} if name == "dialogue_record" else set())
    for role in ROLES:
        status = as_person(getattr(ward, role)).get(reverse(name, args=[row.pk])).status_code
        expected = 200 if role in allowed else 403 if role in SEATED | DESK else 404
        assert status == expected, role


def test_it_stands_in_the_calendar_of_those_who_come(ward: Ward, shared: Proposal) -> None:
    row = plan(ward, shared)
    for person in (ward.requester, ward.head, ward.dx_main):
        assert reverse("dialogue_detail", args=[row.pk]) in page_of(person, "calendar")
    assert "対話［" not in page_of(ward.colleague, "calendar")


# --- Pages -------------------------------------------------------------------------------------------------------
def test_from_the_page_of_the_proposal_to_the_minutes(ward: Ward, shared: Proposal) -> None:
    main = as_person(ward.dx_main)
    address = reverse("dialogue_plan", args=[shared.slug])
    assert address in page_of(ward.dx_main, "proposal_detail", shared.slug)
    assert "参加する課を選んで" in " ".join(main.get(address, {"division": ""}).content.decode().split())
    chosen = f"{address}?division={ward.nursery.pk}"
    page = main.get(chosen).content.decode()
    assert "真砂 陽菜" in page
    assert "桐生 葵" not in page
    data = {
        "people": [ward.requester.pk], "slot": "own", "day": "2026-12-01", "starts": "10:00", "minutes": "60",
        "place": "保育課", "host": ward.dx_main.pk,
    }  # fmt: skip
    for missing, words in (("people", "1人以上"), ("day", "日を入れて"), ("place", "場所を書くか")):
        answer = main.post(chosen, {name: value for name, value in data.items() if name != missing})
        assert (answer.status_code, words in answer.content.decode()) == (422, True), missing
    assert "11月29日(日)は日曜日です" in main.post(chosen, data | {"day": "2026-11-29"}).content.decode()
    answer = main.post(chosen, data, follow=True)
    assert "対話を12月1日(火) 10:00に決めました" in answer.content.decode()
    row = Dialogue.objects.get()
    with time_machine.travel(AFTER, tick=False):
        assert "記録を書く" in page_of(ward.dx_main, "dialogue_detail", row.pk)
        data = {"record": MINUTES, "followed": "範囲を決める"}
        main = as_person(ward.dx_main)
        answer = main.post(reverse("dialogue_record", args=[row.pk]), data, follow=True)
        assert MINUTES in answer.content.decode()
        form = main.get(reverse("dialogue_record", args=[row.pk])).context["form"]
        again = {"record": "直した文", "followed": "", "seen_at": str(form["seen_at"].value())}
    with time_machine.travel(AFTER + dt.timedelta(minutes=5), tick=False):
        assert "直した文" in main.post(reverse("dialogue_record", args=[row.pk]), again, follow=True).content.decode()
        assert main.post(reverse("dialogue_record", args=[row.pk]), again).status_code == 409
        assert "範囲を決める" not in page_of(ward.requester, "dialogue_detail", row.pk)
    assert "対話の記録を書きました" in page_of(ward.dx_main, "proposal_detail", shared.slug)


def test_moved_and_called_off_by_the_pages(ward: Ward, shared: Proposal) -> None:
    row, main = plan(ward, shared), as_person(ward.dx_main)
    move, cancel = (reverse(name, args=[row.pk]) for name in ("dialogue_move", "dialogue_cancel"))
    data = {"slot": "own", "day": "2026-12-02", "starts": "9:30", "minutes": "30", "place": "会議室"}
    assert "変えました" in main.post(move, data, follow=True).content.decode()
    assert main.post(cancel, {"reason": ""}).status_code == 422
    assert "取りやめました" in main.post(cancel, {"reason": "都合"}, follow=True).content.decode()
    assert "もう予定ではありません" in main.get(move, follow=True).content.decode()


def test_the_list_of_the_desk(ward: Ward, shared: Proposal, django_assert_num_queries: Any) -> None:
    held(ward, shared)
    main, address = as_person(ward.dx_main), reverse("dialogue_list")
    main.get(address)
    for days in ((1,), (2, 3)):
        for day in days:
            plan(ward, fresh(shared), starts_at=STARTS + dt.timedelta(days=day))
        with django_assert_num_queries(7):
            answer = main.get(address)
        assert len(answer.context["page"].rows) == days[-1]
    page = answer.content.decode()
    assert "みなと見本株式会社" in page
    query = {"tab": "held", "company": shared.company_id, "year": 2026}
    assert "第1回" in page_of(ward.dx_main, "dialogue_list", **query)
    assert "いまはありません" in page_of(ward.dx_main, "dialogue_list", tab="held", year=2025)
    page_of(ward.dx_main, "dialogue_list", tab="nothing", status=422)
    page_of(ward.requester, "dialogue_list", status=403)


def test_the_page_of_a_proposal_costs_the_same_with_many(ward: Ward, shared: Proposal) -> None:
    plan(ward, shared)
    counts = []
    for round_ in range(2):
        with CaptureQueriesContext(connection) as queries:
            page_of(ward.dx_main, "proposal_detail", shared.slug)
        counts.append(len(queries))
        for day in (1, 2) if round_ == 0 else ():
            plan(ward, fresh(shared), starts_at=STARTS + dt.timedelta(days=day))
    assert counts[0] == counts[1]


def test_words_of_a_stranger_are_words(ward: Ward, shared: Proposal) -> None:
    row = plan(ward, shared, place="<script>alert(1)</script>")
    record_dialogue(dialogue=row, actor=ward.dx_main, record="<img src=x onerror=alert(1)>", now=AFTER)
    for page in (
        page_of(ward.requester, "dialogue_detail", row.pk),
        page_of(ward.dx_main, "dialogue_list", tab="held"),
    ):
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_not_there_and_not_yours_answer_alike(ward: Ward, shared: Proposal) -> None:
    row = plan(ward, shared)
    for name in ("dialogue_detail", "dialogue_move", "dialogue_cancel", "dialogue_record"):
        for pk in (row.pk, 99_999):
            assert as_person(ward.outsider).get(reverse(name, args=[pk])).status_code == 404
