"""Migration operations for what only one of the two databases can do."""

from django.db import router
from django.db.migrations.operations import RunSQL
from django.db.migrations.operations.base import Operation


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


class FreezeColumns(Operation):
    """Let the database refuse any change of ``columns`` once a row is written (appended facts, decision 5).

    With ``once_set`` a column may still be filled in: only what is not empty any more is frozen. A later migration
    that makes SQLite build the table anew drops the trigger: repeat the operation after it.
    """

    reversible = True

    def __init__(self, table: str, columns: tuple[str, ...], *, once_set: bool = False, name: str = "frozen") -> None:
        self.table, self.columns, self.once_set, self.name = table, columns, once_set, name

    def deconstruct(self) -> tuple[str, list, dict]:
        return (
            self.__class__.__qualname__,
            [self.table, self.columns],
            {"once_set": self.once_set, "name": self.name},
        )

    @property
    def trigger(self) -> str:
        return f"{self.table}_{self.name}"

    def _changed(self, differs: str) -> str:
        tests = [f'OLD."{column}" {differs} NEW."{column}"' for column in self.columns]
        if self.once_set:
            pairs = zip(self.columns, tests, strict=True)
            tests = [f'(OLD."{column}" IS NOT NULL AND {test})' for column, test in pairs]
        return " OR ".join(tests)

    def state_forwards(self, app_label, state) -> None:
        """The models stay as they are."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        # The table may live in another database.
        if not router.allow_migrate(schema_editor.connection.alias, app_label):
            return
        message = f"{self.table}: written rows are frozen"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE OR REPLACE FUNCTION {self.trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            schema_editor.execute(
                f'CREATE TRIGGER "{self.trigger}" BEFORE UPDATE ON "{self.table}" FOR EACH ROW '
                f"WHEN ({self._changed('IS DISTINCT FROM')}) EXECUTE FUNCTION {self.trigger}()"
            )
        else:
            schema_editor.execute(
                f'CREATE TRIGGER "{self.trigger}" BEFORE UPDATE ON "{self.table}" FOR EACH ROW '
                f"WHEN {self._changed('IS NOT')} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        if not router.allow_migrate(schema_editor.connection.alias, app_label):
            return
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f'DROP TRIGGER "{self.trigger}" ON "{self.table}"')
            schema_editor.execute(f"DROP FUNCTION {self.trigger}()")
        else:
            schema_editor.execute(f'DROP TRIGGER "{self.trigger}"')

    def describe(self) -> str:
        return f"Freeze written columns of {self.table}"
