"""Work that falls due again and again, registered by the app that owns it and run by the portal's clock.

An app registers in its ``AppConfig.ready``::

    jobs.register("delete_old_drafts", delete_old_drafts, every=timedelta(days=1), label="古い下書きを消す")
    jobs.register("owe_digests", owe_digests, at=time(8, 30), on_working_days=True, label="まとめメールを作る")

A job looks at what is due in the database, and never at what the last run left over. So the newest period that was
missed catches up all of them, and it does not matter by how much a run is late.
"""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol

from minato_dx.core.calendar import is_working_day, jst, local

# Periods are counted from a midnight (JST), so that every process comes to the same ones.
FIRST_MIDNIGHT = jst(dt.date(2020, 1, 1), dt.time(0, 0))
DAY = dt.timedelta(days=1)


class Schedule(Protocol):
    """When a job is due."""

    def latest_period(self, now: dt.datetime, closed: Collection[dt.date]) -> dt.datetime:
        """Return the beginning of the newest period that has begun at ``now``; ``closed`` are the city's own days."""


@dataclass(frozen=True, slots=True)
class Every:
    """Every so often, whatever the day."""

    step: dt.timedelta

    def latest_period(self, now: dt.datetime, closed: Collection[dt.date]) -> dt.datetime:
        return FIRST_MIDNIGHT + (now - FIRST_MIDNIGHT) // self.step * self.step


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day at a time (JST), or once on each working day."""

    at: dt.time
    on_working_days: bool = False

    def latest_period(self, now: dt.datetime, closed: Collection[dt.date]) -> dt.datetime:
        day = local(now).date()
        while jst(day, self.at) > now or (self.on_working_days and not is_working_day(day, closed)):
            day -= DAY
        return jst(day, self.at)


@dataclass(frozen=True, slots=True)
class Job:
    """A function without arguments, and when it is due."""

    name: str
    function: Callable[[], object]
    schedule: Schedule
    label: str = ""


_jobs: dict[str, Job] = {}


def register(
    name: str,
    function: Callable[[], object],
    *,
    every: dt.timedelta | None = None,
    at: dt.time | None = None,
    on_working_days: bool = False,
    label: str = "",
) -> None:
    """Have ``function`` run once in each period; ``every`` so often, or daily ``at`` a time (JST).

    It runs inside a transaction that is rolled back where it raises, and is then tried again a minute later.
    Registering one name twice, or with neither or both of ``every`` and ``at``, is a programming error (ValueError).
    """
    if name in _jobs:
        raise ValueError(f"job {name!r} is registered twice")
    if (every is None) == (at is None):
        raise ValueError(f"job {name!r} needs either every= or at=")
    schedule = Every(every) if every is not None else Daily(at or dt.time(), on_working_days)
    _jobs[name] = Job(name, function, schedule, label or name)


def registered() -> tuple[Job, ...]:
    """Return every registered job, in the order of registration."""
    return tuple(_jobs.values())


def label_of(name: str) -> str:
    """Return what administrators read for a job; the name of one that is registered no more."""
    return _jobs[name].label if name in _jobs else name
