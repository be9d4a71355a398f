"""A first suggestion of teams: departments mix, skills balance, and nobody is left over."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Avg

from leaders.enums import SkillStage
from leaders.models import SkillScore, Team, Trainee
from minato_dx.organization.models import DivisionVersion


@dataclass(slots=True)
class Draft:
    """A team that is being put together."""

    team: Team | None = None
    people: list[Trainee] = field(default_factory=list)
    departments: Counter[str] = field(default_factory=Counter)
    skill: float = 0

    def add(self, trainee: Trainee, department: str, skill: float) -> None:
        self.people.append(trainee)
        # Who belongs to no department is like nobody else.
        if department:
            self.departments[department] += 1
        self.skill += skill


def team_count(*, people: int, size: int) -> int:
    """Return how many teams of about ``size`` there are: 10 people in fours make 3 teams, not 2 and a rest of 2."""
    return -(-people // size)


def spread(*, trainees: Sequence[Trainee], drafts: Sequence[Draft], day: dt.date) -> None:
    """Put the trainees into ``drafts``, which may hold people already. Two queries.

    The most skilled choose first, as it were: each goes to a smallest team, of these to one where the department is
    rarest, of these to the one with the least skill so far. So sizes differ by one at most.
    """
    if not drafts:
        return
    departments, skills = departments_of(trainees=trainees, day=day), first_skills(trainees=trainees)
    for trainee in sorted(trainees, key=lambda one: (-skills.get(one.pk, 0), one.pk)):
        department = departments.get(trainee.pk, "")
        smallest = min(len(draft.people) for draft in drafts)
        open_ones = [draft for draft in drafts if len(draft.people) == smallest]
        chosen = min(open_ones, key=lambda draft: (draft.departments[department], draft.skill))
        chosen.add(trainee, department, skills.get(trainee.pk, 0))


def departments_of(*, trainees: Sequence[Trainee], day: dt.date) -> dict[int, str]:
    """Return for each trainee with a division the name of its department on ``day``. One query."""
    divisions = {trainee.division_id for trainee in trainees if trainee.division_id}
    rows = DivisionVersion.objects.on(day).filter(division__in=divisions)
    names = dict(rows.values_list("division_id", "department__name"))
    return {one.pk: names[one.division_id] for one in trainees if one.division_id in names}


def first_skills(*, trainees: Sequence[Trainee]) -> dict[int, float]:
    """Return for each trainee who looked at their skills before the training the mean, 1 to 5. One query."""
    rows = SkillScore.objects.filter(check_of__trainee__in=trainees, check_of__stage=SkillStage.BEFORE)
    means = rows.order_by().values("check_of__trainee").annotate(mean=Avg("score"))
    return {row["check_of__trainee"]: row["mean"] for row in means}
