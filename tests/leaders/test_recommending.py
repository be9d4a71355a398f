"""Recommending, consenting, checking: what each step asks for, changes and says."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from leaders.enums import Consent, Kind, LetterKind, State
from leaders.exceptions import LeaderError, StateConflict
from leaders.models import Cohort, LeaderTerm, NoCandidate, Recommendation
from leaders.services.recommending import (
    answer_consent,
    answer_no_candidate,
    change_nomination,
    check_off,
    give_back,
    recommend,
    recommend_change,
    replace,
    withdraw,
)
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import Membership
from tests.leaders.steps import checked, fresh, nominate, recommended
from tests.organization.factories import MembershipFactory, Ward


def told(kind: str = "recommendation") -> list[tuple[str, str]]:
    """Return (recipient, title) of every message, in order."""
    rows = Notification.objects.filter(kind=kind).order_by("pk").select_related("recipient")
    return [(row.recipient.name, row.title) for row in rows]


def test_a_recommendation_keeps_the_names_of_its_day(ward: Ward, cohort: Cohort) -> None:
    row = recommended(ward, cohort)
    assert (row.state, row.consent, row.effective_on) == (State.SUBMITTED, Consent.ASKED, cohort.appoint_on)
    assert (row.division_name, row.department_name) == ("保育課", "子ども家庭支援部")
    assert (row.candidate_name, row.candidate_post) == ("柊 美月", "主任")
    assert (row.recommended_by_name, row.recommended_by_post) == ("朝霧 健一", "保育課 保育課長")
    ward.leader.name = "柊 改姓"
    ward.leader.save()
    assert fresh(row).candidate_name == "柊 美月"


def test_candidate_and_desk_hear_of_it(ward: Ward, cohort: Cohort) -> None:
    recommended(ward, cohort)
    assert told() == [
        ("柊 美月", "［DXリーダー］リーダーへの推薦への同意をお願いします"),
        ("汐見 拓也", "［DXリーダー］推薦が届きました（保育課 柊 美月さん）"),
    ]


def test_a_draft_is_told_to_nobody(ward: Ward, cohort: Cohort) -> None:
    row = recommended(ward, cohort, as_draft=True)
    assert told() == []
    assert not Recommendation.objects.visible_to(ward.leader).exists()
    assert not Recommendation.objects.visible_to(ward.dx_main).exists()
    change_nomination(recommendation=row, actor=ward.head, nomination=nominate(ward.colleague))
    assert fresh(row).state == State.SUBMITTED
    assert [name for name, _title in told()] == ["浅葱 涼", "汐見 拓也"]


def test_a_further_post_counts_as_belonging(ward: Ward, cohort: Cohort) -> None:
    MembershipFactory(user=ward.outsider, division=ward.nursery, is_main=False, post="主査（兼務）")
    assert recommended(ward, cohort, candidate=ward.outsider).candidate_post == "主査（兼務）"


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("other division", "桐生 葵さんは、きょう保育課に所属していません。"),
        ("moved away yesterday", "柊 美月さんは、きょう保育課に所属していません。"),
        ("left", "柊 美月さんは、きょう保育課に所属していません。"),
        ("themselves", "自分を推薦することはできません。"),
        ("no reason", "理由を書いてください。"),
    ],
)
def test_who_cannot_be_recommended_is_refused_by_name(ward: Ward, cohort: Cohort, case: str, message: str) -> None:
    person = {"other division": ward.outsider, "themselves": ward.head}.get(case, ward.leader)
    if case == "moved away yesterday":
        Membership.objects.filter(user=ward.leader).update(valid_to=dt.date(2026, 11, 24))
    if case == "left":
        ward.leader.left_on = dt.date(2026, 11, 24)
        ward.leader.save()
    reason = " 　" if case == "no reason" else "経験がある"
    with pytest.raises(LeaderError, match=message):
        recommend(cohort=cohort, division=ward.nursery, actor=ward.head, nomination=nominate(person, reason))
    assert not Recommendation.objects.exists()


def test_the_acting_head_recommends_in_the_heads_place_and_nobody_else(ward: Ward, cohort: Cohort) -> None:
    for person in (ward.colleague, ward.outsider_head, ward.dx_main, ward.cio):
        with pytest.raises(PermissionDenied):
            recommended(ward, cohort, actor=person)
    assert recommended(ward, cohort, actor=ward.acting_head).recommended_by == ward.acting_head


@pytest.mark.parametrize(("day", "message"), [("2026-10-31", "から受け付けます"), ("2026-11-28", "で締め切りました")])
def test_outside_the_cohorts_days_it_says_when(ward: Ward, cohort: Cohort, clock: Any, day: str, message: str) -> None:
    clock.move_to(f"{day}T10:00:00+09:00")
    with pytest.raises(LeaderError, match=message):
        recommended(ward, cohort)


def test_one_for_each_division_and_cohort(ward: Ward, cohort: Cohort) -> None:
    first = recommended(ward, cohort)
    with pytest.raises(StateConflict, match="柊 美月さんの推薦がもうあります"):
        recommended(ward, cohort, candidate=ward.colleague)
    copy = fresh(first)
    copy.pk, copy._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)
    withdraw(recommendation=first, actor=ward.head)
    assert recommended(ward, cohort, candidate=ward.colleague).state == State.SUBMITTED


def test_sent_twice_it_is_one(ward: Ward, cohort: Cohort) -> None:
    token = uuid.uuid4()
    assert recommended(ward, cohort, token=token) == recommended(ward, cohort, token=token)
    assert Recommendation.objects.count() == 1


def test_the_section_checks_after_the_consent(ward: Ward, cohort: Cohort) -> None:
    row = recommended(ward, cohort)
    with pytest.raises(LeaderError, match="柊 美月さんの同意がまだです"):
        check_off(recommendation=row, actor=ward.dx_main)
    answer_consent(recommendation=row, actor=ward.leader, agrees=True, comment="がんばります")
    with pytest.raises(PermissionDenied):
        check_off(recommendation=row, actor=ward.head)
    check_off(recommendation=row, actor=ward.dx_main, letter_kind=LetterKind.COMMISSION)
    row = fresh(row)
    assert (row.state, row.letter_kind) == (State.CHECKED, LetterKind.COMMISSION)
    assert told()[-1] == ("千歳 高志", "［DXリーダー］決定をお願いします（保育課 柊 美月さん）")
    with pytest.raises(StateConflict, match=r"汐見 拓也さんが11月24日10:00に「確認済・決定待ち」にしました"):
        check_off(recommendation=row, actor=ward.dx_deputy)


def test_who_refuses_gives_it_back_to_the_head(ward: Ward, cohort: Cohort) -> None:
    row = checked(ward, cohort)
    answer_consent(recommendation=row, actor=ward.leader, agrees=False, comment="育休に入ります")
    row = fresh(row)
    assert (row.state, row.consent) == (State.RETURNED, Consent.REFUSED)
    assert ("朝霧 健一", "［DXリーダー］柊 美月さんが辞退しました（保育課）") in told()
    # Another person is asked anew.
    change_nomination(recommendation=row, actor=ward.head, nomination=nominate(ward.colleague))
    assert (fresh(row).state, fresh(row).consent) == (State.SUBMITTED, Consent.ASKED)


def test_only_the_candidate_consents(ward: Ward, cohort: Cohort) -> None:
    row = recommended(ward, cohort)
    for person in (ward.head, ward.colleague, ward.dx_main, ward.cio):
        with pytest.raises(PermissionDenied):
            answer_consent(recommendation=row, actor=person, agrees=True)


def test_a_question_is_answered_and_the_consent_stays(ward: Ward, cohort: Cohort) -> None:
    row = recommended(ward, cohort)
    answer_consent(recommendation=row, actor=ward.leader, agrees=True)
    with pytest.raises(LeaderError, match="直してほしいことを書いてください"):
        give_back(recommendation=row, actor=ward.dx_main, question=" ")
    give_back(recommendation=row, actor=ward.dx_main, question="任せたいことを書いてください")
    assert told()[-1] == ("朝霧 健一", "［DXリーダー］推薦が差し戻されました（柊 美月さん）")
    nomination = nominate(ward.leader, expected_use="窓口の申請")
    change_nomination(recommendation=row, actor=ward.head, nomination=nomination, answer="書き足しました")
    row = fresh(row)
    assert (row.state, row.consent, row.question, row.expected_use) == (
        State.SUBMITTED,
        Consent.GIVEN,
        "",
        "窓口の申請",
    )
    assert row.steps.last().text == "書き足しました"


def test_somebody_else_in_one_step(ward: Ward, cohort: Cohort) -> None:
    old = checked(ward, cohort)
    new = replace(recommendation=old, actor=ward.head, nomination=nominate(ward.colleague))
    assert fresh(old).state == State.WITHDRAWN
    assert (fresh(new).replaces, new.candidate) == (old, ward.colleague)
    with pytest.raises(LeaderError, match="同じ人です"):
        replace(recommendation=new, actor=ward.head, nomination=nominate(ward.colleague))


def test_a_refused_replacement_leaves_the_old_one(ward: Ward, cohort: Cohort) -> None:
    old = recommended(ward, cohort)
    with pytest.raises(LeaderError, match="所属していません"):
        replace(recommendation=old, actor=ward.head, nomination=nominate(ward.outsider))
    assert fresh(old).state == State.SUBMITTED


def test_nobody_this_time_is_an_answer_with_a_reason(ward: Ward, cohort: Cohort) -> None:
    values = {"cohort": cohort, "division": ward.nursery, "actor": ward.head}
    with pytest.raises(LeaderError, match="理由を書いてください"):
        answer_no_candidate(reason="", **values)
    answer_no_candidate(reason="欠員2名のため", **values)
    answer_no_candidate(reason="欠員3名のため", **values)
    assert NoCandidate.objects.get().reason == "欠員3名のため"
    # A recommendation takes its place, and stands against another such answer.
    recommended(ward, cohort)
    assert not NoCandidate.objects.exists()
    with pytest.raises(LeaderError, match="推薦がもうあります"):
        answer_no_candidate(reason="やはり", **values)


def term_of(ward: Ward, **facts: Any) -> LeaderTerm:
    values = {
        "person": ward.leader,
        "division": ward.nursery,
        "published_on": dt.date(2026, 4, 1),
        "valid_from": dt.date(2026, 4, 1),
        "valid_to": dt.date(2027, 4, 1),
    }
    return LeaderTerm.objects.create(**(values | facts))


def test_renewal_begins_where_the_term_ends(ward: Ward) -> None:
    term = term_of(ward)
    row = recommend_change(term=term, kind=Kind.RENEW, actor=ward.head, division=ward.nursery, reason="続けてほしい")
    assert (row.state, row.effective_on, row.consent) == (State.SUBMITTED, dt.date(2027, 4, 1), Consent.ASKED)
    with pytest.raises(StateConflict, match="更新か解任の申し出がもうあります"):
        recommend_change(term=term, kind=Kind.RENEW, actor=ward.head, division=ward.nursery, reason="もう一度")


def test_release_needs_a_day_within_the_term_and_no_consent(ward: Ward) -> None:
    term = term_of(ward)
    values = {"term": term, "kind": Kind.RELEASE, "actor": ward.head, "division": ward.nursery, "reason": "休職"}
    for day in (None, dt.date(2026, 11, 24), dt.date(2027, 4, 1)):
        with pytest.raises(LeaderError, match="あすから任期の最後の日まで"):
            recommend_change(effective_on=day, **values)
    row = recommend_change(effective_on=dt.date(2026, 12, 1), **values)
    check_off(recommendation=row, actor=ward.dx_main)
    assert (fresh(row).state, row.letter_kind) == (State.CHECKED, LetterKind.RELEASE)


def test_a_term_without_end_is_not_renewed(ward: Ward) -> None:
    with pytest.raises(LeaderError, match="終わりの日がない"):
        recommend_change(
            term=term_of(ward, valid_to=None), kind=Kind.RENEW, actor=ward.head, division=ward.nursery, reason="続けて"
        )
