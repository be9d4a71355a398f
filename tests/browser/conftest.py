"""A portal like the one ``make run`` starts, served by its own process, and a Chromium that watches itself.

The tests reach it through the browser only. Every page they open is watched: a request that leaves the origin, a
violated content security policy, a script error or a server error fails the test that caused it.
"""

import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    Response,
    ViewportSize,
)

from scripts.environment import PYTHON, ROOT
from scripts.run import DOOR_PORTS_ABOVE, _answers, _stop_all, demo_environment, door_environment

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 375, "height": 800}
SECONDS_TO_START = 60
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The demo's people by what they are; their staff numbers are those of the sign-in page.
STAFF, LEADER, HEAD = "0004121", "0004128", "0002033"
DX, SECTION_HEAD, CIO, DEPUTY, ADMINISTRATOR = "0003345", "0001907", "0000002", "0000003", "0009001"


@dataclass
class Portal:
    """The served portal and, for looking things up, its database."""

    address: str
    database: Path

    def url(self, path: str) -> str:
        return self.address + path

    def ask(self, sql: str, *values: object) -> list[tuple]:
        """Return rows of the portal's database, read only."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as connection:
            return connection.execute(sql, values).fetchall()


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    """Prepare the demonstration in a folder of its own, serve it on a free port, and take it down again."""
    folder = Path(tempfile.mkdtemp(prefix="portal-browser-"))
    port = _free_port()
    environment = demo_environment(port) | {
        "DX_DATA_DIR": str(folder),
        "DX_LOGIN_FAILURE_LIMIT": "5",
    }
    subprocess.run([PYTHON, "manage.py", "prepare_demo"], cwd=ROOT, env=environment, check=True)
    server = subprocess.Popen(
        [str(ROOT / ".venv" / "bin" / "gunicorn"), "--config", "deploy/gunicorn.conf.py", "minato_dx.wsgi"],
        cwd=ROOT,
        env=environment,
        start_new_session=True,
    )
    try:
        _wait_for(port, server)
        yield Portal(address=f"http://127.0.0.1:{port}", database=folder / "portal.sqlite3")
    finally:
        _stop_all({"web server": server})
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(SECONDS_TO_START * 5):
        if _answers(port):
            return
        if server.poll() is not None:
            pytest.fail("the server ended before it answered")
        _sleep()


def _sleep() -> None:
    subprocess.run(["sleep", "0.2"], check=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"), "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, browser_type_launch_args: dict[str, object]) -> Iterator[Browser]:
    browser = playwright.chromium.launch(**browser_type_launch_args)  # type: ignore[arg-type]
    yield browser
    browser.close()


@dataclass
class Watch:
    """What must not happen on any page: kept while the test runs, judged when it ends."""

    origin: str
    faults: list[str] = field(default_factory=list)
    expected_statuses: set[int] = field(default_factory=set)

    def request(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:", "about:")):
            self.faults.append(f"left the origin: {request.url}")

    def response(self, response: Response) -> None:
        if response.status >= 500 and response.status not in self.expected_statuses:
            self.faults.append(f"{response.status}: {response.url}")

    def console(self, message: ConsoleMessage) -> None:
        refused = "Failed to load resource" in message.text  # the browser's own remark on a 4xx the test may want
        if message.type == "error" and not refused:
            self.faults.append(f"console: {message.text}")

    def page_error(self, error: object) -> None:
        self.faults.append(f"script: {error}")


@dataclass
class Door:
    """The public door beside the portal, and the mails it sends."""

    address: str
    folder: Path
    port: int

    def url(self, path: str) -> str:
        return self.address + path

    def turn(self) -> None:
        """Let the clocks of both sides tick until everything that is owed has gone over."""
        portal = demo_environment(self.port - DOOR_PORTS_ABOVE) | {"DX_DATA_DIR": str(self.folder)}
        door = door_environment(self.port - DOOR_PORTS_ABOVE) | {"DX_DATA_DIR": str(self.folder)}
        for command, variables in 2 * [
            ("run_door_jobs", door),
            ("exchange_bundles", portal),
            ("run_due_jobs", portal),
            ("exchange_bundles", portal),
            ("run_door_jobs", door),
        ]:
            subprocess.run(
                [PYTHON, "manage.py", command], cwd=ROOT, env=variables, check=True, stdout=subprocess.DEVNULL
            )

    def mailed_path(self, words: str) -> str:
        """Return the path in the newest mail of the door that has these words."""
        files = sorted((self.folder / "door" / "mail").glob("*.log"), key=lambda file: file.stat().st_mtime)
        texts = [message_from_bytes(file.read_bytes()).get_payload(decode=True) for file in files]
        bodies = [text.decode() for text in texts if isinstance(text, bytes)]
        body = next(text for text in reversed(bodies) if words in text)
        return body.split(self.address)[1].split()[0]


@pytest.fixture(scope="session")
def door(portal: Portal) -> Iterator[Door]:
    """Serve the public door beside the portal, joined to it by bundles in the portal's folder."""
    port = _free_port()
    folder = portal.database.parent
    # Everybody in the tests comes from one address.
    environment = door_environment(port - DOOR_PORTS_ABOVE) | {
        "DX_DATA_DIR": str(folder),
        "DX_DOOR_LIMIT_FACTOR": "100",
    }
    subprocess.run(
        [PYTHON, "manage.py", "migrate", "--database", "door", "--verbosity", "0"],
        cwd=ROOT,
        env=environment,
        check=True,
    )
    server = subprocess.Popen(
        [str(ROOT / ".venv" / "bin" / "gunicorn"), "--config", "deploy/gunicorn.conf.py", "minato_dx.wsgi"],
        cwd=ROOT,
        env=environment,
        start_new_session=True,
    )
    try:
        _wait_for(port, server)
        found = Door(address=f"http://127.0.0.1:{port}", folder=folder, port=port)
        found.turn()
        yield found
    finally:
        _stop_all({"public door": server})


