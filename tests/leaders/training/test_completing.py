"""Attendance, coursework, what is still missing, and the certificate."""

import datetime as dt
import io
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from leaders.enums import Entry, Presence, SkillStage
from leaders.exceptions import LeaderError, StateConflict
from leaders.models import Attendance, Certificate, Cohort, LeaderTerm, Module, Session, SkillItem, Submission, Trainee
from leaders.selectors.training import (
    due_stage,
    needed_sessions,
    progress_of,
    questions_for,
    session_lines,
    skill_averages,
    skill_lines,
)
from leaders.services.publishing import publish_due
from leaders.services.training.attending import check_in, check_in_by_name, give_notice, note_attendance
from leaders.services.training.completing import certificate_as_pdf, complete
from leaders.services.training.coursework import answer, ask, check_skills, give_feedback, hand_in, look_at
from leaders.services.training.enrolling import add_trainee, let_leave, open_programme
from leaders.services.training.reminding import remind_trainees
from leaders.services.training.runs import choose_run
from minato_dx.attachments.models import Attachment
from minato_dx.notifications.models import Notification
from minato_dx.scheduling.enums import SeatState
from tests.consultations.walk import NOW
from tests.leaders.steps import approved
from tests.leaders.training.conftest import Training
from tests.organization.factories import Ward


def missing(training: Training, person: Any) -> list[str]:
    [progress] = progress_of(programme=training.programme, trainees=[training.trainee(person)])
    return progress.missing


# --- Enrolled ----------------------------------------------------------------------------------------------------


def test_the_leaders_of_the_cohort_take_part_and_are_told(training: Training) -> None:
    ward = training.ward
    people = {trainee.person for trainee in Trainee.objects.all()}
    assert people == {ward.leader, ward.outsider, ward.dx_other}
    assert training.trainee(ward.leader).division == ward.nursery
    assert Notification.objects.filter(recipient=ward.leader, title__contains="のご案内").count() == 1
    assert SkillItem.objects.count() == 7


def test_who_is_appointed_later_joins_on_the_day_of_publication(ward: Ward, cohort: Cohort, clock: Any) -> None:
    programme = open_programme(cohort=cohort, actor=ward.dx_main, now=NOW)
    approved(ward, cohort)
    assert not Trainee.objects.exists()
    clock.move_to(f"{cohort.appoint_on}T00:00:00+09:00")
    publish_due()
    [trainee] = Trainee.objects.all()
    assert (trainee.programme, trainee.person, trainee.division) == (programme, ward.leader, ward.nursery)


def test_the_next_cohort_copies_what_was_taught(training: Training, ward: Ward) -> None:
    following = Cohort.objects.create(
        number=7,
        recommend_from=dt.date(2027, 4, 1),
        recommend_until=dt.date(2027, 4, 30),
        appoint_on=dt.date(2027, 5, 10),
        training_from=dt.date(2027, 5, 20),
        training_until=dt.date(2027, 11, 19),
    )
    copy = open_programme(cohort=following, actor=ward.dx_main, like=training.programme, now=NOW)
    assert [module.name for module in copy.modules.all()] == ["業務の見える化", "アプリを作る"]
    assert Session.objects.filter(module__programme=copy).count() == 2
    distance = training.programme.ends_on - training.assignment.due_on
    assert copy.assignments.get().due_on == copy.ends_on - distance
    with pytest.raises(LeaderError, match="もうあります"):
        open_programme(cohort=following, actor=ward.dx_main, now=NOW)


def test_somebody_joins_leaves_and_comes_back(training: Training) -> None:
    ward, programme = training.ward, training.programme
    trainee = add_trainee(programme=programme, person=ward.colleague, actor=ward.dx_main, now=NOW)
    with pytest.raises(LeaderError, match="もう入っています"):
        add_trainee(programme=programme, person=ward.colleague, actor=ward.dx_main, now=NOW)
    let_leave(trainee=trainee, actor=ward.dx_main, now=NOW)
    assert not programme.trainees.staying().filter(person=ward.colleague).exists()
    assert add_trainee(programme=programme, person=ward.colleague, actor=ward.dx_main, now=NOW).pk == trainee.pk


