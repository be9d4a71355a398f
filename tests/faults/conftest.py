"""The servers that the fault tests break: their own, started once, with a migrated database to copy."""

from collections.abc import Callable, Iterator

import pytest

from tests.faults.cluster import TEMPLATE, Cluster, RedisServer
from tests.faults.portal import Portal
from tests.smtp_server import Mailbox, mail_server


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One PostgreSQL cluster for the session, with the ward in the database that all others are copies of."""
    server = Cluster()
    server.start()
    try:
        server.ask(f"CREATE DATABASE {TEMPLATE}")
        portal = Portal(server.url(TEMPLATE))
        portal.run("migrate", "--verbosity", "0")
        portal.work("ward")
        portal.remove()
        yield server
    finally:
        server.remove()


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    server = RedisServer()
    server.start()
    yield server
    server.kill()


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def make_portal(cluster: Cluster, mailbox: Mailbox) -> Iterator[Callable[..., Portal]]:
    """Return a function that makes an installation on a database of its own, with ``mailbox`` as its mail server."""
    made: list[Portal] = []
    with mail_server(mailbox) as port:

        def make(**details: object) -> Portal:
            portal = Portal(cluster.url(cluster.fresh_database()), smtp_port=port, **details)  # type: ignore[arg-type]
            made.append(portal)
            return portal

        yield make
    for portal in made:
        portal.remove()
