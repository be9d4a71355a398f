"""``make run`` and the other commands of the Makefile, as somebody with a fresh clone meets them."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts import environment
from scripts.run import DOOR_PORTS_ABOVE, demo_environment, door_environment
from scripts.system_packages import PARTS, Part
from tests.deployment.files import ROOT

SECONDS_TO_START = 300
TOOLS = ("sh", "env", "awk", "grep", "git", "echo")


def make(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *arguments], cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True
    )


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_help_is_the_default_and_names_every_public_target():
    shown = make().stdout
    targets = ("run", "test", "quality", "soak", "bench", "screenshots", "clean", "help")
    assert [target for target in targets if f"make {target} " not in shown] == []


def test_too_old_python_is_named_with_the_remedy(tmp_path):
    for tool in TOOLS:
        (tmp_path / tool).symlink_to(shutil.which(tool))
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1\n')
    old.chmod(0o755)
    result = subprocess.run(
        [shutil.which("make"), "run"], cwd=ROOT, env={"PATH": str(tmp_path)}, capture_output=True, text=True
    )
    assert result.returncode != 0
    assert "Python 3.11 or newer is needed; found: Python 3.9.2" in result.stderr
    assert "sudo apt-get install -y python3 python3-venv" in result.stderr


def test_missing_venv_module_is_named_with_its_apt_line(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    with pytest.raises(SystemExit):
        environment.ensure_virtual_environment()
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert f"sudo apt-get install -y python{version}-venv" in capsys.readouterr().err


def test_taken_port_is_named_with_another_one(free_port):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port))
        taken.listen()
        result = make("run", PORT=str(free_port))
    assert result.returncode != 0
    assert f"Port {free_port} is taken" in result.stderr
    assert f"make run PORT={free_port + 1}" in result.stderr


@pytest.mark.parametrize("port", ["abc", "80", "70000", ""])
def test_impossible_port_is_refused(port):
    result = make("run", PORT=port)
    assert result.returncode != 0
    assert "choose one from 1024 to 65535" in result.stderr


def test_demonstration_takes_nothing_of_a_real_installation(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://portal@127.0.0.1/portal")
    monkeypatch.setenv("DX_PRODUCTION", "1")
    variables = demo_environment(8000)
    assert {"DATABASE_URL", "DX_PRODUCTION"} & set(variables) == set()
    assert variables["DX_ENV_FILE"] == os.devnull


def test_door_of_the_demonstration_is_told_where_it_is_and_nothing_of_the_portals_database(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://portal@127.0.0.1/portal")
    variables = door_environment(8000)
    assert variables["DX_DOOR"] == "1"
    assert variables["DX_DOOR_URL"] == f"http://{variables['DX_WEB_BIND']}"
    assert "DATABASE_URL" not in variables


def test_unchanged_lock_file_installs_nothing(tmp_path):
    source, stamp = tmp_path / "list.txt", tmp_path / "stamp"
    source.write_text("django==5.2.19\n")
    assert not environment._is_current(stamp, source)
    stamp.write_text(environment._digest(source))
    assert environment._is_current(stamp, source)
    source.write_text("django==5.2.20\n")
    assert not environment._is_current(stamp, source)


def test_missing_system_part_is_found_missing(monkeypatch, tmp_path):
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "nowhere"))
    chromium = next(part for part in PARTS if part.packages == ("chromium",))
    assert isinstance(chromium, Part)
    assert not chromium.is_here()
    result = make("test", CHROMIUM=str(tmp_path / "nowhere"))
    assert result.returncode != 0
    assert "sudo apt-get install -y --no-install-recommends chromium" in result.stderr


@pytest.fixture(scope="module")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the first start fills is there for the second."""
    return tmp_path_factory.mktemp("data")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["first time, Ctrl-C", "second time, TERM"])
def test_portal_is_served_with_demo_data_and_both_processes_stop(tmp_path, data_folder, free_port, number):
    log = tmp_path / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["make", "run", f"PORT={free_port}"],
            cwd=ROOT,
            env={**os.environ, "DX_DATA_DIR": str(data_folder)},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_for(f"http://127.0.0.1:{free_port}/", log, process)
            assert len(_processes_of(free_port)) >= 5, (
                "make's helper, and web server and jobs of the portal and the door"
            )
            assert _status(free_port, "/login/") == 200
            door = free_port + DOOR_PORTS_ABOVE
            assert _status(door, "/about/") == 200
            assert _status(door, "/login/") == 404
            assert _status(free_port, "/submit/proposal/") == 404
        finally:
            # A terminal sends Ctrl-C to the whole group; TERM reaches make alone, which hands it on.
            send = os.killpg if number == signal.SIGINT else os.kill
            if process.poll() is None:
                send(process.pid, number)
            process.wait(timeout=40)
    assert _processes_of(free_port) == []
    assert "Traceback" not in log.read_text(encoding="utf-8")


def _wait_for(text: str, log: Path, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while text not in log.read_text(encoding="utf-8"):
        assert process.poll() is None, log.read_text(encoding="utf-8")
        assert time.monotonic() < end, log.read_text(encoding="utf-8")
        time.sleep(0.2)


def _status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def _processes_of(port: int) -> list[str]:
    """Return the command lines of all processes that were started for the portal on this port."""
    mark = f"PORT={port}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:  # it ended meanwhile, or is somebody else's
            continue
    return found
