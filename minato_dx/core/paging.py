"""Pages of a list whose total is exact up to a cap: counting a million rows would cost more than showing twenty-five.

Rows are fetched by OFFSET, which stays cheap because no page begins beyond the cap.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

PER_PAGE = 25
CAP = 1_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows. ``total`` counts no further than ``cap``; ``is_capped`` tells that there are more."""

    rows: list[Any]
    number: int
    per_page: int
    total: int
    is_capped: bool

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def num_pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.num_pages

    @property
    def next_size(self) -> int:
        """Return how many rows the next page holds."""
        return max(0, min(self.per_page, self.total - self.number * self.per_page))

    @property
    def first(self) -> int:
        """Return the place of the first row shown, from 1; 0 where there is none."""
        return (self.number - 1) * self.per_page + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return (self.number - 1) * self.per_page + len(self.rows)

    @property
    def total_text(self) -> str:
        """Return ``12件``, or ``1,000件以上`` where counting stopped at the cap."""
        return f"{self.total:,}件以上" if self.is_capped else f"{self.total:,}件"


class Paginator:
    """Cut a query or a sequence into pages, with two queries for each page: the rows and the capped count.

    With ``columns`` the rows of a query are dictionaries of these alone; their joins are not part of the count. With
    ``read`` they are whatever it makes of a query of the page's primary keys.
    """

    def __init__(
        self,
        rows: QuerySet[Any] | Sequence[Any],
        *,
        columns: Sequence[str] = (),
        read: Callable[[QuerySet[Any]], list[Any]] | None = None,
        per_page: int = PER_PAGE,
        cap: int = CAP,
    ) -> None:
        self.rows = rows
        self.columns = columns
        self.read = read
        self.per_page = per_page
        self.cap = cap

    def page(self, number: str | int | None = 1, *, count: int | None = None) -> Page:
        """Return page ``number`` as the address has it: what is no page becomes the first or the last one.

        ``count`` is how many ``counted`` has, where the caller knows.
        """
        count = self._count() if count is None else count
        total = min(count, self.cap)
        last = max(1, -(-total // self.per_page))
        current = min(max(1, _whole(number)), last)
        start = (current - 1) * self.per_page
        end = min(start + self.per_page, total)
        return Page(
            rows=self._cut(start, end) if end > start else [],
            number=current,
            per_page=self.per_page,
            total=total,
            is_capped=count > self.cap,
        )

    def _cut(self, start: int, end: int) -> list[Any]:
        if not isinstance(self.rows, QuerySet) or not (self.columns or self.read):
            return list(self.rows[start:end])
        # The page is found by its keys, which an index may hold; only its own rows are read and joined.
        keys = self.rows.values("pk")[start:end]
        if self.read:
            return self.read(keys)
        found = self.rows.model._base_manager.filter(pk__in=keys)
        return list(found.order_by(*self.rows.query.order_by).values(*self.columns))

    @property
    def counted(self) -> QuerySet[Any]:
        """Return what of a query is counted: up to one row beyond the cap, without the rows' order and joins."""
        if not isinstance(self.rows, QuerySet):
            raise TypeError("a sequence is not counted by the database")
        return self.rows.order_by().values("pk")[: self.cap + 1]

    def _count(self) -> int:
        return self.counted.count() if isinstance(self.rows, QuerySet) else len(self.rows)


def _whole(number: str | int | None) -> int:
    try:
        return int(str(number))
    except ValueError:
        return 1


def query_without(query: QueryDict, *names: str) -> str:
    """Return an address's conditions without those of ``names``, for links that keep the others."""
    kept = query.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()
