"""Owners who are asked every six months, and apps whose owner moved or left."""

import datetime as dt
from typing import Any

import pytest

from leaders.enums import AppState, EndReason
from leaders.models import LeaderTerm, TrialApp
from leaders.selectors.app_story import story_of
from leaders.services.app_owners import ask_owners, follow_owners
from leaders.services.terms import follow_transfers
from leaders.services.trial_apps import confirm_app, hand_to
from minato_dx.core import jobs
from minato_dx.core.calendar import jst
from minato_dx.notifications.models import Notification
from minato_dx.organization.enums import SuccessionKind
from minato_dx.organization.models import Division, DivisionSuccession, DivisionVersion, Membership, User
from tests.leaders.trial_apps.conftest import facts, fresh, lead, registered
from tests.leaders.trial_apps.test_register import again, told
from tests.organization.factories import DivisionFactory, Ward

APRIL = dt.date(2027, 4, 1)
ASK = "「延長保育の受付」は、いまも使っていますか"
AGAIN = f"{ASK}（2回目のお知らせ）"
NAME_ONE = "「延長保育の受付」の持ち主を決めてください"
BECAME = "「延長保育の受付」の持ち主になりました"


def on(clock: Any, day: dt.date, hour: int = 9) -> None:
    clock.move_to(jst(day, dt.time(hour)))


def moves(person: User, division: Division, day: dt.date = APRIL) -> None:
    """Transfer somebody to another division."""
    posts = Membership.objects.filter(user=person, valid_to__isnull=True)
    posts.update(valid_to=day)
    Membership.objects.create(user=person, division=division, post="主任", valid_from=day)


# --- Asking ------------------------------------------------------------------------------------------------------


def test_the_owner_is_asked_after_six_months_and_once(app: TrialApp, ward: Ward, clock: Any) -> None:
    on(clock, dt.date(2027, 5, 23))
    assert ask_owners() == 0
    on(clock, dt.date(2027, 5, 24))
    assert ask_owners() == 1
    assert ask_owners() == 0
    assert fresh(app).asked_on == dt.date(2027, 5, 24)
    assert told(ward.leader) == [ASK]
    assert len(story_of(app=app)) == 1
    message = Notification.objects.get(recipient=ward.leader)
    assert message.topic == "turn"
    assert "押すだけ" in message.text


def test_a_silent_owner_is_reminded_with_the_head_and_then_the_section_hears(
    app: TrialApp, ward: Ward, clock: Any
) -> None:
    asked = dt.date(2027, 5, 24)
    for days, leader, head, section in (
        (0, [ASK], [], []),
        (29, [ASK], [], []),
        (30, [ASK, AGAIN], [AGAIN], []),
        (31, [ASK, AGAIN], [AGAIN], []),
        (59, [ASK, AGAIN], [AGAIN], []),
        (60, [ASK, AGAIN], [AGAIN], ["「延長保育の受付」が使われているか、60日たっても確かめられていません"]),
        (90, [ASK, AGAIN], [AGAIN], ["「延長保育の受付」が使われているか、60日たっても確かめられていません"]),
    ):
        on(clock, asked + dt.timedelta(days=days))
        ask_owners()
        assert (told(ward.leader), told(ward.head), told(ward.section_head)) == (leader, head, section), days
    assert told(ward.dx_main) == []


def test_an_answer_ends_the_round_and_the_next_one_begins_six_months_later(
    app: TrialApp, ward: Ward, clock: Any
) -> None:
    on(clock, dt.date(2027, 5, 24))
    ask_owners()
    on(clock, dt.date(2027, 6, 1))
    now = jst(dt.date(2027, 6, 1), dt.time(9))
    confirm_app(app=app, actor=ward.leader, state=AppState.IN_USE, seen=AppState.TRYING, now=now)
    on(clock, dt.date(2027, 11, 30))
    assert ask_owners() == 0
    on(clock, dt.date(2027, 12, 1))
    assert ask_owners() == 1
    assert told(ward.leader) == [ASK, ASK]
    assert told(ward.head) == []


