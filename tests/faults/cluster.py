"""A PostgreSQL cluster and a Redis server of our own on free ports: those that were there are left alone."""

import glob
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

from tests.smtp_server import free_port

TEMPLATE = "portal_template"


def plain_user() -> dict[str, Any]:
    """Return what makes ``subprocess`` run as a plain user: PostgreSQL refuses to be root."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def binary(name: str) -> str:
    """Return the newest installed program of PostgreSQL of that name."""
    found = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), key=lambda path: float(path.split("/")[4]))
    path = found[-1] if found else shutil.which(name)
    if path is None:
        raise RuntimeError(f"{name} is missing. Install it, then try again: sudo apt-get install -y postgresql")
    return path


class Cluster:
    """One PostgreSQL server; databases are copies of one that was migrated once."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="portal-cluster-"))
        self.data = self.folder / "data"
        self.port = free_port()
        self._count = 0
        if os.geteuid() == 0:
            shutil.chown(self.folder, "nobody", "nogroup")
        command = [binary("initdb"), "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, **plain_user())

    def start(self) -> None:
        """Start the server, also after a crash, and wait until it takes connections."""
        options = ["-h", "127.0.0.1", "-p", str(self.port), "-k", str(self.folder), "-c", "max_connections=120"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [binary("postgres"), "-D", str(self.data), *options],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                **plain_user(),
            )
        end = time.monotonic() + 60
        while True:
            try:
                self.ask("SELECT 1")
                return
            except psycopg.OperationalError:
                if time.monotonic() > end or self.process.poll() is not None:
                    raise
                time.sleep(0.1)

    def kill(self) -> None:
        """Stop it at once, without a word to anybody and without writing anything down any more."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(timeout=30)

    def remove(self) -> None:
        """Stop it and delete everything."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run one statement outside of a transaction, and return its rows."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def url(self, database: str) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def fresh_database(self) -> str:
        """Return the name of a new copy of the migrated database."""
        self._count += 1
        name = f"portal_{self._count}"
        self.ask(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return name


class RedisServer:
    """One Redis server that can be stopped and started again on its port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        """Take it away with all it had in memory."""
        self.process.kill()
        self.process.wait(timeout=10)
