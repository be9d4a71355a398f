"""The commands of ``docker-compose.yml``, run as processes on this machine's PostgreSQL and Redis."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from email.message import Message
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from psycopg import sql
from redis import Redis

from tests.deployment.files import ROOT, service, substituted

pytestmark = pytest.mark.postgresql

HOST_NAME = "dx.example.lg.jp"
REDIS = "redis://127.0.0.1:6379/15"
SECONDS_TO_START = 60
SECONDS_UNTIL_BEAT_TICKS = 100
SECRETS = {
    "SECRET_KEY": "0123456789abcdef" * 4,
    "ALLOWED_HOSTS": HOST_NAME,
    "DX_PORTAL_URL": f"https://{HOST_NAME}",
    "POSTGRES_PASSWORD": "secret",
    "REDIS_PASSWORD": "secret",
}


def server_address() -> str:
    database = settings.DATABASES["default"]
    credentials = ":".join(part for part in (database["USER"], database["PASSWORD"]) if part)
    return f"postgres://{credentials}@{database['HOST'] or '127.0.0.1'}:{database['PORT'] or 5432}"


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    """An empty database of its own, dropped again whatever happens."""
    name = sql.Identifier(f"portal_deployment_{os.getpid()}")
    with psycopg.connect(f"{server_address()}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        yield f"{server_address()}/portal_deployment_{os.getpid()}"
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def environment(database_url: str, port: int, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables of a portal container, with this machine's servers and folders in place of the container's."""
    given = {name: substituted(value, SECRETS) for name, value in service("web")["environment"].items()}
    data = tmp_path_factory.mktemp("data")
    return given | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOSTNAME": socket.gethostname(),
        "DATABASE_URL": database_url,
        "REDIS_URL": REDIS,
        "DX_DATA_DIR": str(data),
        "DX_STATIC_ROOT": str(data / "static"),
        "DX_ENV_FILE": os.devnull,
        "DX_WEB_BIND": f"127.0.0.1:{port}",
    }


@pytest.fixture(scope="module")
def processes(environment: dict[str, str]) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """The portal migrated, and its web, worker and beat commands running, each through the image's entry point."""
    with Redis.from_url(REDIS) as redis:
        redis.flushdb()
    run(["python", "manage.py", "collectstatic", "--noinput", "--verbosity", "0"], environment)
    run(service("migrate")["command"], environment)
    running = {}
    try:
        for name in ("web", "worker", "beat"):
            command = ["sh", "deploy/entrypoint.sh", *service(name)["command"]]
            running[name] = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
        yield running
    finally:
        for process in running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        with Redis.from_url(REDIS) as redis:
            redis.flushdb()


def run(command: list[str], environment: dict[str, str]) -> None:
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def wait_until(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{what}: not within {seconds} seconds"
        time.sleep(0.5)


def is_healthy(name: str, environment: dict[str, str]) -> bool:
    """Run the service's own health check."""
    kind, *test = service(name)["healthcheck"]["test"]
    command = ["sh", "-c", test[0].replace("$$", "$")] if kind == "CMD-SHELL" else test
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True).returncode == 0


def get(port: int, path: str, *, scheme: str = "https") -> tuple[int, Message, str]:
    """Ask the way the proxy does, and return status, headers and body."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path, headers={"Host": HOST_NAME, "X-Forwarded-Proto": scheme})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_health_check_of_the_running_service_passes(processes, environment, name):
    wait_until(lambda: is_healthy(name, environment), seconds=SECONDS_TO_START, what=f"{name} is healthy")
    assert processes[name].poll() is None


def test_health_check_fails_where_nothing_runs(environment, tmp_path):
    elsewhere = environment | {"DX_WEB_BIND": "127.0.0.1:1", "DX_DATA_DIR": str(tmp_path), "HOSTNAME": "nowhere"}
    assert [name for name in ("web", "worker", "beat") if is_healthy(name, elsewhere)] == []


def test_web_serves_the_sign_in_page_its_style_and_only_over_https(processes, environment, port):
    wait_until(lambda: is_healthy("web", environment), seconds=SECONDS_TO_START, what="web is healthy")
    status, headers, body = get(port, "/login/")
    assert status == 200
    assert headers["Strict-Transport-Security"]
    assert "__Host-csrftoken" in headers["Set-Cookie"]
    style = re.search(r'href="(/static/[^"]+\.css)"', body)
    status, headers, _ = get(port, style[1])
    assert (status, "immutable" in headers["Cache-Control"]) == (200, True)
    status, headers, _ = get(port, "/login/", scheme="http")
    assert (status, headers["Location"]) == (301, f"https://{HOST_NAME}/login/")


def test_worker_runs_what_beat_sends(processes, database_url):
    def has_run() -> bool:
        with psycopg.connect(database_url) as connection:
            query = "SELECT finished_at FROM portal_jobrun WHERE job = 'clear_expired_sessions'"
            row = connection.execute(query).fetchone()
            return row is not None and row[0] is not None

    wait_until(has_run, seconds=SECONDS_UNTIL_BEAT_TICKS, what="a due job was run")


def test_all_of_them_stop_when_told_to(processes):
    """Comes last: compose gives them the stop_grace_period that is waited for here."""
    for process in processes.values():
        process.terminate()
    grace = float(service("web")["stop_grace_period"].removesuffix("s"))
    assert {name: process.wait(timeout=grace) for name, process in processes.items()} == {
        "web": 0,
        "worker": 0,
        "beat": 0,
    }
