"""The page of one consultation: whose turn it is, the thread, the facts, for everybody who may see it."""

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_fsm import has_transition_perm
from pytest_django import DjangoAssertNumQueries

from consultations import services
from consultations.enums import State, Verdict
from consultations.models import AccessLog, Consultation
from consultations.selectors.buttons import PAGES
from consultations.selectors.wording import WORDINGS
from leaders.models import LeaderTerm
from minato_dx.core.calendar import jst
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import DivisionSuccession, DivisionVersion, Duty, Membership
from minato_dx.reference.models import InHouseTool
from tests.consultations import walk
from tests.organization.factories import AbsenceFactory, DivisionFactory, MembershipFactory, Ward

Advance = Callable[[Consultation, State], Consultation]
SEERS = (
    "requester", "colleague", "head", "acting_head", "leader", "dx_main", "dx_deputy", "dx_other", "section_head",
)  # fmt: skip
NOTE = "昨年は見送りになった話です"


def url_of(case: Consultation) -> str:
    return f"/consultations/{case.slug}/"


def look(client: Client, person: object, case: Consultation) -> str:
    client.force_login(person)  # type: ignore[arg-type]
    response = client.get(url_of(case))
    assert response.status_code == 200
    return str(response.content.decode())


# --- The next step -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_next_step_for_everybody(
    client: Client, case: Consultation, ward: Ward, advance: Advance, state: State
) -> None:
    case = advance(case, state)
    for role in SEERS:
        client.force_login(getattr(ward, role))
        response = client.get(url_of(case))
        step = response.context["step"]
        assert step.heading, role
        assert step.text, role
        html = response.content.decode()
        assert html.index('id="case-next"') < html.index('id="case-thread"')
        assert state.label in html


TURNS = {
    State.RECEIVED: {"dx_main"},
    State.HEARING: {"dx_main"},
    State.ASSESSING: {"dx_main"},
    State.ANSWERED: {"requester"},
    State.PROPOSED: {"head"},
    State.AGREED: {"dx_main"},
    State.IN_PROGRESS: {"dx_main"},
    State.MEASURING: set(),
    State.WAITING: {"requester"},
    State.CLOSED: set(),
    State.WITHDRAWN: set(),
    State.MERGED: set(),
    State.HANDED_OVER: set(),
}


@pytest.mark.parametrize("state", list(State))
def test_your_turn_is_said_to_the_one_whose_turn_it_is(
    client: Client, case: Consultation, ward: Ward, advance: Advance, state: State
) -> None:
    case = advance(case, state)

    assert {role for role in SEERS if "あなたの番" in look(client, getattr(ward, role), case)} == TURNS[state]


MAIN = {
    ("received", "dx_main"): "返信を書く",
    ("hearing", "dx_main"): "聞き取り票を開く",
    ("assessing", "dx_main"): "回答・提案を書く",
    ("proposed", "head"): "提案を読んで、合意する",
    ("agreed", "dx_main"): "実施を始める",
    ("in_progress", "dx_main"): "運用を始めた日を記録する",
    ("waiting", "requester"): "返信を書く",
    ("waiting", "dx_main"): "ヒアリングの日を決める",
}


@pytest.mark.parametrize(("state", "role"), MAIN)
def test_the_main_button_is_the_next_thing_to_do(
    client: Client, case: Consultation, ward: Ward, advance: Advance, state: str, role: str
) -> None:
    case = advance(case, State(state))
    client.force_login(getattr(ward, role))

    assert client.get(url_of(case)).context["step"].main.label == MAIN[state, role]


def test_an_answer_can_be_judged_right_there(client: Client, case: Consultation, ward: Ward, advance: Advance) -> None:
    case = advance(case, State.ANSWERED)

    html = look(client, ward.requester, case)
    assert f'action="{url_of(case)}solved/"' in html
    assert f'action="{url_of(case)}still/"' in html
    assert f'action="{url_of(case)}solved/"' not in look(client, ward.colleague, case)

    client.force_login(ward.requester)
    client.post(f"{url_of(case)}solved/")
    assert walk.fresh(case).state == State.CLOSED


