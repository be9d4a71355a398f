"""Several recommendations passed on to the CIO with one press, each in a step of its own."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from leaders.enums import Kind, LetterKind, State
from leaders.exceptions import LeaderError
from leaders.models import Cohort, LeaderTerm, Recommendation, RecommendationLog
from leaders.services.checking import check_off_each
from leaders.services.recommending import answer_consent, check_off, recommend_change
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import Membership, User
from tests.leaders.steps import as_person, fresh, recommended
from tests.leaders.test_pages import more_divisions, queries_of
from tests.organization.factories import Ward


def consented(ward: Ward, cohort: Cohort, **details: Any) -> Recommendation:
    row = recommended(ward, cohort, **details)
    return answer_consent(recommendation=row, actor=row.candidate, agrees=True)


@pytest.fixture
def rows(ward: Ward, cohort: Cohort) -> list[Recommendation]:
    """Three with the candidate's consent."""
    return [
        consented(ward, cohort, division=division, actor=head, candidate=person)
        for division, head, person in more_divisions(ward, 3)
    ]


def move_away(person: User, ward: Ward) -> None:
    day = dt.date(2026, 12, 1)
    Membership.objects.filter(user=person).update(valid_to=day)
    Membership.objects.create(user=person, division=ward.finance, post="主任", valid_from=day)


def press(client: Client, rows: list[Recommendation]) -> str:
    address = reverse("recommendation_check")
    response = client.post(address, {"id": [row.pk for row in rows]}, follow=True)
    assert response.redirect_chain[0][0] == f"{reverse('recommendation_list')}?tab=check"
    return str(response.content.decode())


def test_all_that_are_ticked_go_on_and_the_cio_hears_of_each(ward: Ward, rows: list[Recommendation]) -> None:
    Recommendation.objects.filter(pk=rows[1].pk).update(letter_kind=LetterKind.COMMISSION)
    page = as_person(ward.dx_main).get(reverse("recommendation_list"), {"tab": "check"}).content.decode()
    assert page.count('form="check"') == 3
    assert "3件を確認しました" in press(as_person(ward.dx_main), rows)
    assert {fresh(row).state for row in rows} == {State.CHECKED}
    assert fresh(rows[1]).letter_kind == LetterKind.COMMISSION
    asked = Notification.objects.filter(recipient=ward.cio, title__contains="決定をお願いします")
    assert asked.count() == 3
    assert set(RecommendationLog.objects.filter(name="check_off").values_list("actor", flat=True)) == {ward.dx_main.pk}


def test_what_was_not_ticked_stays(ward: Ward, rows: list[Recommendation]) -> None:
    assert "1件を確認しました" in press(as_person(ward.dx_main), rows[:1])
    assert [fresh(row).state for row in rows] == [State.CHECKED, State.SUBMITTED, State.SUBMITTED]


def test_one_that_cannot_go_on_is_named_and_holds_up_no_other(
    ward: Ward, cohort: Cohort, rows: list[Recommendation]
) -> None:
    without_consent = recommended(ward, cohort)
    check_off(recommendation=rows[0], actor=ward.dx_deputy)
    move_away(rows[1].candidate, ward)
    result = check_off_each(actor=ward.dx_main, ids=[row.pk for row in (*rows, without_consent)])
    assert result.done == (rows[2],)
    why = {one.recommendation.pk: one.why for one in result.left_out}
    assert set(why) == {rows[0].pk, rows[1].pk, without_consent.pk}
    assert "波多野 玲さんが" in why[rows[0].pk]
    assert "発令日には第1課にいません" in why[rows[1].pk]
    assert "柊 美月さんの同意がまだです" in why[without_consent.pk]
    assert fresh(rows[1]).state == State.SUBMITTED
    assert fresh(without_consent).state == State.SUBMITTED
    # The step of the second is taken back with its log and its message.
    assert not RecommendationLog.objects.filter(recommendation=rows[1], name="check_off").exists()
    assert not Notification.objects.filter(object_id=rows[1].pk, recipient=ward.cio).exists()
    page = press(as_person(ward.dx_main), [without_consent])
    assert "保育課 柊 美月さんの推薦は、確認していません" in page
    assert "件を確認しました" not in page


