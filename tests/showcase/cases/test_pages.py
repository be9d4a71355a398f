"""The library of other municipalities' cases: written and checked by the DX section, read by all staff."""

import csv
import io
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.models import Consultation, Interest
from minato_dx.notifications.models import Notification
from minato_dx.reference.models import FieldOfWork
from showcase.enums import CASE_KIND, CaseState, FoundBy, ToolKind
from showcase.exceptions import StateConflict
from showcase.models import Case
from showcase.services.cases import writing
from tests.answers import closing
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.showcase.cases.factories import WALK, make_municipality, published, three_wards, words, written
from tests.showcase.test_lists import copies

LIST_QUERIES, DETAIL_QUERIES = 12, 8
STAFF = ("requester", "head", "leader", "outsider", "cio")
EDITORS = ("dx_main", "dx_deputy", "dx_other", "section_head")
STEPS = {"case_edit": "edit", "case_publish": "publish", "case_rewrite": "rewrite", "case_unpublish": "unpublish"}
OPEN_STEPS = {
    CaseState.DRAFT: {"case_edit", "case_publish"},
    CaseState.PUBLISHED: {"case_rewrite", "case_unpublish"},
    CaseState.UNPUBLISHED: {"case_rewrite"},
}


def page(ward: Ward, role: str = "outsider", status: int = 200, **query: Any) -> str:
    answer = as_person(getattr(ward, role)).get(reverse("case_list"), query)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def typed(**changes: Any) -> dict[str, Any]:
    """What a member of the DX section types into the form."""
    values = {
        "code": "131075", "title": "窓口の予約を電子申請にした", "summary": "待つ人が減った。", "found_by": "visit",
        "found_on": "2026-11-20",
    }  # fmt: skip
    return values | changes


def several(ward: Ward, count: int) -> list[Case]:
    first = published(ward.dx_main)
    rows = copies(first, count - 1, title=lambda number: f"よその事例{number}")
    for row in rows:
        row.fold()
    return [first, *Case.objects.bulk_create(rows)]


# --- The way to all staff --------------------------------------------------------------------------------------------


def test_dx_staff_write_compare_and_show_it_to_all(ward: Ward) -> None:
    make_municipality()
    browser = as_person(ward.dx_main)
    assert browser.post(reverse("case_create"), typed()).status_code == 302
    case = Case.objects.get()
    assert str(case.municipality) == "東京都墨田区"
    assert case.state == CaseState.DRAFT
    assert case.title not in page(ward)
    publish = reverse("case_publish", args=[case.pk])
    assert browser.post(publish, {"version": case.version}).status_code == 422, "not compared"
    assert browser.post(publish, {"version": case.version, "compared": "on"}).status_code == 302
    assert case.title in page(ward)
    detail = as_person(ward.outsider).get(reverse("case_detail", args=[case.pk])).content.decode()
    assert f"{ward.dx_main.name}（デジタル改革担当）" in detail
    assert "131075" in detail
    assert "btn-could" in detail
    assert "case_rewrite" not in detail
    assert [step.name for step in case.steps.all()] == ["begin", "publish"]


def test_it_is_written_on_where_nobody_else_was_quicker(ward: Ward) -> None:
    case = written(ward.dx_main)
    browser = as_person(ward.dx_deputy)
    form = browser.get(reverse("case_edit", args=[case.pk])).content.decode()
    assert "131075 東京都墨田区" in form
    change = typed(version=case.version, title="直した件名")
    assert browser.post(reverse("case_edit", args=[case.pk]), change).status_code == 302
    late = browser.post(reverse("case_edit", args=[case.pk]), change | {"title": "遅れた件名"})
    assert late.status_code == 409
    assert "遅れた件名" in late.content.decode(), "what was typed stays"
    assert Case.objects.get().title == "直した件名"
    with pytest.raises(StateConflict):
        writing.publish_case(case=case, version=1, actor=ward.dx_main, now=NOW)


@pytest.mark.parametrize("role", [*STAFF, *EDITORS])
@pytest.mark.parametrize("state", CaseState)
def test_every_step_for_every_state_and_role(ward: Ward, state: CaseState, role: str) -> None:
    case = WALK[state](ward.dx_main)
    browser = as_person(getattr(ward, role))
    is_editor = role in EDITORS
    seen = is_editor or state == CaseState.PUBLISHED
    assert browser.get(reverse("case_detail", args=[case.pk])).status_code == (200 if seen else 404)
    for name in STEPS:
        expected = 404 if not seen else 403 if not is_editor else 200 if name in OPEN_STEPS[state] else 302
        assert browser.get(reverse(name, args=[case.pk])).status_code == expected, name
    if not is_editor:
        assert browser.get(reverse("case_create")).status_code == 403
        assert browser.post(reverse("case_create"), typed()).status_code == 403


