"""One sentence is a complete consultation: its number, its person, its promise."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from consultations import services
from consultations.enums import Channel, PromiseKind, Side, Urgency
from consultations.exceptions import NoDivision
from consultations.models import Consultation, Draft
from consultations.services.routing import desk_for
from minato_dx.core.calendar import jst
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import Duty, Membership
from minato_dx.reference.models import ClosedDay
from tests.consultations import walk
from tests.organization.factories import AbsenceFactory, UserFactory, Ward, make_ward


def at(year: int, month: int, day: int, hour: int, minute: int) -> dt.datetime:
    return jst(dt.date(year, month, day), dt.time(hour, minute))


@pytest.fixture
def ward(db: None) -> Ward:
    return make_ward()


def test_one_sentence_is_enough(ward: Ward) -> None:
    case = walk.submit(ward, "紙が多い")

    assert case.number == "令和8年度-0001"
    assert case.slug == "2026-0001"
    assert case.title == "紙が多い"
    assert case.assignee == ward.dx_main
    assert (case.division_name, case.department_name) == ("保育課", "子ども家庭支援部")
    assert case.urgency == Urgency.NONE
    message = case.messages.get()
    assert (message.body, message.side, message.author_post) == ("紙が多い", Side.ASKER, "保育課 主任")


def test_meeting_first_needs_no_text(ward: Ward) -> None:
    case = walk.submit(ward, "", meet_first=True)

    assert case.title == "まず会って話したい"
    assert case.messages.get().body == "うまく言えないので、まず会って話したいです。"


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("えっと、紙が…多くて。毎月やってます", "えっと、紙が…多くて"),
        ("　\n\n申請書の控え　を\n探すのに半日", "申請書の控え を"),
        ("１２３件の届出を、毎日😭打ち直し", "１２３件の届出を、毎日😭打ち直し"),
        ("𠮷田さんと髙﨑さんの台帳", "𠮷田さんと髙﨑さんの台帳"),
        ("あ" * 20_000, "あ" * 59 + "…"),
        ("。。。", "。。。"),
    ],
)
def test_the_title_is_the_first_sentence_as_clerks_write_it(ward: Ward, body: str, title: str) -> None:
    case = walk.submit(ward, body)

    assert case.title == title
    assert walk.fresh(case).body == body


def test_numbers_run_without_gap_in_each_fiscal_year(ward: Ward) -> None:
    last_day = jst(dt.date(2027, 3, 31), dt.time(10))
    first_day = jst(dt.date(2027, 4, 1), dt.time(10))
    with time_machine.travel(last_day, tick=False):
        ended = [walk.submit(ward).number for _ in range(2)]
    with time_machine.travel(first_day, tick=False):
        began = walk.submit(ward).number

    assert ended == ["令和8年度-0001", "令和8年度-0002"]
    assert began == "令和9年度-0001"


def test_a_number_given_back_by_a_rollback_is_used_again(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_kwargs: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("consultations.services.intake.tell", fail)
        with pytest.raises(RuntimeError):
            walk.submit(ward)

    assert not Consultation.objects.exists()
    assert walk.submit(ward).serial == 1


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        (at(2026, 11, 24, 10, 0), dt.date(2026, 11, 26)),
        (at(2026, 11, 24, 17, 30), dt.date(2026, 11, 27)),  # after closing: counts from tomorrow
        (at(2026, 11, 20, 16, 0), dt.date(2026, 11, 25)),  # weekend and 勤労感謝の日 between
        (at(2026, 11, 21, 9, 0), dt.date(2026, 11, 26)),  # on a Saturday: from Tuesday on
        (at(2026, 12, 28, 9, 0), dt.date(2027, 1, 5)),  # the year's end
    ],
)
def test_the_first_reply_is_promised_within_two_working_days(ward: Ward, sent: dt.datetime, due: dt.date) -> None:
    with time_machine.travel(sent, tick=False):
        case = walk.submit(ward)

    assert case.next_due_kind == PromiseKind.FIRST_REPLY
    assert case.next_due_at == jst(due, dt.time(17, 15))
    assert case.promises.get().due_at == case.next_due_at


def test_the_citys_own_closed_days_do_not_count(ward: Ward) -> None:
    ClosedDay.objects.create(day=dt.date(2026, 11, 25), reason="庁舎点検")

    assert walk.submit(ward).next_due_at == jst(dt.date(2026, 11, 27), dt.time(17, 15))


def test_the_same_submission_twice_makes_one_consultation(ward: Ward) -> None:
    token = uuid.uuid4()
    send = {"requester": ward.requester, "intake": services.Intake(body="紙が多い"), "token": token}

    first, second = services.submit_consultation(**send), services.submit_consultation(**send)

    assert first.pk == second.pk
    assert Consultation.objects.count() == 1
    assert Notification.objects.filter(recipient=ward.dx_main).count() == 1


def test_a_token_of_somebody_else_gives_nothing_away(ward: Ward) -> None:
    case = walk.submit(ward)

    with pytest.raises(IntegrityError):
        services.submit_consultation(
            requester=ward.outsider, intake=services.Intake(body="別の人"), token=case.submission_token
        )


def test_the_deputy_answers_while_the_main_person_is_absent(ward: Ward) -> None:
    AbsenceFactory(user=ward.dx_main)

    case = walk.submit(ward)

    assert case.assignee == ward.dx_deputy
    assert "汐見 拓也が不在のため" in case.transitions.get().detail


def test_the_section_head_answers_when_nobody_on_duty_is_there(ward: Ward) -> None:
    AbsenceFactory(user=ward.dx_main)
    AbsenceFactory(user=ward.dx_deputy)

    assert walk.submit(ward).assignee == ward.section_head


def test_a_department_without_duty_reaches_the_section_head(ward: Ward) -> None:
    user = UserFactory()
    Membership.objects.create(user=user, division=ward.finance, post="主任", valid_from=dt.date(2026, 4, 1))

    assert walk.submit(ward, requester=user).assignee == ward.section_head


def test_never_unassigned_even_without_a_section_head(ward: Ward) -> None:
    Duty.objects.all().delete()
    Membership.objects.filter(user=ward.section_head).delete()

    assert walk.submit(ward).assignee in {ward.dx_main, ward.dx_deputy, ward.dx_other}


def test_routing_asks_for_its_day(ward: Ward) -> None:
    AbsenceFactory(user=ward.dx_main, valid_from=dt.date(2026, 12, 1), valid_to=dt.date(2026, 12, 5))

    answers = [desk_for(department=ward.children, day=dt.date(2026, 12, day)).answers for day in (1, 4, 5)]

    assert answers == [ward.dx_deputy, ward.dx_deputy, ward.dx_main]


def test_a_person_with_two_posts_may_ask_for_the_other_division(ward: Ward) -> None:
    Membership.objects.create(
        user=ward.requester, division=ward.elderly, post="主事", is_main=False, valid_from=dt.date(2026, 4, 1)
    )

    case = walk.submit(ward, division_id=ward.elderly.pk)

    assert case.division_name == "高齢者支援課"
    assert case.assignee == ward.dx_other


def test_someone_without_a_division_is_told_whom_to_ask(ward: Ward) -> None:
    with pytest.raises(NoDivision, match="システム管理者"):
        walk.submit(ward, requester=ward.administrator)


def test_dx_staff_enter_for_someone_who_phoned(ward: Ward) -> None:
    case = services.submit_consultation(
        requester=ward.requester,
        intake=services.Intake(body="電話での相談"),
        token=uuid.uuid4(),
        entered_by=ward.dx_other,
        channel=Channel.PHONE,
    )

    assert (case.requester, case.entered_by, case.channel) == (ward.requester, ward.dx_other, Channel.PHONE)
    assert case.assignee == ward.dx_main
    assert Notification.objects.filter(recipient=ward.requester).exists()


def test_nobody_else_enters_for_others(ward: Ward) -> None:
    with pytest.raises(PermissionDenied):
        services.submit_consultation(
            requester=ward.requester,
            intake=services.Intake(body="代理"),
            token=uuid.uuid4(),
            entered_by=ward.colleague,
        )


def test_the_draft_is_gone_once_it_was_sent(ward: Ward) -> None:
    services.write_draft(user=ward.requester, key="intake", data={"body": "書きかけ"})

    walk.submit(ward)

    assert not Draft.objects.exists()


def test_a_private_case_tells_no_content(ward: Ward) -> None:
    walk.submit(ward, "秘密の困りごと", is_private=True)

    assert not Notification.objects.filter(title__contains="秘密").exists()
