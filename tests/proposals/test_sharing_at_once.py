"""The same question, wish, request or answer sent many times at once is one."""

import uuid

import pytest

from consultations.models import Consultation, Interest
from consultations.services import interests
from minato_dx.notifications.models import Notification
from minato_dx.reference.models import FieldOfWork
from proposals.enums import PROPOSAL_KIND, GrantState
from proposals.exceptions import StateConflict
from proposals.models import Grant, Proposal, StaffQuestion
from proposals.services import asking, granting
from tests.consultations.test_concurrency import at_once
from tests.consultations.walk import NOW
from tests.organization.factories import Ward, make_ward
from tests.proposals.granted import PURPOSE, TODAY, shared_with_secrets

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def place(transactional_db: None) -> tuple[Ward, Proposal]:
    ward = make_ward()
    FieldOfWork.objects.create(name="紙の読み取り")
    return ward, shared_with_secrets(ward)


def test_one_question_and_one_answer(place: tuple[Ward, Proposal]) -> None:
    ward, proposal = place
    token = uuid.uuid4()
    results = at_once(
        [
            lambda: asking.ask_desk(proposal=proposal, asker=ward.requester, text="読めますか", token=token, now=NOW)
            for _ in range(6)
        ]
    )
    question = StaffQuestion.objects.get()
    assert results == [question] * 6
    assert Notification.objects.filter(event__contains=f"question:{question.pk}").count() == 1
    results = at_once(
        [
            lambda: asking.answer_question(question=question, actor=ward.section_head, text="読めます", now=NOW)
            for _ in range(6)
        ]
    )
    assert [isinstance(result, StaffQuestion) for result in results].count(True) == 1, results
    assert all(isinstance(result, StaffQuestion | StateConflict) for result in results), results


def test_one_request_and_one_decision(place: tuple[Ward, Proposal]) -> None:
    ward, proposal = place
    results = at_once(
        [lambda: granting.ask_grant(proposal=proposal, user=ward.requester, purpose=PURPOSE, now=NOW) for _ in range(6)]
    )
    row = Grant.objects.get()
    assert results == [row] * 6
    yes = [lambda: granting.allow_grant(grant=row, actor=ward.section_head, last_day=TODAY, now=NOW)] * 3
    no = [lambda: granting.refuse_grant(grant=row, actor=ward.section_head, reason="まだです", now=NOW)] * 3
    results = at_once([*yes, *no])
    assert [isinstance(result, Grant) for result in results].count(True) == 1, results
    assert all(isinstance(result, Grant | StateConflict) for result in results), results
    row.refresh_from_db()
    assert row.state in (GrantState.GRANTED, GrantState.REFUSED)


def test_one_wish_and_one_consultation(place: tuple[Ward, Proposal]) -> None:
    ward, proposal = place
    results = at_once(
        [
            lambda: interests.wish(user=ward.requester, kind=PROPOSAL_KIND, object_id=proposal.pk, now=NOW)
            for _ in range(6)
        ]
    )
    row = Interest.objects.get()
    assert results == [row] * 6
    results = at_once(
        [lambda: interests.begin_consultation(interest=row, user=ward.requester, now=NOW) for _ in range(6)]
    )
    assert results == [Consultation.objects.get()] * 6
