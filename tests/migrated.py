"""The migrated database, made once and copied by each worker: the migrations take longer than most test files.

A copy is known by what it was made from (every migration, what they import, and the libraries), so that a changed
migration is run again. Django then finds nothing left to migrate, and says so where it does.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections

from minato_dx.core.calendar import today

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "tests"
PREFIX = "test_copy_"
MADE_FROM = ("*/migrations/*.py", "minato_dx/*/migrations/*.py", "minato_dx/core/*.py", "requirements/dev.txt")
MADE_FROM += ("minato_dx/settings/*.py",)


def copy_instead_of_migrating() -> None:
    """Let Django's test database begin as a copy of the migrated one."""
    connection = connections["default"]
    with _alone():
        if connection.vendor == "postgresql":
            connection.settings_dict["TEST"]["TEMPLATE"] = _postgresql_copy()
        else:
            _fill_when_created(connection.creation, _sqlite_copy())


def _fill_when_created(creation, copy: Path) -> None:
    """Fill SQLite's test database, which lives in memory, as soon as it has its name."""
    create = creation._create_test_db

    def created(*args, **kwargs) -> str:
        name = create(*args, **kwargs)
        # Kept open with the creation: a database in memory ends with its last connection.
        creation.filled = sqlite3.connect(name, uri=True)
        with sqlite3.connect(copy) as source:
            source.backup(creation.filled)
        source.close()
        return name

    creation._create_test_db = created


def _sqlite_copy() -> Path:
    wanted = FOLDER / f"{_name()}.sqlite3"
    if not wanted.exists():
        for old in FOLDER.glob(f"{PREFIX}*"):
            old.unlink()
        half_made = wanted.with_suffix(".new")
        _migrate(f"sqlite:///{half_made}")
        half_made.rename(wanted)
    return wanted


def _postgresql_copy() -> str:
    """Return the name of the database to copy. Those of earlier days are dropped; another checkout's of today stay."""
    name = f"{PREFIX}{today():%Y%m%d}_{_key()}"
    with connections["default"].creation._nodb_cursor() as cursor:
        # Two checkouts on one server make it one after the other as well; the lock ends with this connection.
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [PREFIX])
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
        known = {row[0] for row in cursor.fetchall()}
        if name not in known:
            for old in known:
                if old[: len(PREFIX) + 8] != name[: len(PREFIX) + 8]:
                    cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
            half_made = f"{name}_new"
            cursor.execute(f'DROP DATABASE IF EXISTS "{half_made}"')
            cursor.execute(f'CREATE DATABASE "{half_made}"')
            _migrate(_postgresql_url(half_made))
            cursor.execute(f'ALTER DATABASE "{half_made}" RENAME TO "{name}"')
    return name


def _postgresql_url(name: str) -> str:
    database = connections["default"].settings_dict
    credentials = ":".join(part for part in (database["USER"], database["PASSWORD"]) if part)
    return f"postgres://{credentials}@{database['HOST'] or '127.0.0.1'}:{database['PORT'] or '5432'}/{name}"


def _migrate(url: str) -> None:
    # In a process of its own: this one's connections already point at the test database's name.
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    environment.pop("PYTEST_XDIST_WORKER", None)
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=environment, check=True)


def _name() -> str:
    return f"{PREFIX}{_key()}"


def _key() -> str:
    made_from = hashlib.sha256()
    for path in sorted(path for pattern in MADE_FROM for path in ROOT.glob(pattern)):
        made_from.update(str(path.relative_to(ROOT)).encode())
        made_from.update(path.read_bytes())
    return made_from.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    """Hold off the other workers: the first one makes it, the others wait for it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
