"""The requester asks the division's leader first: answered, handed on, or taken over by the DX section."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django_fsm import can_proceed, has_transition_perm

from consultations import services
from consultations.enums import Outcome, PromiseKind, State
from consultations.exceptions import ConsultationError, StateConflict
from consultations.models import Consultation, LeaderTurn
from consultations.selectors.leader_first import turns_of
from consultations.services.leader_first import answer_as_leader, hand_on, hand_on_overdue, solve_with_leader
from consultations.services.reminders import remind_of_promises
from leaders.models import LeaderTerm
from minato_dx.core.calendar import jst
from minato_dx.notifications.models import Notification
from minato_dx.organization.enums import SuccessionKind
from minato_dx.organization.models import DivisionSuccession, Membership, User
from tests.consultations import walk
from tests.consultations.test_states import ROLES
from tests.leaders.steps import as_person
from tests.organization.factories import AbsenceFactory, MembershipFactory, Ward

NOW = walk.NOW
NINE = dt.time(9)
ANSWER = "共有フォルダの型を使うと、打ち直しがなくなります"


@pytest.fixture
def led(ward: Ward) -> Ward:
    """The ward's 保育課 has its leader."""
    LeaderTerm.objects.create(
        person=ward.leader, division=ward.nursery, valid_from="2026-04-01", published_on="2026-04-01"
    )
    return ward


def ask(ward: Ward, **details: Any) -> Consultation:
    return walk.submit(ward, ask_leader=True, **details)


def told(person: User, words: str) -> bool:
    return Notification.objects.filter(recipient=person, title__contains=words).exists()


# --- Asked -------------------------------------------------------------------------------------------------------


def test_the_leader_is_told_and_the_dx_section_is_not(led: Ward) -> None:
    case = ask(led)
    turn = LeaderTurn.objects.get()
    assert (turn.leader, turn.is_open, case.next_due_kind) == (led.leader, True, PromiseKind.LEADER_REPLY)
    # Two working days after the Tuesday.
    assert case.next_due_at == turn.due_at == jst(dt.date(2026, 11, 26), dt.time(17, 15))
    assert told(led.leader, "リーダーへの相談です")
    assert not Notification.objects.filter(recipient=led.dx_main).exists()
    assert list(turns_of(leader=led.leader)) == [turn]


def test_without_a_leader_to_ask_it_goes_to_the_dx_section(led: Ward) -> None:
    for case in (
        ask(led, is_private=True),
        ask(led, requester=led.leader),
        ask(led, requester=led.outsider),
    ):
        assert case.next_due_kind == PromiseKind.FIRST_REPLY
    AbsenceFactory(user=led.leader, valid_from=NOW.date())
    assert ask(led).next_due_kind == PromiseKind.FIRST_REPLY
    assert not LeaderTurn.objects.exists()


# --- Answered ----------------------------------------------------------------------------------------------------


def test_answered_by_the_leader_and_solved(led: Ward) -> None:
    case = ask(led)
    answer_as_leader(consultation=case, actor=led.leader, text=ANSWER)
    case = walk.fresh(case)
    assert (case.state, case.next_due_kind) == (State.RECEIVED, PromiseKind.CONFIRMATION)
    assert told(led.requester, "回答があります")

    case = solve_with_leader(consultation=case, actor=led.requester, comment="できました")
    assert (case.state, case.outcome, case.next_due_at) == (State.CLOSED, Outcome.BY_LEADER, None)
    assert told(led.leader, "解決したとのお返事です")
    turn = LeaderTurn.objects.get()
    assert (turn.is_open, turn.is_handed_on) == (False, False)
    assert not Notification.objects.filter(recipient=led.dx_main).exists()


def test_an_answer_sent_twice_is_one(led: Ward) -> None:
    case = ask(led)
    first = answer_as_leader(consultation=case, actor=led.leader, text=ANSWER)
    assert answer_as_leader(consultation=case, actor=led.leader, text=f" {ANSWER} ") == first
    assert answer_as_leader(consultation=case, actor=led.leader, text="もう1つ、型があります") != first
    assert case.messages.filter(author=led.leader).count() == 2


def test_only_after_an_answer_is_it_solved_with_the_leader_and_only_by_the_requester(led: Ward) -> None:
    case = ask(led)
    assert not can_proceed(case.solved_with_leader)
    answer_as_leader(consultation=case, actor=led.leader, text=ANSWER)
    case = walk.fresh(case)
    assert can_proceed(case.solved_with_leader)
    assert {role for role in ROLES if has_transition_perm(case.solved_with_leader, getattr(led, role))} == {"requester"}
    with pytest.raises(PermissionDenied):
        solve_with_leader(consultation=case, actor=led.head)


