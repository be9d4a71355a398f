"""Where the demo may not be loaded: nothing is written there."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from minato_dx.organization.models import Department, User
from minato_dx.portal.demo import guard
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_a_database_with_a_real_person_is_left_alone() -> None:
    UserFactory()
    with pytest.raises(CommandError, match="お試しの人ではない職員が1人") as refusal:
        call_command("load_demo", stdout=io.StringIO())
    assert refusal.value.returncode == 1
    assert User.objects.count() == 1
    assert not Department.objects.exists()


@override_settings(PRODUCTION=True)
def test_production_gets_no_accounts_with_a_published_password() -> None:
    with pytest.raises(CommandError, match="本番の設定"):
        call_command("load_demo", stdout=io.StringIO())
    assert not User.objects.exists()


def test_a_stale_demo_beside_a_real_person_is_not_refreshed() -> None:
    UserFactory()
    guard.remember_loading()
    output = io.StringIO()
    call_command("load_demo", refresh=True, stdout=output)
    assert "既に入っています" in output.getvalue()
    assert User.objects.count() == 1


def test_without_demo_people_there_are_no_accounts_to_list() -> None:
    with pytest.raises(CommandError, match="load_demo"):
        call_command("demo_accounts", stdout=io.StringIO())
