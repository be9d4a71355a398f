"""Changes of the master data that other apps ask for."""

import datetime as dt

from django.db import transaction

from minato_dx.core.text import normalise_key
from minato_dx.reference.models import FieldOfWork, NumberSeries, Work

FIRST_FIELDS = (
    "申請・届出",
    "予約・受付",
    "問い合わせ対応",
    "入力・転記",
    "集計・報告",
    "文書・決裁",
    "情報共有",
    "会計・契約",
    "現場・巡回",
    "わからない",
)


# Series whose last number would tell of something that is not public yet.
_sealed_series: set[str] = set()


def seal_series(series: str) -> None:
    """Keep the series off the administrators' site; called by the app that owns it, when it is ready."""
    _sealed_series.add(series)


def sealed_series() -> frozenset[str]:
    """Return the series that administrators do not see."""
    return frozenset(_sealed_series)


def draw_number(*, series: str, fiscal_year: int) -> int:
    """Return the next number of the series, from 1, without gaps.

    Must run inside the transaction that uses the number: the row stays locked until it ends, and a rollback
    gives the number back. Raises RuntimeError outside one.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("draw_number() needs the transaction that uses the number")
    NumberSeries.objects.get_or_create(series=series, fiscal_year=fiscal_year)
    row = NumberSeries.objects.select_for_update().get(series=series, fiscal_year=fiscal_year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def find_or_create_work(*, division_id: int, name: str, day: dt.date) -> Work:
    """Return the division's work of that name as spelled in any width, creating it from ``day`` on where new."""
    name = " ".join(name.split())
    work, _ = Work.objects.get_or_create(
        division_id=division_id,
        name_key=normalise_key(name),
        valid_to=None,
        defaults={"name": name, "valid_from": day},
    )
    return work


def ensure_first_fields() -> None:
    """Give a new installation its fields of work; an administrator's own list is never touched."""
    if not FieldOfWork.objects.exists():
        FieldOfWork.objects.bulk_create(FieldOfWork(name=name, order=order) for order, name in enumerate(FIRST_FIELDS))
