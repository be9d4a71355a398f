"""Figures without a name: what came, what was answered in time, what became of it."""

import datetime as dt
import json

import pytest

from minato_dx.exchange.models import IntranetItem
from minato_dx.reference.models import FieldOfWork
from proposals.enums import PromiseKind, State
from proposals.models import Promise
from proposals.selectors.figures import OUTCOMES, figures_by_field, figures_by_year
from proposals.services.publishing import public_figures, publish_figures
from tests.consultations.walk import NOW
from tests.organization.factories import Ward
from tests.proposals.steps import advance, propose

LATER = NOW + dt.timedelta(days=60)


def test_only_promises_whose_day_has_come_are_counted(ward: Ward, fields: list[FieldOfWork]) -> None:
    propose(ward)
    advance(propose(ward), State.SHARED)
    [row] = figures_by_year(now=NOW)
    assert (row.received, row.answers_due, row.answered_in_time) == (2, 1, 1)
    assert (row.decisions_due, row.decided_in_time) == (1, 1)
    [row] = figures_by_year(now=LATER)
    assert (row.answers_due, row.answered_in_time, row.decisions_due, row.decided_in_time) == (2, 1, 2, 1)


def test_a_late_answer_is_no_answer_in_time(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = propose(ward)
    Promise.objects.filter(kind=PromiseKind.FIRST_ANSWER).update(due_at=NOW - dt.timedelta(days=1))
    advance(proposal, State.SCREENING)
    [row] = figures_by_year(now=NOW)
    assert (row.answers_due, row.answered_in_time) == (1, 0)


def test_withdrawn_before_its_day_nothing_was_due(ward: Ward, fields: list[FieldOfWork]) -> None:
    advance(propose(ward), State.WITHDRAWN)
    [row] = figures_by_year(now=LATER)
    assert (row.received, row.answers_due, row.decisions_due) == (1, 0, 0)


@pytest.mark.parametrize("state", list(State))
def test_every_proposal_is_in_one_column(ward: Ward, fields: list[FieldOfWork], state: State) -> None:
    proposal = advance(propose(ward), state)
    proposal.refresh_from_db()
    [row] = figures_by_field()
    # What ends as merged has an earlier one beside it.
    assert row.total == (2 if state == State.MERGED else 1)
    assert len(row.counts) == len(OUTCOMES)


def test_one_of_two_fields_counts_in_both(ward: Ward, fields: list[FieldOfWork]) -> None:
    propose(ward, fields=fields)
    assert [(row.field, row.total) for row in figures_by_field()] == [("紙の読み取り", 1), ("契約の管理", 1)]


def test_no_name_of_anybody_leaves_the_ward(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = advance(propose(ward), State.SHARED)
    text = json.dumps(public_figures(), ensure_ascii=False)
    for name in (proposal.company.name, proposal.title, proposal.assignee.name, "見本 太郎"):
        assert name not in text


def test_published_once_where_nothing_has_changed(ward: Ward, fields: list[FieldOfWork]) -> None:
    assert publish_figures()
    assert not publish_figures()
    propose(ward)
    assert publish_figures()
    assert IntranetItem.objects.filter(kind="page", key="figures").count() == 2
