"""The hearing sheet as pages: written and saved bit by bit, asked about, confirmed, corrected, printed."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from consultations import services
from consultations.enums import HearingState, SheetState, State, Verdict
from consultations.forms.sheets import SheetForm
from consultations.models import AccessLog, Consultation, Hearing, HearingSheet
from consultations.selectors.sheets import PARTS, Progress, figure_of, ticks_of, written_parts
from consultations.services.sheets import SHEET_FIELDS
from minato_dx.notifications.models import Notification
from tests.consultations import walk
from tests.organization.factories import Ward

AS_SCRIPT = {"Accept": "application/json"}
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def sheet(case: Consultation, ward: Ward) -> HearingSheet:
    return walk.hear(case, ward)


@pytest.fixture
def dx_client(client: Client, ward: Ward) -> Client:
    client.force_login(ward.dx_main)
    return client


@pytest.fixture
def asker(ward: Ward) -> Client:
    client = Client()
    client.force_login(ward.requester)
    return client


def url(name: str, sheet: HearingSheet) -> str:
    return reverse(name, args=[sheet.hearing.consultation, sheet.hearing.pk])


def case_url(sheet: HearingSheet) -> str:
    return reverse("consultation_detail", args=[sheet.hearing.consultation])


def typed(sheet: HearingSheet, **changes: Any) -> dict[str, Any]:
    """Return what a browser sends of the form as it stands, with ``changes`` typed into it."""
    form = SheetForm.of(sheet)
    values = {}
    for name in SHEET_FIELDS:
        value = form[name].value()
        values[name] = value if isinstance(value, list) else str(value if value is not None else "")
    return values | {"version": sheet.revision} | changes


def fresh(sheet: HearingSheet) -> HearingSheet:
    return HearingSheet.objects.select_related("hearing__consultation").get(pk=sheet.pk)


def said(response: HttpResponse) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


# --- Its parts ----------------------------------------------------------------------------------------------


def test_a_part_is_written_once_what_it_needs_is_there() -> None:
    sheet = HearingSheet()
    assert {part.id: part.progress(sheet) for part in PARTS} == dict.fromkeys(
        ["s1", "s2", "s3", "s4", "s5"], Progress.EMPTY
    )

    sheet = HearingSheet(
        work_name="予約",
        purpose="受ける",
        cases_per_year=0,
        media=["paper"],
        trouble="　",
        busy_when="3月",
        verdict="no",
    )
    assert [part.progress(sheet) for part in PARTS] == [
        Progress.DONE, Progress.PARTLY, Progress.PARTLY, Progress.EMPTY, Progress.PARTLY,
    ]  # fmt: skip


def test_every_field_of_the_sheet_belongs_to_one_part() -> None:
    assert sorted(name for part in PARTS for name in part.needed + part.others) == sorted(SHEET_FIELDS)


def test_the_figure_says_how_it_was_reached_and_what_the_seasons_make() -> None:
    sheet = HearingSheet(
        cases_per_year=9600, minutes_per_case=Decimal("7.0"),
        normal_cases_per_day=36, normal_days_per_year=204, busy_cases_per_day=62, busy_days_per_year=30,
    )  # fmt: skip
    figure = figure_of(sheet)

    assert figure.formula == "9,600件/年 × 7分/件 ÷ 60 = 1,120時間/年"
    assert figure.seasons == "時期別の合計 36×204 ＋ 62×30 = 9,204件/年：年間件数との差 396件"
    sheet.cases_per_year = 9204
    assert figure_of(sheet).seasons.endswith("9,204件/年：年間件数と同じです")
    assert figure_of(HearingSheet()).hours is None


def test_what_was_left_empty_is_left_out_of_the_reading() -> None:
    sheet = HearingSheet(
        work_name="予約",
        cases_per_year=1200,
        busy_when="3月",
        busy_days_per_year=20,
        media=["phone", "paper"],
        verdict="no",
    )
    lines = {line.label: line.text for part in written_parts(sheet) for line in part.lines}

    assert lines == {
        "業務名": "予約",
        "年間件数": "1,200件/年",
        "繁忙期": "3月、年20日",
        "媒体": "紙、電話",
        "求めている解決策は適切か": "適切でない",
    }


def test_boxes_on_paper_are_ticked_as_far_as_it_is_known() -> None:
    ticks = ticks_of(HearingSheet(media=["phone"], network="lgwan"))

    assert [tick.label for tick in ticks["media"] if tick.is_ticked] == ["電話"]
    assert [tick.label for tick in ticks["network"] if tick.is_ticked] == ["LGWAN接続系"]
    assert not any(tick.is_ticked for tick in ticks["verdict"])


# --- Writing ------------------------------------------------------------------------------------------------


def test_the_form_shows_what_was_written_with_its_units(dx_client: Client, sheet: HearingSheet) -> None:
    page = dx_client.get(url("hearing_sheet", sheet)).content.decode()

    for text in (
        "延長保育の申込み受付",
        "件/年",
        "分/件",
        "120",
        "600件/年 × 12分/件 ÷ 60 = 120時間/年",
        "未記入",
        "途中",
    ):
        assert text in page
    assert "業務の見直し案へ進みます" in page


def test_saving_leads_back_to_the_case(dx_client: Client, sheet: HearingSheet) -> None:
    response = dx_client.post(
        url("hearing_sheet_save", sheet),
        typed(sheet, cases_per_year="９，６００", media=["paper", "phone"], people="３"),
    )

    assert response["Location"] == case_url(sheet)
    saved = fresh(sheet)
    assert (saved.cases_per_year, saved.media, saved.people) == (9600, ["paper", "phone"], 3)


def test_the_enter_key_saves_and_stays(dx_client: Client, sheet: HearingSheet) -> None:
    response = dx_client.post(url("hearing_sheet_save", sheet), typed(sheet, purpose="受ける", stay="1"))

    assert response["Location"] == url("hearing_sheet", sheet)
    assert fresh(sheet).purpose == "受ける"


def test_a_script_is_answered_with_the_time_and_the_state_of_each_part(dx_client: Client, sheet: HearingSheet) -> None:
    response = dx_client.post(url("hearing_sheet_save", sheet), typed(sheet, purpose="受ける"), headers=AS_SCRIPT)

    answer = response.json()
    assert response.status_code == 200
    assert (answer["saved_at"], answer["message"]) == ("10:00", "自動で保存しました（10:00）")
    assert answer["version"] == fresh(sheet).revision == sheet.revision + 1
    assert answer["errors"] == {}
    assert "記入済み" in answer["parts"]["s1"]


def test_what_is_valid_is_saved_and_what_is_not_is_named(dx_client: Client, sheet: HearingSheet) -> None:
    wrong = typed(sheet, purpose="受ける", cases_per_year="たくさん", busy_days_per_year="400")
    answer = dx_client.post(url("hearing_sheet_save", sheet), wrong, headers=AS_SCRIPT).json()

    saved = fresh(sheet)
    assert (saved.purpose, saved.cases_per_year, saved.busy_days_per_year) == ("受ける", 600, None)
    assert list(answer["errors"]) == ["cases_per_year", "busy_days_per_year"]
    assert answer["errors"]["cases_per_year"] == ["年間件数は数字だけで書いてください。例：1200"]
    assert "2か所は、直すと保存されます" in answer["message"]


def test_without_a_script_what_is_wrong_stays_typed(dx_client: Client, sheet: HearingSheet) -> None:
    response = dx_client.post(
        url("hearing_sheet_save", sheet), typed(sheet, purpose="受ける", cases_per_year="たくさん")
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="たくさん"' in page
    assert "年間件数は数字だけで書いてください" in page
    assert f'name="version" value="{fresh(sheet).revision}"' in page
    assert fresh(sheet).purpose == "受ける"


def test_saving_what_stands_there_already_is_no_new_revision(dx_client: Client, sheet: HearingSheet) -> None:
    dx_client.post(url("hearing_sheet_save", sheet), typed(sheet))

    assert fresh(sheet).revision == sheet.revision


def test_line_breaks_of_a_browser_make_no_difference(dx_client: Client, sheet: HearingSheet) -> None:
    HearingSheet.objects.update(trouble="一行目\n二行目")
    sheet = fresh(sheet)

    dx_client.post(url("hearing_sheet_save", sheet), typed(sheet, trouble="一行目\r\n二行目"))

    assert (fresh(sheet).trouble, fresh(sheet).revision) == ("一行目\n二行目", sheet.revision)


def test_a_save_by_its_address_alone_leads_to_the_sheet(dx_client: Client, sheet: HearingSheet) -> None:
    for name in ("hearing_sheet_save", "hearing_ask", "hearing_confirm", "hearing_correct"):
        assert dx_client.get(url(name, sheet))["Location"] == url("hearing_sheet", sheet)


# --- Two people writing ---------------------------------------------------------------------------------------


@pytest.fixture
def overtaken(sheet: HearingSheet, ward: Ward) -> HearingSheet:
    """The sheet as dx_main opened it, after the deputy has saved a purpose and a verdict."""
    services.save_sheet(
        sheet=sheet,
        actor=ward.dx_deputy,
        values={"purpose": "副担当の文", "verdict": Verdict.NOT_FITTING},
        revision=sheet.revision,
    )
    return sheet


def test_a_script_is_told_both_values_of_every_field_that_differs(dx_client: Client, overtaken: HearingSheet) -> None:
    response = dx_client.post(
        url("hearing_sheet_save", overtaken), typed(overtaken, purpose="担当の文"), headers=AS_SCRIPT
    )

    assert response.status_code == 409
    answer = response.json()
    assert answer["version"] == fresh(overtaken).revision
    assert (answer["conflict"]["who"], answer["conflict"]["at"]) == ("波多野", "10:00")
    assert answer["conflict"]["fields"] == [
        {"name": "purpose", "label": "目的・概要", "theirs": "副担当の文", "theirs_text": "副担当の文"},
        {"name": "verdict", "label": "求めている解決策は適切か", "theirs": "no", "theirs_text": "適切でない"},
    ]
    assert fresh(overtaken).purpose == "副担当の文"


def test_without_a_script_a_page_shows_both_and_carries_everything_typed(
    dx_client: Client, overtaken: HearingSheet
) -> None:
    sent = typed(overtaken, purpose="担当の文", people="たくさん", media=["paper", "fax"])
    response = dx_client.post(url("hearing_sheet_save", overtaken), sent)

    page = response.content.decode()
    assert response.status_code == 409
    for text in (
        "担当の文",
        "副担当の文",
        "適切でない",
        "波多野さんが11月24日(火) 10:00に",
        'value="たくさん"',
        'value="fax"',
    ):
        assert text in page
    assert fresh(overtaken).purpose == "副担当の文"


def test_the_chosen_values_are_saved_and_the_others_stay(dx_client: Client, overtaken: HearingSheet) -> None:
    now = fresh(overtaken)
    sent = typed(overtaken, purpose="担当の文", version=now.revision, deciding="1", stay="1")

    response = dx_client.post(
        url("hearing_sheet_save", overtaken), sent | {"keep_purpose": "mine", "keep_verdict": "theirs"}
    )

    assert response["Location"] == url("hearing_sheet", overtaken)
    assert (fresh(overtaken).purpose, fresh(overtaken).verdict) == ("担当の文", Verdict.NOT_FITTING)


def test_nothing_is_overwritten_while_a_choice_is_missing(dx_client: Client, overtaken: HearingSheet) -> None:
    now = fresh(overtaken)
    sent = typed(overtaken, purpose="担当の文", version=now.revision, deciding="1", keep_purpose="mine")

    response = dx_client.post(url("hearing_sheet_save", overtaken), sent)

    assert response.status_code == 409
    assert fresh(overtaken).purpose == "副担当の文"


def test_the_same_text_from_two_people_is_no_conflict(dx_client: Client, sheet: HearingSheet, ward: Ward) -> None:
    services.save_sheet(sheet=sheet, actor=ward.dx_deputy, values={"purpose": "おなじ"}, revision=sheet.revision)

    response = dx_client.post(url("hearing_sheet_save", sheet), typed(sheet, purpose="おなじ"), headers=AS_SCRIPT)

    assert response.status_code == 200


def test_ones_own_autosave_that_was_under_way_is_no_conflict(dx_client: Client, sheet: HearingSheet) -> None:
    save = url("hearing_sheet_save", sheet)
    dx_client.post(save, typed(sheet, purpose="途中の"), headers=AS_SCRIPT)

    response = dx_client.post(save, typed(sheet, purpose="途中の文をおわりまで"))

    assert response["Location"] == case_url(sheet)
    assert fresh(sheet).purpose == "途中の文をおわりまで"


def test_ones_own_older_window_is_asked_too(dx_client: Client, sheet: HearingSheet) -> None:
    save = url("hearing_sheet_save", sheet)
    dx_client.post(save, typed(sheet, purpose="新しい窓で書いた文"))

    with time_machine.travel(walk.NOW + MINUTE, tick=False):
        response = dx_client.post(save, typed(sheet, purpose="古い窓で書いた文"))

    assert response.status_code == 409
    assert fresh(sheet).purpose == "新しい窓で書いた文"


# --- Asking, confirming, correcting -----------------------------------------------------------------------------


def test_asking_saves_first_and_stops_the_clock(dx_client: Client, sheet: HearingSheet) -> None:
    response = dx_client.post(url("hearing_ask", sheet), typed(sheet, purpose="受ける"))

    assert response["Location"] == case_url(sheet)
    assert "真砂さんに確認をお願いしました" in said(response)
    assert (fresh(sheet).purpose, fresh(sheet).state) == ("受ける", SheetState.ASKED)
    assert walk.fresh(sheet.hearing.consultation).state == State.WAITING


def test_pressing_ask_twice_asks_once(dx_client: Client, sheet: HearingSheet) -> None:
    sent = typed(sheet, purpose="受ける")
    for _ in range(2):
        response = dx_client.post(url("hearing_ask", sheet), sent)

    assert response["Location"] == case_url(sheet)
    assert Notification.objects.filter(kind="sheet").count() == 1


def test_what_is_missing_is_named_beside_its_fields_and_the_rest_is_saved(
    dx_client: Client, sheet: HearingSheet
) -> None:
    response = dx_client.post(
        url("hearing_ask", sheet), typed(sheet, work_name="", verdict="", verdict_reason=" ", purpose="受ける")
    )

    page = response.content.decode()
    assert response.status_code == 422
    for target, text in (
        ("id_work_name", "「業務名」を書いてください"),
        ("id_verdict_0", "「求めている解決策は適切か」を選んでください"),
        ("id_verdict_reason", "「そう考えた理由」を書いてください"),
    ):
        assert f'href="#{target}"' in page
        assert text in page
    assert "まだ確認をお願いしていません。3か所を直してください" in page
    assert (fresh(sheet).purpose, fresh(sheet).state) == ("受ける", SheetState.WRITING)


def test_a_hearing_still_to_come_is_not_asked_about(dx_client: Client, case: Consultation, ward: Ward) -> None:
    hearing = services.arrange_hearing(
        consultation=case, actor=ward.dx_main, starts_at=walk.NOW + dt.timedelta(days=1), place="窓口"
    )
    sent = typed(hearing.sheet, work_name="受付", verdict="yes", verdict_reason="多い")

    response = dx_client.post(url("hearing_ask", hearing.sheet), sent)

    assert response.status_code == 422
    assert "まだ来ていません" in response.content.decode()


@pytest.fixture
def asked(sheet: HearingSheet, ward: Ward) -> HearingSheet:
    services.ask_confirmation(sheet=sheet, actor=ward.dx_main)
    return fresh(sheet)


def test_the_requester_reads_and_confirms(asker: Client, asked: HearingSheet) -> None:
    page = asker.get(url("hearing_sheet", asked)).content.decode()
    assert "次は、あなたの番です" in page
    assert "600件/年 × 12分/件 ÷ 60 = 120時間/年" in page

    response = asker.post(url("hearing_confirm", asked))

    assert response["Location"] == case_url(asked)
    assert fresh(asked).state == SheetState.CONFIRMED
    page = asker.get(url("hearing_sheet", asked)).content.decode()
    assert "11月24日(火) 10:00に、真砂さんが「このとおりです」と答えました" in page
    assert "<textarea" not in page


def test_the_requester_says_what_is_wrong_and_the_writer_reads_it_above_the_form(
    asker: Client, dx_client: Client, asked: HearingSheet
) -> None:
    response = asker.post(url("hearing_correct", asked), {"correction": "件数は月300件です"})
    assert response["Location"] == case_url(asked)

    page = dx_client.get(url("hearing_sheet", asked)).content.decode()

    assert "件数は月300件です" in page
    assert "もう一度確認をお願いする" in page
    dx_client.post(url("hearing_ask", asked), typed(fresh(asked), cases_per_year="3,600"))
    assert (fresh(asked).state, fresh(asked).cases_per_year) == (SheetState.ASKED, 3600)


def test_a_correction_without_words_stays_on_the_page(asker: Client, asked: HearingSheet) -> None:
    response = asker.post(url("hearing_correct", asked), {"correction": "　"})

    assert response.status_code == 422
    assert "どこがちがうかを書いてください" in response.content.decode()
    assert fresh(asked).state == SheetState.ASKED


@pytest.mark.parametrize("first", ["hearing_confirm", "hearing_correct"])
def test_the_second_reply_is_told_of_the_first(asker: Client, asked: HearingSheet, first: str) -> None:
    asker.post(url(first, asked), {"correction": "件数は月300件です"})
    state = fresh(asked).get_state_display()

    response = asker.post(url("hearing_confirm", asked))

    assert response["Location"] == url("hearing_sheet", asked)
    assert f"「{state}」です" in said(response)


def test_a_sheet_confirmed_while_somebody_writes_keeps_what_was_typed(
    dx_client: Client, asked: HearingSheet, ward: Ward
) -> None:
    services.confirm_sheet(sheet=asked, actor=ward.requester)
    sent = typed(asked, purpose="あとから書いた文")

    page = dx_client.post(url("hearing_sheet_save", asked), sent)
    script = dx_client.post(url("hearing_sheet_save", asked), sent, headers=AS_SCRIPT)

    assert page.status_code == 409
    assert "あとから書いた文" in page.content.decode()
    assert script.status_code == 422
    assert "直せません" in script.json()["message"]
    assert fresh(asked).purpose == ""


def test_a_verdict_of_no_leads_on_to_the_redesign(dx_client: Client, sheet: HearingSheet, ward: Ward) -> None:
    redesign = reverse("answer_create", args=[sheet.hearing.consultation]) + "?kind=redesign"
    assert redesign not in dx_client.get(url("hearing_sheet", sheet)).content.decode()

    services.save_sheet(
        sheet=sheet, actor=ward.dx_main, values={"verdict": Verdict.NOT_FITTING}, revision=sheet.revision
    )

    assert redesign in dx_client.get(url("hearing_sheet", sheet)).content.decode()
    services.ask_confirmation(sheet=fresh(sheet), actor=ward.dx_main)
    services.confirm_sheet(sheet=fresh(sheet), actor=ward.requester)
    assert redesign in dx_client.get(url("hearing_sheet", sheet)).content.decode()


def test_the_sheet_of_a_hearing_called_off_is_closed(dx_client: Client, case: Consultation, ward: Ward) -> None:
    hearing = services.arrange_hearing(
        consultation=case, actor=ward.dx_main, starts_at=walk.NOW + dt.timedelta(days=1), place="窓口"
    )
    services.cancel_hearing(hearing=hearing, actor=ward.dx_main, reason="会議室が使えません")

    page = dx_client.get(url("hearing_sheet", hearing.sheet)).content.decode()
    response = dx_client.post(url("hearing_sheet_save", hearing.sheet), typed(hearing.sheet, purpose="予約"))

    assert Hearing.objects.get().state == HearingState.CANCELLED
    assert "このヒアリングは行われませんでした（取りやめ）" in page
    assert response.status_code == 409


# --- Who may ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "edits"),
    [
        ("dx_main", True), ("dx_deputy", True), ("section_head", True),
        ("dx_other", False), ("requester", False), ("colleague", False), ("head", False),
    ],
)  # fmt: skip
def test_only_those_who_work_on_the_case_get_the_form(
    client: Client, sheet: HearingSheet, ward: Ward, role: str, edits: bool
) -> None:
    client.force_login(getattr(ward, role))

    response = client.get(url("hearing_sheet", sheet))

    assert response.status_code == 200
    assert ('id="sheet"' in response.content.decode()) is edits
    if not edits:
        for name in ("hearing_sheet_save", "hearing_ask"):
            assert client.post(url(name, sheet), typed(sheet)).status_code == 403


def test_outside_the_dx_section_nobody_reads_a_sheet_that_is_still_being_written(
    asker: Client, sheet: HearingSheet
) -> None:
    page = asker.get(url("hearing_sheet", sheet)).content.decode()

    assert "まとめているところです" in page
    assert "件数が多く" not in page
    assert asker.get(url("hearing_print", sheet)).status_code == 403


@pytest.mark.parametrize("role", ["outsider", "outsider_head", "administrator", "cio"])
def test_for_others_there_is_no_such_sheet(client: Client, asked: HearingSheet, ward: Ward, role: str) -> None:
    client.force_login(getattr(ward, role))

    for name in ("hearing_sheet", "hearing_print"):
        assert client.get(url(name, asked)).status_code == 404
    for name in ("hearing_sheet_save", "hearing_ask", "hearing_confirm", "hearing_correct"):
        assert client.post(url(name, asked)).status_code == 404


@pytest.mark.parametrize("role", ["colleague", "head", "dx_main"])
def test_only_the_requester_replies(client: Client, asked: HearingSheet, ward: Ward, role: str) -> None:
    client.force_login(getattr(ward, role))

    for name in ("hearing_confirm", "hearing_correct"):
        assert client.post(url(name, asked), {"correction": "ちがいます"}).status_code == 403
    assert fresh(asked).state == SheetState.ASKED


def test_a_private_sheet_is_not_there_for_colleagues_and_its_openings_are_logged(client: Client, ward: Ward) -> None:
    sheet = walk.hear(walk.submit(ward, is_private=True), ward)
    for role, status in (("colleague", 404), ("head", 404), ("dx_deputy", 404), ("section_head", 200)):
        client.force_login(getattr(ward, role))
        for name in ("hearing_sheet", "hearing_print"):
            assert client.get(url(name, sheet)).status_code == status

    assert sorted(log.what for log in AccessLog.objects.filter(user=ward.section_head)) == [
        "聞き取り票",
        "聞き取り票（紙）",
    ]


# --- Paper --------------------------------------------------------------------------------------------------


def test_the_paper_form_has_what_is_known_and_room_for_the_rest(dx_client: Client, sheet: HearingSheet) -> None:
    page = dx_client.get(url("hearing_print", sheet)).content.decode()

    for text in ("令和8年度-0001", "保育課", "令和8年11月24日(火) 10:00〜10:30", "延長保育の申込み受付", "真砂 陽菜"):
        assert text in page
    assert page.count('class="tick"') == 25
    assert "paper__lines" in page
    assert "data-print" in page


# --- Queries ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hearings", [1, 3])
def test_the_pages_read_as_much_with_three_hearings(
    dx_client: Client, case: Consultation, ward: Ward, hearings: int, django_assert_num_queries: Any
) -> None:
    sheet = walk.hear(case, ward)
    for hours in range(1, hearings):
        sheet = services.arrange_hearing(
            consultation=case, actor=ward.dx_main, starts_at=walk.NOW + hours * HOUR, place="窓口"
        ).sheet

    for address in (url("hearing_sheet", sheet), url("hearing_print", sheet)):
        with django_assert_num_queries(6):
            dx_client.get(address)
