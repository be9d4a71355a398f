"""The register on its pages: looked through, written in, confirmed with one click."""

import csv
import datetime as dt
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from leaders.enums import AppState
from leaders.models import Programme, Team, TeamMember, Trainee, TrialApp
from leaders.selectors.trial_apps import months_before
from leaders.services.app_owners import ask_owners
from leaders.services.trial_apps import confirm_app, hand_to
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import User
from minato_dx.reference.models import InHouseTool
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.leaders.training.test_pages import post, queries_of, text
from tests.leaders.trial_apps.conftest import facts, fresh, lead, registered
from tests.organization.factories import Ward

TODAY = NOW.date()
TYPED = {
    "name": "鍵の貸出簿",
    "about": "会議室の鍵を借りた人と時間を残します。",
    "other_tool": "表計算",
    "handles_personal_data": "no",
    "state": "in_use",
}


def overdue(app: TrialApp) -> None:
    TrialApp.objects.filter(pk=app.pk).update(confirmed_on=months_before(TODAY, 7))


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


# --- Looking through ---------------------------------------------------------------------------------------------


def test_an_empty_register_says_what_to_do(ward: Ward, leader: User) -> None:
    assert "試しているだけの小さなものでも" in text(as_person(leader), "app_list")
    page = text(as_person(ward.requester), "app_list")
    assert "DX推進リーダーが作ったものが、ここに並びます" in page
    assert "アプリを登録する" not in page
    for tab, words in (("mine", "あなたが持ち主のアプリは"), ("due", "確認が必要な"), ("no_owner", "持ち主のいない")):
        assert words in text(as_person(ward.requester), "app_list", tab=tab)
    assert "条件に合うアプリは0件" in text(as_person(ward.requester), "app_list", q="台帳")


def test_everybody_reads_list_and_page(app: TrialApp, ward: Ward) -> None:
    client = as_person(ward.outsider)
    page = text(client, "app_list")
    for words in (
        "延長保育の受付",
        "保育課",
        "子ども家庭支援部",
        "電子申請サービス",
        "試している",
        "柊 美月",
        "個人情報を扱う",
    ):
        assert words in page, words
    page = text(client, "app_detail", app.pk)
    for words in ("延長保育の申込みを、フォームで", "延長保育の申込み", "登録（試している、持ち主：柊 美月さん）"):
        assert words in page, words
    for words in ("いまも試している", "持ち主を替える", "登録の内容を直す"):
        assert words not in page, words


def test_the_list_is_narrowed_by_what_the_address_says(app: TrialApp, ward: Ward, tool: InHouseTool) -> None:
    lead(ward.outsider, ward.elderly)
    registered(
        ward,
        actor=User.objects.get(pk=ward.outsider.pk),
        division=ward.elderly,
        facts=facts(name="貸出簿", about="鍵の貸出し"),
    )
    client = as_person(ward.requester)
    department = f"d{ward.welfare.pk}"
    for query, first, second in (
        ({"q": "延長"}, True, False),
        ({"place": department}, False, True),
        ({"place": f"{department}-0703"}, False, True),
        ({"place": f"{department}-0704"}, False, False),
        ({"tool": str(tool.pk)}, True, False),
        ({"tool": "other"}, False, True),
        ({"personal": "yes"}, True, True),
        ({"personal": "no"}, False, False),
        ({"state": "alive"}, True, True),
        ({"state": "retired"}, False, False),
    ):
        page = main_of(text(client, "app_list", **query))
        shown = page[page.index('role="status"') :]
        assert ("延長保育の受付</a>" in shown, "貸出簿</a>" in shown) == (first, second), query
    assert "部・課「保健福祉支援部のすべて」、ツール「一覧にないツール」" in text(
        client, "app_list", place=department, tool="other"
    )


def test_what_cannot_be_understood_narrows_nothing_and_says_so_by_its_status(app: TrialApp, ward: Ward) -> None:
    response = as_person(ward.requester).get(reverse("app_list"), {"state": "lost"})
    assert response.status_code == 422
    assert "延長保育の受付" in response.content.decode()