def test_while_waiting_the_words_of_the_request_and_a_stopped_clock_are_shown(
    client: Client, case: Consultation, ward: Ward, advance: Advance
) -> None:
    html = look(client, ward.requester, advance(case, State.WAITING))

    assert "申込書の写しをください" in html
    assert "停止中" in html
    assert "受付" in html
    assert "返信待ち" in html
    assert html.count("期限超過") == 0


def test_a_sheet_that_waits_for_confirmation_is_the_requesters_main_button(
    client: Client, case: Consultation, ward: Ward
) -> None:
    sheet = walk.hear(case, ward)
    services.ask_confirmation(sheet=sheet, actor=ward.dx_main, now=walk.NOW)

    client.force_login(ward.requester)
    main = client.get(url_of(case)).context["step"].main
    assert (main.label, main.url) == ("聞き取り票を確認する", f"{url_of(case)}hearings/{sheet.hearing_id}/")
    client.force_login(ward.colleague)
    assert client.get(url_of(case)).context["step"].main is None


def test_a_planned_hearing_says_when_and_where(client: Client, case: Consultation, ward: Ward) -> None:
    services.arrange_hearing(
        consultation=case,
        actor=ward.dx_main,
        starts_at=jst(dt.date(2026, 11, 26), dt.time(14, 30)),
        place="3階の打合せコーナー",
        now=walk.NOW,
    )

    html = look(client, ward.requester, case)

    assert "11月26日(木) 14:30に、汐見さんがお話を聞きます。場所は3階の打合せコーナーです。" in html


def test_a_private_proposal_first_needs_the_requesters_summary(client: Client, ward: Ward) -> None:
    case = walk.advance(walk.submit(ward, is_private=True), ward, State.HEARING)
    services.give_answer(consultation=case, actor=ward.dx_main, reply=walk.solution())

    client.force_login(ward.requester)
    step = client.get(url_of(case)).context["step"]
    assert (step.is_yours, step.main.label) == (True, "要約を所属長に見せる")

    services.open_summary_to_head(consultation=case, actor=ward.requester, summary="受付の手順を変えます")
    step = client.get(url_of(case)).context["step"]
    assert not step.is_yours
    assert "朝霧さん（保育課長）" in step.text


def test_the_acting_head_is_named_while_the_head_is_away(
    client: Client, case: Consultation, ward: Ward, advance: Advance
) -> None:
    case = advance(case, State.PROPOSED)
    AbsenceFactory(user=ward.head)

    assert "藤袴さん（保育係長）が提案を読んで" in look(client, ward.requester, case)
    assert "あなたの番" in look(client, ward.acting_head, case)
    # The head may still decide on a day off.
    assert "提案を読んで、合意する" in look(client, ward.head, case)


def test_where_nobody_can_agree_it_says_so(client: Client, case: Consultation, ward: Ward, advance: Advance) -> None:
    case = advance(case, State.PROPOSED)
    Membership.objects.filter(user__in=[ward.head, ward.acting_head]).update(valid_to=dt.date(2026, 11, 24))

    assert "合意できる所属長も代理も、登録されていません" in look(client, ward.requester, case)


def test_measuring_becomes_the_requesters_turn_two_weeks_before(
    client: Client, case: Consultation, ward: Ward, advance: Advance
) -> None:
    case = advance(case, State.MEASURING)
    client.force_login(ward.requester)
    early = client.get(url_of(case)).context["step"]
    assert (early.is_yours, early.main) == (False, None)
    assert "実績を書く" in [act.label for act in early.beside]

    with time_machine.travel(jst(dt.date(2027, 2, 15), dt.time(10, 0)), tick=False):
        client.force_login(ward.requester)
        late = client.get(url_of(case)).context["step"]
    assert (late.is_yours, late.main.label) == (True, "実績を書く")


def test_what_became_real_goes_back_to_the_dx_side(
    client: Client, case: Consultation, ward: Ward, advance: Advance
) -> None:
    case = advance(case, State.MEASURING)
    services.record_realised(
        consultation=case, actor=ward.requester, estimate=walk.estimate(minutes_after=Decimal(5)), now=walk.NOW
    )

    html = look(client, ward.dx_main, case)

    assert "あなたの番" in html
    assert "完了にする" in html
    assert "600件/年 ×（12分 − 5分）÷ 60 = 70時間/年" in html


