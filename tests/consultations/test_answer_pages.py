"""Writing an answer: the four kinds, what each of them needs, and what is kept while typing."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from consultations import services
from consultations.enums import AnswerKind, AnswerState, EffectStage, State, Verdict
from consultations.models import AccessLog, Answer, Consultation, Draft, EffectEntry
from consultations.services.answers import answer_key
from minato_dx.reference.models import InHouseTool
from tests.consultations import walk
from tests.organization.factories import AbsenceFactory, Ward

BODY = "共有フォルダの型を使えば、打ち直しはなくなります。"
ESTIMATE = {
    "work_name": "延長保育の申込み受付",
    "cases_per_year": "６００",
    "minutes_before": "12",
    "minutes_after": "4.5",
    "running_hours_per_year": "",
    "initial_hours": "30",
    "method": "estimated",
    "basis": "聞き取り票の件数",
}
ON_THE_SPOT = {"kind": "on_the_spot", "body": BODY, "tool": ""}
SOLUTION = {"kind": "solution", "body": "電子申請で受けましょう。", "tool": ""} | ESTIMATE
REDESIGN = {
    "kind": "redesign",
    "body": "はじめから組み直しましょう。",
    "tool": "",
    "eliminate": "押印をやめる",
    "remains": "はじめての方の相談",
} | ESTIMATE


@pytest.fixture
def dx_client(client: Client, ward: Ward) -> Client:
    client.force_login(ward.dx_main)
    return client


@pytest.fixture
def tool(db: None) -> InHouseTool:
    return InHouseTool.objects.create(
        name="電子申請", summary="申込みを画面で受ける", good_for="申込みの受付", ask_whom="デジタル改革担当"
    )


def url(case: Consultation, kind: str = "") -> str:
    return reverse("answer_create", args=[case]) + (f"?kind={kind}" if kind else "")


def said(response: HttpResponse) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def is_checked(page: str, kind: str) -> bool:
    return f'value="{kind}" checked' in page.replace(" required", "").replace('id="', "").replace("\n", " ") or any(
        f'value="{kind}"' in part and " checked" in part for part in page.split("<input")
    )


# --- Which kind -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "kind"),
    [(Verdict.FITTING, "solution"), (Verdict.NOT_FITTING, "redesign"), (Verdict.NOT_CLEAR, None), ("", None)],
)
def test_the_verdict_chooses_the_kind(
    dx_client: Client, case: Consultation, ward: Ward, verdict: str, kind: str | None
) -> None:
    sheet = walk.hear(case, ward)
    services.save_sheet(sheet=sheet, actor=ward.dx_main, values={"verdict": verdict}, revision=sheet.revision)

    page = dx_client.get(url(case)).content.decode()

    assert [value for value in AnswerKind.values if is_checked(page, value)] == ([kind] if kind else [])


def test_without_a_hearing_it_is_the_short_way(dx_client: Client, case: Consultation) -> None:
    page = dx_client.get(url(case)).content.decode()

    assert [value for value in AnswerKind.values if is_checked(page, value)] == ["on_the_spot"]


def test_a_link_names_the_kind(dx_client: Client, case: Consultation) -> None:
    page = dx_client.get(url(case, "redesign")).content.decode()

    assert [value for value in AnswerKind.values if is_checked(page, value)] == ["redesign"]


def test_the_estimate_starts_from_the_sheet(dx_client: Client, case: Consultation, ward: Ward) -> None:
    walk.hear(case, ward)

    page = dx_client.get(url(case)).content.decode()

    assert 'value="延長保育の申込み受付"' in page
    assert 'value="600"' in page
    assert 'value="12"' in page


def test_the_tools_show_their_one_line_and_where_the_rest_stands(
    dx_client: Client, case: Consultation, tool: InHouseTool
) -> None:
    page = dx_client.get(url(case)).content.decode()

    assert "電子申請：申込みを画面で受ける" in page
    assert f'href="{reverse("tool_list")}"' in page


# --- Sending ----------------------------------------------------------------------------------------------------


def test_an_answer_on_the_spot_needs_nothing_but_its_words(
    dx_client: Client, case: Consultation, tool: InHouseTool
) -> None:
    response = dx_client.post(url(case), ON_THE_SPOT | {"tool": tool.pk})

    assert response["Location"] == reverse("consultation_detail", args=[case])
    answer = Answer.objects.get()
    assert (answer.kind, answer.body, answer.tool, answer.state) == ("on_the_spot", BODY, tool, AnswerState.GIVEN)
    assert walk.fresh(case).state == State.ANSWERED
    assert not EffectEntry.objects.exists()


def test_a_solution_goes_to_the_head_with_its_figure(dx_client: Client, case: Consultation, tool: InHouseTool) -> None:
    response = dx_client.post(url(case), SOLUTION | {"tool": tool.pk})

    assert "所属長に送りました" in said(response)
    entry = EffectEntry.objects.get(stage=EffectStage.PROPOSED)
    assert (entry.cases_per_year, entry.minutes_after, entry.running_hours_per_year, entry.initial_hours) == (
        600, Decimal("4.5"), Decimal(0), Decimal(30),
    )  # fmt: skip
    assert (entry.hours_per_year, entry.basis) == (Decimal(75), "聞き取り票の件数")
    assert walk.fresh(case).state == State.PROPOSED


def test_a_redesign_keeps_its_five_parts(dx_client: Client, case: Consultation) -> None:
    dx_client.post(
        url(case), REDESIGN | {"combine": "台帳を1つに", "rearrange": "受付で確かめる", "simplify": "選ぶだけに"}
    )

    answer = Answer.objects.get()
    assert (answer.eliminate, answer.combine, answer.rearrange, answer.simplify, answer.remains) == (
        "押印をやめる", "台帳を1つに", "受付で確かめる", "選ぶだけに", "はじめての方の相談",
    )  # fmt: skip


def test_what_the_kind_does_not_need_is_passed_over(dx_client: Client, case: Consultation) -> None:
    junk = {"cases_per_year": "たくさん", "method": "fortune", "eliminate": "押印をやめる"}
    response = dx_client.post(url(case), {"kind": "no_tool", "body": BODY, "tool": "999"} | junk)

    assert response.status_code == 302
    assert (Answer.objects.get().eliminate, Answer.objects.get().tool) == ("", None)
    assert not EffectEntry.objects.exists()


@pytest.mark.parametrize(
    ("sent", "target", "message"),
    [
        (ON_THE_SPOT | {"kind": ""}, "id_kind_0", "どう答えるかを、4つの中から選んでください"),
        (ON_THE_SPOT | {"kind": "oracle"}, "id_kind_0", "一覧の中から選び直してください"),
        (ON_THE_SPOT | {"body": "　"}, "id_body", "回答を書いてください"),
        (ON_THE_SPOT | {"body": "あ" * 20_001}, "id_body", "20000文字まで"),
        (ON_THE_SPOT | {"tool": "999"}, "id_tool", "一覧の中から選び直してください"),
        (SOLUTION | {"work_name": ""}, "id_work_name", "業務名を書いてください"),
        (SOLUTION | {"cases_per_year": ""}, "id_cases_per_year", "年間件数を書いてください"),
        (SOLUTION | {"minutes_after": "すこし"}, "id_minutes_after", "数字だけで書いてください"),
        (SOLUTION | {"minutes_before": "7.55"}, "id_minutes_before", "小数点より後を1けたまで"),
        (SOLUTION | {"method": ""}, "id_method_0", "出し方を選んでください"),
        (SOLUTION | {"basis": ""}, "id_basis", "根拠を書いてください"),
        (REDESIGN | {"eliminate": "　"}, "id_eliminate", "少なくとも1つを書いてください"),
    ],
)
def test_what_is_missing_is_named_beside_its_field_and_nothing_typed_is_lost(
    dx_client: Client, case: Consultation, sent: dict[str, Any], target: str, message: str
) -> None:
    response = dx_client.post(url(case), sent)

    page = response.content.decode()
    assert response.status_code == 422
    assert f'href="#{target}"' in page
    assert message in page
    if sent["body"].strip():
        assert sent["body"][:1000] in page
    assert not Answer.objects.exists()


def test_the_figure_stays_with_its_formula_after_an_error(dx_client: Client, case: Consultation) -> None:
    page = dx_client.post(url(case), SOLUTION | {"basis": ""}).content.decode()

    assert "600件/年 ×（12分 − 4.5分）÷ 60 = 75時間/年" in page


def test_hours_counted_elsewhere_are_named_beside_the_work(dx_client: Client, case: Consultation, ward: Ward) -> None:
    walk.advance(case, ward, State.PROPOSED)
    rival = walk.submit(ward, "おなじ受付の話")

    response = dx_client.post(url(rival), SOLUTION)

    page = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_work_name"' in page
    assert "令和8年度-0001 でも数えています" in page


def test_pressing_the_button_twice_sends_one_answer(dx_client: Client, case: Consultation) -> None:
    answers = [dx_client.post(url(case), SOLUTION) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [reverse("consultation_detail", args=[case])] * 2
    assert Answer.objects.count() == 1
    assert said(answers[1]).count("所属長に送りました") == 2


def test_another_answer_after_the_first_is_refused_with_a_word(dx_client: Client, case: Consultation) -> None:
    dx_client.post(url(case), ON_THE_SPOT)

    response = dx_client.post(url(case), ON_THE_SPOT | {"body": "別の回答"})

    assert response["Location"] == reverse("consultation_detail", args=[case])
    assert "「回答済み・確認待ち」にしました" in said(response)
    assert Answer.objects.get().body == BODY


# --- While typing -------------------------------------------------------------------------------------------------


def test_what_was_typed_is_taken_up_again_and_gone_once_sent(dx_client: Client, case: Consultation, ward: Ward) -> None:
    typed = {"kind": "redesign", "body": "書きかけの文", "cases_per_year": "千件くらい", "eliminate": "押印"}
    services.write_draft(user=ward.dx_main, key=answer_key(case), data=typed)

    page = dx_client.get(url(case)).content.decode()
    for text in ("書きかけの文", 'value="千件くらい"', "書きかけから続けています", "押印"):
        assert text in page
    assert [value for value in AnswerKind.values if is_checked(page, value)] == ["redesign"]

    dx_client.post(url(case), ON_THE_SPOT)
    assert not Draft.objects.exists()


def test_a_save_that_comes_after_the_answer_does_not_bring_it_back(
    dx_client: Client, case: Consultation, ward: Ward
) -> None:
    dx_client.post(url(case), ON_THE_SPOT)
    services.write_draft(user=ward.dx_main, key=answer_key(case), data={"body": BODY})
    services.say_still_in_trouble(consultation=case, actor=ward.requester, comment="型が開けません")

    assert BODY not in dx_client.get(url(case)).content.decode()


def test_the_form_saves_itself_as_a_draft(dx_client: Client, case: Consultation) -> None:
    page = dx_client.get(url(case)).content.decode()

    address = reverse("draft_save", args=[answer_key(case)])
    assert f'data-autosave-url="{address}"' in page
    dx_client.post(address, {"body": "書きかけ", "autosave_key": answer_key(case)})
    assert Draft.objects.get().data["body"] == "書きかけ"


# --- Who may, and what is told ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("requester", 403), ("colleague", 403), ("head", 403), ("leader", 403), ("dx_other", 403),
        ("outsider", 404), ("administrator", 404), ("dx_main", 200), ("dx_deputy", 200), ("section_head", 200),
    ],
)  # fmt: skip
def test_only_those_who_work_on_the_case_answer(
    client: Client, case: Consultation, ward: Ward, role: str, status: int
) -> None:
    client.force_login(getattr(ward, role))

    assert client.get(url(case)).status_code == status
    assert client.post(url(case), ON_THE_SPOT).status_code == (302 if status == 200 else status)


def test_the_page_says_who_will_decide_and_why_it_is_not_the_head(
    dx_client: Client, case: Consultation, ward: Ward
) -> None:
    assert "朝霧 健一さん（所属長）に届きます" in dx_client.get(url(case)).content.decode().replace("\n", "")
    AbsenceFactory(user=ward.head)

    page = dx_client.get(url(case)).content.decode()

    assert "藤袴 直美さん（所属長の代理。所属長が不在のため）に届きます" in page


def test_a_private_proposal_waits_for_its_summary(client: Client, ward: Ward) -> None:
    case = walk.submit(ward, is_private=True)
    for role, status in (("colleague", 404), ("head", 404), ("dx_deputy", 404)):
        client.force_login(getattr(ward, role))
        assert client.get(url(case)).status_code == status
    client.force_login(ward.section_head)

    page = client.get(url(case)).content.decode()
    response = client.post(url(case), SOLUTION)

    assert "要約を所属長に見せるまで、所属長には届きません" in page
    assert "要約を所属長に見せると、合意に進みます" in said(response)
    assert [(log.user, log.what) for log in AccessLog.objects.all()] == [(ward.section_head, "回答を書く画面")]


@pytest.mark.parametrize("hearings", [1, 3])
def test_the_page_reads_as_much_after_three_hearings(
    dx_client: Client, case: Consultation, ward: Ward, hearings: int, django_assert_num_queries: Any
) -> None:
    sheet = walk.hear(case, ward)
    for _ in range(1, hearings):
        services.ask_confirmation(sheet=sheet, actor=ward.dx_main)
        services.confirm_sheet(sheet=sheet, actor=ward.requester)
        sheet = walk.hear(case, ward)
    address = url(case)

    with django_assert_num_queries(10):
        dx_client.get(address)