def test_pages_of_25_keep_their_conditions(ward: Ward, leader: User) -> None:
    for number in range(26):
        registered(ward, facts=facts(name=f"アプリ{number:02}"))
    page = text(as_person(ward.requester), "app_list", q="アプリ", sort="name")
    assert "アプリ24" in page
    assert "アプリ25</a>" not in page
    assert "sort=name&amp;page=2" in page
    assert "アプリ25</a>" in text(as_person(ward.requester), "app_list", q="アプリ", sort="name", page="2")


# --- Writing -----------------------------------------------------------------------------------------------------


def test_a_leader_registers_an_app(ward: Ward, leader: User) -> None:
    client = as_person(leader)
    wrong = post(client, "app_create", status=422, division="0903", **TYPED | {"about": "　"})
    assert "何をするものかを、書いてください" in wrong
    assert 'value="鍵の貸出簿"' in wrong
    wrong = post(client, "app_create", status=422, division="0903", **TYPED | {"other_tool": ""})
    assert "使ったツールを選ぶか、名前を書いてください" in wrong
    assert not TrialApp.objects.exists()
    post(client, "app_create", division="0903", **TYPED)
    app = TrialApp.objects.get()
    assert (app.division, app.owner, app.state) == (ward.nursery, leader, AppState.IN_USE)
    assert not app.handles_personal_data
    assert "鍵の貸出簿" in text(client, "app_detail", app.pk)


def test_who_is_in_no_team_is_not_asked_for_one(ward: Ward, leader: User) -> None:
    assert "作った班" not in text(as_person(leader), "app_create")


def test_another_division_is_no_choice_of_a_leader(ward: Ward, leader: User) -> None:
    assert "高齢者支援課" not in main_of(text(as_person(leader), "app_create"))
    post(as_person(leader), "app_create", status=422, division="0703", **TYPED)
    assert not TrialApp.objects.exists()


def test_the_section_registers_for_another_division_with_an_owner(ward: Ward) -> None:
    client = as_person(ward.dx_main)
    assert "見つかりません" in post(client, "app_create", status=422, division="0703", owner="99", **TYPED)
    wrong = post(client, "app_create", status=422, division="0703", owner=ward.requester.staff_number, **TYPED)
    assert "使う課に所属している人です" in wrong
    post(client, "app_create", division="0703", owner=ward.outsider.staff_number, **TYPED)
    assert TrialApp.objects.get().owner == ward.outsider


def test_a_leader_names_no_other_owner(ward: Ward, leader: User) -> None:
    post(as_person(leader), "app_create", division="0903", owner=ward.colleague.staff_number, **TYPED)
    assert TrialApp.objects.get().owner == leader


def test_what_a_team_built_is_taken_over(ward: Ward, leader: User, tool: InHouseTool, cohort: Any) -> None:
    programme = Programme.objects.create(
        cohort=cohort, name="研修", starts_on="2026-11-01", ends_on="2027-03-01", teams_announced_at=NOW
    )
    team = Team.objects.create(programme=programme, name="1班", tool=tool, about="待ち時間を知らせます。")
    trainee = Trainee.objects.create(programme=programme, person=leader, division=ward.nursery, joined_on="2026-11-01")
    TeamMember.objects.create(team=team, trainee=trainee)
    page = text(as_person(leader), "app_create", team=team.pk)
    assert "作った班" in page
    assert "待ち時間を知らせます。</textarea>" in page
    post(as_person(leader), "app_create", division="0903", team=team.pk, **TYPED)
    assert TrialApp.objects.get().team == team
    assert reverse("team_detail", args=[team.pk]) in text(as_person(leader), "app_detail", TrialApp.objects.get().pk)
    # Who may not open the team's page gets no link to it.
    page = text(as_person(ward.requester), "app_detail", TrialApp.objects.get().pk)
    assert reverse("team_detail", args=[team.pk]) not in page
    assert "1班" in page


def test_the_owner_mends_what_the_register_says(app: TrialApp, ward: Ward) -> None:
    page = text(as_person(ward.leader), "app_edit", app.pk)
    assert 'value="延長保育の申込み"' in page
    post(as_person(ward.leader), "app_edit", app.pk, **TYPED)
    row = fresh(app)
    assert (row.name, row.tool, row.other_tool, row.work, row.state) == ("鍵の貸出簿", None, "表計算", None, "trying")


