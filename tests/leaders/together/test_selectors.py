"""Who is in the directory, what is found again, and who did what."""

import datetime as dt
from typing import Any

import pytest

from leaders.enums import Learned, QuestionState
from leaders.models import LeaderTerm, Trainee
from leaders.permissions import is_among_leaders
from leaders.selectors.questions import (
    SIMILAR,
    counts_by_state,
    latest_replies,
    questions_for,
    reply_counts,
    similar_questions,
)
from leaders.selectors.together import directory, narrow, still_among_leaders
from leaders.services.together import settle_question
from minato_dx.organization.models import DivisionSuccession, DivisionVersion, Membership, User
from tests.consultations.walk import NOW
from tests.leaders.together.conftest import Circle, lead
from tests.organization.factories import DivisionFactory, MembershipFactory

TODAY = NOW.date()


def names(circle: Circle, **conditions: Any) -> list[str]:
    return [card.person.name for card in narrow(directory(day=TODAY).cards, **conditions)]


def titles(circle: Circle, person: User | None = None, **conditions: Any) -> set[str]:
    rows = questions_for(user=person or circle.ward.leader, **conditions)
    return {row.title for row in rows}


# --- The directory -----------------------------------------------------------------------------------------------


def test_leaders_of_today_stand_in_official_order(circle: Circle) -> None:
    # 子ども家庭支援部 comes first in the order of departments, whatever the staff numbers.
    assert names(circle) == ["柊 美月", "桐生 葵"]
    lead(circle.ward.requester, circle.ward.finance, valid_from="2026-12-01")
    lead(circle.ward.dx_other, circle.ward.dx_section, published_on="2026-12-01")
    lead(circle.ward.head, circle.ward.insurance, valid_from="2025-11-01", valid_to="2026-11-24")
    assert names(circle) == ["柊 美月", "桐生 葵"]
    User.objects.filter(pk=circle.ward.outsider.pk).update(left_on=TODAY)
    assert names(circle) == ["柊 美月"]


def test_who_leads_two_divisions_is_one_entry(circle: Circle) -> None:
    MembershipFactory(user=circle.ward.leader, division=circle.ward.finance, is_main=False)
    lead(circle.ward.leader, circle.ward.finance)
    assert names(circle) == ["柊 美月", "桐生 葵"]
    card = directory(day=TODAY).cards[0]
    assert [version.name for version in card.divisions] == ["保育課", "財政課"]


def test_a_division_is_named_as_it_is_called_today(circle: Circle) -> None:
    DivisionVersion.objects.filter(division=circle.ward.nursery).update(valid_to=TODAY)
    DivisionVersion.objects.create(
        division=circle.ward.nursery, department=circle.ward.children, name="保育政策課", code="0909", valid_from=TODAY
    )
    assert [version.name for version in directory(day=TODAY).cards[0].divisions] == ["保育政策課"]
    assert names(circle, words="保育政策") == ["柊 美月"]


def test_after_a_split_it_is_the_part_in_which_the_leader_works(circle: Circle) -> None:
    nursery, parts = circle.ward.nursery, [DivisionFactory(version__name=name) for name in ("入園課", "施設課")]
    DivisionVersion.objects.filter(division=nursery).update(valid_to=TODAY)
    for part in parts:
        DivisionSuccession.objects.create(predecessor=nursery, successor=part, took_effect_on=TODAY, kind="split")
    card = next(card for card in directory(day=TODAY).cards if card.person == circle.ward.leader)
    assert {version.name for version in card.divisions} == {"入園課", "施設課"}
    Membership.objects.filter(user=circle.ward.leader).update(division=parts[1])
    card = next(card for card in directory(day=TODAY).cards if card.person == circle.ward.leader)
    assert [version.name for version in card.divisions] == ["施設課"]


