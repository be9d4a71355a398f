"""The list of consultations: whose, in which state, with which words; and never what one may not see."""

import csv
import datetime as dt
import io

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from consultations import services
from consultations.converters import ReceiptNumber
from consultations.enums import State
from consultations.models import Consultation
from consultations.selectors.counts import home_counts, my_turn_count, shell_counts
from consultations.selectors.lines import lines_of
from consultations.selectors.lists import receipt_number_in
from leaders.models import LeaderTerm
from minato_dx.core.calendar import jst
from minato_dx.organization.models import User
from tests.consultations import walk
from tests.organization.factories import AbsenceFactory, MembershipFactory, Ward

LIST = "/consultations/"


def _titles(person: User, query: str = "") -> list[str]:
    response = _get(person, query)
    assert response.status_code == 200
    return [line.title for line in response.context["lines"]]


def _get(person: User, query: str = ""):
    client = Client()
    client.force_login(person)
    return client.get(LIST + query)


def _page(person: User, query: str = "") -> str:
    return _get(person, query).content.decode()


@pytest.fixture
def cases(ward: Ward) -> dict[str, Consultation]:
    return {
        "own": walk.submit(ward, "自分の困りごと"),
        "private": walk.submit(ward, "秘密の困りごと", is_private=True),
        "colleague": walk.submit(ward, "同僚の困りごと", requester=ward.colleague),
        "hidden": walk.submit(ward, "同僚の秘密", requester=ward.colleague, is_private=True),
        "outside": walk.submit(ward, "よその困りごと", requester=ward.outsider),
    }


@pytest.mark.parametrize(
    ("person", "tab", "titles"),
    [
        ("requester", "mine", ["秘密の困りごと", "自分の困りごと"]),
        ("requester", "division", ["同僚の困りごと", "秘密の困りごと", "自分の困りごと"]),
        ("requester", "all", ["同僚の困りごと", "秘密の困りごと", "自分の困りごと"]),
        ("colleague", "all", ["同僚の秘密", "同僚の困りごと", "自分の困りごと"]),
        ("head", "mine", []),
        ("head", "division", ["同僚の困りごと", "自分の困りごと"]),
        ("outsider", "all", ["よその困りごと"]),
        ("dx_other", "division", []),
        ("dx_other", "all", ["よその困りごと", "同僚の困りごと", "自分の困りごと"]),
        ("section_head", "all", ["よその困りごと", "同僚の秘密", "同僚の困りごと", "秘密の困りごと", "自分の困りごと"]),
        ("administrator", "all", []),
        ("cio", "all", []),
    ],
)
def test_each_sees_what_is_theirs_newest_first(cases, ward: Ward, person: str, tab: str, titles: list[str]) -> None:
    viewer = getattr(ward, person)
    assert _titles(viewer, f"?tab={tab}") == titles
    numbers = {one.value: number for one, _, number, _ in _get(viewer, f"?tab={tab}").context["tabs"]}
    assert numbers[tab] == len(titles)


def test_a_leader_from_elsewhere_sees_the_division_they_lead(cases, ward: Ward) -> None:
    LeaderTerm.objects.create(
        person=ward.outsider, division=ward.nursery, valid_from=dt.date(2026, 4, 1),
        published_on=dt.date(2026, 4, 1),
    )  # fmt: skip
    assert _titles(ward.outsider, "?tab=all") == ["よその困りごと", "同僚の困りごと", "自分の困りごと"]


@pytest.mark.parametrize("query", ["", "?tab=unknown"])
def test_ones_own_come_first_when_nothing_is_asked(cases, ward: Ward, query: str) -> None:
    assert _titles(ward.requester, query) == ["秘密の困りごと", "自分の困りごと"]


def test_words_from_the_header_are_looked_for_everywhere(cases, ward: Ward) -> None:
    assert _titles(ward.requester, "?q=困りごと") == ["同僚の困りごと", "秘密の困りごと", "自分の困りごと"]
    assert _titles(ward.requester, "?q=困りごと&tab=mine") == ["秘密の困りごと", "自分の困りごと"]


