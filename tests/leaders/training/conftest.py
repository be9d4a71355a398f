"""A training of the sixth cohort with three trainees, two sessions and an assignment."""

import datetime as dt
from dataclasses import dataclass

import pytest

from leaders.models import (
    Assignment,
    Cohort,
    LeaderTerm,
    Module,
    Programme,
    Session,
    SessionRun,
    Team,
    TeamMember,
    Trainee,
)
from leaders.services.training.enrolling import open_programme
from leaders.services.training.runs import RunPlan, plan_run
from minato_dx.core.calendar import jst
from minato_dx.organization.models import User
from tests.consultations.walk import NOW
from tests.organization.factories import Ward


@dataclass(frozen=True)
class Training:
    ward: Ward
    programme: Programme
    basics: Session
    practice: Session
    assignment: Assignment

    def trainee(self, person: User) -> Trainee:
        return Trainee.objects.get(programme=self.programme, person=person)

    def team(self, name: str, *people: User) -> Team:
        team = Team.objects.create(programme=self.programme, name=name, order=Team.objects.count())
        for person in people:
            TeamMember.objects.create(team=team, trainee=self.trainee(person))
        return team

    def run(self, session: Session, day: int, *, capacity: int | None = None, seat_all: bool = False) -> SessionRun:
        """Plan a time on that day of December 2026, 14:00 to 16:00."""
        begins = jst(dt.date(2026, 12, day), dt.time(14))
        plan = RunPlan(begins, begins + dt.timedelta(hours=2), place="研修室", capacity=capacity)
        return plan_run(session=session, plan=plan, actor=self.ward.section_head, seat_all=seat_all, now=NOW)


@pytest.fixture
def training(ward: Ward, cohort: Cohort) -> Training:
    for person, division in (
        (ward.leader, ward.nursery),
        (ward.outsider, ward.elderly),
        (ward.dx_other, ward.dx_section),
    ):
        LeaderTerm.objects.create(
            person=person, division=division, cohort=cohort, valid_from="2026-11-01", published_on="2026-11-01"
        )
    programme = open_programme(cohort=cohort, actor=ward.section_head, now=NOW)
    basics = Module.objects.create(programme=programme, kind="basics", name="業務の見える化", order=1)
    practice = Module.objects.create(programme=programme, kind="practice", name="アプリを作る", order=2)
    return Training(
        ward=ward,
        programme=programme,
        basics=Session.objects.create(module=basics, name="第1回 業務フローを書く", order=1),
        practice=Session.objects.create(module=practice, name="第2回 フォームを作る", order=2),
        assignment=Assignment.objects.create(
            programme=programme, name="自分の課の業務フロー", due_on=dt.date(2027, 1, 29)
        ),
    )
