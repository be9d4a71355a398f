"""The promise that one dated fact does not hold twice on a day, nor two meetings at one moment.

PostgreSQL keeps it with an exclusion constraint (which needs the extension ``btree_gist``). SQLite has nothing of
the kind: there ``validate()``, which ``full_clean()`` calls, keeps it, inside a transaction that holds the one
write lock from its beginning (``transaction_mode`` IMMEDIATE).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.constraints import BaseConstraint

DAYS = ("valid_from", "valid_to", "daterange")
MOMENTS = ("starts_at", "ends_at", "tstzrange")


class NoOverlap(BaseConstraint):
    """Forbid two rows of a ``DatedModel`` equal in ``fields`` whose ``[valid_from, valid_to)`` share a day.

    ``only``: name of a boolean field; rows where it is false are left alone. With ``by_moments`` the rows are those of
    a model with ``[starts_at, ends_at)``, and what they must not share is a moment. A row that is empty in one of
    ``fields`` meets no other.
    """

    def __init__(
        self,
        *,
        name: str,
        fields: tuple[str, ...],
        only: str = "",
        by_moments: bool = False,
        violation_error_message: str,
    ) -> None:
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.fields = tuple(fields)
        self.only = only
        self.by_moments = by_moments
        self.start, self.end, self.range = MOMENTS if by_moments else DAYS

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Raise ValidationError where another row already holds the fact on one of the instance's days."""
        values: dict[str, Any] = {name: getattr(instance, _own_field(model, name).attname) for name in self.fields}
        start, end = getattr(instance, self.start), getattr(instance, self.end)
        if start is None or any(value is None for value in values.values()):
            return  # the field's own error says it already
        if self.only and not getattr(instance, self.only):
            return
        if self.only:
            values[self.only] = True
        rows = model._base_manager.using(using).filter(**values).exclude(pk=instance.pk)
        rows = rows.filter(models.Q(**{f"{self.end}__isnull": True}) | models.Q(**{f"{self.end}__gt": start}))
        if end is not None:
            rows = rows.filter(**{f"{self.start}__lt": end})
        if rows.exists():
            raise ValidationError(self.get_violation_error_message(), code="overlap")

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        if model is None or schema_editor is None or schema_editor.connection.vendor != "postgresql":
            return None
        quote = schema_editor.quote_name
        parts = [f"{quote(_own_field(model, name).column)} WITH =" for name in self.fields]
        parts.append(f"{self.range}({self.start}, {self.end}) WITH &&")
        where = f" WHERE ({quote(_own_field(model, self.only).column)})" if self.only else ""
        return f"CONSTRAINT {quote(self.name)} EXCLUDE USING gist ({', '.join(parts)}){where}"

    def create_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        sql = self.constraint_sql(model, schema_editor)
        if sql is None or model is None or schema_editor is None:
            return None
        return f"ALTER TABLE {schema_editor.quote_name(model._meta.db_table)} ADD {sql}"

    def remove_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        if model is None or schema_editor is None or schema_editor.connection.vendor != "postgresql":
            return None
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"

    def deconstruct(self) -> tuple[str, tuple, dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        kwargs |= {"fields": self.fields, "violation_error_message": self.violation_error_message}
        if self.only:
            kwargs["only"] = self.only
        if self.by_moments:
            kwargs["by_moments"] = True
        return path, tuple(args), kwargs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NoOverlap) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.fields, self.only, self.by_moments))


def _own_field(model: type[models.Model], name: str) -> Any:
    """Return a concrete field of the model itself; reverse relations have no column."""
    return model._meta.get_field(name)
