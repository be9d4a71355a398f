"""The list: narrowed down, sorted, exported, at a constant number of queries; and the wishes that come of a story."""

import csv
import io
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.models import Consultation, Interest
from minato_dx.notifications.models import Notification
from minato_dx.reference.models import FieldOfWork, InHouseTool
from showcase.enums import STORY_KIND, State
from showcase.models import Story
from tests.answers import closing
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.showcase.steps import WORDS, closed_at_once, published, unpublished, with_picture, written

LIST_QUERIES = 12


def page(ward: Ward, role: str = "outsider", status: int = 200, **query: Any) -> str:
    answer = as_person(getattr(ward, role)).get(reverse("story_list"), query)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def copies(row: Any, count: int, **changes: Any) -> list[Any]:
    """Return rows like one that is there, unsaved; ``changes`` are given the copy's number, from 1."""
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    numbers = range(1, count + 1)
    return [type(row)(**values | {name: change(number) for name, change in changes.items()}) for number in numbers]


def several(ward: Ward, case: Consultation, count: int) -> list[Story]:
    """Stories of as many consultations; written straight, since the way there is tested elsewhere."""
    first = published(ward, case)
    cases = copies(case, count - 1, serial=lambda number: 1000 + number, submission_token=lambda _number: uuid.uuid4())
    cases = Consultation.objects.bulk_create(cases)
    rows = copies(
        first,
        count - 1,
        source_consultation_id=lambda number: cases[number - 1].pk,
        title=lambda number: f"事例{number}",
    )
    return [first, *Story.objects.bulk_create(rows)]


def test_words_field_department_tool_and_effect(ward: Ward, case: Consultation) -> None:
    field = FieldOfWork.objects.create(name="紙の読み取り", order=100)
    tool = InHouseTool.objects.create(name="電子申請ＬＧ", summary="受付", good_for="申込み", ask_whom="内線2300")
    first, second = several(ward, case, 2)
    Story.objects.filter(pk=first.pk).update(field=field, tool=tool, hours_per_year=Decimal(120))
    Story.objects.filter(pk=second.pk).update(hours_per_year=Decimal(30), department=ward.welfare)
    for query in (
        {"q": "延長保育"}, {"q": "電子申請lg"}, {"field": field.pk}, {"tool": tool.pk},
        {"department": ward.children.pk}, {"effect": "100"},
    ):  # fmt: skip
        text = page(ward, **query)
        assert first.title in text, query
        assert f">{second.title}<" not in text, query
    assert "条件に合う事例は0件です" in page(ward, q="該当しないことば")
    assert "条件を消す" in page(ward, effect="100")
    by_effect = page(ward, sort="effect")
    assert by_effect.index(first.title) < by_effect.index(f">{second.title}<")
    assert page(ward, status=422, field="999999")
    assert page(ward, status=422, tab="nowhere")


@pytest.mark.parametrize("count", [3, 300])
def test_it_costs_the_same_with_more_stories(ward: Ward, case: Consultation, count: int) -> None:
    several(ward, case, count)
    browser = as_person(ward.outsider)
    browser.get(reverse("story_list"))
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(reverse("story_list")).status_code == 200
    assert len(queries) == LIST_QUERIES


def test_as_csv_and_excel(ward: Ward, case: Consultation) -> None:
    first, second = several(ward, case, 2)
    browser = as_person(ward.outsider)
    with closing(browser.get(reverse("story_export", args=["csv"]), {"q": "延長保育"})) as answer:
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["件名"] for row in rows] == [first.title]
    assert rows[0]["1年の時間"] == "70.0"
    assert rows[0]["公開した日"] == "2026-11-24"
    assert second.title not in text
    with closing(browser.get(reverse("story_export", args=["xlsx"]))) as answer:
        assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert browser.get(reverse("story_export", args=["pdf"])).status_code == 404


def test_nothing_yet(ward: Ward) -> None:
    assert "事例はまだありません" in page(ward)


@pytest.mark.parametrize("make", [written, unpublished])
def test_what_is_not_shown_cannot_be_wished_for(ward: Ward, case: Consultation, make: Any) -> None:
    story = make(ward, case)
    as_person(ward.requester).post(reverse("wish", args=[STORY_KIND, story.pk]))
    assert not Interest.objects.exists()


def test_the_chain_from_story_to_wish_to_consultation_to_story(ward: Ward, case: Consultation) -> None:
    story = published(ward, case)
    outside = as_person(ward.outsider)
    assert "btn-could" in outside.get(reverse("story_detail", args=[story.pk])).content.decode()
    outside.post(reverse("wish", args=[STORY_KIND, story.pk]))
    row = Interest.objects.get()
    assert row.title == story.title
    heard = set(Notification.objects.filter(event=f"interest:{row.pk}").values_list("recipient", flat=True))
    assert heard == {ward.requester.pk, ward.dx_main.pk}
    # Another division hears of no name; its own and the DX section do.
    assert (
        ward.outsider.name
        not in as_person(ward.requester).get(reverse("story_detail", args=[story.pk])).content.decode()
    )
    outside.post(reverse("wish_begin", args=[row.pk]))
    began = Consultation.objects.exclude(pk=case.pk).get()
    assert began.requester == ward.outsider
    assert "事例「" in began.body
    text = outside.get(reverse("consultation_detail", args=[began])).content.decode()
    assert reverse("story_detail", args=[story.pk]) in text
    ended = closed_at_once(began, began.assignee)
    outside.post(reverse("story_begin", args=[ended]))
    assert Story.objects.get(source_consultation=began).state == State.DRAFT


def test_the_page_of_one_with_its_pictures_costs_the_same(ward: Ward, case: Consultation) -> None:
    story = written(ward, case)
    browser = as_person(ward.requester)
    address = reverse("story_detail", args=[story.pk])
    counts = []
    for pictures in (1, 2):
        for _ in range(pictures):
            with_picture(story, ward)
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert WORDS["done"] in browser.get(address).content.decode()
