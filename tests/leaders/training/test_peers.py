"""The day of presentation: others' scores stay hidden until one's own is given."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from leaders.exceptions import LeaderError
from leaders.models import PeerCriterion, PeerScore, PeerVerdict, Programme, Team
from leaders.selectors.peers import may_read_result, results_of
from leaders.services.training.peers import give_verdict
from leaders.services.training.teams import announce_teams
from minato_dx.organization.models import User
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.leaders.training.conftest import Training
from tests.leaders.training.test_pages import post, text

TODAY = NOW.date()
REMARK = "窓口のことばで説明されていて、よく分かりました"


@pytest.fixture
def stage(training: Training) -> tuple[Training, Team, Team, Team]:
    """Three teams of one that present today."""
    ward = training.ward
    teams = [training.team(name, person) for name, person in (("青", ward.leader), ("赤", ward.outsider))]
    teams.append(training.team("緑", ward.dx_other))
    Programme.objects.update(presents_on=TODAY)
    announce_teams(programme=training.programme, actor=ward.dx_main, now=NOW)
    blue, red, green = (Team.objects.select_related("programme").get(pk=team.pk) for team in teams)
    return training, blue, red, green


def say(team: Team, actor: User, score: int = 4, remark: str = "", **changes: Any) -> PeerVerdict:
    scores = dict.fromkeys(PeerCriterion.objects.filter(is_active=True).values_list("pk", flat=True), score)
    return give_verdict(team=team, actor=actor, scores=scores, remark=remark, **({"now": NOW} | changes))


def test_hidden_until_ones_own_is_given(stage: tuple[Training, Team, Team, Team]) -> None:
    training, blue, red, _green = stage
    leader, outsider = training.ward.leader, training.ward.outsider
    say(red, training.ward.dx_other, remark=REMARK)

    client = as_person(leader)
    assert not may_read_result(team=red, person=leader)
    assert REMARK not in text(client, "team_detail", red.pk)
    say(red, leader, score=2)
    assert REMARK in text(client, "team_detail", red.pk)
    # The team itself reads once it has said its own of every other one.
    assert REMARK not in text(as_person(outsider), "team_detail", red.pk)
    say(blue, outsider)
    assert not may_read_result(team=red, person=outsider)
    say(stage[3], outsider)
    assert REMARK in text(as_person(outsider), "team_detail", red.pk)


def test_the_section_reads_and_does_not_score(stage: tuple[Training, Team, Team, Team]) -> None:
    training, blue, *_ = stage
    say(blue, training.ward.outsider, remark=REMARK)
    assert REMARK in text(as_person(training.ward.dx_main), "team_detail", blue.pk)
    with pytest.raises(PermissionDenied):
        say(blue, training.ward.dx_main)


def test_means_by_criterion(stage: tuple[Training, Team, Team, Team]) -> None:
    training, blue, red, _green = stage
    say(blue, training.ward.outsider, score=5)
    say(blue, training.ward.dx_other, score=2)
    result = results_of(programme=training.programme)[blue.pk]
    assert (result.count, result.total) == (2, 3.5)
    assert {mean for _one, mean in result.means} == {3.5}
    assert results_of(programme=training.programme)[red.pk].total is None


def test_said_again_the_later_word_counts(stage: tuple[Training, Team, Team, Team]) -> None:
    training, blue, *_ = stage
    say(blue, training.ward.outsider, score=1)
    say(blue, training.ward.outsider, score=5)
    assert set(PeerScore.objects.values_list("score", flat=True)) == {5}
    assert PeerVerdict.objects.count() == 1


def test_not_ones_own_team(stage: tuple[Training, Team, Team, Team]) -> None:
    training, blue, *_ = stage
    with pytest.raises(LeaderError, match="自分の班"):
        say(blue, training.ward.leader)


@pytest.mark.parametrize(("days", "is_open"), [(-1, False), (0, True), (13, True), (14, False)])
def test_from_the_day_of_presentation_for_two_weeks(
    stage: tuple[Training, Team, Team, Team], days: int, is_open: bool
) -> None:
    training, blue, *_ = stage
    at = NOW + dt.timedelta(days=days)
    if is_open:
        say(blue, training.ward.outsider, now=at)
    else:
        with pytest.raises(LeaderError, match="2週間"):
            say(blue, training.ward.outsider, now=at)
    assert PeerVerdict.objects.exists() == is_open


@pytest.mark.parametrize("change", ["missing", "too much", "unknown"])
def test_one_score_from_one_to_five_for_each_criterion(stage: tuple[Training, Team, Team, Team], change: str) -> None:
    training, blue, *_ = stage
    scores = dict.fromkeys(PeerCriterion.objects.values_list("pk", flat=True), 3)
    first = next(iter(scores))
    if change == "missing":
        del scores[first]
    scores |= {"too much": {first: 6}, "unknown": {first + 999: 3}}.get(change, {})
    with pytest.raises(LeaderError, match="すべての観点"):
        give_verdict(team=blue, actor=training.ward.outsider, scores=scores, remark="", now=NOW)


def test_scoring_on_the_pages(stage: tuple[Training, Team, Team, Team]) -> None:
    training, blue, red, _green = stage
    client = as_person(training.ward.leader)
    assert "赤を採点する" in text(client, "team_list", training.programme.pk)
    assert "1から5のどれか" in post(client, "team_verdict", red.pk, status=422, remark="惜しい")
    scores = {f"criterion_{pk}": "4" for pk in PeerCriterion.objects.values_list("pk", flat=True)}
    post(client, "team_verdict", red.pk, **scores, remark=REMARK)
    assert "赤を採点する" not in text(client, "team_list", training.programme.pk)
    assert "採点を直す" in text(client, "team_detail", red.pk)
    assert REMARK in text(client, "team_verdict", red.pk)
    assert "採点を直す" not in text(client, "team_detail", blue.pk)
