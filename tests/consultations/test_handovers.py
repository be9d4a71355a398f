"""All open work of a person goes to others in one step, with one message to each requester."""

import datetime as dt
import uuid
from collections import Counter

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from consultations.enums import HearingState
from consultations.exceptions import ConsultationError
from consultations.models import Consultation, Handover, Hearing
from consultations.selectors.handovers import leavers, lines_for, work_of
from consultations.services import arrange_hearing, withdraw_consultation
from consultations.services.handovers import announce_leavers, hand_over_work
from consultations.services.hearing_changes import take_over_hearing
from consultations.services.reminders import remind_of_promises
from minato_dx.core.registry import get
from minato_dx.notifications.models import Delivery, Notification
from minato_dx.organization.models import Duty, Membership, User
from minato_dx.scheduling.models import Slot
from tests.consultations import walk
from tests.organization.factories import DutyFactory, Ward
from tests.scheduling.conftest import on, publish

TODAY = walk.NOW.date()


def _hand_over(ward: Ward, assignments: dict[int, User | None], token: uuid.UUID | None = None) -> Handover:
    return hand_over_work(
        person=ward.dx_main,
        actor=ward.section_head,
        assignments=assignments,
        reason="12月1日付の異動のため",
        token=token or uuid.uuid4(),
        now=walk.NOW,
    )


def _told(kind: str = "handover") -> dict[str, Notification]:
    return {row.recipient.name: row for row in Notification.objects.filter(kind=kind).select_related("recipient")}


def _hearing(case: Consultation, ward: Ward, clock: str = "10:00") -> Hearing:
    return arrange_hearing(
        consultation=case, actor=ward.dx_main, starts_at=on(1, clock), place="保育課の窓口", now=walk.NOW
    )


@pytest.fixture
def cases(ward: Ward) -> list[Consultation]:
    """Two of the requester's, one of a colleague's, all with ``dx_main``."""
    return [
        walk.submit(ward, "一つ目"),
        walk.submit(ward, "二つ目"),
        walk.submit(ward, "三つ目", requester=ward.colleague),
    ]


def test_each_case_gets_its_new_person_and_each_requester_one_message(ward: Ward, cases: list[Consultation]) -> None:
    first, second, third = cases
    handover = _hand_over(ward, {first.pk: ward.dx_deputy, second.pk: ward.dx_other, third.pk: ward.dx_deputy})

    assert [walk.fresh(case).assignee for case in cases] == [ward.dx_deputy, ward.dx_other, ward.dx_deputy]
    told = _told()
    assert set(told) == {
        ward.requester.name,
        ward.colleague.name,
        ward.dx_deputy.name,
        ward.dx_other.name,
        ward.dx_main.name,
    }
    assert told[ward.requester.name].title == "担当が汐見さんから替わりました"
    assert told[ward.requester.name].text.splitlines() == [
        f"［{first.number}］は、波多野が担当します",
        f"［{second.number}］は、霞が担当します",
    ]
    assert told[ward.colleague.name].title == f"［{third.number}］担当が汐見さんから替わりました"
    assert "次の約束は11月26日(木)" in told[ward.dx_deputy.name].text
    assert {row.object_id for row in told.values()} == {handover.pk}
    assert Counter(case.transitions.filter(name="reassign").count() for case in cases) == {1: 3}


def test_sent_twice_it_is_one_handover(ward: Ward, cases: list[Consultation]) -> None:
    token, assignments = uuid.uuid4(), {case.pk: ward.dx_deputy for case in cases}
    assert _hand_over(ward, assignments, token) == _hand_over(ward, assignments, token)
    assert Notification.objects.filter(kind="handover", recipient=ward.requester).count() == 1


def test_work_that_changed_meanwhile_is_not_moved_unseen(ward: Ward, cases: list[Consultation]) -> None:
    seen = {case.pk: ward.dx_deputy for case in cases}
    late = walk.submit(ward, "あとから届いた相談", requester=ward.leader)
    with pytest.raises(ConsultationError, match="画面を開いたあとに変わりました"):
        _hand_over(ward, seen)
    assert walk.fresh(late).assignee == ward.dx_main
    assert not Handover.objects.exists()
    assert {walk.fresh(case).assignee for case in cases} == {ward.dx_main}