@pytest.mark.parametrize("words", ["", " \u3000", "\u200b"])
def test_an_empty_answer_is_refused(led: Ward, words: str) -> None:
    with pytest.raises(ConsultationError) as refusal:
        answer_as_leader(consultation=ask(led), actor=led.leader, text=words)
    assert refusal.value.field == "text"


def test_nobody_else_answers_as_the_leader(led: Ward) -> None:
    case = ask(led)
    for role in set(ROLES) - {"leader"}:
        with pytest.raises(PermissionDenied):
            answer_as_leader(consultation=case, actor=getattr(led, role), text=ANSWER)
        if role != "requester":
            with pytest.raises(PermissionDenied):
                hand_on(consultation=case, actor=getattr(led, role))


# --- Handed on ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["leader", "requester"])
def test_handed_on_with_what_was_learned(led: Ward, by: str) -> None:
    case = ask(led)
    case = hand_on(consultation=case, actor=getattr(led, by), learned="様式は2種類です")
    assert (case.state, case.next_due_kind) == (State.RECEIVED, PromiseKind.FIRST_REPLY)
    assert told(led.dx_main, "新しい相談です（保育課・リーダーから）")
    assert told(led.leader if by == "requester" else led.requester, "担当の汐見さんに回りました")
    assert case.messages.filter(body="様式は2種類です").exists()
    turn = LeaderTurn.objects.get()
    assert (turn.is_handed_on, turn.handed_on_by) == (True, getattr(led, by))
    with pytest.raises(StateConflict, match="もう担当に"):
        hand_on(consultation=case, actor=led.leader)
    with pytest.raises(StateConflict, match="もう担当に"):
        answer_as_leader(consultation=case, actor=led.leader, text=ANSWER)


def test_what_the_leader_does_not_answer_is_handed_on_when_the_office_is_open(led: Ward) -> None:
    case = ask(led)
    for day, time, expected in ((26, dt.time(17, 14), 0), (26, dt.time(18), 0), (27, dt.time(8, 30), 1), (27, NINE, 0)):
        with time_machine.travel(jst(dt.date(2026, 11, day), time), tick=False):
            assert hand_on_overdue() == expected, (day, time)
    case = walk.fresh(case)
    assert case.next_due_kind == PromiseKind.FIRST_REPLY
    assert told(led.dx_main, "リーダーから")
    assert LeaderTurn.objects.get().handed_on_by is None
    # Nobody is said to have done it.
    page = as_person(led.requester).get(reverse("consultation_detail", args=[case])).content.decode()
    assert "期限までに返事がなかったので、担当に回りました。担当は汐見 拓也です" in page
    assert "柊さんが担当に回しました" not in page


def test_a_leader_who_leads_no_more_hands_on_at_once(led: Ward) -> None:
    case = ask(led)
    LeaderTerm.objects.update(valid_to=NOW.date())
    assert hand_on_overdue() == 1
    assert walk.fresh(case).next_due_kind == PromiseKind.FIRST_REPLY


def test_after_the_leaders_answer_nothing_is_handed_on_by_the_clock(led: Ward) -> None:
    case = ask(led)
    answer_as_leader(consultation=case, actor=led.leader, text=ANSWER)
    with time_machine.travel(NOW + dt.timedelta(days=3), tick=False):
        assert hand_on_overdue() == 0
    with time_machine.travel(NOW + dt.timedelta(days=7), tick=False):
        remind_of_promises()
    assert told(led.requester, "きょうが「相談者の確認」の日です")


def test_the_leader_is_reminded_on_the_last_day(led: Ward) -> None:
    ask(led)
    with time_machine.travel(jst(dt.date(2026, 11, 26), NINE), tick=False):
        remind_of_promises()
    assert told(led.leader, "きょうが「リーダーの返事」の日です")


# --- Taken over --------------------------------------------------------------------------------------------------


def test_the_dx_section_takes_over_by_acting(led: Ward) -> None:
    case = ask(led)
    services.begin_assessing(consultation=case, actor=led.dx_main)
    assert not LeaderTurn.objects.get().is_open
    case = ask(led)
    services.post_message(consultation=case, author=led.dx_main, body="わたしからお答えします")
    assert walk.fresh(case).next_due_kind == PromiseKind.NEXT_STEP
    assert not LeaderTurn.objects.filter(ended_at__isnull=True).exists()


def test_made_private_it_is_the_leaders_no_more(led: Ward) -> None:
    case = ask(led)
    services.set_privacy(consultation=case, actor=led.requester, private=True)
    assert walk.fresh(case).next_due_kind == PromiseKind.FIRST_REPLY
    assert not LeaderTurn.objects.get().is_open


