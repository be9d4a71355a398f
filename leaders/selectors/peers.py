"""What the others say of a team, and who may read it: nobody reads others' scores before giving their own."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Avg, Count

from leaders.models import PeerCriterion, PeerScore, PeerVerdict, Programme, Team, TeamMember, Trainee
from leaders.permissions import can_check
from minato_dx.organization.models import User

JUDGED_FOR = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Judge:
    """A trainee among the teams of a training, and their own team (None where they are in none)."""

    trainee: Trainee
    team_id: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """What was said of a team: how many said it, and the mean of each criterion (None where nobody scored it)."""

    count: int
    means: list[tuple[PeerCriterion, float | None]]
    remarks: list[str]

    @property
    def total(self) -> float | None:
        """Return the mean of the criteria's means, or None while nobody has scored."""
        known = [mean for _criterion, mean in self.means if mean is not None]
        return round(sum(known) / len(known), 2) if known else None


def judge_of(*, team: Team, person: User) -> Judge | None:
    """Return the person among the trainees of the team's training, or None for anybody else. One query."""
    rows = Trainee.objects.staying().filter(programme=team.programme_id, person=person)
    trainee = rows.select_related("team_place").first()
    if trainee is None:
        return None
    place: TeamMember | None = getattr(trainee, "team_place", None)
    return Judge(trainee, place.team_id if place else None)


def may_be_judged(*, team: Team, day: dt.date) -> bool:
    """Tell whether the team presents these days and has something to show."""
    presents_on = team.programme.presents_on
    is_time = presents_on is not None and presents_on <= day < presents_on + JUDGED_FOR
    return is_time and team.programme.teams_announced_at is not None


def own_verdicts(*, trainee: Trainee) -> dict[int, PeerVerdict]:
    """Return what the trainee said, by team, with its scores. Two queries."""
    rows = PeerVerdict.objects.filter(judge=trainee).prefetch_related("scores")
    return {row.team_id: row for row in rows}


def still_to_judge(*, trainee: Trainee) -> list[Team]:
    """Return the other teams that the trainee has said nothing of. One query."""
    rows = Team.objects.filter(programme=trainee.programme_id, members__isnull=False).distinct()
    return list(rows.exclude(members__trainee=trainee).exclude(verdicts__judge=trainee))


def may_read_result(*, team: Team, person: User) -> bool:
    """Tell whether the person may read what was said of the team.

    The DX section; who has said their own of that team; its members once they have said theirs of every other team.
    """
    if can_check(person):
        return True
    judge = judge_of(team=team, person=person)
    if judge is None:
        return False
    if judge.team_id == team.pk:
        return not still_to_judge(trainee=judge.trainee)
    return PeerVerdict.objects.filter(team=team, judge=judge.trainee).exists()


def results_of(*, programme: Programme) -> dict[int, Result]:
    """Return what was said of every team of a training, by team. Four queries; who may read it is asked before."""
    verdicts = PeerVerdict.objects.filter(team__programme=programme)
    counts = dict(verdicts.order_by().values_list("team").annotate(Count("pk")))
    rows = PeerScore.objects.filter(verdict__team__programme=programme).order_by()
    means = {
        (row["verdict__team"], row["criterion"]): round(row["mean"], 2)
        for row in rows.values("verdict__team", "criterion").annotate(mean=Avg("score"))
    }
    scored = {criterion for _team, criterion in means}
    criteria = [one for one in PeerCriterion.objects.all() if one.is_active or one.pk in scored]
    remarks = list(verdicts.exclude(remark="").order_by("given_at").values_list("team", "remark"))
    return {
        team: Result(
            count=counts.get(team, 0),
            means=[(one, means.get((team, one.pk))) for one in criteria],
            remarks=[remark for place, remark in remarks if place == team],
        )
        for team in programme.teams.values_list("pk", flat=True)
    }
