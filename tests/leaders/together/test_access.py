"""Every address of leaders together × every role. Default: not there."""

import pytest
from django.test import Client
from django.urls import reverse

from leaders.models import LeaderQuestion, LeaderReply, LeaderTerm
from tests.leaders.addresses import TOGETHER
from tests.leaders.steps import as_person
from tests.leaders.together.conftest import Circle
from tests.test_url_access import NOT_OFFERED, ROLES, outcome

DX = {"dx_main", "dx_deputy", "dx_other", "section_head"}
LEADERS = {"leader", "outsider"}
AMONG = LEADERS | {"colleague"} | DX
# For anybody but those among leaders these are not there; among them some may not act.
ACTORS = dict.fromkeys(
    ("leader_questions", "leader_question_ask", "leader_question_similar", "leader_question"), AMONG
) | {
    "leader_question_settle": {"leader"} | DX,
    "leader_question_withdraw": {"leader"},
    "leader_reply_edit": {"outsider"},
    "leader_reply_helpful": {"leader"} | DX,
}
# Everybody signed in is let in to the first, and told whose the second is.
OPEN = {"leader_directory": set(ROLES), "leader_profile": LEADERS}


@pytest.fixture
def asked(circle: Circle) -> Circle:
    """With a question of the leader and a reply of the outsider."""
    circle.reply(circle.ask())
    return circle


def url(name: str) -> str:
    if name in ("leader_reply_edit", "leader_reply_helpful"):
        return reverse(name, args=[LeaderReply.objects.get().pk])
    if name in ("leader_question", "leader_question_settle", "leader_question_withdraw"):
        return reverse(name, args=[LeaderQuestion.objects.get().pk])
    return reverse(name)


def test_every_name_has_its_rule() -> None:
    assert set(ACTORS) | set(OPEN) == TOGETHER


@pytest.mark.parametrize("name", sorted(TOGETHER))
def test_nobody_gets_in_without_signing_in(asked: Circle, name: str) -> None:
    for method in ("get", "post", "put", "delete"):
        assert outcome(Client(), method, url(name)) in {"signed out", NOT_OFFERED}, method


@pytest.mark.parametrize("name", sorted(OPEN))
def test_pages_that_are_no_secret(asked: Circle, name: str) -> None:
    for role in ROLES:
        found = {outcome(as_person(getattr(asked.ward, role)), method, url(name)) for method in ("get", "post")}
        assert found - {NOT_OFFERED} == {"let through" if role in OPEN[name] else "forbidden"}, role


@pytest.mark.parametrize("name", sorted(ACTORS))
def test_pages_of_those_among_leaders(asked: Circle, name: str) -> None:
    for role in ROLES:
        found = {outcome(as_person(getattr(asked.ward, role)), method, url(name)) for method in ("get", "post")}
        expected = "let through" if role in ACTORS[name] else "forbidden" if role in AMONG else "hidden"
        assert found - {NOT_OFFERED} == {expected}, role


@pytest.mark.parametrize("name", sorted(set(ACTORS)))
def test_who_lost_the_term_finds_nothing_of_it(asked: Circle, name: str) -> None:
    address = url(name)
    LeaderTerm.objects.update(valid_to="2026-11-24")
    for role in LEADERS:
        found = {outcome(as_person(getattr(asked.ward, role)), method, address) for method in ("get", "post")}
        assert found - {NOT_OFFERED} == {"hidden"}, role


@pytest.mark.parametrize("name", ["leader_question", "leader_reply_edit", "leader_reply_helpful"])
def test_what_does_not_exist_is_not_found(asked: Circle, name: str) -> None:
    method = "post" if name == "leader_reply_helpful" else "get"
    assert outcome(as_person(asked.ward.leader), method, reverse(name, args=[99_999])) == "hidden"
