"""The training on its pages: as a trainee, at the reception, as whoever runs it."""

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from leaders.enums import Presence
from leaders.models import (
    Attendance,
    Certificate,
    Module,
    Programme,
    Session,
    SessionRun,
    SkillItem,
    Submission,
    Trainee,
)
from minato_dx.attachments.models import Attachment
from minato_dx.scheduling.enums import SeatState
from tests.leaders.steps import as_person
from tests.leaders.training.conftest import Training
from tests.leaders.training.test_completing import finish
from tests.organization.factories import MembershipFactory, UserFactory, Ward


def text(client: Client, name: str, *args: Any, **query: Any) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response
    return str(response.content.decode())


def post(client: Client, page: str, /, *args: Any, status: int = 302, **data: Any) -> str:
    response = client.post(reverse(page, args=args), data)
    assert response.status_code == status, response.content.decode()[:2000]
    return str(response.content.decode())


# --- A trainee ---------------------------------------------------------------------------------------------------


def test_the_way_of_a_trainee(training: Training, clock: Any) -> None:
    client, pk = as_person(training.ward.leader), training.programme.pk
    run = training.run(training.basics, 8)
    assert client.get(reverse("training_home")).headers["Location"] == reverse("training", args=[pk])
    page = text(client, "training", pk)
    for words in (
        "修了まで、あと",
        "出席があと2回",
        "課題「自分の課の業務フロー」の提出",
        "日程を選ぶ",
        "自己評価（受講前）に答える",
    ):
        assert words in page, words

    post(client, "training_session", training.basics.pk, act="choose", run=run.pk)
    assert "あなたの席があります" in text(client, "training_session", training.basics.pk)
    assert "これからの予定" in text(client, "training", pk)

    scores = {f"item_{item.pk}": "3" for item in SkillItem.objects.all()}
    assert "1から5のどれか" in post(client, "training_skills", pk, status=422)
    post(client, "training_skills", pk, **scores)
    assert "これまでの自己評価" in text(client, "training_skills", pk)
    assert "自己評価（受講前）に答える" not in text(client, "training", pk)

    trainee = training.trainee(training.ward.leader)
    code = text(client, "training_code", pk)
    assert trainee.code in code
    assert "<svg" in code

    clock.move_to(run.event.starts_at + dt.timedelta(minutes=5))
    client = as_person(training.ward.leader)
    post(as_person(training.ward.dx_main), "run_reception", run.pk, status=200, code=trainee.code)
    page = text(client, "training", pk)
    assert "出席があと1回" in page
    assert "をふりかえる" in page
    assert "どれか1つ" in post(client, "training_session", training.basics.pk, status=422, act="feedback")
    post(client, "training_session", training.basics.pk, act="feedback", score="5", remark="身近だった")
    assert "をふりかえる" not in text(client, "training", pk)
    assert "身近だった" in text(as_person(training.ward.dx_main), "session_attendance", training.basics.pk)


