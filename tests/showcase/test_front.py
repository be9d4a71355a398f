"""The front page and home: what is new, what fits, what others took over; each story once, at constant queries."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.models import Consultation
from minato_dx.reference.models import FieldOfWork
from showcase.enums import AdoptionState
from showcase.models import Story
from showcase.services.adopting import Became, say_adoption
from tests.consultations import walk
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.showcase.exhibitions.factories import make_exhibition
from tests.showcase.steps import published, with_picture, written
from tests.showcase.test_lists import several

FRONT_QUERIES = 14
TODAY = dt.date(2026, 11, 24)


def page(ward: Ward, role: str = "outsider", status: int = 200, **query: Any) -> str:
    answer = as_person(getattr(ward, role)).get(reverse("showcase_front"), query)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def near(ward: Ward, story: Story) -> None:
    """Give the outsider's division a consultation of the story's field."""
    field = FieldOfWork.objects.create(name="紙の読み取り", order=100)
    Story.objects.filter(pk=story.pk).update(field=field)
    other = walk.submit(ward, requester=ward.outsider)
    Consultation.objects.filter(pk=other.pk).update(field=field)


def test_a_story_stands_once_and_leads_to_its_page(ward: Ward, case: Consultation) -> None:
    story = published(ward, case)
    text = page(ward)
    assert text.count(f">{story.title}<") == 1
    assert "新しい事例" in text
    assert reverse("story_detail", args=[story.pk]) in text


def test_what_fits_the_division_comes_first_and_on_home(ward: Ward, case: Consultation) -> None:
    first, second = several(ward, case, 2)
    near(ward, first)
    text = page(ward)
    assert text.index("あなたの課に近い事例") < text.index(first.title) < text.index("新しい事例")
    assert text.index("新しい事例") < text.index(f">{second.title}<")
    assert text.count(f">{first.title}<") == 1
    home = as_person(ward.outsider).get("/").content.decode()
    assert "うちの課でもできるかもしれない事例" in home
    assert first.title in home
    assert f">{second.title}<" not in home
    # The story's own division has done it already.
    assert first.title not in as_person(ward.requester).get("/").content.decode().split("stories-h")[-1]


def test_what_others_took_over_most_leads(ward: Ward, case: Consultation) -> None:
    rows = several(ward, case, 8)
    oldest = min(rows, key=lambda row: (row.published_at, row.pk))
    say_adoption(
        story=oldest,
        division=ward.elderly,
        actor=ward.outsider,
        became=Became(AdoptionState.ADOPTED, TODAY, ""),
        now=NOW,
    )
    text = page(ward, role="dx_main")
    assert text.index("ほかの課がよく取り入れた事例") < text.index(f">{oldest.title}<")
    assert "取り入れた課 1" in text


def test_it_is_narrowed_down_and_leads_on_with_the_conditions(ward: Ward, case: Consultation) -> None:
    first, second = several(ward, case, 2)
    text = page(ward, q=second.title)
    assert f">{second.title}<" in text
    assert f">{first.title}<" not in text
    assert "条件に合う成功事例をすべて見る" in text
    assert "条件に合う事例は0件です" in page(ward, q="該当しないことば")
    assert page(ward, status=422, field="999999")


def test_the_first_picture_stands_on_the_tile(ward: Ward, case: Consultation) -> None:
    story = written(ward, case)
    picture = with_picture(story, ward)
    assert str(picture.file.key) not in page(ward)
    Story.objects.filter(pk=story.pk).update(state="published", published_at=NOW)
    assert str(picture.file.key) in page(ward)


def test_the_next_exhibition_leads(ward: Ward) -> None:
    make_exhibition(ward.dx_main, title="あとの展示会", starts_on=dt.date(2027, 2, 1), ends_on=dt.date(2027, 2, 1))
    make_exhibition(ward.dx_main, title="次の展示会、そのもの")
    text = page(ward)
    assert "次の展示会、そのもの" in text
    assert "あとの展示会" not in text


def test_drafts_are_nobody_elses(ward: Ward, case: Consultation) -> None:
    story = written(ward, case)
    assert story.title not in page(ward)
    assert "事例はまだありません" in page(ward)


@pytest.mark.parametrize("count", [3, 300])
def test_it_costs_the_same_with_more_stories(ward: Ward, case: Consultation, count: int) -> None:
    rows = several(ward, case, count)
    near(ward, rows[0])
    browser = as_person(ward.outsider)
    browser.get(reverse("showcase_front"))
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(reverse("showcase_front")).status_code == 200
    assert len(queries) == FRONT_QUERIES