# --- There -------------------------------------------------------------------------------------------------------


def test_the_code_takes_in_whoever_it_belongs_to(training: Training) -> None:
    run = training.run(training.basics, 8)
    trainee = training.trainee(training.ward.leader)
    start = run.event.starts_at
    typed = "".join(chr(ord(sign) + 0xFEE0) for sign in trainee.code.lower())
    first = check_in(run=run, code=f" {typed} ", actor=training.ward.dx_main, now=start)
    assert (first.attendance.presence, first.attendance.entry, first.was_there) == (Presence.PRESENT, Entry.CODE, False)
    again = check_in(run=run, code=trainee.code, actor=training.ward.dx_main, now=start + dt.timedelta(hours=1))
    assert (again.attendance.pk, again.attendance.presence, again.was_there) == (
        first.attendance.pk,
        Presence.PRESENT,
        True,
    )


def test_who_comes_after_ten_minutes_is_late_and_was_there(training: Training) -> None:
    run = training.run(training.basics, 8)
    trainee = training.trainee(training.ward.leader)
    at = run.event.starts_at + dt.timedelta(minutes=10)
    for extra, presence in ((0, Presence.PRESENT), (1, Presence.LATE)):
        Attendance.objects.all().delete()
        moment = at + dt.timedelta(seconds=extra)
        row = check_in_by_name(run=run, trainee_id=trainee.pk, actor=training.ward.dx_main, now=moment)
        assert row.attendance.presence == presence
    assert "出席があと1回" in missing(training, training.ward.leader)


@pytest.mark.parametrize("code", ["", "ZZZZZZZZZZ", "'; --", "絵文字😀"])
def test_a_code_of_nobody_is_refused(training: Training, code: str) -> None:
    run = training.run(training.basics, 8)
    with pytest.raises(LeaderError, match="受講者のものではありません"):
        check_in(run=run, code=code, actor=training.ward.dx_main, now=run.event.starts_at)


@pytest.mark.parametrize("hours", [-2.1, 14.1])
def test_outside_its_hours_the_reception_is_closed(training: Training, hours: float) -> None:
    run = training.run(training.basics, 8)
    code = training.trainee(training.ward.leader).code
    with pytest.raises(LeaderError, match="受付は"):
        check_in(run=run, code=code, actor=training.ward.dx_main, now=run.event.starts_at + dt.timedelta(hours=hours))


def test_the_code_of_another_training_opens_nothing(training: Training, ward: Ward) -> None:
    other = Cohort.objects.create(
        number=5,
        recommend_from=dt.date(2026, 4, 1),
        recommend_until=dt.date(2026, 4, 30),
        appoint_on=dt.date(2026, 5, 10),
        training_from=dt.date(2026, 5, 20),
        training_until=dt.date(2026, 11, 19),
    )
    programme = open_programme(cohort=other, actor=ward.dx_main, now=NOW)
    stranger = add_trainee(programme=programme, person=ward.colleague, actor=ward.dx_main, now=NOW)
    run = training.run(training.basics, 8)
    with pytest.raises(LeaderError):
        check_in(run=run, code=stranger.code, actor=ward.dx_main, now=run.event.starts_at)


