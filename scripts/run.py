"""``make run``: from a fresh clone to a portal with demo data and its public door, and all down again on Ctrl-C."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from scripts.console import refuse, step
from scripts.environment import PYTHON, ROOT, VENV, prepare

HOST = "127.0.0.1"
SECONDS_TO_START = 60
SECONDS_TO_STOP = 25
# The public door answers this many ports above the portal.
DOOR_PORTS_ABOVE = 10
# The demonstration stands on its own: SQLite, tasks in the process, and nothing of an .env meant for real use.
SET_ASIDE = (
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DEBUG",
    "DX_PRODUCTION",
    "DX_HTTPS",
)
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(Exception):
    """Somebody asked us to stop."""


def main() -> None:
    port = _port()
    for one in (port, port + DOOR_PORTS_ABOVE):
        _refuse_taken_port(one)
    prepare("base")
    environment, door = demo_environment(port), door_environment(port)
    with step("Preparing the databases, the static files and the demo data"):
        _manage(environment, "prepare_demo")
        _manage(door, "migrate", "--database", "door", "--verbosity", "0")
    serve(port, environment, door)


def demo_environment(port: int) -> dict[str, str]:
    """Return this process's environment, turned into that of a self-contained demonstration."""
    kept = {name: value for name, value in os.environ.items() if name not in SET_ASIDE}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "minato_dx.settings.base",
        "DX_DEMO": "1",
        "DX_ENV_FILE": os.devnull,
        "DX_PORTAL_URL": f"http://{HOST}:{port}",
        "DX_DOOR_URL": f"http://{HOST}:{port + DOOR_PORTS_ABOVE}",
        "DX_WEB_BIND": f"{HOST}:{port}",
        "WEB_CONCURRENCY": "1",
        "DX_WEB_THREADS": "8",
        "DX_ACCESS_LOG": "",
        "PYTHONUNBUFFERED": "1",
    }


def door_environment(port: int) -> dict[str, str]:
    """Return the environment of the public door's processes, which stand beside the portal of ``port``."""
    changed = {
        "DJANGO_SETTINGS_MODULE": "minato_dx.settings.door",
        "DX_DOOR": "1",
        "DX_WEB_BIND": f"{HOST}:{port + DOOR_PORTS_ABOVE}",
        "DX_WEB_THREADS": "4",
    }
    return demo_environment(port) | changed


def serve(port: int, environment: dict[str, str], door: dict[str, str]) -> None:
    """Serve until somebody asks to stop, or until one of the processes ends by itself."""
    gunicorn = [str(VENV / "bin" / "gunicorn"), "--config", "deploy/gunicorn.conf.py", "--log-level", "warning"]
    manage = [str(PYTHON), "manage.py"]
    commands = {
        "web server": ([*gunicorn, "minato_dx.wsgi"], environment),
        "due jobs": ([*manage, "run_due_jobs", "--loop"], environment),
        "public door": ([*gunicorn, "minato_dx.wsgi"], door),
        "jobs of the door": ([*manage, "run_door_jobs", "--loop"], door),
    }
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, (command, variables) in commands.items():
            # A session of their own: Ctrl-C reaches only us, and we stop all in order.
            processes[name] = subprocess.Popen(command, cwd=ROOT, env=variables, start_new_session=True)
        for one in (port, port + DOOR_PORTS_ABOVE):
            _wait_until_ready(one, processes)
        print()
        _manage(environment, "demo_accounts")
        print(f"\n    http://{HOST}:{port}/    (Ctrl-C stops it)")
        print(f"    {door['DX_DOOR_URL']}/    the public door for vendors' proposals\n", flush=True)
        while True:
            _refuse_if_ended(processes)
            time.sleep(0.5)
    finally:
        print("\nStopping ...", flush=True)
        _stop_all(processes)


def raise_stop(number: int, frame: FrameType | None) -> None:
    """Turn the first signal into ``Stop``; a second one must not interrupt the stopping."""
    for later in SIGNALS:
        signal.signal(later, signal.SIG_IGN)
    raise Stop


def _port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdigit() or not 1024 <= int(text) <= 65535:
        refuse(f"PORT={text} is no port; choose one from 1024 to 65535, for example: make run PORT=8001")
    return int(text)


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            refuse(f"Port {port} is taken. Stop what uses it, or choose another: make run PORT={port + 1}")


def _manage(environment: dict[str, str], *command: str) -> None:
    if subprocess.run([PYTHON, "manage.py", *command], cwd=ROOT, env=environment).returncode:
        refuse(f"manage.py {command[0]} failed; what went wrong stands above.")


def _wait_until_ready(port: int, processes: dict[str, subprocess.Popen[bytes]]) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while not _answers(port):
        _refuse_if_ended(processes)
        if time.monotonic() > end:
            refuse(f"The server did not answer within {SECONDS_TO_START} seconds.")
        time.sleep(0.2)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz/")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _refuse_if_ended(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, process in processes.items():
        if process.poll() is not None:
            refuse(f"The {name} ended with exit status {process.returncode}; the reason stands above.")


def _stop_all(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    for process in processes.values():
        if process.poll() is None:
            process.terminate()
    end = time.monotonic() + SECONDS_TO_STOP
    for process in processes.values():
        try:
            process.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


if __name__ == "__main__":
    for signal_number in SIGNALS:
        signal.signal(signal_number, raise_stop)
    try:
        main()
    except Stop:
        sys.exit(0)
