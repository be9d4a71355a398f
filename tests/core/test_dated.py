import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from minato_dx.organization.models import Department

FIRST = dt.date(2026, 4, 1)
LAST = dt.date(2027, 4, 1)


def department(valid_from: dt.date, valid_to: dt.date | None, code: str = "D1") -> Department:
    return Department(code=code, name="子ども家庭支援部", valid_from=valid_from, valid_to=valid_to)


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (FIRST - dt.timedelta(days=1), False),
        (FIRST, True),
        (LAST - dt.timedelta(days=1), True),
        (LAST, False),
    ],
)
@pytest.mark.django_db
def test_a_fact_holds_from_its_first_day_to_the_day_before_its_last(day, holds):
    row = department(FIRST, LAST)
    row.save()

    assert row.holds_on(day) is holds
    assert Department.objects.on(day).exists() is holds


@pytest.mark.django_db
def test_a_fact_without_an_end_still_holds():
    row = department(FIRST, None)
    row.save()

    assert row.holds_on(dt.date(2099, 1, 1))
    assert Department.objects.on(dt.date(2099, 1, 1)).exists()


@pytest.mark.parametrize("valid_to", [FIRST, FIRST - dt.timedelta(days=1)])
@pytest.mark.django_db
def test_an_end_that_is_not_after_the_beginning_is_refused_by_the_database(valid_to):
    with pytest.raises(IntegrityError), transaction.atomic():
        department(FIRST, valid_to).save()


@pytest.mark.django_db
def test_a_form_says_how_to_mend_dates_in_the_wrong_order():
    with pytest.raises(ValidationError, match="終了日は開始日より後の日"):
        department(FIRST, FIRST).full_clean()


@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [
        (FIRST - dt.timedelta(days=9), FIRST, False),
        (FIRST - dt.timedelta(days=9), FIRST + dt.timedelta(days=1), True),
        (LAST - dt.timedelta(days=1), None, True),
        (LAST, None, False),
        (FIRST - dt.timedelta(days=9), None, True),
    ],
)
@pytest.mark.django_db
def test_overlapping(start, end, overlaps):
    department(FIRST, LAST).save()

    assert Department.objects.overlapping(start, end).exists() is overlaps


DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 2, 28))
SPANS = st.tuples(DAYS, st.one_of(st.none(), st.integers(1, 40))).map(
    lambda span: (span[0], None if span[1] is None else span[0] + dt.timedelta(days=span[1]))
)


@pytest.mark.django_db
def test_query_and_row_agree_on_every_day():
    @given(st.lists(SPANS, max_size=5), DAYS, st.one_of(st.none(), st.integers(1, 30)))
    def check(spans, day, length):
        with transaction.atomic():
            rows = [department(*span, code=f"D{index}") for index, span in enumerate(spans)]
            Department.objects.bulk_create(rows)
            end = None if length is None else day + dt.timedelta(days=length)
            span_days = [day + dt.timedelta(days=offset) for offset in range(length or 60)]

            on_day = set(Department.objects.on(day).values_list("code", flat=True))
            overlapping = set(Department.objects.overlapping(day, end).values_list("code", flat=True))
            transaction.set_rollback(True)

        assert on_day == {row.code for row in rows if row.holds_on(day)}
        assert overlapping == {row.code for row in rows if any(row.holds_on(one) for one in span_days)}

    check()
