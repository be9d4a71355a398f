"""Consultations that a proposal might serve: for the desk alone, and never a word of them to the vendor."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from consultations.models import Consultation
from minato_dx.exchange.models import IntranetItem
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import User
from minato_dx.reference.models import ContactLog, FieldOfWork
from proposals.enums import MatchState, State
from proposals.models import Match, Proposal, VendorAnswer
from proposals.selectors.matching import suggestions
from proposals.services import matching
from tests.consultations import walk
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.proposals.steps import advance, propose
from tests.test_url_access import ROLES

BODY = "手書きの申込書の読み取りに時間がかかっています"
DESK = {"dx_main", "dx_deputy", "dx_other", "section_head"}


@pytest.fixture
def proposal(ward: Ward, fields: list[FieldOfWork]) -> Proposal:
    return propose(ward)


def case_of(ward: Ward, body: str = BODY, **changes: object) -> Consultation:
    return walk.submit(ward, body=body, **changes)  # type: ignore[arg-type]  # handed through


def test_alike_words_are_suggested_with_the_reason(ward: Ward, proposal: Proposal) -> None:
    case = case_of(ward)
    case_of(ward, "公園の樹木の台帳を紙でつけています")
    [one] = suggestions(proposal=proposal, user=ward.dx_main)
    assert one.case == case
    assert one.reasons == ["「申込書の読み取り」"]


def test_private_ones_and_ended_ones_are_not_there(ward: Ward, proposal: Proposal) -> None:
    private = case_of(ward, is_private=True)
    assert private.assignee == ward.dx_main
    assert [one.case for one in suggestions(proposal=proposal, user=ward.dx_main)] == [private]
    assert not suggestions(proposal=proposal, user=ward.dx_other)
    text = as_person(ward.dx_other).get(reverse("proposal_matches", args=[proposal.slug])).content.decode()
    assert "手書きの申込書" not in text


def test_introduced_the_assigned_person_hears_of_it_once_and_the_case_shows_it(ward: Ward, proposal: Proposal) -> None:
    case = case_of(ward)
    browser = as_person(ward.section_head)
    url = reverse("proposal_match", args=[proposal.slug, case.pk, "introduce"])
    browser.post(url)
    browser.post(url)
    assert Match.objects.get().state == MatchState.INTRODUCED
    told = Notification.objects.filter(title__contains="合いそうな提案")
    assert [row.recipient_id for row in told] == [case.assignee_id]
    for role in ROLES:
        response = as_person(getattr(ward, role)).get(reverse("consultation_detail", args=[case]))
        assert ("合いそうな事業者の提案" in response.content.decode()) == (role in DESK), role


def test_the_proposals_page_shows_the_best_while_it_goes_on(ward: Ward, proposal: Proposal) -> None:
    private, case = case_of(ward, f"{BODY}。課だけの話です", is_private=True), case_of(ward)
    page = reverse("proposal_detail", args=[proposal.slug])
    own, others = (as_person(person).get(page).content.decode() for person in (ward.dx_main, ward.dx_other))
    for one in (private, case):
        assert reverse("consultation_detail", args=[one]) in own
    assert reverse("consultation_detail", args=[case]) in others
    assert reverse("consultation_detail", args=[private]) not in others
    assert "課だけの話です" not in others
    matching.dismiss(proposal=proposal, consultation=case, actor=ward.dx_main, now=NOW)
    assert reverse("consultation_detail", args=[case]) not in as_person(ward.dx_other).get(page).content.decode()
    advance(proposal, State.DECLINED)
    assert "合いそうな相談</h2>" not in as_person(ward.dx_main).get(page).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_questions_for_one_as_for_three(
    ward: Ward, proposal: Proposal, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        matching.introduce(proposal=proposal, consultation=case_of(ward), actor=ward.section_head, now=NOW)
    with django_assert_num_queries(4):
        found = suggestions(proposal=proposal, user=ward.section_head)
        assert [one.case.assignee for one in found] == [ward.dx_main] * count


def test_dismissed_and_taken_back(ward: Ward, proposal: Proposal) -> None:
    case = case_of(ward)
    browser = as_person(ward.dx_main)
    browser.post(reverse("proposal_match", args=[proposal.slug, case.pk, "dismiss"]))
    [one] = suggestions(proposal=proposal, user=ward.dx_main)
    assert one.is_dismissed
    browser.post(reverse("proposal_match", args=[proposal.slug, case.pk, "undo"]))
    [one] = suggestions(proposal=proposal, user=ward.dx_main)
    assert one.match is None


def test_the_vendor_hears_nothing_of_it(ward: Ward, proposal: Proposal) -> None:
    Proposal.objects.update(door_key="7d9f2a34-0c3e-4a58-8a1c-6f2d4bb0a1c2")
    case = case_of(ward)
    matching.introduce(proposal=proposal, consultation=case, actor=ward.dx_main, now=NOW)
    matching.dismiss(proposal=proposal, consultation=case, actor=ward.dx_main, now=NOW)
    assert not VendorAnswer.objects.exists()
    assert not IntranetItem.objects.exists()
    assert not [step for step in proposal.steps.all() if step.name != "receive"]
    assert not ContactLog.objects.filter(summary__contains=case.title).exists()
    everybody = set(Notification.objects.values_list("recipient__staff_number", flat=True))
    assert everybody <= set(User.objects.values_list("staff_number", flat=True)), "messages go to staff alone"


def test_only_the_desk_and_only_what_it_may_see(ward: Ward, proposal: Proposal) -> None:
    case = case_of(ward, is_private=True)
    for role in ROLES:
        person = getattr(ward, role)
        for act in ("introduce", "undo"):
            answer = as_person(person).post(reverse("proposal_match", args=[proposal.slug, case.pk, act]))
            sees = role in {"dx_main", "section_head"}
            assert answer.status_code == (302 if sees else 404 if role in DESK else 403), role
    with pytest.raises(PermissionDenied):
        matching.introduce(proposal=proposal, consultation=case, actor=ward.dx_other, now=NOW)
    assert (
        as_person(ward.dx_main).post(reverse("proposal_match", args=[proposal.slug, case.pk, "nonsense"])).status_code
        == 404
    )
