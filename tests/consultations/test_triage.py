"""The DX section's list: who sees it, what narrows it, in what order it stands, and what it costs."""

import datetime as dt
import html
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from consultations import services
from consultations.enums import PromiseKind, State
from consultations.models import Consultation
from consultations.selectors import triage
from minato_dx.core.calendar import jst
from minato_dx.organization.models import DivisionVersion, Duty, Membership, User
from minato_dx.reference.models import ClosedDay, FieldOfWork, remembered
from tests.consultations import walk
from tests.organization.factories import AbsenceFactory, DepartmentFactory, Ward

LIST = "/triage/"
Advance = Callable[[Consultation, State], Consultation]


def day(number: int, *, month: int = 11, hour: int = 10) -> dt.datetime:
    return jst(dt.date(2026, month, number), dt.time(hour))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shown(user: User, query: str = "?view=all") -> list[str]:
    """Return the titles of the list, from the page itself."""
    page = signed_in(user).get(LIST + query).content.decode()
    return [html.unescape(title) for title in re.findall(r'col-title">\s*<a\s+href="[^"]+"\s*>([^<]*)</a>', page)]


def many(case: Consultation, count: int, **facts: Any) -> None:
    """Add rows like ``case`` without going through the services."""
    names = [
        field.attname for field in Consultation._meta.concrete_fields if not field.primary_key and not field.generated
    ]
    like = {name: getattr(case, name) for name in names} | facts
    # Far beyond what the series of numbers gives out in a test.
    last = max(10_000, Consultation.objects.order_by("-serial").values_list("serial", flat=True)[0])
    Consultation.objects.bulk_create(
        Consultation(**like | {"serial": last + number, "submission_token": uuid.uuid4()})
        for number in range(1, count + 1)
    )


@pytest.fixture
def elderly_case(ward: Ward) -> Consultation:
    """A consultation of another department, assigned to ``dx_other``."""
    return walk.submit(ward, "台帳が3つある", requester=ward.outsider)


# --- Who sees it --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", [LIST, "/triage/export.csv", "/triage/export.xlsx", "/triage/load/"])
@pytest.mark.parametrize("person", ["requester", "head", "leader", "outsider", "cio", "administrator"])
def test_whoever_is_not_of_the_section_is_refused(ward: Ward, path: str, person: str) -> None:
    answer = signed_in(getattr(ward, person)).get(path)

    assert answer.status_code == 403
    assert "デジタル改革担当の職員が使います" in answer.content.decode()


@pytest.mark.parametrize("path", [LIST, "/triage/export.csv", "/triage/export.xlsx", "/triage/load/"])
def test_whoever_is_not_signed_in_is_asked_to_sign_in(client: Client, ward: Ward, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("login"))


@pytest.mark.parametrize("person", ["dx_main", "dx_deputy", "dx_other", "section_head"])
def test_the_section_sees_the_consultations_of_every_department(
    ward: Ward, case: Consultation, elderly_case: Consultation, person: str
) -> None:
    assert set(shown(getattr(ward, person))) == {case.title, elderly_case.title}


def test_a_private_one_of_others_is_in_no_row_and_no_count(ward: Ward, case: Consultation) -> None:
    private = walk.submit(ward, "上司に言えない悩み", is_private=True)

    page = signed_in(ward.dx_other).get(LIST + "?view=all")

    assert private.title not in page.content.decode()
    assert page.context["page"].total == 1
    assert {view: number for view, number, _ in page.context["tabs"]}["all"] == 1


@pytest.mark.parametrize("person", ["dx_main", "section_head"])
def test_whoever_may_see_a_private_one_finds_it_marked(ward: Ward, person: str) -> None:
    private = walk.submit(ward, "上司に言えない悩み", is_private=True)

    page = signed_in(getattr(ward, person)).get(LIST + "?view=all").content.decode()

    assert private.title in page
    assert "非公開</span>" in page


def test_the_deputy_sees_a_private_one_while_the_main_person_is_absent(ward: Ward) -> None:
    private = walk.submit(ward, "上司に言えない悩み", is_private=True)
    assert shown(ward.dx_deputy) == []

    AbsenceFactory(user=ward.dx_main)

    assert shown(ward.dx_deputy) == [private.title]
    assert shown(ward.dx_other) == []


