"""A division's page says how far its leader has come, to those whom it concerns."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leaders.enums import Presence, SkillStage
from leaders.models import LeaderTerm, Module, Session, SkillItem, Trainee
from leaders.selectors.leader_progress import progress_of_leader
from leaders.services.training.attending import note_attendance
from leaders.services.training.completing import complete
from leaders.services.training.coursework import check_skills, give_feedback
from leaders.services.training.runs import choose_run
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.leaders.training.conftest import Training
from tests.leaders.training.test_completing import finish
from tests.leaders.training.test_pages import text
from tests.test_url_access import ROLES

HEADING = "研修のようす"


def attend(training: Training, session: Session) -> Trainee:
    """Note the ward's leader as present."""
    trainee = training.trainee(training.ward.leader)
    note_attendance(
        session=session, presences={trainee.pk: Presence.PRESENT}, actor=training.ward.dx_main, now=NOW, run=None
    )
    return trainee


def page_for(training: Training, role: str) -> str:
    return text(as_person(getattr(training.ward, role)), "leader_division", "0903")


@pytest.mark.parametrize("role", ROLES)
def test_head_leader_and_dx_section_see_it_and_nobody_else(training: Training, role: str) -> None:
    sees = {"head", "acting_head", "leader", "dx_main", "dx_deputy", "dx_other", "section_head"}
    assert (HEADING in page_for(training, role)) == (role in sees)


def test_the_head_of_another_division_sees_the_own_leader_only(training: Training) -> None:
    head = as_person(training.ward.outsider_head)
    assert HEADING in text(head, "leader_division", "0703")
    assert HEADING not in text(head, "leader_division", "0903")


def test_what_is_missing_and_when_the_next_session_is(training: Training) -> None:
    page = page_for(training, "head")
    for words in (
        "出席があと2回",
        "課題「自分の課の業務フロー」の提出",
        "0回／2回",
        "次に出る回は、まだ決まっていません",
    ):
        assert words in page, words
    attend(training, training.basics)
    late, early = training.run(training.practice, 15), training.run(training.practice, 10)
    choose_run(run=late, actor=training.ward.leader, now=NOW)
    page = page_for(training, "head")
    for words in ("出席があと1回", "1回／2回", "次に出る回：12月15日(火) 14:00"):
        assert words in page, words
    choose_run(run=early, actor=training.ward.leader, now=NOW)
    assert "次に出る回：12月10日(木) 14:00" in page_for(training, "head")


def test_a_session_that_is_over_is_no_next_one(training: Training, clock: Any) -> None:
    run = training.run(training.basics, 8, seat_all=True)
    leader = training.ward.leader
    found = progress_of_leader(leader=leader, now=NOW)
    assert found is not None
    assert found.next_at == run.event.starts_at
    over = progress_of_leader(leader=leader, now=run.event.ends_at)
    assert over is not None
    assert over.next_at is None


def test_who_has_completed_is_said_to_have(training: Training) -> None:
    trainee = finish(training, training.ward.leader)
    assert "修了に要るものは、そろっています" in page_for(training, "head")
    complete(programme=training.programme, ids=[trainee.pk], actor=training.ward.dx_main, now=NOW)
    page = page_for(training, "head")
    assert "を修了しました（令和8年11月24日）" in page
    assert "まだ決まっていません" not in page


def test_nothing_the_trainee_said_is_on_the_page(training: Training) -> None:
    trainee = attend(training, training.basics)
    give_feedback(session=training.basics, actor=training.ward.leader, score=1, remark="眠かったです", now=NOW)
    scores = dict.fromkeys(SkillItem.objects.values_list("pk", flat=True), 2)
    check_skills(trainee=trainee, actor=training.ward.leader, stage=SkillStage.BEFORE, scores=scores, now=NOW)
    name = SkillItem.objects.first().name
    for role in ("head", "acting_head"):
        page = page_for(training, role)
        assert HEADING in page
        assert "眠かったです" not in page
        assert name not in page


def test_a_leader_without_a_training_and_a_division_without_a_leader(training: Training) -> None:
    Trainee.objects.filter(person=training.ward.leader).update(left_on=dt.date(2026, 11, 20))
    assert HEADING not in page_for(training, "head")
    LeaderTerm.objects.filter(person=training.ward.outsider).update(valid_to=dt.date(2026, 11, 20))
    assert HEADING not in text(as_person(training.ward.outsider_head), "leader_division", "0703")


def test_more_sessions_cost_no_more_queries(training: Training) -> None:
    client, address = as_person(training.ward.head), reverse("leader_division", args=["0903"])

    def queries() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    training.run(training.basics, 8, seat_all=True)
    few = queries()
    module = Module.objects.get(name="アプリを作る")
    for number in range(3, 9):
        training.run(
            Session.objects.create(module=module, name=f"第{number}回", order=number), number + 6, seat_all=True
        )
    assert queries() == few
