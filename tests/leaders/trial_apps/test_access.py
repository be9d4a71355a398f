"""Every address of the register × every role."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from leaders.models import TrialApp
from tests.leaders.addresses import APPS
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.test_url_access import NOT_OFFERED, ROLES, outcome

DX = {"dx_main", "dx_deputy", "dx_other", "section_head"}
KEEPERS = DX | {"leader"}
USERS = {
    **dict.fromkeys(("app_list", "app_export", "app_detail"), set(ROLES)),
    # The only leader is the owner as well.
    "app_create": KEEPERS,
    "app_edit": KEEPERS,
    "app_confirm": KEEPERS,
    "app_hand_on": KEEPERS | {"head", "acting_head"},
}


def url(app: TrialApp, name: str) -> str:
    arguments: dict[str, list[Any]] = {"app_list": [], "app_create": [], "app_export": ["csv"]}
    return reverse(name, args=arguments.get(name, [app.pk]))


def test_every_name_has_its_rule() -> None:
    assert set(USERS) == APPS


@pytest.mark.parametrize("name", sorted(APPS))
def test_nobody_gets_in_without_signing_in(app: TrialApp, name: str) -> None:
    for method in ("get", "post", "put", "delete"):
        assert outcome(Client(), method, url(app, name)) in {"signed out", NOT_OFFERED}, method


@pytest.mark.parametrize("name", sorted(APPS))
def test_every_role(app: TrialApp, ward: Ward, name: str) -> None:
    for role in ROLES:
        client = as_person(getattr(ward, role))
        expected = "let through" if role in USERS[name] else "forbidden"
        found = {method: outcome(client, method, url(app, name)) for method in ("get", "post")}
        assert found["get"] == expected, role
        assert found["post"] in {expected, NOT_OFFERED}, role


@pytest.mark.parametrize("name", ["app_detail", "app_edit", "app_confirm", "app_hand_on"])
def test_an_app_that_is_not_there_is_not_found_by_anybody(app: TrialApp, ward: Ward, name: str) -> None:
    for role in ("section_head", "leader", "outsider"):
        assert outcome(as_person(getattr(ward, role)), "get", reverse(name, args=[app.pk + 99])) == "hidden"


def test_an_owner_who_is_no_leader_keeps_the_app_and_registers_none(app: TrialApp, ward: Ward) -> None:
    TrialApp.objects.filter(pk=app.pk).update(owner=ward.colleague)
    client = as_person(ward.colleague)
    for name in ("app_edit", "app_confirm", "app_hand_on"):
        assert outcome(client, "get", url(app, name)) == "let through", name
    assert outcome(client, "get", url(app, "app_create")) == "forbidden"
    for name in ("app_edit", "app_confirm", "app_hand_on"):
        assert outcome(as_person(ward.leader), "post", url(app, name)) == "forbidden", name
