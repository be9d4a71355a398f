import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from minato_dx.core import health
from minato_dx.notifications.enums import DeliveryState
from minato_dx.notifications.models import Delivery
from minato_dx.portal.due_jobs import run_due_jobs
from tests.organization.factories import UserFactory


@pytest.mark.django_db
def test_answers_without_signing_in(client, settings):
    settings.REDIS_URL = ""
    response = client.get(reverse("health"))
    assert (response.status_code, response.json()) == (200, {"database": "ok"})
    assert "no-store" in response["Cache-Control"]


def test_database_that_does_not_answer_makes_it_503(settings, monkeypatch, caplog):
    settings.REDIS_URL = ""

    def refuse() -> None:
        raise ConnectionError("no route")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = Client().get(reverse("health"))
    assert (response.status_code, response.json()) == (503, {"database": "down"})
    assert "no route" in caplog.text
    assert "no route" not in response.text


@pytest.mark.django_db
def test_redis_that_does_not_answer_makes_it_503(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = client.get(reverse("health"))
    assert (response.status_code, response.json()) == (503, {"database": "ok", "redis": "down"})


@pytest.mark.celery_worker
@pytest.mark.django_db
def test_redis_is_asked_where_it_is_used(client):
    assert client.get(reverse("health")).json() == {"database": "ok", "redis": "ok"}


@pytest.mark.django_db
def test_only_reading_is_answered(client):
    assert client.post(reverse("health")).status_code == 405


@pytest.mark.django_db
def test_work_that_is_not_done_makes_the_monitoring_address_503(client, monkeypatch):
    monkeypatch.setattr(health, "_parts", {"jobs": list, "mail": lambda: ["2 mails late"]})
    response = client.get(reverse("health_work"))
    assert (response.status_code, response.json()) == (503, {"jobs": [], "mail": ["2 mails late"]})
    monkeypatch.setattr(health, "_parts", {"jobs": list})
    assert client.get(reverse("health_work")).status_code == 200


@pytest.mark.django_db
def test_a_clock_that_never_ran_and_mail_that_stands_still_are_named(client):
    run_due_jobs()
    assert client.get(reverse("health_work")).json() == {"exchange": [], "files": [], "jobs": [], "mail": []}
    delivery = {"recipient": UserFactory(), "due_at": timezone.now() - dt.timedelta(minutes=20)}
    Delivery.objects.create(digest_on=dt.date(2026, 11, 24), **delivery)
    Delivery.objects.create(
        digest_on=dt.date(2026, 11, 25), state=DeliveryState.DEAD, settled_at=timezone.now(), **delivery
    )
    assert client.get(reverse("health_work")).json()["mail"] == ["1 mails late", "1 mails dead"]


def test_a_part_is_registered_once(monkeypatch):
    monkeypatch.setattr(health, "_parts", {})
    health.register("jobs", list)
    with pytest.raises(ValueError, match="'jobs' is registered twice"):
        health.register("jobs", list)
