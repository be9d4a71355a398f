"""No dated fact holds twice on a day: full_clean() says so on both databases, PostgreSQL refuses it itself."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from minato_dx.core.no_overlap import NoOverlap
from minato_dx.organization.enums import Office, SuccessionKind
from minato_dx.organization.models import (
    Absence,
    Department,
    Division,
    DivisionSuccession,
    DivisionVersion,
    Duty,
    Membership,
    OfficeHolder,
    User,
)
from tests.organization.factories import DepartmentFactory, DivisionFactory, UserFactory

pytestmark = pytest.mark.django_db

START, MIDDLE, END = dt.date(2026, 4, 1), dt.date(2026, 10, 1), dt.date(2027, 4, 1)
Pair = Callable[[], tuple[models.Model, models.Model]]


def _two_mains() -> tuple[models.Model, models.Model]:
    user = UserFactory()
    return Membership(user=user, division=DivisionFactory()), Membership(user=user, division=DivisionFactory())


def _two_heads() -> tuple[models.Model, models.Model]:
    division = DivisionFactory()
    one, two = (Membership(user=UserFactory(), division=division, is_head=True) for _ in range(2))
    return one, two


def _same_membership() -> tuple[models.Model, models.Model]:
    user, division = UserFactory(), DivisionFactory()
    return Membership(user=user, division=division), Membership(user=user, division=division, is_main=False)


def _two_main_duties() -> tuple[models.Model, models.Model]:
    department = DepartmentFactory()
    return Duty(user=UserFactory(), department=department), Duty(user=UserFactory(), department=department)


def _same_duty() -> tuple[models.Model, models.Model]:
    user, department = UserFactory(), DepartmentFactory()
    return Duty(user=user, department=department), Duty(user=user, department=department, is_main=False)


def _two_cios() -> tuple[models.Model, models.Model]:
    return OfficeHolder(office=Office.CIO, user=UserFactory()), OfficeHolder(office=Office.CIO, user=UserFactory())


def _two_absences() -> tuple[models.Model, models.Model]:
    user = UserFactory()
    return Absence(user=user), Absence(user=user, reason="sick")


def _two_names() -> tuple[models.Model, models.Model]:
    division, department = DivisionFactory(version=False), DepartmentFactory()
    one, two = (
        DivisionVersion(division=division, department=department, code=code, name="課") for code in ("0101", "0102")
    )
    return one, two


def _same_division_code() -> tuple[models.Model, models.Model]:
    department = DepartmentFactory()
    one, two = (
        DivisionVersion(division=DivisionFactory(version=False), department=department, code="0101", name="課")
        for _ in range(2)
    )
    return one, two


def _same_department_code() -> tuple[models.Model, models.Model]:
    return Department(code="01", name="甲"), Department(code="01", name="乙")


PAIRS = [
    _two_mains,
    _two_heads,
    _same_membership,
    _two_main_duties,
    _same_duty,
    _two_cios,
    _two_absences,
    _two_names,
    _same_division_code,
    _same_department_code,
]


def _dated(row: models.Model, start: dt.date, end: dt.date | None) -> models.Model:
    row.valid_from, row.valid_to = start, end
    return row


@pytest.mark.parametrize("pair", PAIRS)
def test_full_clean_refuses_a_second_row_on_a_shared_day(pair: Pair) -> None:
    first, second = pair()
    _dated(first, START, MIDDLE).save()
    _dated(second, MIDDLE - dt.timedelta(days=1), END)
    with pytest.raises(ValidationError) as caught:
        second.full_clean()
    assert any("。" in message and "制約" not in message for message in caught.value.messages)


@pytest.mark.parametrize("pair", PAIRS)
def test_the_day_on_which_the_first_ends_is_free(pair: Pair) -> None:
    first, second = pair()
    _dated(first, START, MIDDLE).save()
    _dated(second, MIDDLE, None).full_clean()
    second.save()
    first.full_clean()


@pytest.mark.parametrize("pair", PAIRS)
def test_row_without_end_refuses_every_later_one(pair: Pair) -> None:
    first, second = pair()
    _dated(first, START, None).save()
    with pytest.raises(ValidationError):
        _dated(second, END, None).full_clean()


@pytest.mark.postgresql
@pytest.mark.parametrize("pair", PAIRS)
def test_postgresql_refuses_it_without_full_clean(pair: Pair) -> None:
    first, second = pair()
    _dated(first, START, None).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        _dated(second, END, None).save()


@pytest.mark.postgresql
def test_every_declared_promise_stands_in_postgresql() -> None:
    models_with_promises = [Absence, Department, DivisionVersion, Duty, Membership, OfficeHolder]
    declared = {
        constraint.name
        for model in models_with_promises
        for constraint in model._meta.constraints
        if isinstance(constraint, NoOverlap)
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'x'")
        kept = {row[0] for row in cursor.fetchall()}
    assert len(declared) == len(PAIRS)
    assert declared <= kept


def test_second_post_and_second_deputy_are_no_overlap() -> None:
    user, division, department = UserFactory(), DivisionFactory(), DepartmentFactory()
    for row in (
        Membership(user=user, division=DivisionFactory()),
        Membership(user=user, division=division, is_main=False),
        Membership(user=UserFactory(), division=division, is_acting_head=True),
        Membership(user=UserFactory(), division=division, is_acting_head=True),
        Duty(user=user, department=department, is_main=False),
        Duty(user=UserFactory(), department=department, is_main=False),
    ):
        _dated(row, START, None).full_clean()
        row.save()


def test_end_before_start_is_refused_with_a_sentence() -> None:
    row = _dated(Absence(user=UserFactory()), MIDDLE, MIDDLE)
    with pytest.raises(ValidationError, match="終了日は開始日より後の日にしてください"):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_unfinished_row_gets_the_errors_of_its_fields_only() -> None:
    with pytest.raises(ValidationError) as caught:
        Membership(is_head=True).full_clean()
    assert set(caught.value.message_dict) == {"user", "division", "valid_from"}


def test_head_is_not_at_the_same_time_acting_head() -> None:
    with pytest.raises(ValidationError, match="どちらか一方"):
        _dated(
            Membership(user=UserFactory(), division=DivisionFactory(), is_head=True, is_acting_head=True), START, None
        ).full_clean()


def test_staff_number_is_unique_and_never_empty() -> None:
    UserFactory(staff_number="0000001")
    for number in ("0000001", ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create(staff_number=number, name="氏名")


def test_only_one_division_is_the_dx_section() -> None:
    DivisionFactory(is_dx_section=True)
    with pytest.raises(ValidationError, match="1つ"):
        Division(key="X", is_dx_section=True).full_clean()


def test_division_does_not_succeed_itself() -> None:
    division = DivisionFactory()
    with pytest.raises(ValidationError, match="違う課"):
        DivisionSuccession(
            predecessor=division, successor=division, took_effect_on=START, kind=SuccessionKind.RENAME
        ).full_clean()


def test_master_data_keeps_its_history() -> None:
    row = _dated(Duty(user=UserFactory(), department=DepartmentFactory()), START, None)
    row.save()
    row.is_main = False
    row.save()
    assert [past.is_main for past in Duty.history.filter(id=row.pk)] == [False, True]