def test_a_late_promise_is_marked_and_names_whom_to_call(client: Client, case: Consultation, ward: Ward) -> None:
    with time_machine.travel(jst(dt.date(2026, 11, 30), dt.time(10, 0)), tick=False):
        html = look(client, ward.requester, case)

    assert "期限超過" in html
    assert "約束の日を過ぎています。急ぐときは、汐見さん（内線2300）にお電話ください。" in html


def test_the_deputy_takes_the_turn_of_an_absent_person(client: Client, case: Consultation, ward: Ward) -> None:
    AbsenceFactory(user=ward.dx_main)

    assert "あなたの番" in look(client, ward.dx_deputy, case)
    assert "きょうは不在" in look(client, ward.requester, case)


def test_an_ended_case_says_until_when_it_can_be_taken_up_again(
    client: Client, case: Consultation, ward: Ward, advance: Advance
) -> None:
    case = advance(case, State.CLOSED)
    assert "12月24日(木)まで、再開できます。" in look(client, ward.requester, case)
    assert "電子申請になりました。" in look(client, ward.requester, case)

    with time_machine.travel(jst(dt.date(2026, 12, 25), dt.time(10, 0)), tick=False):
        html = look(client, ward.requester, case)
    assert f"{url_of(case)}reopen/" not in html
    assert "新しい相談として送ってください" in html


def test_a_merged_case_leads_on_only_for_those_who_see_the_other(
    client: Client, case: Consultation, ward: Ward
) -> None:
    other = walk.submit(ward, "別の課の相談", requester=ward.outsider)
    services.reassign_consultation(consultation=other, actor=ward.section_head, to=ward.dx_main, reason="まとめるため")
    services.merge_consultation(consultation=case, into=other, actor=ward.dx_main, reason="同じ業務です")

    assert url_of(other) in look(client, ward.dx_main, case)
    assert url_of(other) not in look(client, ward.requester, case)
    assert other.number in look(client, ward.requester, case)
    assert url_of(case) in look(client, ward.dx_main, other)
    assert url_of(case) not in look(client, ward.outsider, other)


# --- Buttons -----------------------------------------------------------------------------------------------


def test_every_transition_has_its_page() -> None:
    declared = {step.name for step in Consultation._meta.get_field("state").get_all_transitions(Consultation)}

    assert set(PAGES) == declared


@pytest.mark.parametrize("state", list(State))
def test_only_what_one_may_do_is_offered_and_every_page_offered_opens(
    client: Client, case: Consultation, ward: Ward, advance: Advance, state: State
) -> None:
    case = advance(case, state)
    opened = set()
    for role in SEERS:
        person = getattr(ward, role)
        client.force_login(person)
        for name, act in client.get(url_of(case)).context["page"].acts.items():
            if name in PAGES:
                assert has_transition_perm(getattr(case, name), person) or case.is_waiting, (role, act)
            if (name, role == "requester") not in opened:
                opened.add((name, role == "requester"))
                assert client.get(act.url).status_code == 200, (role, act)


# --- The thread --------------------------------------------------------------------------------------------


def test_things_stand_in_the_order_in_which_they_happened(client: Client, ward: Ward) -> None:
    case = walk.submit(ward, "はじめの文です")
    with time_machine.travel(walk.NOW + dt.timedelta(minutes=5), tick=False):
        services.post_message(consultation=case, author=ward.dx_main, body="二番目の文です")
    with time_machine.travel(walk.NOW + dt.timedelta(minutes=9), tick=False):
        services.add_note(consultation=case, author=ward.dx_deputy, body="三番目の文です")
        services.wait_for_requester(consultation=case, actor=ward.dx_main, reason="四番目の文です")

    html = look(client, ward.dx_main, case)
    thread = html[html.index('id="case-thread"') :]

    places = [thread.index(text) for text in ("はじめの", "受け付けました", "二番目の", "三番目の", "四番目の")]
    assert places == sorted(places)


@pytest.mark.parametrize("role", SEERS)
def test_internal_notes_are_read_by_the_dx_section_alone(
    client: Client, case: Consultation, ward: Ward, role: str
) -> None:
    services.add_note(consultation=case, author=ward.dx_main, body=NOTE)

    html = look(client, getattr(ward, role), case)

    assert (NOTE in html) == role.startswith(("dx_", "section_head"))
    assert ("内部メモ" in html) == role.startswith(("dx_", "section_head"))