def test_whose_division_is_gone_comes_last(circle: Circle) -> None:
    DivisionVersion.objects.filter(division=circle.ward.nursery).update(valid_to=TODAY)
    assert names(circle) == ["桐生 葵", "柊 美月"]
    assert directory(day=TODAY).cards[1].divisions == ()


def test_how_far_the_training_is(circle: Circle) -> None:
    def learned() -> list[Learned]:
        return [card.learned for card in directory(day=TODAY).cards]

    assert learned() == [Learned.AHEAD, Learned.AHEAD]
    place = Trainee.objects.create(programme=circle.programme, person=circle.ward.leader, joined_on=TODAY)
    assert learned() == [Learned.TRAINING, Learned.AHEAD]
    Trainee.objects.filter(pk=place.pk).update(completed_on=TODAY)
    assert learned() == [Learned.TRAINED, Learned.AHEAD]
    Trainee.objects.filter(pk=place.pk).update(completed_on=None, left_on=TODAY)
    assert learned() == [Learned.AHEAD, Learned.AHEAD]


@pytest.mark.parametrize(
    "words",
    ["柊", "柊美月", "しけん", "保育", "Ｅｘｃｅｌ", "excel 保育", "EXCEL　柊", "ﾏｸﾛ", "マクロ", "申請・届出",
     "電子申請", "120"],
)  # fmt: skip
def test_the_directory_is_searched_in_any_width(circle: Circle, words: str) -> None:
    circle.profile(circle.ward.leader, "Excelのマクロ。Ｅｘｃｅｌの集計は１２０件", (circle.forms,), (circle.requests,))
    found = names(circle, words=words)
    assert found == (["柊 美月", "桐生 葵"] if words == "しけん" else ["柊 美月"])


def test_every_word_has_to_be_there(circle: Circle) -> None:
    circle.profile(circle.ward.leader, "Excel")
    assert names(circle, words="Excel 高齢者") == []
    assert names(circle, words="  　") == ["柊 美月", "桐生 葵"]


def test_the_directory_is_narrowed_by_tool_field_and_department(circle: Circle) -> None:
    circle.profile(circle.ward.leader, tools=(circle.forms,), fields=(circle.figures,))
    circle.profile(circle.ward.outsider, tools=(circle.survey,), fields=(circle.figures,))
    assert names(circle, tool=circle.forms) == ["柊 美月"]
    assert names(circle, field=circle.figures) == ["柊 美月", "桐生 葵"]
    assert names(circle, field=circle.figures, department=circle.ward.welfare) == ["桐生 葵"]
    assert names(circle, tool=circle.forms, department=circle.ward.welfare) == []


def test_who_may_read_is_the_same_for_one_and_for_many(circle: Circle) -> None:
    User.objects.filter(pk=circle.ward.dx_other.pk).update(left_on=TODAY)
    people = list(User.objects.all())
    assert len(people) >= 13
    kept = set(still_among_leaders(people=[person.pk for person in people], day=TODAY))
    # An administrator has no part in it, and somebody who left none any more.
    assert kept == {one for one in people if is_among_leaders(one) and one.may_sign_in(TODAY)}
    assert {one.name for one in kept} >= {"柊 美月", "桐生 葵", "浅葱 涼", "汐見 拓也"}


# --- Questions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["受付メール", "ｱﾝｹｰﾄ", "アンケート", "ｅｘｃｅｌ", "EXCEL", "受付　excel", "２番目"])
def test_questions_are_found_by_title_details_and_replies_in_any_width(circle: Circle, words: str) -> None:
    found = circle.ask(title="受付メールの文面はどこで直せますか", text="アンケートフォームも同じでしょうか")
    circle.reply(found, text="Ｅｘｃｅｌの一覧の2番目です")
    circle.ask(title="予約の枠を増やすには")
    assert titles(circle, words=words) == {found.title}
    assert titles(circle, words=f"{words} 予約") == set()


