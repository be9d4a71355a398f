"""Every step is a page: it says what it will do, then does it, for those who may and while it fits."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import time_machine
from django.test import Client, RequestFactory

from consultations import services
from consultations.converters import ReceiptNumber
from consultations.enums import AnswerKind, Outcome, State
from consultations.models import Consultation
from consultations.services.answers import Reply
from consultations.views.endings import CloseView
from minato_dx.core.calendar import jst
from tests.consultations import walk
from tests.organization.factories import AbsenceFactory, Ward

Advance = Callable[[Consultation, State], Consultation]
DIVISION = {"requester", "colleague", "head", "acting_head", "leader"}
SECTION = {"dx_main", "dx_deputy", "dx_other", "section_head"}
HANDLERS = {"dx_main", "dx_deputy", "section_head"}


@dataclass(frozen=True)
class Step:
    """One step: from which state, by whom, with what, and what then holds."""

    page: str
    state: State
    to: State
    by: str
    allowed: set[str]
    says: str
    data: dict[str, str] = field(default_factory=dict)
    needs: dict[str, str] = field(default_factory=dict)
    wrong: State = State.CLOSED

    def __str__(self) -> str:
        return self.page


STEPS = [
    Step(
        "withdraw", State.RECEIVED, State.WITHDRAWN, "requester", {"requester"},
        "担当の汐見さんと、所属長の朝霧さんに知らせます。", {"reason": "課の中で解決しました"},
    ),
    Step(
        "reopen", State.WITHDRAWN, State.RECEIVED, "requester", HANDLERS | {"requester"},
        "約束の期限が、今日から数え直されます。", {"reason": "また困っています"},
        {"reason": "再開する理由を書いてください。担当が読みます。"}, State.RECEIVED,
    ),
    Step(
        "close", State.ANSWERED, State.CLOSED, "dx_main", HANDLERS,
        "結果とその説明を、相談者の真砂さんに知らせます。", {"outcome": "on_the_spot", "text": "型で解決しました"},
        {"outcome": "結果を選んでください。", "text": "結果の説明を書いてください。相談者が読みます。"}, State.RECEIVED,
    ),
    Step(
        "hand-over", State.RECEIVED, State.HANDED_OVER, "dx_main", HANDLERS,
        "引き継ぎ先への連絡は、あなたから行ってください。", {"to": "情報政策課", "reason": "端末の故障です"},
        {"to": "引き継ぎ先の窓口を書いてください。", "reason": "引き継ぐ理由を書いてください。相談者が読みます。"},
    ),
    Step(
        "wait", State.RECEIVED, State.WAITING, "dx_main", HANDLERS,
        "お返事が届くまで、約束の期限は止まります。", {"reason": "申込書の写しをください"},
        {"reason": "何を待っているかを書いてください。相談者に届きます。"}, State.WAITING,
    ),
    Step(
        "resume", State.WAITING, State.RECEIVED, "dx_main", HANDLERS | DIVISION,
        "止まっていた約束の期限が、残りの日数で進みます。", wrong=State.RECEIVED,
    ),
    Step(
        "assess", State.RECEIVED, State.ASSESSING, "dx_main", HANDLERS,
        "ヒアリングをせずに進みます。", wrong=State.ASSESSING,
    ),
    Step(
        "start", State.AGREED, State.IN_PROGRESS, "dx_main", HANDLERS,
        "書いた段取りを相談者の真砂さんに知らせます。", {"plan": "12月に様式を作る"},
        {"plan": "だれが、いつまでに、何をするかを書いてください。1行でかまいません。"}, State.RECEIVED,
    ),
    Step(
        "live", State.IN_PROGRESS, State.MEASURING, "dx_main", HANDLERS,
        "その日から3か月後に、件数と時間の実績を書いてもらいます。", {"on": "2026-11-24"},
        {"on": "運用を始めた日を選んでください。"}, State.AGREED,
    ),
    Step(
        "rethink", State.PROPOSED, State.ASSESSING, "dx_main", HANDLERS,
        "いまの案は使わなくなり、見込みの時間も数えなくなります。", {"reason": "件数がちがっていました"},
        {"reason": "見立てに戻す理由を書いてください。相談者も読みます。"}, State.RECEIVED,
    ),
    Step(
        "solved", State.ANSWERED, State.CLOSED, "requester", {"requester"},
        "相談は完了になり、担当の汐見さんに知らせます。", {"comment": "助かりました"}, wrong=State.RECEIVED,
    ),
    Step(
        "still", State.ANSWERED, State.ASSESSING, "requester", {"requester"},
        "担当の汐見さんに知らせ、もう一度見立てます。", {"comment": "型が開けません"},
        {"comment": "いま何に困っているかを書いてください。1文でかまいません。"}, State.RECEIVED,
    ),
]  # fmt: skip


def page(case: Consultation, step: str = "") -> str:
    return f"/consultations/{case.slug}/{step}/" if step else f"/consultations/{case.slug}/"


def html_of(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_a_step_says_what_it_will_do_and_then_does_it(
    client: Client, case: Consultation, ward: Ward, advance: Advance, step: Step
) -> None:
    case = advance(case, step.state)
    client.force_login(getattr(ward, step.by))

    before = client.get(page(case, step.page))
    assert before.status_code == 200
    assert step.says in html_of(before)
    assert case.title in html_of(before)
    assert walk.fresh(case).state == step.state

    response = client.post(page(case, step.page), step.data)

    assert (response.status_code, response.headers["Location"]) == (302, page(case))
    assert walk.fresh(case).state == step.to
    assert 'class="notice notice--ok"' in html_of(client.get(page(case)))


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_a_step_is_for_those_who_may_take_it(
    client: Client, case: Consultation, ward: Ward, advance: Advance, step: Step
) -> None:
    case = advance(case, step.state)

    for role in DIVISION | SECTION:
        client.force_login(getattr(ward, role))
        expected = 200 if role in step.allowed else 403
        assert client.get(page(case, step.page)).status_code == expected, role
        if expected == 403:
            assert client.post(page(case, step.page), step.data).status_code == 403, role
    for role in ("outsider", "outsider_head", "cio", "administrator"):
        client.force_login(getattr(ward, role))
        assert client.get(page(case, step.page)).status_code == 404, role
        assert client.post(page(case, step.page), step.data).status_code == 404, role
    assert walk.fresh(case).state == step.state


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_a_step_that_no_longer_fits_leads_back_with_a_sentence(
    client: Client, case: Consultation, ward: Ward, advance: Advance, step: Step
) -> None:
    case = advance(case, step.wrong)
    client.force_login(getattr(ward, step.by))

    for response in (client.get(page(case, step.page)), client.post(page(case, step.page), step.data)):
        assert (response.status_code, response.headers["Location"]) == (302, page(case))
    html = html_of(client.get(page(case)))
    assert "notice--warn" in html
    assert f"「{step.wrong.label}」" in html
    assert walk.fresh(case).state == step.wrong


NEEDED = [(step, name) for step in STEPS for name in step.needs]


@pytest.mark.parametrize(("step", "name"), NEEDED, ids=[f"{step}-{name}" for step, name in NEEDED])
def test_what_is_missing_is_said_and_what_was_typed_stays(
    client: Client, case: Consultation, ward: Ward, advance: Advance, step: Step, name: str
) -> None:
    case = advance(case, step.state)
    client.force_login(getattr(ward, step.by))
    typed = {other: value for other, value in step.data.items() if other != name}

    response = client.post(page(case, step.page), {**typed, name: " 　\u200b"} if name != "outcome" else typed)

    html = html_of(response)
    assert response.status_code == 422
    assert step.needs[name] in html
    assert 'role="alert"' in html
    assert all(value in html for value in typed.values())
    assert walk.fresh(case).state == step.state


def test_every_step_leads_back_without_doing_anything(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.requester)

    html = html_of(client.get(page(case, "withdraw")))

    assert f'<a class="btn btn-link" href="{page(case)}">取り下げずに戻る</a>' in html


def test_a_step_out_of_waiting_ends_the_waiting_by_itself(client: Client, case: Consultation, ward: Ward) -> None:
    services.wait_for_requester(consultation=case, actor=ward.dx_main, reason="写しをください")
    client.force_login(ward.dx_main)

    client.post(page(case, "assess"))

    assert walk.fresh(case).state == State.ASSESSING


def test_who_comes_second_is_told_who_was_first_and_keeps_the_text(
    rf: RequestFactory, case: Consultation, ward: Ward, advance: Advance
) -> None:
    """The page was open and the check before it passed when somebody else ended the case."""
    case = advance(case, State.ANSWERED)
    request = rf.post(page(case, "close"), {"outcome": "on_the_spot", "text": "あとから書いた説明"})
    request.user = ward.dx_main
    view = CloseView()
    view.setup(request, number=ReceiptNumber(case.fiscal_year, case.serial))
    view.case = view.find_case()
    services.say_solved(consultation=case, actor=ward.requester)

    response = view.post(request)

    assert response.status_code == 409
    html = html_of(response.render())
    assert "真砂 陽菜さんが11月24日10:00に「完了」にしました" in html
    assert "あとから書いた説明" in html
    assert walk.fresh(case).outcome_text != "あとから書いた説明"


# --- Withdrawing and taking up again -------------------------------------------------------------------------


def test_withdrawing_names_the_hearing_that_falls_away(client: Client, case: Consultation, ward: Ward) -> None:
    services.arrange_hearing(
        consultation=case, actor=ward.dx_main, starts_at=jst(dt.date(2026, 11, 27), dt.time(9, 0)), place="窓口"
    )
    client.force_login(ward.requester)

    html = html_of(client.get(page(case, "withdraw")))

    assert "11月27日(金) 9:00の第1回ヒアリングは取りやめになります。" in html
    assert "30日以内なら、再開できます。" in html
    assert "btn-outline-danger" in html


def test_withdrawing_a_private_case_tells_no_head(client: Client, ward: Ward) -> None:
    case = walk.submit(ward, is_private=True)
    client.force_login(ward.requester)

    assert "所属長の朝霧さん" not in html_of(client.get(page(case, "withdraw")))


def test_no_reason_is_needed_to_withdraw(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.requester)

    client.post(page(case, "withdraw"), {"reason": ""})

    assert walk.fresh(case).state == State.WITHDRAWN


def test_taking_up_again_ends_after_its_days(client: Client, case: Consultation, ward: Ward, advance: Advance) -> None:
    case = advance(case, State.WITHDRAWN)

    with time_machine.travel(jst(dt.date(2026, 12, 24), dt.time(17, 0)), tick=False):
        client.force_login(ward.requester)
        assert client.get(page(case, "reopen")).status_code == 200
    with time_machine.travel(jst(dt.date(2026, 12, 25), dt.time(9, 0)), tick=False):
        client.force_login(ward.requester)
        response = client.post(page(case, "reopen"), {"reason": "また困っています"})
        assert response.status_code == 302
        html = html_of(client.get(page(case)))

    assert "再開できるのは12月24日(木)まででした。新しい相談として送ってください。" in html
    assert walk.fresh(case).state == State.WITHDRAWN


# --- Closing -------------------------------------------------------------------------------------------------


def test_closing_offers_the_likely_outcome_and_the_answers_text(client: Client, case: Consultation, ward: Ward) -> None:
    services.give_answer(
        consultation=case, actor=ward.dx_main, reply=Reply(kind=AnswerKind.NO_TOOL, body="型があれば足ります。")
    )
    client.force_login(ward.dx_main)

    response = client.get(page(case, "close"))

    form = response.context["form"]
    assert [value for value, _ in form.fields["outcome"].choices] == [Outcome.NO_TOOL, Outcome.ON_THE_SPOT]
    assert form["outcome"].value() == Outcome.NO_TOOL
    assert "型があれば足ります。</textarea>" in html_of(response)


def test_closing_a_proposal_without_agreement_is_advice(
    client: Client, case: Consultation, ward: Ward, advance: Advance
) -> None:
    case = advance(case, State.PROPOSED)
    client.force_login(ward.dx_main)

    assert "助言として完了します。見込みの時間は数えません。" in html_of(client.get(page(case, "close")))
    response = client.post(page(case, "close"), {"outcome": "solution", "text": "導入した"})
    assert response.status_code == 422
    assert "結果を、一覧の中から選び直してください。" in html_of(response)


def test_closing_while_nothing_real_was_written_says_so(
    client: Client, case: Consultation, ward: Ward, advance: Advance
) -> None:
    case = advance(case, State.MEASURING)
    client.force_login(ward.dx_main)
    assert "実績がまだ書かれていません。" in html_of(client.get(page(case, "close")))

    services.record_realised(consultation=case, actor=ward.requester, estimate=walk.estimate())
    assert "実績がまだ書かれていません。" not in html_of(client.get(page(case, "close")))


# --- Merging -------------------------------------------------------------------------------------------------


@pytest.fixture
def other(case: Consultation, ward: Ward) -> Consultation:
    return walk.submit(ward, "おなじ申込みの別の相談")


@pytest.mark.parametrize("number", ["令和8年度-0002", "令和８年度‐０００２", "2026-0002", "R8-2", "2", "０００２"])
def test_merging_shows_the_title_before_anything_happens(
    client: Client, case: Consultation, other: Consultation, ward: Ward, number: str
) -> None:
    client.force_login(ward.dx_main)

    response = client.post(page(case, "merge"), {"number": number, "reason": "同じ業務です"})

    html = html_of(response)
    assert response.status_code == 200
    assert "おなじ申込みの別の相談" in html
    assert "この相談に統合する" in html
    assert "同じ業務です</textarea>" in html
    assert walk.fresh(case).state == State.RECEIVED

    response = client.post(
        page(case, "merge"),
        {"number": number, "reason": "同じ業務です", "confirmed": response.context["form"].data["confirmed"]},
    )

    assert response.headers["Location"] == page(case)
    assert walk.fresh(case).merged_into == other


def test_another_number_than_the_one_shown_is_shown_first(
    client: Client, case: Consultation, other: Consultation, ward: Ward
) -> None:
    third = walk.submit(ward, "三つめの相談")
    client.force_login(ward.dx_main)

    response = client.post(
        page(case, "merge"), {"number": third.slug, "reason": "同じ業務です", "confirmed": other.slug}
    )

    assert response.status_code == 200
    assert "三つめの相談" in html_of(response)
    assert walk.fresh(case).state == State.RECEIVED


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("", "統合先の受付番号を書いてください。"),
        ("保育課の相談", "受付番号は「令和8年度-0123」の形で書いてください。"),
        ("2026-0099", "その番号の相談は見つかりません。番号を確かめてください。"),
        ("2026-0001", "いま開いている相談の番号です。統合先の番号を書いてください。"),
    ],
)
def test_a_number_that_does_not_help_says_why(
    client: Client, case: Consultation, ward: Ward, number: str, message: str
) -> None:
    client.force_login(ward.dx_main)

    response = client.post(page(case, "merge"), {"number": number, "reason": "同じ業務です"})

    assert response.status_code == 422
    assert message in html_of(response)
    assert "同じ業務です</textarea>" in html_of(response)


def test_a_private_case_that_one_may_not_see_is_not_found(client: Client, case: Consultation, ward: Ward) -> None:
    hidden = walk.submit(ward, "秘密の相談", requester=ward.outsider, is_private=True)
    client.force_login(ward.dx_main)

    response = client.post(page(case, "merge"), {"number": hidden.slug, "reason": "同じ業務です"})

    assert "その番号の相談は見つかりません。" in html_of(response)
    assert "秘密の相談" not in html_of(response)


def test_the_target_must_be_ones_own_work(client: Client, case: Consultation, ward: Ward) -> None:
    foreign = walk.submit(ward, "高齢者支援課の相談", requester=ward.outsider)
    client.force_login(ward.dx_main)

    response = client.post(page(case, "merge"), {"number": foreign.slug, "reason": "同じ業務です"})

    assert response.status_code == 422
    assert "あなたの担当ではないので、統合先にできません。担当の霞さんに相談してください。" in html_of(response)


def test_merging_needs_a_reason(client: Client, case: Consultation, other: Consultation, ward: Ward) -> None:
    client.force_login(ward.dx_main)

    response = client.post(page(case, "merge"), {"number": other.slug, "reason": "　"})

    assert response.status_code == 422
    assert "統合する理由を書いてください。相談者が読みます。" in html_of(response)


def test_merging_into_what_has_ended_is_refused_with_its_reason(
    client: Client, case: Consultation, other: Consultation, ward: Ward
) -> None:
    services.withdraw_consultation(consultation=other, actor=ward.requester)
    client.force_login(ward.dx_main)

    response = client.post(
        page(case, "merge"), {"number": other.slug, "reason": "同じ業務です", "confirmed": other.slug}
    )

    assert response.status_code == 422
    assert "もう終わっています。進行中の相談を選んでください。" in html_of(response)


@pytest.mark.parametrize("role", ["requester", "colleague", "head", "leader", "dx_other"])
def test_merging_is_for_those_who_work_on_it(client: Client, case: Consultation, ward: Ward, role: str) -> None:
    client.force_login(getattr(ward, role))

    assert client.get(page(case, "merge")).status_code == 403


def test_the_requester_of_another_division_is_told_about_it(client: Client, case: Consultation, ward: Ward) -> None:
    other = walk.submit(ward, "高齢者支援課の相談", requester=ward.outsider)
    client.force_login(ward.section_head)

    html = html_of(client.post(page(case, "merge"), {"number": other.slug, "reason": "同じ業務です"}))

    assert "真砂さんは統合先を開けません。" in html


# --- Giving it to somebody else ------------------------------------------------------------------------------


def test_reassigning_shows_who_has_how_much_and_who_is_away(client: Client, case: Consultation, ward: Ward) -> None:
    walk.submit(ward, "もうひとつの相談")
    AbsenceFactory(user=ward.dx_other)
    client.force_login(ward.dx_main)

    html = html_of(client.get(page(case, "reassign")))

    assert "汐見 拓也（進行中2件）" in html
    assert "霞 由衣（進行中0件、きょうは不在）" in html
    assert "真砂 陽菜（進行中" not in html


def test_reassigning_gives_it_away_with_a_reason(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.dx_main)
    data = {"to": ward.dx_other.pk, "reason": "申請の画面に詳しいため"}

    response = client.post(page(case, "reassign"), data)

    assert response.headers["Location"] == page(case)
    assert walk.fresh(case).assignee == ward.dx_other
    # Pressed twice: nothing more happens, and nobody is told again.
    assert client.post(page(case, "reassign"), data).status_code == 302
    assert case.transitions.filter(name="reassign").count() == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"to": "", "reason": "詳しいため"}, "新しい担当を選んでください。"),
        ({"to": "{dx_other}", "reason": " "}, "担当を替える理由を書いてください。新しい担当と相談者も読みます。"),
        ({"to": "{requester}", "reason": "詳しいため"}, "新しい担当を、一覧の中から選び直してください。"),
    ],
)
def test_reassigning_says_what_is_missing(
    client: Client, case: Consultation, ward: Ward, data: dict[str, str], message: str
) -> None:
    client.force_login(ward.dx_main)
    filled = {
        name: value.format(dx_other=ward.dx_other.pk, requester=ward.requester.pk) for name, value in data.items()
    }

    response = client.post(page(case, "reassign"), filled)

    assert response.status_code == 422
    assert message in html_of(response)
    assert walk.fresh(case).assignee == ward.dx_main


def test_who_gives_a_private_case_away_comes_back_to_the_list(client: Client, ward: Ward) -> None:
    case = walk.submit(ward, is_private=True)
    client.force_login(ward.dx_main)
    assert "いまの担当は見られなくなります。" in html_of(client.get(page(case, "reassign")))

    response = client.post(page(case, "reassign"), {"to": ward.dx_deputy.pk, "reason": "前の担当のため"})

    assert response.headers["Location"] == "/triage/"


@pytest.mark.parametrize("role", ["requester", "colleague", "head", "dx_other"])
def test_reassigning_is_for_those_who_work_on_it(client: Client, case: Consultation, ward: Ward, role: str) -> None:
    client.force_login(getattr(ward, role))

    assert client.get(page(case, "reassign")).status_code == 403


def test_what_has_ended_is_given_to_nobody(client: Client, case: Consultation, ward: Ward, advance: Advance) -> None:
    case = advance(case, State.WITHDRAWN)
    client.force_login(ward.dx_main)

    assert client.get(page(case, "reassign")).status_code == 302
    assert "「取り下げ」にしました" in html_of(client.get(page(case)))


# --- Going live ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2026-11-25", "今日（11月24日(火)）までの日を入れてください。"),
        ("2026-11-23", "相談を受け付けた日より前です。"),
        ("きのう", "運用を始めた日は「2026-11-24」の形で書いてください。"),
    ],
)
def test_a_day_that_cannot_be_says_why(
    client: Client, case: Consultation, ward: Ward, advance: Advance, day: str, message: str
) -> None:
    case = advance(case, State.IN_PROGRESS)
    client.force_login(ward.dx_main)

    response = client.post(page(case, "live"), {"on": day})

    assert response.status_code == 422
    assert message in html_of(response)


def test_the_answer_is_read_once_more_before_it_is_judged(
    client: Client, case: Consultation, ward: Ward, advance: Advance
) -> None:
    case = advance(case, State.ANSWERED)
    client.force_login(ward.requester)

    for step in ("solved", "still"):
        assert "共有フォルダの型を使えば" in html_of(client.get(page(case, step)))
