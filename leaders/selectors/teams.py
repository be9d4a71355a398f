"""The teams of a training, as the DX section and as their members see them. Constant queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from leaders.models import Milestone, MilestoneReached, Programme, Team, TeamMember, Trainee
from leaders.selectors.teaming import departments_of, first_skills
from minato_dx.organization.models import User


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone as one team stands to it."""

    milestone: Milestone
    reached: MilestoneReached | None

    def is_late(self, day: dt.date) -> bool:
        return self.reached is None and self.milestone.due_on < day


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team with who is in it and how far it has come."""

    team: Team
    people: list[User]
    milestones: list[MilestoneLine]

    @property
    def reached_count(self) -> int:
        return sum(line.reached is not None for line in self.milestones)

    @property
    def next_milestone(self) -> Milestone | None:
        return next((line.milestone for line in self.milestones if line.reached is None), None)


def with_people(teams: QuerySet[Team]) -> QuerySet[Team]:
    """Read along the tool and the members who are still in the training."""
    members = TeamMember.objects.filter(trainee__left_on__isnull=True).select_related("trainee__person")
    return teams.select_related("tool", "submitted_by", "programme__cohort").prefetch_related(
        Prefetch("members", members.order_by("trainee__person__staff_number"))
    )


def team_lines(*, teams: QuerySet[Team], programme: Programme) -> list[TeamLine]:
    """Return teams of one training with people and milestones, in order. Four queries."""
    milestones = list(programme.milestones.all())
    reached: dict[int, dict[int, MilestoneReached]] = defaultdict(dict)
    for row in MilestoneReached.objects.filter(milestone__in=milestones).select_related("noted_by"):
        reached[row.team_id][row.milestone_id] = row
    return [
        TeamLine(
            team=team,
            people=[member.trainee.person for member in team.members.all()],
            milestones=[MilestoneLine(one, reached[team.pk].get(one.pk)) for one in milestones],
        )
        for team in with_people(teams)
    ]


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A trainee on the board on which teams are put together."""

    trainee: Trainee
    department: str
    skill: float | None
    team_id: int | None


def place_lines(*, programme: Programme, day: dt.date) -> list[PlaceLine]:
    """Return the trainees of a training with department, first self-assessment and team. Four queries."""
    people = list(programme.trainees.staying().select_related("person", "division").order_by("person__staff_number"))
    places: Mapping[int, int] = dict(TeamMember.objects.filter(trainee__in=people).values_list("trainee", "team"))
    departments, skills = departments_of(trainees=people, day=day), first_skills(trainees=people)
    return [
        PlaceLine(
            trainee=one,
            department=departments.get(one.pk, ""),
            skill=round(skills[one.pk], 1) if one.pk in skills else None,
            team_id=places.get(one.pk),
        )
        for one in people
    ]


@dataclass(frozen=True, slots=True)
class Mix:
    """How well a team is mixed: people of how many departments, and the mean of their first self-assessments."""

    team: Team
    people: int
    departments: int
    skill: float | None


def mixes(*, teams: list[Team], places: list[PlaceLine]) -> list[Mix]:
    """Return how each team is mixed, to be looked at while teams are changed by hand."""
    found: dict[int, list[PlaceLine]] = defaultdict(list)
    for line in places:
        if line.team_id is not None:
            found[line.team_id].append(line)
    return [_mix(team, found[team.pk]) for team in teams]


def _mix(team: Team, lines: list[PlaceLine]) -> Mix:
    skills = [line.skill for line in lines if line.skill is not None]
    return Mix(
        team=team,
        people=len(lines),
        departments=len({line.department for line in lines if line.department}),
        skill=round(sum(skills) / len(skills), 1) if skills else None,
    )
