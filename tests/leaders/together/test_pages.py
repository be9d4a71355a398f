"""Leaders together on their pages: looked up by a colleague, asked and answered among leaders."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leaders.models import LeaderProfile, LeaderQuestion, LeaderReply, LeaderTerm
from minato_dx.notifications.models import Notification
from minato_dx.notifications.selectors import worded
from tests.leaders.steps import as_person
from tests.leaders.together.conftest import Circle, make_field, make_tool
from tests.leaders.training.test_pages import post, text
from tests.organization.factories import AbsenceFactory


def main_of(page: str) -> str:
    """Return the page without header and footer, as one line."""
    return " ".join(page.partition("<main")[2].partition("</main>")[0].split())


# --- The directory -----------------------------------------------------------------------------------------------


def test_a_colleague_looks_up_who_knows_something(circle: Circle) -> None:
    circle.profile(circle.ward.leader, "電子申請の様式づくり", (circle.forms,), (circle.requests,))
    AbsenceFactory(user=circle.ward.outsider)
    client = as_person(circle.ward.requester)
    page = main_of(text(client, "leader_directory"))
    for words in (
        "柊 美月", "保育課", "子ども家庭支援部", "内線", "2300", "s0004128@city.example", "電子申請の様式づくり",
        "ツール：電子申請サービス", "分野：申請・届出", "研修はこれから", "桐生 葵", "紹介はまだありません", "不在",
    ):  # fmt: skip
        assert words in page, words
    assert "自分の紹介を書く" not in page
    assert reverse("leader_questions") not in page
    found = main_of(text(client, "leader_directory", q="電子申請 住民票"))
    assert "条件に合うリーダーは0人です" in found
    found = main_of(text(client, "leader_directory", q="電子申請", tool=circle.forms.pk))
    assert "<b>1人</b>（ことば「電子申請」、庁内ツール「電子申請サービス」）" in found
    assert "桐生 葵" not in found
    assert "桐生 葵" in text(client, "leader_directory", department=circle.ward.welfare.pk)
    nonsense = text(client, "leader_directory", tool="x", field="99999", department="-1")
    assert "<b>2人</b>" in nonsense


def test_without_leaders_the_directory_says_so(ward: Any) -> None:
    assert "いまは、リーダーがいません" in text(as_person(ward.requester), "leader_directory")


def test_a_leader_writes_of_themselves(circle: Circle) -> None:
    client = as_person(circle.ward.leader)
    assert reverse("leader_profile") in text(client, "leader_directory")
    too_long = post(client, "leader_profile", status=422, good_at="あ" * 1001, tools=[circle.forms.pk])
    assert "あ" * 1001 in too_long
    assert re.search(rf'value="{circle.forms.pk}"[^>]*checked', too_long)
    post(client, "leader_profile", good_at="<b>様式</b>", tools=[circle.forms.pk], knows_fields=[circle.requests.pk])
    row = LeaderProfile.objects.get()
    assert (list(row.tools.all()), list(row.fields.all())) == ([circle.forms], [circle.requests])
    again = text(client, "leader_profile")
    assert "&lt;b&gt;様式&lt;/b&gt;" in again
    assert re.search(rf'value="{circle.forms.pk}"[^>]*checked', again)
    assert "&lt;b&gt;様式" in text(client, "leader_directory")


def test_the_section_does_not_write_it_for_them(circle: Circle) -> None:
    response = as_person(circle.ward.dx_main).get(reverse("leader_profile"))
    assert response.status_code == 403
    assert "自分で書きます" in response.content.decode()


# --- Asking and answering ----------------------------------------------------------------------------------------


def test_from_a_question_to_its_solution(circle: Circle) -> None:
    circle.profile(circle.ward.outsider, tools=(circle.forms,))
    asker, other = as_person(circle.ward.leader), as_person(circle.ward.outsider)
    empty = post(asker, "leader_question_ask", status=422, title=" ", text="詳細", tool=circle.forms.pk)
    assert "聞きたいことを、1文で" in empty
    assert "詳細</textarea>" in empty
    post(asker, "leader_question_ask", title="受付メールの文面は", text="どこですか", tool=circle.forms.pk)
    question = LeaderQuestion.objects.get()
    assert "受付メールの文面は" in text(other, "inbox")

    assert "まだ回答はありません" in text(other, "leader_question", question.pk)
    assert "回答を書いてください" in post(other, "leader_question", question.pk, status=422, text="")
    post(other, "leader_question", question.pk, text="通知の設定です\n<i>2番目</i>")
    row = LeaderReply.objects.get()
    page = main_of(text(asker, "leader_question", question.pk))
    assert '桐生 葵</b> <span class="sub">高齢者支援課</span>' in page
    assert "通知の設定です<br>&lt;i&gt;2番目&lt;/i&gt;" in page
    assert "に回答しました" in text(asker, "inbox")

    post(asker, "leader_reply_helpful", row.pk, helped="1")
    post(asker, "leader_question_settle", question.pk, act="solve")
    page = main_of(text(other, "leader_question", question.pk))
    assert "役に立った</span>" in page
    assert "解決済み" in page
    # Who replied may correct the reply, and does not say what helped.
    assert reverse("leader_reply_edit", args=[row.pk]) in page
    assert 'name="helped"' not in page
    assert "解決済みにする" not in page
    post(asker, "leader_reply_helpful", row.pk, helped="0")
    post(asker, "leader_question_settle", question.pk, act="reopen")
    page = main_of(text(asker, "leader_question", question.pk))
    assert "役に立った</span>" not in page
    assert "解決済みにする" in page


def test_ones_own_reply_is_corrected(circle: Circle) -> None:
    row = circle.reply(circle.ask())
    client = as_person(circle.ward.outsider)
    assert "通知の設定です</textarea>" in text(client, "leader_reply_edit", row.pk)
    assert "回答を書いてください" in post(client, "leader_reply_edit", row.pk, status=422, text="　")
    post(client, "leader_reply_edit", row.pk, text="通知の設定の2番目です")
    assert "通知の設定の2番目です" in text(client, "leader_question", row.question_id)


def test_a_question_is_taken_back_until_somebody_replied(circle: Circle) -> None:
    first, second = circle.ask(title="甲の質問"), circle.ask(title="乙の質問")
    client = as_person(circle.ward.leader)
    address = reverse("leader_question_withdraw", args=[first.pk])
    assert address in text(client, "leader_question", first.pk)
    assert "甲の質問" in text(client, "leader_question_withdraw", first.pk)
    post(client, "leader_question_withdraw", first.pk)
    assert not LeaderQuestion.objects.filter(pk=first.pk).exists()
    circle.reply(second)
    assert "取り下げる" not in text(client, "leader_question", second.pk)
    assert "取り下げられません" in post(client, "leader_question_withdraw", second.pk, status=409)
    post(as_person(circle.ward.outsider), "leader_question", first.pk, status=404, text="遅い回答")


def test_the_message_of_a_withdrawn_question_leads_nowhere(circle: Circle) -> None:
    circle.profile(circle.ward.outsider, tools=(circle.forms,))
    question = circle.ask(tool=circle.forms)
    messages = list(Notification.objects.filter(recipient=circle.ward.outsider))
    assert [row.url for row in worded(user=circle.ward.outsider, messages=messages)] == [
        reverse("leader_question", args=[question.pk])
    ]
    question.delete()
    assert [row.url for row in worded(user=circle.ward.outsider, messages=messages)] == [""]


def test_a_name_stays_on_what_was_written(circle: Circle) -> None:
    question = circle.ask()
    circle.reply(question)
    LeaderTerm.objects.filter(person__in=[circle.ward.leader, circle.ward.outsider]).update(valid_to="2026-11-24")
    page = main_of(text(as_person(circle.ward.dx_main), "leader_question", question.pk))
    assert "柊 美月さん" in page
    assert "桐生 葵</b>" in page
    former = as_person(circle.ward.leader)
    assert former.get(reverse("leader_question", args=[question.pk])).status_code == 404
    assert question.title not in text(former, "inbox")
    assert question.title not in text(former, "leader_directory")


# --- Finding again -----------------------------------------------------------------------------------------------


def test_the_list_has_tabs_conditions_and_counts(circle: Circle) -> None:
    solved, open_one = circle.ask(title="甲の質問", tool=circle.forms), circle.ask(title="乙の質問")
    circle.reply(open_one, text="エクセルの一覧です")
    circle.reply(open_one, circle.ward.dx_main)
    theirs = circle.ask(circle.ward.outsider, "丙の質問")
    client = as_person(circle.ward.leader)
    post(client, "leader_question_settle", solved.pk, act="solve")
    page = main_of(text(client, "leader_questions"))
    assert page.index(theirs.title) < page.index(open_one.title)
    assert solved.title not in page
    assert '<span class="num">2件</span>' in page
    assert '回答<b class="num">2件</b>' in page
    assert "桐生 葵さん（高齢者支援課）" in page
    page = main_of(text(client, "leader_questions", tab="solved", tool=circle.forms.pk))
    assert solved.title in page
    assert "庁内ツール「電子申請サービス」" in page
    page = main_of(text(client, "leader_questions", own="1"))
    assert open_one.title in page
    assert theirs.title not in page
    page = main_of(text(client, "leader_questions", q="ｴｸｾﾙ"))
    assert open_one.title in page
    assert theirs.title not in page


def test_what_is_not_found_can_be_asked_at_once(circle: Circle) -> None:
    client = as_person(circle.ward.leader)
    assert "回答を募集中の質問はありません" in text(client, "leader_questions")
    assert "解決済みの質問は、まだありません" in text(client, "leader_questions", tab="solved")
    circle.ask(title="予約の枠")
    page = text(client, "leader_questions", q="電子 申請&x")
    assert "条件に合う質問は0件です" in page
    [address] = re.findall(rf'href="({reverse("leader_question_ask")}\?q=[^"]+)"', page)
    assert 'value="電子 申請&amp;x"' in client.get(address.replace("&amp;", "&")).content.decode()


def test_similar_questions_are_shown_while_typing_and_without_a_script(circle: Circle) -> None:
    question = circle.ask(title="電子申請の受付メール")
    circle.reply(question)
    client = as_person(circle.ward.outsider)
    fragment = text(client, "leader_question_similar", title="電子申請が届きません")
    assert "<html" not in fragment
    assert "似た質問が1件あります" in fragment
    assert reverse("leader_question", args=[question.pk]) in fragment
    assert "回答1件・回答を募集中" in fragment
    assert text(client, "leader_question_similar", title="住民票").strip() == ""
    assert text(client, "leader_question_similar").strip() == ""
    page = text(client, "leader_question_ask")
    assert f'hx-get="{reverse("leader_question_similar")}"' in page
    assert "似た質問" not in page
    assert "似た質問が1件あります" in text(client, "leader_question_ask", q="電子申請")
    refused = post(client, "leader_question_ask", status=422, title="電子申請" + "あ" * 80)
    assert "似た質問が1件あります" in refused


def test_long_lists_come_in_pages_that_keep_the_conditions(circle: Circle) -> None:
    for number in range(27):
        circle.ask(title=f"質問その{number}", tool=circle.forms)
    client = as_person(circle.ward.leader)
    first = text(client, "leader_questions", tool=circle.forms.pk)
    assert "27件" in first
    assert f"tool={circle.forms.pk}&amp;page=2" in first
    second = text(client, "leader_questions", tool=circle.forms.pk, page=2)
    assert "質問その0<" in second
    assert "質問その26<" not in second


# --- What it costs -----------------------------------------------------------------------------------------------


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    "address",
    ["/leaders/together/", "/leaders/together/?q=課", "/leaders/together/questions/", "/leaders/together/profile/",
     "/leaders/together/questions/?q=質問&own=1", "/leaders/together/questions/new/?q=電子申請",
     "/leaders/together/questions/similar/?title=電子申請", "detail"],
)  # fmt: skip
def test_three_rows_cost_what_one_costs(circle: Circle, address: str) -> None:
    question = circle.ask(title="電子申請の質問", tool=circle.forms, field=circle.requests)
    circle.reply(question, circle.another_leader(1))
    circle.profile(circle.ward.leader, "様式", (circle.forms,), (circle.requests,))
    client = as_person(circle.ward.leader)
    address = reverse("leader_question", args=[question.pk]) if address == "detail" else address
    few = queries_of(client, address)
    for number in (2, 3):
        person = circle.another_leader(number)
        circle.profile(person, "集計", (circle.forms, make_tool(f"道具{number}")), (make_field(f"分野{number}"),))
        circle.reply(circle.ask(title=f"電子申請の質問 {number}", tool=circle.forms), person)
        circle.reply(question, person)
    assert queries_of(client, address) == few