def test_a_notice_of_absence_frees_the_seat_and_can_be_made_up(training: Training) -> None:
    ward = training.ward
    run = training.run(training.basics, 8)
    choose_run(run=run, actor=ward.leader, now=NOW)
    with pytest.raises(LeaderError, match="理由"):
        give_notice(session=training.basics, actor=ward.leader, reason="　", now=NOW)
    row = give_notice(session=training.basics, actor=ward.leader, reason="議会対応", now=NOW)
    assert (row.presence, row.entry, row.note) == (Presence.EXCUSED, Entry.SELF, "議会対応")
    assert run.event.seats.get(person=ward.leader).state == SeatState.CANCELLED

    trainee = training.trainee(ward.leader)
    made_up = {trainee.pk: Presence.MADE_UP}
    assert note_attendance(session=training.basics, presences=made_up, actor=ward.dx_main, now=NOW, run=None) == 1
    assert note_attendance(session=training.basics, presences=made_up, actor=ward.dx_main, now=NOW, run=None) == 0
    row.refresh_from_db()
    assert row.presence == Presence.MADE_UP
    assert [old.presence for old in row.history.order_by("history_id")] == [Presence.EXCUSED, Presence.MADE_UP]
    with pytest.raises(LeaderError, match="出席したこと"):
        give_notice(session=training.basics, actor=ward.leader, reason="x", now=NOW)


def test_the_list_takes_nobody_from_outside(training: Training) -> None:
    for actor in (training.ward.leader, training.ward.head, training.ward.cio):
        with pytest.raises(PermissionDenied):
            note_attendance(session=training.basics, presences={}, actor=actor, now=NOW, run=None)
    assert (
        note_attendance(
            session=training.basics,
            presences={999_999: Presence.PRESENT},
            actor=training.ward.dx_main,
            now=NOW,
            run=None,
        )
        == 0
    )


# --- Handed in ---------------------------------------------------------------------------------------------------


def test_handed_in_sent_back_handed_in_again_accepted(training: Training) -> None:
    ward = training.ward
    with pytest.raises(LeaderError, match="文章を書くか"):
        hand_in(assignment=training.assignment, actor=ward.leader, text=" ", now=NOW)
    file = SimpleUploadedFile("flow.txt", "受付→審査".encode())
    row = hand_in(assignment=training.assignment, actor=ward.leader, text="", files=[file], now=NOW)
    assert Attachment.objects.get(kind="training_submission").object_id == row.pk

    with pytest.raises(LeaderError, match="直してほしい"):
        look_at(submission=row, actor=ward.dx_main, accept=False, now=NOW)
    look_at(submission=row, actor=ward.dx_main, accept=False, comment="時間も書いてください", now=NOW)
    assert f"課題「{training.assignment.name}」の提出" in missing(training, ward.leader)
    with pytest.raises(StateConflict):
        look_at(submission=row, actor=ward.section_head, accept=True, now=NOW)

    again = hand_in(assignment=training.assignment, actor=ward.leader, text="1件10分です", now=NOW)
    assert again.pk == row.pk
    look_at(submission=again, actor=ward.dx_main, accept=True, now=NOW)
    with pytest.raises(StateConflict):
        hand_in(assignment=training.assignment, actor=ward.leader, text="もう一度", now=NOW)
    assert Submission.objects.count() == 1


def test_only_trainees_hand_in_and_only_the_section_looks(training: Training) -> None:
    with pytest.raises(PermissionDenied):
        hand_in(assignment=training.assignment, actor=training.ward.requester, text="x", now=NOW)
    row = hand_in(assignment=training.assignment, actor=training.ward.leader, text="x", now=NOW)
    for person in (training.ward.leader, training.ward.head, training.ward.outsider):
        with pytest.raises(PermissionDenied):
            look_at(submission=row, actor=person, accept=True, now=NOW)


def test_a_shared_answer_is_read_by_all_a_private_one_by_its_asker(training: Training) -> None:
    ward = training.ward
    mine, other = training.trainee(ward.leader), training.trainee(ward.outsider)
    shared = ask(trainee=mine, actor=ward.leader, text="持ち物は何ですか", now=NOW)
    private = ask(trainee=mine, actor=ward.leader, text="体調のことで相談があります", now=NOW)
    answer(question=shared, actor=ward.dx_main, text="ノートPCです", share=True, now=NOW)
    answer(question=private, actor=ward.dx_main, text="お電話ください", share=False, now=NOW)
    assert set(questions_for(trainee=mine)) == {shared, private}
    assert set(questions_for(trainee=other)) == {shared}
    with pytest.raises(PermissionDenied):
        ask(trainee=mine, actor=ward.outsider, text="x", now=NOW)


