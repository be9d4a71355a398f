"""Every transition × state × role: what may happen does, nothing else does."""

import pytest
from django.db import IntegrityError, connection, transaction
from django_fsm import can_proceed, has_transition_perm

from minato_dx.reference.models import FieldOfWork
from proposals.enums import OPEN, State
from proposals.models import Proposal
from tests.organization.factories import Ward
from tests.proposals.steps import advance, propose
from tests.test_url_access import ROLES

FROM: dict[str, set[State]] = {
    "ask_back": {State.RECEIVED, State.SCREENING},
    "complete": {State.INCOMPLETE},
    "begin_screening": {State.RECEIVED},
    "share": {State.SCREENING},
    "transfer": {State.RECEIVED, State.SCREENING},
    "decline": {State.RECEIVED, State.INCOMPLETE, State.SCREENING},
    "begin_dialogue": {State.SHARED},
    "close": {State.SHARED, State.DIALOGUE},
    "withdraw": set(OPEN),
    "expire": {State.SHARED},
    "merge": {State.RECEIVED, State.INCOMPLETE, State.SCREENING},
}
# The assigned person and the section head; the clock alone lets a proposal expire.
WORKING = {"dx_main", "section_head"}


def test_the_table_names_every_transition() -> None:
    declared = {step.name for step in Proposal._meta.get_field("state").get_all_transitions(Proposal)}
    assert declared == set(FROM)


@pytest.mark.parametrize("state", list(State))
def test_only_the_transitions_of_a_state_by_its_people(ward: Ward, fields: list[FieldOfWork], state: State) -> None:
    proposal = advance(propose(ward), state)
    assert proposal.state == state
    possible = {name for name in FROM if can_proceed(getattr(proposal, name))}
    assert possible == {name for name, states in FROM.items() if state in states}
    for name in possible - {"expire"}:
        allowed = {role for role in ROLES if has_transition_perm(getattr(proposal, name), getattr(ward, role))}
        assert allowed == WORKING, name


@pytest.mark.parametrize("state", list(State))
def test_an_undecided_one_owes_something_and_an_ended_one_nothing(
    ward: Ward, fields: list[FieldOfWork], state: State
) -> None:
    proposal = advance(propose(ward), state)
    owed = proposal.promises.filter(kept_at__isnull=True, dropped_at__isnull=True)
    if state in (State.RECEIVED, State.SCREENING):
        assert proposal.next_due_at == min(promise.due_at for promise in owed)
    elif state == State.INCOMPLETE:
        # The clock rests: it is owed, and nothing is due.
        assert proposal.next_due_at is None
        assert all(promise.paused_at for promise in owed)
    else:
        assert proposal.next_due_at is None
        assert not owed.exists()
    assert proposal.is_open == (state in OPEN)


@pytest.mark.parametrize("state", list(State))
def test_every_step_stands_in_the_log(ward: Ward, fields: list[FieldOfWork], state: State) -> None:
    proposal = advance(propose(ward), state)
    steps = list(proposal.steps.all())
    assert steps[0].name == "receive"
    assert steps[-1].to_state == state
    for before, after in zip(steps, steps[1:], strict=False):
        assert after.from_state == before.to_state


def test_an_unknown_state_is_refused_by_the_database(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = propose(ward)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE proposals_proposal SET state = 'lost' WHERE id = %s", [proposal.pk])
