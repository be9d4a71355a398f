"""Two who decide at the same moment, on a database that really runs them side by side: one decides, one is refused."""

import datetime as dt
from collections.abc import Callable

import pytest

from leaders.enums import Outcome, State
from leaders.models import Cohort, Decision, Letter, Recommendation
from leaders.services.deciding import Decided, confirm_decisions, decide
from leaders.services.publishing import publish_due
from leaders.services.recommending import answer_consent, replace, withdraw
from minato_dx.organization.models import User
from tests.consultations.test_concurrency import at_once
from tests.leaders.steps import approved, checked, fresh, nominate
from tests.organization.factories import AbsenceFactory, Ward

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def deciding(person: User, ids: list[int], outcome: Outcome = Outcome.APPROVED) -> Callable[[], Decided]:
    """Return the job of deciding, by the person read afresh."""
    return lambda: decide(actor=User.objects.get(pk=person.pk), ids=ids, outcome=outcome, reason="理由")


def winner_and_refused(results: list[object]) -> tuple[Decided, Decided]:
    """Return the one that decided and the one that was left out; anything else fails."""
    found = [result for result in results if isinstance(result, Decided)]
    assert len(found) == len(results) == 2, results
    [won] = [one for one in found if one.decisions]
    [lost] = [one for one in found if not one.decisions]
    assert not won.left_out
    return won, lost


def two_rows(ward: Ward, cohort: Cohort) -> list[int]:
    other = checked(ward, cohort, division=ward.elderly, actor=ward.outsider_head, candidate=ward.outsider)
    return [checked(ward, cohort).pk, other.pk]


@pytest.mark.parametrize("outcome", [Outcome.APPROVED, Outcome.DECLINED])
def test_the_cio_in_two_windows(ward: Ward, cohort: Cohort, outcome: Outcome) -> None:
    row = checked(ward, cohort)

    won, lost = winner_and_refused(at_once([deciding(ward.cio, [row.pk], outcome) for _ in range(2)]))

    assert [decision.pk for decision in won.decisions] == [Decision.objects.get().pk]
    assert [one.why for one in lost.left_out] == [f"千歳 高志さんが11月24日10:00に「{outcome.label}」に決めています。"]
    assert Letter.objects.count() == (1 if outcome == Outcome.APPROVED else 0)


def test_the_cio_and_the_deputy_while_the_cio_is_absent(ward: Ward, cohort: Cohort) -> None:
    row = checked(ward, cohort)
    AbsenceFactory(user=ward.cio, valid_from=dt.date(2026, 11, 24), valid_to=dt.date(2026, 11, 25))

    results = at_once([deciding(ward.cio, [row.pk]), deciding(ward.outsider_head, [row.pk])])

    won, lost = winner_and_refused(results)
    name = won.decisions[0].decided_by_name
    assert [one.why for one in lost.left_out] == [f"{name}さんが11月24日10:00に「承認」に決めています。"]
    assert (Decision.objects.count(), Letter.objects.get().serial) == (1, 1)


def test_one_approves_while_the_other_declines(ward: Ward, cohort: Cohort) -> None:
    row = checked(ward, cohort)
    jobs = [deciding(ward.cio, [row.pk]), deciding(ward.cio, [row.pk], Outcome.DECLINED)]

    won, _lost = winner_and_refused(at_once(jobs))

    assert Decision.objects.get() == won.decisions[0]
    assert Letter.objects.exists() == (won.decisions[0].outcome == Outcome.APPROVED)


def test_one_approves_while_the_other_asks(ward: Ward, cohort: Cohort) -> None:
    row = checked(ward, cohort)
    jobs = [deciding(ward.cio, [row.pk]), deciding(ward.cio, [row.pk], Outcome.RETURNED)]

    won, _lost = winner_and_refused(at_once(jobs))

    approves = won.decisions[0].outcome == Outcome.APPROVED
    assert Decision.objects.count() == 1
    assert (fresh(row).state, Letter.objects.exists()) == (State.CHECKED if approves else State.RETURNED, approves)


def test_many_chosen_in_two_windows_the_other_way_round(ward: Ward, cohort: Cohort) -> None:
    ids = two_rows(ward, cohort)

    winner_and_refused(at_once([deciding(ward.cio, ids), deciding(ward.cio, ids[::-1])]))

    assert sorted(Decision.objects.values_list("recommendation", flat=True)) == sorted(ids)
    assert list(Letter.objects.order_by("serial").values_list("serial", flat=True)) == [1, 2]


def test_different_ones_at_once_get_numbers_without_a_gap(ward: Ward, cohort: Cohort) -> None:
    ids = two_rows(ward, cohort)

    results = at_once([deciding(ward.cio, [pk]) for pk in ids])

    assert all(isinstance(result, Decided) and not result.left_out for result in results), results
    assert list(Letter.objects.order_by("serial").values_list("serial", flat=True)) == [1, 2]


@pytest.mark.parametrize("act", ["withdraws", "replaces", "refuses"])
def test_the_decision_while_head_or_candidate_steps_back(ward: Ward, cohort: Cohort, act: str) -> None:
    row = checked(ward, cohort)
    jobs: dict[str, Callable[[], Recommendation]] = {
        "withdraws": lambda: withdraw(recommendation=row, actor=ward.head),
        "replaces": lambda: replace(recommendation=row, actor=ward.head, nomination=nominate(ward.colleague)),
        "refuses": lambda: answer_consent(recommendation=row, actor=ward.leader, agrees=False),
    }

    decided, stepped_back = at_once([deciding(ward.cio, [row.pk]), jobs[act]])

    # Head and candidate know nothing of a decision, and so always succeed; one that was quicker is void.
    assert isinstance(stepped_back, Recommendation), stepped_back
    assert isinstance(decided, Decided), decided
    assert not Decision.objects.standing().exists()
    assert not Letter.objects.filter(cancelled_at__isnull=True).exists()
    assert Decision.objects.count() == Letter.objects.count() == len(decided.decisions)
    assert fresh(row).state == (State.RETURNED if act == "refuses" else State.WITHDRAWN)


def test_a_decision_is_published_once(ward: Ward, cohort: Cohort, clock: object) -> None:
    approved(ward, cohort)
    clock.move_to(f"{cohort.appoint_on}T00:00:00+09:00")  # type: ignore[attr-defined]

    assert sorted(at_once([publish_due, publish_due])) == [0, 1]  # type: ignore[type-var]

    row = Recommendation.objects.get()
    assert (row.state, row.steps.filter(name="publish").count()) == (State.APPROVED, 1)


def test_what_the_deputy_decided_is_confirmed_once(ward: Ward, cohort: Cohort) -> None:
    row = checked(ward, cohort)
    AbsenceFactory(user=ward.cio, valid_from=dt.date(2026, 11, 24), valid_to=dt.date(2026, 11, 25))
    [decision] = deciding(ward.outsider_head, [row.pk])().decisions

    def confirm() -> int:
        return confirm_decisions(actor=User.objects.get(pk=ward.cio.pk), ids=[decision.pk])

    assert sorted(at_once([confirm, confirm])) == [0, 1]  # type: ignore[type-var]
