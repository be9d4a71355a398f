"""What is copied for speed agrees with what it was copied from, in the whole demonstration."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, F, Max, Model, Q

from consultations.enums import ENDED, OPEN, RESEARCH_KIND, AnswerState, SheetState, State
from consultations.models import (
    Answer,
    Consultation,
    EffectEntry,
    Handover,
    HearingSheet,
    LeaderTurn,
    Promise,
    ResearchRequest,
    TransitionLog,
)
from consultations.services.handovers import HANDOVER_KIND
from leaders.models import (
    Decision,
    LeaderQuestion,
    PeerVerdict,
    Programme,
    Recommendation,
    Session,
    Submission,
    TeamMember,
    TrialApp,
)
from leaders.selectors.trial_apps import apps_left_behind
from leaders.services.telling import (
    APP_KIND,
    DECISION_KIND,
    PROGRAMME_KIND,
    QUESTION_KIND,
    RECOMMENDATION_KIND,
    SESSION_KIND,
    SUBMISSION_KIND,
)
from minato_dx.attachments.models import Attachment
from minato_dx.core import registry
from minato_dx.core.calendar import today
from minato_dx.notifications.models import Notification
from minato_dx.reference.models import ContactLog
from proposals.enums import CALL_KIND, CONTACT_KIND, DIALOGUE_KIND, PROPOSAL_KIND, SHARED_KIND
from proposals.models import Dialogue, ForwardedCall, Proposal
from proposals.models import Promise as VendorPromise
from showcase.enums import STORY_KIND
from showcase.models import Story


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """Load the demonstration once for this module, inside a transaction of its own that is rolled back."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        atomic = transaction.atomic()
        atomic.__enter__()
        call_command("load_demo", verbosity=0)
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


pytestmark = pytest.mark.usefixtures("demo", "db")


def open_promises() -> Q:
    return Q(kept_at__isnull=True, dropped_at__isnull=True)


def test_the_next_promise_on_the_case_is_the_open_one() -> None:
    owed = {promise.consultation_id: promise for promise in Promise.objects.filter(open_promises())}

    for case in Consultation.objects.all():
        promise = owed.get(case.pk)
        assert (case.next_due_at, case.next_due_kind) == ((promise.due_at, promise.kind) if promise else (None, ""))


def test_a_clock_stands_still_exactly_while_a_reply_is_awaited() -> None:
    paused = Promise.objects.filter(open_promises(), paused_at__isnull=False)

    assert set(paused.values_list("consultation", flat=True)) == set(
        Consultation.objects.filter(state=State.WAITING).values_list("pk", flat=True)
    )


def test_every_case_is_where_its_log_says() -> None:
    for case in Consultation.objects.all():
        last = case.transitions.order_by("-created_at", "-id").first()
        assert last is not None
        assert last.to_state == case.state


def test_logs_follow_one_another_without_a_gap() -> None:
    for case in Consultation.objects.all():
        steps = list(case.transitions.order_by("created_at", "id"))
        assert all(before.to_state == after.from_state for before, after in zip(steps, steps[1:], strict=False))


def test_receipt_numbers_have_no_gap() -> None:
    rows = Consultation.objects.values("fiscal_year").annotate(count=Count("id"), last=Max("serial"))

    assert rows
    assert not rows.exclude(count=F("last"))


def test_an_ended_case_says_how() -> None:
    ended = Consultation.objects.filter(state__in=ENDED)

    assert not ended.filter(closed_at__isnull=True)
    assert not ended.exclude(state=State.MERGED).filter(outcome="")
    assert not Consultation.objects.filter(state__in=OPEN).exclude(outcome="")


def test_agreed_answers_belong_to_cases_that_came_that_far() -> None:
    agreed = Answer.objects.filter(state=AnswerState.AGREED).values_list("consultation", flat=True)

    assert TransitionLog.objects.filter(name="agree", consultation__in=agreed).count() >= len(set(agreed))


def test_confirmed_sheets_know_their_work_and_its_division() -> None:
    for sheet in HearingSheet.objects.filter(state=SheetState.CONFIRMED).select_related(
        "work", "hearing__consultation"
    ):
        assert sheet.work is not None
        assert sheet.work.division_id == sheet.hearing.consultation.division_id


def test_hours_are_counted_once_for_each_work_round_stage_and_month() -> None:
    current = EffectEntry.objects.filter(superseded_at__isnull=True)
    keys = list(current.values_list("work", "round", "stage", "months_after"))

    assert keys
    assert len(keys) == len(set(keys))


def test_owners_of_trial_apps_work_where_they_are_used() -> None:
    assert TrialApp.objects.exclude(owner=None)
    assert not [app for app in apps_left_behind(day=today()) if app.owner_id]


def test_teams_are_of_one_training_and_judge_others_alone() -> None:
    assert TeamMember.objects.exists()
    assert not TeamMember.objects.exclude(trainee__programme=F("team__programme"))
    assert PeerVerdict.objects.exists()
    assert not PeerVerdict.objects.exclude(judge__programme=F("team__programme"))
    assert not PeerVerdict.objects.filter(judge__team_place__team=F("team"))


def test_what_an_undecided_proposal_owes_stands_beside_it() -> None:
    owed = {proposal: min(promises) for proposal, promises in _open_promises_of_proposals().items()}
    assert owed
    for proposal in Proposal.objects.all():
        assert proposal.next_due_at == owed.get(proposal.pk), proposal


def _open_promises_of_proposals() -> dict[int, list[object]]:
    found: dict[int, list[object]] = {}
    rows = VendorPromise.objects.filter(kept_at__isnull=True, dropped_at__isnull=True, paused_at__isnull=True)
    for proposal, due_at in rows.values_list("proposal", "due_at"):
        found.setdefault(proposal, []).append(due_at)
    return found


def test_a_leaders_turn_goes_on_just_where_a_leader_was_asked_and_nobody_took_over() -> None:
    going_on = set(LeaderTurn.objects.filter(ended_at__isnull=True).values_list("consultation", flat=True))
    assert going_on
    assert going_on == {case.pk for case in Consultation.objects.all() if case.is_with_leader}


def test_every_file_and_message_belongs_to_something_that_is_there() -> None:
    for row in Attachment.objects.all():
        assert registry.get(row.kind)
        assert row.blob.storage.exists(row.blob.name)
    things: dict[str, type[Model]] = {
        "consultation": Consultation,
        HANDOVER_KIND: Handover,
        RECOMMENDATION_KIND: Recommendation,
        DECISION_KIND: Decision,
        PROGRAMME_KIND: Programme,
        SESSION_KIND: Session,
        SUBMISSION_KIND: Submission,
        APP_KIND: TrialApp,
        QUESTION_KIND: LeaderQuestion,
        PROPOSAL_KIND: Proposal,
        SHARED_KIND: Proposal,
        DIALOGUE_KIND: Dialogue,
        CALL_KIND: ForwardedCall,
        CONTACT_KIND: ContactLog,
        STORY_KIND: Story,
        RESEARCH_KIND: ResearchRequest,
    }
    for message in Notification.objects.all():
        assert things[message.object_kind]._default_manager.filter(pk=message.object_id).exists()
