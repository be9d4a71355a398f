"""Which divisions took a story over, and what it is worth there."""

import csv
import datetime as dt
import io
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.enums import State as CaseState
from consultations.models import Consultation
from consultations.services import close_consultation
from consultations.services.interests import begin_consultation, wish
from consultations.services.privacy import set_privacy
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import Division, User
from minato_dx.reference.models import FieldOfWork
from showcase.enums import STORY_KIND, AdoptionState
from showcase.exceptions import ShowcaseError
from showcase.models import Adoption, AdoptionLog, Story
from showcase.selectors.shown import most_adopted, newest_stories, stories_for_division
from showcase.services import publishing
from showcase.services.adopting import Became, say_adoption
from tests.consultations import walk
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.showcase.steps import closed_at_once, published
from tests.test_url_access import DX, ROLES

TODAY = dt.date(2026, 11, 24)
OUTSIDE = {"outsider", "outsider_head"}
DETAIL_QUERIES = 18


@pytest.fixture
def story(ward: Ward, case: Consultation) -> Story:
    return published(ward, case)


def say(ward: Ward, story: Story, state: AdoptionState = AdoptionState.ADOPTED, **changes: Any) -> Adoption:
    call: dict[str, Any] = {"division": ward.elderly, "actor": ward.outsider, "now": NOW} | changes
    became = Became(state, call.pop("since", TODAY), call.pop("reason", ""))
    return say_adoption(story=story, became=became, **call)


def begun_there(ward: Ward, story: Story) -> Consultation:
    row = wish(user=ward.outsider, kind=STORY_KIND, object_id=story.pk, now=NOW)
    return begin_consultation(interest=row, user=ward.outsider, now=NOW)


def detail(person: User, story: Story) -> str:
    return as_person(person).get(reverse("story_detail", args=[story.pk])).content.decode()


def told(person: User, words: str) -> bool:
    return Notification.objects.filter(recipient=person, title__contains=words).exists()


@pytest.mark.parametrize("role", ROLES)
def test_who_says_it_for_which_division(ward: Ward, story: Story, role: str) -> None:
    person = getattr(ward, role)
    may = role in OUTSIDE | DX
    address = reverse("story_adopt", args=[story.pk])
    page = as_person(person).get(address)
    own = role in {"requester", "colleague", "head", "acting_head", "leader"}
    assert page.status_code == (200 if may else 403), role
    if own:
        assert address not in detail(person, story), "the source itself adopts nothing"
    if may:
        say(ward, story, actor=person)
    else:
        with pytest.raises(PermissionDenied):
            say(ward, story, actor=person)
    with pytest.raises(PermissionDenied):
        say(ward, story, actor=person, division=ward.nursery)


def test_said_on_its_page_and_shown_to_all(ward: Ward, story: Story) -> None:
    browser = as_person(ward.outsider)
    address = reverse("story_adopt", args=[story.pk])
    data = {"division": ward.elderly.pk, "state": "gave_up", "reason": "", "since": "2026-11-01"}
    assert browser.post(address, data | {"state": ""}).status_code == 422
    refused = browser.post(address, data)
    assert refused.status_code == 422
    assert "見送った理由を書いてください" in refused.content.decode()
    assert browser.post(address, data | {"reason": "件数が少ないため"}).status_code == 302
    assert "件数が少ないため" in detail(ward.colleague, story)
    assert told(ward.requester, "見送った")
    # Not another division's, whatever is sent.
    assert browser.post(address, data | {"division": ward.nursery.pk, "reason": "x"}).status_code == 422
    assert browser.post(address, data | {"state": "trying", "since": "2026-12-31"}).status_code == 422
    assert browser.post(address, data | {"state": "adapted", "since": "11/20"}).status_code == 302
    row = Adoption.objects.get()
    assert (row.state, row.since) == (AdoptionState.ADAPTED, dt.date(2026, 11, 20))
    assert [step.state for step in row.steps.all()] == ["gave_up", "adapted"]


def test_said_the_same_again_it_is_one(ward: Ward, story: Story) -> None:
    for _ in range(2):
        say(ward, story)
    assert AdoptionLog.objects.count() == 1


def test_written_down_by_the_dx_section_the_head_is_told(ward: Ward, story: Story) -> None:
    say(ward, story, actor=ward.dx_main)
    assert told(ward.outsider_head, "取り入れた")


