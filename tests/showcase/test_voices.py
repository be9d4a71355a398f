"""「参考になった」 and questions under a published story."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.models import Consultation
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import User
from showcase.enums import State
from showcase.exceptions import ShowcaseError, StateConflict
from showcase.models import Story, StoryQuestion, StoryReply, Useful
from showcase.permissions import can_answer
from showcase.services import voices
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.showcase.steps import WALK, published
from tests.test_url_access import DX, ROLES

ANSWERS = {"requester", "head", "acting_head"} | DX
DETAIL_QUERIES = 18
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def story(ward: Ward, case: Consultation) -> Story:
    return published(ward, case)


@pytest.fixture
def question(ward: Ward, story: Story) -> StoryQuestion:
    return ask(ward, story)


def ask(ward: Ward, story: Story, body: str = "何日かかりましたか", role: str = "outsider") -> StoryQuestion:
    return voices.ask_question(story=story, actor=getattr(ward, role), body=body, now=NOW)


def detail(person: User, story: Story) -> str:
    return as_person(person).get(reverse("story_detail", args=[story.pk])).content.decode()


def told(person: User, words: str) -> bool:
    return Notification.objects.filter(recipient=person, title__contains=words).exists()


# --- Of use ---------------------------------------------------------------------------------------------------


def test_said_once_a_person_and_taken_back(ward: Ward, story: Story) -> None:
    browser = as_person(ward.outsider)
    address = reverse("story_useful", args=[story.pk])
    for _ in range(2):
        page = browser.post(address, follow=True).content.decode()
        assert "「参考になった」と伝えました" in page
    voices.say_useful(story=story, actor=ward.colleague, now=NOW)
    assert "参考になった 2人" in browser.get(reverse("story_list")).content.decode()
    browser.post(address, {"undo": "1"})
    browser.post(address, {"undo": "1"})
    assert Useful.objects.get().person == ward.colleague


def test_one_row_a_person_in_the_database(ward: Ward, story: Story) -> None:
    voices.say_useful(story=story, actor=ward.outsider, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Useful.objects.create(story=story, person=ward.outsider, created_at=NOW)


@pytest.mark.parametrize("state", [State.DRAFT, State.ASKED, State.REVIEW, State.UNPUBLISHED])
def test_what_is_not_shown_hears_no_voices(ward: Ward, case: Consultation, state: State) -> None:
    story = WALK[state](ward, case)
    for call in (
        lambda: voices.say_useful(story=story, actor=ward.requester, now=NOW),
        lambda: voices.ask_question(story=story, actor=ward.requester, body="?", now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            call()
    assert as_person(ward.requester).post(reverse("story_useful", args=[story.pk])).status_code == 404
    for name in ("story_question", "story_adopt"):
        hidden = as_person(ward.outsider).get(reverse(name, args=[story.pk]))
        assert hidden.status_code == 404


# --- Questions ------------------------------------------------------------------------------------------------


def test_who_can_answer_is_told_and_so_is_who_asked(ward: Ward, story: Story) -> None:
    browser = as_person(ward.outsider)
    address = reverse("story_question", args=[story.pk])
    assert browser.post(address, {"body": "　"}).status_code == 422
    for _ in range(2):
        assert browser.post(address, {"body": "何日かかりましたか"}).status_code == 302
    question = StoryQuestion.objects.get()
    assert told(ward.requester, "から質問があります")
    page = detail(ward.requester, story)
    assert "何日かかりましたか" in page
    link = reverse("story_answer", args=[story.pk, question.pk])
    assert link in page
    assert link not in detail(ward.outsider, story)
    answerer = as_person(ward.requester)
    assert answerer.get(link).status_code == 200
    assert answerer.post(link, {"body": ""}).status_code == 422
    for _ in range(2):
        assert answerer.post(link, {"body": "2日です"}).status_code == 302
    assert StoryReply.objects.count() == 1
    assert told(ward.outsider, "質問に答えました")
    assert "2日です" in detail(ward.colleague, story)
    assert "質問 1件" in browser.get(reverse("story_list")).content.decode()


def test_where_the_contact_has_left_the_head_is_told(ward: Ward, story: Story) -> None:
    User.objects.filter(pk=ward.requester.pk).update(left_on=NOW.date())
    ask(ward, story)
    assert told(ward.head, "から質問があります")


@pytest.mark.parametrize("role", ROLES)
def test_who_answers(ward: Ward, story: Story, question: StoryQuestion, role: str) -> None:
    person = getattr(ward, role)
    assert can_answer(person, story) == (role in ANSWERS)
    answer = as_person(person).get(reverse("story_answer", args=[story.pk, question.pk]))
    assert answer.status_code == (200 if role in ANSWERS else 403)
    if role not in ANSWERS:
        with pytest.raises(PermissionDenied):
            voices.answer_question(question=question, actor=person, body="答え", now=NOW)


@pytest.mark.parametrize("role", ROLES)
def test_who_hides_and_who_sees_it_then(ward: Ward, story: Story, role: str) -> None:
    question = ask(ward, story, body="窓口の人の名前は", role="colleague")
    person = getattr(ward, role)
    address = reverse("story_hide", args=[story.pk, question.pk])
    assert as_person(person).get(address).status_code == (200 if role in DX else 403)
    if role not in DX:
        with pytest.raises(PermissionDenied):
            voices.hide_question(question=question, actor=person, reason="理由", now=NOW)
    voices.hide_question(question=question, actor=ward.dx_main, reason="個人の名前なので", now=NOW)
    sees = role in DX | {"colleague"}
    page = detail(person, story)
    assert ("窓口の人の名前は" in page) == sees
    assert ("個人の名前なので" in page) == sees
    assert told(ward.colleague, "見えなくしました")
    assert "質問 1件" not in as_person(person).get(reverse("story_list")).content.decode()


def test_hidden_it_wants_a_reason_and_is_answered_no_more(ward: Ward, story: Story, question: StoryQuestion) -> None:
    with pytest.raises(ShowcaseError, match="理由を書いて"):
        voices.hide_question(question=question, actor=ward.dx_main, reason=" ", now=NOW)
    voices.hide_question(question=question, actor=ward.dx_main, reason="重複", now=NOW)
    again = voices.hide_question(question=question, actor=ward.dx_other, reason="べつ", now=NOW)
    assert again.hidden_by == ward.dx_main
    with pytest.raises(StateConflict, match="見えなくしました"):
        voices.answer_question(question=question, actor=ward.dx_main, body="答え", now=NOW)
    page = as_person(ward.dx_main).post(reverse("story_answer", args=[story.pk, question.pk]), {"body": "書いた答え"})
    assert page.status_code == 409
    assert "書いた答え" in page.content.decode()
    assert as_person(ward.requester).get(reverse("story_answer", args=[story.pk, question.pk])).status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        StoryQuestion.objects.filter(pk=question.pk).update(hidden_reason="")


def test_scripts_in_questions_answers_and_reasons_stay_words(ward: Ward, story: Story) -> None:
    question = ask(ward, story, body=SCRIPT)
    voices.answer_question(question=question, actor=ward.dx_main, body=SCRIPT, now=NOW)
    pages = [detail(ward.dx_other, story)]
    for name in ("story_answer", "story_hide"):
        browser = as_person(ward.dx_other)
        pages.append(browser.get(reverse(name, args=[story.pk, question.pk])).content.decode())
    voices.hide_question(question=question, actor=ward.dx_main, reason=SCRIPT, now=NOW)
    pages.append(detail(ward.dx_other, story))
    for page in pages:
        assert SCRIPT not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_with_more_voices(ward: Ward, story: Story, count: int) -> None:
    for number in range(count):
        question = ask(ward, story, body=f"質問{number}")
        for each in range(count):
            voices.answer_question(question=question, actor=ward.dx_main, body=f"答え{each}", now=NOW)
    browser = as_person(ward.colleague)
    address = reverse("story_detail", args=[story.pk])
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    assert len(queries) == DETAIL_QUERIES


def test_another_storys_question_is_not_found_here(ward: Ward, story: Story, question: StoryQuestion) -> None:
    address: Any = reverse("story_answer", args=[story.pk + 1, question.pk])
    assert as_person(ward.dx_main).get(address).status_code == 404
