"""Names of people from elsewhere go after the days of the settings; the numbers stay as they were."""

import datetime as dt

import pytest
import time_machine

from minato_dx.core.calendar import jst
from minato_dx.reference.models import PortalSettings
from showcase.models import CheckIn, Exhibition, ExhibitorPerson
from showcase.selectors.day.people import people_registered
from showcase.selectors.day.report import report_of
from showcase.services.exhibitions.forgetting import erase_old_visitors
from tests.organization.factories import Ward
from tests.showcase.exhibitions.day.visits import came, staff_visitor
from tests.showcase.exhibitions.factories import DAY, make_exhibitor, make_outsider


def night(days: int) -> time_machine.travel:
    """Ten past midnight so many days after the exhibition, when the job runs."""
    return time_machine.travel(jst(DAY + dt.timedelta(days=days), dt.time(0, 10)), tick=False)


@pytest.mark.parametrize(
    ("setting", "after", "gone"), [(30, 30, 0), (30, 31, 2), (0, 9999, 0), (None, 90, 0), (None, 91, 2)]
)
def test_the_data_goes_the_day_after_its_last_one(
    ward: Ward, exhibition: Exhibition, setting: int | None, after: int, gone: int
) -> None:
    if setting is not None:
        PortalSettings.objects.create(pk=1, visitor_days=setting)
    visitor, staff = make_outsider(exhibition), staff_visitor(exhibition, ward.requester)
    for one in (visitor, staff):
        came(one)
    booth = make_exhibitor(exhibition)
    ExhibitorPerson.objects.create(exhibitor=booth, name="見本 太郎")
    ExhibitorPerson.objects.create(exhibitor=booth, name=ward.head.name, user=ward.head)
    before = report_of(exhibition=exhibition)
    with night(after):
        assert erase_old_visitors() == gone
        assert erase_old_visitors() == 0
    visitor.refresh_from_db()
    assert bool(visitor.erased_at) == bool(gone)
    assert (visitor.name, visitor.mail) == (("", "") if gone else ("よその 1", "visitor1@other.example"))
    assert visitor.organization == "よその市"
    assert ExhibitorPerson.objects.count() == (1 if gone else 2)
    assert CheckIn.objects.count() == 2
    found = report_of(exhibition=exhibition)
    assert (found.people, found.kinds, found.departments) == (before.people, before.kinds, before.departments)
    names = {one.name for one in people_registered(exhibition=exhibition)}
    assert names == ({ward.requester.name} if gone else {ward.requester.name, "よその 1"})


def test_two_who_were_erased_do_not_get_into_each_others_way(ward: Ward, exhibition: Exhibition) -> None:
    for number in (1, 2):
        make_outsider(exhibition, number=number)
    with night(91):
        assert erase_old_visitors() == 2
