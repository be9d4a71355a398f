"""Roles are derived from dated facts, by one statement."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minato_dx.organization.enums import Office, SuccessionKind
from minato_dx.organization.models import DivisionSuccession, User
from minato_dx.organization.roles import roles_of
from tests.organization.factories import (
    DivisionFactory,
    DutyFactory,
    MembershipFactory,
    OfficeHolderFactory,
    UserFactory,
    make_ward,
)

pytestmark = pytest.mark.django_db

BEFORE, CHANGE, AFTER = dt.date(2027, 3, 31), dt.date(2027, 4, 1), dt.date(2027, 4, 2)


def test_one_query_however_many_facts_and_none_the_second_time() -> None:
    user = UserFactory()
    for _ in range(3):
        MembershipFactory(user=user, is_main=False)
        DutyFactory(user=user)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        roles_of(user, CHANGE)
        roles_of(user, CHANGE)
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        roles_of(user, BEFORE)
    assert len(queries) == 1


def test_roles_of_every_person_of_the_ward() -> None:
    ward = make_ward()
    requester = roles_of(ward.requester)
    assert requester.division_ids == {ward.nursery.pk}
    assert requester.main_division_id == ward.nursery.pk
    assert not (requester.is_head)
    assert not (requester.is_dx_staff)
    assert not (requester.is_section_head)
    assert not (requester.is_cio)
    assert roles_of(ward.head).headed_division_ids == {ward.nursery.pk}
    assert roles_of(ward.acting_head).acting_headed_division_ids == {ward.nursery.pk}
    assert not roles_of(ward.acting_head).is_head
    assert roles_of(ward.dx_main).main_duty_department_ids == {ward.children.pk}
    assert roles_of(ward.dx_deputy).deputy_duty_department_ids == {ward.children.pk}
    assert all(roles_of(user).is_dx_staff for user in (ward.dx_main, ward.dx_deputy, ward.dx_other, ward.section_head))
    assert roles_of(ward.section_head).is_section_head
    assert not roles_of(ward.head).is_section_head
    assert not roles_of(ward.dx_main).is_section_head
    assert roles_of(ward.cio).is_cio
    assert roles_of(ward.cio).offices == {Office.CIO}


def test_dates_ahead_take_effect_on_their_day_and_end_dates_are_out() -> None:
    user = UserFactory()
    old, new = DivisionFactory(), DivisionFactory()
    MembershipFactory(user=user, division=old, is_head=True, valid_to=CHANGE)
    MembershipFactory(user=user, division=new, valid_from=CHANGE)
    OfficeHolderFactory(user=user, office=Office.CIO_AIDE, valid_from=CHANGE)
    DutyFactory(user=user, valid_to=CHANGE)
    before, after = roles_of(user, BEFORE), roles_of(user, CHANGE)
    assert (before.main_division_id, after.main_division_id) == (old.pk, new.pk)
    assert (before.is_head, after.is_head) == (True, False)
    assert (before.is_dx_staff, after.is_dx_staff) == (True, False)
    assert (before.offices, after.offices) == (frozenset(), {Office.CIO_AIDE})


def test_second_post_counts_as_division_but_is_not_the_main_one() -> None:
    user = UserFactory()
    main = MembershipFactory(user=user)
    second = MembershipFactory(user=user, is_main=False, is_head=True)
    roles = roles_of(user)
    assert roles.division_ids == {main.division_id, second.division_id}
    assert roles.main_division_id == main.division_id
    assert roles.headed_division_ids == {second.division_id}


def test_member_of_the_dx_section_without_duty_is_dx_staff() -> None:
    section = DivisionFactory(is_dx_section=True)
    assert roles_of(MembershipFactory(division=section).user).is_dx_staff


def test_someone_who_left_has_no_role_from_that_day() -> None:
    user = UserFactory(left_on=CHANGE)
    MembershipFactory(user=user, is_head=True)
    DutyFactory(user=user)
    OfficeHolderFactory(user=user)
    assert roles_of(user, BEFORE).is_head
    after = roles_of(user, CHANGE)
    assert not (after.division_ids)
    assert not (after.is_dx_staff)
    assert not (after.offices)


def _succeed(predecessor, successor, kind: str) -> None:
    DivisionSuccession.objects.create(predecessor=predecessor, successor=successor, kind=kind, took_effect_on=CHANGE)


def test_merge_opens_the_cases_of_both_predecessors_from_its_day() -> None:
    one, two = DivisionFactory(version__valid_to=CHANGE), DivisionFactory(version__valid_to=CHANGE)
    merged = DivisionFactory(version__valid_from=CHANGE)
    _succeed(one, merged, SuccessionKind.MERGE)
    _succeed(two, merged, SuccessionKind.MERGE)
    head: User = MembershipFactory(division=merged, is_head=True).user
    assert roles_of(head, BEFORE).division_ids == {merged.pk}
    assert roles_of(head, AFTER).division_ids == {one.pk, two.pk, merged.pk}
    assert roles_of(head, AFTER).headed_division_ids == {one.pk, two.pk, merged.pk}
    assert roles_of(head, AFTER).main_division_id == merged.pk


def test_split_opens_the_ended_division_to_both_parts() -> None:
    whole = DivisionFactory(version__valid_to=CHANGE)
    parts = [DivisionFactory(version__valid_from=CHANGE) for _ in range(2)]
    for part in parts:
        _succeed(whole, part, SuccessionKind.SPLIT)
    for part in parts:
        assert roles_of(MembershipFactory(division=part).user, AFTER).division_ids == {whole.pk, part.pk}


def test_division_that_lives_on_is_not_opened_to_the_one_split_off_it() -> None:
    stem, branch = DivisionFactory(), DivisionFactory(version__valid_from=CHANGE)
    _succeed(stem, branch, SuccessionKind.SPLIT)
    assert roles_of(MembershipFactory(division=branch).user, AFTER).division_ids == {branch.pk}


def test_descent_is_followed_through_several_steps() -> None:
    first = DivisionFactory(version__valid_to=BEFORE)
    second = DivisionFactory(version__valid_from=BEFORE, version__valid_to=CHANGE)
    third = DivisionFactory(version__valid_from=CHANGE)
    DivisionSuccession.objects.create(
        predecessor=first, successor=second, kind=SuccessionKind.RENAME, took_effect_on=BEFORE
    )
    _succeed(second, third, SuccessionKind.RENAME)
    assert roles_of(MembershipFactory(division=third).user, AFTER).division_ids == {first.pk, second.pk, third.pk}
