"""Measure the portal's pages: ``python -m tests.benchmarks.web --sizes 1000 100000 1000000``.

Each size has a PostgreSQL database of its own, dropped at the end. The account needs the rights to create databases
and to switch off triggers while rows come in (a superuser's); Redis has to be empty in the database given.
"""

import argparse
import os
import shutil
from pathlib import Path

import django
from redis import Redis

from scripts.console import refuse
from tests.benchmarks.web.databases import PREFIX, Server
from tests.benchmarks.web.environment import prepare

CLIENTS = 8


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.web", description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000], help="how many consultations")
    parser.add_argument("--requests", type=int, default=200, help="requests for each page, by one and by eight clients")
    parser.add_argument("--seconds", type=float, default=60, help="no page is measured longer than this")
    parser.add_argument(
        "--only", nargs="+", default=[], help="pages to measure besides the floor, by their first letters"
    )
    parser.add_argument("--keep", action="store_true", help="leave the databases, and use those left by an earlier run")
    parser.add_argument("--postgres", default="postgres://postgres@127.0.0.1:5432/postgres", metavar="URL")
    parser.add_argument("--redis", default="redis://127.0.0.1:6379/13", metavar="URL")
    return parser.parse_args()


def main() -> None:
    chosen = arguments()
    server = Server(chosen.postgres)
    with Redis.from_url(chosen.redis) as redis:
        if redis.dbsize():
            refuse(f"{chosen.redis} is not empty. Name an unused database of that server with --redis.")
    # What is dropped at the end has a name of this run alone; what is kept is found again by the next one.
    prefix = PREFIX if chosen.keep else f"{PREFIX}_{os.getpid()}"
    base, names = f"{prefix}_base", {size: f"{prefix}_{size}" for size in chosen.sizes}
    scratch = prepare(database_url=server.address_of(base), redis_url=chosen.redis)
    try:
        django.setup()
        # Only now: these read models.
        from tests.benchmarks.web import run

        missing = {size: name for size, name in names.items() if not server.is_loaded(name)}
        run.prepare_databases(server, base=base, names=missing)
        results = [
            run.measure(server, name=name, size=size, chosen=chosen, clients=CLIENTS, log=scratch / "gunicorn.log")
            for size, name in names.items()
        ]
        run.print_results(results, clients=CLIENTS)
    finally:
        run_is_over(server, [base] if chosen.keep else [base, *names.values()], scratch, chosen.redis)


def run_is_over(server: Server, databases: list[str], scratch: Path, redis_url: str) -> None:
    """Leave nothing behind: databases, files, and what was put in Redis, which was empty before."""
    django.db.connections.close_all()
    for name in databases:
        server.drop(name)
    shutil.rmtree(scratch, ignore_errors=True)
    with Redis.from_url(redis_url) as redis:
        redis.flushdb()


if __name__ == "__main__":
    main()
