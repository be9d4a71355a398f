"""Reviews and confidential parts: blind until one's own is in, opened after a declaration, never without a trace."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from minato_dx.attachments.models import Attachment
from minato_dx.notifications.models import Notification
from minato_dx.reference.models import FieldOfWork
from proposals.enums import Advice, Criterion, Part, State
from proposals.exceptions import ConflictUndeclared, ProposalError, StateConflict
from proposals.models import ConfidentialPart, PartAccess, Proposal, Review, ReviewScore
from proposals.services.confidential import declare, open_parts
from proposals.services.deciding import share
from proposals.services.reviewing import ask_reviewers, give_review
from tests.consultations.test_concurrency import at_once
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward, make_ward
from tests.proposals.steps import advance, propose, release_all, scores
from tests.test_url_access import ROLES

DESK = {"dx_main", "dx_deputy", "dx_other", "section_head"}


@pytest.fixture
def screened(ward: Ward, fields: list[FieldOfWork]) -> Proposal:
    proposal = advance(propose(ward, confidential={Part.HOW: "独自の方式"}), State.SCREENING)
    ask_reviewers(proposal=proposal, people=[ward.dx_deputy, ward.dx_other], actor=ward.dx_main, now=NOW)
    return proposal


def give(proposal: Proposal, actor: Any, **changes: Any) -> Review:
    values: dict[str, Any] = {"scores": scores(), "advice": Advice.SHARE, "comment": "多くの課で使えます", "now": NOW}
    return give_review(proposal=proposal, actor=actor, **values | changes)


def test_both_are_asked_and_the_desk_hears_when_all_are_in(ward: Ward, screened: Proposal) -> None:
    asked = Notification.objects.filter(title__contains="審査をお願いします")
    assert set(asked.values_list("recipient", flat=True)) == {ward.dx_deputy.pk, ward.dx_other.pk}
    give(screened, ward.dx_deputy)
    assert not Notification.objects.filter(title__contains="審査がそろいました").exists()
    give(screened, ward.dx_other, advice=Advice.DECLINE)
    assert Notification.objects.get(title__contains="審査がそろいました").recipient == ward.dx_main
    assert ReviewScore.objects.count() == 2 * len(Criterion)


def test_two_different_members_of_the_desk(ward: Ward, screened: Proposal) -> None:
    for people in (
        [ward.dx_other],
        [ward.dx_other, ward.dx_other],
        [ward.dx_other, ward.head],
        [ward.dx_main, ward.dx_deputy, ward.dx_other],
    ):
        with pytest.raises(ProposalError) as refusal:
            ask_reviewers(proposal=screened, people=people, actor=ward.dx_main, now=NOW)
        assert refusal.value.field == "people"
    with pytest.raises(PermissionDenied):
        ask_reviewers(proposal=screened, people=[ward.dx_main, ward.dx_other], actor=ward.dx_deputy, now=NOW)


def test_whoever_has_not_given_theirs_is_replaced_and_what_is_given_stays(ward: Ward, screened: Proposal) -> None:
    give(screened, ward.dx_deputy)
    ask_reviewers(proposal=screened, people=[ward.section_head, ward.dx_deputy], actor=ward.dx_main, now=NOW)
    assert set(screened.reviews.values_list("reviewer", flat=True)) == {ward.dx_deputy.pk, ward.section_head.pk}
    with pytest.raises(PermissionDenied):
        give(screened, ward.dx_other)


def test_a_conflict_of_interest_keeps_out(ward: Ward, screened: Proposal) -> None:
    with pytest.raises(ProposalError) as refusal:
        declare(proposal=screened, actor=ward.dx_other, has_conflict=True, text=" ", now=NOW)
    assert refusal.value.field == "text"
    declare(proposal=screened, actor=ward.dx_other, has_conflict=True, text="親族が勤めています", now=NOW)
    [entry] = screened.steps.filter(name="declare")
    assert (entry.actor, entry.reason) == (ward.dx_other, "ある")
    with pytest.raises(ProposalError, match="利害関係"):
        give(screened, ward.dx_other)
    with pytest.raises(ProposalError, match="利害関係"):
        ask_reviewers(proposal=screened, people=[ward.dx_other, ward.dx_main], actor=ward.dx_main, now=NOW)
    with pytest.raises(PermissionDenied):
        open_parts(proposal=screened, actor=ward.dx_other, now=NOW)


def test_once_given_it_stands_and_after_the_decision_none_is_given(ward: Ward, screened: Proposal) -> None:
    give(screened, ward.dx_deputy)
    with pytest.raises(StateConflict, match="もう出されています"):
        give(screened, ward.dx_deputy, advice=Advice.DECLINE)
    advance_to_shared(ward, screened)
    with pytest.raises(StateConflict, match="終わりました"):
        give(screened, ward.dx_other)


def advance_to_shared(ward: Ward, proposal: Proposal) -> None:
    share(proposal=proposal, actor=ward.dx_main, text="共有します", now=NOW)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"comment": " "}, "comment"),
        ({"scores": {}}, None),
        ({"scores": dict.fromkeys(Criterion.values, 6)}, None),
        ({"scores": dict.fromkeys([*Criterion.values, "more"], 3)}, None),
    ],
)
def test_a_whole_review_or_none(ward: Ward, screened: Proposal, change: dict[str, Any], field: str | None) -> None:
    with pytest.raises(ProposalError) as refusal:
        give(screened, ward.dx_deputy, **change)
    assert refusal.value.field == field
    assert not ReviewScore.objects.exists()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_review_sent_twice_at_once_is_one(transactional_db: None) -> None:
    ward = make_ward()
    FieldOfWork.objects.create(name="紙の読み取り")
    proposal = advance(propose(ward), State.SCREENING)
    ask_reviewers(proposal=proposal, people=[ward.dx_deputy, ward.dx_other], actor=ward.section_head, now=NOW)
    results = at_once([lambda: give(proposal, ward.dx_other) for _ in range(6)])
    assert [isinstance(result, Review) for result in results].count(True) == 1, results
    assert all(isinstance(result, Review | StateConflict) for result in results), results
    assert ReviewScore.objects.count() == len(Criterion)


# --- Confidential ------------------------------------------------------------------------------------------------


def test_opened_after_a_word_on_ones_own_interests_and_noted(ward: Ward, screened: Proposal) -> None:
    with pytest.raises(ConflictUndeclared):
        open_parts(proposal=screened, actor=ward.dx_main, now=NOW)
    declare(proposal=screened, actor=ward.dx_main, has_conflict=False, now=NOW)
    [part] = open_parts(proposal=screened, actor=ward.dx_main, now=NOW)
    assert part.text == "独自の方式"
    assert [(row.user, row.what) for row in PartAccess.objects.all()] == [(ward.dx_main, "どう解決するか")]
    ConfidentialPart.objects.all().delete()
    open_parts(proposal=screened, actor=ward.dx_main, now=NOW)
    assert PartAccess.objects.count() == 1


def test_for_the_desk_alone(ward: Ward, screened: Proposal) -> None:
    for role in set(ROLES) - DESK:
        with pytest.raises(PermissionDenied):
            declare(proposal=screened, actor=getattr(ward, role), has_conflict=False, now=NOW)
        with pytest.raises(PermissionDenied):
            open_parts(proposal=screened, actor=getattr(ward, role), now=NOW)


def test_a_confidential_file_opens_after_the_declaration_and_is_noted(ward: Ward, fields: list[FieldOfWork]) -> None:
    files = [SimpleUploadedFile("仕組み.csv", b"a,b\n")]
    proposal = propose(ward, confidential_files=files)
    address = reverse("attachment_download", args=[Attachment.objects.get().key])

    def statuses() -> dict[str, int]:
        found = {}
        for role in ROLES:
            response = as_person(getattr(ward, role)).get(address)
            found[role] = response.status_code
            if response.status_code == 200:
                b"".join(response.streaming_content)
        return found

    assert set(statuses().values()) == {404}
    release_all(ward.dx_main)
    assert set(statuses().values()) == {404}
    declare(proposal=proposal, actor=ward.dx_main, has_conflict=False, now=NOW)
    declare(proposal=proposal, actor=ward.dx_other, has_conflict=True, text="親族が勤めています", now=NOW)
    assert {role for role, status in statuses().items() if status == 200} == {"dx_main"}
    assert [(row.user, row.what) for row in PartAccess.objects.all()] == [(ward.dx_main, "非公開のファイル")]
