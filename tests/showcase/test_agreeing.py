"""The requester and their head agree to what is shown, each version anew."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from consultations.models import Consultation
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import User
from showcase.enums import ConsentRole, Said, State
from showcase.exceptions import ShowcaseError, StateConflict
from showcase.models import Story, StoryConsent
from showcase.services import agreeing, publishing, writing
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.showcase.steps import WORDS, agreed, asked, begun, fresh, published, written


def told(person: User, words: str) -> bool:
    return Notification.objects.filter(recipient=person, title__contains=words).exists()


def test_whoever_asks_agrees_and_the_head_is_asked(ward: Ward, case: Consultation) -> None:
    story = asked(ward, case)
    said = {row.person: (row.role, row.said) for row in story.consents.all()}
    assert said == {
        ward.requester: (ConsentRole.REQUESTER, Said.YES),
        ward.head: (ConsentRole.HEAD, Said.WAITING),
    }
    assert told(ward.head, "公開してよいか")
    assert not told(ward.requester, "公開してよいか")


def test_asked_by_the_dx_section_both_are_asked(ward: Ward, case: Consultation) -> None:
    story = agreeing.ask_consent(story=written(ward, case), actor=ward.dx_main, now=NOW)
    assert {row.said for row in story.consents.all()} == {Said.WAITING}
    agreeing.say_to_story(story=story, actor=ward.head, agrees=True, comment="", now=NOW)
    assert fresh(story).state == State.ASKED
    agreeing.say_to_story(story=story, actor=ward.requester, agrees=True, comment="", now=NOW)
    assert fresh(story).state == State.REVIEW
    assert told(ward.dx_main, "同意がそろいました") or told(ward.section_head, "同意がそろいました")


def test_what_is_missing_is_named_before_anybody_is_asked(ward: Ward, case: Consultation) -> None:
    story = written(ward, case, result="", summary="　")
    with pytest.raises(ShowcaseError, match="「概要」「成果」がまだ"):
        agreeing.ask_consent(story=story, actor=ward.requester, now=NOW)
    assert not StoryConsent.objects.exists()


def test_a_no_says_why_and_leads_back(ward: Ward, case: Consultation) -> None:
    story = asked(ward, case)
    with pytest.raises(ShowcaseError, match="どこを直せば"):
        agreeing.say_to_story(story=story, actor=ward.head, agrees=False, comment=" ", now=NOW)
    agreeing.say_to_story(story=story, actor=ward.head, agrees=False, comment="件数は要りません", now=NOW)
    assert fresh(story).state == State.DRAFT
    assert told(ward.requester, "直してほしい")
    assert story.steps.last().reason == "件数は要りません"  # type: ignore[union-attr]


def test_after_a_change_everybody_is_asked_anew(ward: Ward, case: Consultation) -> None:
    story = publishing.rewrite(story=agreed(ward, case), actor=ward.requester, now=NOW)
    assert fresh(story).state == State.DRAFT
    again = agreeing.ask_consent(story=story, actor=ward.requester, now=NOW)
    assert again.state == State.ASKED
    assert again.consents.filter(version=again.version, person=ward.head, said=Said.WAITING).exists()


def test_nobody_answers_who_was_not_asked_nor_twice(ward: Ward, case: Consultation) -> None:
    story = agreeing.ask_consent(story=written(ward, case), actor=ward.dx_main, now=NOW)
    with pytest.raises(PermissionDenied):
        agreeing.say_to_story(story=story, actor=ward.colleague, agrees=True, comment="", now=NOW)
    agreeing.say_to_story(story=story, actor=ward.head, agrees=True, comment="", now=NOW)
    with pytest.raises(ShowcaseError, match="もう答えています"):
        agreeing.say_to_story(story=story, actor=ward.head, agrees=False, comment="いや", now=NOW)
    publishing.rewrite(story=story, actor=ward.requester, now=NOW)
    with pytest.raises(StateConflict):
        agreeing.say_to_story(story=story, actor=ward.head, agrees=True, comment="", now=NOW)


def test_in_the_browser_of_the_head(ward: Ward, case: Consultation) -> None:
    story = asked(ward, case)
    browser = as_person(ward.head)
    assert "読んで答える" in browser.get(reverse("story_detail", args=[story.pk])).content.decode()
    address = reverse("story_consent", args=[story.pk])
    assert "電子申請の型を作り" in browser.get(address).content.decode()
    assert browser.post(address, {"said": "no", "comment": ""}).status_code == 422
    assert browser.post(address, {"said": "yes"}).status_code == 302
    assert fresh(story).state == State.REVIEW
    # Answered: one is led back, and told how it stands.
    assert browser.get(address).status_code == 302
    assert as_person(ward.colleague).get(address).status_code == 404
    assert as_person(ward.dx_other).get(address).status_code == 403


def test_the_database_keeps_one_answer_a_version_and_a_reason_for_no(ward: Ward, case: Consultation) -> None:
    story = asked(ward, case)
    row = {"story": story, "version": story.version, "person": ward.colleague, "role": "head", "asked_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        StoryConsent.objects.create(**row | {"person": ward.head})
    with pytest.raises(IntegrityError), transaction.atomic():
        StoryConsent.objects.create(**row | {"said": Said.NO, "said_at": NOW})


def test_two_who_write_at_once_do_not_overwrite_each_other(ward: Ward, case: Consultation) -> None:
    story = begun(ward, case)
    writing.write_story(story=story, actor=ward.dx_main, words=WORDS, version=1, now=NOW)
    browser = as_person(ward.requester)
    data = {name: value or "" for name, value in WORDS.items()} | {"title": "わたしの件名", "version": 1}
    answer = browser.post(reverse("story_edit", args=[story.pk]), data)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert f"{ward.dx_main.name}さんが先に直しました" in page
    assert "わたしの件名" in page, "what was typed stays"
    assert fresh(story).title == WORDS["title"]


def test_the_head_takes_a_published_one_down(ward: Ward, case: Consultation) -> None:
    story = published(ward, case)
    browser = as_person(ward.head)
    address = reverse("story_unpublish", args=[story.pk])
    assert browser.post(address, {"reason": ""}).status_code == 422
    assert browser.post(address, {"reason": "個人が分かるため"}).status_code == 302
    assert not Story.objects.published_for(ward.outsider).exists()
    assert told(ward.requester, "公開を終えました")