def test_taking_down_needs_a_reason_and_rewriting_hides_it(ward: Ward) -> None:
    case = published(ward.dx_main)
    browser = as_person(ward.dx_main)
    assert browser.post(reverse("case_unpublish", args=[case.pk]), {"reason": " "}).status_code == 422
    assert browser.post(reverse("case_unpublish", args=[case.pk]), {"reason": "元の資料が直った"}).status_code == 302
    assert case.title not in page(ward)
    assert browser.post(reverse("case_rewrite", args=[case.pk])).url == reverse("case_edit", args=[case.pk])
    assert Case.objects.get().state == CaseState.DRAFT


# --- Which municipality ----------------------------------------------------------------------------------------------


def test_a_name_is_answered_with_what_it_can_mean(ward: Ward) -> None:
    three_wards()
    browser = as_person(ward.dx_main)
    answer = browser.post(reverse("case_create"), typed(code="港区"))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "「港区」に当たる自治体は3つあります" in text
    for code in ("131032", "231118", "271071"):
        assert code in text
    assert not Case.objects.exists()
    browser.post(reverse("case_create"), typed(code="港区", candidate="231118"))
    assert Case.objects.get().municipality.code == "231118"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("131076", "どれかが違っています"),
        ("13107", "検査数字"),
        ("131032", "まだ登録されていません"),
        ("どこにもない町", "団体コード（6桁の数字）で入れてください"),
    ],
)
def test_a_wrong_code_says_how_to_mend_it(ward: Ward, code: str, told: str) -> None:
    make_municipality()
    answer = as_person(ward.dx_main).post(reverse("case_create"), typed(code=code))
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_full_width_and_a_name_after_the_code_are_read(ward: Ward) -> None:
    make_municipality()
    as_person(ward.dx_main).post(reverse("case_create"), typed(code="１３１０７５　東京都墨田区"))
    assert Case.objects.get().municipality.code == "131075"


def test_the_same_case_is_not_kept_twice(ward: Ward) -> None:
    make_municipality()
    browser = as_person(ward.dx_main)
    browser.post(reverse("case_create"), typed(title="ＲＰＡを使った"))
    again = browser.post(reverse("case_create"), typed(title="rpaを使った"))
    assert again.status_code == 422
    assert "同じ件名の事例があります" in again.content.decode()


# --- What cannot be --------------------------------------------------------------------------------------------------


def test_an_effect_needs_its_source(ward: Ward) -> None:
    make_municipality()
    answer = as_person(ward.dx_main).post(reverse("case_create"), typed(effect="年100時間"))
    assert answer.status_code == 422
    assert "効果の出典を書いてください" in answer.content.decode()
    case = written(ward.dx_main)
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(effect_source="")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://city.example.jp/", "data:text/html,x", "ただの文"])
def test_only_links_to_the_web(ward: Ward, link: str) -> None:
    make_municipality()
    assert as_person(ward.dx_main).post(reverse("case_create"), typed(link=link)).status_code == 422
    assert not Case.objects.exists()
    case = written(ward.dx_main)
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(link=link)


def test_scripts_are_shown_as_what_they_are(ward: Ward) -> None:
    script = "<script>alert(1)</script>"
    names = ("title", "summary", "tool", "effect", "effect_source", "finder")
    case = published(ward.dx_main, **dict.fromkeys(names, script))
    for address in (reverse("case_list"), reverse("case_detail", args=[case.pk]), reverse("showcase_front")):
        text = as_person(ward.outsider).get(address).content.decode()
        assert script not in text
        assert "&lt;script&gt;" in text


def test_nobody_shows_what_was_not_checked(ward: Ward) -> None:
    case = published(ward.dx_main)
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(checked_by=None)


# --- The library -----------------------------------------------------------------------------------------------------


