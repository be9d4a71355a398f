"""The editor: saved while typing, shown before it is published, and two writers told of each other."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.urls import reverse

from consultations.models import Consultation
from showcase.models import Story
from showcase.services import agreeing, writing
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.showcase.steps import WORDS, begun, fresh, published, written

TYPED = {name: value or "" for name, value in WORDS.items()}
NASTY = '<script>alert(1)</script> [押す](javascript:alert(1)) <img src=x onerror="alert(1)">'


def send(ward: Ward, story: Story, role: str = "requester", **data: Any) -> Any:
    address = reverse("story_edit", args=[story.pk])
    headers = {"HX-Request": "true"} if data.pop("htmx", False) else {}
    return as_person(getattr(ward, role)).post(address, TYPED | {"version": story.version} | data, headers=headers)


def save(ward: Ward, story: Story, role: str = "requester", **data: Any) -> HttpResponse:
    return send(ward, story, role, autosave_key="story", **data)


def test_it_is_saved_while_one_types(ward: Ward, case: Consultation) -> None:
    story = begun(ward, case)
    answer = save(ward, story, title="途中の件名").json()
    row = fresh(story)
    assert (row.title, row.version) == ("途中の件名", answer["version"])
    again = save(ward, row, title="途中の件名").json()
    assert again["version"] == row.version, "nothing new, no new version"


def test_a_field_with_an_error_keeps_nothing_else_back(ward: Ward, case: Consultation) -> None:
    story = begun(ward, case)
    answer = save(ward, story, title="", done="1行ずつ").json()
    assert "件名を書いてください。ほかは保存しました（10:00）" in answer["message"]
    row = fresh(story)
    assert (row.title, row.done) == (case.title, "1行ずつ")


def test_ones_own_save_under_way_is_no_second_writer(ward: Ward, case: Consultation) -> None:
    story = begun(ward, case)
    save(ward, story, title="途中")
    assert send(ward, story, title="おわり").status_code == 302
    assert fresh(story).title == "おわり"
    with time_machine.travel(NOW + dt.timedelta(minutes=1), tick=False):
        assert send(ward, story, title="古い画面").status_code == 409


def test_a_second_writer_sees_what_the_first_wrote(ward: Ward, case: Consultation) -> None:
    story = begun(ward, case)
    writing.write_story(story=story, actor=ward.dx_main, words=WORDS, version=1, now=NOW)
    answer = save(ward, story, title="わたしの件名", version=1)
    assert answer.status_code == 409
    told = answer.json()
    [field] = told["conflict"]["fields"]
    assert (field["name"], field["theirs"]) == ("title", WORDS["title"])
    assert told["conflict"]["who"] == ward.dx_main.name
    assert save(ward, story, title="わたしの件名", version=told["version"]).status_code == 200
    same = save(ward, story, title="わたしの件名", version=1)
    assert same.json()["version"] == fresh(story).version, "both wrote the same"


def test_what_is_no_draft_any_more_says_so(ward: Ward, case: Consultation) -> None:
    story = written(ward, case)
    agreeing.ask_consent(story=story, actor=ward.requester, now=NOW)
    answer = save(ward, story)
    assert answer.status_code == 422
    assert "同意待ち" in answer.json()["message"]


@pytest.mark.parametrize("role", ["colleague", "outsider"])
def test_only_writers_save(ward: Ward, case: Consultation, role: str) -> None:
    assert save(ward, begun(ward, case), role).status_code == 404


def test_the_preview_is_what_the_page_will_be(ward: Ward, case: Consultation) -> None:
    story = begun(ward, case)
    marked = {"done": "- **窓口**\n- [型](https://example.jp/)", "version": 1, "preview": "1"}
    part = send(ward, story, htmx=True, **marked).content.decode()
    whole = send(ward, story, **marked).content.decode()
    for page in (part, whole):
        assert "<li><strong>窓口</strong></li>" in page
    assert "<html" not in part
    assert "- **窓口**" in whole, "what was typed stays"
    assert fresh(story).version == 1, "nothing is saved"


def test_hostile_words_stay_words_wherever_they_are_shown(ward: Ward, case: Consultation) -> None:
    words = {name: (NASTY if isinstance(value, str) else value) for name, value in WORDS.items()}
    story = begun(ward, case)
    preview = send(ward, story, htmx=True, preview="1", **{name: value or "" for name, value in words.items()})
    writing.write_story(story=story, actor=ward.requester, words={**words, "title": NASTY[:80]}, version=1, now=NOW)
    pages = [preview.content.decode()]
    for name in ("story_detail", "story_edit"):
        pages.append(as_person(ward.requester).get(reverse(name, args=[story.pk])).content.decode())
    for page in pages:
        assert "<script>alert" not in page
        assert 'href="javascript' not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_the_search_reads_words_and_not_marks(ward: Ward, case: Consultation) -> None:
    story = published(ward, case)
    Story.objects.filter(pk=story.pk).update(done="**窓口**の人数を見せた")
    page = as_person(ward.outsider).get(reverse("story_list"), {"q": "窓口の人数"})
    assert story.title in page.content.decode()
    csv = as_person(ward.outsider).get(reverse("story_export", args=["csv"]))
    assert "窓口の人数を見せた" in b"".join(csv.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
