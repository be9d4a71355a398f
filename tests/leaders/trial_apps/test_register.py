"""Apps put into the register, changed, confirmed and handed on."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from leaders.enums import AppState
from leaders.exceptions import LeaderError, StateConflict
from leaders.models import Programme, Team, TeamMember, Trainee, TrialApp
from leaders.selectors.app_story import story_of
from leaders.selectors.trial_apps import (
    AppConditions,
    apps_of,
    apps_of_division,
    apps_without_owner,
    in_tab,
    months_before,
    register_rows,
    tab_counts,
)
from leaders.services.trial_apps import change_app, confirm_app, hand_to
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import Membership, User
from minato_dx.reference.models import InHouseTool, Work
from tests.consultations.walk import NOW
from tests.leaders.trial_apps.conftest import facts, fresh, lead, registered
from tests.organization.factories import MembershipFactory, UserFactory, Ward

LATER = NOW + dt.timedelta(days=1)
TODAY = NOW.date()


def again(person: User) -> User:
    """The person as a new request reads it: roles are remembered on the object."""
    return User.objects.get(pk=person.pk)


def told(person: User) -> list[str]:
    rows = Notification.objects.filter(recipient=person, object_kind="trial_app").order_by("pk")
    return [title.removeprefix("［DXリーダー］") for title in rows.values_list("title", flat=True)]


# --- Registering -------------------------------------------------------------------------------------------------


def test_a_leader_registers_for_the_own_division_and_owns_it(app: TrialApp, ward: Ward, tool: InHouseTool) -> None:
    assert (app.owner, app.confirmed_by, app.confirmed_on) == (ward.leader, ward.leader, TODAY)
    assert (app.tool, app.other_tool, app.state) == (tool, "", AppState.TRYING)
    assert app.work == Work.objects.get(division=ward.nursery)
    assert told(ward.leader) == []


def test_one_work_is_one_row_however_its_name_is_typed(app: TrialApp, ward: Ward) -> None:
    other = registered(ward, facts=facts(work="　延長保育の　申込み "))
    assert other.work == app.work
    assert registered(ward, facts=facts(work="　")).work is None


def test_who_is_no_leader_registers_nothing(ward: Ward, leader: User) -> None:
    for person in (ward.requester, ward.head, ward.cio):
        with pytest.raises(PermissionDenied):
            registered(ward, actor=person)
    assert not TrialApp.objects.exists()


def test_a_leader_registers_for_no_division_of_others(ward: Ward, leader: User) -> None:
    with pytest.raises(LeaderError) as refusal:
        registered(ward, division=ward.elderly)
    assert refusal.value.field == "division"


def test_a_trainee_registers_for_the_own_division(ward: Ward, cohort: Any) -> None:
    programme = Programme.objects.create(cohort=cohort, name="研修", starts_on="2026-11-01", ends_on="2027-03-01")
    Trainee.objects.create(programme=programme, person=ward.outsider, division=ward.elderly, joined_on="2026-11-01")
    assert registered(ward, actor=again(ward.outsider), division=ward.elderly).owner == ward.outsider


def test_the_section_registers_for_any_division_and_its_leader_owns_it(ward: Ward, leader: User) -> None:
    assert registered(ward, actor=ward.dx_main).owner == leader
    assert told(leader) == ["「延長保育の受付」の持ち主になりました"]


def test_the_section_names_an_owner_of_the_division_and_nobody_else(ward: Ward, leader: User) -> None:
    assert registered(ward, actor=ward.dx_main, owner=ward.colleague).owner == ward.colleague
    with pytest.raises(LeaderError) as refusal:
        registered(ward, actor=ward.dx_main, owner=ward.outsider)
    assert refusal.value.field == "owner"


def test_without_a_leader_the_head_and_the_section_are_asked_for_an_owner(ward: Ward) -> None:
    assert registered(ward, actor=ward.section_head).owner is None
    for person in (ward.head, ward.dx_main):
        assert told(person) == ["「延長保育の受付」の持ち主を決めてください"]


@pytest.mark.parametrize(
    ("field", "details"),
    [
        ("name", {"name": "　"}),
        ("about", {"about": " "}),
        ("tool", {"other_tool": "　"}),
    ],
)
def test_what_is_missing_is_said_at_its_field(ward: Ward, leader: User, field: str, details: Any) -> None:
    with pytest.raises(LeaderError) as refusal:
        registered(ward, facts=facts(**details))
    assert refusal.value.field == field


def test_nothing_is_registered_as_retired(ward: Ward, leader: User) -> None:
    with pytest.raises(LeaderError):
        registered(ward, state=AppState.RETIRED)


def test_the_work_of_a_team_is_registered_by_its_members_alone(ward: Ward, leader: User, cohort: Any) -> None:
    programme = Programme.objects.create(
        cohort=cohort, name="研修", starts_on="2026-11-01", ends_on="2027-03-01", teams_announced_at=NOW
    )
    own, other = (Team.objects.create(programme=programme, name=name) for name in ("1班", "2班"))
    trainee = Trainee.objects.create(programme=programme, person=leader, division=ward.nursery, joined_on="2026-11-01")
    TeamMember.objects.create(team=own, trainee=trainee)
    assert registered(ward, team=own).team == own
    with pytest.raises(LeaderError) as refusal:
        registered(ward, team=other)
    assert refusal.value.field == "team"
    assert registered(ward, actor=ward.dx_main, team=other).team == other


# --- Changing and confirming -------------------------------------------------------------------------------------


def test_a_tool_of_the_catalogue_takes_the_place_of_a_typed_one(app: TrialApp, ward: Ward, tool: InHouseTool) -> None:
    row = change_app(app=app, facts=facts(other_tool="自作の表"), actor=ward.leader, now=LATER)
    assert (row.tool, row.other_tool, row.work) == (None, "自作の表", None)
    row = change_app(app=app, facts=facts(tool, other_tool="自作の表"), actor=ward.dx_other, now=LATER)
    assert (row.tool, row.other_tool) == (tool, "")


def test_only_owner_and_section_change_and_confirm(app: TrialApp, ward: Ward) -> None:
    for person in (ward.colleague, ward.head, ward.outsider, ward.cio):
        with pytest.raises(PermissionDenied):
            change_app(app=app, facts=facts(), actor=person, now=LATER)
        with pytest.raises(PermissionDenied):
            confirm_app(app=app, actor=person, state=AppState.IN_USE, seen=AppState.TRYING, now=LATER)


def test_an_owner_who_left_keeps_nothing(app: TrialApp, ward: Ward) -> None:
    User.objects.filter(pk=ward.leader.pk).update(left_on=TODAY)
    with pytest.raises(PermissionDenied):
        confirm_app(app=app, actor=again(ward.leader), state=AppState.IN_USE, seen=AppState.TRYING, now=NOW)


def test_confirming_notes_day_and_person_and_settles_the_asking(app: TrialApp, ward: Ward) -> None:
    TrialApp.objects.filter(pk=app.pk).update(asked_on=TODAY)
    row = confirm_app(app=app, actor=ward.dx_main, state=AppState.IN_USE, seen=AppState.TRYING, now=LATER)
    assert (row.state, row.asked_on) == (AppState.IN_USE, None)
    assert (row.confirmed_on, row.confirmed_by) == (LATER.date(), ward.dx_main)
    assert told(ward.leader) == ["「延長保育の受付」を「使っている」として確かめました"]
    assert told(ward.dx_main) == []


def test_retiring_wants_a_reason_which_goes_when_it_is_used_again(app: TrialApp, ward: Ward) -> None:
    with pytest.raises(LeaderError) as refusal:
        confirm_app(app=app, actor=ward.leader, state=AppState.RETIRED, seen=AppState.TRYING, reason="　", now=LATER)
    assert refusal.value.field == "reason"
    row = confirm_app(
        app=app, actor=ward.leader, state=AppState.RETIRED, seen=AppState.TRYING, reason="件数が減った", now=LATER
    )
    assert row.retired_reason == "件数が減った"
    row = confirm_app(app=app, actor=ward.leader, state=AppState.TRYING, seen=AppState.RETIRED, now=LATER)
    assert (row.state, row.retired_reason) == (AppState.TRYING, "")


def test_a_page_opened_before_it_was_retired_brings_nothing_back(app: TrialApp, ward: Ward) -> None:
    confirm_app(app=app, actor=ward.dx_main, state=AppState.RETIRED, seen=AppState.TRYING, reason="統合", now=LATER)
    with pytest.raises(StateConflict, match="やめた"):
        confirm_app(app=app, actor=ward.leader, state=AppState.IN_USE, seen=AppState.TRYING, now=LATER)
    assert fresh(app).state == AppState.RETIRED


# --- Handing on --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["leader", "head", "acting_head", "dx_other", "section_head"])
def test_owner_head_and_section_name_a_new_owner_and_both_hear_of_it(app: TrialApp, ward: Ward, role: str) -> None:
    TrialApp.objects.filter(pk=app.pk).update(asked_on=TODAY)
    row = hand_to(app=app, to=ward.colleague, actor=getattr(ward, role), seen_owner_id=ward.leader.pk, now=LATER)
    assert (row.owner, row.asked_on) == (ward.colleague, None)
    assert told(ward.colleague) == ["「延長保育の受付」の持ち主になりました"]
    before = ["「延長保育の受付」の持ち主が、浅葱 涼さんに変わりました"]
    assert told(ward.leader) == ([] if role == "leader" else before)


@pytest.mark.parametrize("role", ["requester", "colleague", "outsider", "outsider_head", "cio", "administrator"])
def test_nobody_else_names_an_owner(app: TrialApp, ward: Ward, role: str) -> None:
    with pytest.raises(PermissionDenied):
        hand_to(app=app, to=ward.colleague, actor=getattr(ward, role), seen_owner_id=ward.leader.pk, now=LATER)


def test_the_new_owner_belongs_to_the_division_that_day(app: TrialApp, ward: Ward) -> None:
    newcomer = UserFactory(name="月見 透")
    MembershipFactory(user=newcomer, division=ward.nursery, is_main=False, valid_from=dt.date(2026, 12, 1))
    for person in (ward.outsider, newcomer):
        with pytest.raises(LeaderError) as refusal:
            hand_to(app=app, to=person, actor=ward.head, seen_owner_id=ward.leader.pk, now=LATER)
        assert refusal.value.field == "person"
    december = NOW + dt.timedelta(days=7)
    row = hand_to(app=app, to=newcomer, actor=ward.head, seen_owner_id=ward.leader.pk, now=december)
    assert row.owner == newcomer


def test_a_leaver_becomes_no_owner(app: TrialApp, ward: Ward) -> None:
    User.objects.filter(pk=ward.colleague.pk).update(left_on=TODAY)
    with pytest.raises(LeaderError):
        hand_to(app=app, to=again(ward.colleague), actor=ward.head, seen_owner_id=ward.leader.pk, now=NOW)


def test_a_page_opened_before_another_was_named_changes_nothing(app: TrialApp, ward: Ward) -> None:
    hand_to(app=app, to=ward.colleague, actor=ward.leader, seen_owner_id=ward.leader.pk, now=LATER)
    with pytest.raises(StateConflict, match="浅葱 涼"):
        hand_to(app=app, to=ward.requester, actor=ward.head, seen_owner_id=ward.leader.pk, now=LATER)
    with pytest.raises(LeaderError, match="もう持ち主"):
        hand_to(app=app, to=ward.colleague, actor=ward.head, seen_owner_id=ward.colleague.pk, now=LATER)
    assert fresh(app).owner == ward.colleague


def test_a_retired_app_needs_no_owner(app: TrialApp, ward: Ward) -> None:
    confirm_app(app=app, actor=ward.leader, state=AppState.RETIRED, seen=AppState.TRYING, reason="統合", now=LATER)
    with pytest.raises(StateConflict):
        hand_to(app=app, to=ward.colleague, actor=ward.head, seen_owner_id=ward.leader.pk, now=LATER)


# --- Reading -----------------------------------------------------------------------------------------------------


def names(user: User, tab: str = "", **conditions: Any) -> list[str]:
    rows = register_rows(user=user, conditions=AppConditions(**conditions), day=TODAY)
    return [row.name for row in in_tab(rows, tab=tab, user=user, day=TODAY)]


@pytest.mark.parametrize("words", ["faq", "ＦＡＱ", "ﾌｫｰﾑ　よくある", "表計算 faq", "問合せ"])
def test_words_are_found_in_any_width_in_name_text_work_and_tool(ward: Ward, leader: User, words: str) -> None:
    registered(ward, facts=facts(name="ＦＡＱ集", about="フォームで、よくある質問を出します。", work="問合せ"))
    registered(ward, facts=facts(name="貸出簿", about="鍵の貸出し"))
    assert names(ward.requester, words=words) == ["ＦＡＱ集"]
    assert names(ward.requester, words=f"{words} 100%") == []


def test_conditions_and_tabs(app: TrialApp, ward: Ward, tool: InHouseTool) -> None:
    lead(ward.outsider, ward.elderly)
    registered(
        ward, actor=again(ward.outsider), division=ward.elderly, state=AppState.IN_USE,
        facts=facts(name="貸出簿", handles_personal_data=False),
    )  # fmt: skip
    TrialApp.objects.filter(pk=app.pk).update(confirmed_on=months_before(TODAY, 6))
    first, second = "延長保育の受付", "貸出簿"
    assert names(ward.cio, tool=str(tool.pk)) == [first]
    assert names(ward.cio, tool="other") == [second]
    assert names(ward.cio, states=["in_use"]) == [second]
    assert names(ward.cio, personal_data=True) == [first]
    assert names(ward.cio, division_ids=[ward.elderly.pk]) == [second]
    assert names(ward.cio, division_ids=[]) == []
    assert names(ward.cio, sort="name") == [first, second]
    assert names(ward.cio, tab="due") == [first]
    assert names(ward.leader, tab="mine") == [first]
    rows = register_rows(user=ward.leader, conditions=AppConditions(), day=TODAY)
    assert tab_counts(rows=rows, user=ward.leader, day=TODAY) == {"": 2, "mine": 1, "due": 1, "no_owner": 0}


def test_the_day_before_six_months_nothing_is_due(app: TrialApp, ward: Ward) -> None:
    TrialApp.objects.filter(pk=app.pk).update(confirmed_on=months_before(TODAY, 6) + dt.timedelta(days=1))
    assert names(ward.cio, tab="due") == []


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2026, 8, 31), 6, dt.date(2026, 2, 28)),
        (dt.date(2026, 3, 1), 6, dt.date(2025, 9, 1)),
        (dt.date(2026, 12, 24), 12, dt.date(2025, 12, 24)),
        (dt.date(2028, 8, 30), 6, dt.date(2028, 2, 29)),
    ],
)
def test_months_end_where_the_shorter_one_does(day: dt.date, months: int, expected: dt.date) -> None:
    assert months_before(day, months) == expected


def test_apps_of_a_person_and_of_divisions_are_those_alive(app: TrialApp, ward: Ward) -> None:
    nobody = registered(ward, facts=facts(name="貸出簿"))
    TrialApp.objects.filter(pk=nobody.pk).update(owner=None)
    assert apps_of(person=ward.leader, day=TODAY) == [app]
    assert apps_without_owner(division_ids=[ward.nursery.pk], day=TODAY) == [nobody]
    assert apps_without_owner(division_ids=[ward.elderly.pk], day=TODAY) == []
    assert set(apps_of_division(division_id=ward.nursery.pk, day=TODAY)) == {app, nobody}
    TrialApp.objects.update(state=AppState.RETIRED, retired_reason="統合")
    assert apps_of(person=ward.leader, day=TODAY) == []
    assert apps_without_owner(division_ids=[ward.nursery.pk], day=TODAY) == []
    assert apps_of_division(division_id=ward.nursery.pk, day=TODAY) == []


def test_who_left_sees_nothing(app: TrialApp, ward: Ward) -> None:
    assert list(TrialApp.objects.visible_to(ward.requester)) == [app]
    User.objects.filter(pk=ward.requester.pk).update(left_on=TODAY)
    assert not TrialApp.objects.visible_to(again(ward.requester))


def test_what_became_of_it_in_plain_words(app: TrialApp, ward: Ward) -> None:
    confirm_app(app=app, actor=ward.leader, state=AppState.IN_USE, seen=AppState.TRYING, now=LATER)
    change_app(app=app, facts=facts(name="延長保育"), actor=ward.dx_main, now=LATER)
    hand_to(app=app, to=ward.colleague, actor=ward.head, seen_owner_id=ward.leader.pk, now=LATER)
    next_day = LATER + dt.timedelta(days=1)
    confirm_app(app=app, actor=ward.colleague, state=AppState.IN_USE, seen=AppState.IN_USE, now=next_day)
    confirm_app(
        app=app, actor=ward.colleague, state=AppState.RETIRED, seen=AppState.IN_USE, reason="統合", now=next_day
    )
    assert [(chapter.by, chapter.lines) for chapter in story_of(app=app)] == [
        ("浅葱 涼さん", ["状態：使っている→やめた（統合）"]),
        ("浅葱 涼さん", ["「使っている」と確かめた"]),
        ("朝霧 健一さん", ["持ち主：柊 美月さん→浅葱 涼さん"]),
        ("汐見 拓也さん", ["登録の内容を直した"]),
        ("柊 美月さん", ["状態：試している→使っている"]),
        ("柊 美月さん", ["登録（試している、持ち主：柊 美月さん）"]),
    ]


def test_membership_is_not_asked_of_the_past(app: TrialApp, ward: Ward) -> None:
    Membership.objects.filter(user=ward.colleague).update(valid_to=TODAY)
    with pytest.raises(LeaderError):
        hand_to(app=app, to=ward.colleague, actor=ward.head, seen_owner_id=ward.leader.pk, now=NOW)