def test_a_requester_from_the_dx_section_reads_no_notes_on_the_own_case(client: Client, ward: Ward) -> None:
    case = walk.submit(ward, requester=ward.dx_other)
    services.add_note(consultation=case, author=ward.section_head, body=NOTE)

    assert NOTE not in look(client, ward.dx_other, case)


def test_what_is_typed_is_shown_as_text_with_its_lines(client: Client, ward: Ward) -> None:
    case = walk.submit(ward, "一行目\n二行目 <script>alert(1)</script> http://example.test/")

    html = look(client, ward.requester, case)

    assert "一行目<br>二行目 &lt;script&gt;" in html
    assert 'href="http://example.test/"' not in html


def test_a_very_long_message_is_shown_whole(client: Client, ward: Ward) -> None:
    body = "紙が多い。" * 4000
    case = walk.submit(ward, body)

    assert body in look(client, ward.requester, case)


def test_an_answer_is_shown_in_full(client: Client, case: Consultation, ward: Ward, advance: Advance) -> None:
    tool = InHouseTool.objects.create(
        name="電子申請", summary="申込みを画面で受ける", good_for="申込み", ask_whom="情報政策課"
    )
    case = advance(case, State.ASSESSING)
    services.give_answer(
        consultation=case,
        actor=ward.dx_main,
        reply=walk.redesign(
            tool=tool,
            combine="控えと台帳をまとめる",
            rearrange="係長の確認を先にする",
            simplify="欄を減らす",
            remains="面談",
        ),
    )
    services.ask_for_change(consultation=case, actor=ward.head, comment="件数を確かめてください")

    html = look(client, ward.requester, case)

    for text in (
        "はじめから組み直しましょう。", "押印をやめる", "控えと台帳をまとめる", "係長の確認を先にする", "欄を減らす",
        "面談", f'href="/tools/{tool.pk}/"', "年80時間", "600件/年 ×（12分 − 4分）÷ 60 = 80時間/年", "修正のお願い",
        "朝霧 健一（保育課 保育課長）", "件数を確かめてください",
    ):  # fmt: skip
        assert text in html
    # The head's words stand on the card, not a second time beside the step.
    assert html.count("件数を確かめてください") == 1


def test_the_requesters_words_stand_on_the_answer(
    client: Client, case: Consultation, ward: Ward, advance: Advance
) -> None:
    case = advance(case, State.ANSWERED)
    services.say_still_in_trouble(consultation=case, actor=ward.requester, comment="型が開けません")

    html = look(client, ward.requester, case)

    assert html.count("型が開けません") == 1
    assert "この案は、いまは使っていません" in html


@pytest.mark.parametrize("state", list(State))
def test_every_step_in_the_log_has_its_words(case: Consultation, ward: Ward, advance: Advance, state: State) -> None:
    case = advance(case, state)

    assert set(case.transitions.values_list("name", flat=True)) <= set(WORDINGS)


def test_steps_that_are_no_transitions_have_their_words_too(case: Consultation, ward: Ward) -> None:
    services.set_privacy(consultation=case, actor=ward.requester, private=True)
    services.arrange_hearing(consultation=case, actor=ward.dx_main, starts_at=walk.NOW, place="窓口")
    hearing = services.arrange_hearing(
        consultation=case, actor=ward.dx_main, starts_at=walk.NOW + dt.timedelta(days=1), place="窓口"
    )
    services.cancel_hearing(hearing=hearing, actor=ward.dx_main, reason="都合により")
    sheet = case.hearings.get(number=1).sheet
    services.save_sheet(
        sheet=sheet,
        actor=ward.dx_main,
        revision=0,
        values={"work_name": "申込み", "verdict": Verdict.FITTING, "verdict_reason": "件数が多い"},
    )
    services.ask_confirmation(sheet=sheet, actor=ward.dx_main)
    services.correct_sheet(sheet=sheet, actor=ward.requester, correction="件数がちがいます")
    services.give_answer(consultation=case, actor=ward.dx_main, reply=walk.solution())
    services.open_summary_to_head(consultation=case, actor=ward.requester, summary="受付の手順を変えます")
    services.reassign_consultation(consultation=case, actor=ward.dx_main, to=ward.section_head, reason="専門のため")

    assert set(case.transitions.values_list("name", flat=True)) <= set(WORDINGS)


