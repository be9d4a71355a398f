"""Who it was on that day."""

import datetime as dt

import pytest

from minato_dx.organization import selectors
from minato_dx.organization.enums import Office
from tests.organization.factories import (
    AbsenceFactory,
    DepartmentFactory,
    DivisionFactory,
    DivisionVersionFactory,
    DutyFactory,
    MembershipFactory,
    OfficeHolderFactory,
    UserFactory,
    make_ward,
)

pytestmark = pytest.mark.django_db

BEFORE, CHANGE = dt.date(2027, 3, 31), dt.date(2027, 4, 1)


def test_division_has_the_name_and_department_of_the_day() -> None:
    division = DivisionFactory(version=False)
    old = DivisionVersionFactory(division=division, name="情報政策課", valid_to=CHANGE)
    new = DivisionVersionFactory(division=division, name="デジタル課", valid_from=CHANGE)
    assert selectors.division_version(division=division, day=BEFORE) == old
    assert selectors.division_version(division_id=division.pk, day=CHANGE) == new
    assert selectors.department_of(division_id=division.pk, day=BEFORE) == old.department
    assert selectors.division_version(division=division, day=dt.date(2019, 1, 1)) is None
    assert selectors.department_of(division_id=division.pk, day=dt.date(2019, 1, 1)) is None


def test_head_changes_on_the_day_and_vacancy_is_none() -> None:
    division = DivisionFactory()
    assert selectors.head_of(division=division, day=BEFORE) is None
    old = MembershipFactory(division=division, is_head=True, valid_to=CHANGE).user
    new = MembershipFactory(division=division, is_head=True, valid_from=CHANGE).user
    assert selectors.head_of(division=division, day=BEFORE) == old
    assert selectors.head_of(division=division, day=CHANGE) == new


def test_head_who_left_is_no_head_any_more_though_the_row_is_open() -> None:
    membership = MembershipFactory(is_head=True, user=UserFactory(left_on=CHANGE))
    assert selectors.head_of(division=membership.division, day=BEFORE) == membership.user
    assert selectors.head_of(division=membership.division, day=CHANGE) is None


def test_people_of_the_ward() -> None:
    ward = make_ward()
    day = dt.date(2026, 11, 24)
    assert selectors.main_membership(user=ward.requester, day=day).division == ward.nursery
    assert selectors.acting_head_of(division=ward.nursery, day=day) == ward.acting_head
    assert set(selectors.division_members(division=ward.nursery, day=day)) == {
        ward.requester,
        ward.colleague,
        ward.head,
        ward.acting_head,
        ward.leader,
    }
    assert selectors.duty_main(department=ward.children, day=day) == ward.dx_main
    assert list(selectors.duty_deputies(department=ward.children, day=day)) == [ward.dx_deputy]
    assert selectors.duty_main(department=ward.planning, day=day) is None
    assert selectors.section_head(day=day) == ward.section_head
    assert list(selectors.dx_staff(day=day)) == [ward.section_head, ward.dx_main, ward.dx_deputy, ward.dx_other]
    assert selectors.office_holder(office=Office.CIO, day=day) == ward.cio
    assert selectors.office_holder(office=Office.CIO_AIDE, day=day) is None


def test_duty_is_that_of_the_day() -> None:
    department = DepartmentFactory()
    old = DutyFactory(department=department, valid_to=CHANGE).user
    new = DutyFactory(department=department, valid_from=CHANGE).user
    assert selectors.duty_main(department=department, day=BEFORE) == old
    assert selectors.duty_main(department=department, day=CHANGE) == new
    assert set(selectors.dx_staff(day=BEFORE)) == {old}


def test_cio_is_that_of_the_day() -> None:
    old = OfficeHolderFactory(valid_to=CHANGE).user
    new = OfficeHolderFactory(valid_from=CHANGE).user
    assert selectors.office_holder(office=Office.CIO, day=BEFORE) == old
    assert selectors.office_holder(office=Office.CIO, day=CHANGE) == new


def test_absence_ends_on_its_last_day() -> None:
    absence = AbsenceFactory(valid_from=BEFORE, valid_to=CHANGE)
    assert selectors.is_absent(user=absence.user, day=BEFORE)
    assert selectors.absent_user_ids(day=BEFORE) == {absence.user_id}
    assert not selectors.is_absent(user=absence.user, day=CHANGE)
    assert selectors.absent_user_ids(day=CHANGE) == set()


def test_section_head_is_the_acting_head_while_the_post_is_vacant_and_none_without_section() -> None:
    assert selectors.section_head(day=BEFORE) is None
    section = DivisionFactory(is_dx_section=True)
    assert selectors.section_head(day=BEFORE) is None
    deputy = MembershipFactory(division=section, is_acting_head=True).user
    assert selectors.section_head(day=BEFORE) == deputy
    head = MembershipFactory(division=section, is_head=True).user
    assert selectors.section_head(day=BEFORE) == head


def test_current_divisions_come_in_official_order_without_ended_ones() -> None:
    second, first = DepartmentFactory(order=2), DepartmentFactory(order=1)
    b = DivisionFactory(version__department=second, version__order=1, version__name="乙")
    a2 = DivisionFactory(version__department=first, version__order=2, version__name="甲二")
    a1 = DivisionFactory(version__department=first, version__order=1, version__name="甲一")
    DivisionFactory(version__department=first, version__order=0, version__valid_to=CHANGE)
    assert [version.division for version in selectors.current_divisions(day=CHANGE)] == [a1, a2, b]


def test_post_label_names_division_and_post_of_the_day_with_one_query(django_assert_num_queries) -> None:
    division = DivisionFactory(version__name="保育課")
    person = MembershipFactory(division=division, post="主任", valid_to=CHANGE).user
    with django_assert_num_queries(1):
        assert selectors.post_label(user=person, day=BEFORE) == "保育課 主任"
        assert selectors.post_label(user=person, day=BEFORE) == "保育課 主任"
    assert selectors.post_label(user=person, day=CHANGE) == ""