def test_handing_in_with_a_file_and_what_was_typed_stays(training: Training) -> None:
    client, pk = as_person(training.ward.leader), training.assignment.pk
    assert "文章を書くか、ファイルを付けてください" in post(client, "training_assignment", pk, status=422, text="　")
    bad = SimpleUploadedFile("flow.exe", b"MZ\x90\x00")
    page = post(client, "training_assignment", pk, status=422, text="流れを書きました", files=bad)
    assert "流れを書きました</textarea>" in page
    assert not Submission.objects.exists()
    post(
        client,
        "training_assignment",
        pk,
        text="流れを書きました",
        files=SimpleUploadedFile("flow.txt", "受付から審査まで".encode()),
    )
    page = text(client, "training_assignment", pk)
    assert "提出しました" in page
    assert "flow.txt" in page

    section, row = as_person(training.ward.dx_main), Submission.objects.get()
    assert "さんの「自分の課の業務フロー」" in text(section, "programme_detail", training.programme.pk)
    assert "直してほしい" in post(section, "training_submission", row.pk, status=422, act="return", comment="")
    post(section, "training_submission", row.pk, act="return", comment="時間を足してください")
    assert "時間を足してください" in text(client, "training_assignment", pk)
    post(client, "training_assignment", pk, text="10分です")
    post(section, "training_submission", row.pk, act="accept", comment="よく書けています")
    assert "受け取られました" in text(client, "training_assignment", pk)
    late = post(section, "training_submission", row.pk, status=409, act="accept", comment="")
    assert "ほかの人が先に" in late
    # The file is the trainee's and the section's, and nobody else's.
    address = reverse("attachment_download", args=[Attachment.objects.get().key])
    people = (training.ward.leader, training.ward.dx_other, training.ward.outsider, training.ward.head)
    for person, status in zip(people, (200, 200, 404, 404), strict=True):
        response = as_person(person).get(address)
        assert response.status_code == status
        if status == 200:
            assert b"".join(response.streaming_content) == "受付から審査まで".encode()


def test_questions_and_answers(training: Training) -> None:
    client, pk = as_person(training.ward.leader), training.programme.pk
    assert "質問を書いてください" in post(client, "training_questions", pk, status=422, text="")
    post(client, "training_questions", pk, text="持ち物は何ですか")
    other = as_person(training.ward.outsider)
    assert "持ち物は何ですか" not in text(other, "training_questions", pk)
    section = as_person(training.ward.section_head)
    assert "回答を待っている質問" in text(section, "programme_detail", pk)
    question = training.trainee(training.ward.leader).questions.get()
    post(section, "training_answer", question.pk, answer="ノートPCです", share="on")
    page = text(other, "training_questions", pk)
    assert "ノートPCです" in page
    assert "柊 美月" not in page


def test_a_notice_and_a_full_session(training: Training) -> None:
    run = training.run(training.basics, 8, capacity=1)
    first, second = as_person(training.ward.outsider), as_person(training.ward.leader)
    pk = training.basics.pk
    post(first, "training_session", pk, act="choose", run=run.pk)
    assert "満席（空き待ち0人）" in text(second, "training_session", pk)
    post(second, "training_session", pk, act="choose", run=run.pk)
    assert "空き待ち中" in text(second, "training_session", pk)
    assert "欠席する理由" in post(first, "training_session", pk, status=422, act="notice", reason="")
    post(first, "training_session", pk, act="notice", reason="議会対応")
    assert "席が空きました" in text(second, "training", training.programme.pk)
    post(second, "training_session", pk, act="accept", run=run.pk)
    assert run.event.seats.get(person=training.ward.leader).state == SeatState.CONFIRMED
    assert "もう終わっています" in post(second, "training_session", pk, status=409, act="accept", run=run.pk)
    for nothing in ("", "x", "9" * 30, str(run.pk + 1)):
        post(second, "training_session", pk, status=404, act="choose", run=nothing)


def test_what_was_missed_can_be_made_up(training: Training, clock: Any) -> None:
    trainee, client = training.trainee(training.ward.leader), as_person(training.ward.leader)
    first, second = training.run(training.basics, 8), training.run(training.basics, 15)
    post(client, "training_session", training.basics.pk, act="choose", run=first.pk)
    clock.move_to(first.event.ends_at + dt.timedelta(days=1))
    client, section = as_person(training.ward.leader), as_person(training.ward.dx_main)
    post(section, "session_attendance", training.basics.pk, **{f"presence_{trainee.pk}": "absent"})
    assert "欠席した「第1回 業務フローを書く」に、別の日程で出る" in text(client, "training", training.programme.pk)
    assert "あなたの席があります" not in text(client, "training_session", training.basics.pk)
    post(client, "training_session", training.basics.pk, act="choose", run=second.pk)
    assert "別の日程で出る" not in text(client, "training", training.programme.pk)
    clock.move_to(second.event.starts_at)
    section = as_person(training.ward.dx_main)
    post(section, "run_reception", second.pk, status=200, code=trainee.code)
    row = Attendance.objects.get()
    assert (row.presence, row.run) == (Presence.PRESENT, second)
    # Who came at another time is not looked for at the reception of the first.
    assert "柊 美月" not in text(section, "run_reception", first.pk)


