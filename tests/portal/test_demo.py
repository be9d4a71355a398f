"""The demo as it comes out on one day: complete, true to the rules of the portal, and nowhere in the future."""

import datetime as dt
import io
from collections import Counter
from collections.abc import Iterator

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from consultations.enums import ENDED, AnswerState, Channel, EffectStage, HearingState, Outcome, SheetState, State
from consultations.models import (
    Answer,
    Consultation,
    EffectEntry,
    Hearing,
    HearingSheet,
    InternalNote,
    Message,
    Promise,
    TransitionLog,
)
from leaders.models import LeaderTerm
from leaders.selectors import published_terms
from minato_dx.attachments.models import Attachment
from minato_dx.core.calendar import OFFICE_CLOSES, OFFICE_OPENS, is_working_day, jst
from minato_dx.notifications.models import Notification
from minato_dx.organization.enums import Office
from minato_dx.organization.models import Absence, Department, Division, Membership, User
from minato_dx.organization.selectors import (
    current_divisions,
    demo_people,
    duty_deputies,
    duty_main,
    dx_staff,
    head_of,
    office_holder,
    section_head,
)
from minato_dx.portal.demo import guard
from minato_dx.portal.demo.people import DEMO_PASSWORD
from minato_dx.portal.demo.script import Case
from minato_dx.portal.demo.texts import CASES
from minato_dx.reference.models import InHouseTool, NumberSeries
from minato_dx.scheduling.enums import SeatState
from showcase.enums import ExhibitorState
from showcase.models import Exhibition, ProgrammeItem
from tests.organization.factories import UserFactory

NOW = jst(dt.date(2026, 11, 24), dt.time(10, 0))
TODAY = NOW.date()
LAST_APRIL = dt.date(2026, 4, 1)
EIGHTEEN_MONTHS_AGO = dt.date(2025, 5, 24)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Load the demo once for the module, in place of an old one, and take it back at the end."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        User.objects.create(staff_number="0000009", name="古い お試し", is_demo=True)
        guard.remember_loading()
        _run("load_demo", reset=True)
        yield
        transaction.set_rollback(True)
    ContentType.objects.clear_cache()


def _run(command: str, **options: bool) -> str:
    output = io.StringIO()
    call_command(command, stdout=output, **options)
    return output.getvalue()


def _cases() -> list[Consultation]:
    return list(Consultation.objects.order_by("fiscal_year", "serial"))


# --- The organisation and its people --------------------------------------------------------------------------------


def test_all_75_divisions_stand_in_21_departments() -> None:
    versions = list(current_divisions(day=TODAY))
    assert len(versions) == 75
    assert len({version.department_id for version in versions}) == 21
    assert versions[0].department.name == "芝地区総合支所"
    assert section_head(day=TODAY).name == "雲井 直人"


def test_every_division_has_a_head_and_two_staff_or_more() -> None:
    staff = Counter(
        Membership.objects.on(TODAY).filter(is_head=False, is_main=True).values_list("division__key", flat=True)
    )
    for division in Division.objects.all():
        assert head_of(division=division, day=TODAY) is not None, division
        assert staff[division.key] >= 2, division


def test_about_300_people_all_of_them_demo_people() -> None:
    people = list(User.objects.all())
    assert 290 <= len(people) <= 330
    assert all(person.is_demo for person in people)
    assert len({person.name for person in people}) == len(people)
    assert all(person.kana and person.email.endswith("@example.jp") for person in people)
    assert all(len(person.staff_number) == 7 and person.staff_number.startswith("00") for person in people)


def test_names_with_the_characters_that_get_lost_elsewhere_are_among_them() -> None:
    names = "".join(User.objects.values_list("name", flat=True))
    assert "髙" in names
    assert "𠮷" in names


def test_every_department_has_a_main_person_and_a_deputy() -> None:
    for department in Department.objects.on(TODAY):
        main = duty_main(department=department, day=TODAY)
        assert main is not None, department
        assert any(deputy != main for deputy in duty_deputies(department=department, day=TODAY)), department


def test_one_of_the_dx_staff_is_away_today() -> None:
    assert Absence.objects.on(TODAY).filter(user__in=dx_staff(day=TODAY)).count() == 1