def test_a_question_sent_twice_is_one_until_it_is_answered(training: Training) -> None:
    ward, mine = training.ward, training.trainee(training.ward.leader)
    first = ask(trainee=mine, actor=ward.leader, text="持ち物は何ですか", now=NOW)
    later = NOW + dt.timedelta(minutes=1)
    assert ask(trainee=mine, actor=ward.leader, text="　持ち物は何ですか\n", now=later) == first
    assert Notification.objects.filter(title__contains="研修への質問").count() == 1
    assert ask(trainee=mine, actor=ward.leader, text="持ち物は何ですか？", now=later) != first
    other = training.trainee(ward.outsider)
    assert ask(trainee=other, actor=ward.outsider, text="持ち物は何ですか", now=later) != first
    answer(question=first, actor=ward.dx_main, text="筆記用具です", share=False, now=later)
    assert ask(trainee=mine, actor=ward.leader, text="持ち物は何ですか", now=later) != first


def test_one_minute_of_feedback_and_the_later_word_counts(training: Training) -> None:
    ward = training.ward
    give_feedback(session=training.basics, actor=ward.leader, score=3, remark="", now=NOW)
    row = give_feedback(session=training.basics, actor=ward.leader, score=5, remark="例が身近だった", now=NOW)
    assert (training.basics.feedback.get(), row.score) == (row, 5)
    with pytest.raises(LeaderError):
        give_feedback(session=training.basics, actor=ward.leader, score=6, remark="", now=NOW)


def test_skills_before_and_after(training: Training, clock: Any) -> None:
    trainee, person = training.trainee(training.ward.leader), training.ward.leader
    items = list(SkillItem.objects.values_list("pk", flat=True))
    for stage, score in ((SkillStage.BEFORE, 2), (SkillStage.AFTER, 4), (SkillStage.AFTER, 5)):
        check_skills(trainee=trainee, actor=person, stage=stage, scores=dict.fromkeys(items, score), now=NOW)
    assert all(line.scores == {"before": 2, "after": 5} for line in skill_lines(trainee=trainee))
    assert skill_averages(programme=training.programme)[0].scores == {"before": 2.0, "after": 5.0}
    for scores in ({}, dict.fromkeys(items, 0), dict.fromkeys(items[1:], 3)):
        with pytest.raises(LeaderError):
            check_skills(trainee=trainee, actor=person, stage=SkillStage.BEFORE, scores=scores, now=NOW)


@pytest.mark.parametrize(
    ("completed", "day", "stage"),
    [
        (None, "2026-12-01", "before"),
        (None, "2027-05-02", "after"),
        ("2027-05-20", "2027-05-20", "after"),
        ("2027-05-20", "2028-05-19", "after"),
        ("2027-05-20", "2028-05-20", "year"),
        ("2028-02-29", "2029-02-28", "year"),
    ],
)
def test_which_look_at_oneself_fits_the_day(training: Training, completed: str | None, day: str, stage: str) -> None:
    trainee = training.trainee(training.ward.leader)
    trainee.completed_on = dt.date.fromisoformat(completed) if completed else None
    assert due_stage(trainee=trainee, day=dt.date.fromisoformat(day)) == stage


# --- Completed ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("required", "percent", "needed"), [(10, 80, 8), (6, 80, 5), (12, 80, 10), (0, 80, 0), (7, 100, 7), (7, 0, 0)]
)
def test_the_rule_rounds_up(required: int, percent: int, needed: int) -> None:
    assert needed_sessions(required=required, percent=percent) == needed


