"""A real Celery worker on the test database, for the tests marked ``celery_worker``."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 30
SECONDS_TO_FINISH = 30


def worker_environment() -> dict[str, str]:
    """Return the variables of a process that works on this test run's database, Redis and folder."""
    database = connection.settings_dict
    host, port = database["HOST"] or "127.0.0.1", database["PORT"] or "5432"
    credentials = ":".join(part for part in (database["USER"], database["PASSWORD"]) if part)
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "minato_dx.settings.base",
        "DATABASE_URL": f"postgres://{credentials}@{host}:{port}/{database['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
        "DX_DATA_DIR": str(settings.DATA_DIR),
        "DX_ENV_FILE": os.devnull,
        "SECRET_KEY": settings.SECRET_KEY,
    }


@contextmanager
def running_worker() -> Iterator[subprocess.Popen[bytes]]:
    """Run ``celery worker`` until the block ends; raise AssertionError where it does not come up."""
    current_app.control.purge()
    command = [sys.executable, "-m", "celery", "-A", "minato_dx.celery", "worker", "--concurrency", "1"]
    with subprocess.Popen([*command, "--loglevel", "WARNING"], cwd=ROOT, env=worker_environment()) as process:
        try:
            _wait_for_answer(process)
            yield process
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_until_idle() -> None:
    """Wait until the worker has done what it was sent: emptying the tables under it would be a deadlock."""
    inspect = current_app.control.inspect(timeout=1)
    end = time.monotonic() + SECONDS_TO_FINISH
    while any((inspect.active() or {}).values()) or any((inspect.reserved() or {}).values()):
        assert time.monotonic() < end, f"the worker was not done within {SECONDS_TO_FINISH} seconds"


def _wait_for_answer(process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while not current_app.control.ping(timeout=0.5):
        assert process.poll() is None, f"the worker ended with exit status {process.returncode}"
        assert time.monotonic() < end, f"the worker did not answer within {SECONDS_TO_START} seconds"
