"""What is written for one database leaves the other alone."""

import pytest
from django.db import connection
from django.db.migrations.state import ProjectState

from minato_dx.core.migration_operations import PostgreSQLOnly

pytestmark = pytest.mark.django_db


def _there(name: str) -> bool:
    return name in connection.introspection.table_names()


def test_statement_runs_forwards_and_backwards_on_postgresql_only() -> None:
    operation = PostgreSQLOnly(sql="CREATE TABLE only_here (id int)", reverse_sql="DROP TABLE only_here")
    state = ProjectState()
    # Not entered: on SQLite that would end the test's transaction, and the operation needs its execute() only.
    editor = connection.schema_editor(atomic=False)
    operation.database_forwards("organization", editor, state, state)
    assert _there("only_here") is (connection.vendor == "postgresql")
    operation.database_backwards("organization", editor, state, state)
    assert not _there("only_here")


def test_operation_writes_itself_into_a_migration() -> None:
    name, args, kwargs = PostgreSQLOnly(sql="SELECT 1").deconstruct()
    assert PostgreSQLOnly(*args, **kwargs).deconstruct() == (name, args, kwargs)