def test_the_accounts_of_the_sign_in_page_come_one_per_role() -> None:
    people = [(person.demo_role, person.staff_number, person.name) for person in demo_people(day=TODAY)]
    assert people == [
        ("所管課の職員", "0004121", "真砂 陽菜"),
        ("DX推進リーダー", "0004128", "柊 美月"),
        ("所属長", "0002033", "朝霧 健一"),
        ("DX担当", "0003345", "汐見 拓也"),
        ("DX担当（副担当）", "0003346", "波多野 凪"),
        ("デジタル改革担当課長", "0001907", "雲井 直人"),
        ("CIO（副区長）", "0000002", "千歳 高志"),
        ("CIOの代決者", "0000003", "篠宮 礼子"),
        ("システム管理者", "0009001", "管理 太郎"),
    ]


def test_the_named_people_hold_what_they_are_named_for() -> None:
    by_number = {user.staff_number: user for user in User.objects.all()}
    nursery = Division.objects.get(key="0903")
    assert head_of(division=nursery, day=TODAY) == by_number["0002033"]
    assert office_holder(office=Office.CIO, day=TODAY) == by_number["0000002"]
    assert published_terms(on=TODAY).get(division=nursery).person == by_number["0004128"]
    assert by_number["0009001"].is_administrator
    assert User.objects.filter(is_administrator=True).count() == 1
    children = Department.objects.get(code="09")
    assert duty_main(department=children, day=TODAY).extension == "2345"
    assert duty_deputies(department=children, day=TODAY).get().extension == "2346"


def test_the_demo_password_opens_every_account_and_would_pass_the_rules() -> None:
    person = User.objects.get(staff_number="0004121")
    assert person.check_password(DEMO_PASSWORD)
    validate_password(DEMO_PASSWORD, person)
    assert User.objects.values("password").distinct().count() == 1


def test_35_divisions_have_a_leader_and_5_have_lost_theirs() -> None:
    led = set(published_terms(on=TODAY).values_list("division_id", flat=True))
    assert len(led) == 35
    ended = LeaderTerm.objects.filter(valid_to__lte=TODAY).exclude(division__in=led)
    assert ended.values("division").distinct().count() == 5


def test_the_first_of_april_left_its_traces() -> None:
    day_before = LAST_APRIL - dt.timedelta(days=1)
    moved = Membership.objects.filter(valid_to=LAST_APRIL, user__left_on__isnull=True)
    assert moved.count() >= 10
    assert User.objects.filter(left_on=LAST_APRIL).count() == 2
    heads = [division for division in Division.objects.all() if _head_changed(division, day_before)]
    assert len(heads) == 3
    swapped = [
        department
        for department in Department.objects.all()
        if duty_main(department=department, day=day_before) != duty_main(department=department, day=TODAY)
    ]
    assert len(swapped) == 2


def _head_changed(division: Division, before: dt.date) -> bool:
    return head_of(division=division, day=before) != head_of(division=division, day=TODAY)


def test_the_catalogue_says_of_every_tool_what_it_is_not_good_for() -> None:
    tools = list(InHouseTool.objects.prefetch_related("fields"))
    assert len(tools) >= 12
    for tool in tools:
        assert tool.good_for.startswith("・"), tool
        assert tool.not_good_for.startswith("・"), tool
        assert tool.how_to_start, tool
        assert tool.examples, tool
        assert tool.fields.all(), tool


# --- The consultations ----------------------------------------------------------------------------------------------


def test_62_consultations_stand_in_every_state_and_ended_in_every_way() -> None:
    cases = _cases()
    assert len(cases) == len(CASES) == 62
    assert {case.state for case in cases} == set(State)
    assert {case.outcome for case in cases if case.outcome} == set(Outcome)
    assert {case.channel for case in cases} == set(Channel)
    assert {case.department_id for case in cases} == set(Department.objects.values_list("pk", flat=True))
    assert sum(case.is_private for case in cases) == 3
    assert sum(case.meet_first for case in cases) == 1


def test_numbers_follow_the_order_of_time_without_a_gap() -> None:
    cases = _cases()
    assert [case.received_at for case in cases] == sorted(case.received_at for case in cases)
    for year in {case.fiscal_year for case in cases}:
        serials = [case.serial for case in cases if case.fiscal_year == year]
        assert serials == list(range(1, len(serials) + 1))
        assert NumberSeries.objects.get(series="consultation", fiscal_year=year).last == len(serials)


