"""The same thing twice: found with a reason, linked, merged, never across companies."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minato_dx.reference.models import FieldOfWork
from minato_dx.reference.services import CompanyFacts
from proposals.enums import AnswerKind, State
from proposals.exceptions import ProposalError, StateConflict
from proposals.models import Proposal, VendorAnswer
from proposals.selectors.likeness import SAME_COMPANY, alike_proposals
from proposals.services import sameness
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.proposals.steps import TEXT, advance, fresh, propose

OTHER = CompanyFacts(name="架空システムズ", no_number_reason="海外の会社")


def test_the_same_company_and_the_same_words_are_found_with_the_reason(ward: Ward, fields: list[FieldOfWork]) -> None:
    earlier = propose(ward, company=OTHER, title="申込書の読み取りサービス")
    propose(ward, company=OTHER, title="公園の樹木の台帳", problem="現地で木の幹の太さを記録します")
    same_company = propose(ward, title="防災の地図", problem="避難所までの道を示します")
    proposal = propose(ward)
    found = alike_proposals(proposal=proposal, user=ward.dx_main)
    assert [one.proposal for one in found] == [same_company, earlier]
    assert found[0].reasons == [SAME_COMPANY]
    assert found[1].reasons[0] == "件名が似ている（「申込書の読み取り」）"
    text = as_person(ward.dx_other).get(reverse("proposal_same", args=[proposal.slug])).content.decode()
    assert earlier.number in text
    assert "つなげる" not in text, "another's proposal is read, not worked on"


def test_confidential_words_are_not_compared(ward: Ward, fields: list[FieldOfWork]) -> None:
    hidden = {"how": "申込書の読み取り", "confidential": {"how": "申込書の読み取り"}}
    propose(ward, company=OTHER, title="別の話", problem="別の困りごと", **hidden)
    assert not alike_proposals(proposal=propose(ward), user=ward.dx_main)


def test_as_many_questions_for_one_as_for_three(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposals = [propose(ward, title=f"申込書の読み取り{number}") for number in range(4)]
    counts = []
    for proposal in (proposals[1], proposals[3]):
        with CaptureQueriesContext(connection) as queries:
            found = alike_proposals(proposal=proposal, user=ward.dx_main)
        counts.append(len(queries))
        assert found
    assert counts[0] == counts[1]


def test_the_title_alone_gives_a_hint_while_it_is_typed(ward: Ward, fields: list[FieldOfWork]) -> None:
    earlier = propose(ward, company=OTHER, title="申込書の読み取りサービス")
    browser = as_person(ward.dx_other)
    text = browser.get(reverse("proposal_alike"), {"title": "申込書の読み取り"}).content.decode()
    assert reverse("proposal_detail", args=[earlier.slug]) in text
    for typed in ("", "申込", "公園の樹木の台帳"):
        assert not browser.get(reverse("proposal_alike"), {"title": typed}).content.decode().strip()
    again = browser.post(reverse("proposal_record"), {"title": "申込書の読み取り"})
    assert again.status_code == 422
    assert "件名の似た提案が、前にもあります" in again.content.decode()


def test_the_page_of_a_proposal_shows_the_hint_until_it_is_decided(ward: Ward, fields: list[FieldOfWork]) -> None:
    earlier, proposal = propose(ward, company=OTHER), propose(ward)
    browser, hint = as_person(ward.dx_main), "前にも似た提案があります"
    page, earlier_page = (reverse("proposal_detail", args=[one.slug]) for one in (proposal, earlier))
    assert hint in browser.get(page).content.decode()
    assert hint not in browser.get(earlier_page).content.decode(), "it was the first"
    step = {"proposal": proposal, "actor": ward.dx_main, "earlier": earlier, "now": NOW}
    sameness.set_apart(**step, is_apart=True)
    assert hint not in browser.get(page).content.decode()
    sameness.set_apart(**step, is_apart=False)
    sameness.link(**step)
    assert hint not in browser.get(page).content.decode()
    sameness.unlink(proposal=proposal, actor=ward.dx_main, now=NOW)
    advance(proposal, State.SHARED)
    assert hint not in browser.get(page).content.decode()


def test_another_thing_is_said_once_goes_last_and_is_taken_back(ward: Ward, fields: list[FieldOfWork]) -> None:
    first, second, proposal = propose(ward), propose(ward), propose(ward)
    browser = as_person(ward.dx_main)
    apart, undo = (reverse("proposal_apart", args=[proposal.slug, second.pk, act]) for act in ("apart", "undo"))
    for role in ("dx_other", "requester", "cio"):
        assert as_person(getattr(ward, role)).post(apart).status_code == 403
    assert browser.get(apart).status_code == 405
    browser.post(apart)
    browser.post(apart)
    assert [(one.proposal, one.is_apart) for one in alike_proposals(proposal=proposal, user=ward.dx_main)] == [
        (first, False), (second, True)
    ]  # fmt: skip
    assert "「別のもの」としました" in browser.get(reverse("proposal_same", args=[proposal.slug])).content.decode()
    browser.post(undo)
    assert not any(one.is_apart for one in alike_proposals(proposal=proposal, user=ward.dx_main))
    assert [step.name for step in proposal.steps.all()] == ["receive", "set_apart", "not_apart"]
    # A later one, one that is not there, and an act that is none.
    for args in ([first.slug, second.pk, "apart"], [proposal.slug, 99_999, "apart"], [proposal.slug, first.pk, "x"]):
        assert browser.post(reverse("proposal_apart", args=args)).status_code == 404


def test_what_is_linked_is_not_another_thing(ward: Ward, fields: list[FieldOfWork]) -> None:
    earlier, proposal = propose(ward), propose(ward)
    step = {"proposal": proposal, "actor": ward.dx_main, "earlier": earlier, "now": NOW}
    sameness.link(**step)
    with pytest.raises(ProposalError, match="先に、つながりを外して"):
        sameness.set_apart(**step, is_apart=True)


def test_linked_both_go_on_and_lead_to_each_other(ward: Ward, fields: list[FieldOfWork]) -> None:
    earlier, proposal = propose(ward, company=OTHER), propose(ward)
    browser = as_person(ward.dx_main)
    browser.post(reverse("proposal_link", args=[proposal.slug]), {"into": earlier.pk})
    proposal = fresh(proposal)
    assert (proposal.same_as, proposal.state) == (earlier, State.RECEIVED)
    for one, other in ((proposal, earlier), (earlier, proposal)):
        text = browser.get(reverse("proposal_detail", args=[one.slug])).content.decode()
        assert reverse("proposal_detail", args=[other.slug]) in text
    unlink = reverse("proposal_unlink", args=[proposal.slug])
    for role in ("dx_other", "requester", "cio"):
        assert as_person(getattr(ward, role)).post(unlink).status_code == 403
    assert browser.get(unlink).status_code == 405
    browser.post(unlink)
    assert fresh(proposal).same_as is None
    assert [step.name for step in proposal.steps.all()] == ["receive", "link", "unlink"]


def test_merged_after_a_look_at_what_is_sent(ward: Ward, fields: list[FieldOfWork]) -> None:
    earlier, proposal = propose(ward), propose(ward)
    browser = as_person(ward.dx_main)
    url = reverse("proposal_merge", args=[proposal.slug])
    preview = browser.post(url, {"into": earlier.pk}).content.decode()
    assert earlier.number in preview
    assert fresh(proposal).state == State.RECEIVED
    assert browser.post(url, {"into": earlier.pk, "text": TEXT}).status_code == 302
    proposal = fresh(proposal)
    assert (proposal.state, proposal.same_as, proposal.next_due_at) == (State.MERGED, earlier, None)
    assert VendorAnswer.objects.get(proposal=proposal).kind == AnswerKind.MERGED
    with pytest.raises(ProposalError, match="外せません"):
        sameness.unlink(proposal=proposal, actor=ward.dx_main, now=NOW)


def test_what_cannot_be_merged_is_explained(ward: Ward, fields: list[FieldOfWork]) -> None:
    other, first, second, third = propose(ward, company=OTHER), propose(ward), propose(ward), propose(ward)
    step = {"actor": ward.dx_main, "text": TEXT, "now": NOW}
    with pytest.raises(ProposalError, match="別の事業者"):
        sameness.merge(proposal=first, into=other, **step)
    with pytest.raises(ProposalError, match="前に受け付けた"):
        sameness.merge(proposal=first, into=second, **step)
    sameness.merge(proposal=second, into=first, **step)
    with pytest.raises(ProposalError, match="もう別の提案"):
        sameness.merge(proposal=third, into=second, **step)
    with pytest.raises(StateConflict):
        sameness.merge(proposal=second, into=first, **step)
    with pytest.raises(PermissionDenied):
        sameness.merge(proposal=third, into=first, actor=ward.dx_other, text=TEXT, now=NOW)


def test_another_company_is_not_offered(ward: Ward, fields: list[FieldOfWork]) -> None:
    other, proposal = propose(ward, company=OTHER, title="別の会社の提案"), propose(ward)
    text = as_person(ward.dx_main).get(reverse("proposal_merge", args=[proposal.slug])).content.decode()
    assert other.number not in text
    response = as_person(ward.dx_main).post(
        reverse("proposal_merge", args=[proposal.slug]), {"into": other.pk, "text": TEXT}
    )
    assert response.status_code == 422


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_merged_twice_at_once_it_is_merged_once(ward: Ward, fields: list[FieldOfWork]) -> None:
    earlier, proposal = propose(ward), propose(ward)

    def merge(_number: int) -> str:
        try:
            sameness.merge(proposal=proposal, actor=ward.dx_main, into=earlier, text=TEXT, now=NOW)
            return "merged"
        except StateConflict:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(merge, range(4))) == ["merged", "refused", "refused", "refused"]
    assert Proposal.objects.filter(state=State.MERGED).count() == 1