def test_words_field_tool_place_and_way(ward: Ward) -> None:
    field = FieldOfWork.objects.create(name="紙の読み取り", order=100)
    nagoya = make_municipality("231118", "愛知県", "名古屋市 港区")
    first = published(ward.dx_main, field=field, tool_kind=ToolKind.OCR, found_by=FoundBy.VISIT)
    other = {"title": "学校の連絡を１本に", "summary": "連絡網をまとめた。", "tool_kind": ToolKind.NO_CODE}
    second = published(ward.dx_main, municipality=nagoya, **other)
    for query in (
        {"q": "rpa"}, {"q": "ＲＰＡ　墨田"}, {"q": "台帳"}, {"field": field.pk}, {"tool_kind": "ocr"},
        {"place": "131075"}, {"place": "pref:東京都"}, {"found_by": "visit"},
    ):  # fmt: skip
        text = page(ward, **query)
        assert f">{first.title}<" in text, query
        assert f">{second.title}<" not in text, query
    assert f">{second.title}<" in page(ward, q="名古屋　連絡")
    by_code = page(ward, sort="municipality")
    assert by_code.index(f">{first.title}<") < by_code.index(f">{second.title}<")
    assert "条件に合う事例は0件です" in page(ward, q="該当しないことば")
    assert "条件を消す" in page(ward, place="pref:愛知県")
    assert page(ward, status=422, place="999999")
    assert page(ward, status=422, tab="nowhere")


def test_nothing_yet(ward: Ward) -> None:
    assert "事例はまだありません" in page(ward)


def test_tabs_are_the_dx_sections(ward: Ward) -> None:
    case = written(ward.dx_main)
    assert case.title in page(ward, role="dx_main", tab="checking")
    assert case.title not in page(ward, tab="checking")


@pytest.mark.parametrize("count", [3, 300])
def test_it_costs_the_same_with_more_cases(ward: Ward, count: int) -> None:
    rows = several(ward, count)
    browser = as_person(ward.outsider)
    for address, expected in (
        (reverse("case_list"), LIST_QUERIES),
        (reverse("case_detail", args=[rows[0].pk]), DETAIL_QUERIES),
    ):
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        assert len(queries) == expected, address


def test_as_csv_and_excel(ward: Ward) -> None:
    first = published(ward.dx_main, title="=1+1")
    published(ward.dx_main, title="ほかの件")
    written(ward.dx_main, title="まだ見せない件")
    browser = as_person(ward.outsider)
    with closing(browser.get(reverse("case_export", args=["csv"]))) as answer:
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = {row["番号"]: row for row in csv.DictReader(io.StringIO(text))}
    assert len(rows) == 2
    assert rows[str(first.pk)]["件名"] == "'=1+1"
    assert rows[str(first.pk)]["団体コード"] == "131075"
    assert rows[str(first.pk)]["効果の時点"] == "2026-03-31"
    with closing(browser.get(reverse("case_export", args=["xlsx"]))) as answer:
        assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert browser.get(reverse("case_export", args=["pdf"])).status_code == 404


# --- What comes of it ------------------------------------------------------------------------------------------------


def test_another_division_could_do_it_too(ward: Ward) -> None:
    case = published(ward.dx_main)
    outside = as_person(ward.outsider)
    outside.post(reverse("wish", args=[CASE_KIND, case.pk]))
    row = Interest.objects.get()
    assert row.title == f"東京都墨田区：{case.title}"
    heard = Notification.objects.filter(event=f"interest:{row.pk}").values_list("recipient", flat=True)
    assert list(heard) == [ward.dx_main.pk]
    outside.post(reverse("wish_begin", args=[row.pk]))
    began = Consultation.objects.get()
    assert "東京都墨田区の事例" in began.body
    assert (
        reverse("case_detail", args=[case.pk])
        in outside.get(reverse("consultation_detail", args=[began])).content.decode()
    )


def test_what_is_not_shown_cannot_be_wished_for(ward: Ward) -> None:
    case = written(ward.dx_main)
    assert as_person(ward.outsider).post(reverse("wish", args=[CASE_KIND, case.pk])).status_code == 404
    assert not Interest.objects.exists()


def test_new_ones_stand_on_the_front_page(ward: Ward) -> None:
    field = FieldOfWork.objects.create(name="紙の読み取り", order=100)
    case = published(ward.dx_main, field=field)
    hidden = written(ward.dx_main, title="まだ見せない件")
    browser = as_person(ward.outsider)
    text = browser.get(reverse("showcase_front")).content.decode()
    assert "ほかの自治体の新しい事例" in text
    assert case.title in text
    assert hidden.title not in text
    assert case.title in browser.get(reverse("showcase_front"), {"q": "rpa"}).content.decode()
    for query in ({"q": "該当しない"}, {"effect": "100"}):
        assert case.title not in browser.get(reverse("showcase_front"), query).content.decode()


def test_words_of_a_copy_have_every_field(ward: Ward) -> None:
    assert set(words()) == set(writing.WRITTEN)
