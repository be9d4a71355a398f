"""A story begins from what is known of a closed consultation."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from consultations import services
from consultations.enums import EffectStage
from consultations.enums import State as CaseState
from consultations.models import Consultation
from showcase.models import Story
from showcase.permissions import can_begin
from showcase.services import beginning, writing
from tests.consultations import walk
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.showcase.steps import begun, closed_at_once, fresh, written
from tests.test_url_access import ROLES

TELLS = {"requester", "colleague", "head", "acting_head", "leader", "dx_main", "dx_deputy", "section_head"}


def detail(ward: Ward, role: str, case: Consultation) -> str:
    return as_person(getattr(ward, role)).get(reverse("consultation_detail", args=[case])).content.decode()


def test_one_click_drafts_it_from_what_is_known(ward: Ward, case: Consultation) -> None:
    browser = as_person(ward.requester)
    assert "下書きを作る" in detail(ward, "requester", case)
    answer = browser.post(reverse("story_begin", args=[case]))
    story = Story.objects.get()
    assert answer.url == reverse("story_edit", args=[story.pk])
    assert (story.title, story.before) == (case.title, case.body)
    assert story.done == "電子申請で受けましょう。"
    assert story.result == "電子申請になりました。"
    assert story.contact == ward.requester
    assert (story.hours_per_year, story.hours_stage) == (Decimal("70.0"), EffectStage.REALISED)
    assert "600件/年" in story.hours_formula
    page = browser.get(answer.url).content.decode()
    assert "電子申請になりました。" in page
    assert "下書きを作る" not in detail(ward, "requester", case)
    assert story.title in detail(ward, "requester", case)


def test_begun_twice_it_is_one(ward: Ward, case: Consultation) -> None:
    first = begun(ward, case)
    assert beginning.begin_story(case=case, actor=ward.dx_main, now=NOW) == first
    answer = as_person(ward.colleague).post(reverse("story_begin", args=[case]))
    # Not theirs to write: they are led to its page, which is not shown to them yet.
    assert answer.url == reverse("story_detail", args=[first.pk])
    assert Story.objects.count() == 1


@pytest.mark.parametrize("role", ROLES)
def test_who_may_tell_it(ward: Ward, case: Consultation, role: str) -> None:
    person = getattr(ward, role)
    assert can_begin(person, case) == (role in TELLS)
    answer = as_person(person).post(reverse("story_begin", args=[case]))
    if role in TELLS:
        assert answer.status_code == 302
    else:
        assert answer.status_code == (403 if Consultation.objects.visible_to(person).exists() else 404)
        assert not Story.objects.exists()


def test_never_of_a_private_one_nor_before_its_end(ward: Ward) -> None:
    private = closed_at_once(walk.submit(ward, is_private=True), ward.dx_main)
    going_on = walk.advance(walk.submit(ward, body="ほかのこと"), ward, CaseState.MEASURING)
    for case in (private, going_on):
        assert "下書きを作る" not in detail(ward, "requester", case)
        with pytest.raises(PermissionDenied):
            beginning.begin_story(case=case, actor=ward.requester, now=NOW)


def test_the_hours_are_those_of_the_day_it_was_written(ward: Ward, case: Consultation) -> None:
    story = written(ward, case)
    services.record_realised(
        consultation=case,
        actor=ward.requester,
        estimate=walk.estimate(minutes_after=Decimal(2)),
        months_after=6,
        now=NOW,
    )
    assert fresh(story).hours_per_year == Decimal("70.0")
    words = {name: getattr(story, name) for name in writing.WRITTEN}
    again = writing.write_story(story=story, actor=ward.requester, words=words, version=story.version, now=NOW)
    assert again.hours_per_year == Decimal("100.0")


def test_scripts_stay_words(ward: Ward, case: Consultation) -> None:
    script = "<script>alert(1)</script>"
    story = written(ward, case, **dict.fromkeys(("title", "summary", "before", "done", "result"), script))
    for address in (
        reverse("story_detail", args=[story.pk]), reverse("story_edit", args=[story.pk]),
        f"{reverse('story_list')}?tab=writing", reverse("consultation_detail", args=[case]),
    ):  # fmt: skip
        page = as_person(ward.requester).get(address).content.decode()
        assert script not in page, address
        assert "&lt;script&gt;alert(1)" in page, address


@pytest.mark.parametrize(
    ("change", "words"),
    [({"title": ""}, "件名を書いてください"), ({"summary": "あ" * 301}, "300"), ({"version": ""}, "")],
)
def test_what_cannot_be_kept_is_explained_and_what_was_typed_stays(
    ward: Ward, case: Consultation, change: dict[str, Any], words: str
) -> None:
    story = begun(ward, case)
    data = {"title": "件名", "done": "打った文", "version": 1} | change
    answer = as_person(ward.requester).post(reverse("story_edit", args=[story.pk]), data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "打った文" in page
    assert fresh(story).version == 1
