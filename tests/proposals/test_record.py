"""A member of the desk writes down what a vendor proposed."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from minato_dx.attachments.models import Attachment
from minato_dx.core.calendar import jst
from minato_dx.notifications.models import Notification
from minato_dx.reference.models import Company, CompanyContact, ContactLog, FieldOfWork
from proposals.enums import CostRange, Part, Source, YesNoUnknown
from proposals.models import ConfidentialPart, FieldDesk, Proposal
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.proposals.steps import NUMBER, propose
from tests.proposals.test_lists import rows_of, titles

SECRET = "独自の読み取りの方式"


@pytest.fixture
def desk(ward: Ward, fields: list[FieldOfWork]) -> Client:
    return as_person(ward.dx_main)


@pytest.fixture
def typed(fields: list[FieldOfWork]) -> dict[str, Any]:
    """What the shortest record has."""
    return {
        "token": str(uuid.uuid4()),
        "source": "phone",
        "received_on": "2026-11-20",
        "received_time": "13:30",
        "number": NUMBER,
        "company_name": "みなと見本株式会社",
        "title": "申込書の読み取り",
        "problem": "手書きの申込書を打ち直す時間をなくします",
        "work_fields": [fields[0].pk],
    }


def send(client: Client, typed: dict[str, Any], **changes: Any) -> Any:
    return client.post(reverse("proposal_record"), typed | changes)


def errors(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 422
    return dict(answer.context["form"].errors)


def test_the_form_begins_with_now_and_the_rest_folded_away(desk: Client) -> None:
    page = desk.get(reverse("proposal_record")).content.decode()
    for words in ('value="2026-11-24"', 'value="10:00"', "<details >", "紙の読み取り", "契約の管理"):
        assert words in page, words
    for source in ("提案の窓口", "課からの転送"):
        assert source not in page


def test_the_shortest_record_becomes_a_proposal(desk: Client, ward: Ward, typed: dict[str, Any]) -> None:
    answer = send(desk, typed)
    proposal = Proposal.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("proposal_detail", args=["2026-0001"]))
    assert (proposal.source, proposal.entered_by, proposal.assignee) == (Source.PHONE, ward.dx_main, ward.dx_main)
    assert proposal.received_at == jst(dt.date(2026, 11, 20), dt.time(13, 30))
    assert (proposal.company.corporate_number, proposal.contact) == (NUMBER, None)
    assert ContactLog.objects.get().at == proposal.received_at
    said = [str(message) for message in desk.get(answer.url).context["messages"]]
    assert said == ["提案 令和8年度-0001として受け付けました。担当は汐見 拓也さんです。"]


def test_everything_that_was_written_is_kept(desk: Client, fields: list[FieldOfWork], typed: dict[str, Any]) -> None:
    more = {
        "address": "東京都港区", "contact_name": "見本 太郎", "contact_mail": "taro@example.com",
        "for_whom": "窓口の職員", "how": "画像から文字を読みます", "evidence": "3市で使われています",
        "cities": "131032 港区\n１３１０１６　千代田区\n", "cost_range": "small", "cost_note": "1件10円",
        "free_trial": "yes", "lgwan_asp": "yes", "ismap": "no", "iso27001": "yes", "data_location": "国内",
        "tool_kind": "ai", "work_fields": [field.pk for field in fields],
    }  # fmt: skip
    file = SimpleUploadedFile("案内.csv", b"a,b\n")
    assert send(desk, typed, **more, files=[file]).status_code == 302
    row = Proposal.objects.get()
    assert (row.how, row.evidence, row.cost_range, row.cost_note) == (
        more["how"], more["evidence"], CostRange.SMALL, "1件10円",
    )  # fmt: skip
    assert (row.free_trial, row.lgwan_asp, row.ismap, row.data_location) == ("yes", "yes", "no", "国内")
    assert row.tool_kind == "ai"
    assert dict(row.cities.values_list("code", "name")) == {"131032": "港区", "131016": "千代田区"}
    assert set(row.fields.all()) == set(fields)
    assert CompanyContact.objects.get().mail == "taro@example.com"
    assert Attachment.objects.get().kind == "proposal"
    assert not ConfidentialPart.objects.exists()


def test_what_is_ticked_is_kept_apart_and_nowhere_else(desk: Client, typed: dict[str, Any]) -> None:
    more = {
        "how": SECRET, "evidence": "某市の庁内だけ", "cities": "131032 港区", "cost_range": "large",
        "cost_note": "1件987円", "lgwan_asp": "yes", "data_location": "某所の地下", "free_trial": "yes",
    } | dict.fromkeys(("hide_how", "hide_evidence", "hide_cost", "hide_security"), "on")  # fmt: skip
    file = SimpleUploadedFile("仕組み.csv", b"a,b\n")
    assert send(desk, typed, **more, confidential_files=[file]).status_code == 302
    proposal = Proposal.objects.get()
    assert dict(ConfidentialPart.objects.values_list("part", "text")) == {
        Part.HOW: SECRET,
        Part.EVIDENCE: "某市の庁内だけ\n131032 港区",
        Part.COST: "費用（年）：500万円より上\n費用の説明：1件987円",
        Part.SECURITY: "LGWAN-ASPに登録している：はい\nデータの置き場所：某所の地下",
    }
    assert (proposal.how, proposal.evidence, proposal.cost_note, proposal.data_location) == ("", "", "", "")
    assert (proposal.cost_range, proposal.lgwan_asp) == (CostRange.UNKNOWN, YesNoUnknown.UNKNOWN)
    assert proposal.free_trial == YesNoUnknown.YES
    assert not proposal.cities.exists()
    assert Attachment.objects.get().kind == "proposal_confidential"
    for words in (SECRET, "某市", "987", "某所の地下"):
        assert titles(desk, tab="all", q=words) == [], words
        assert words not in str(rows_of(desk, tab="all")), words
        for row in (*ContactLog.objects.values(), *Notification.objects.values()):
            assert words not in str(row), words


def test_a_tick_without_a_text_hides_nothing(desk: Client, typed: dict[str, Any]) -> None:
    assert send(desk, typed, hide_how="on", hide_cost="on", hide_security="on").status_code == 302
    assert not ConfidentialPart.objects.exists()


def test_what_is_missing_is_said_and_what_was_typed_stays(desk: Client, typed: dict[str, Any]) -> None:
    file = SimpleUploadedFile("案内.csv", b"a,b\n")
    answer = send(
        desk, typed, title="", work_fields=[], number="", company_name="", how="画像から読みます", hide_how="on",
        files=[file],
    )  # fmt: skip
    assert set(errors(answer)) == {"title", "work_fields", "number", "company_name"}
    page = answer.content.decode()
    for words in ("手書きの申込書を打ち直す", "画像から読みます", "<details open>", typed["token"], 'value="13:30"'):
        assert words in page, words
    assert "ファイルだけ、もう一度選んでください" in page
    assert not Proposal.objects.exists()
    assert not Company.objects.exists()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("8000020131033", "数字のどれかが違っています"),
        ("000020131032", "12桁は「会社法人等番号」です"),
        ("80000201310321", "いまは14桁です"),
        ("08000020131032", "いまは14桁です"),
        ("みなと", "数字13桁で入れてください"),
        ("８" * 41, "40文字"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_help(
    desk: Client, typed: dict[str, Any], number: str, words: str
) -> None:
    answer = send(desk, typed, number=number)
    assert words in errors(answer)["number"][0]
    assert number in answer.content.decode()


@pytest.mark.parametrize("number", ["８０００－０２０１－３１０３２", "T8000020131032", " 8 0000 2013 1032 "])
def test_a_number_is_read_in_any_width(desk: Client, typed: dict[str, Any], number: str) -> None:
    assert send(desk, typed, number=number).status_code == 302
    assert Company.objects.get().corporate_number == NUMBER


def test_without_a_number_there_is_a_reason(desk: Client, typed: dict[str, Any]) -> None:
    assert "理由を下に書いてください" in errors(send(desk, typed, number=" "))["number"][0]
    assert send(desk, typed, number="", no_number_reason="海外の会社").status_code == 302
    company = Company.objects.get()
    assert (company.corporate_number, company.no_number_reason) == (None, "海外の会社")


@pytest.mark.parametrize(
    ("day", "clock", "name"),
    [
        ("2026-11-24", "10:01", "received_on"),
        ("2027-01-01", "9:00", "received_on"),
        ("9999-12-31", "23:59", "received_on"),
        ("0001-01-01", "0:00", "received_on"),
        ("1999-12-31", "9:00", "received_on"),
        ("きのう", "9:00", "received_on"),
        ("", "9:00", "received_on"),
        ("2026-11-24", "25:00", "received_time"),
    ],
)
def test_it_came_before_now(desk: Client, typed: dict[str, Any], day: str, clock: str, name: str) -> None:
    assert set(errors(send(desk, typed, received_on=day, received_time=clock))) == {name}


def test_a_day_may_be_typed_as_documents_have_it(desk: Client, typed: dict[str, Any]) -> None:
    assert send(desk, typed, received_on="令和８年１１月２４日", received_time="10時").status_code == 302
    assert Proposal.objects.get().received_at == NOW


def test_sent_twice_it_is_one_and_with_another_title_it_is_another(desk: Client, typed: dict[str, Any]) -> None:
    first, second = send(desk, typed), send(desk, typed)
    assert first.url == second.url
    assert Proposal.objects.count() == ContactLog.objects.count() == 1
    send(desk, typed, title="別の提案")
    send(desk, typed, title="さらに別の提案", token="' OR 1=1")
    assert Proposal.objects.count() == 3


@pytest.mark.parametrize(
    "changes",
    [
        {"source": "door"}, {"source": "forwarded"}, {"source": "x"}, {"title": "あ" * 81}, {"title": "\x00"},
        {"problem": "あ" * 4001}, {"problem": "\u3000\u200b"}, {"work_fields": ["99999"]}, {"work_fields": ["x"]},
        {"contact_mail": "x"}, {"contact_mail": "a@example.com\nBcc: b@example.com"}, {"cost_range": "x"},
        {"ismap": "x"}, {"cities": "131033 港区"}, {"cities": "131032"}, {"cities": "港区"},
        {"cities": "131032 " + "あ" * 81}, {"company_name": "あ" * 121}, {"data_location": "あ" * 121},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(desk: Client, typed: dict[str, Any], changes: dict[str, Any]) -> None:
    assert errors(send(desk, typed, **changes))
    assert not Proposal.objects.exists()


def test_what_looks_like_markup_is_text(desk: Client, typed: dict[str, Any]) -> None:
    assert send(desk, typed, title="<script>alert(1)</script>", company_name="<b>会社").status_code == 302
    page = desk.get(reverse("proposal_list")).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<b>会社" not in desk.get(reverse("proposal_company"), {"number": NUMBER}).content.decode()


def test_a_field_that_is_not_offered_any_more_is_refused(
    desk: Client, typed: dict[str, Any], fields: list[FieldOfWork]
) -> None:
    FieldOfWork.objects.filter(pk=fields[0].pk).update(is_active=False)
    assert set(errors(send(desk, typed))) == {"work_fields"}


@pytest.mark.parametrize("name", ["files", "confidential_files"])
def test_files_that_may_not_be_attached_are_named(desk: Client, typed: dict[str, Any], name: str) -> None:
    bad = [SimpleUploadedFile("手順.exe", b"MZ"), SimpleUploadedFile("絵.png", b"<svg>")]
    faults = errors(send(desk, typed, **{name: bad}))[name]
    assert "「手順.exe」は付けられません" in faults[0]
    assert "「絵.png」の中身は" in faults[1]
    assert not Attachment.objects.exists()


def test_five_files_at_most_open_and_confidential_together(desk: Client, typed: dict[str, Any]) -> None:
    def some(count: int) -> list[SimpleUploadedFile]:
        return [SimpleUploadedFile(f"{number}.csv", b"a,b\n") for number in range(count)]

    answer = send(desk, typed, files=some(3), confidential_files=some(3))
    assert errors(answer) == {"files": ["ファイルは合わせて5つまでです。いま6つです。"]}
    assert send(desk, typed, files=some(2), confidential_files=some(3)).status_code == 302
    assert Attachment.objects.count() == 5


def test_without_anybody_to_answer_it_says_so(desk: Client, ward: Ward, typed: dict[str, Any]) -> None:
    FieldDesk.objects.all().delete()
    ward.section_head.memberships.all().delete()
    assert "提案の担当がいません" in errors(send(desk, typed))["__all__"][0]


# --- A company that is known already -----------------------------------------------------------------------------


def test_a_known_number_shows_the_company_and_what_it_proposed(desk: Client, ward: Ward) -> None:
    propose(ward)
    answer = desk.get(reverse("proposal_company"), {"number": "８０００－０２０１－３１０３２"})
    page = answer.content.decode()
    for words in ("みなと見本株式会社", "東京都港区", "申込書の読み取り", "提案 令和8年度-0001", "受付"):
        assert words in page, words
    assert "<html" not in page


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("8000020131033", "数字のどれかが違っているようです"),
        (NUMBER, "まだ登録がありません"),
        ("80000201", ""),
        ("000020131032", ""),
        ("8" * 5000, ""),
        ("\x00" * 13, ""),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_any_other_number_says_little(desk: Client, number: str, words: str) -> None:
    answer = desk.get(reverse("proposal_company"), {"number": number})
    page = answer.content.decode().strip()
    assert answer.status_code == 200
    assert words in page if words else page == ""


def test_what_is_shown_costs_the_same_with_more_proposals(
    desk: Client, ward: Ward, django_assert_num_queries: Any
) -> None:
    address = f"{reverse('proposal_company')}?number={NUMBER}"
    propose(ward)
    desk.get(address)
    with django_assert_num_queries(20, exact=False) as few:
        desk.get(address)
    for number in range(6):
        propose(ward, title=f"提案{number}")
    with django_assert_num_queries(len(few)):
        page = desk.get(address).content.decode()
    assert "すべて見る" in page
    assert page.count("<li>") == 5


def test_the_name_of_a_known_company_need_not_be_typed(desk: Client, ward: Ward, typed: dict[str, Any]) -> None:
    propose(ward)
    answer = send(desk, typed, company_name="", title="別の提案")
    assert answer.status_code == 302
    assert Company.objects.get().name == "みなと見本株式会社"
    [said] = [str(message) for message in desk.get(answer.url).context["messages"]]
    assert "この事業者からは、前にも提案があります：提案 令和8年度-0001「申込書の読み取り」。" in said


def test_after_an_error_the_known_company_is_shown(desk: Client, ward: Ward, typed: dict[str, Any]) -> None:
    propose(ward)
    assert "これまでの提案です" in send(desk, typed, title="").content.decode()
