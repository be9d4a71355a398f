"""Deciding: who may, for whom, what stands in the way, and what the database itself refuses."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from leaders.enums import Outcome, State
from leaders.exceptions import LeaderError
from leaders.models import Cohort, Decision, LeaderSettings, LeaderTerm, Letter, LetterTemplate, Recommendation
from leaders.services.deciding import confirm_decisions, decide
from leaders.services.recommending import answer_consent, withdraw
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import Membership, User
from tests.leaders.steps import approved, checked, fresh, recommended
from tests.organization.factories import AbsenceFactory, Ward


def afresh(person: User) -> User:
    """Return the person as the next request reads them: roles are remembered on the object."""
    return User.objects.get(pk=person.pk)


def test_an_approval_draws_a_letter_and_shows_nowhere(ward: Ward, cohort: Cohort) -> None:
    decision = approved(ward, cohort)
    assert (decision.publish_on, decision.published_at, decision.office) == (cohort.appoint_on, None, "cio")
    letter = Letter.objects.get()
    assert (letter.number, letter.issued_on, letter.title) == ("令和8年度 第1号", cohort.appoint_on, "任命書")
    assert letter.body == "港区ＤＸ推進リーダーを命ずる\n任期は令和9年3月31日までとする"
    assert (letter.addressee_post, letter.addressee_name) == ("子ども家庭支援部保育課　主任", "柊 美月")
    assert (letter.signer_title, letter.signer_name) == ("港区ＣＩＯ（副区長）", "千歳 高志")
    row = fresh(decision.recommendation)
    assert row.state == State.CHECKED
    assert "approve" not in set(row.steps.values_list("name", flat=True))
    for person in (ward.leader, ward.head, ward.colleague, ward.outsider, ward.administrator):
        assert not Decision.objects.visible_to(person).exists()
        assert not Letter.objects.visible_to(person).exists()
        titles = Notification.objects.filter(recipient=person).values_list("title", flat=True)
        assert all("任命" not in title and "決め" not in title for title in titles)
    for person in (ward.cio, ward.outsider_head, ward.dx_main, ward.section_head):
        assert Decision.objects.visible_to(person).exists()
        assert Letter.objects.visible_to(person).exists()
    assert not LeaderTerm.objects.exists()


def test_settings_and_templates_are_the_administrators(ward: Ward, cohort: Cohort) -> None:
    LeaderSettings.objects.create(pk=1, city_name="港南市", term_years=2, number_mark="ＤＸ命", signer_title="副市長")
    LetterTemplate.objects.create(kind="appoint", title="辞令", body="{city}推進員を命ずる（{term_end}まで）{other}")
    approved(ward, cohort)
    letter = Letter.objects.get()
    assert letter.body == "港南市推進員を命ずる（令和10年3月31日まで）{other}"
    assert (letter.mark, letter.title, letter.signer_title) == ("ＤＸ命", "辞令", "副市長")


def test_only_the_cio_decides_while_there(ward: Ward, cohort: Cohort) -> None:
    row = checked(ward, cohort)
    for person in (ward.outsider_head, ward.head, ward.leader, ward.dx_main, ward.section_head, ward.administrator):
        with pytest.raises(PermissionDenied):
            decide(actor=person, ids=[row.pk], outcome=Outcome.APPROVED)
    assert not Decision.objects.exists()


def test_while_the_cio_is_absent_the_deputy_decides_and_the_cio_confirms(ward: Ward, cohort: Cohort) -> None:
    row = checked(ward, cohort)
    AbsenceFactory(user=ward.cio, valid_from=dt.date(2026, 11, 24), valid_to=dt.date(2026, 11, 25))
    deputy = afresh(ward.outsider_head)
    [decision] = decide(actor=deputy, ids=[row.pk], outcome=Outcome.APPROVED).decisions
    assert (decision.decided_by_name, decision.on_behalf_of_name) == ("若竹 聡", "千歳 高志")
    assert decision.awaits_confirmation
    # The letter is the CIO's all the same.
    assert Letter.objects.get().signer_name == "千歳 高志"
    assert Notification.objects.filter(recipient=ward.cio, kind="decision").count() == 1
    with pytest.raises(PermissionDenied):
        confirm_decisions(actor=afresh(ward.outsider_head), ids=[decision.pk])
    assert confirm_decisions(actor=afresh(ward.cio), ids=[decision.pk]) == 1
    assert confirm_decisions(actor=afresh(ward.cio), ids=[decision.pk]) == 0
    decision.refresh_from_db()
    assert (decision.confirmed_by, decision.awaits_confirmation) == (ward.cio, False)


def test_the_named_deputy_hears_that_something_waits_while_the_cio_is_absent(ward: Ward, cohort: Cohort) -> None:
    AbsenceFactory(user=ward.cio, valid_from=dt.date(2026, 11, 24), valid_to=dt.date(2026, 11, 25))
    checked(ward, cohort)
    rows = Notification.objects.filter(title__contains="決定をお願いします")
    assert set(rows.values_list("recipient__name", flat=True)) == {"若竹 聡", "千歳 高志"}


def test_the_head_who_recommended_never_decides_not_even_as_deputy(ward: Ward, cohort: Cohort) -> None:
    row = checked(ward, cohort, division=ward.elderly, actor=ward.outsider_head, candidate=ward.outsider)
    AbsenceFactory(user=ward.cio, valid_from=dt.date(2026, 11, 24), valid_to=dt.date(2026, 11, 25))
    [left_out] = decide(actor=afresh(ward.outsider_head), ids=[row.pk], outcome=Outcome.APPROVED).left_out
    assert left_out.why == "自分が推薦した人は、自分では決められません。"
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            recommendation=row,
            recommended_by=ward.outsider_head,
            outcome=Outcome.APPROVED,
            decided_by=ward.outsider_head,
            decided_by_name="若竹 聡",
            office="cio_deputy",
            on_behalf_of=ward.cio,
            decided_at=row.created_at,
            publish_on=cohort.appoint_on,
        )


@pytest.mark.parametrize("outcome", [Outcome.RETURNED, Outcome.DECLINED])
def test_a_refusal_says_why(ward: Ward, cohort: Cohort, outcome: Outcome) -> None:
    row = checked(ward, cohort)
    with pytest.raises(LeaderError, match="を書いてください"):
        decide(actor=ward.cio, ids=[row.pk], outcome=outcome, reason="　")


def test_a_question_goes_to_the_head_at_once_and_it_comes_back(ward: Ward, cohort: Cohort) -> None:
    row = checked(ward, cohort)
    decide(actor=ward.cio, ids=[row.pk], outcome=Outcome.RETURNED, reason="研修に半年出られますか")
    assert (fresh(row).state, fresh(row).question) == (State.RETURNED, "研修に半年出られますか")
    titles = Notification.objects.filter(recipient=ward.head).values_list("title", flat=True)
    assert "［DXリーダー］推薦が差し戻されました（保育課 柊 美月さん）" in set(titles)
    assert not Letter.objects.exists()


def test_a_second_decision_is_refused_with_who_was_quicker(ward: Ward, cohort: Cohort) -> None:
    decision = approved(ward, cohort)
    row = decision.recommendation
    result = decide(actor=ward.cio, ids=[row.pk], outcome=Outcome.DECLINED, reason="考え直した")
    assert [one.why for one in result.left_out] == ["千歳 高志さんが11月24日10:00に「承認」に決めています。"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            recommendation=row,
            recommended_by=row.recommended_by,
            outcome=Outcome.DECLINED,
            reason="もう一度",
            decided_by=ward.cio,
            decided_by_name="千歳 高志",
            office="cio",
            decided_at=row.created_at,
            publish_on=cohort.appoint_on,
        )


@pytest.mark.parametrize(
    ("case", "why"),
    [
        ("moves by the day", "柊 美月さんは、発令日には保育課にいません（異動・退職）。"),
        ("leaves by the day", "柊 美月さんは、発令日には保育課にいません（異動・退職）。"),
        ("another leader", "保育課には、真砂 陽菜さんの任期が続いています。"),
        ("withdrawn", "いまは「取り下げ」です。"),
        ("refused", "いまは「差し戻し」です。"),
    ],
)
def test_what_changed_meanwhile_is_said(ward: Ward, cohort: Cohort, case: str, why: str) -> None:
    row = checked(ward, cohort)
    if case == "moves by the day":
        Membership.objects.filter(user=ward.leader).update(valid_to=cohort.appoint_on)
    elif case == "leaves by the day":
        User.objects.filter(pk=ward.leader.pk).update(left_on=cohort.appoint_on)
    elif case == "another leader":
        day = dt.date(2026, 4, 1)
        LeaderTerm.objects.create(
            person=ward.requester, division=ward.nursery, published_on=day, valid_from=day, valid_to=None
        )
    elif case == "withdrawn":
        withdraw(recommendation=row, actor=ward.head)
    else:
        answer_consent(recommendation=row, actor=ward.leader, agrees=False)
    result = decide(actor=ward.cio, ids=[row.pk], outcome=Outcome.APPROVED)
    assert ([one.why for one in result.left_out], result.decisions) == ([why], ())


def two_rows(ward: Ward, cohort: Cohort) -> list[int]:
    return [
        checked(ward, cohort).pk,
        checked(ward, cohort, division=ward.elderly, actor=ward.outsider_head, candidate=ward.outsider).pk,
    ]


def test_the_rest_or_none_as_the_cio_chose(ward: Ward, cohort: Cohort) -> None:
    ids = two_rows(ward, cohort)
    withdraw(recommendation=Recommendation.objects.get(pk=ids[0]), actor=ward.head)
    none = decide(actor=ward.cio, ids=ids, outcome=Outcome.APPROVED, all_or_none=True)
    assert (none.decisions, len(none.left_out), Decision.objects.count(), Letter.objects.count()) == ((), 1, 0, 0)
    rest = decide(actor=ward.cio, ids=ids, outcome=Outcome.APPROVED)
    assert [decision.recommendation_id for decision in rest.decisions] == [ids[1]]
    # The number that the rolled back attempt had drawn was given back.
    assert Letter.objects.get().serial == 1


def test_numbers_follow_the_official_order(ward: Ward, cohort: Cohort) -> None:
    ids = two_rows(ward, cohort)
    decide(actor=ward.cio, ids=reversed(ids), outcome=Outcome.APPROVED)
    letters = Letter.objects.order_by("serial").values_list("serial", "addressee_post")
    assert list(letters) == [(1, "子ども家庭支援部保育課　主任"), (2, "保健福祉支援部高齢者支援課　主任")]


def test_what_is_withdrawn_after_the_decision_is_void_and_keeps_its_number(ward: Ward, cohort: Cohort) -> None:
    decision = approved(ward, cohort)
    # The head does not know of the decision, and so may still withdraw.
    withdraw(recommendation=decision.recommendation, actor=ward.head)
    decision.refresh_from_db()
    assert decision.void_reason == "所属長が推薦を取り下げました。"
    assert Letter.objects.get().cancelled_at is not None
    titles = Notification.objects.filter(recipient=ward.cio).values_list("title", flat=True)
    assert "［DXリーダー］発令前の決定が取り消されました（保育課 柊 美月さん）" in set(titles)
    approved(ward, cohort, candidate=ward.colleague)
    assert list(Letter.objects.order_by("serial").values_list("serial", flat=True)) == [1, 2]


@pytest.mark.parametrize("column", ["outcome", "reason", "decided_at", "publish_on"])
def test_a_decision_is_never_rewritten(ward: Ward, cohort: Cohort, column: str) -> None:
    decision = approved(ward, cohort)
    value = {"outcome": "declined", "reason": "別の理由", "publish_on": dt.date(2026, 12, 2)}.get(
        column, dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(**{column: value})


def test_a_letter_is_never_rewritten(ward: Ward, cohort: Cohort) -> None:
    approved(ward, cohort)
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.update(addressee_name="別の人")


def test_an_unchecked_one_is_not_decided(ward: Ward, cohort: Cohort) -> None:
    row = recommended(ward, cohort)
    [left_out] = decide(actor=ward.cio, ids=[row.pk], outcome=Outcome.APPROVED).left_out
    assert left_out.why == "いまは「推薦」です。"
