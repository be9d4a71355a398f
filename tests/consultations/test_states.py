"""Every transition × state × role: what may happen does, nothing else does."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, transaction
from django_fsm import can_proceed, has_transition_perm

from consultations.enums import ENDED, OPEN, WORKING, State
from consultations.models import Consultation
from tests.consultations import walk
from tests.organization.factories import Ward

FROM: dict[str, set[State]] = {
    "begin_hearing": {State.RECEIVED, State.ASSESSING, State.ANSWERED},
    "choose_time": {State.RECEIVED, State.ASSESSING},
    "begin_assessing": {State.RECEIVED, State.HEARING},
    "give_answer": {State.RECEIVED, State.HEARING, State.ASSESSING},
    "propose": {State.RECEIVED, State.HEARING, State.ASSESSING},
    "agree": {State.PROPOSED},
    "ask_change": {State.PROPOSED},
    "still_in_trouble": {State.ANSWERED},
    "confirm_solved": {State.ANSWERED},
    # Only where a leader was asked first and has answered: see test_leader_first.
    "solved_with_leader": set(),
    "start_work": {State.AGREED},
    "go_live": {State.IN_PROGRESS},
    "rethink": {State.PROPOSED, State.AGREED, State.IN_PROGRESS, State.MEASURING},
    "close": {State.ANSWERED, State.PROPOSED, State.MEASURING},
    "wait": set(WORKING),
    "resume": {State.WAITING},
    "withdraw": set(OPEN),
    "merge": set(OPEN),
    "hand_over": set(OPEN),
    "reopen": set(ENDED),
}
HANDLERS = {"dx_main", "dx_deputy", "section_head"}
BY: dict[str, set[str]] = {
    "begin_hearing": HANDLERS,
    "choose_time": {"requester"},
    "begin_assessing": HANDLERS,
    "give_answer": HANDLERS,
    "propose": HANDLERS,
    "agree": {"head"},
    "ask_change": {"head"},
    "still_in_trouble": {"requester"},
    "confirm_solved": {"requester"},
    "solved_with_leader": {"requester"},
    "start_work": HANDLERS,
    "go_live": HANDLERS,
    "rethink": HANDLERS,
    "close": HANDLERS,
    "wait": HANDLERS,
    "resume": HANDLERS | {"requester", "colleague", "head", "acting_head", "leader"},
    "withdraw": {"requester"},
    "merge": HANDLERS,
    "hand_over": HANDLERS,
    "reopen": HANDLERS | {"requester"},
}
ROLES = (
    "requester", "colleague", "head", "acting_head", "leader", "outsider", "outsider_head",
    "dx_main", "dx_deputy", "dx_other", "section_head", "cio", "administrator",
)  # fmt: skip


def test_the_tables_name_every_transition() -> None:
    declared = {
        transition.name for transition in Consultation._meta.get_field("state").get_all_transitions(Consultation)
    }

    assert declared == set(FROM) == set(BY)


@pytest.mark.parametrize("state", list(State))
def test_only_the_transitions_of_its_state_proceed(case: Consultation, ward: Ward, state: State) -> None:
    case = walk.advance(case, ward, state)

    assert case.state == state
    assert {name for name in FROM if can_proceed(getattr(case, name))} == {
        name for name, states in FROM.items() if state in states
    }


@pytest.mark.parametrize("state", list(State))
def test_only_the_people_of_a_transition_may_take_it(case: Consultation, ward: Ward, state: State) -> None:
    case = walk.advance(case, ward, state)

    for name, states in FROM.items():
        if state in states:
            allowed = {role for role in ROLES if has_transition_perm(getattr(case, name), getattr(ward, role))}
            assert allowed == BY[name], name


def test_the_state_cannot_be_assigned(case: Consultation) -> None:
    with pytest.raises(AttributeError):
        case.state = State.CLOSED


def test_the_state_cannot_be_updated_past_its_transitions(case: Consultation) -> None:
    with pytest.raises(ImproperlyConfigured):
        Consultation.objects.filter(pk=case.pk).update(state=State.CLOSED)


def test_an_unknown_state_is_refused_by_the_database(case: Consultation) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE consultations_consultation SET state = 'lost' WHERE id = %s", [case.pk])


@pytest.mark.parametrize("state", list(State))
def test_an_open_case_promises_something_and_an_ended_one_nothing(case: Consultation, ward: Ward, state: State) -> None:
    case = walk.advance(case, ward, state)

    owed = case.promises.filter(kept_at__isnull=True, dropped_at__isnull=True)
    if state in OPEN:
        assert case.next_due_at == owed.get().due_at
        assert case.is_open
    else:
        assert case.next_due_at is None
        assert not owed.exists()
        assert not case.is_open


@pytest.mark.parametrize("state", list(State))
def test_every_step_stands_in_the_log(case: Consultation, ward: Ward, state: State) -> None:
    case = walk.advance(case, ward, state)

    steps = list(case.transitions.order_by("id"))
    assert steps[0].name == "receive"
    assert steps[-1].to_state == state
    for before, after in zip(steps, steps[1:], strict=False):
        assert after.from_state == before.to_state
    assert all(step.actor_name for step in steps)
