"""One run: databases filled, the portal served on each, the pages measured, the tables printed."""

import argparse
import random
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from scripts.console import step
from tests.benchmarks.web import ward
from tests.benchmarks.web.cases import Ward
from tests.benchmarks.web.databases import Server
from tests.benchmarks.web.loading import load
from tests.benchmarks.web.measuring import by_many_clients, by_one_client
from tests.benchmarks.web.pages import pages
from tests.benchmarks.web.report import Result, growth_report, size_report
from tests.benchmarks.web.serving import serving


def prepare_databases(server: Server, *, base: str, names: dict[int, str]) -> None:
    """Create and fill the databases of ``names`` (by size), and collect the static files."""
    with step("Collecting the static files"):
        call_command("collectstatic", interactive=False, verbosity=0)
    if not names:
        return
    server.create(base)
    use_database(base)
    with step("Creating the tables and a ward of 2,200 people"):
        call_command("migrate", interactive=False, verbosity=0)
        ward.build(random.Random(1))
        places = ward.places()
    connection.close()
    for size, name in names.items():
        with step(f"Loading {size:,} consultations"):
            server.create(name, like=base)
            with psycopg.connect(server.address_of(name), autocommit=True) as target:
                load(target, ward=Ward(places=places, now=timezone.now()), count=size)
            server.mark_loaded(name)


def use_database(name: str) -> None:
    """Let this process's own connection lead to another database."""
    connection.close()
    connection.settings_dict["NAME"] = name


def measure(server: Server, *, name: str, size: int, chosen: argparse.Namespace, clients: int, log: Path) -> Result:
    """Serve the portal on the database ``name`` and measure the chosen pages."""
    use_database(name)
    call_command("migrate", interactive=False, verbosity=0)  # a kept one may be older than the code
    with step(f"Measuring at {size:,}"), serving(database_url=server.address_of(name), log=log) as port:
        wanted = pages(port=port, only=chosen.only)
        limits = {"port": port, "requests": chosen.requests, "seconds": chosen.seconds}
        one = by_one_client(wanted, **limits)
        many = {page.name: by_many_clients(page, clients=clients, **limits) for page in wanted}
    return Result(size, one, many)


def print_results(results: list[Result], *, clients: int) -> None:
    for result in results:
        print("\n" + size_report(result, clients=clients))
    if len(results) > 1:
        print("\n" + growth_report(results))
