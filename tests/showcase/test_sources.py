"""A story of a trial app, hours side by side, and more people who can be asked."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from consultations.enums import EffectStage
from consultations.models import Consultation
from leaders.enums import AppState
from leaders.models import TrialApp
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import User
from minato_dx.reference.models import InHouseTool
from showcase.enums import ConsentRole, Said, State
from showcase.exceptions import ShowcaseError, StateConflict
from showcase.models import Story
from showcase.permissions import can_begin_of_app
from showcase.services import agreeing, beginning, colleagues, publishing, writing
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.showcase.steps import WORDS, asked, begun, fresh, published, written
from tests.test_url_access import ROLES

TELLS = {"requester", "colleague", "head", "acting_head", "leader", "dx_main", "dx_deputy", "dx_other", "section_head"}


@pytest.fixture
def app(ward: Ward) -> TrialApp:
    """An app of the requester's division, in use, owned by a colleague."""
    tool = InHouseTool.objects.create(name="表計算", summary="集計", good_for="集計", ask_whom="内線2300")
    return TrialApp.objects.create(
        name="当番表の自動作成",
        about="当番表を作ります。毎週1時間かかっていました。",
        tool=tool,
        division=ward.nursery,
        handles_personal_data=False,
        state=AppState.IN_USE,
        owner=ward.colleague,
        created_at=NOW,
        created_by=ward.colleague,
        confirmed_on=NOW.date(),
        confirmed_by=ward.colleague,
    )


def of_app(ward: Ward, app: TrialApp) -> Story:
    story = beginning.begin_story_of_app(app=app, actor=ward.colleague, now=NOW)
    return writing.write_story(story=story, actor=ward.colleague, words=WORDS, version=story.version, now=NOW)


# --- Of a trial app -------------------------------------------------------------------------------------------


def test_one_click_drafts_it_from_the_register(ward: Ward, app: TrialApp) -> None:
    browser = as_person(ward.colleague)
    page = reverse("app_detail", args=[app.pk])
    assert "下書きを作る" in browser.get(page).content.decode()
    answer: Any = browser.post(reverse("story_begin_app", args=[app.pk]))
    story = Story.objects.get()
    assert answer.url == reverse("story_edit", args=[story.pk])
    assert (story.title, story.summary, story.done) == (app.name, "当番表を作ります。", app.about)
    assert (story.tool, story.contact, story.hours_per_year) == (app.tool, ward.colleague, None)
    browser.post(reverse("story_begin_app", args=[app.pk]))
    assert Story.objects.count() == 1
    assert "下書きを作る" not in browser.get(page).content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_who_may_tell_of_an_app(ward: Ward, app: TrialApp, role: str) -> None:
    person = getattr(ward, role)
    assert can_begin_of_app(person, app) == (role in TELLS)
    answer = as_person(person).post(reverse("story_begin_app", args=[app.pk]))
    assert answer.status_code == (302 if role in TELLS else 403)
    assert Story.objects.exists() == (role in TELLS)


@pytest.mark.parametrize("state", [AppState.TRYING, AppState.RETIRED])
def test_what_is_not_in_use_is_no_story_yet(ward: Ward, app: TrialApp, state: AppState) -> None:
    TrialApp.objects.filter(pk=app.pk).update(state=state)
    with pytest.raises(PermissionDenied):
        beginning.begin_story_of_app(app=app, actor=ward.colleague, now=NOW)
    page = as_person(ward.colleague).get(reverse("app_detail", args=[app.pk])).content.decode()
    assert "下書きを作る" not in page


def test_without_an_owner_nobody_can_be_asked(ward: Ward, app: TrialApp) -> None:
    TrialApp.objects.filter(pk=app.pk).update(owner=None)
    with pytest.raises(ShowcaseError, match="持ち主を決めて"):
        beginning.begin_story_of_app(app=app, actor=ward.head, now=NOW)
    answer = as_person(ward.head).post(reverse("story_begin_app", args=[app.pk]), follow=True)
    assert "先に、アプリの持ち主を決めてください" in answer.content.decode()


def test_owner_and_head_agree_and_it_is_published(ward: Ward, app: TrialApp) -> None:
    story = agreeing.ask_consent(story=of_app(ward, app), actor=ward.colleague, now=NOW)
    assert {row.person: row.role for row in story.consents.all()} == {
        ward.colleague: ConsentRole.OWNER, ward.head: ConsentRole.HEAD,
    }  # fmt: skip
    agreeing.say_to_story(story=story, actor=ward.head, agrees=True, comment="", now=NOW)
    publishing.publish(story=fresh(story), actor=ward.dx_main, now=NOW)
    page = as_person(ward.outsider).get(reverse("story_detail", args=[story.pk])).content.decode()
    assert reverse("app_detail", args=[app.pk]) in page
    assert story.title in as_person(ward.outsider).get(reverse("story_list")).content.decode()
    assert story.title in as_person(ward.administrator).get(reverse("admin:showcase_story_changelist")).content.decode()