def test_signs_that_mean_something_to_a_database_are_only_signs(circle: Circle) -> None:
    circle.ask(title="100%になりません")
    circle.ask(title="1000件あります")
    assert titles(circle, words="100%") == {"100%になりません"}
    assert titles(circle, words="_") == set()


def test_questions_are_narrowed_by_tool_field_and_asker(circle: Circle) -> None:
    circle.ask(title="甲", tool=circle.forms)
    circle.ask(title="乙", tool=circle.survey, field=circle.requests)
    circle.ask(circle.ward.outsider, "丙", field=circle.requests)
    assert titles(circle, tool=circle.forms) == {"甲"}
    assert titles(circle, field=circle.requests) == {"乙", "丙"}
    assert titles(circle, own=True) == {"甲", "乙"}
    assert titles(circle, own=True, field=circle.requests, words="乙") == {"乙"}
    assert titles(circle, circle.ward.requester) == set()


def test_the_tabs_count_what_is_open_and_what_is_solved(circle: Circle) -> None:
    first, _second, _third = circle.ask(title="甲"), circle.ask(title="乙"), circle.ask(title="丙")
    settle_question(question=first, actor=circle.ward.leader, solved=True, now=NOW)
    rows = questions_for(user=circle.ward.leader)
    assert counts_by_state(rows) == {QuestionState.OPEN: 2, QuestionState.SOLVED: 1}


def similar(circle: Circle, title: str, person: User | None = None) -> list[str]:
    return [line.question.title for line in similar_questions(user=person or circle.ward.leader, title=title)]


def test_similar_questions_share_rare_words_and_the_most_alike_come_first(circle: Circle) -> None:
    for title in (
        "電子申請の受付メールの文面を直したい",
        "電子申請で添付できる大きさ",
        "アンケートの回答をExcelに出したい",
        "予約の枠を増やすには",
    ):
        circle.ask(title=title)
    assert similar(circle, "電子申請の受付メールが届きません") == [
        "電子申請の受付メールの文面を直したい",
        "電子申請で添付できる大きさ",
    ]
    assert similar(circle, "ＥＸＣＥＬの使い方") == ["アンケートの回答をExcelに出したい"]
    assert similar(circle, "予約") == ["予約の枠を増やすには"]
    assert similar(circle, "住民票の写し") == []


@pytest.mark.parametrize("title", ["", "電", "のはですます", "？？"])
def test_nothing_is_like_what_says_nothing(circle: Circle, title: str) -> None:
    circle.ask(title="電子申請のはですます？？")
    assert similar(circle, title) == []


def test_similar_questions_are_few_and_for_leaders_alone(circle: Circle) -> None:
    for number in range(SIMILAR + 2):
        circle.ask(title=f"電子申請 その{number}")
    assert len(similar(circle, "電子申請")) == SIMILAR
    assert similar(circle, "電子申請", circle.ward.requester) == []


# --- What leaders did --------------------------------------------------------------------------------------------


def test_replies_count_as_what_a_leader_did(circle: Circle, clock: Any) -> None:
    question = circle.ask()
    circle.reply(question, text="甲")
    later = NOW + dt.timedelta(days=3)
    clock.move_to(later)
    circle.reply(question, text="乙")
    people = [circle.ward.leader.pk, circle.ward.outsider.pk]
    assert latest_replies(people=people) == {circle.ward.outsider.pk: later}
    assert latest_replies(people=[circle.ward.leader.pk]) == {}
    assert reply_counts(people=people, since=NOW) == {circle.ward.leader.pk: 0, circle.ward.outsider.pk: 2}
    assert reply_counts(people=people, since=later) == {circle.ward.leader.pk: 0, circle.ward.outsider.pk: 1}


def test_a_term_that_was_moved_away_from_still_has_its_entry(circle: Circle) -> None:
    Membership.objects.filter(user=circle.ward.leader).update(division=circle.ward.finance)
    assert LeaderTerm.objects.filter(person=circle.ward.leader).exists()
    assert names(circle) == ["柊 美月", "桐生 葵"]