def finish(training: Training, person: Any) -> Trainee:
    trainee = training.trainee(person)
    for session in (training.basics, training.practice):
        note_attendance(
            session=session, presences={trainee.pk: Presence.PRESENT}, actor=training.ward.dx_main, now=NOW, run=None
        )
    hand_in(assignment=training.assignment, actor=person, text="流れ図", now=NOW)
    return trainee


def test_who_has_everything_completes_and_who_lacks_something_does_not(training: Training) -> None:
    ward = training.ward
    assert missing(training, ward.leader) == ["出席があと2回", "課題「自分の課の業務フロー」の提出"]
    done, lacking = finish(training, ward.leader), training.trainee(ward.outsider)
    assert missing(training, ward.leader) == []

    certificates = complete(programme=training.programme, ids=[done.pk, lacking.pk], actor=ward.dx_main, now=NOW)

    assert [one.trainee for one in certificates] == [done]
    assert certificates[0].number == "令和8年度 第1号"
    assert complete(programme=training.programme, ids=[done.pk], actor=ward.dx_main, now=NOW) == []
    lacking.refresh_from_db()
    assert lacking.completed_on is None
    for person in (ward.leader, ward.head):
        assert Notification.objects.filter(recipient=person, title__contains="修了しました").count() == 1
    with pytest.raises(PermissionDenied):
        complete(programme=training.programme, ids=[lacking.pk], actor=ward.outsider, now=NOW)


def test_group_work_is_asked_for_where_the_rule_says_so(training: Training) -> None:
    training.programme.needs_group_work = True
    training.programme.save()
    finish(training, training.ward.leader)
    assert missing(training, training.ward.leader) == ["グループワークの提出"]


def test_the_certificate_is_one_tagged_page_with_its_number(training: Training) -> None:
    ward = training.ward
    ward.leader.name = "𠮷川 髙太"
    ward.leader.save()
    done = finish(training, ward.leader)
    [certificate] = complete(programme=training.programme, ids=[done.pk], actor=ward.dx_main, now=NOW)
    reader = PdfReader(io.BytesIO(certificate_as_pdf(certificate=certificate)))
    [page] = reader.pages
    text = page.extract_text().replace("\n", "")
    for words in ("修了証", "令和八年度 第一号", "𠮷川 髙太", "千歳 高志", "第六期"):
        assert words.replace(" ", "") in text.replace(" ", ""), words
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert Certificate.objects.get().place == "保育課 主任"


def test_reminders_come_once(training: Training, clock: Any) -> None:
    training.run(training.basics, 1)
    clock.move_to(NOW)
    Notification.objects.all().delete()
    assert remind_trainees() == 3
    titles = set(Notification.objects.filter(recipient=training.ward.leader).values_list("title", flat=True))
    assert titles == {
        "［DXリーダー］「第1回 業務フローを書く」の日程を選んでください",
        "［DXリーダー］自己評価（受講前）に答えてください。1分で終わります",
    }
    count = Notification.objects.count()
    remind_trainees()
    assert Notification.objects.count() == count


def test_pages_cost_the_same_for_one_and_for_many(training: Training, django_assert_num_queries: Any) -> None:
    trainee = training.trainee(training.ward.leader)
    training.run(training.basics, 8)
    with django_assert_num_queries(5):
        session_lines(trainee=trainee)
    for number in range(6):
        module = Module.objects.create(programme=training.programme, name=f"科目{number}")
        session = Session.objects.create(module=module, name="回")
        training.run(session, 10 + number)
    with django_assert_num_queries(5):
        session_lines(trainee=trainee)
    trainees = list(training.programme.trainees.all())
    with django_assert_num_queries(4):
        progress_of(programme=training.programme, trainees=trainees)


def test_a_leader_who_was_not_of_the_cohort_is_not_enrolled(ward: Ward, cohort: Cohort) -> None:
    LeaderTerm.objects.create(
        person=ward.leader, division=ward.nursery, valid_from="2026-11-01", published_on="2026-11-01"
    )
    open_programme(cohort=cohort, actor=ward.dx_main, now=NOW)
    assert not Trainee.objects.exists()