def test_the_database_keeps_exactly_one_source(ward: Ward, case: Consultation, app: TrialApp) -> None:
    story = begun(ward, case)
    for change in ({"source_trial_app": app}, {"source_consultation": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Story.objects.filter(pk=story.pk).update(**change)


# --- Hours ----------------------------------------------------------------------------------------------------


def test_hours_stand_side_by_side_and_the_headline_says_which_it_is(ward: Ward, case: Consultation) -> None:
    story = published(ward, case)
    assert [stage for stage, _value in story.figures] == list(EffectStage)
    assert story.hours_realised == story.hours_per_year == Decimal("70.0")
    page = as_person(ward.outsider).get(reverse("story_detail", args=[story.pk])).content.decode()
    for stage, value in story.figures:
        assert stage.label in page
        assert f"{value.normalize():f}時間" in page
    assert "一覧では「実績」の数字を使います" in page


# --- People ---------------------------------------------------------------------------------------------------


def test_a_colleague_is_named_once_they_agreed(ward: Ward, case: Consultation) -> None:
    story = written(ward, case)
    browser = as_person(ward.requester)
    address = reverse("story_helpers", args=[story.pk])
    assert browser.post(address, {"person": ""}).status_code == 422
    assert browser.post(address, {"person": ward.colleague.pk}).status_code == 302
    assert fresh(story).version == story.version + 1
    story = agreeing.ask_consent(story=story, actor=ward.requester, now=NOW)
    assert Notification.objects.filter(recipient=ward.colleague, title__contains="公開してよいか").exists()
    agreeing.say_to_story(story=story, actor=ward.head, agrees=True, comment="", now=NOW)
    assert fresh(story).state == State.ASKED, "the colleague has not answered yet"
    agreeing.say_to_story(story=story, actor=ward.colleague, agrees=True, comment="", now=NOW)
    publishing.publish(story=fresh(story), actor=ward.dx_main, now=NOW)
    page = as_person(ward.outsider).get(reverse("story_detail", args=[story.pk])).content.decode()
    assert ward.colleague.name in page
    User.objects.filter(pk=ward.colleague.pk).update(left_on=NOW.date())
    page = as_person(ward.outsider).get(reverse("story_detail", args=[story.pk])).content.decode()
    assert ward.colleague.name not in page, "who has left answers no more"


def test_only_the_divisions_people_at_most_five_and_only_of_a_draft(ward: Ward, case: Consultation) -> None:
    story = begun(ward, case)
    with pytest.raises(ShowcaseError, match="所属している人"):
        colleagues.add_helper(story=story, actor=ward.requester, person=ward.outsider, now=NOW)
    with pytest.raises(PermissionDenied):
        colleagues.add_helper(story=story, actor=ward.outsider, person=ward.colleague, now=NOW)
    helper = colleagues.add_helper(story=story, actor=ward.requester, person=ward.colleague, now=NOW)
    assert colleagues.add_helper(story=story, actor=ward.requester, person=ward.colleague, now=NOW) == helper
    browser = as_person(ward.requester)
    browser.post(reverse("story_helper_remove", args=[story.pk, helper.pk]))
    assert not story.helpers.exists()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(colleagues, "MOST_HELPERS", 0)
        with pytest.raises(ShowcaseError, match="人まで"):
            colleagues.add_helper(story=story, actor=ward.requester, person=ward.colleague, now=NOW)


def test_while_it_is_asked_nobody_is_added(ward: Ward, case: Consultation) -> None:
    story = asked(ward, case)
    with pytest.raises(StateConflict):
        colleagues.add_helper(story=story, actor=ward.requester, person=ward.colleague, now=NOW)
    answer = as_person(ward.requester).post(reverse("story_helper_remove", args=[story.pk, 1]))
    assert answer.status_code == 302


def test_a_helper_who_says_no_leads_back_to_the_draft(ward: Ward, case: Consultation) -> None:
    story = written(ward, case)
    colleagues.add_helper(story=story, actor=ward.requester, person=ward.colleague, now=NOW)
    story = agreeing.ask_consent(story=story, actor=ward.requester, now=NOW)
    agreeing.say_to_story(story=story, actor=ward.colleague, agrees=False, comment="名前は出さないで", now=NOW)
    assert fresh(story).state == State.DRAFT
    assert story.consents.get(person=ward.colleague).said == Said.NO