def test_a_sheet_in_writing_is_linked_for_the_dx_section_only(client: Client, case: Consultation, ward: Ward) -> None:
    sheet = walk.hear(case, ward)
    link = f'href="{url_of(case)}hearings/{sheet.hearing_id}/"'

    assert link in look(client, ward.dx_main, case)
    assert link not in look(client, ward.requester, case)
    services.ask_confirmation(sheet=sheet, actor=ward.dx_main, now=walk.NOW)
    assert link in look(client, ward.requester, case)


# --- Around it ---------------------------------------------------------------------------------------------


def test_people_stand_beside_with_their_extensions(client: Client, case: Consultation, ward: Ward) -> None:
    LeaderTerm.objects.create(
        person=ward.leader, division=ward.nursery, valid_from=dt.date(2026, 4, 1), published_on=dt.date(2026, 4, 1)
    )

    for person in (ward.requester, ward.dx_main):
        html = look(client, person, case)
        for name in ("真砂 陽菜", "朝霧 健一（保育課長）", "藤袴 直美", "柊 美月", "汐見 拓也", "波多野 玲"):
            assert name in html
        assert "2300" in html


def test_who_asks_and_answers_at_once_is_named_as_both(client: Client, ward: Ward) -> None:
    Duty.objects.create(user=ward.dx_main, department=ward.planning, valid_from=dt.date(2026, 4, 1))
    case = walk.submit(ward, requester=ward.dx_main)
    assert case.assignee == ward.dx_main

    html = look(client, ward.section_head, case)

    assert "デジタル改革担当　汐見 拓也" in html
    assert "汐見 拓也（デジタル改革担当）" in html


def test_the_head_of_what_followed_a_division_is_named(
    client: Client, case: Consultation, ward: Ward, advance: Advance
) -> None:
    case = advance(case, State.PROPOSED)
    heir = DivisionFactory(key="0999", version__name="こども課", version__valid_from=dt.date(2026, 11, 24))
    DivisionVersion.objects.filter(division=ward.nursery).update(valid_to=dt.date(2026, 11, 24))
    DivisionSuccession.objects.create(
        predecessor=ward.nursery, successor=heir, took_effect_on=dt.date(2026, 11, 24), kind="rename"
    )
    Membership.objects.filter(user__in=[ward.head, ward.acting_head]).update(valid_to=dt.date(2026, 11, 24))
    MembershipFactory(user=ward.outsider, division=heir, post="こども課長", is_head=True, is_main=False)

    assert "桐生さん（こども課長）が提案を読んで" in look(client, ward.requester, case)
    assert "あなたの番" in look(client, ward.outsider, case)


def test_the_intakes_details_stand_beside(client: Client, ward: Ward) -> None:
    case = walk.submit(
        ward,
        urgency="this_month",
        urgency_reason="12月の受付に間に合わせたい",
        wished_solution="画面で受けたい",
        preferred_times="火曜の午後",
    )

    html = look(client, ward.dx_main, case)

    for text in ("今月中に（12月の受付に間に合わせたい）", "画面で受けたい", "火曜の午後", "経過 0開庁日"):
        assert text in html


def test_opening_reads_the_messages_about_it_off(client: Client, case: Consultation, ward: Ward) -> None:
    other = walk.submit(ward, "もうひとつの相談")

    look(client, ward.dx_main, case)

    unread = Notification.objects.filter(recipient=ward.dx_main, read_at__isnull=True)
    assert [row.object_id for row in unread] == [other.pk]


def test_opening_a_private_case_is_logged_and_shown_to_requester_and_section_head(client: Client, ward: Ward) -> None:
    case = walk.submit(ward, is_private=True)
    look(client, ward.section_head, case)
    look(client, ward.requester, case)

    assert [log.user for log in AccessLog.objects.all()] == [ward.section_head]
    assert "この相談を開いた人" in look(client, ward.requester, case)
    assert "雲井 直人（相談）" in look(client, ward.requester, case)
    assert "雲井 直人（相談）" in look(client, ward.section_head, case)
    assert "この相談を開いた人" not in look(client, ward.dx_main, case)


