"""What all staff may read: shared proposals, and of these nothing confidential."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minato_dx.attachments.models import Attachment
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from minato_dx.reference.services import CompanyFacts
from proposals.enums import PROPOSAL_KIND, SHOWN, CostRange, Part, State, ToolKind, YesNoUnknown
from proposals.services import deciding
from tests.answers import closing
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.proposals.steps import advance, fresh, propose, release_all
from tests.test_url_access import ROLES

SECRET = "独自の読み取りの方式"


def page(ward: Ward, role: str = "requester", status: int = 200, **query: str) -> str:
    response = as_person(getattr(ward, role)).get(reverse("shared_list"), query)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def shared(ward: Ward, **changes: Any) -> Any:
    return advance(propose(ward, **changes), State.SHARED)


@pytest.mark.parametrize("state", list(State))
def test_only_what_is_shared_is_there(ward: Ward, fields: list[FieldOfWork], state: State) -> None:
    proposal = advance(propose(ward), state)
    assert ("申込書の読み取り" in page(ward)) == (state in SHOWN)
    response = as_person(ward.requester).get(reverse("shared_detail", args=[proposal.slug]))
    # What was shared once can still be read, marked as over: a wish or a consultation may have come of it.
    once = state in (*SHOWN, State.CLOSED, State.EXPIRED)
    assert response.status_code == (200 if once else 404)
    assert ("いまは紹介していません" in response.content.decode()) == (once and state not in SHOWN)


def test_everybody_in_the_ward_reads_it(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = shared(ward)
    for role in ROLES:
        assert proposal.title in page(ward, role)
        assert as_person(getattr(ward, role)).get(reverse("shared_detail", args=[proposal.slug])).status_code == 200
    User.objects.filter(pk=ward.colleague.pk).update(left_on="2026-11-01")
    assert as_person(ward.colleague).get(reverse("shared_list")).status_code in (302, 403)


def test_nothing_confidential_is_shown_searched_or_filtered(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = shared(
        ward,
        confidential={Part.HOW: SECRET, Part.COST: "年に480万円", Part.SECURITY: "LGWAN-ASPです"},
        how=SECRET,
        cost_range=CostRange.MIDDLE,
        lgwan_asp=YesNoUnknown.YES,
    )
    for role in ROLES:
        text = as_person(getattr(ward, role)).get(reverse("shared_detail", args=[proposal.slug])).content.decode()
        for hidden in (SECRET, "480万円", "50万円から500万円"):
            assert hidden not in text
        assert "どう解決するか、費用、安全とネットワークには、事業者が非公開とした内容があります" in text
    for query in ({"q": "読み取りの方式"}, {"cost": CostRange.MIDDLE.value}, {"lgwan": "on"}):
        assert "条件に合う提案は0件です" in page(ward, **query)


def test_words_field_cost_and_trial(ward: Ward, fields: list[FieldOfWork]) -> None:
    shared(ward, how="ＡＩ－ＯＣＲで読みます", cost_range=CostRange.SMALL, free_trial=YesNoUnknown.YES)
    other = CompanyFacts(name="見本システム", no_number_reason="設立の準備中です")
    shared(ward, title="契約書の点検", company=other, fields=fields[1:], problem="契約書の読み合わせをなくします")
    for query, expected in (
        ({"q": "ai-ocr"}, "申込書の読み取り"),
        ({"q": "見本ｼｽﾃﾑ 契約書"}, "契約書の点検"),
        ({"field": str(fields[1].pk)}, "契約書の点検"),
        ({"cost": CostRange.SMALL.value}, "申込書の読み取り"),
        ({"free": "on"}, "申込書の読み取り"),
    ):
        text = page(ward, **query)
        assert "1件" in text, query
        assert expected in text, query
    assert "条件に合う提案は0件です" in page(ward, q="該当しないことば")
    assert "条件に合う" not in page(ward, q="x" * 200, status=422)


def test_kind_and_evidence(ward: Ward, fields: list[FieldOfWork]) -> None:
    shared(ward, title="文字の読み取り", tool_kind=ToolKind.AI, cities={"131032": "港区"})
    shared(ward, title="表の自動入力", tool_kind=ToolKind.AUTOMATION)
    hidden = {"evidence": "使っている市があります", "cities": {}, "confidential": {Part.EVIDENCE: SECRET}}
    shared(ward, title="実績は非公開", **hidden)
    for query, found in (
        ({"kind": "ai"}, {"文字の読み取り"}),
        ({"kind": "automation"}, {"表の自動入力"}),
        ({"used": "on"}, {"文字の読み取り"}),
        ({"kind": "automation", "used": "on"}, set()),
        ({"sort": "cities"}, {"文字の読み取り", "表の自動入力", "実績は非公開"}),
    ):
        text = page(ward, **query)
        titles = ("文字の読み取り", "表の自動入力", "実績は非公開")
        assert {title for title in titles if title in text} == found, query
    assert "種類「AI」、使っている自治体がある" in page(ward, kind="ai", used="on")
    text = as_person(ward.requester).get(reverse("shared_detail", args=["2026-0001"])).content.decode()
    assert ToolKind.AI.label in text


@pytest.mark.parametrize("state", [State.CLOSED, State.EXPIRED, State.WITHDRAWN])
def test_what_is_over_stands_in_a_tab_of_its_own_with_state_and_day(
    ward: Ward, fields: list[FieldOfWork], state: State
) -> None:
    proposal = shared(ward)
    if state == State.WITHDRAWN:
        deciding.withdraw(proposal=proposal, actor=ward.dx_main, reason="", now=NOW)
    else:
        proposal = advance(propose(ward, title="終わるもの"), state)
    title = fresh(proposal).title
    assert title not in page(ward) or state != State.WITHDRAWN
    text = page(ward, tab="over")
    assert title in text
    assert state.label in text
    assert "令和8年11月24日に終わりました" in text
    response = as_person(ward.requester).get(reverse("shared_detail", args=[proposal.slug]))
    text = response.content.decode()
    for words in ("いまは紹介していません", "令和8年11月24日に終わりました", state.label):
        assert words in text
    for button in ("btn-could", "担当に聞く", "見たいと申し込む"):
        assert button not in text


def test_what_was_never_shared_is_not_over_but_not_there(ward: Ward, fields: list[FieldOfWork]) -> None:
    for state in (State.DECLINED, State.TRANSFERRED, State.WITHDRAWN):
        advance(propose(ward, title=f"共有していない{state}"), state)
    assert "共有していない" not in page(ward, tab="over") + page(ward)
    assert "まだありません" in page(ward, tab="over")


def test_a_file_holds_what_the_list_shows_and_of_hidden_parts_only_that_they_are(
    ward: Ward, fields: list[FieldOfWork]
) -> None:
    shared(ward, how=SECRET, cost_range=CostRange.MIDDLE, confidential={Part.HOW: SECRET, Part.COST: "年に480万円"})
    shared(ward, title="=HYPERLINK(1)", tool_kind=ToolKind.DATA, cities={"131032": "港区"}, evidence="1市で使用")
    response = as_person(ward.requester).get(reverse("shared_export", args=["csv"]))
    lines = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert [line["件名"] for line in lines] == ["'=HYPERLINK(1)", "申込書の読み取り"]
    assert (lines[0]["種類"], lines[0]["使っている自治体"], lines[0]["実績"]) == ("データの活用", "港区", "1市で使用")
    assert {lines[1][name] for name in ("どう解決するか", "費用（年）", "費用の説明")} == {"非公開"}
    assert SECRET not in response.getvalue().decode()
    narrowed = as_person(ward.requester).get(reverse("shared_export", args=["csv"]), {"kind": "data"})
    assert narrowed.getvalue().decode().count("\r\n") == 2
    with closing(as_person(ward.requester).get(reverse("shared_export", args=["xlsx"]))) as response:
        assert response.status_code == 200
    assert as_person(ward.requester).get(reverse("shared_export", args=["pdf"])).status_code == 404


def test_a_file_of_three_asks_what_one_of_one_asks(ward: Ward, fields: list[FieldOfWork]) -> None:
    counts = []
    for more in (1, 2):
        for number in range(more):
            hidden = {Part.COST: "年に480万円"}
            shared(ward, title=f"提案{more}{number}", cities={"131032": "港区"}, confidential=hidden)
        browser = as_person(ward.requester)
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("shared_export", args=["csv"])).getvalue()
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_files_that_are_not_marked_are_for_all_while_it_is_shown(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = shared(ward, files=[SimpleUploadedFile("紹介.csv", "名前,件数\n".encode())])
    file = Attachment.objects.get(kind=PROPOSAL_KIND)
    url = reverse("attachment_download", args=[file.key])
    assert as_person(ward.dx_main).get(url).status_code == 404, "nobody has looked at it yet"
    release_all(ward.dx_main)
    page_url = reverse("shared_detail", args=[proposal.slug])
    for role in ROLES:
        browser = as_person(getattr(ward, role))
        assert "紹介.csv" in browser.get(page_url).content.decode(), role
        with closing(browser.get(url)) as response:
            assert response.status_code == 200, role
    deciding.withdraw(proposal=proposal, actor=ward.dx_main, reason="", now=NOW)
    browser = as_person(ward.requester)
    assert "紹介.csv" not in browser.get(page_url).content.decode()
    assert browser.get(url).status_code == 404


def test_three_cost_what_one_costs(ward: Ward, fields: list[FieldOfWork]) -> None:
    counts = []
    page(ward)
    for more in (1, 2):
        for number in range(more):
            shared(ward, title=f"提案{more}{number}", cities={"131032": "港区"})
        with CaptureQueriesContext(connection) as queries:
            page(ward, q="提案")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_hostile_words_are_words(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = shared(ward, title="<script>alert(1)</script>", problem='"><img src=x onerror=alert(1)>')
    for text in (page(ward), as_person(ward.head).get(reverse("shared_detail", args=[proposal.slug])).content.decode()):
        assert "<script>alert" not in text
        assert "<img src=x" not in text