def test_everything_happened_in_office_hours_of_the_last_18_months() -> None:
    moments = [case.received_at for case in _cases()]
    for model in (Message, InternalNote, TransitionLog, Answer):
        moments += model.objects.values_list("created_at", flat=True)
    moments += Promise.objects.values_list("made_at", flat=True)
    for moment in map(timezone.localtime, moments):
        assert EIGHTEEN_MONTHS_AGO <= moment.date() < TODAY
        assert is_working_day(moment.date()), moment
        assert OFFICE_OPENS <= moment.time() <= OFFICE_CLOSES, moment


def test_an_open_case_promises_one_thing_and_an_ended_one_nothing() -> None:
    for case in _cases():
        owed = Promise.objects.filter(consultation=case, kept_at__isnull=True, dropped_at__isnull=True)
        if case.state in ENDED:
            assert not owed, case
            continue
        promise = owed.get()
        assert (promise.due_at, promise.kind) == (case.next_due_at, case.next_due_kind), case
        assert (promise.paused_at is not None) == case.is_waiting, case


def test_three_cases_are_late_and_nearly_everything_before_was_kept_in_time() -> None:
    running = Consultation.objects.open().exclude(state=State.WAITING)
    assert running.filter(next_due_at__lt=NOW).count() == 3
    kept = Promise.objects.filter(kept_at__isnull=False)
    late = [promise for promise in kept if promise.kept_at > promise.due_at]
    assert 0 < len(late) < len(kept) * 0.05


def test_whatever_has_ended_says_why_in_words() -> None:
    for case in Consultation.objects.filter(state__in=[State.CLOSED, State.WITHDRAWN, State.HANDED_OVER]):
        assert case.outcome, case
        assert len(case.outcome_text) > 20, case


def test_every_change_of_work_was_agreed_and_saves_hours() -> None:
    changed = Consultation.objects.filter(outcome__in=[Outcome.SOLUTION, Outcome.REDESIGN])
    assert changed.count() >= 10
    for case in changed:
        assert case.answers.filter(state=AnswerState.AGREED).exists(), case
        realised = EffectEntry.objects.filter(consultation=case, stage=EffectStage.REALISED)
        assert realised, case
        assert all(entry.hours_per_year > 0 for entry in realised), case


def test_some_effects_fell_short_of_what_was_proposed_and_one_went_beyond() -> None:
    short = beyond = 0
    closed = EffectEntry.objects.filter(stage=EffectStage.REALISED, months_after=3, consultation__state=State.CLOSED)
    for entry in closed:
        agreed = EffectEntry.objects.get(
            consultation=entry.consultation_id, stage=EffectStage.AGREED, superseded_at__isnull=True
        )
        short += entry.hours_per_year < agreed.hours_per_year * 8 / 10
        beyond += entry.hours_per_year > agreed.hours_per_year
    assert short >= 3
    assert beyond >= 1


def test_the_less_common_turns_are_there_to_be_seen() -> None:
    steps = Counter(TransitionLog.objects.values_list("name", flat=True))
    for name in ("ask_change", "still_in_trouble", "rethink", "reopen", "correct_sheet", "reassign", "open_summary"):
        assert steps[name], name
    assert TransitionLog.objects.filter(name="agree", actor__memberships__is_acting_head=True).distinct().count() == 2
    assert TransitionLog.objects.filter(name="receive", detail__contains="不在のため").count() == 2
    assert InternalNote.objects.count() >= 5


def test_hearings_lie_behind_and_ahead_and_their_sheets_follow_the_why_to_its_end() -> None:
    assert Hearing.objects.filter(state=HearingState.PLANNED, starts_at__gt=NOW).count() >= 3
    assert not Hearing.objects.filter(state=HearingState.PLANNED, starts_at__lte=NOW).exists()
    for sheet in HearingSheet.objects.filter(state=SheetState.CONFIRMED):
        assert len(sheet.whys) >= 2, sheet.work_name
        assert sheet.hours_per_year, sheet.work_name
        assert sheet.really_needed, sheet.work_name


# --- The texts ------------------------------------------------------------------------------------------------------


def _texts() -> list[str]:
    texts = [*Message.objects.values_list("body", flat=True), *InternalNote.objects.values_list("body", flat=True)]
    texts += Answer.objects.values_list("body", flat=True)
    texts += Consultation.objects.exclude(outcome_text="").values_list("outcome_text", flat=True)
    return texts


def test_no_text_holds_an_unfilled_place_or_a_break_inside_a_sentence() -> None:
    for text in _texts():
        assert "{" not in text
        assert "  " not in text
        assert text == text.strip()