def test_a_shared_case_shows_no_access_log(client: Client, case: Consultation, ward: Ward) -> None:
    assert "この相談を開いた人" not in look(client, ward.requester, case)
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("role", ["outsider", "outsider_head", "cio", "administrator"])
def test_another_divisions_case_is_a_number_that_does_not_exist(
    client: Client, case: Consultation, ward: Ward, role: str
) -> None:
    client.force_login(getattr(ward, role))

    hidden, missing = client.get(url_of(case)), client.get("/consultations/2026-9999/")

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.content == missing.content.replace(b"2026-9999", case.slug.encode())


def test_a_private_case_is_hidden_from_the_division(client: Client, ward: Ward) -> None:
    case = walk.submit(ward, is_private=True)

    for role in ("colleague", "head", "leader", "dx_deputy", "dx_other"):
        client.force_login(getattr(ward, role))
        assert client.get(url_of(case)).status_code == 404, role


def test_the_page_is_only_read(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.requester)

    assert client.head(url_of(case)).status_code == 200
    assert client.post(url_of(case)).status_code == 405


def test_a_number_has_one_address(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.requester)

    assert client.get("/consultations/2026-00001/").status_code == 404


# --- Cost --------------------------------------------------------------------------------------------------


def fill(case: Consultation, ward: Ward, rows: int) -> Consultation:
    """Give a case ``rows`` of everything: messages with files, notes, hearings, answers, accesses, merged ones."""
    for number in range(rows):
        with time_machine.travel(walk.NOW + dt.timedelta(minutes=number), tick=False):
            photo = SimpleUploadedFile(f"台帳{number}.txt", f"台帳{number}".encode(), content_type="text/plain")
            services.post_message(
                consultation=case, author=ward.dx_main, body=f"発言{number}", files=[photo], token=uuid.uuid4()
            )
            services.add_note(consultation=case, author=ward.dx_main, body=f"メモ{number}")
            _answer_once(case, ward, number)
            merged = walk.submit(ward, f"まとめる相談{number}")
            services.merge_consultation(consultation=merged, into=case, actor=ward.dx_main, reason="同じ業務です")
            services.log_access(consultation=case, user=ward.section_head, what="相談")
    services.write_draft(user=ward.section_head, key=f"reply:{case.pk}", data={"body": "書きかけ"})
    return walk.fresh(case)


def _answer_once(case: Consultation, ward: Ward, number: int) -> None:
    hearing = services.arrange_hearing(
        consultation=case,
        actor=ward.dx_main,
        starts_at=walk.NOW - dt.timedelta(hours=1, minutes=-number),
        place="窓口",
    )
    services.save_sheet(
        sheet=hearing.sheet,
        actor=ward.dx_main,
        revision=hearing.sheet.revision,
        values={"work_name": "申込み", "verdict": Verdict.FITTING, "verdict_reason": "件数が多い"},
    )
    services.give_answer(consultation=case, actor=ward.dx_main, reply=walk.solution())
    services.rethink_consultation(consultation=case, actor=ward.dx_main, reason="考え直します")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_much_there_is(
    client: Client, ward: Ward, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The dearest viewer: the section head with a private case, whose opening is logged."""
    case = fill(walk.submit(ward, is_private=True), ward, rows)
    look(client, ward.section_head, case)

    with django_assert_num_queries(14):
        html = look_again(client, case)

    assert f"発言{rows - 1}" in html
    assert f"メモ{rows - 1}" in html


def look_again(client: Client, case: Consultation) -> str:
    return str(client.get(url_of(case)).content.decode())


@pytest.mark.parametrize(
    ("role", "queries"),
    [("requester", 11), ("colleague", 11), ("head", 11), ("acting_head", 11), ("dx_main", 12), ("dx_other", 13)],
)
def test_what_the_page_costs_each_role(
    client: Client,
    case: Consultation,
    ward: Ward,
    advance: Advance,
    role: str,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    case = advance(case, State.PROPOSED)
    look(client, getattr(ward, role), case)

    with django_assert_num_queries(queries):
        look_again(client, case)


def test_a_deputy_who_stands_in_costs_no_more(
    client: Client, ward: Ward, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case = walk.submit(ward, is_private=True)
    AbsenceFactory(user=ward.dx_main)
    look(client, ward.dx_deputy, case)

    with django_assert_num_queries(11):
        look_again(client, case)