# --- The saved views ------------------------------------------------------------------------------------------
def test_one_begins_with_ones_own_work(ward: Ward, case: Consultation, elderly_case: Consultation) -> None:
    assert shown(ward.dx_main, "") == [case.title]
    assert shown(ward.dx_other, "?view=mine") == [elderly_case.title]


def test_the_section_head_begins_with_everything(ward: Ward, case: Consultation, elderly_case: Consultation) -> None:
    assert set(shown(ward.section_head, "")) == {case.title, elderly_case.title}


def test_unanswered_are_those_without_a_first_reply(ward: Ward, case: Consultation, elderly_case: Consultation) -> None:
    services.post_message(consultation=case, author=ward.dx_main, body="うかがいます。")

    assert shown(ward.dx_main, "?view=unanswered") == [elderly_case.title]


def test_a_question_back_leaves_the_unanswered_while_the_clock_stands_still(
    ward: Ward, case: Consultation, advance: Advance
) -> None:
    advance(case, State.WAITING)

    assert shown(ward.dx_main, "?view=unanswered") == []
    assert shown(ward.dx_main, "?view=waiting") == [case.title]


def test_overdue_are_those_past_their_promise_whose_clock_runs(
    ward: Ward, case: Consultation, elderly_case: Consultation
) -> None:
    services.wait_for_requester(consultation=elderly_case, actor=ward.dx_other, reason="件数を教えてください")
    assert shown(ward.dx_main, "?view=overdue") == []

    with time_machine.travel(day(27), tick=False):
        assert shown(ward.dx_main, "?view=overdue") == [case.title]


def test_ones_departments_are_those_one_serves_as_main_person_or_deputy(
    ward: Ward, case: Consultation, elderly_case: Consultation
) -> None:
    assert shown(ward.dx_deputy, "?view=departments") == [case.title]
    assert shown(ward.dx_other, "?view=departments") == [elderly_case.title]


def test_without_a_department_of_ones_own_that_view_is_not_offered(ward: Ward, case: Consultation) -> None:
    page = signed_in(ward.section_head).get(LIST + "?view=departments")

    assert "担当部門すべて" not in page.content.decode()
    assert page.context["listing"].view == triage.View.ALL


def test_a_view_that_does_not_exist_is_the_one_to_begin_with(ward: Ward, case: Consultation) -> None:
    assert shown(ward.dx_main, "?view=nothing") == [case.title]


def test_the_tabs_count_what_they_lead_to(
    ward: Ward, case: Consultation, elderly_case: Consultation, advance: Advance
) -> None:
    advance(case, State.WAITING)
    closed = advance(walk.submit(ward, "その場で済んだ相談"), State.WITHDRAWN)
    assert closed.state == State.WITHDRAWN

    page = signed_in(ward.dx_main).get(LIST)

    assert [(view.value, number) for view, number, _ in page.context["tabs"]] == [
        ("mine", 1), ("unanswered", 1), ("overdue", 0), ("waiting", 1), ("departments", 1), ("all", 2),
    ]  # fmt: skip
    for view, number, _ in page.context["tabs"]:
        assert len(shown(ward.dx_main, f"?view={view.value}")) == number


def test_the_tabs_count_no_further_than_a_hundred(ward: Ward, case: Consultation) -> None:
    many(case, 120)

    page = signed_in(ward.dx_main).get(LIST)

    assert {number for view, number, _ in page.context["tabs"] if view in ("mine", "all")} == {100}
    assert page.content.decode().count("99+") >= 2


# --- The conditions ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", State)
def test_each_state_can_be_asked_for(ward: Ward, case: Consultation, advance: Advance, state: State) -> None:
    advance(case, state)

    assert case.title in shown(ward.dx_main, f"?view=all&state={state}")
    assert case.title not in shown(
        ward.dx_main, f"?view=all&state={State.RECEIVED if state != 'received' else 'hearing'}"
    )


def test_without_a_state_ended_ones_are_left_out(ward: Ward, case: Consultation, advance: Advance) -> None:
    ended = advance(walk.submit(ward, "取り下げた相談"), State.WITHDRAWN)

    assert shown(ward.dx_main, "?view=all&state=") == [case.title]
    assert shown(ward.dx_main, "?view=all&state=ended") == [ended.title]
    assert set(shown(ward.dx_main, "?view=all&state=any")) == {case.title, ended.title}