def test_nobody_in_a_training_is_told_so(ward: Ward) -> None:
    assert "いま受けている研修はありません" in text(as_person(ward.requester), "training_home")


# --- Whoever runs it ---------------------------------------------------------------------------------------------


def test_from_a_cohort_to_certificates(training: Training, clock: Any) -> None:
    section, pk = as_person(training.ward.section_head), training.programme.pk
    assert training.programme.name in text(section, "programme_list")
    post(section, "module_create", pk, name="まとめ", kind="practice", order="3")
    module = Module.objects.get(name="まとめ")
    assert "同じ名前" in post(section, "module_create", pk, status=422, name="まとめ", kind="practice", order="3")
    material = SimpleUploadedFile("資料.txt", "持ち物".encode())
    post(section, "session_create", module.pk, name="発表", order="1", files=material)
    session = Session.objects.get(name="発表")
    assert "資料.txt" in text(as_person(training.ward.leader), "training_session", session.pk)
    wrong = post(section, "run_create", session.pk, status=422, day="2026-12-10", starts="15:00", ends="14:00")
    assert "始まりより後" in wrong
    post(section, "run_create", session.pk, day="2026-12-10", starts="14:00", ends="16:00", capacity="2", seat_all="on")
    run = SessionRun.objects.get(session=session)
    assert "2人／定員2人・空き待ち1人" in text(section, "programme_detail", pk)
    small = post(section, "run_edit", run.pk, status=422, day="2026-12-11", starts="14:00", ends="16:00", capacity="1")
    assert "もう2人" in small
    post(section, "run_edit", run.pk, day="2026-12-11", starts="14:00", ends="16:00", capacity="5")
    post(section, "run_cancel", run.pk, reason="台風")
    assert "日程はまだありません" in text(section, "programme_detail", pk)
    post(section, "assignment_create", pk, name="発表資料", due_on="2027-03-01", is_required="")
    post(
        section, "programme_edit", pk, name="研修", starts_on="2026-12-08", ends_on="2027-05-31",
        min_attendance_percent="50", needs_assignments="on",
    )  # fmt: skip
    done = finish(training, training.ward.leader)
    page = text(section, "programme_people", pk)
    assert f'value="{done.pk}"' in page
    post(section, "programme_people", pk, act="complete", id=done.pk)
    certificate = Certificate.objects.get()
    answer = as_person(training.ward.leader).get(reverse("certificate_pdf", args=[certificate.pk]))
    assert answer.content.startswith(b"%PDF")
    assert as_person(training.ward.head).get(reverse("certificate_pdf", args=[certificate.pk])).status_code == 404
    assert "修了しました" in text(as_person(training.ward.leader), "training", pk)


def test_opening_a_training_from_the_list(ward: Ward, cohort: Any) -> None:
    section = as_person(ward.dx_main)
    assert "第6期の研修を始める" in text(section, "programme_list")
    post(section, "programme_open", cohort=cohort.pk)
    assert Programme.objects.get().cohort == cohort
    post(section, "programme_open", cohort=cohort.pk)
    assert Programme.objects.count() == 1


def test_people_are_added_and_let_go(training: Training) -> None:
    section, pk = as_person(training.ward.dx_main), training.programme.pk
    assert "見つかりません" in post(section, "programme_people", pk, status=422, person="9999999")
    post(section, "programme_people", pk, person=training.ward.colleague.staff_number)
    assert "もう入っています" in post(
        section, "programme_people", pk, status=422, person=training.ward.colleague.staff_number
    )
    trainee = training.trainee(training.ward.colleague)
    post(section, "programme_people", pk, act="leave", trainee=trainee.pk)
    assert Trainee.objects.get(pk=trainee.pk).left_on is not None


