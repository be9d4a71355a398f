"""The desk's list: tabs, search, order, and the files it goes out as."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from minato_dx.reference.models import FieldOfWork
from minato_dx.reference.services import CompanyFacts
from proposals.enums import Part, State
from proposals.models import Proposal
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.proposals.steps import advance, propose

SECRET = "独自の読み取りの方式"
ABROAD = CompanyFacts(name="㈱ みなと海外", no_number_reason="海外の会社")


def page(client: Client, **query: str) -> str:
    """The main part of the list as it is answered."""
    answer = client.get(reverse("proposal_list"), query)
    assert answer.status_code == 200
    text = answer.content.decode()
    return text[text.index("<main") : text.index("</main>")]


def titles(client: Client, **query: str) -> list[str]:
    answer = client.get(reverse("proposal_list"), query)
    return [row.title for row in answer.context["page"].rows]


def rows_of(client: Client, **query: str) -> list[dict[str, str]]:
    answer: Any = client.get(reverse("proposal_export", args=["csv"]), query)
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


@pytest.fixture
def desk(ward: Ward, fields: list[FieldOfWork]) -> Client:
    return as_person(ward.dx_main)


def test_an_empty_list_says_what_to_do(desk: Client) -> None:
    assert "提案はまだありません" in page(desk)
    assert "条件に合う提案は0件です" in page(desk, q="台帳")


def test_a_line_says_what_whose_how_far_and_until_when(desk: Client, ward: Ward) -> None:
    propose(ward)
    text = page(desk)
    for words in (
        "申込書の読み取り", "提案 令和8年度-0001", "みなと見本株式会社", "受付", "最初の返事", "12月8日(火)",
        "紙の読み取り", "メール", "汐見 拓也",
    ):  # fmt: skip
        assert words in text, words
    advance(Proposal.objects.get(), State.INCOMPLETE)
    assert "事業者の返事を待っています" in page(desk)


def test_each_tab_has_its_own_and_says_how_many(desk: Client, ward: Ward) -> None:
    for state in (State.RECEIVED, State.SCREENING, State.SHARED, State.DIALOGUE, State.DECLINED):
        advance(propose(ward, title=state.label), state)
    assert {*titles(desk, tab="screening")} == {"受付", "審査"}
    assert {*titles(desk, tab="shared")} == {"庁内共有", "対話"}
    assert titles(desk, tab="ended") == ["見送り"]
    assert len(titles(desk, tab="all")) == 5
    assert len(titles(desk)) == 4
    counts = [count for _, _, count in desk.get(reverse("proposal_list")).context["tabs"]]
    assert counts == [4, 2, 2, 1, 5]
    # Somebody who has none is led to where they are.
    other = as_person(ward.dx_other)
    assert titles(other) == []
    assert "「すべて」には5件あります" in page(other)


@pytest.mark.parametrize(
    "words",
    [
        "提案 令和8年度-0001", "令和８年度－０００１", "2026-0001", "申込書", "打ち直す", "みなと見本", "8000020131032",
        "８０００－０２０１－３１０３２", "T8000020131032", "80000201", "手書き　みなと",
        "（株）みなと見本", "株式会社みなと見本",
    ],
)  # fmt: skip
def test_what_is_found_in_any_width(desk: Client, ward: Ward, words: str) -> None:
    propose(ward, company=CompanyFacts(name="㈱みなと見本", corporate_number="8000020131032"))
    propose(ward, company=ABROAD, title="鍵の貸出し", problem="台帳をなくします")
    assert titles(desk, q=words) == ["申込書の読み取り"]


@pytest.mark.parametrize("words", ["2026-0002", "存在しない", "%", "_", "'; --", "提案", "\\"])
def test_what_is_not_there_is_not_found(desk: Client, ward: Ward, words: str) -> None:
    propose(ward)
    assert titles(desk, q=words) == []


@pytest.mark.parametrize(
    "query",
    [
        {"field": "x"}, {"field": "99999"}, {"source": "x"}, {"assignee": "-1"}, {"sort": "x"}, {"tab": "x"},
        {"late": "x"}, {"q": "あ" * 81}, {"q": "\x00"},
    ],
)  # fmt: skip
def test_conditions_that_cannot_be_are_said_to_be_so(desk: Client, ward: Ward, query: dict[str, str]) -> None:
    propose(ward)
    answer = desk.get(reverse("proposal_list"), query)
    assert answer.status_code == 422
    assert "条件を読み取れませんでした" in answer.content.decode()


def test_the_list_is_narrowed_by_what_the_address_says(desk: Client, ward: Ward, fields: list[FieldOfWork]) -> None:
    propose(ward)
    propose(ward, title="契約の台帳", fields=[fields[1]], company=ABROAD)
    propose(ward, title="両方", fields=fields)
    head = str(ward.section_head.pk)
    assert {*titles(desk, tab="all", field=str(fields[1].pk))} == {"契約の台帳", "両方"}
    assert titles(desk, tab="all", assignee=head) == ["契約の台帳"]
    assert titles(desk, tab="all", source="phone") == []
    text = page(desk, tab="all", assignee=head, source="mail")
    assert "<b>1件</b>（受け方「メール」、担当「雲井 直人」）" in text


def test_late_ones_alone_and_the_nearest_first(desk: Client, ward: Ward) -> None:
    for title, days in (("遅れ", -1), ("あさって", 2), ("あした", 1)):
        proposal = propose(ward, title=title)
        Proposal.objects.filter(pk=proposal.pk).update(
            next_due_at=NOW + dt.timedelta(days=days), received_at=NOW - dt.timedelta(days=days)
        )
    advance(propose(ward, title="補正待ち"), State.INCOMPLETE)
    assert titles(desk) == ["遅れ", "あした", "あさって", "補正待ち"]
    assert titles(desk, late="yes") == ["遅れ"]
    assert titles(desk, sort="received") == ["遅れ", "補正待ち", "あした", "あさって"]


def test_the_list_costs_the_same_with_more_rows(desk: Client, ward: Ward, django_assert_num_queries: Any) -> None:
    propose(ward)
    addresses = [reverse("proposal_list") + query for query in ("", "?tab=all&q=申込書")]
    few = []
    for address in addresses:
        desk.get(address)
        with django_assert_num_queries(25, exact=False) as queries:
            desk.get(address)
        few.append(len(queries))
    for number in range(2):
        propose(ward, company=CompanyFacts(name=f"申込書{number}", no_number_reason="海外の会社"))
    for address, count in zip(addresses, few, strict=True):
        with django_assert_num_queries(count):
            desk.get(address)


def test_pages_of_a_long_list(desk: Client, ward: Ward) -> None:
    for number in range(26):
        propose(ward, title=f"提案{number}")
    assert len(titles(desk)) == 25
    assert len(titles(desk, page="2")) == 1
    assert "26件" in page(desk)


def test_the_files_have_what_the_list_shows_in_every_tab(desk: Client, ward: Ward, fields: list[FieldOfWork]) -> None:
    propose(ward, fields=fields)
    propose(ward, title="=1+1", company=ABROAD)
    advance(propose(ward, title="見送ったもの"), State.DECLINED)
    rows = rows_of(desk)
    assert [row["件名"] for row in rows] == ["'=1+1", "申込書の読み取り"]
    row = rows[1]
    assert (row["受付番号"], row["事業者"], row["法人番号"]) == (
        "提案 令和8年度-0001", "みなと見本株式会社", "8000020131032",
    )  # fmt: skip
    assert (row["分野"], row["受付日"], row["約束の日"]) == ("紙の読み取り、契約の管理", "2026-11-24", "2026-12-08")
    assert [row["終わった日"] for row in rows_of(desk, tab="ended")] == ["2026-11-24"]
    answer: Any = desk.get(reverse("proposal_export", args=["xlsx"]), {"tab": "all"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.active.max_row == 4
    assert desk.get(reverse("proposal_export", args=["pdf"])).status_code == 404


def test_what_is_confidential_is_in_no_list_no_search_and_no_file(desk: Client, ward: Ward) -> None:
    propose(
        ward,
        how=SECRET,
        confidential={Part.HOW: SECRET, Part.COST: "1件10円"},
        cost_note="1件10円",
        evidence="3市で使われています",
    )
    for words in (SECRET, "10円", "3市"):
        assert titles(desk, tab="all", q=words) == []
    listed = page(desk, tab="all")
    exported = str(rows_of(desk, tab="all"))
    for words in (SECRET, "10円", "3市", "taro@example.com", "見本 太郎"):
        assert words not in listed, words
        assert words not in exported, words


def test_the_navigation_leads_the_desk_here_and_nobody_else(desk: Client, ward: Ward) -> None:
    address = f'href="{reverse("proposal_list")}"'
    assert address in desk.get(reverse("home")).content.decode()
    assert address not in as_person(ward.requester).get(reverse("home")).content.decode()
