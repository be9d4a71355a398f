"""A task is woken after the commit, and a broker that is down stops nothing."""

import pytest
from celery import shared_task
from django.db import transaction
from kombu.exceptions import OperationalError

from minato_dx.core.nudge import nudge

done: list[str] = []


@shared_task
def note_it(text: str) -> None:
    done.append(text)


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    done.clear()


@pytest.fixture
def broker_down(monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*args: object) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(note_it, "delay", down)


@pytest.mark.django_db(transaction=True)
def test_task_runs_after_the_commit_and_never_for_what_was_rolled_back() -> None:
    with transaction.atomic():
        nudge(note_it, "kept")
        assert done == []
    with transaction.atomic():
        nudge(note_it, "undone")
        transaction.set_rollback(True)
    assert done == ["kept"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("broker_down")
@pytest.mark.parametrize(("run_here", "expected"), [(False, []), (True, ["text"])])
def test_broker_that_is_down_is_logged_and_raises_nothing(run_here: bool, expected: list[str], caplog) -> None:
    nudge(note_it, "text", run_here=run_here)
    assert done == expected
    assert "the broker is down" in caplog.text