@pytest.mark.parametrize("who", ["outsider", "requester"])
def test_nobody_gets_a_case_who_cannot_answer_it_and_then_nothing_moves(
    ward: Ward, cases: list[Consultation], who: str
) -> None:
    assignments: dict[int, User | None] = dict.fromkeys([case.pk for case in cases], ward.dx_deputy)
    assignments[cases[2].pk] = getattr(ward, who)
    with pytest.raises(ConsultationError):
        _hand_over(ward, assignments)
    assert {walk.fresh(case).assignee for case in cases} == {ward.dx_main}
    assert not Notification.objects.filter(kind="handover").exists()


def test_only_the_section_head_hands_over(ward: Ward, cases: list[Consultation]) -> None:
    for actor in (ward.dx_main, ward.dx_deputy, ward.cio, ward.administrator):
        with pytest.raises(PermissionDenied):
            hand_over_work(
                person=ward.dx_main,
                actor=actor,
                assignments={case.pk: ward.dx_deputy for case in cases},
                reason="異動",
                token=uuid.uuid4(),
            )


def test_nothing_chosen_is_refused(ward: Ward, cases: list[Consultation]) -> None:
    with pytest.raises(ConsultationError, match="1件もありません"):
        _hand_over(ward, dict.fromkeys([case.pk for case in cases]))


def test_hearings_go_along_with_their_invitation(ward: Ward, case: Consultation) -> None:
    hearing = _hearing(case, ward)
    Delivery.objects.all().delete()
    _hand_over(ward, {case.pk: ward.dx_deputy})

    hearing.refresh_from_db()
    assert (hearing.hearer, hearing.state) == (ward.dx_deputy, HearingState.PLANNED)
    assert hearing.event is not None
    assert hearing.event.sequence == 1
    mails = {
        (row.recipient.name, "METHOD:CANCEL" in row.calendar, "METHOD:REQUEST" in row.calendar)
        for row in Delivery.objects.exclude(calendar="").select_related("recipient")
    }
    assert mails == {
        (ward.dx_main.name, True, False),
        (ward.dx_deputy.name, False, True),
        (ward.requester.name, False, True),
    }
    unread = Notification.objects.filter(recipient=ward.requester, read_at=None, kind__in=["handover", "hearing"])
    assert [row.kind for row in unread.filter(created_at__gte=walk.NOW)].count("handover") == 1
    assert "波多野が伺います" in _told()[ward.requester.name].text


def test_further_hearings_of_one_requester_reach_the_calendar_alone(ward: Ward, cases: list[Consultation]) -> None:
    for case, clock in zip(cases[:2], ("10:00", "11:00"), strict=True):
        _hearing(case, ward, clock)
    before = set(Notification.objects.filter(read_at=None, recipient=ward.requester).values_list("pk", flat=True))
    Delivery.objects.all().delete()
    _hand_over(ward, {case.pk: ward.dx_deputy for case in cases})

    fresh = Notification.objects.filter(read_at=None, recipient=ward.requester).exclude(pk__in=before)
    assert [row.kind for row in fresh] == ["handover"]
    requests = Delivery.objects.filter(recipient=ward.requester, calendar__contains="METHOD:REQUEST")
    assert requests.count() == 2