def test_a_tool_that_left_the_catalogue_stays_where_it_was_used(app: TrialApp, ward: Ward, tool: InHouseTool) -> None:
    InHouseTool.objects.filter(pk=tool.pk).update(is_active=False)
    assert "電子申請サービス</option>" in text(as_person(ward.leader), "app_edit", app.pk)
    assert "電子申請サービス</option>" not in text(as_person(ward.leader), "app_create")
    assert "電子申請サービス" in text(as_person(ward.requester), "app_list", tool=tool.pk)


# --- Confirming --------------------------------------------------------------------------------------------------


def button_on(page: str, app: TrialApp) -> dict[str, str]:
    """Return what the form sends that confirms the app on this page, as its button and hidden fields say."""
    found = re.search(rf'<form[^>]*action="{reverse("app_confirm", args=[app.pk])}".*?</form>', page, re.S)
    assert found, "no button"
    fields = re.findall(r'<input\s+type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', found[0])
    return {name: value for name, value in fields if name != "csrfmiddlewaretoken"}


def test_one_click_from_the_message(app: TrialApp, ward: Ward, clock: Any) -> None:
    clock.move_to(NOW + dt.timedelta(days=200))
    ask_owners()
    client = as_person(ward.leader)
    message = Notification.objects.get(recipient=ward.leader)
    assert (message.object_kind, message.object_id) == ("trial_app", app.pk)
    page = text(client, "app_detail", app.pk)
    assert "ボタンを1つ押すだけ" in page
    assert Notification.objects.get(pk=message.pk).read_at is not None
    post(client, "app_confirm", app.pk, state="in_use", **button_on(page, app))
    row = fresh(app)
    assert (row.state, row.asked_on) == ("in_use", None)
    assert row.confirmed_on == (NOW + dt.timedelta(days=200)).date()
    assert "ボタンを1つ押すだけ" not in text(client, "app_detail", app.pk)


def test_one_click_from_the_list_leads_back_to_it(app: TrialApp, ward: Ward) -> None:
    overdue(app)
    client = as_person(ward.leader)
    sent = button_on(text(client, "app_list", tab="due", q="延長"), app)
    response = client.post(reverse("app_confirm", args=[app.pk]), sent, follow=True)
    assert response.redirect_chain[0][0].startswith(reverse("app_list"))
    assert response.context["tab"] == "due"
    assert "として確かめました" in response.content.decode()
    assert fresh(app).confirmed_on == TODAY


def test_the_button_of_the_list_is_for_owners_and_for_the_section_where_it_is_due(app: TrialApp, ward: Ward) -> None:
    address = reverse("app_confirm", args=[app.pk])
    assert address in text(as_person(ward.leader), "app_list")
    assert address not in text(as_person(ward.dx_main), "app_list")
    overdue(app)
    assert address in text(as_person(ward.dx_main), "app_list")
    assert address not in text(as_person(ward.head), "app_list")
    TrialApp.objects.filter(pk=app.pk).update(state=AppState.RETIRED, retired_reason="統合")
    assert address not in text(as_person(ward.leader), "app_list")


def test_retiring_asks_for_a_word_and_keeps_what_was_typed(app: TrialApp, ward: Ward) -> None:
    client = as_person(ward.leader)
    sent = {"state": "retired", "seen": "trying"}
    assert "やめた理由を、ひとこと書いて" in post(client, "app_confirm", app.pk, status=422, reason="　", **sent)
    long = post(client, "app_confirm", app.pk, status=422, reason="長" * 201, **sent)
    assert "長" * 201 in long
    post(client, "app_confirm", app.pk, reason="電子申請に移した", **sent)
    page = text(client, "app_detail", app.pk)
    assert "また使い始めましたか" in page
    assert "電子申請に移した" in page
    assert "持ち主を替える" not in page


def test_a_page_that_is_out_of_date_is_a_conflict(app: TrialApp, ward: Ward) -> None:
    confirm_app(app=app, actor=ward.dx_main, state=AppState.RETIRED, seen=AppState.TRYING, reason="統合", now=NOW)
    page = post(as_person(ward.leader), "app_confirm", app.pk, status=409, state="in_use", seen="trying")
    assert "ほかの人が先に「やめた」" in page
    assert "を開き直す" in page