def test_states_can_be_asked_for_by_whose_turn_it_is(ward: Ward, advance: Advance) -> None:
    dx = walk.submit(ward, "受け付けた相談")
    you = advance(walk.submit(ward, "回答した相談"), State.ANSWERED)
    live = advance(walk.submit(ward, "実施している相談"), State.IN_PROGRESS)

    for key, case in (("dx", dx), ("you", you), ("live", live)):
        assert shown(ward.dx_main, f"?view=all&state={key}") == [case.title]


def test_department_and_division_narrow_the_list(ward: Ward, case: Consultation, elderly_case: Consultation) -> None:
    assert shown(ward.dx_main, f"?view=all&unit=department-{ward.welfare.code}") == [elderly_case.title]
    assert shown(ward.dx_main, f"?view=all&unit=division-{ward.nursery.pk}") == [case.title]
    assert shown(ward.dx_main, f"?view=all&unit=division-{ward.finance.pk}") == []


def test_a_department_under_a_new_name_brings_its_earlier_consultations_along(ward: Ward, case: Consultation) -> None:
    change = dt.date(2026, 12, 1)
    Duty.objects.filter(department=ward.children).update(valid_to=change)
    ward.children.valid_to = change
    ward.children.save()
    renamed = DepartmentFactory(code=ward.children.code, name="こども部", valid_from=change)
    for version in DivisionVersion.objects.filter(department=ward.children):
        version.valid_to = change
        version.save()
        DivisionVersion.objects.create(
            division=version.division, department=renamed, code=version.code, name=version.name, valid_from=change
        )

    with time_machine.travel(day(2, month=12), tick=False):
        page = signed_in(ward.dx_main).get(f"{LIST}?view=all&unit=department-{renamed.code}").content.decode()

    assert case.title in page
    assert "こども部すべて" in page
    assert "子ども家庭支援部すべて" not in page


def test_a_division_that_is_no_more_can_still_be_asked_for(ward: Ward, case: Consultation) -> None:
    DivisionVersion.objects.filter(division=ward.nursery).update(valid_to=dt.date(2026, 12, 1))

    with time_machine.travel(day(2, month=12), tick=False):
        page = signed_in(ward.dx_main).get(f"{LIST}?view=all&unit=division-{ward.nursery.pk}").content.decode()

    assert case.title in page
    assert '<optgroup label="以前の部・課">' in page


def test_the_field_narrows_the_list(ward: Ward, case: Consultation) -> None:
    field = FieldOfWork.objects.first()
    sorted_one = walk.submit(ward, "分野を選んだ相談", field=field)

    assert shown(ward.dx_main, f"?view=all&field={field.pk}") == [sorted_one.title]
    assert shown(ward.dx_main, "?view=all&field=none") == [case.title]


def test_the_assigned_person_narrows_the_list(ward: Ward, case: Consultation, elderly_case: Consultation) -> None:
    assert shown(ward.dx_main, f"?view=all&assignee={ward.dx_other.pk}") == [elderly_case.title]


def test_whoever_has_left_the_section_can_still_be_asked_for(ward: Ward, case: Consultation) -> None:
    Duty.objects.filter(user=ward.dx_main).update(valid_to=dt.date(2026, 11, 24))
    Membership.objects.filter(user=ward.dx_main).update(valid_to=dt.date(2026, 11, 24))

    page = signed_in(ward.section_head).get(f"{LIST}?view=all&assignee={ward.dx_main.pk}").content.decode()

    assert case.title in page
    assert '<optgroup label="以前の担当">' in page


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ("year", {"今年度", "3か月"}),
        ("months", {"3か月"}),
        ("last_year", {"昨年度"}),
        ("", {"今年度", "3か月", "昨年度"}),
    ],
)
def test_the_day_of_receipt_narrows_the_list(ward: Ward, period: str, found: set[str]) -> None:
    for name, received_at in (
        ("昨年度", jst(dt.date(2026, 3, 31), dt.time(23, 59))),
        ("今年度", jst(dt.date(2026, 4, 1), dt.time(0, 0))),
        ("3か月", day(24, month=8, hour=0)),
        ("一昨年度", jst(dt.date(2025, 3, 31), dt.time(23, 59))),
    ):
        case = walk.submit(ward, name)
        Consultation.objects.filter(pk=case.pk).update(received_at=received_at)

    assert set(shown(ward.dx_main, f"?view=all&period={period}")) - {"一昨年度"} == found


