import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse


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