@pytest.mark.parametrize("query", ["?q=同僚の秘密", "?q=よその", "?tab=all&q=秘密 同僚"])
def test_words_of_what_is_hidden_find_nothing(cases, ward: Ward, query: str) -> None:
    page = _page(ward.requester, query)
    assert "条件に合う相談は0件です" in page
    assert "条件を消す" in page


def test_words_find_the_body_and_never_an_internal_note(ward: Ward) -> None:
    case = walk.submit(ward, "件名になる文。本文だけにある合言葉")
    services.add_note(consultation=case, author=ward.dx_main, body="内密のメモ")
    assert _titles(ward.requester, "?q=合言葉") == ["件名になる文"]
    assert _titles(ward.requester, "?q=合言葉　件名") == ["件名になる文"]
    for person in (ward.requester, ward.dx_main):
        assert _titles(person, "?q=内密") == []


def test_states_narrow_alone_and_in_groups(ward: Ward, advance) -> None:
    received = walk.submit(ward, "受付のまま")
    advance(walk.submit(ward, "返事を待つもの"), State.WAITING)
    advance(walk.submit(ward, "終えたもの"), State.WITHDRAWN)
    assert _titles(ward.requester, "?state=open") == ["返事を待つもの", "受付のまま"]
    assert _titles(ward.requester, "?state=ended") == ["終えたもの"]
    assert _titles(ward.requester, "?state=received") == [received.title]
    assert len(_titles(ward.requester, "?state=nonsense")) == 3
    page = _page(ward.requester, "?state=measuring")
    assert "状態「効果測定中」でしぼり込んでいます" in page


@pytest.mark.parametrize(
    "text",
    [
        "令和8年度-0001",
        "2026-0001",
        "２０２６－０００１",
        "令和８年度‐０００１",
        "R8-1",
        "r8-0001",
        " 2026年度ー1 ",
        "2026−0001",
    ],
)
def test_a_number_leads_to_its_case(case: Consultation, ward: Ward, text: str) -> None:
    response = _get(ward.colleague, f"?q={text}")
    assert (response.status_code, response.url) == (302, "/consultations/2026-0001/")


@pytest.mark.parametrize("number", ["2026-0001", "2026-0099"])
def test_a_number_that_is_hidden_answers_like_one_that_is_not_there(
    case: Consultation, ward: Ward, number: str
) -> None:
    page = _page(ward.outsider, f"?q={number}")
    assert f"「{number}」の相談は見つかりません" in page
    assert walk.SENTENCE not in page


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("令和元年度-0001", ReceiptNumber(2019, 1)),
        ("令和10年度-12345", ReceiptNumber(2028, 12345)),
        ("2026-0123", ReceiptNumber(2026, 123)),
        ("2026", None),
        ("窓口-2026", None),
        ("2026-0123 窓口", None),
        ("20266-0123", None),
        ("2026-0123456789", None),
        ("", None),
    ],
)
def test_numbers_are_told_from_words(text: str, number: ReceiptNumber | None) -> None:
    assert receipt_number_in(text) == number


@pytest.mark.parametrize(
    ("person", "tab", "words"),
    [
        ("requester", "mine", "2開庁日以内に担当者がお返事します"),
        ("requester", "division", "課の人が相談を送ると"),
        ("cio", "all", "見られる相談はまだありません"),
    ],
)
def test_an_empty_list_says_what_to_do(ward: Ward, person: str, tab: str, words: str) -> None:
    page = _page(getattr(ward, person), f"?tab={tab}")
    assert words in page
    assert 'href="/">相談を書く</a>' in " ".join(page.split())


def test_a_line_says_whose_turn_it_is_and_what_is_promised(ward: Ward, advance) -> None:
    advance(walk.submit(ward, "答えが出た"), State.ANSWERED)
    advance(walk.submit(ward, "待っている"), State.WAITING)
    walk.submit(ward, "受けたばかり", is_private=True)
    mine, theirs = _page(ward.requester), _page(ward.section_head, "?tab=all")
    assert mine.count("あなたの番</span>") == 2
    assert "確認をお願いします" in mine
    assert "停止中" in mine
    assert "非公開</span>" in mine
    assert "あなたの番</span>" not in theirs
    assert "相談者の確認" in theirs


