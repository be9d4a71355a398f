"""Questions go through the desk: asked on the shared page, answered by whoever works on it, read by all."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minato_dx.notifications.models import Notification
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from proposals.enums import State
from proposals.exceptions import ProposalError, StateConflict
from proposals.models import Proposal, StaffQuestion
from proposals.services import asking, deciding
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.proposals.addresses import DESK, WORKING
from tests.proposals.steps import advance, fresh, propose
from tests.test_url_access import ROLES

WORDS = "縦書きの用紙も読めますか"
REPLY = "縦書きも読めるとのことです"


@pytest.fixture
def shared(ward: Ward, fields: list[FieldOfWork]) -> Proposal:
    return advance(propose(ward), State.SHARED)


def ask(person: User, proposal: Proposal, text: str = WORDS) -> StaffQuestion:
    return asking.ask_desk(proposal=proposal, asker=person, text=text, token=uuid.uuid4(), now=NOW)


def answer(question: StaffQuestion, actor: User, text: str = REPLY) -> StaffQuestion:
    return asking.answer_question(question=question, actor=actor, text=text, now=NOW)


def page(person: User, proposal: Proposal) -> str:
    response = as_person(person).get(reverse("shared_detail", args=[proposal.slug]))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def inbox(person: User) -> str:
    return as_person(person).get(reverse("inbox")).content.decode()


def test_asked_answered_and_told(ward: Ward, shared: Proposal) -> None:
    assert "担当に聞く" in page(ward.requester, shared)
    url = reverse("shared_ask", args=[shared.slug])
    response = as_person(ward.requester).post(url, {"token": str(uuid.uuid4()), "text": WORDS})
    assert response.url == reverse("shared_detail", args=[shared.slug]) + "#questions"
    question = StaffQuestion.objects.get()
    assert "山吹" not in inbox(ward.head)
    assert "から質問です" in inbox(ward.dx_main)
    desk = as_person(ward.dx_main)
    address = reverse("question_answer", args=[shared.slug, question.pk])
    assert address in desk.get(reverse("question_list")).content.decode()
    assert address in desk.get(reverse("proposal_detail", args=[shared.slug])).content.decode()
    assert WORDS in desk.get(address).content.decode()
    assert desk.post(address, {"text": " "}).status_code == 422
    assert desk.post(address, {"text": REPLY}).url == reverse("question_list")
    assert "答えました" in inbox(ward.requester)
    message = Notification.objects.get(recipient=ward.requester, kind="shared_proposal")
    assert message.text == REPLY
    for role in ROLES:
        text = page(getattr(ward, role), shared)
        assert WORDS in text, role
        assert REPLY in text, role
    assert "答えた質問は" not in desk.get(reverse("question_list")).content.decode()
    assert REPLY in desk.get(reverse("question_list"), {"tab": "answered"}).content.decode()
    response = desk.get(address, follow=True)
    assert "もう答えてある質問です" in response.content.decode()


def test_what_waits_is_read_by_the_asker_and_the_desk_and_the_name_by_the_desk_alone(
    ward: Ward, shared: Proposal
) -> None:
    question = ask(ward.requester, shared)
    for role in ROLES:
        assert (WORDS in page(getattr(ward, role), shared)) == (role in DESK | {"requester"}), role
    answer(question, ward.dx_main)
    for role in ROLES:
        text = page(getattr(ward, role), shared)
        own = ward.requester.name in text.replace("user-menu", "")
        assert own == (role in DESK | {"requester"}), role


def test_sent_twice_it_is_one_question(ward: Ward, shared: Proposal) -> None:
    url, token = reverse("shared_ask", args=[shared.slug]), str(uuid.uuid4())
    for _ in range(2):
        assert as_person(ward.requester).post(url, {"token": token, "text": WORDS}).status_code == 302
    assert StaffQuestion.objects.count() == 1
    assert Notification.objects.filter(recipient=ward.dx_main, event__contains="question").count() == 1
    # The mark of somebody else's question is none.
    other = asking.ask_desk(proposal=shared, asker=ward.colleague, text="別の質問", token=uuid.UUID(token), now=NOW)
    assert (other.asker, other.text) == (ward.colleague, "別の質問")
    assert StaffQuestion.objects.count() == 2


def test_an_empty_one_keeps_the_page_and_says_how(ward: Ward, shared: Proposal) -> None:
    url = reverse("shared_ask", args=[shared.slug])
    response = as_person(ward.requester).post(url, {"token": "none", "text": "　"})
    assert response.status_code == 422
    assert "1文でかまいません" in response.content.decode()
    with pytest.raises(ProposalError, match="1文でかまいません"):
        ask(ward.requester, shared, " ")
    response = as_person(ward.requester).post(url, {"text": "あ" * 4001})
    assert response.status_code == 422
    assert "あああ" in response.content.decode()
    assert as_person(ward.requester).get(url).status_code == 200


def test_who_may_ask_and_who_may_answer(ward: Ward, shared: Proposal) -> None:
    url = reverse("shared_ask", args=[shared.slug])
    assert as_person(ward.administrator).get(url).status_code in (200, 403)
    question = ask(ward.requester, shared)
    address = reverse("question_answer", args=[shared.slug, question.pk])
    for role in ROLES:
        person = getattr(ward, role)
        for method in ("get", "post"):
            response = getattr(as_person(person), method)(address)
            assert (response.status_code == 403) == (role not in WORKING), (role, method)
        if role not in WORKING:
            with pytest.raises(PermissionDenied):
                answer(question, person)
        expected = 200 if role in DESK else 403
        assert as_person(person).get(reverse("question_list")).status_code == expected, role
    missing = reverse("question_answer", args=[shared.slug, question.pk + 1])
    assert as_person(ward.dx_main).get(missing).status_code == 404
    other = advance(propose(ward, title="別の提案"), State.SHARED)
    elsewhere = reverse("question_answer", args=[other.slug, question.pk])
    assert as_person(ward.dx_main).get(elsewhere).status_code == 404


def test_answered_once(ward: Ward, shared: Proposal) -> None:
    question = ask(ward.requester, shared)
    answer(question, ward.section_head)
    with pytest.raises(StateConflict, match="答えました"):
        answer(question, ward.dx_main)
    address = reverse("question_answer", args=[shared.slug, question.pk])
    response = as_person(ward.dx_main).post(address, {"text": "あとから来た返事"})
    assert response.status_code == 409
    assert "あとから来た返事" in response.content.decode()
    question.refresh_from_db()
    assert question.answer == REPLY


@pytest.mark.parametrize("state", [State.RECEIVED, State.SCREENING, State.DECLINED])
def test_what_is_not_shared_is_not_there(ward: Ward, fields: list[FieldOfWork], state: State) -> None:
    proposal = advance(propose(ward), state)
    for name in ("shared_ask", "shared_request", "shared_confidential"):
        for method in ("get", "post"):
            response = getattr(as_person(ward.requester), method)(reverse(name, args=[proposal.slug]))
            assert response.status_code == 404, name


def test_what_is_over_takes_no_question_but_answers_those_it_has(ward: Ward, shared: Proposal) -> None:
    question = ask(ward.requester, shared)
    deciding.withdraw(proposal=shared, actor=ward.dx_main, reason="", now=NOW)
    response = as_person(ward.colleague).post(reverse("shared_ask", args=[shared.slug]), {"text": WORDS}, follow=True)
    assert "いまは紹介していない提案です" in response.content.decode()
    with pytest.raises(StateConflict):
        ask(ward.colleague, fresh(shared))
    answer(question, ward.dx_main)
    assert REPLY in page(ward.requester, shared)


def test_lists_of_one_and_of_three_ask_the_same_number_of_questions(ward: Ward, shared: Proposal) -> None:
    counts = []
    for people in ([ward.requester], [ward.colleague, ward.head]):
        for person in people:
            ask(person, shared)
        browser, found = as_person(ward.dx_main), []
        for url in (reverse("question_list"), reverse("proposal_detail", args=[shared.slug])):
            with CaptureQueriesContext(connection) as queries:
                browser.get(url)
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]


def test_hostile_words_are_words(ward: Ward, shared: Proposal) -> None:
    question = ask(ward.requester, shared, "<script>alert(1)</script>")
    desk = as_person(ward.dx_main)
    texts = [desk.get(reverse("question_list")).content.decode(), page(ward.requester, shared)]
    answer(question, ward.dx_main, "<img src=x onerror=alert(1)>")
    for text in [*texts, page(ward.colleague, shared)]:
        assert "<script>alert" not in text
        assert "<img src=x" not in text
