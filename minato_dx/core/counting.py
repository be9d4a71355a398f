"""Counts that stay cheap however many rows there are: none counts further than its cap, all come in one query."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def capped_counts(querysets: dict[str, QuerySet[Any]], *, cap: int) -> dict[str, int]:
    """Return how many rows each queryset has, counting no further than ``cap``, in one statement.

    A value equal to ``cap`` means "that many or more". A queryset that is sliced already keeps its own cap.
    """
    if not querysets:
        return {}
    parts: list[str] = []
    params: list[Any] = []
    for queryset in querysets.values():
        try:
            rows = queryset if queryset.query.is_sliced else queryset.order_by()[:cap]
            sql, values = rows.values("pk").query.sql_with_params()
        except EmptyResultSet:  # none() and the like: the ORM knows without asking
            parts.append("0")
            continue
        # The text is the ORM's own SQL; every value travels as a parameter.
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS capped)")  # noqa: S608  (see above)
        params.extend(values)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        row = cursor.fetchone()
    return dict(zip(querysets, row, strict=True))
