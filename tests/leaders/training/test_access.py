"""Every address of the training × every role. Default: not let in."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from leaders.models import Certificate, Milestone, Programme, SessionRun, Submission, Team, TrainingQuestion
from leaders.services.training.completing import complete
from leaders.services.training.coursework import ask
from leaders.services.training.teams import announce_teams
from tests.consultations.walk import NOW
from tests.leaders.addresses import TEAMS, TEAMS_READ, TEAMS_WRITE, TRAINING, TRAINING_SECTION
from tests.leaders.steps import as_person
from tests.leaders.training.conftest import Training
from tests.leaders.training.test_completing import finish
from tests.test_url_access import NOT_OFFERED, ROLES, outcome

DX = {"dx_main", "dx_deputy", "dx_other", "section_head"}
TRAINEES = {"leader", "outsider", "dx_other"}
# For anybody else these are not there.
READERS = {
    "training_home": set(ROLES),
    "training": TRAINEES | DX,
    "training_code": TRAINEES,
    "training_skills": TRAINEES,
    "certificate_pdf": {"leader"} | DX,
    "training_questions": TRAINEES | DX,
    "training_session": TRAINEES | DX,
    "training_assignment": TRAINEES | DX,
}
# Who runs the training reads these two and sends nothing there; a session leads them to its list instead.
SENDERS = {"training_questions": TRAINEES, "training_assignment": TRAINEES}


@pytest.fixture
def world(training: Training) -> Training:
    """With a run, a submission, a question, a certificate of the ward's leader, and teams that present today."""
    training.run(training.basics, 8)
    done = finish(training, training.ward.leader)
    ask(trainee=done, actor=training.ward.leader, text="持ち物は", now=NOW)
    complete(programme=training.programme, ids=[done.pk], actor=training.ward.dx_main, now=NOW)
    training.team("1班", training.ward.leader, training.ward.dx_other)
    training.team("2班", training.ward.outsider)
    training.programme.milestones.create(name="テーマを決める", due_on=NOW.date())
    announce_teams(programme=training.programme, actor=training.ward.dx_main, now=NOW)
    Programme.objects.update(presents_on=NOW.date())
    return training


def url(world: Training, name: str) -> str:
    programme = [world.programme.pk]
    arguments: dict[str, list[Any]] = {
        "training_home": [],
        **dict.fromkeys(TEAMS - {"team_list"}, [Team.objects.get(name="2班").pk]),
        "team_reach": [Team.objects.get(name="2班").pk, Milestone.objects.get().pk],
        "milestone_edit": [Milestone.objects.get().pk],
        "team_export": [*programme, "csv"],
        "programme_list": [],
        "programme_open": [],
        "leader_import": [],
        "certificate_pdf": [Certificate.objects.get().pk],
        "training_answer": [TrainingQuestion.objects.get().pk],
        "training_submission": [Submission.objects.get().pk],
        "attendance_export": [*programme, "csv"],
        "results_export": [*programme, "xlsx"],
        "module_edit": [world.basics.module_id],
        "session_create": [world.basics.module_id],
        **dict.fromkeys(("training_session", "session_edit", "run_create", "session_attendance"), [world.basics.pk]),
        **dict.fromkeys(("training_assignment", "assignment_edit"), [world.assignment.pk]),
        **dict.fromkeys(("run_edit", "run_cancel", "run_reception"), [SessionRun.objects.get().pk]),
    }
    return reverse(name, args=arguments.get(name, programme))


def test_every_name_has_its_rule() -> None:
    assert set(READERS) | TRAINING_SECTION | TEAMS == TRAINING


@pytest.mark.parametrize("name", sorted(TRAINING))
def test_nobody_gets_in_without_signing_in(world: Training, name: str) -> None:
    for method in ("get", "post", "put", "delete"):
        assert outcome(Client(), method, url(world, name)) in {"signed out", NOT_OFFERED}, method


@pytest.mark.parametrize("name", sorted(READERS))
def test_pages_of_those_who_take_part(world: Training, name: str) -> None:
    for role in ROLES:
        for method in ("get", "post"):
            found = outcome(as_person(getattr(world.ward, role)), method, url(world, name))
            reads = role in READERS[name]
            may = reads and (method == "get" or role in SENDERS.get(name, READERS[name]))
            expected = "let through" if may else "forbidden" if reads else "hidden"
            # A session's page asks which time is meant, and without one there is none.
            acceptable = {expected, NOT_OFFERED} | (
                {"hidden"} if (name, method) == ("training_session", "post") else set()
            )
            assert found in acceptable, (role, method)


@pytest.mark.parametrize("name", sorted(TEAMS))
def test_pages_of_the_teams(world: Training, name: str) -> None:
    for role in ROLES:
        expected = team_rule(name, role)
        for method in ("get", "post"):
            found = outcome(as_person(getattr(world.ward, role)), method, url(world, name))
            assert found in {expected, NOT_OFFERED}, (role, method)


def team_rule(name: str, role: str) -> str:
    """Say what becomes of ``role`` at the page of the second team, which is the outsider's."""
    if role not in TRAINEES | DX:
        return "hidden"
    if name in TEAMS_READ or (name in TEAMS_WRITE and role in DX | {"outsider"}):
        return "let through"
    if name == "team_verdict" and role in {"leader", "dx_other"}:
        return "let through"
    return "hidden" if (name, role) == ("team_verdict", "outsider") else "forbidden"


@pytest.mark.parametrize("name", sorted(TRAINING_SECTION))
def test_pages_of_the_section(world: Training, name: str) -> None:
    for role in ROLES:
        for method in ("get", "post"):
            found = outcome(as_person(getattr(world.ward, role)), method, url(world, name))
            if role in DX:
                # Without saying which cohort or trainee is meant, the act finds none.
                acts = {"hidden"} if name == "programme_open" else set()
                assert found in {"let through", NOT_OFFERED} | acts, (role, method)
            else:
                assert found in {"forbidden", NOT_OFFERED}, (role, method)


def test_exports_come_in_two_kinds(world: Training) -> None:
    client = as_person(world.ward.dx_main)
    for name in ("attendance_export", "results_export"):
        for kind, status in (("csv", 200), ("xlsx", 200), ("exe", 404)):
            response = client.get(reverse(name, args=[world.programme.pk, kind]))
            assert response.status_code == status
            # Read to its end: whoever only closes it closes PostgreSQL's connection as well.
            assert status == 404 or b"".join(response.streaming_content)