def test_withdrawn_nothing_is_handed_on(led: Ward) -> None:
    case = services.withdraw_consultation(consultation=ask(led), actor=led.requester)
    turn = LeaderTurn.objects.get()
    assert (turn.is_open, turn.is_handed_on, case.next_due_at) == (False, False, None)


def test_a_word_of_the_requester_reaches_the_leader_and_not_the_dx_section(led: Ward) -> None:
    case = ask(led)
    services.post_message(consultation=case, author=led.requester, body="様式を付け忘れました")
    assert told(led.leader, "真砂さんから返信")
    assert not Notification.objects.filter(recipient=led.dx_main).exists()
    hand_on(consultation=case, actor=led.leader)
    services.post_message(consultation=case, author=led.requester, body="もう1つあります")
    assert told(led.dx_main, "真砂さんから返信")


# --- Pages -------------------------------------------------------------------------------------------------------


def test_on_the_pages(led: Ward) -> None:
    requester, leader = as_person(led.requester), as_person(led.leader)
    home = requester.get(reverse("home")).content.decode()
    assert "まず、課のDXリーダーの柊さんに聞く" in home
    assert "まず、課のDXリーダー" not in leader.get(reverse("home")).content.decode()
    private = requester.post(reverse("home"), {"body": "困った", "ask_leader": "on", "privacy": "private"})
    assert private.status_code == 422
    assert "リーダーには見えません" in private.content.decode()
    sent = requester.post(reverse("home"), {"body": "転記が多い", "ask_leader": "on"}, follow=True)
    assert "柊さんが答えます" in sent.content.decode()
    case = Consultation.objects.get()

    page = requester.get(reverse("consultation_detail", args=[case])).content.decode()
    assert "次は、柊さん（リーダー）の番です" in page
    page = leader.get(reverse("consultation_detail", args=[case])).content.decode()
    assert "次は、あなたの番です" in page
    address = reverse("leader_answer", args=[case])
    assert address in page
    refused = leader.post(address, {"act": "answer", "text": ""})
    assert refused.status_code == 422
    assert leader.post(address, {"act": "answer", "text": ANSWER}).status_code == 302

    page = requester.get(reverse("consultation_detail", args=[case])).content.decode()
    assert ANSWER in page
    assert reverse("leader_solved", args=[case]) in page
    assert requester.post(reverse("leader_solved", args=[case]), {"comment": ""}).status_code == 302
    assert "課のリーダーが解決" in requester.get(reverse("consultation_detail", args=[case])).content.decode()
    # Late: a way back and a word, and nothing happens.
    assert requester.post(reverse("leader_hand_on", args=[case])).status_code == 302
    assert walk.fresh(case).state == State.CLOSED


def test_handing_on_from_the_page(led: Ward) -> None:
    case = ask(led)
    assert as_person(led.leader).post(reverse("leader_answer", args=[case]), {"act": "hand_on"}).status_code == 302
    assert walk.fresh(case).next_due_kind == PromiseKind.FIRST_REPLY


def test_who_opens_the_leaders_page(led: Ward) -> None:
    address = reverse("leader_answer", args=[ask(led)])
    found = {role: as_person(getattr(led, role)).get(address).status_code for role in ROLES}
    hidden = {"outsider", "outsider_head", "cio", "administrator"}
    assert {role for role, status in found.items() if status == 404} == hidden
    assert {role for role, status in found.items() if status == 200} == {"leader"}
    assert {status for role, status in found.items() if role not in hidden | {"leader"}} == {403}


def test_in_a_merged_division_the_leader_of_what_came_before_is_asked(led: Ward) -> None:
    day = NOW.date()
    for division in (led.nursery, led.family):
        division.versions.update(valid_to=day)
        DivisionSuccession.objects.create(
            predecessor=division, successor=led.insurance, took_effect_on=day, kind=SuccessionKind.MERGE
        )
    for person in (led.leader, led.requester):
        Membership.objects.filter(user=person).update(valid_to=day)
        MembershipFactory(user=person, division=led.insurance, valid_from=day)

    case = ask(led)

    assert case.division == led.insurance
    assert LeaderTurn.objects.get().leader == led.leader
    # The clock finds that the leader leads, and leaves the case where it is.
    assert hand_on_overdue() == 0
    page = as_person(led.leader).get(reverse("consultation_detail", args=[case])).content.decode()
    assert "次は、あなたの番です" in page
    assert as_person(led.leader).get(reverse("leader_desk")).status_code == 200
    # Who led what came before and works elsewhere does not lead here.
    Membership.objects.filter(user=led.leader, valid_to=None).update(division=led.finance)
    assert hand_on_overdue() == 1