def test_a_confirmation_without_a_state_is_refused(app: TrialApp, ward: Ward) -> None:
    post(as_person(ward.leader), "app_confirm", app.pk, status=422, state="lost", seen="trying")
    assert fresh(app).confirmed_on == app.confirmed_on


# --- Handing on --------------------------------------------------------------------------------------------------


def test_handing_on_to_somebody_of_the_division(app: TrialApp, ward: Ward) -> None:
    client = as_person(ward.head)
    page = main_of(text(client, "app_hand_on", app.pk))
    assert "浅葱 涼" in page
    assert "柊 美月" not in page
    assert "桐生 葵" not in page
    sent = {"seen": ward.leader.pk}
    wrong = post(client, "app_hand_on", app.pk, status=422, person=ward.outsider.staff_number, **sent)
    assert "所属していません" in wrong
    post(client, "app_hand_on", app.pk, person=ward.colleague.staff_number, **sent)
    assert fresh(app).owner == ward.colleague


def test_a_page_opened_before_another_was_named_is_a_conflict(app: TrialApp, ward: Ward) -> None:
    hand_to(app=app, to=ward.requester, actor=ward.leader, seen_owner_id=ward.leader.pk, now=NOW)
    page = post(
        as_person(ward.head), "app_hand_on", app.pk, status=409,
        person=ward.colleague.staff_number, seen=ward.leader.pk,
    )  # fmt: skip
    assert "ほかの人が先に、真砂 陽菜さんを" in page


def test_an_app_without_owner_asks_those_who_can_name_one(app: TrialApp, ward: Ward) -> None:
    TrialApp.objects.filter(pk=app.pk).update(owner=None)
    assert "持ち主を決めてください" in text(as_person(ward.head), "app_detail", app.pk)
    page = text(as_person(ward.requester), "app_detail", app.pk)
    assert "決めてもらうようお願いしています" in page
    post(as_person(ward.head), "app_hand_on", app.pk, person=ward.colleague.staff_number, seen="")
    assert fresh(app).owner == ward.colleague


# --- Files and costs ---------------------------------------------------------------------------------------------


def content(client: Client, kind: str, **query: str) -> bytes:
    response = client.get(reverse("app_export", args=[kind]), query)
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_files_hold_what_the_list_shows_and_no_formulas(app: TrialApp, ward: Ward) -> None:
    registered(ward, facts=facts(name="=cmd()", about="表"))
    client = as_person(ward.requester)
    rows = list(csv.reader(io.StringIO(content(client, "csv", q="延長").decode("utf-8-sig"))))
    assert len(rows) == 2
    line = dict(zip(*rows, strict=True))
    assert (line["名前"], line["部"], line["課"], line["業務"]) == (
        "延長保育の受付", "子ども家庭支援部", "保育課", "延長保育の申込み",
    )  # fmt: skip
    assert (line["個人情報"], line["状態"], line["持ち主"], line["確認が必要"]) == (
        "扱う",
        "試している",
        "柊 美月",
        "いいえ",
    )
    assert "'=cmd()" in content(client, "csv").decode("utf-8-sig")
    book = load_workbook(io.BytesIO(content(client, "xlsx")))
    cells = [cell for line in book.active.iter_rows() for cell in line]
    assert any(cell.value == "=cmd()" for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)
    assert client.get(reverse("app_export", args=["exe"])).status_code == 404


@pytest.mark.parametrize("name", ["app_list", "app_export", "app_detail", "app_hand_on"])
def test_three_apps_cost_what_one_costs(app: TrialApp, ward: Ward, name: str) -> None:
    client = as_person(ward.section_head)
    address = {
        "app_list": reverse("app_list") + "?q=の",
        "app_export": reverse("app_export", args=["csv"]),
    }.get(name) or reverse(name, args=[app.pk])

    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            response = client.get(address)
            if name == "app_export":
                assert b"".join(response.streaming_content)
        return len(found)

    queries_of(client, address)
    one = cost()
    for person in (ward.colleague, ward.requester):
        registered(ward, actor=ward.dx_main, owner=person, facts=facts(name="鍵の貸出簿", work=f"{person.name}の仕事"))
        hand_to(app=fresh(app), to=person, actor=ward.section_head, seen_owner_id=fresh(app).owner_id, now=NOW)
    assert cost() == one
