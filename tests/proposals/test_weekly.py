"""Once a week leaders hear of what was shared last week, what fits their division first; nobody else hears of it."""

import datetime as dt
import itertools

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations.models import Consultation
from leaders.models import LeaderTerm
from minato_dx.notifications.enums import Means, Topic
from minato_dx.notifications.models import Delivery, Notification
from minato_dx.notifications.services import set_preferences
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from proposals.enums import Part, State
from proposals.models import Proposal
from proposals.services import deciding
from proposals.services.weekly import tell_leaders_of_new
from tests.consultations import walk
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.proposals.steps import TEXT, advance, propose

# NOW is Tuesday the 24th, and Monday the 23rd a holiday: what is shared in its week is told on Monday the 30th.
MONDAY = NOW + dt.timedelta(days=6)
SECRET = "独自の読み取りの方式"


def lead(ward: Ward, person: User | None = None, **days: str) -> LeaderTerm:
    values = {"valid_from": "2026-04-01", "published_on": "2026-04-01"}
    return LeaderTerm.objects.create(person=person or ward.leader, division=ward.nursery, **values | days)


def share(ward: Ward, field: FieldOfWork, title: str = "申込書の読み取り", **facts: object) -> Proposal:
    return advance(propose(ward, fields=[field], title=title, **facts), State.SHARED)


def ask(ward: Ward, field: FieldOfWork, **changes: object) -> None:
    case = walk.submit(ward, **changes)  # type: ignore[arg-type]  # handed through
    Consultation.objects.filter(pk=case.pk).update(field=field)


def told(at: dt.datetime = MONDAY) -> list[Notification]:
    with time_machine.travel(at, tick=False):
        tell_leaders_of_new()
    return list(Notification.objects.filter(kind="shared_catalogue").order_by("pk"))


def test_what_fits_the_division_stands_first(ward: Ward, fields: list[FieldOfWork]) -> None:
    lead(ward)
    ask(ward, fields[1])
    share(ward, fields[0], "読み取り")
    share(ward, fields[1], "契約の台帳")
    share(ward, fields[0], "もう1つの読み取り")
    [one] = told()
    assert one.recipient == ward.leader
    assert one.title == "先週、新しく共有された提案が3件あります"
    assert one.text.splitlines() == [
        "課の相談と分野が近い提案：",
        "・契約の台帳（みなと見本株式会社）",
        "ほかの新しい提案：",
        "・もう1つの読み取り（みなと見本株式会社）",
        "・読み取り（みなと見本株式会社）",
    ]


def test_a_division_that_asked_nothing_hears_of_everything_five_by_name(ward: Ward, fields: list[FieldOfWork]) -> None:
    lead(ward)
    for number in range(6):
        share(ward, fields[0], f"提案{number}")
    [one] = told()
    assert len(one.text.splitlines()) == 6
    assert one.text.endswith("ほかに1件あります。")


def test_nothing_new_and_nothing_that_fits_is_no_message(ward: Ward, fields: list[FieldOfWork]) -> None:
    lead(ward)
    propose(ward)
    assert told() == []
    ask(ward, fields[1])
    share(ward, fields[0])
    assert told() == []


def test_what_was_asked_in_private_or_long_ago_says_nothing(ward: Ward, fields: list[FieldOfWork]) -> None:
    lead(ward)
    ask(ward, fields[1], is_private=True)
    ask(ward, fields[1])
    Consultation.objects.filter(is_private=False).update(received_at=NOW - dt.timedelta(days=400))
    share(ward, fields[0])
    [one] = told()
    assert "分野が近い" not in one.text


def test_once_a_week_whatever_day_the_clock_comes(ward: Ward, fields: list[FieldOfWork]) -> None:
    lead(ward)
    share(ward, fields[0])
    assert told(NOW) == [], "its week is not over"
    assert len(told(MONDAY + dt.timedelta(days=1))) == 1, "missed on Monday"
    assert len(told(MONDAY + dt.timedelta(days=2))) == 1
    assert len(told(MONDAY + dt.timedelta(days=7))) == 1, "it is new no more"


def test_leaders_of_today_alone(ward: Ward, fields: list[FieldOfWork]) -> None:
    lead(ward, person=ward.colleague, valid_to="2026-10-01")
    lead(ward, valid_from="2026-10-01", published_on="2026-10-01")
    share(ward, fields[0])
    assert [row.recipient for row in told()] == [ward.leader]


def test_one_who_leads_two_divisions_hears_once(ward: Ward, fields: list[FieldOfWork]) -> None:
    lead(ward)
    LeaderTerm.objects.create(
        person=ward.leader, division=ward.outsider.memberships.get().division, valid_from="2026-04-01",
        published_on="2026-04-01",
    )  # fmt: skip
    share(ward, fields[0])
    assert len(told()) == 1


def test_what_is_withdrawn_or_confidential_is_not_told(ward: Ward, fields: list[FieldOfWork]) -> None:
    lead(ward)
    share(ward, fields[0], "残る提案", confidential={Part.HOW: SECRET})
    gone = share(ward, fields[0], "取り下げた提案")
    deciding.withdraw(proposal=gone, actor=gone.assignee, reason="", now=NOW)
    [one] = told()
    assert "残る提案" in one.text
    assert "取り下げた提案" not in one.text
    assert SECRET not in one.text + one.title + TEXT


def test_it_comes_as_the_leader_prefers_and_leads_to_the_catalogue(ward: Ward, fields: list[FieldOfWork]) -> None:
    lead(ward)
    set_preferences(user=ward.leader, means={Topic.WEEKLY: Means.PORTAL})
    share(ward, fields[0])
    told()
    assert not Delivery.objects.filter(notification__kind="shared_catalogue").exists()
    assert "/proposals/shared/" in as_person(ward.leader).get("/inbox/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_questions_for_one_as_for_three(ward: Ward, fields: list[FieldOfWork], count: int) -> None:
    lead(ward)
    for number, _ in zip(itertools.count(), range(count), strict=False):
        share(ward, fields[0], f"提案{number}")
        ask(ward, fields[0])
    with time_machine.travel(MONDAY, tick=False), CaptureQueriesContext(connection) as queries:
        assert tell_leaders_of_new() == 1
    assert len(queries) == 11
