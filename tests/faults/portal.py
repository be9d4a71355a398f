"""The portal as real processes: web server, worker, beat, commands, and clients that send consultations."""

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.organization.factories import PASSWORD
from tests.smtp_server import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
FULL = os.environ.get("FAULTS") == "full"


def rounds(few: int, full: int) -> int:
    """Return how often something is done: few times in every run, the full number in ``make soak``."""
    return full if FULL else few


def wait_until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait for ``condition``; raises AssertionError with ``what`` where it does not come true."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.1)


@dataclass
class Portal:
    """One installation: its variables, and whatever of it runs."""

    database_url: str
    redis_url: str = ""
    smtp_port: int | None = None
    lease: int = 180
    more: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="portal-faults-")))

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DX_")}
        (self.folder / "static").mkdir(exist_ok=True)
        return kept | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.smtp_port}" if self.smtp_port else "",
            "SECRET_KEY": "a key for tests of faults alone, as long as it has to be",
            "DX_ENV_FILE": os.devnull,
            "DX_DATA_DIR": str(self.folder),
            "DX_PORTAL_URL": f"http://127.0.0.1:{self.port}",
            "DX_MAIL_LEASE_SECONDS": str(self.lease),
            "DX_WEB_BIND": f"127.0.0.1:{self.port}",
            "DX_ACCESS_LOG": "",
            "WEB_CONCURRENCY": "1",
            "DX_WEB_THREADS": "8",
            **self.more,
        }

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a process of the portal; whoever starts it ends it."""
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def manage(self, *command: str) -> subprocess.Popen[bytes]:
        return self.start("manage.py", *command)

    def run(self, *command: str) -> None:
        """Run a command of ``manage.py`` to its end; raises AssertionError where it fails."""
        process = self.manage(*command)
        assert process.wait(timeout=300) == 0, self.said()

    def work(self, name: str, **arguments: Any) -> Any:
        """Run one function of ``work.py`` in a process of its own, and return what it returned."""
        command = [sys.executable, "-m", "tests.faults.work", name, json.dumps(arguments)]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=900)
        assert done.returncode == 0, done.stderr[-4000:]
        return json.loads(done.stdout.splitlines()[-1])

    def said(self) -> str:
        """Return the end of what its processes wrote."""
        return (self.folder / "log").read_text(errors="replace")[-4000:]

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def running(self, *commands: tuple[str, ...]) -> Iterator[list[subprocess.Popen[bytes]]]:
        """Run processes until the block ends."""
        processes = [self.start(*command) for command in commands]
        try:
            yield processes
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(timeout=40)

    @contextmanager
    def web(self) -> Iterator[None]:
        """Serve the pages until the block ends."""
        gunicorn = ("-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--log-level", "warning")
        with self.running((*gunicorn, "minato_dx.wsgi")):
            wait_until(self._answers, 60, f"the web server answers\n{self.said()}")
            yield

    def _answers(self) -> bool:
        try:
            return Client(self).get("/login/")[0] == http.client.OK
        except OSError:
            return False


WORKER = ("-m", "celery", "-A", "minato_dx.celery", "worker", "--concurrency", "1", "--loglevel", "WARNING")
BEAT = ("-m", "celery", "-A", "minato_dx.celery", "beat", "--loglevel", "WARNING", "--pidfile", "")
SENT = re.compile(r"^/consultations/(\d{4})-(\d{4})/sent/$")


class Client:
    """A browser as far as it matters here: cookies, forms, and the place to which an answer leads."""

    def __init__(self, portal: Portal) -> None:
        self._port = portal.port
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path)

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        token = self._cookies.get("csrftoken") or self._cookies.get("__Host-csrftoken", "")
        return self._ask("POST", path, urlencode(fields | {"csrfmiddlewaretoken": token}))

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        """Return the status, and the place to which the answer leads."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies} | ({"Content-Type": "application/x-www-form-urlencoded"} if body else {})
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            response.read()
            for name, value in response.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self._cookies[key] = rest.partition(";")[0]
            return response.status, response.getheader("Location") or ""
        finally:
            connection.close()

    def sign_in(self, staff_number: str) -> None:
        self.get("/login/")
        status, _place = self.post("/login/", username=staff_number, password=PASSWORD)
        assert status == http.client.FOUND, status

    def send(self, text: str) -> str:
        """Send a consultation and return the receipt number that is shown; empty where the answer was another."""
        try:
            _status, place = self.post("/", body=text, token=str(uuid.uuid4()))
        except (OSError, http.client.HTTPException):
            return ""
        found = SENT.match(place)
        return f"{found[1]}-{found[2]}" if found else ""


def send_many(
    portal: Portal,
    staff_numbers: list[str],
    count: int,
    until: Callable[[], bool] = lambda: False,
    after_each: Callable[[list[str]], None] = lambda _shown: None,
    after_failure: Callable[[], object] = lambda: None,
) -> list[str]:
    """Send ``count`` consultations in turn as several people at once, and return the numbers they were shown.

    An answer that shows none is an empty text; its sender does ``after_failure`` before the next. ``until`` ends the
    sending early, and ``after_each`` is given what was shown so far.
    """
    clients = []
    for number in staff_numbers:
        client = Client(portal)
        client.sign_in(number)
        clients.append(client)
    shown: list[str] = []
    lock = threading.Lock()

    def work(client: Client, own: range) -> None:
        for index in own:
            number = client.send(f"{index}番目の困りごと")
            with lock:
                shown.append(number)
                after_each(shown)
            if until():
                return
            if not number:
                after_failure()

    size = len(clients)
    threads = [
        threading.Thread(target=work, args=(client, range(first, count, size))) for first, client in enumerate(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return shown