def test_no_message_is_sent_twice() -> None:
    repeated = [text for text, count in Counter(Message.objects.values_list("body", flat=True)).items() if count > 1]
    assert repeated == []


def test_titles_are_whole_and_each_says_something_else() -> None:
    titles = [case.title for case in _cases()]
    assert len(set(titles)) == len(titles)
    assert not any(title.endswith("…") for title in titles)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.key)
def test_a_script_tells_its_steps_in_the_order_of_time(case: Case) -> None:
    times = [tuple(map(int, step.when.replace(":", " ").split())) for step in case.steps]
    assert times == sorted(times)


# --- Around it ------------------------------------------------------------------------------------------------------


def test_files_carry_the_moment_of_their_message() -> None:
    files = list(Attachment.objects.filter(kind="message"))
    assert len(files) >= 5
    assert {file.content_type.split("/")[0] for file in files} == {"image", "text"}
    for file in files:
        assert file.uploaded_at == Message.objects.get(pk=file.object_id).created_at


def test_two_exhibitions_are_over_and_the_next_one_is_in_a_fortnight() -> None:
    following, coming, second, first = Exhibition.objects.order_by("-starts_on")
    assert following.state == "applications"
    assert [first.state, second.state, coming.state] == ["reported", "reported", "published"]
    assert (TODAY + dt.timedelta(days=12)) <= coming.starts_on <= (TODAY + dt.timedelta(days=20))
    assert (coming.halls.count(), coming.booths.count(), coming.copied_from) == (2, 12, second)
    assert {row.state for row in coming.exhibitors.all()} == set(ExhibitorState)
    for over in (first, second):
        came = set(over.check_ins.values_list("visitor", flat=True))
        assert set(over.answers.values_list("visitor", flat=True)) <= came
        assert all(over.starts_on <= row.day <= over.ends_on for row in over.check_ins.all())
        assert not over.visitors.exclude(mail="").exists()


def test_one_seminar_of_the_next_exhibition_is_full_and_four_wait_for_it() -> None:
    lines = [
        (item.event.seats.filter(state=SeatState.CONFIRMED).count(), item.event.seats.filter(state="waiting").count())
        for item in ProgrammeItem.objects.filter(exhibition__state="published", event__capacity=8)
    ]
    assert lines == [(8, 4)]


def test_old_notifications_are_read_and_the_newest_wait() -> None:
    assert not Notification.objects.filter(created_at__gte=NOW).exists()
    unread = Notification.objects.filter(read_at__isnull=True)
    assert unread.filter(recipient__staff_number="0004121").exists()
    assert unread.filter(recipient__staff_number="0003345").exists()
    assert all((NOW - row.created_at).days < 8 for row in unread)


def test_loading_again_changes_nothing() -> None:
    before = (Consultation.objects.count(), User.objects.count(), Message.objects.count())
    with connection.execute_wrapper(_only_reads):
        assert "既に入っています" in _run("load_demo")
        assert "既に入っています" in _run("load_demo", refresh=True)
    assert (Consultation.objects.count(), User.objects.count(), Message.objects.count()) == before


def _only_reads(execute, sql, params, many, context):
    assert sql.lstrip("( ").startswith("SELECT"), sql
    return execute(sql, params, many, context)


def test_the_reset_refuses_where_a_real_person_has_come_in() -> None:
    UserFactory(staff_number="9000001", name="実在 花子")
    with pytest.raises(CommandError, match="お試しの人ではない職員が1人"):
        _run("load_demo", reset=True)
    assert Consultation.objects.count() == 62


def test_the_demo_grows_stale_after_two_weeks_only_while_nobody_uses_it() -> None:
    assert not guard.is_stale()
    with time_machine.travel(NOW + dt.timedelta(days=20), tick=False):
        assert guard.is_stale()
        membership = Membership.objects.first()
        with transaction.atomic():
            membership.save()  # an administrator's change leaves a row of history
            assert not guard.is_stale()
            transaction.set_rollback(True)
        case = Consultation.objects.order_by("-id").first()
        Message.objects.create(consultation=case, author=case.requester, body="追加です", created_at=timezone.now())
        assert not guard.is_stale()


def test_the_accounts_are_listed_with_their_password() -> None:
    text = _run("demo_accounts")
    assert "所管課の職員" in text
    assert "0004121  真砂 陽菜" in text
    assert DEMO_PASSWORD in text