def test_who_has_moved_has_no_tick_and_the_list_says_why(ward: Ward, rows: list[Recommendation]) -> None:
    move_away(rows[0].candidate, ward)
    page = as_person(ward.dx_main).get(reverse("recommendation_list"), {"tab": "check"}).content.decode()
    assert f'id="r{rows[0].pk}"' not in page
    assert f'id="r{rows[1].pk}"' in page
    assert "発令日には第0課にいません" in page


@pytest.mark.parametrize("tab", ["consent", "returned", "checked", "ended"])
def test_other_tabs_have_no_ticks(ward: Ward, cohort: Cohort, rows: list[Recommendation], tab: str) -> None:
    recommended(ward, cohort)
    check_off(recommendation=rows[0], actor=ward.dx_main)
    page = as_person(ward.dx_main).get(reverse("recommendation_list"), {"tab": tab}).content.decode()
    assert 'form="check"' not in page
    assert 'id="check"' not in page


def test_a_release_goes_on_without_anybodys_consent(ward: Ward) -> None:
    term = LeaderTerm.objects.create(
        person=ward.leader, division=ward.nursery, valid_from="2026-04-01", published_on="2026-04-01"
    )
    row = recommend_change(
        term=term,
        kind=Kind.RELEASE,
        actor=ward.head,
        division=ward.nursery,
        reason="休職",
        effective_on=dt.date(2026, 12, 15),
    )
    assert check_off_each(actor=ward.dx_main, ids=[row.pk]).done == (row,)


def test_nothing_chosen_and_nonsense_are_told(ward: Ward, rows: list[Recommendation]) -> None:
    client = as_person(ward.dx_main)
    assert "確認する推薦を選んでください" in press(client, [])
    page = client.post(reverse("recommendation_check"), {"id": ["x", "9" * 30]}, follow=True).content.decode()
    assert "確認する推薦を選んでください" in page
    with pytest.raises(LeaderError):
        check_off_each(actor=ward.dx_main, ids=[])
    assert client.get(reverse("recommendation_check")).status_code == 405


def test_a_draft_is_not_reached(ward: Ward, cohort: Cohort) -> None:
    draft = recommended(ward, cohort, as_draft=True)
    result = check_off_each(actor=ward.dx_main, ids=[draft.pk])
    assert (result.done, result.left_out) == ((), ())
    assert fresh(draft).state == State.DRAFT


@pytest.mark.parametrize("role", ["head", "leader", "cio", "administrator", "outsider_head", "requester"])
def test_only_the_dx_section_passes_on(ward: Ward, rows: list[Recommendation], role: str) -> None:
    with pytest.raises(PermissionDenied):
        check_off_each(actor=getattr(ward, role), ids=[rows[0].pk])
    answer = as_person(getattr(ward, role)).post(reverse("recommendation_check"), {"id": rows[0].pk})
    assert answer.status_code == 403
    assert fresh(rows[0]).state == State.SUBMITTED


def test_20_rows_with_ticks_cost_what_3_cost(ward: Ward, cohort: Cohort) -> None:
    client, address = as_person(ward.dx_main), f"{reverse('recommendation_list')}?tab=check"
    places = more_divisions(ward, 20)
    for division, head, person in places[:3]:
        consented(ward, cohort, division=division, actor=head, candidate=person)
    few = queries_of(client, address)
    for division, head, person in places[3:]:
        consented(ward, cohort, division=division, actor=head, candidate=person)
    assert queries_of(client, address) == few


def test_since_when_the_consent_is_awaited_is_said(ward: Ward, cohort: Cohort, clock: Any) -> None:
    row = recommended(ward, cohort)
    clock.move_to("2026-11-26T09:00:00+09:00")
    section = as_person(ward.dx_main)
    in_list = section.get(reverse("recommendation_list"), {"tab": "consent"}).content.decode()
    detail = section.get(reverse("recommendation_detail", args=[row.pk])).content.decode()
    assert "返事を待っています（11月24日(火)から）" in "".join(in_list.split())
    assert "柊 美月さんの同意を待っています（11月24日(火)から）" in detail
    answer_consent(recommendation=row, actor=ward.leader, agrees=True)
    for address in (f"{reverse('recommendation_list')}?tab=check", reverse("recommendation_detail", args=[row.pk])):
        assert "(火)から）" not in section.get(address).content.decode()