@pytest.fixture
def outside(door: Door, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open the door as somebody outside: ``outside()``, ``outside(phone=True, path="/about/")``."""
    contexts: list[BrowserContext] = []
    watch = Watch(origin=door.address)

    def open_door(*, phone: bool = False, javascript: bool = True, path: str = "/") -> Page:
        context = _watched_context(chromium, watch, phone=phone, javascript=javascript)
        contexts.append(context)
        page = context.new_page()
        page.goto(door.url(path))
        return page

    yield open_door
    for context in contexts:
        context.close()
    assert not watch.faults


def _watched_context(chromium: Browser, watch: Watch, *, phone: bool, javascript: bool) -> BrowserContext:
    context = chromium.new_context(
        viewport=PHONE if phone else DESKTOP,
        java_script_enabled=javascript,
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
    )
    context.set_default_timeout(15_000)
    context.on("request", watch.request)
    context.on("response", watch.response)
    context.on("console", watch.console)
    context.on("weberror", lambda error: watch.page_error(error.error))
    return context


Enter = Callable[..., Page]


@pytest.fixture
def enter(portal: Portal, chromium: Browser) -> Iterator[Enter]:
    """Open a page signed in as somebody: ``enter(STAFF)``, ``enter(DX, phone=True)``, ``enter(None)`` for nobody."""
    contexts: list[BrowserContext] = []
    watch = Watch(origin=portal.address)

    def open_as(staff_number: str | None, *, phone: bool = False, javascript: bool = True) -> Page:
        context = _watched_context(chromium, watch, phone=phone, javascript=javascript)
        contexts.append(context)
        page = context.new_page()
        page.goto(portal.url("/login/"))
        if staff_number is not None:
            page.locator("form", has=page.locator(f"input[value='{staff_number}']")).get_by_role("button").click()
            page.wait_for_url(lambda url: "/login/" not in url)
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert not watch.faults
