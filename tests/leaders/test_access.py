"""Every URL of the leaders' pillar × every role × every stage of one recommendation. Default: not let in."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from leaders.enums import Outcome
from leaders.models import Cohort, LeaderTerm, Letter, Recommendation
from leaders.services.deciding import decide
from leaders.services.publishing import publish_due
from minato_dx.organization.enums import Office
from minato_dx.organization.models import User
from tests.leaders.addresses import EVERYBODY, NAMES
from tests.leaders.steps import checked
from tests.organization.factories import OfficeHolderFactory, UserFactory, Ward, make_ward
from tests.test_url_access import NOT_OFFERED, ROLES, outcome

ALL_ROLES = (*ROLES, "cio_deputy")
DX = {"dx_main", "dx_deputy", "dx_other", "section_head"}
DECIDERS = {"cio", "cio_deputy"}
KNOWING = DX | DECIDERS
HEADS = {"head", "acting_head"}
# Who sees the recommendation of 保育課: the candidate is the ward's leader.
SEEING = KNOWING | HEADS | {"leader"}

# Who may open a page; for anybody else it is forbidden.
FOR_ROLES: dict[str, set[str]] = {
    "cohort_list": DX,
    "cohort_create": DX,
    "cohort_edit": DX,
    "plan_edit": DX,
    "letter_list": KNOWING,
    "recommendation_list": SEEING | {"outsider_head"},
    "recommendation_check": DX,
    "recommendation_create": HEADS,
    "recommendation_none": HEADS,
    "term_change": {"outsider_head"},
    "approval_list": DECIDERS,
    "approval_review": DECIDERS,
    "approval_confirm": {"cio"},
    "approval_detail": DECIDERS,
}
# A page of the recommendation: hidden from who does not see it, forbidden to who sees it and may not do it.
OF_THE_ROW: dict[str, set[str]] = {
    "recommendation_detail": SEEING,
    "recommendation_edit": HEADS,
    "recommendation_replace": HEADS,
    "recommendation_withdraw": HEADS,
}
OF_THE_LETTER = {"letter_detail", "letter_pdf"}
# What is sent here says which act it is; without one it is refused to everybody. The acts have their own tests.
ACTS_BY_NAME = {"recommendation_detail", "approval_detail"}


class World:
    """保育課's recommendation: waiting, decided and not published, or published."""

    def __init__(self, ward: Ward, cohort: Cohort, stage: str, clock: Any) -> None:
        self.ward, self.cohort = ward, cohort
        self.deputy = UserFactory(staff_number="0000003", name="瑞穂 恵")
        OfficeHolderFactory(office=Office.CIO_DEPUTY, user=self.deputy)
        self.row: Recommendation = checked(ward, cohort)
        # Another division's: a division that has a leader is appointed no second one.
        self.term = LeaderTerm.objects.create(
            person=ward.outsider, division=ward.elderly, valid_from="2025-04-01", published_on="2025-04-01"
        )
        if stage != "waiting":
            decide(actor=ward.cio, ids=[self.row.pk], outcome=Outcome.APPROVED)
        if stage == "published":
            clock.move_to(f"{cohort.appoint_on}T00:00:00+09:00")
            publish_due()

    def url(self, name: str) -> str:
        letter = Letter.objects.first()
        arguments: dict[str, list[Any]] = {
            "leader_division": ["0903"],
            "cohort_edit": [self.cohort.pk],
            "recommendation_create": ["0903"],
            "recommendation_none": ["0903"],
            "term_change": [self.term.pk, "renew"],
            "approval_detail": [self.row.pk],
            **dict.fromkeys(OF_THE_ROW, [self.row.pk]),
            **dict.fromkeys(OF_THE_LETTER, [letter.slug if letter else "2026-1"]),
        }
        return reverse(name, args=arguments.get(name, []))

    def client(self, role: str) -> Client:
        person = self.deputy if role == "cio_deputy" else getattr(self.ward, role)
        client = Client()
        client.force_login(User.objects.get(pk=person.pk), backend="minato_dx.organization.backends.StaffBackend")
        return client

    def outcomes(self, name: str, role: str) -> set[str]:
        methods = ["get"] if name in ACTS_BY_NAME else ["get", "post"]
        return {outcome(self.client(role), method, self.url(name)) for method in methods} - {NOT_OFFERED}


@pytest.fixture
def ward(db: None) -> Ward:
    """The ward alone: the CIO's deputy is somebody who does nothing else."""
    return make_ward()


def test_every_name_has_its_rule() -> None:
    assert EVERYBODY | set(FOR_ROLES) | set(OF_THE_ROW) | OF_THE_LETTER == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_nobody_gets_in_without_signing_in(ward: Ward, cohort: Cohort, clock: Any, name: str) -> None:
    world = World(ward, cohort, "published", clock)
    for method in ("get", "post", "put", "delete"):
        assert outcome(Client(), method, world.url(name)) in {"signed out", NOT_OFFERED}, method


@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_pages_for_everybody(ward: Ward, cohort: Cohort, clock: Any, name: str) -> None:
    world = World(ward, cohort, "decided", clock)
    for role in ALL_ROLES:
        assert world.outcomes(name, role) == {"let through"}, role


@pytest.mark.parametrize("name", sorted(FOR_ROLES))
def test_pages_of_some_roles(ward: Ward, cohort: Cohort, clock: Any, name: str) -> None:
    world = World(ward, cohort, "waiting", clock)
    for role in ALL_ROLES:
        expected = "let through" if role in FOR_ROLES[name] else "forbidden"
        assert world.outcomes(name, role) == {expected}, role


@pytest.mark.parametrize("name", sorted(OF_THE_ROW))
def test_pages_of_one_recommendation(ward: Ward, cohort: Cohort, clock: Any, name: str) -> None:
    world = World(ward, cohort, "waiting", clock)
    for role in ALL_ROLES:
        expected = "let through" if role in OF_THE_ROW[name] else "forbidden" if role in SEEING else "hidden"
        assert world.outcomes(name, role) == {expected}, role


@pytest.mark.parametrize("name", sorted(OF_THE_LETTER))
@pytest.mark.parametrize("stage", ["waiting", "decided", "published"])
def test_letters(ward: Ward, cohort: Cohort, clock: Any, name: str, stage: str) -> None:
    world = World(ward, cohort, stage, clock)
    readers: set[str] = {"waiting": set(), "decided": KNOWING, "published": SEEING}[stage]
    for role in ALL_ROLES:
        expected = "let through" if role in readers else "hidden"
        assert world.outcomes(name, role) == {expected}, role


@pytest.mark.parametrize("name", sorted(OF_THE_ROW))
def test_a_number_that_does_not_exist_is_not_found(ward: Ward, cohort: Cohort, clock: Any, name: str) -> None:
    world = World(ward, cohort, "waiting", clock)
    there, missing = (
        world.client("outsider").get(address).status_code for address in (world.url(name), reverse(name, args=[99_999]))
    )
    assert there == missing == 404
