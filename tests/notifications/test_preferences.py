"""Choosing how one is reached."""

import re
from typing import Any

import pytest
from django.test import Client

from minato_dx.notifications.enums import Means, Topic
from minato_dx.notifications.models import Preference
from minato_dx.notifications.selectors import preferences_of
from minato_dx.organization.models import User
from tests.organization.factories import Ward

SETTINGS = "/inbox/settings/"


@pytest.fixture
def client(client: Client, ward: Ward) -> Client:
    client.force_login(ward.requester)
    return client


def _choices(**changed: str) -> dict[str, str]:
    return {topic.value: Means.AT_ONCE.value for topic in Topic} | changed


def _text(response: Any) -> str:
    return str(response.content.decode())


def test_without_a_choice_everything_comes_at_once(ward: Ward) -> None:
    assert preferences_of(user=ward.requester) == dict.fromkeys(Topic, Means.AT_ONCE)


def test_each_topic_is_chosen_and_can_be_changed(client: Client, ward: Ward) -> None:
    response = client.post(SETTINGS, _choices(progress="digest", note="x", message="portal"), follow=True)
    assert "受け取り方を変えました" in _text(response)
    assert preferences_of(user=ward.requester)[Topic.PROGRESS] == Means.DIGEST
    client.post(SETTINGS, _choices(progress="portal"))
    assert preferences_of(user=ward.requester)[Topic.PROGRESS] == Means.PORTAL
    assert Preference.objects.filter(user=ward.requester).count() == len(Topic)
    assert preferences_of(user=ward.colleague)[Topic.PROGRESS] == Means.AT_ONCE


def test_what_was_chosen_is_marked(client: Client, ward: Ward) -> None:
    client.post(SETTINGS, _choices(reminder="digest"))
    page = _text(client.get(SETTINGS))
    assert page.count("checked") == len(Topic)
    chosen = re.search(r'<input[^>]*name="reminder"[^>]*value="digest"[^>]*>', page)
    assert chosen is not None
    assert "checked" in chosen[0]


@pytest.mark.parametrize(
    "changed",
    [{"turn": ""}, {"turn": "never"}, {"calendar": "digest"}],
    ids=["none", "unknown", "calendar in a digest"],
)
def test_what_is_no_choice_is_refused_and_nothing_is_kept(client: Client, changed: dict[str, str]) -> None:
    response = client.post(SETTINGS, _choices(**changed))
    assert response.status_code == 422
    assert "まだ登録していません" in _text(response)
    assert not Preference.objects.exists()


def test_whoever_has_no_address_is_told_that_no_mail_comes(client: Client, ward: Ward) -> None:
    assert "メールは届きません" not in _text(client.get(SETTINGS))
    User.objects.filter(pk=ward.requester.pk).update(email="")
    assert "メールは届きません" in _text(client.get(SETTINGS))
