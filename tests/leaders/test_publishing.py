"""The day of publication, transfers, ends of terms, and the reminders of heads."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail

from leaders.enums import EndReason, Kind, OnTransfer, Outcome, State
from leaders.models import Cohort, Decision, LeaderSettings, LeaderTerm, Letter
from leaders.selectors import leader_of
from leaders.services.deciding import decide
from leaders.services.publishing import publish_due
from leaders.services.recommending import answer_consent, answer_no_candidate, check_off, recommend_change
from leaders.services.reminders import remind_heads
from leaders.services.terms import follow_ends, follow_transfers
from minato_dx.core import jobs
from minato_dx.notifications.models import Delivery, Notification
from minato_dx.organization.models import Membership, User
from tests.leaders.steps import approved, checked, fresh, recommended
from tests.organization.factories import MembershipFactory, Ward

FIRST_OF_DECEMBER = "2026-12-01T00:00:00+09:00"


def term_of(ward: Ward, **facts: Any) -> LeaderTerm:
    values = {
        "person": ward.leader,
        "division": ward.nursery,
        "published_on": dt.date(2026, 4, 1),
        "valid_from": dt.date(2026, 4, 1),
        "valid_to": dt.date(2027, 4, 1),
    }
    return LeaderTerm.objects.create(**(values | facts))


def titles_of(person: User) -> list[str]:
    return list(Notification.objects.filter(recipient=person).order_by("pk").values_list("title", flat=True))


def test_nothing_is_published_before_its_day(ward: Ward, cohort: Cohort, clock: Any) -> None:
    approved(ward, cohort)
    clock.move_to("2026-11-30T23:59:59+09:00")
    assert publish_due() == 0
    assert leader_of(division_id=ward.nursery.pk, on=dt.date(2026, 12, 1)) is None


def test_on_its_day_the_term_begins_and_everybody_concerned_hears_of_it(ward: Ward, cohort: Cohort, clock: Any) -> None:
    decision = approved(ward, cohort)
    clock.move_to(FIRST_OF_DECEMBER)
    assert publish_due() == 1
    assert publish_due() == 0
    term = LeaderTerm.objects.get()
    assert (term.person, term.division, term.cohort) == (ward.leader, ward.nursery, cohort)
    assert (term.valid_from, term.valid_to, term.published_on) == (
        dt.date(2026, 12, 1),
        dt.date(2027, 4, 1),
        dt.date(2026, 12, 1),
    )
    assert fresh(decision.recommendation).state == State.APPROVED
    words = "［DXリーダー］柊 美月さん（保育課）は、DX推進リーダーに任命されました"
    for person in (ward.leader, ward.head, ward.dx_main, ward.section_head):
        assert titles_of(person)[-1] == words
        assert Decision.objects.visible_to(User.objects.get(pk=person.pk)).exists()
    assert Letter.objects.visible_to(User.objects.get(pk=ward.leader.pk)).exists()
    assert not Letter.objects.visible_to(User.objects.get(pk=ward.colleague.pk)).exists()
    # Mails about it wait until the office opens.
    assert Delivery.objects.filter(notification__title=words, in_office_hours=False).count() == 0
    assert mail.outbox == []


def test_a_deputys_decision_names_both(ward: Ward, cohort: Cohort, clock: Any) -> None:
    from tests.organization.factories import AbsenceFactory

    row = checked(ward, cohort)
    AbsenceFactory(user=ward.cio, valid_from=dt.date(2026, 11, 24), valid_to=dt.date(2026, 11, 25))
    decide(actor=User.objects.get(pk=ward.outsider_head.pk), ids=[row.pk], outcome=Outcome.APPROVED)
    clock.move_to(FIRST_OF_DECEMBER)
    publish_due()
    assert row.steps.last().text == "代決：若竹 聡（CIO 千歳 高志に代わって）"


def test_a_refusal_is_published_on_the_day_as_well(ward: Ward, cohort: Cohort, clock: Any) -> None:
    row = checked(ward, cohort)
    decide(actor=ward.cio, ids=[row.pk], outcome=Outcome.DECLINED, reason="同じ課に経験者がいます")
    assert fresh(row).state == State.CHECKED
    clock.move_to(FIRST_OF_DECEMBER)
    publish_due()
    assert fresh(row).state == State.DECLINED
    assert titles_of(ward.head)[-1] == "［DXリーダー］柊 美月さん（保育課）は、今回は任命されませんでした"
    assert not LeaderTerm.objects.exists()


def test_who_moved_meanwhile_is_not_appointed(ward: Ward, cohort: Cohort, clock: Any) -> None:
    decision = approved(ward, cohort)
    Membership.objects.filter(user=ward.leader).update(valid_to=dt.date(2026, 11, 30))
    clock.move_to(FIRST_OF_DECEMBER)
    assert publish_due() == 0
    decision.refresh_from_db()
    row = fresh(decision.recommendation)
    assert (row.state, decision.published_at) == (State.RETURNED, None)
    assert decision.void_reason.startswith("柊 美月さんは、発令日には保育課にいません")
    assert Letter.objects.get().cancelled_at is not None
    assert titles_of(ward.head)[-1] == "［DXリーダー］推薦を見直してください（柊 美月さん）"


def change(ward: Ward, term: LeaderTerm, kind: Kind, **details: Any) -> None:
    row = recommend_change(term=term, kind=kind, actor=ward.head, division=ward.nursery, reason="理由", **details)
    if kind == Kind.RENEW:
        answer_consent(recommendation=row, actor=ward.leader, agrees=True)
    check_off(recommendation=row, actor=ward.dx_main)
    assert decide(actor=ward.cio, ids=[row.pk], outcome=Outcome.APPROVED).decisions


def test_a_renewal_goes_on_without_a_gap(ward: Ward, clock: Any) -> None:
    term = term_of(ward)
    change(ward, term, Kind.RENEW)
    # It is numbered in the fiscal year of its publication.
    assert Letter.objects.get().number == "令和9年度 第1号"
    clock.move_to("2027-04-01T00:00:00+09:00")
    publish_due()
    spans = LeaderTerm.objects.order_by("valid_from").values_list("valid_from", "valid_to")
    assert list(spans)[1] == (dt.date(2027, 4, 1), dt.date(2028, 4, 1))
    follow_ends()
    assert LeaderTerm.objects.get(pk=term.pk).successor_asked_at is None


def test_a_release_ends_the_term_on_its_day(ward: Ward, clock: Any) -> None:
    term = term_of(ward)
    change(ward, term, Kind.RELEASE, effective_on=dt.date(2026, 12, 1))
    assert Letter.objects.get().body == "港区ＤＸ推進リーダーを解く"
    clock.move_to(FIRST_OF_DECEMBER)
    publish_due()
    term.refresh_from_db()
    assert (term.valid_to, term.end_reason) == (dt.date(2026, 12, 1), EndReason.RELEASED)
    follow_ends()
    assert titles_of(ward.head)[-1] == "［DXリーダー］後任の推薦をお願いします（柊 美月さん：解任）"


@pytest.mark.parametrize(
    ("rule", "end", "reason"),
    [
        (OnTransfer.AT_ONCE, dt.date(2026, 12, 1), EndReason.MOVED),
        (OnTransfer.YEAR_END, dt.date(2027, 4, 1), EndReason.MOVED),
        (OnTransfer.CONTINUES, None, ""),
    ],
)
def test_a_transfer_ends_the_term_as_the_city_has_settled(
    ward: Ward, clock: Any, rule: OnTransfer, end: dt.date | None, reason: str
) -> None:
    LeaderSettings.objects.create(pk=1, on_transfer=rule)
    term = term_of(ward, valid_to=None)
    Membership.objects.filter(user=ward.leader).update(valid_to=dt.date(2026, 12, 1))
    assert follow_transfers() == 0
    MembershipFactory(user=ward.leader, division=ward.elderly, valid_from=dt.date(2026, 12, 1))
    # Two days late, as after a weekend without power: the day of the move counts all the same.
    clock.move_to("2026-12-03T00:10:00+09:00")
    assert follow_transfers() == 1
    term.refresh_from_db()
    assert (term.valid_to, term.end_reason) == (end, reason)
    assert [title for title in titles_of(ward.head) if "後任" in title] == [
        "［DXリーダー］後任の推薦をお願いします（柊 美月さん：異動）"
    ]
    clock.move_to("2026-12-04T00:10:00+09:00")
    follow_transfers()
    follow_ends()
    assert len(titles_of(ward.head)) == 1


def test_who_leaves_the_ward_leads_no_more(ward: Ward, clock: Any) -> None:
    LeaderSettings.objects.create(pk=1, on_transfer=OnTransfer.CONTINUES)
    term = term_of(ward)
    User.objects.filter(pk=ward.leader.pk).update(left_on=dt.date(2026, 12, 1))
    clock.move_to("2026-12-01T00:10:00+09:00")
    follow_transfers()
    term.refresh_from_db()
    assert (term.valid_to, term.end_reason) == (dt.date(2026, 12, 1), EndReason.LEFT)


def test_a_second_post_elsewhere_is_no_transfer(ward: Ward, clock: Any) -> None:
    term = term_of(ward)
    MembershipFactory(user=ward.leader, division=ward.elderly, is_main=False, valid_from=dt.date(2026, 12, 1))
    clock.move_to("2026-12-02T00:10:00+09:00")
    assert follow_transfers() == 0
    term.refresh_from_db()
    assert term.end_reason == ""


def test_a_successor_takes_over_where_the_term_of_who_moved_ran_on(ward: Ward, cohort: Cohort, clock: Any) -> None:
    LeaderSettings.objects.create(pk=1, on_transfer=OnTransfer.CONTINUES)
    old = term_of(ward)
    Membership.objects.filter(user=ward.leader).update(valid_to=dt.date(2026, 11, 20))
    approved(ward, cohort, candidate=ward.colleague)
    clock.move_to(FIRST_OF_DECEMBER)
    assert publish_due() == 1
    old.refresh_from_db()
    assert (old.valid_to, old.end_reason) == (dt.date(2026, 12, 1), EndReason.MOVED)
    assert leader_of(division_id=ward.nursery.pk, on=dt.date(2026, 12, 1)) == ward.colleague


def test_a_term_that_runs_out_asks_the_head_once(ward: Ward, clock: Any) -> None:
    term = term_of(ward, valid_to=dt.date(2026, 12, 1))
    clock.move_to("2026-12-01T00:10:00+09:00")
    assert follow_ends() == 1
    assert follow_ends() == 0
    term.refresh_from_db()
    assert term.end_reason == EndReason.EXPIRED
    assert titles_of(ward.head) == ["［DXリーダー］後任の推薦をお願いします（柊 美月さん：任期満了）"]


def test_history_from_before_the_portal_asks_nobody(ward: Ward) -> None:
    term_of(ward, valid_from=dt.date(2025, 4, 1), valid_to=dt.date(2026, 4, 1))
    assert follow_ends() == 0
    assert titles_of(ward.head) == []


def reminded(person: User) -> list[str]:
    return [title for title in titles_of(person) if "推薦をお願いします" in title]


def test_heads_hear_at_the_opening_and_before_the_end_once_each(ward: Ward, cohort: Cohort, clock: Any) -> None:
    for day in range(2, 28):
        clock.move_to(f"2026-11-{day:02d}T08:45:00+09:00")
        remind_heads()
        remind_heads()
    words = "［DXリーダー］第6期の推薦をお願いします（保育課、11月27日(金)まで）"
    # At the opening, five working days before (19 November; the 23rd is a holiday), on the last but one and the last.
    assert reminded(ward.head) == [words] * 4
    days = Notification.objects.filter(recipient=ward.head).values_list("created_at", flat=True)
    assert sorted({day.date().day for day in days}) == [1, 18, 25, 26]


def test_who_answered_is_not_reminded(ward: Ward, cohort: Cohort) -> None:
    recommended(ward, cohort)
    answer_no_candidate(cohort=cohort, division=ward.elderly, actor=ward.outsider_head, reason="欠員のため")
    remind_heads()
    assert (reminded(ward.head), reminded(ward.outsider_head)) == ([], [])


def test_a_draft_is_no_answer_and_a_leader_needs_none(ward: Ward, cohort: Cohort) -> None:
    recommended(ward, cohort, as_draft=True)
    term_of(ward, division=ward.elderly, person=ward.outsider, valid_to=None)
    remind_heads()
    assert (len(reminded(ward.head)), reminded(ward.outsider_head)) == (1, [])


def test_the_clock_does_all_of_it() -> None:
    names = {job.name for job in jobs.registered()}
    assert names >= {
        "publish_decisions", "follow_leaders_transfers", "follow_leaders_terms", "remind_heads_of_recommendations",
    }  # fmt: skip