def test_a_hearing_at_which_the_new_person_is_not_free_is_put_off_without_a_second_message(
    ward: Ward, cases: list[Consultation]
) -> None:
    first, _second, third = cases
    hearing = _hearing(first, ward)
    take_over_hearing(hearing=_hearing(third, ward, "10:30"), to=ward.dx_deputy, actor=ward.dx_main, now=walk.NOW)
    Hearing.objects.filter(pk=hearing.pk).update(minutes=60)
    event = hearing.event
    assert event is not None
    event.ends_at = on(1, "11:00")
    event.save()
    Notification.objects.all().delete()
    _hand_over(ward, {case.pk: ward.dx_deputy for case in cases})

    hearing.refresh_from_db()
    assert hearing.state == HearingState.POSTPONED
    unread = Notification.objects.filter(recipient=ward.requester, read_at=None)
    assert [row.kind for row in unread] == ["handover"]
    assert "のヒアリングは延期します" in unread.get().text
    cancelled = Delivery.objects.filter(calendar__contains="METHOD:CANCEL").values_list("recipient__name", flat=True)
    assert set(cancelled) >= {ward.requester.name, ward.dx_main.name}


def test_what_stays_stays_with_its_hearings_and_times(ward: Ward, cases: list[Consultation]) -> None:
    hearing = _hearing(cases[0], ward)
    publish(ward.dx_main, day=2)
    _hand_over(ward, {cases[0].pk: None, cases[1].pk: ward.dx_deputy, cases[2].pk: None})

    hearing.refresh_from_db()
    assert hearing.hearer == ward.dx_main
    assert Slot.objects.filter(owner=ward.dx_main, is_offered=True).count() == 1
    assert walk.fresh(cases[0]).assignee == ward.dx_main


def test_when_everything_goes_published_times_are_withdrawn_and_borrowed_hearings_go_back(
    ward: Ward, case: Consultation
) -> None:
    elsewhere = walk.submit(ward, "別の部の相談", requester=ward.outsider)
    hearing = arrange_hearing(consultation=elsewhere, actor=ward.dx_other, starts_at=on(3), place="窓口", now=walk.NOW)
    take_over_hearing(hearing=hearing, to=ward.dx_main, actor=ward.dx_other, now=walk.NOW)
    publish(ward.dx_main, day=2)
    _hand_over(ward, {case.pk: ward.dx_deputy})

    hearing.refresh_from_db()
    assert hearing.hearer == ward.dx_other
    assert not Slot.objects.filter(owner=ward.dx_main, is_offered=True).exists()


def test_reminders_go_to_the_new_person(ward: Ward, case: Consultation) -> None:
    _hand_over(ward, {case.pk: ward.dx_deputy})
    with time_machine.travel(on(26, month=11), tick=False):
        remind_of_promises()
    assert set(_told("reminder")) == {ward.dx_deputy.name}


def test_a_private_case_goes_on_hidden_from_the_others(ward: Ward) -> None:
    private = walk.submit(ward, "非公開の相談", is_private=True)
    handover = _hand_over(ward, {private.pk: ward.dx_deputy})

    def seen(user: User) -> int:
        return lines_for(handover=handover, user=User.objects.get(pk=user.pk)).count()

    assert (seen(ward.dx_deputy), seen(ward.section_head), seen(ward.requester)) == (1, 1, 1)
    assert (seen(ward.dx_main), seen(ward.dx_other), seen(ward.colleague)) == (0, 0, 0)
    assert "非公開の相談" not in "".join(row.title + row.text for row in _told().values())


def test_whom_a_handover_concerns(ward: Ward, case: Consultation) -> None:
    handover = _hand_over(ward, {case.pk: ward.dx_deputy})
    kind = get("handover")
    people = ("requester", "dx_main", "dx_deputy", "section_head", "dx_other", "colleague", "head", "administrator")
    may = {name for name in people if kind.visible_ids(User.objects.get(pk=getattr(ward, name).pk), [handover.pk])}
    assert may == {"requester", "dx_main", "dx_deputy", "section_head"}
    assert kind.link(handover.pk) == f"/handovers/{handover.pk}/"


def test_the_deputy_then_the_section_head_is_proposed_and_never_the_requester(ward: Ward) -> None:
    def proposed() -> list[User | None]:
        return [line.by_default for line in work_of(person=ward.dx_main, now=walk.NOW, day=TODAY)]

    walk.submit(ward)
    assert proposed() == [ward.dx_deputy]
    Duty.objects.filter(user=ward.dx_deputy).delete()
    assert proposed() == [ward.section_head]