def test_the_reception_says_what_is_wrong(training: Training, clock: Any) -> None:
    run = training.run(training.basics, 8)
    section = as_person(training.ward.dx_main)
    code = training.trainee(training.ward.leader).code
    assert "受付は、開始の2時間前から" in post(section, "run_reception", run.pk, status=422, code=code)
    clock.move_to(run.event.starts_at)
    section = as_person(training.ward.dx_main)
    assert "受講者のものではありません" in post(section, "run_reception", run.pk, status=422, code="<script>")
    assert "柊 美月さん" in post(section, "run_reception", run.pk, status=200, code=code)
    assert "もう受け付けています" in post(section, "run_reception", run.pk, status=200, code=code)
    other = training.trainee(training.ward.outsider)
    post(section, "run_reception", run.pk, status=200, trainee=other.pk)
    assert set(Attendance.objects.values_list("presence", flat=True)) == {Presence.PRESENT}


def test_the_list_and_what_goes_out(training: Training) -> None:
    section, session = as_person(training.ward.dx_main), training.basics
    trainee = training.trainee(training.ward.leader)
    trainee.person.name = "=cmd()"
    trainee.person.save()
    post(section, "session_attendance", session.pk, **{f"presence_{trainee.pk}": "late", "presence_99": "late"})
    assert Attendance.objects.get().presence == Presence.LATE
    post(section, "session_attendance", session.pk, **{f"presence_{trainee.pk}": "nonsense"})
    assert Attendance.objects.get().presence == Presence.LATE
    post(section, "session_attendance", session.pk, **{f"presence_{trainee.pk}": ""})
    assert not Attendance.objects.exists()
    for name in ("attendance_export", "results_export"):
        answer = section.get(reverse(name, args=[training.programme.pk, "csv"]))
        assert "'=cmd()" in b"".join(answer.streaming_content).decode("utf-8-sig")
        answer = section.get(reverse(name, args=[training.programme.pk, "xlsx"]))
        data = b"".join(answer.streaming_content)
        cells = [cell for line in load_workbook(io.BytesIO(data)).active.iter_rows() for cell in line]
        assert not any(cell.data_type == "f" for cell in cells)


# --- What it costs -----------------------------------------------------------------------------------------------


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    "name",
    ["training", "programme_detail", "programme_people", "attendance_export", "results_export", "session_attendance",
     "run_reception", "training_assignment", "training_questions", "programme_list"],
)  # fmt: skip
def test_80_trainees_and_6_sessions_cost_what_few_cost(training: Training, ward: Ward, name: str) -> None:
    run = training.run(training.basics, 8)
    args: dict[str, list[Any]] = {
        "programme_list": [],
        "session_attendance": [training.basics.pk],
        "run_reception": [run.pk],
        "training_assignment": [training.assignment.pk],
        "attendance_export": [training.programme.pk, "csv"],
        "results_export": [training.programme.pk, "csv"],
    }
    address = reverse(name, args=args.get(name, [training.programme.pk]))
    client = as_person(ward.leader if name == "training" else ward.dx_main)
    few = queries_of(client, address)
    for number in range(77):
        person = UserFactory(staff_number=f"71{number:05d}")
        MembershipFactory(user=person, division=ward.nursery)
        trainee = Trainee.objects.create(programme=training.programme, person=person, joined_on="2026-12-08")
        trainee.questions.create(text="質問", asked_at=run.event.created_at, is_shared=True)
        Submission.objects.create(
            trainee=trainee, assignment=training.assignment, submitted_at=run.event.created_at, text="x"
        )
    for number in range(4):
        module = Module.objects.create(programme=training.programme, name=f"科目{number}")
        training.run(Session.objects.create(module=module, name="回"), 10 + number)
    assert queries_of(client, address) == few
