"""Writing many rows of master data at once, their history included."""

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model
from simple_history.utils import bulk_create_with_history

from minato_dx.core.calendar import jst

Row = TypeVar("Row", bound=Model)
NOTE = "お試しデータ"
MORNING = dt.time(9, 0)


def create(model: type[Row], rows: Sequence[Row], day: dt.date) -> list[Row]:
    """Write ``rows`` and return them with their keys; their history says that they came about on ``day``."""
    created: list[Row] = bulk_create_with_history(
        rows, model, default_change_reason=NOTE, default_date=jst(day, MORNING)
    )
    return created
