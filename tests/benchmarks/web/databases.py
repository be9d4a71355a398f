"""Databases of the benchmark's own: one for each size, cut from one with the organisation."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

PREFIX = "portal_benchmark"
LOADED = "filled to the end"


class Server:
    """A PostgreSQL server on which the account may create databases."""

    def __init__(self, url: str) -> None:
        self.url = url

    def address_of(self, name: str) -> str:
        """Return the URL of the database ``name``."""
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            yield connection

    def is_loaded(self, name: str) -> bool:
        """Tell whether the database is there and was filled to the end."""
        query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        with self._connected() as connection:
            return connection.execute(query, [name]).fetchone() == (LOADED,)

    def mark_loaded(self, name: str) -> None:
        with self._connected() as connection:
            connection.execute(
                sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(LOADED))
            )

    def create(self, name: str, *, like: str = "template0") -> None:
        """Create the database, in place of one left over from a run that was cut off."""
        self.drop(name)
        with self._connected() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'").format(
                    sql.Identifier(name), sql.Identifier(like)
                )
            )

    def drop(self, name: str) -> None:
        with self._connected() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def without_indexes(connection: psycopg.Connection, tables: list[str]) -> Iterator[None]:
    """Take the tables' indexes away while rows come in, and build them once at the end; constraints stay."""
    rows = connection.execute(
        "SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " WHERE i.indrelid = ANY(%s::regclass[])"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid)",
        [tables],
    ).fetchall()
    for name, _ in rows:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    for _, definition in rows:
        connection.execute(definition)