@pytest.mark.parametrize("text", ["延長保育", "打ち直し", "延長保育　毎月", "EXCEL", "%E3%80%80%E5%BB%B6%E9%95%B7"])
def test_words_are_looked_for_in_title_and_text(ward: Ward, text: str) -> None:
    case = walk.submit(ward, f"{walk.SENTENCE}。Excelで集計しています。")
    walk.submit(ward, "別の困りごと")

    assert shown(ward.dx_main, f"?view=all&q={text}") == [case.title]


@pytest.mark.parametrize("text", ["%25", "_", "\\"])
def test_signs_that_the_database_would_read_as_any_text_are_only_signs(
    ward: Ward, case: Consultation, text: str
) -> None:
    assert shown(ward.dx_main, f"?view=all&q={text}") == []


def test_internal_notes_are_not_looked_through(ward: Ward, case: Consultation) -> None:
    services.add_note(consultation=case, author=ward.dx_main, body="秘密のメモ")

    assert shown(ward.dx_main, "?view=all&q=秘密のメモ") == []


def test_conditions_add_up_and_can_be_read_and_taken_away(
    ward: Ward, case: Consultation, elderly_case: Consultation
) -> None:
    page = signed_in(ward.dx_main).get(f"{LIST}?view=all&state=received&unit=division-{ward.nursery.pk}&q=")
    text = re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page.content.decode()))

    assert "しぼり込み中：状態「受付」外す（状態）部・課「保育課」外す（部・課）" in text
    assert f'href="?view=all&amp;unit=division-{ward.nursery.pk}"' in page.content.decode()
    assert re.search(r'href="\?view=all"\s*>条件を消す', page.content.decode())
    assert f'value="division-{ward.nursery.pk}" selected' in page.content.decode()


@pytest.mark.parametrize("query", ["unit=division-999", "assignee=abc", "field=%00", f"q={'あ' * 101}", "state=open"])
def test_a_condition_that_cannot_be_read_is_named_and_narrows_nothing(
    ward: Ward, case: Consultation, query: str
) -> None:
    page = signed_in(ward.dx_main).get(f"{LIST}?view=all&{query}").content.decode()

    assert case.title in page
    assert "いまの選択肢にありません" in page or "長すぎます" in page


def test_an_empty_list_says_what_narrows_it_and_how_to_get_out(ward: Ward, case: Consultation) -> None:
    page = signed_in(ward.dx_main).get(f"{LIST}?view=all&state=agreed&q=保育").content.decode()

    assert "条件に合う相談は0件です" in page
    assert "状態「合意」、ことば「保育」でしぼり込んでいます" in re.sub(r"\s+", "", page)


@pytest.mark.parametrize("view", triage.View)
def test_every_view_without_a_consultation_says_what_will_stand_there(ward: Ward, view: triage.View) -> None:
    page = signed_in(ward.dx_main).get(f"{LIST}?view={view}").content.decode()

    assert 'class="empty' in page
    assert "しぼり込んでいます" not in page


# --- The order ----------------------------------------------------------------------------------------------------
@pytest.fixture
def three(ward: Ward) -> dict[str, Consultation]:
    """Three consultations that no two columns put into the same order."""
    rows = {}
    for name, received, due, word in (("一", 17, 27, 20), ("二", 18, 26, 18), ("三", 19, 30, 19)):
        case = walk.submit(ward, name)
        Consultation.objects.filter(pk=case.pk).update(
            received_at=day(received), next_due_at=day(due), last_word_at=day(word)
        )
        rows[name] = case
    return rows


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", "二一三"),
        ("due", "二一三"),
        ("-due", "三一二"),
        ("word", "二三一"),
        ("-word", "一三二"),
        ("received", "一二三"),
        ("-received", "三二一"),
        ("number", "一二三"),
        ("-number", "三二一"),
        ("nonsense", "二一三"),
    ],
)
def test_the_list_stands_in_the_order_asked_for(
    ward: Ward, three: dict[str, Consultation], sort: str, order: str
) -> None:
    assert "".join(shown(ward.dx_main, f"?view=all&sort={sort}")) == order


@pytest.mark.parametrize(
    ("sort", "heading", "direction"),
    [
        ("", "次の約束", "ascending"),
        ("-due", "次の約束", "descending"),
        ("word", "最後の発言", "ascending"),
        ("received", "経過（開庁日）", "descending"),
        ("-received", "経過（開庁日）", "ascending"),
        ("-number", "相談", "descending"),
    ],
)
def test_the_heading_says_how_the_column_stands(
    ward: Ward, three: dict[str, Consultation], sort: str, heading: str, direction: str
) -> None:
    page = signed_in(ward.dx_main).get(f"{LIST}?view=all&sort={sort}")
    sorted_by = [column for column in page.context["listing"].columns if column.aria_sort]

    assert [(column.label, column.aria_sort) for column in sorted_by] == [(heading, direction)]
    assert f'aria-sort="{direction}"' in page.content.decode()


