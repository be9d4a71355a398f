"""The page on which a division's head reads a proposal and decides."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from consultations import services
from consultations.enums import AnswerKind, AnswerState, State
from consultations.models import AccessLog, Answer, Consultation, TransitionLog
from consultations.services.answers import Reply
from minato_dx.organization.models import Membership
from minato_dx.reference.models import InHouseTool
from tests.consultations import walk
from tests.organization.factories import AbsenceFactory, Ward

AGREE = {"decision": "agree", "comment": ""}
CHANGE = {"decision": "change", "comment": "件数は年300件です"}
SECRET = "係長に言えない打ち直しが毎月あります"
SUMMARY = "申込みの打ち直しを減らしたい"


def url(case: Consultation) -> str:
    return reverse("agreement", args=[case])


def said(response: HttpResponse) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def as_person(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def proposed(case: Consultation, ward: Ward) -> Consultation:
    return walk.advance(case, ward, State.PROPOSED)


@pytest.fixture
def private(ward: Ward) -> Consultation:
    """A private proposal whose requester has opened a summary to the head."""
    case = walk.advance(walk.submit(ward, SECRET, is_private=True), ward, State.PROPOSED)
    services.open_summary_to_head(consultation=case, actor=ward.requester, summary=SUMMARY)
    return walk.fresh(case)


# --- Reading ---------------------------------------------------------------------------------------------------


def test_the_head_reads_what_is_asked_found_and_proposed(proposed: Consultation, ward: Ward) -> None:
    page = as_person(ward.head).get(url(proposed)).content.decode()

    for text in (
        walk.SENTENCE,
        "600件/年 × 12分/件 ÷ 60 = 120時間/年",
        "件数が多く、書く内容が毎月おなじです",
        "電子申請で受けましょう",
        "600件/年 ×（12分 − 4分）÷ 60 = 80時間/年",
        "推定積上げ",
        "次は、あなたの番です",
        "合意する",
        "修正をお願いする",
    ):
        assert text in page


def test_a_redesign_shows_its_parts_and_a_tool_its_page(case: Consultation, ward: Ward) -> None:
    tool = InHouseTool.objects.create(name="電子申請", summary="画面で受ける", good_for="申込み", ask_whom="DX")
    reply = Reply(
        kind=AnswerKind.REDESIGN, body="組み直しましょう", tool=tool, eliminate="押印", combine="台帳",
        rearrange="順番", simplify="様式", remains="相談", estimate=walk.estimate(basis="10件の平均"),
    )  # fmt: skip
    services.give_answer(consultation=case, actor=ward.dx_main, reply=reply)

    page = as_person(ward.head).get(url(case)).content.decode()

    labels = ["やめること", "まとめること", "順番や担い手を変えること", "簡単にすること", "残ること（人が行うこと）"]
    assert [page.index(label) for label in labels] == sorted(page.index(label) for label in labels)
    assert reverse("tool_detail", args=[tool.pk]) in page
    assert "10件の平均" in page


@pytest.mark.parametrize("role", ["requester", "colleague", "acting_head", "dx_main", "dx_other", "section_head"])
def test_others_read_it_and_are_told_who_decides(proposed: Consultation, ward: Ward, role: str) -> None:
    client = as_person(getattr(ward, role))

    page = client.get(url(proposed)).content.decode()

    assert "朝霧 健一さん（所属長）が決めます" in page
    assert 'name="decision"' not in page
    assert client.post(url(proposed), AGREE).status_code == 403
    assert walk.fresh(proposed).state == State.PROPOSED


@pytest.mark.parametrize("role", ["outsider", "outsider_head", "administrator", "cio"])
def test_for_other_divisions_there_is_no_such_page(proposed: Consultation, ward: Ward, role: str) -> None:
    client = as_person(getattr(ward, role))

    assert client.get(url(proposed)).status_code == 404
    assert client.post(url(proposed), AGREE).status_code == 404


def test_without_a_proposal_the_page_says_so(case: Consultation, ward: Ward) -> None:
    response = as_person(ward.head).get(url(case))

    assert response.status_code == 200
    assert "提案はまだありません" in response.content.decode()


# --- Deciding --------------------------------------------------------------------------------------------------


def test_the_head_agrees(proposed: Consultation, ward: Ward) -> None:
    client = as_person(ward.head)

    response = client.post(url(proposed), AGREE | {"comment": "進めてください"})

    assert response["Location"] == url(proposed)
    assert walk.fresh(proposed).state == State.AGREED
    page = client.get(url(proposed)).content.decode()
    for text in ("合意しました", "11月24日(火) 10:00　朝霧 健一（保育課 保育課長）", "進めてください"):
        assert text in page
    assert 'name="decision"' not in page


def test_the_head_asks_for_a_change(proposed: Consultation, ward: Ward) -> None:
    client = as_person(ward.head)

    client.post(url(proposed), CHANGE)

    assert walk.fresh(proposed).state == State.ASSESSING
    page = client.get(url(proposed)).content.decode()
    assert "修正をお願いしました" in page
    assert "件数は年300件です" in page


def test_a_change_needs_words(proposed: Consultation, ward: Ward) -> None:
    response = as_person(ward.head).post(url(proposed), CHANGE | {"comment": "　"})

    page = response.content.decode()
    assert response.status_code == 422
    assert 'href="#change_comment"' in page
    assert "どこを直してほしいかを書いてください" in page
    assert walk.fresh(proposed).state == State.PROPOSED


@pytest.mark.parametrize("decision", [AGREE, CHANGE])
def test_pressing_the_button_twice_decides_once(proposed: Consultation, ward: Ward, decision: dict[str, str]) -> None:
    client = as_person(ward.head)

    answers = [client.post(url(proposed), decision) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [url(proposed)] * 2
    assert TransitionLog.objects.filter(name__in=["agree", "ask_change"]).count() == 1


def test_the_second_of_two_who_may_decide_is_told_who_was_first(proposed: Consultation, ward: Ward) -> None:
    AbsenceFactory(user=ward.head)
    as_person(ward.head).post(url(proposed), AGREE)

    response = as_person(ward.acting_head).post(url(proposed), CHANGE | {"comment": "待ってください"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "朝霧 健一さんが11月24日10:00に「合意」にしました" in page
    assert "合意しました" in page
    assert Answer.objects.get().state == AnswerState.AGREED


def test_the_acting_head_sees_why_it_is_theirs_to_decide(proposed: Consultation, ward: Ward) -> None:
    AbsenceFactory(user=ward.head)
    client = as_person(ward.acting_head)

    assert "所属長が不在のため、藤袴 直美さんが代わりに決めます" in client.get(url(proposed)).content.decode()
    client.post(url(proposed), AGREE)

    assert Answer.objects.get().decided_by == ward.acting_head


@pytest.mark.parametrize(("vacant", "why"), [(True, "所属長の席が空いているため"), (False, "所属長が相談者のため")])
def test_the_page_says_why_an_acting_head_decides(ward: Ward, vacant: bool, why: str) -> None:
    case = walk.advance(walk.submit(ward, requester=ward.colleague if vacant else ward.head), ward, State.PROPOSED)
    if vacant:
        Membership.objects.filter(user=ward.head).update(valid_to=dt.date(2026, 11, 24))

    page = as_person(ward.acting_head).get(url(case)).content.decode()

    assert f"{why}、藤袴 直美さんが代わりに決めます" in page


def test_where_nobody_can_decide_the_page_says_what_to_do(proposed: Consultation, ward: Ward) -> None:
    Membership.objects.filter(user__in=[ward.head, ward.acting_head]).update(valid_to=dt.date(2026, 11, 24))

    page = as_person(ward.dx_main).get(url(proposed)).content.decode()

    assert "いまは決められる人がいません（所属長の席が空いているため）" in page


def test_an_answer_taken_back_is_not_decided_any_more(proposed: Consultation, ward: Ward) -> None:
    services.rethink_consultation(consultation=proposed, actor=ward.dx_main, reason="端末が足りません")

    page = as_person(ward.head).get(url(proposed)).content.decode()
    response = as_person(ward.head).post(url(proposed), AGREE)

    assert "この提案は、いまは使われていません" in page
    assert response.status_code == 409


# --- Private ---------------------------------------------------------------------------------------------------


def test_a_head_sees_the_summary_and_the_proposal_of_a_private_case_and_nothing_else(
    private: Consultation, ward: Ward
) -> None:
    client = as_person(ward.head)

    page = client.get(url(private)).content.decode()

    assert SUMMARY in page
    assert "電子申請で受けましょう" in page
    assert "80時間/年" in page
    for hidden in (SECRET, "件数が多く", "聞き取り票", f'href="{reverse("consultation_detail", args=[private])}"'):
        assert hidden not in page
    assert [(log.user, log.what) for log in AccessLog.objects.all()] == [(ward.head, "提案（合意の画面）")]


def test_the_head_decides_about_a_private_case_and_stays_on_its_page(private: Consultation, ward: Ward) -> None:
    client = as_person(ward.head)

    response = client.post(url(private), AGREE)

    assert response["Location"] == url(private)
    assert "合意しました" in said(response)
    assert client.get(url(private)).status_code == 200
    assert walk.fresh(private).state == State.AGREED


def test_before_the_summary_is_opened_the_head_finds_nothing(ward: Ward) -> None:
    case = walk.advance(walk.submit(ward, SECRET, is_private=True), ward, State.PROPOSED)

    assert as_person(ward.head).get(url(case)).status_code == 404
    page = as_person(ward.requester).get(url(case)).content.decode()
    assert "要約を所属長に見せると、合意に進みます" in page


@pytest.mark.parametrize("role", ["colleague", "leader", "dx_deputy", "dx_other", "outsider_head"])
def test_a_private_proposal_is_not_there_for_others(private: Consultation, ward: Ward, role: str) -> None:
    client = as_person(getattr(ward, role))

    assert client.get(url(private)).status_code == 404
    assert client.post(url(private), AGREE).status_code == 404


# --- Queries -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("proposals", [1, 3])
def test_the_page_reads_as_much_at_the_third_proposal(
    proposed: Consultation, ward: Ward, proposals: int, django_assert_num_queries: Any
) -> None:
    for _ in range(1, proposals):
        services.ask_for_change(consultation=proposed, actor=ward.head, comment="直してください")
        services.give_answer(consultation=proposed, actor=ward.dx_main, reply=walk.solution())
    client = as_person(ward.head)

    with django_assert_num_queries(11):
        client.get(url(proposed))