def test_files_hold_what_the_list_shows_and_are_safe_to_open(cases, ward: Ward) -> None:
    walk.submit(ward, "=1+1で困っている")
    response = _get(ward.requester, "?tab=division&export=csv")
    rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert [row[1] for row in rows] == [
        "件名",
        "'=1+1で困っている",
        "同僚の困りごと",
        "秘密の困りごと",
        "自分の困りごと",
    ]
    response = _get(ward.requester, "?tab=mine&q=秘密&export=xlsx")
    book = load_workbook(io.BytesIO(b"".join(response)))
    assert [row[1].value for row in book.active.iter_rows()] == ["件名", "秘密の困りごと"]


def test_too_many_for_a_file_are_narrowed_first(cases, ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consultations.selectors.triage.EXPORT_LIMIT", 1)
    response = _get(ward.requester, "?tab=mine&export=csv")
    assert (response.status_code, response.url) == (302, "/consultations/?tab=mine")


def test_long_lists_have_pages_that_keep_the_conditions(ward: Ward) -> None:
    for number in range(26):
        walk.submit(ward, f"困りごと{number}")
    page = _page(ward.requester, "?tab=mine&q=困りごと")
    assert "<b>26件</b>のうち1〜25件" in page
    assert "page=2" in page
    assert _titles(ward.requester, "?tab=mine&q=困りごと&page=2") == ["困りごと0"]


@pytest.mark.parametrize("more", [0, 2])
@pytest.mark.parametrize("person", ["requester", "dx_main", "head"])
def test_list_takes_the_same_queries_for_one_and_for_three(
    ward: Ward, person: str, more: int, django_assert_num_queries
) -> None:
    for _ in range(1 + more):
        walk.submit(ward)
    client = Client()
    client.force_login(getattr(ward, person))
    client.get(LIST)  # reads settings and closed days, which are remembered
    with django_assert_num_queries(5):  # session, person, roles, counts, rows
        client.get(LIST + "?tab=all")


# --- Whose turn it is ----------------------------------------------------------------------------------------
def _turns(person: User) -> tuple[int, int]:
    counts = shell_counts(User.objects.get(pk=person.pk))
    return counts.asked, counts.agreement


@pytest.mark.parametrize(
    ("state", "asked"),
    [
        (State.RECEIVED, 0),
        (State.WAITING, 1),
        (State.ANSWERED, 1),
        (State.PROPOSED, 0),
        (State.AGREED, 0),
        (State.MEASURING, 0),
        (State.CLOSED, 0),
    ],
)
def test_waiting_and_answered_are_the_requesters_turn(ward: Ward, case: Consultation, advance, state, asked) -> None:
    advance(case, state)
    assert _turns(ward.requester) == (asked, 0)
    assert _turns(ward.colleague) == (0, 0)


def test_measuring_becomes_ones_turn_two_weeks_before(ward: Ward, case: Consultation, advance) -> None:
    due = walk.fresh(advance(case, State.MEASURING)).next_due_at
    for days, asked in ((15, 0), (13, 1), (-1, 1)):
        Consultation.objects.filter(pk=case.pk).update(next_due_at=walk.NOW + dt.timedelta(days=days))
        assert _turns(ward.requester) == (asked, 0)
        lines = {line.title: line.my_turn for line in _get(ward.requester).context["lines"]}
        assert lines[case.title] is bool(asked)
    assert due == jst(dt.date(2027, 2, 24), dt.time(17, 15))


def test_a_proposal_is_the_heads_turn_and_the_acting_heads_only_in_their_place(
    ward: Ward, case: Consultation, advance
) -> None:
    advance(case, State.PROPOSED)
    assert _turns(ward.head) == (0, 1)
    assert _turns(ward.acting_head) == (0, 0)
    assert _turns(ward.outsider_head) == (0, 0)
    AbsenceFactory(user=ward.head)
    assert _turns(ward.acting_head) == (0, 1)


def test_a_heads_own_proposal_is_the_acting_heads_turn(ward: Ward, advance) -> None:
    advance(walk.submit(ward, requester=ward.head), State.PROPOSED)
    assert _turns(ward.head) == (0, 0)
    assert _turns(ward.acting_head) == (0, 1)


def test_a_vacant_post_leaves_it_to_the_acting_head(ward: Ward, case: Consultation, advance) -> None:
    advance(case, State.PROPOSED)
    User.objects.filter(pk=ward.head.pk).update(left_on=walk.NOW.date())
    assert _turns(ward.acting_head) == (0, 1)


def test_a_private_proposal_waits_for_its_summary(ward: Ward, advance) -> None:
    case = advance(walk.submit(ward, "秘密", is_private=True), State.PROPOSED)
    assert _turns(ward.head) == (0, 0)
    services.open_summary_to_head(consultation=case, actor=ward.requester, summary="押印をやめる提案です")
    assert _turns(ward.head) == (0, 1)


def test_home_counts_the_division_and_what_is_late(ward: Ward, cases, advance) -> None:
    late = [cases["own"], cases["colleague"]]
    advance(cases["colleague"], State.WAITING)
    Consultation.objects.filter(pk__in=[case.pk for case in late]).update(next_due_at=walk.NOW - dt.timedelta(days=1))
    assert home_counts(ward.requester).division == 3
    counts = home_counts(ward.dx_main)
    assert (counts.division, counts.overdue) == (0, 1)
    assert (counts.division_text, counts.overdue_text) == ("0件", "1件")


def test_one_query_counts_for_the_page_and_for_the_header(ward: Ward, case, django_assert_num_queries) -> None:
    home_counts(ward.requester)
    person = User.objects.get(pk=ward.requester.pk)
    with django_assert_num_queries(2):  # roles, counts
        home_counts(person)
        assert shell_counts(person).my_turn == 0


# --- The way from a message to its case ----------------------------------------------------------------------
def test_a_message_leads_to_its_case(case: Consultation, ward: Ward) -> None:
    client = Client()
    client.force_login(ward.colleague)
    assert client.get(reverse("consultation_by_id", args=[case.pk])).url == "/consultations/2026-0001/"
    client.force_login(ward.outsider)
    assert client.get(reverse("consultation_by_id", args=[case.pk])).status_code == 404
    assert client.get(reverse("consultation_by_id", args=[999_999])).status_code == 404


def test_a_head_with_a_summary_only_is_led_to_the_agreement(ward: Ward, advance) -> None:
    case = advance(walk.submit(ward, "秘密", is_private=True), State.PROPOSED)
    url = reverse("consultation_by_id", args=[case.pk])
    client = Client()
    client.force_login(ward.head)
    assert client.get(url).status_code == 404
    services.open_summary_to_head(consultation=case, actor=ward.requester, summary="押印をやめる提案です")
    assert client.get(url).url == "/consultations/2026-0001/agreement/"


def test_a_second_post_shows_both_divisions(cases, ward: Ward) -> None:
    MembershipFactory(user=ward.requester, division=ward.elderly, is_main=False)
    assert _titles(ward.requester, "?tab=division") == [
        "よその困りごと",
        "同僚の困りごと",
        "秘密の困りごと",
        "自分の困りごと",
    ]


def test_a_private_proposal_is_the_requesters_turn_until_the_summary_is_open(ward: Ward) -> None:
    case = walk.advance(walk.submit(ward, is_private=True), ward, State.HEARING)
    services.give_answer(consultation=case, actor=ward.dx_main, reply=walk.solution())

    def turns() -> tuple[int, bool]:
        requester = User.objects.get(pk=ward.requester.pk)
        [line] = lines_of(Consultation.objects.filter(pk=case.pk), user=requester, now=walk.NOW)
        return my_turn_count(user=requester), line.my_turn

    assert turns() == (1, True)
    services.open_summary_to_head(consultation=case, actor=ward.requester, summary="受付の手順を変えます")
    assert turns() == (0, False)


def test_what_was_measured_is_no_longer_the_requesters_turn(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.MEASURING)
    with time_machine.travel(walk.NOW + dt.timedelta(days=90), tick=False):
        requester = User.objects.get(pk=ward.requester.pk)
        assert my_turn_count(user=requester) == 1
        services.record_realised(consultation=case, actor=requester, estimate=walk.estimate())
        assert my_turn_count(user=User.objects.get(pk=ward.requester.pk)) == 0