def test_a_heading_leads_to_the_other_direction_and_keeps_the_conditions(
    ward: Ward, three: dict[str, Consultation]
) -> None:
    client = signed_in(ward.dx_main)
    due = client.get(f"{LIST}?view=all&state=received").context["listing"].columns[2]
    assert due.url == "?view=all&state=received&sort=-due"

    back = client.get(LIST + due.url).context["listing"].columns[2]

    assert back.url == "?view=all&state=received"


def test_late_ones_stand_on_top(ward: Ward, three: dict[str, Consultation]) -> None:
    Consultation.objects.filter(pk=three["三"].pk).update(next_due_at=day(20))

    assert shown(ward.dx_main)[0] == "三"


@pytest.mark.parametrize("sort", ["due", "-word"])
def test_where_ended_ones_are_shown_the_newest_come_first_and_only_their_number_and_age_sort(
    ward: Ward, three: dict[str, Consultation], sort: str
) -> None:
    services.withdraw_consultation(consultation=three["二"], actor=ward.requester)

    page = signed_in(ward.dx_main).get(f"{LIST}?view=all&state=any&sort={sort}")

    assert shown(ward.dx_main, f"?view=all&state=any&sort={sort}") == ["三", "二", "一"]
    assert [column.label for column in page.context["listing"].columns if column.url] == ["相談", "経過（開庁日）"]


# --- Pages ------------------------------------------------------------------------------------------------------
def test_the_list_is_cut_into_pages_that_keep_the_conditions(ward: Ward, case: Consultation) -> None:
    many(case, 30)
    client = signed_in(ward.dx_main)

    first = client.get(f"{LIST}?view=all&state=received")
    second = client.get(f"{LIST}?view=all&state=received&page=2")

    assert len(first.context["page"].rows) == 25
    assert len(second.context["page"].rows) == 6
    assert "のうち1〜25件。次の約束が近い順" in first.content.decode()
    assert "?view=all&amp;state=received&amp;page=2" in first.content.decode()
    numbers = [row["number"] for page in (first, second) for row in page.context["page"].rows]
    assert len(set(numbers)) == 31


def test_the_total_is_exact_up_to_a_thousand(ward: Ward, case: Consultation) -> None:
    many(case, 999)
    assert ">1,000件<" in signed_in(ward.dx_main).get(LIST).content.decode()

    many(case, 1)
    assert ">1,000件以上<" in signed_in(ward.dx_main).get(LIST).content.decode()


# --- A row --------------------------------------------------------------------------------------------------------
def test_a_row_says_everything_at_once(ward: Ward, case: Consultation) -> None:
    page = signed_in(ward.dx_main).get(LIST).content.decode()
    row = re.search(r"<tbody>.*?</tbody>", page, re.S)[0]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip()

    assert text == (
        f"{walk.SENTENCE} 令和8年度-0001 受付 最初の返事 11月26日(木) 保育課 真砂 陽菜 "
        f"相談者 「{walk.SENTENCE}」 きょう 10:00 0日 汐見"
    )
    assert 'href="/consultations/2026-0001/"' in row
    assert "is-late" not in row


def test_a_late_row_is_marked_and_counts_the_working_days(ward: Ward, case: Consultation) -> None:
    ClosedDay.objects.create(day=dt.date(2026, 11, 27), reason="庁舎の点検")

    with time_machine.travel(day(30), tick=False):
        page = signed_in(ward.dx_main).get(LIST).content.decode()

    assert 'class="is-late"' in page
    assert "期限超過</span>" in page
    assert "1開庁日超過" in page  # Thursday's promise on Monday, the Friday between being closed
    assert ">3日<" in page


def test_a_stopped_clock_is_not_late(ward: Ward, case: Consultation, advance: Advance) -> None:
    advance(case, State.WAITING)

    with time_machine.travel(day(30), tick=False):
        page = signed_in(ward.dx_main).get(LIST + "?view=waiting").content.decode()

    assert "is-late" not in page
    assert "停止中" in page