def test_a_new_owner_is_asked_anew(app: TrialApp, ward: Ward, clock: Any) -> None:
    on(clock, dt.date(2027, 5, 24))
    ask_owners()
    now = jst(dt.date(2027, 6, 20), dt.time(9))
    on(clock, now.date())
    hand_to(app=app, to=ward.colleague, actor=ward.leader, seen_owner_id=ward.leader.pk, now=now)
    on(clock, dt.date(2027, 6, 24))
    assert ask_owners() == 1
    assert told(ward.colleague) == [BECAME, ASK]
    assert AGAIN not in told(ward.head)


@pytest.mark.parametrize("facts_of", [{"owner": None}, {"state": AppState.RETIRED, "retired_reason": "統合"}])
def test_nobody_is_asked_of_what_has_no_owner_or_is_retired(app: TrialApp, clock: Any, facts_of: Any) -> None:
    TrialApp.objects.filter(pk=app.pk).update(**facts_of)
    on(clock, dt.date(2027, 5, 24))
    assert ask_owners() == 0
    assert not Notification.objects.filter(object_kind="trial_app").exists()


# --- Following ---------------------------------------------------------------------------------------------------


def test_the_leader_moves_on_the_first_of_april_and_the_next_leader_takes_over(
    app: TrialApp, ward: Ward, clock: Any
) -> None:
    moves(ward.leader, ward.finance)
    LeaderTerm.objects.filter(person=ward.leader).update(valid_to=APRIL, end_reason=EndReason.MOVED)
    lead(ward.colleague, ward.nursery, str(APRIL))
    on(clock, APRIL - dt.timedelta(days=1), 0)
    assert follow_owners() == 0
    on(clock, APRIL, 0)
    assert follow_owners() == 1
    assert follow_owners() == 0
    assert fresh(app).owner == ward.colleague
    assert told(ward.colleague) == [BECAME]
    changed = "「延長保育の受付」の持ち主が、浅葱 涼さんに変わりました"
    assert told(ward.leader) == [changed]
    assert told(ward.head) == [changed]
    assert told(ward.dx_main) == []
    assert story_of(app=app)[0].by == "自動"


def test_without_a_successor_head_and_section_are_asked_once_and_the_next_leader_takes_over(
    app: TrialApp, ward: Ward, clock: Any
) -> None:
    moves(ward.leader, ward.finance)
    on(clock, APRIL, 0)
    follow_transfers()
    assert follow_owners() == 1
    assert fresh(app).owner is None
    on(clock, dt.date(2027, 4, 2), 0)
    assert follow_owners() == 0
    assert told(ward.head) == [NAME_ONE]
    assert told(ward.dx_main) == [NAME_ONE]
    assert told(ward.leader) == ["「延長保育の受付」の持ち主から外れました"]
    lead(ward.colleague, ward.nursery, "2027-06-01")
    on(clock, dt.date(2027, 5, 31), 0)
    assert follow_owners() == 0
    on(clock, dt.date(2027, 6, 1), 0)
    assert follow_owners() == 1
    assert fresh(app).owner == ward.colleague
    assert told(ward.colleague) == [BECAME]


def test_a_leader_whose_decision_is_not_published_takes_nothing_over(app: TrialApp, ward: Ward, clock: Any) -> None:
    moves(ward.leader, ward.finance)
    LeaderTerm.objects.filter(person=ward.leader).update(valid_to=APRIL)
    term = lead(ward.colleague, ward.nursery, str(APRIL))
    LeaderTerm.objects.filter(pk=term.pk).update(published_on=dt.date(2027, 4, 10))
    on(clock, APRIL, 0)
    follow_owners()
    assert fresh(app).owner is None
    assert told(ward.colleague) == []


