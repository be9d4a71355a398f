"""What every connection of ours is given, on SQLite and on PostgreSQL."""

from typing import Any

import environ

env = environ.Env()


def database(told: dict[str, Any]) -> dict[str, Any]:
    """Return the connection's settings: on SQLite one writer at a time and readers beside it, else kept connections."""
    if told["ENGINE"] == "django.db.backends.sqlite3":
        options = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
        return told | {"OPTIONS": options}
    return told | {"CONN_MAX_AGE": env.int("DX_CONN_MAX_AGE", default=60), "CONN_HEALTH_CHECKS": True}
