"""Numbers without gaps, works once per division, first fields, and what is remembered for a minute."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction

from minato_dx.core.calendar import jst
from minato_dx.reference.models import ClosedDay, FieldOfWork, NumberSeries, PortalSettings, Work, remembered
from minato_dx.reference.selectors import closed_days, fields_of_work, portal_settings
from minato_dx.reference.services import FIRST_FIELDS, draw_number, ensure_first_fields, find_or_create_work
from tests.organization.factories import DivisionFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 24)


def test_numbers_count_up_in_each_series_and_year() -> None:
    drawn = [draw_number(series="a", fiscal_year=2026) for _ in range(3)]
    assert drawn == [1, 2, 3]
    assert draw_number(series="a", fiscal_year=2027) == 1
    assert draw_number(series="b", fiscal_year=2026) == 1
    assert NumberSeries.objects.get(series="a", fiscal_year=2026).last == 3


def test_a_rollback_gives_the_number_back() -> None:
    draw_number(series="a", fiscal_year=2026)
    with transaction.atomic():
        assert draw_number(series="a", fiscal_year=2026) == 2
        transaction.set_rollback(True)
    assert draw_number(series="a", fiscal_year=2026) == 2


@pytest.mark.django_db(transaction=True)
def test_a_number_is_never_drawn_outside_the_transaction_that_uses_it() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        draw_number(series="a", fiscal_year=2026)
    assert not NumberSeries.objects.exists()


def test_one_work_however_its_name_is_spelled() -> None:
    division = DivisionFactory()
    first = find_or_create_work(division_id=division.pk, name="延長保育の申込み受付（ＦＡＸ）", day=DAY)
    again = find_or_create_work(division_id=division.pk, name=" 延長保育の 申込み受付(fax)　", day=DAY)
    assert (first.pk, first.name, first.valid_from) == (again.pk, "延長保育の申込み受付（ＦＡＸ）", DAY)


def test_another_division_has_a_work_of_its_own() -> None:
    works = [find_or_create_work(division_id=DivisionFactory().pk, name="窓口受付", day=DAY) for _ in range(2)]
    assert works[0] != works[1]


def test_an_ended_work_begins_anew_and_two_open_ones_are_impossible() -> None:
    division = DivisionFactory()
    ended = find_or_create_work(division_id=division.pk, name="窓口受付", day=DAY)
    ended.valid_to = DAY + dt.timedelta(days=1)
    ended.save()
    begun = find_or_create_work(division_id=division.pk, name="窓口受付", day=DAY + dt.timedelta(days=1))
    assert begun != ended
    with pytest.raises(IntegrityError), transaction.atomic():
        Work.objects.create(division=division, name="窓口 受付", valid_from=DAY)


def test_a_new_installation_has_its_fields_with_wakaranai_last() -> None:
    assert [field.name for field in fields_of_work()] == list(FIRST_FIELDS)
    assert FIRST_FIELDS[-1] == "わからない"


def test_an_administrators_own_list_is_never_touched() -> None:
    FieldOfWork.objects.exclude(name="会計・契約").delete()
    ensure_first_fields()
    assert [field.name for field in fields_of_work()] == ["会計・契約"]


def test_a_field_that_is_switched_off_is_no_choice() -> None:
    FieldOfWork.objects.filter(name="会計・契約").update(is_active=False)
    assert "会計・契約" not in {field.name for field in fields_of_work()}


def test_settings_have_defaults_and_exist_once() -> None:
    assert portal_settings().first_reply_days == 2
    assert not PortalSettings.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        PortalSettings.objects.create(pk=2)


def test_settings_are_read_once_a_minute_and_changes_here_are_seen_at_once(django_assert_num_queries) -> None:
    with time_machine.travel(jst(DAY, dt.time(10)), tick=False) as clock:
        portal_settings()
        with django_assert_num_queries(0):
            assert portal_settings().first_reply_days == 2
        PortalSettings(first_reply_days=3, pk=1).save()
        assert portal_settings().first_reply_days == 3
        # Another process changes it: nothing here hears of that.
        PortalSettings.objects.filter(pk=1).update(first_reply_days=4)
        assert portal_settings().first_reply_days == 3
        clock.shift(dt.timedelta(seconds=61))
        assert portal_settings().first_reply_days == 4


def test_what_is_handed_out_is_nobody_elses() -> None:
    portal_settings().contact_name = "だれか"
    assert portal_settings().contact_name == "デジタル改革担当"


def test_closed_days_are_remembered_until_one_comes_or_goes(django_assert_num_queries) -> None:
    assert closed_days() == frozenset()
    with django_assert_num_queries(0):
        closed_days()
    day = ClosedDay.objects.create(day=DAY, reason="庁舎点検")
    assert closed_days() == {DAY}
    day.delete()
    assert closed_days() == frozenset()


@pytest.mark.django_db(transaction=True)
def test_a_reader_in_between_does_not_keep_the_old_settings_alive() -> None:
    with transaction.atomic():
        PortalSettings(first_reply_days=3, pk=1).save()
        remembered.set("portal_settings", PortalSettings(pk=1))  # another thread's read
    assert portal_settings().first_reply_days == 3