def test_who_gives_up_one_of_two_departments_keeps_the_other(ward: Ward, case: Consultation) -> None:
    DutyFactory(user=ward.dx_main, department=ward.planning)
    kept = walk.submit(ward, "企画の相談", requester=ward.colleague)
    Consultation.objects.filter(pk=kept.pk).update(department=ward.planning)
    Duty.objects.filter(user=ward.dx_main, department=ward.children).update(valid_to=dt.date(2026, 12, 1))

    lines = work_of(person=ward.dx_main, now=walk.NOW, day=TODAY)
    assert {line.consultation.pk: line.by_default for line in lines} == {case.pk: ward.dx_deputy, kept.pk: None}


def _leavers() -> dict[str, dt.date | None]:
    return {leaver.person.name: leaver.on for leaver in leavers(day=TODAY)}


def test_who_leaves_within_ten_working_days_with_open_work_is_named(ward: Ward, case: Consultation) -> None:
    assert _leavers() == {}
    duty = Duty.objects.filter(user=ward.dx_main)
    duty.update(valid_to=dt.date(2026, 12, 8))
    assert _leavers() == {ward.dx_main.name: dt.date(2026, 12, 8)}
    duty.update(valid_to=dt.date(2026, 12, 9))
    assert _leavers() == {}


@pytest.mark.parametrize("how", ["left", "moved"])
def test_who_has_left_or_moved_is_named_first(ward: Ward, case: Consultation, how: str) -> None:
    if how == "left":
        User.objects.filter(pk=ward.dx_main.pk).update(left_on=dt.date(2026, 11, 20))
    else:
        Duty.objects.filter(user=ward.dx_main).update(valid_to=dt.date(2026, 11, 20))
        Membership.objects.filter(user=ward.dx_main).update(valid_to=dt.date(2026, 11, 20))
    assert _leavers() == {ward.dx_main.name: None}


def test_a_duty_that_goes_on_under_a_new_row_is_no_leaving(ward: Ward, case: Consultation) -> None:
    Duty.objects.filter(user=ward.dx_main).update(valid_to=dt.date(2026, 12, 1))
    DutyFactory(user=ward.dx_main, department=ward.children, valid_from=dt.date(2026, 12, 1))
    assert _leavers() == {}


def test_whose_work_is_done_is_not_named(ward: Ward, case: Consultation) -> None:
    Duty.objects.filter(user=ward.dx_main).update(valid_to=dt.date(2026, 12, 1))
    withdraw_consultation(consultation=case, actor=ward.requester, reason="解決しました")
    assert _leavers() == {}


def test_the_section_head_is_told_once(ward: Ward, case: Consultation) -> None:
    Duty.objects.filter(user=ward.dx_main).update(valid_to=dt.date(2026, 12, 1))
    for _ in range(3):
        announce_leavers()
    row = _told("leaving")[ward.section_head.name]
    assert row.title == "汐見 拓也さんが12月1日(火)に担当から外れます。進行中の相談1件の引き継ぎを決めてください"
    assert get("leaving").link(row.object_id) == f"/handovers/new/{ward.dx_main.pk}/"
    assert Notification.objects.filter(kind="leaving").count() == 1


def test_who_gives_up_a_department_without_open_work_there_is_not_named(ward: Ward, case: Consultation) -> None:
    DutyFactory(user=ward.dx_main, department=ward.planning, valid_to=dt.date(2026, 12, 1))
    assert _leavers() == {}


def test_who_follows_on_that_day_is_proposed(ward: Ward, case: Consultation) -> None:
    change = dt.date(2026, 12, 1)
    Duty.objects.filter(user=ward.dx_main).update(valid_to=change)
    DutyFactory(user=ward.dx_other, department=ward.children, valid_from=change)
    [line] = work_of(person=ward.dx_main, now=walk.NOW, day=TODAY)
    assert line.by_default == ward.dx_other