def test_the_database_keeps_one_a_division_and_a_reason(ward: Ward, story: Story) -> None:
    row = say(ward, story)
    with pytest.raises(ShowcaseError, match="理由"):
        say(ward, story, state=AdoptionState.GAVE_UP, reason="　")
    for change in ({"state": "gave_up"}, {"state": "unknown"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Adoption.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Adoption.objects.create(
            story=story, division=ward.elderly, division_name="課", state="trying", since=TODAY,
            said_by=ward.outsider, said_at=NOW,
        )  # fmt: skip


def test_its_hours_are_its_own_consultations_and_never_the_sources(ward: Ward, story: Story) -> None:
    there = replace(ward, requester=ward.outsider, head=ward.outsider_head, dx_main=ward.dx_other)
    case = walk.advance(begun_there(ward, story), there, CaseState.CLOSED)
    row = say(ward, story)
    assert row.consultation == case
    page = detail(ward.colleague, story)
    assert page.count("70時間") >= 2, "the source's and the adopting division's, apart"
    answer = as_person(ward.colleague).get(reverse("story_export", args=["csv"]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    [line] = list(csv.DictReader(io.StringIO(text)))
    assert (line["取り入れた課"], line["取り入れた課の1年の時間"], line["1年の時間"]) == ("1", "70.0", "70.0")
    set_privacy(consultation=case, actor=ward.outsider, private=True, now=NOW)
    assert detail(ward.colleague, story).count("70時間") < page.count("70時間"), "private by now: no hours of it"


def test_at_the_end_of_its_consultation_it_is_asked_in_one_click(
    ward: Ward, story: Story, django_capture_on_commit_callbacks: Any
) -> None:
    case = begun_there(ward, story)
    place = reverse("consultation_detail", args=[case])
    assert "事例を取り入れましたか" not in as_person(ward.outsider).get(place).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        closed_at_once(case, ward.dx_other)
    assert told(ward.outsider, "事例を取り入れたか")
    page = as_person(ward.outsider).get(place).content.decode()
    assert "事例を取り入れましたか" in page
    address = reverse("story_adopt", args=[story.pk])
    as_person(ward.outsider).post(address, {"division": ward.elderly.pk, "state": "adopted"})
    row = Adoption.objects.get()
    assert (row.consultation, row.since) == (case, TODAY)
    assert "答えを変える" in as_person(ward.outsider).get(place).content.decode()


def test_of_other_consultations_nobody_is_asked(
    ward: Ward, case: Consultation, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        closed_at_once(walk.submit(ward, body="ほかのこと"), ward.dx_main)
    assert not Notification.objects.filter(title__contains="事例を取り入れたか").exists()
    assert close_consultation  # the announcement comes from there


def test_most_adopted_comes_first(ward: Ward, story: Story) -> None:
    other = closed_at_once(walk.submit(ward, body="ほかのこと"), ward.dx_main)
    second = published(ward, other)
    Story.objects.filter(pk=second.pk).update(title="ほかの事例")
    say(ward, story)
    page = as_person(ward.colleague).get(reverse("story_list"), {"sort": "adopted"}).content.decode()
    assert page.index(story.title) < page.index("ほかの事例")
    assert "取り入れた課 1" in page
    assert list(most_adopted(user=ward.colleague)) == [story]
    assert list(newest_stories(user=ward.colleague))[0] == second
    assert not newest_stories(user=ward.colleague, since=NOW + dt.timedelta(days=1)).exists()


def test_for_ones_division_leaves_out_ones_own_and_what_was_answered(ward: Ward, story: Story) -> None:
    field = FieldOfWork.objects.create(name="紙の読み取り", order=100)
    Story.objects.filter(pk=story.pk).update(field=field)
    assert not stories_for_division(user=ward.requester).exists()
    assert not stories_for_division(user=ward.outsider).exists()
    mine = begun_there(ward, story)
    Consultation.objects.filter(pk=mine.pk).update(field=field)
    assert list(stories_for_division(user=ward.outsider)) == [story]
    say(ward, story)
    assert not stories_for_division(user=ward.outsider).exists()


def test_taken_down_its_adoptions_are_not_shown_and_stay(ward: Ward, story: Story) -> None:
    say(ward, story)
    publishing.unpublish(story=story, actor=ward.requester, reason="古い", now=NOW)
    assert not Adoption.objects.visible_to(ward.outsider).exists()
    assert Adoption.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_with_more_divisions(ward: Ward, story: Story, count: int) -> None:
    others = Division.objects.exclude(pk__in=[ward.nursery.pk, ward.elderly.pk]).order_by("pk")
    divisions = [ward.elderly, *others][:count]
    begun_there(ward, story)
    for division in divisions:
        say(ward, story, division=division, actor=ward.dx_main)
    browser = as_person(ward.outsider)
    address = reverse("story_detail", args=[story.pk])
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    assert Adoption.objects.count() == count
    assert len(queries) == DETAIL_QUERIES


def test_scripts_in_a_reason_stay_words(ward: Ward, story: Story) -> None:
    say(ward, story, reason="<script>alert(1)</script>")
    for page in (detail(ward.colleague, story), detail(ward.dx_main, story)):
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
