"""78 recommendations decided at once, of which one became invalid meanwhile: said which, the rest or none."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leaders.enums import State
from leaders.models import Cohort, Decision, Letter, Recommendation
from minato_dx.organization.models import Division, Membership, User
from tests.leaders.steps import checked
from tests.leaders.test_pages import PASSWORD, more_divisions, review, with_password
from tests.organization.factories import Ward

COUNT = 78
MOVED = 40


@pytest.fixture
def rows(ward: Ward, cohort: Cohort) -> list[Recommendation]:
    found = []
    for division, head, person in more_divisions(ward, COUNT):
        found.append(checked(ward, cohort, division=division, actor=head, candidate=person))
    return found


def move_away(person: User, ward: Ward) -> None:
    day = dt.date(2026, 12, 1)
    Membership.objects.filter(user=person).update(valid_to=day)
    Membership.objects.create(user=person, division=ward.finance, post="主任", valid_from=day)


def decide_all(client: Client, rows: list[Recommendation], if_changed: str, status: int = 200) -> str:
    """Open the review of all rows, let one of them become invalid, and press the button."""
    page = client.get(review(rows))
    assert f"{COUNT}人を承認します" in page.content.decode()
    response = client.post(review(rows), {"if_changed": if_changed, "password": PASSWORD})
    assert response.status_code == status
    return response.content.decode()


def test_the_rest_is_decided_and_the_page_says_who_was_not(
    ward: Ward, cohort: Cohort, rows: list[Recommendation]
) -> None:
    client, moved = with_password(ward.cio), rows[MOVED]
    client.get(review(rows))
    move_away(moved.candidate, ward)

    page = decide_all(client, rows, "rest")

    assert "1人は決定できませんでした" in page
    assert f"{moved.candidate_name}さんは、発令日には{moved.division_name}にいません" in page
    assert set(Decision.objects.values_list("recommendation", flat=True)) == {row.pk for row in rows} - {moved.pk}
    serials = list(Letter.objects.order_by("serial").values_list("serial", flat=True))
    assert serials == list(range(1, COUNT))
    # In official order: the numbers follow the divisions.
    divisions = Letter.objects.order_by("serial").values_list("division", flat=True)
    assert list(divisions) == [row.division_id for row in rows if row is not moved]
    assert Recommendation.objects.get(pk=moved.pk).state == State.CHECKED


def test_none_is_decided_where_the_cio_chose_so(ward: Ward, cohort: Cohort, rows: list[Recommendation]) -> None:
    client, moved = with_password(ward.cio), rows[MOVED]
    client.get(review(rows))
    move_away(moved.candidate, ward)

    page = decide_all(client, rows, "none", status=409)

    assert moved.candidate_name in page
    assert not Decision.objects.exists()
    assert not Letter.objects.exists()

    without = [row for row in rows if row is not moved]
    client.post(review(without), {"if_changed": "none", "password": PASSWORD})
    assert Decision.objects.count() == Letter.objects.count() == COUNT - 1


def test_deciding_78_takes_no_more_queries_a_row_than_deciding_few(
    ward: Ward, cohort: Cohort, rows: list[Recommendation]
) -> None:
    client = with_password(ward.cio)
    client.get(review(rows[:2]))
    with CaptureQueriesContext(connection) as few:
        client.post(review(rows[:2]), {"if_changed": "rest", "password": PASSWORD})
    with CaptureQueriesContext(connection) as many:
        client.post(review(rows[2:]), {"if_changed": "rest", "password": PASSWORD})
    assert Decision.objects.count() == COUNT
    assert Division.objects.filter(key__startswith="50").count() == COUNT
    a_row = (len(many) - len(few)) / (COUNT - 4)
    # Each row is one decision, its letter with a number, and their history.
    assert a_row <= 15, (len(few), len(many))
