import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection


@pytest.mark.django_db
def test_ends_at_once_where_the_database_answers():
    call_command("wait_for_database", "--seconds", "0")


def test_gives_up_with_the_reason(monkeypatch):
    def refuse() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    with pytest.raises(CommandError, match="データベースに接続できません: connection refused"):
        call_command("wait_for_database", "--seconds", "0.05")


def test_goes_on_once_the_database_comes_up(monkeypatch):
    answers = iter([OperationalError("starting up"), None])

    def answer() -> None:
        if error := next(answers):
            raise error

    monkeypatch.setattr(connection, "ensure_connection", answer)
    call_command("wait_for_database", "--seconds", "0.2")
    assert next(answers, "asked twice") == "asked twice"
