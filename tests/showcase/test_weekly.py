"""Once a week heads and leaders hear of what is new in the showcase; nobody else does, and nobody twice."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations.models import Consultation
from leaders.models import LeaderTerm
from minato_dx.notifications.enums import Means, Topic
from minato_dx.notifications.models import Delivery, Notification
from minato_dx.notifications.services import set_preferences
from showcase.enums import ExhibitionState
from showcase.services import publishing
from showcase.services.weekly import tell_of_new
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.showcase.exhibitions.factories import make_exhibition
from tests.showcase.steps import asked, published
from tests.showcase.test_lists import several

# NOW is Tuesday the 24th: what is published in its week is told on Monday the 30th.
MONDAY = NOW + dt.timedelta(days=6)


def told(at: dt.datetime = MONDAY) -> list[Notification]:
    with time_machine.travel(at, tick=False):
        tell_of_new()
    return list(Notification.objects.filter(kind="showcase_of_week").select_related("recipient").order_by("recipient"))


@pytest.fixture
def lead(ward: Ward) -> LeaderTerm:
    return LeaderTerm.objects.create(
        person=ward.leader, division=ward.nursery, valid_from="2026-04-01", published_on="2026-04-01"
    )


def test_heads_and_leaders_hear_of_what_was_published(ward: Ward, case: Consultation, lead: LeaderTerm) -> None:
    story = published(ward, case)
    rows = told()
    people = {row.recipient for row in rows}
    assert {ward.head, ward.outsider_head, ward.leader} <= people
    assert not people & {ward.requester, ward.outsider, ward.dx_main}
    assert rows[0].title == "先週の新しい成功事例"
    assert rows[0].text.splitlines() == ["成功事例：", f"・{story.title}（{story.division_name}）"]


def test_an_exhibition_that_was_announced_is_told(ward: Ward) -> None:
    make_exhibition(ward.dx_main, title="次の展示会")
    make_exhibition(ward.dx_main, title="まだ秘密の展示会", state=ExhibitionState.PLANNED)
    text = told()[0].text
    assert text.splitlines() == ["展示会：", "・次の展示会（12月8日(火)から、本庁舎1階ロビー）"]


def test_what_is_not_public_is_not_told(ward: Ward, case: Consultation) -> None:
    asked(ward, case)
    assert told() == []


def test_what_was_taken_down_since_is_not_told(ward: Ward, case: Consultation) -> None:
    story = published(ward, case)
    publishing.unpublish(story=story, actor=ward.requester, reason="やり方が変わったため", now=NOW)
    assert told() == []


def test_once_a_week_whatever_day_the_clock_comes(ward: Ward, case: Consultation) -> None:
    published(ward, case)
    assert told(NOW) == [], "its week is not over"
    first = told(MONDAY + dt.timedelta(days=1))
    assert first, "missed on Monday"
    assert told(MONDAY + dt.timedelta(days=2)) == first
    assert told(MONDAY + dt.timedelta(days=7)) == first, "it is new no more"


def test_five_by_name(ward: Ward, case: Consultation) -> None:
    several(ward, case, 7)
    lines = told()[0].text.splitlines()
    assert len(lines) == 7
    assert lines[-1] == "ほかに2件あります。"


def test_it_comes_as_each_prefers_and_leads_to_the_front_page(ward: Ward, case: Consultation) -> None:
    set_preferences(user=ward.head, means={Topic.WEEKLY: Means.PORTAL})
    published(ward, case)
    one = next(row for row in told() if row.recipient == ward.head)
    assert not Delivery.objects.filter(notification=one).exists()
    assert "/showcase/" in as_person(ward.head).get("/inbox/").content.decode()


@pytest.mark.parametrize("count", [3, 300])
def test_it_costs_the_same_with_more(ward: Ward, case: Consultation, count: int) -> None:
    several(ward, case, count)
    with CaptureQueriesContext(connection) as queries:
        told()
    assert len(queries) == 12