def test_a_leader_who_works_elsewhere_by_now_takes_nothing_over(app: TrialApp, ward: Ward, clock: Any) -> None:
    moves(ward.leader, ward.finance)
    assert not LeaderTerm.objects.filter(person=ward.leader, valid_to__isnull=False).exists()
    on(clock, APRIL, 0)
    follow_owners()
    assert fresh(app).owner is None


def test_an_owner_who_left_the_ward_is_followed_and_not_told(app: TrialApp, ward: Ward, clock: Any) -> None:
    now = jst(dt.date(2026, 12, 1), dt.time(9))
    hand_to(app=app, to=ward.colleague, actor=ward.head, seen_owner_id=ward.leader.pk, now=now)
    User.objects.filter(pk=ward.colleague.pk).update(left_on=APRIL)
    on(clock, APRIL, 0)
    assert follow_owners() == 1
    assert fresh(app).owner == ward.leader
    assert told(ward.colleague) == [BECAME]


def test_a_second_post_in_the_division_keeps_the_owner(app: TrialApp, ward: Ward, clock: Any) -> None:
    moves(ward.leader, ward.finance)
    Membership.objects.create(user=ward.leader, division=ward.nursery, is_main=False, valid_from=APRIL)
    on(clock, APRIL, 0)
    assert follow_owners() == 0
    assert fresh(app).owner == ward.leader


def test_a_division_under_a_new_name_keeps_its_owners_and_its_apps(app: TrialApp, ward: Ward, clock: Any) -> None:
    heir = DivisionFactory(key="0999", version=False)
    version = DivisionVersion.objects.get(division=ward.nursery)
    DivisionVersion.objects.filter(pk=version.pk).update(valid_to=APRIL)
    DivisionVersion.objects.create(
        division=heir, department=version.department, code="0999", name="保育支援課", valid_from=APRIL
    )
    DivisionSuccession.objects.create(
        predecessor=ward.nursery, successor=heir, kind=SuccessionKind.RENAME, took_effect_on=APRIL
    )
    for person in (ward.leader, ward.colleague, ward.head):
        moves(person, heir)
    Membership.objects.filter(user=ward.head, division=heir).update(is_head=True)
    on(clock, APRIL, 0)
    assert follow_owners() == 0
    assert fresh(app).owner == ward.leader
    # The new division's people can own it, and its head names them.
    now = jst(APRIL, dt.time(9))
    row = hand_to(app=app, to=ward.colleague, actor=again(ward.head), seen_owner_id=ward.leader.pk, now=now)
    assert row.owner == ward.colleague
    moves(ward.colleague, ward.finance, dt.date(2027, 7, 1))
    lead_of_heir = LeaderTerm.objects.get(person=ward.leader)
    on(clock, dt.date(2027, 7, 1), 0)
    assert follow_owners() == 1
    # The leader's term stands for what followed the division.
    assert lead_of_heir.division == ward.nursery
    assert fresh(app).owner == ward.leader


def test_retired_apps_are_left_alone(app: TrialApp, ward: Ward, clock: Any) -> None:
    now = jst(dt.date(2026, 12, 1), dt.time(9))
    confirm_app(app=app, actor=ward.leader, state=AppState.RETIRED, seen=AppState.TRYING, reason="統合", now=now)
    moves(ward.leader, ward.finance)
    on(clock, APRIL, 0)
    assert follow_owners() == 0
    assert fresh(app).owner == ward.leader


def test_many_apps_are_looked_at_with_few_queries(app: TrialApp, ward: Ward, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(10, exact=False) as few:
        assert follow_owners() == 0
    for number in range(5):
        registered(ward, facts=facts(name=f"アプリ{number}"))
    with django_assert_num_queries(len(few)):
        assert follow_owners() == 0


def test_both_are_run_by_the_clock() -> None:
    names = {job.name for job in jobs.registered()}
    assert {"ask_trial_app_owners", "follow_trial_app_owners"} <= names
