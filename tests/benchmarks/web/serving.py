"""The portal under gunicorn, with the command line's own configuration and two workers."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.web.environment import ROOT

SECONDS_TO_START = 60
WORKERS = 2


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(*, database_url: str, log: Path) -> Iterator[int]:
    """Serve the portal on the database; yield the port, and stop gunicorn at the end."""
    port = free_port()
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "WEB_CONCURRENCY": str(WORKERS),
        "DX_WEB_BIND": f"127.0.0.1:{port}",
    }
    # A worker that is replaced in the middle would be measured as well.
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--max-requests", "0"]
    with log.open("ab") as file:
        process = subprocess.Popen(
            [*command, "minato_dx.wsgi"], cwd=ROOT, env=environment, stdout=file, stderr=file, start_new_session=True
        )
    try:
        _wait_until_healthy(process, port, log)
        yield port
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def _wait_until_healthy(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz/", headers={"X-Forwarded-Proto": "https"})
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"The portal did not start; the end of {log}:\n{log.read_text()[-3000:]}")