def test_the_last_word_names_who_said_it_and_when(ward: Ward, case: Consultation) -> None:
    services.post_message(consultation=case, author=ward.dx_main, body="会議室を取りました。", now=walk.NOW)
    dx = signed_in(ward.dx_main).get(LIST).context["page"].rows[0]
    services.post_message(consultation=case, author=ward.colleague, body="件数を数えました。", now=walk.NOW)
    colleague = signed_in(ward.dx_main).get(LIST).context["page"].rows[0]

    assert (dx["last_word_by"], dx["last_word"]) == ("汐見", "会議室を取りました")
    assert (colleague["last_word_by"], colleague["last_word_when"]) == ("浅葱", "きょう 10:00")
    with time_machine.travel(day(25), tick=False):
        assert signed_in(ward.dx_main).get(LIST).context["page"].rows[0]["last_word_when"] == "11月24日(火)"


def test_an_ended_row_shows_its_outcome_and_the_days_it_took(ward: Ward, case: Consultation, advance: Advance) -> None:
    advance(case, State.WITHDRAWN)

    with time_machine.travel(day(30), tick=False):
        page = signed_in(ward.dx_main).get(LIST + "?view=all&state=ended")

    assert page.context["page"].rows[0]["elapsed"] == "0"
    assert page.context["page"].rows[0]["outcome"] == "取り下げ"
    assert "なし" in page.content.decode()


def test_what_somebody_typed_is_text(ward: Ward) -> None:
    walk.submit(ward, "<script>alert(1)</script>")

    page = signed_in(ward.dx_main).get(f"{LIST}?q=%3Cscript%3E&view=all").content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


# --- htmx -----------------------------------------------------------------------------------------------------------
def test_htmx_gets_the_changed_part_with_a_clean_address(ward: Ward, case: Consultation) -> None:
    answer = signed_in(ward.dx_main).get(
        f"{LIST}?view=all&state=received&unit=&field=&q=", headers={"hx-request": "true"}
    )
    part = answer.content.decode()

    assert "<html" not in part
    assert 'id="triage-results"' in part
    assert 'id="triage-status" hx-swap-oob="innerHTML"' in part
    assert answer.headers["HX-Push-Url"] == "/triage/?view=all&state=received"


def test_going_back_in_the_browser_brings_the_whole_page(ward: Ward, case: Consultation) -> None:
    headers = {"hx-request": "true", "hx-history-restore-request": "true"}

    assert "<html" in signed_in(ward.dx_main).get(LIST, headers=headers).content.decode()


# --- What it costs ------------------------------------------------------------------------------------------------
def queries_of(client: Client, query: str, django_assert_num_queries: Any, number: int) -> None:
    client.get(LIST + query)  # what is remembered for a minute is read once
    with django_assert_num_queries(number):
        client.get(LIST + query)


@pytest.mark.parametrize("rows", [1, 3, 300])
@pytest.mark.parametrize("query", ["", "?view=all", "?view=all&state=any&period=year&unit=department-09&sort=-word"])
def test_the_list_takes_the_same_five_queries_however_long_it_is(
    ward: Ward, case: Consultation, rows: int, query: str, django_assert_num_queries: Any
) -> None:
    many(case, rows - 1)

    # session, person, roles, every count of the page and its header, rows
    queries_of(signed_in(ward.dx_main), query, django_assert_num_queries, 5)


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_a_changed_condition_takes_five_queries(
    ward: Ward, case: Consultation, rows: int, django_assert_num_queries: Any
) -> None:
    many(case, rows - 1)
    client = signed_in(ward.dx_main)
    client.get(LIST)

    with django_assert_num_queries(5):  # session, person, roles, count, rows
        client.get(f"{LIST}?view=all", headers={"hx-request": "true"})


def test_the_first_page_of_a_process_reads_the_choices_and_settings_besides(
    ward: Ward, case: Consultation, django_assert_num_queries: Any
) -> None:
    client = signed_in(ward.dx_main)
    remembered.clear()

    with django_assert_num_queries(8):  # choices, closed days, whom to call
        client.get(LIST)


def test_a_promise_of_every_kind_has_its_words(ward: Ward, case: Consultation) -> None:
    for kind in PromiseKind:
        Consultation.objects.filter(pk=case.pk).update(next_due_kind=kind)
        assert kind.label in signed_in(ward.dx_main).get(LIST).context["page"].rows[0]["promise"]
