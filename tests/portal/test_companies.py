"""A company's whole past on one page, and the list of all companies; for the desk alone."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from minato_dx.core.calendar import today
from minato_dx.reference import happenings
from minato_dx.reference.enums import ContactChannel, ContactDirection
from minato_dx.reference.models import Company, FieldOfWork
from minato_dx.reference.services import CompanyFacts
from proposals.enums import Part, State
from proposals.models import VendorReply
from proposals.services.contacts import Said, keep_contact_promise, log_contact
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward, make_ward
from tests.proposals.conftest import fields
from tests.proposals.steps import NUMBER, TEXT, advance, propose
from tests.test_url_access import DX, ROLES

__all__ = ["fields"]
ABROAD = CompanyFacts(name="㈱ みなと海外", no_number_reason="海外の会社")
LIST_QUERIES = 7
SECRET = "独自の読み取りの方式"


@pytest.fixture(autouse=True)
def on_a_tuesday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ward(db: None) -> Ward:
    return make_ward()


@pytest.fixture
def desk(ward: Ward, fields: list[FieldOfWork]) -> Client:
    return as_person(ward.dx_other)


def said(ward: Ward, company: Company, summary: str = "電話で説明を聞いた", **facts: object) -> object:
    values = {
        "channel": ContactChannel.PHONE,
        "direction": ContactDirection.INCOMING,
        "at": NOW - dt.timedelta(hours=1),
    }
    return log_contact(company=company, said=Said(**values | {"summary": summary} | facts), actor=ward.dx_main, now=NOW)


def page_of(client: Client, company: Company) -> str:
    response = client.get(reverse("company_detail", args=[company.pk]))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def names(client: Client, **query: str) -> list[str]:
    return [row.name for row in client.get(reverse("company_list"), query).context["page"].rows]


def test_all_that_happened_stands_on_one_page(ward: Ward, desk: Client) -> None:
    closed = advance(propose(ward, title="終わった提案"), State.CLOSED)
    proposal = propose(ward, title="いまの提案")
    VendorReply.objects.create(proposal=proposal, text="社内で確かめます", received_at=NOW)
    said(ward, proposal.company, promised="表を送る", promised_until=today() + dt.timedelta(days=2))
    text = page_of(desk, proposal.company)
    for words in (
        NUMBER, "東京都港区", "見本 太郎", "終わった提案", "いまの提案", "試行", "対話の結果", "社内で確かめます",
        "電話で説明を聞いた", "果たしていない約束", "表を送る", "区の回答：対話の結果",
    ):  # fmt: skip
        assert words in text, words
    assert text.count("提案を受け付けた：") == 0, "a receipt is told of once"
    assert reverse("proposal_detail", args=[closed.slug]) in text
    assert (
        reverse("company_detail", args=[proposal.company_id])
        in desk.get(reverse("proposal_detail", args=[proposal.slug])).content.decode()
    )


def test_another_companys_past_is_not_there(ward: Ward, desk: Client) -> None:
    propose(ward, company=ABROAD, title="よその提案")
    assert "よその提案" not in page_of(desk, propose(ward).company)


def test_a_promise_that_is_kept_is_owed_no_more(ward: Ward, desk: Client) -> None:
    company = propose(ward).company
    entry = said(ward, company, promised="表を送る")
    assert "日を決めていません" in page_of(desk, company)
    keep_contact_promise(entry=entry, actor=ward.dx_main, day=today())
    assert "果たしていない約束" not in page_of(desk, company)


def test_what_is_confidential_is_not_there(ward: Ward, desk: Client) -> None:
    proposal = propose(ward, confidential={Part.HOW: SECRET})
    assert SECRET not in page_of(desk, proposal.company)


def test_an_app_adds_its_own_part(ward: Ward, desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(happenings, "_sources", dict(happenings._sources))
    happenings.register(
        "booths", lambda company, user, limit: [happenings.Happening(NOW, "出展", f"{company.name}のブース", "/x/")]
    )
    assert "みなと見本株式会社のブース" in page_of(desk, propose(ward).company)
    with pytest.raises(ValueError, match="twice"):
        happenings.register("booths", lambda company, user, limit: [])


def test_a_company_with_nothing_yet(ward: Ward, desk: Client) -> None:
    company = Company.objects.create(name="まだの会社", no_number_reason="海外", created_at=NOW)
    text = page_of(desk, company)
    assert "この事業者からの提案は、まだありません" in text
    assert "やりとりの記録は、まだありません" in text
    assert desk.get(reverse("company_detail", args=[99_999])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_asks_as_often_for_one_as_for_three(
    ward: Ward, fields: list[FieldOfWork], django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    from minato_dx.portal.selectors.companies import company_page

    for number in range(count):
        proposal = advance(propose(ward, title=f"提案{number}"), State.CLOSED)
        said(ward, proposal.company, summary=f"電話{number}", promised="表を送る")
    with django_assert_num_queries(10):
        page = company_page(company=proposal.company, user=ward.dx_main)
        assert [line.proposal.assignee.name for line in page.proposals]
        assert all(line.last_answer for line in page.proposals)
        assert [row.by.name for row in page.owed]
    assert len(page.proposals) == len(page.owed) == count


def test_the_list_counts_and_finds_in_any_width(ward: Ward, desk: Client) -> None:
    proposal = advance(propose(ward), State.DECLINED)
    propose(ward)
    propose(ward, company=ABROAD)
    said(ward, proposal.company, promised="表を送る")
    for words in ("みなと見本", "８０００－０２０１", "8000020131032", "見本 みなと"):
        assert names(desk, q=words) == ["みなと見本株式会社"], words
    assert names(desk, q="株式会社みなと海外") == ["㈱ みなと海外"]
    assert names(desk, q="該当しない") == []
    [row] = [row for row in desk.get(reverse("company_list")).context["page"].rows if row == proposal.company]
    assert (row.proposal_count, row.open_count, row.contact_count, row.owed_count) == (2, 1, 3, 1)
    assert "条件に合う事業者は0件です" in desk.get(reverse("company_list"), {"q": "該当しない"}).content.decode()


def test_the_list_is_in_the_order_that_was_chosen(ward: Ward, desk: Client) -> None:
    company = propose(ward).company
    propose(ward)
    with time_machine.travel(NOW + dt.timedelta(days=1)):
        other = propose(ward, company=ABROAD).company
    Company.objects.filter(pk=other.pk).update(name_key="あ")
    said(ward, company, promised="表を送る")
    assert names(desk, sort="name")[0] == other.name
    assert names(desk, sort="proposals")[0] == company.name
    assert names(desk, sort="owed")[0] == company.name
    assert desk.get(reverse("company_list"), {"sort": "x"}).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_one_as_for_three(
    ward: Ward, desk: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        propose(ward, company=CompanyFacts(f"会社{number}", no_number_reason="海外"))
    desk.get(reverse("company_list"))
    with django_assert_num_queries(LIST_QUERIES):
        assert len(names(desk)) == count


@pytest.mark.parametrize("role", ROLES)
def test_both_are_for_the_desk(ward: Ward, fields: list[FieldOfWork], role: str) -> None:
    company = propose(ward).company
    browser = as_person(getattr(ward, role))
    for url in (reverse("company_list"), reverse("company_detail", args=[company.pk])):
        response = browser.get(url)
        assert response.status_code == (200 if role in DX else 403)
        assert ("見本 太郎" in response.content.decode()) == (role in DX and url.endswith(f"{company.pk}/"))


def test_what_was_sent_stands_there_by_its_kind(ward: Ward, desk: Client) -> None:
    proposal = advance(propose(ward), State.SCREENING)
    text = page_of(desk, proposal.company)
    assert "区の回答：受付のお知らせ" in text
    assert TEXT.split()[-1] not in text, "each begins as the others do"
