"""Migration operations for what only one of the two databases can do."""

from django.db.migrations.operations import RunSQL


class PostgreSQLOnly(RunSQL):
    """Run ``sql`` (and ``reverse_sql`` backwards) on PostgreSQL and do nothing on any other database."""

    def __init__(self, sql: str, reverse_sql: str = RunSQL.noop) -> None:
        super().__init__(sql, reverse_sql)

    def deconstruct(self) -> tuple[str, list, dict]:
        return self.__class__.__qualname__, [], {"sql": self.sql, "reverse_sql": self.reverse_sql}

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "SQL on PostgreSQL only"
