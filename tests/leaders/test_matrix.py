"""State × role × action of a recommendation, in full: who is named may, everybody else is refused and nothing moves."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from leaders.enums import Outcome, State
from leaders.exceptions import LeaderError
from leaders.models import Cohort, Decision, Letter, Recommendation, RecommendationLog
from leaders.services.deciding import confirm_decisions, decide
from leaders.services.publishing import publish_due
from leaders.services.recommending import answer_consent, change_nomination, check_off, give_back, replace, withdraw
from minato_dx.core.calendar import today
from minato_dx.notifications.models import Notification
from minato_dx.organization.enums import Office
from minato_dx.organization.models import User
from tests.leaders.steps import advance, checked, fresh, nominate
from tests.organization.factories import AbsenceFactory, OfficeHolderFactory, UserFactory, Ward, make_ward

# Approved or declined, and not published yet: no state of its own, and a stage all the same.
DECIDED = "decided"
STAGES = (*(str(state) for state in State), DECIDED)
# The deputy while the CIO is there, and while the CIO is absent.
DEPUTY, STANDING_IN = "deputy", "deputy_standing_in"
ROLES = (
    "requester", "colleague", "head", "acting_head", "leader", "outsider", "outsider_head",
    "dx_main", "dx_deputy", "dx_other", "section_head", "cio", "administrator", DEPUTY, STANDING_IN,
)  # fmt: skip

NOBODY: frozenset[str] = frozenset()
HEADS = frozenset({"head", "acting_head"})
DX = frozenset({"dx_main", "dx_deputy", "dx_other", "section_head"})
CANDIDATE = frozenset({"leader"})
DECIDERS = frozenset({"cio", STANDING_IN})
CIO = frozenset({"cio"})

# action → stage → who may. A stage that is not named lets in nobody.
MAY: dict[str, dict[str, frozenset[str]]] = {
    "change": {"draft": HEADS, "returned": HEADS},
    # Who has consented and says so once more changes nothing, at any stage.
    "consent_yes": dict.fromkeys(("submitted", "returned", "checked", DECIDED, "approved", "declined"), CANDIDATE),
    "consent_no": dict.fromkeys(("submitted", "returned", "checked", DECIDED), CANDIDATE),
    "check_off": {"submitted": DX},
    "give_back": {"submitted": DX},
    "replace": dict.fromkeys(("draft", "submitted", "returned", "checked", DECIDED), HEADS),
    "withdraw": dict.fromkeys(("draft", "submitted", "returned", "checked", DECIDED), HEADS),
    "decide_approved": {"checked": DECIDERS},
    "decide_returned": {"checked": DECIDERS},
    "decide_declined": {"checked": DECIDERS},
    "confirm_decisions": dict.fromkeys((DECIDED, "approved", "declined"), CIO),
}
# The state after an action; an action that is not named leaves it as it was.
AFTER = {
    "change": State.SUBMITTED,
    "consent_no": State.RETURNED,
    "check_off": State.CHECKED,
    "give_back": State.RETURNED,
    "replace": State.WITHDRAWN,
    "withdraw": State.WITHDRAWN,
    "decide_returned": State.RETURNED,
}


@dataclass(frozen=True)
class World:
    """保育課's recommendation of the ward's leader at one stage, and a deputy who does nothing else."""

    ward: Ward
    deputy: User
    row: Recommendation

    def person(self, role: str) -> User:
        """Return the person read afresh: roles are remembered on the object."""
        person = self.deputy if role in (DEPUTY, STANDING_IN) else getattr(self.ward, role)
        return User.objects.get(pk=person.pk)

    def snapshot(self) -> list[Any]:
        """Return every row that an action could touch."""
        tables = (Recommendation, Decision, Letter, RecommendationLog, Notification)
        return [list(table.objects.order_by("pk").values()) for table in tables]


@pytest.fixture
def ward(db: None) -> Ward:
    """The ward alone: ``outsider_head`` is here a head and nothing else."""
    return make_ward()


def build(ward: Ward, cohort: Cohort, stage: str, clock: Any) -> World:
    deputy = UserFactory(staff_number="0000003", name="瑞穂 恵")
    OfficeHolderFactory(office=Office.CIO_DEPUTY, user=deputy)
    if stage not in (DECIDED, State.APPROVED, State.DECLINED):
        return World(ward, deputy, advance(ward, cohort, State(stage)))
    row = checked(ward, cohort)
    with cio_absent(ward):
        outcome = Outcome.DECLINED if stage == State.DECLINED else Outcome.APPROVED
        decide(actor=User.objects.get(pk=deputy.pk), ids=[row.pk], outcome=outcome, reason="理由")
    if stage != DECIDED:
        clock.move_to(f"{cohort.appoint_on}T00:00:00+09:00")
        publish_due()
    return World(ward, deputy, fresh(row))


@contextmanager
def cio_absent(ward: Ward) -> Iterator[None]:
    day = today()
    absence = AbsenceFactory(user=ward.cio, valid_from=day, valid_to=day + dt.timedelta(days=1))
    yield
    absence.delete()


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# --- The actions ------------------------------------------------------------------------------------------------


def _decided(world: World, actor: User, outcome: Outcome) -> None:
    """Decide; what is left out was refused."""
    found = decide(actor=actor, ids=[world.row.pk], outcome=outcome, reason="理由")
    if found.left_out:
        assert not found.decisions
        raise LeaderError(found.left_out[0].why)


def _confirmed(world: World, actor: User) -> None:
    """Confirm; where nothing was there to confirm, it was refused."""
    ids = list(world.row.decisions.values_list("pk", flat=True))
    if not confirm_decisions(actor=actor, ids=ids):
        raise LeaderError("確認するものがありません。")


def _changed(world: World, actor: User) -> None:
    change_nomination(
        recommendation=world.row, actor=actor, nomination=nominate(world.ward.leader, "書き直した理由"), answer="はい"
    )


ACTIONS: dict[str, Callable[[World, User], object]] = {
    "change": _changed,
    "consent_yes": lambda world, actor: answer_consent(recommendation=world.row, actor=actor, agrees=True),
    "consent_no": lambda world, actor: answer_consent(recommendation=world.row, actor=actor, agrees=False),
    "check_off": lambda world, actor: check_off(recommendation=world.row, actor=actor),
    "give_back": lambda world, actor: give_back(recommendation=world.row, actor=actor, question="具体的に"),
    "replace": lambda world, actor: replace(
        recommendation=world.row, actor=actor, nomination=nominate(world.ward.colleague)
    ),
    "withdraw": lambda world, actor: withdraw(recommendation=world.row, actor=actor),
    "decide_approved": lambda world, actor: _decided(world, actor, Outcome.APPROVED),
    "decide_returned": lambda world, actor: _decided(world, actor, Outcome.RETURNED),
    "decide_declined": lambda world, actor: _decided(world, actor, Outcome.DECLINED),
    "confirm_decisions": _confirmed,
}


def is_let_through(world: World, action: str, role: str) -> bool:
    """Try the action; say whether it happened. Where it was refused, nothing may have moved."""
    if role == STANDING_IN:
        AbsenceFactory(user=world.ward.cio, valid_from=today(), valid_to=today() + dt.timedelta(days=1))
    before = world.snapshot()
    try:
        ACTIONS[action](world, world.person(role))
    except (PermissionDenied, LeaderError):
        assert world.snapshot() == before, f"{role} was refused, and something moved"
        return False
    assert fresh(world.row).state == AFTER.get(action, world.row.state), role
    return True


def test_the_table_names_every_role_and_every_action() -> None:
    people = {field.name for field in fields(Ward) if field.type is User}
    assert people | {DEPUTY, STANDING_IN} == set(ROLES)
    assert set(MAY) == set(ACTIONS)
    assert {stage for stages in MAY.values() for stage in stages} <= set(STAGES)


@pytest.mark.parametrize("action", sorted(ACTIONS))
@pytest.mark.parametrize("stage", STAGES)
def test_who_may_do_what_in_which_state(ward: Ward, cohort: Cohort, clock: Any, stage: str, action: str) -> None:
    world = build(ward, cohort, stage, clock)
    if action == "check_off" and stage == State.SUBMITTED:
        answer_consent(recommendation=world.row, actor=ward.leader, agrees=True)
    expected = MAY[action].get(stage, NOBODY)

    let_through = set()
    for role in sorted(ROLES, key=lambda role: role in expected):
        with undone():
            if is_let_through(world, action, role):
                let_through.add(role)

    assert let_through == expected


def test_nobody_checks_off_what_the_candidate_has_not_consented_to(ward: Ward, cohort: Cohort, clock: Any) -> None:
    world = build(ward, cohort, State.SUBMITTED, clock)

    for role in ROLES:
        with undone():
            assert not is_let_through(world, "check_off", role), role


@pytest.mark.parametrize("stage", ["checked", DECIDED, "approved"])
def test_a_consent_said_once_more_changes_nothing(ward: Ward, cohort: Cohort, clock: Any, stage: str) -> None:
    world = build(ward, cohort, stage, clock)
    before = world.snapshot()

    answer_consent(recommendation=world.row, actor=world.person("leader"), agrees=True)

    assert world.snapshot() == before


@pytest.mark.parametrize("action", ["withdraw", "replace", "consent_no"])
def test_what_ends_a_decided_one_voids_the_decision(ward: Ward, cohort: Cohort, clock: Any, action: str) -> None:
    world = build(ward, cohort, DECIDED, clock)
    actor = world.person("leader" if action == "consent_no" else "head")

    ACTIONS[action](world, actor)

    assert Decision.objects.get().voided_at is not None
    assert Letter.objects.get().cancelled_at is not None
