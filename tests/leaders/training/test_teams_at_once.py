"""Group work at the same moment, on a database that really runs people side by side."""

from typing import Any

import pytest

from consultations.enums import PromiseKind, State
from consultations.exceptions import ConsultationError, StateConflict
from consultations.models import LeaderTurn, TrainingTheme
from consultations.services.leader_first import answer_as_leader, hand_on
from consultations.services.themes import choose_theme, lend_as_theme
from leaders.models import LeaderTerm, PeerCriterion, PeerScore, PeerVerdict, Programme, Team, TeamMember
from leaders.services.training.peers import give_verdict
from leaders.services.training.teams import announce_teams, place_people, suggest_teams
from tests.consultations import walk
from tests.consultations.test_concurrency import at_once
from tests.consultations.walk import NOW
from tests.leaders.training.conftest import Training, training
from tests.organization.factories import Ward

__all__ = ["training"]
pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def fresh(team: Team) -> Team:
    return Team.objects.select_related("programme").get(pk=team.pk)


def test_two_suggestions_at_once_put_everybody_in_one_team(training: Training) -> None:
    ward = training.ward
    results = at_once(
        [
            lambda actor=actor: suggest_teams(programme=training.programme, actor=actor, size=2, now=NOW)
            for actor in (ward.dx_main, ward.dx_deputy, ward.section_head)
        ]
    )
    assert sorted(results) == [0, 0, 3]  # type: ignore[type-var]
    assert TeamMember.objects.count() == 3
    assert Team.objects.count() == 2


def test_announced_while_somebody_is_moved_each_hears_of_their_team(training: Training) -> None:
    ward = training.ward
    blue, red = training.team("青", ward.leader), training.team("赤", ward.outsider)
    leader = training.trainee(ward.leader)

    results = at_once(
        [
            lambda: announce_teams(programme=training.programme, actor=ward.dx_main, now=NOW),
            lambda: place_people(
                programme=training.programme, actor=ward.dx_deputy, places={leader.pk: red.pk}, now=NOW
            ),
        ]
    )

    assert not [result for result in results if isinstance(result, Exception)], results
    assert TeamMember.objects.get(trainee=leader).team == red
    assert not blue.members.exists()


def test_two_teams_after_one_theme(training: Training) -> None:
    ward = training.ward
    teams = [(training.team("青", ward.leader), ward.leader), (training.team("赤", ward.outsider), ward.outsider)]
    theme = lend_as_theme(consultation=walk.submit(ward), actor=ward.requester, lend=True)
    assert theme is not None

    results = at_once(
        [
            lambda team=team, actor=actor: choose_theme(team=fresh(team), theme=theme, actor=actor)
            for team, actor in teams
        ]
    )

    assert [type(result) for result in results if result is not None] == [StateConflict]
    assert TrainingTheme.objects.get().team is not None


def test_one_team_after_two_themes(training: Training) -> None:
    ward = training.ward
    team = training.team("青", ward.leader, ward.outsider)
    themes = [lend_as_theme(consultation=walk.submit(ward), actor=ward.requester, lend=True) for _ in range(2)]

    results = at_once(
        [
            lambda theme=theme, actor=actor: choose_theme(team=fresh(team), theme=theme, actor=actor)
            for theme, actor in zip(themes, (ward.leader, ward.outsider), strict=True)
        ]
    )

    assert results == [None, None]
    assert TrainingTheme.objects.filter(team=team).count() == 1


def test_taken_back_while_a_team_chooses(training: Training) -> None:
    ward = training.ward
    team, case = training.team("青", ward.leader), walk.submit(ward)
    theme = lend_as_theme(consultation=case, actor=ward.requester, lend=True)

    results = at_once(
        [
            lambda: choose_theme(team=fresh(team), theme=theme, actor=ward.leader),
            lambda: lend_as_theme(consultation=case, actor=ward.requester, lend=False),
        ]
    )

    assert [isinstance(result, StateConflict) for result in results].count(True) == 1, results
    assert TrainingTheme.objects.filter(team=team).exists() == isinstance(results[1], StateConflict)


def test_a_verdict_sent_twice_at_once_is_one(training: Training) -> None:
    ward = training.ward
    training.team("青", ward.leader)
    red = training.team("赤", ward.outsider)
    Programme.objects.update(presents_on=NOW.date())
    announce_teams(programme=training.programme, actor=ward.dx_main, now=NOW)
    scores = dict.fromkeys(PeerCriterion.objects.values_list("pk", flat=True), 4)

    results = at_once(
        [lambda: give_verdict(team=fresh(red), actor=ward.leader, scores=scores, remark="", now=NOW) for _ in range(6)]
    )

    assert not [result for result in results if isinstance(result, Exception)], results
    assert PeerVerdict.objects.count() == 1
    assert PeerScore.objects.count() == len(scores)


def led(ward: Ward) -> Any:
    LeaderTerm.objects.filter(person=ward.leader).delete()
    LeaderTerm.objects.create(
        person=ward.leader, division=ward.nursery, valid_from="2026-04-01", published_on="2026-04-01"
    )
    return walk.submit(ward, ask_leader=True)


def test_the_leader_answers_while_the_requester_hands_on(ward: Ward) -> None:
    case = led(ward)

    results = at_once(
        [
            lambda: answer_as_leader(consultation=case, actor=ward.leader, text="型があります"),
            lambda: hand_on(consultation=case, actor=ward.requester),
        ]
    )

    # Whoever was first: handed on it is in the end, and the leader's answer came before or not at all.
    assert not isinstance(results[1], Exception), results
    assert isinstance(results[0], StateConflict) or not isinstance(results[0], Exception)
    case = walk.fresh(case)
    assert (case.state, case.next_due_kind) == (State.RECEIVED, PromiseKind.FIRST_REPLY)
    assert case.promises.filter(kept_at__isnull=True, dropped_at__isnull=True).count() == 1


def test_handed_on_by_both_it_is_handed_on_once(ward: Ward) -> None:
    case = led(ward)

    results = at_once(
        [lambda actor=actor: hand_on(consultation=case, actor=actor) for actor in (ward.leader, ward.requester)]
    )

    assert [isinstance(result, ConsultationError) for result in results].count(True) == 1, results
    assert LeaderTurn.objects.get().is_handed_on
    assert case.transitions.filter(name="hand_on").count() == 1
