"""Work that falls due again and again, registered by the app that owns it and run by the portal's clock.

An app registers in its ``AppConfig.ready``::

    jobs.register("delete_old_drafts", delete_old_drafts, every=timedelta(days=1))
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Job:
    """A function without arguments, and the least time between two of its runs."""

    name: str
    function: Callable[[], object]
    every: dt.timedelta


_jobs: dict[str, Job] = {}


def register(name: str, function: Callable[[], object], *, every: dt.timedelta) -> None:
    """Have ``function`` run every so often; registering one name twice is a programming error (ValueError).

    It runs inside a transaction that is rolled back where it raises, and is then tried again a minute later.
    """
    if name in _jobs:
        raise ValueError(f"job {name!r} is registered twice")
    _jobs[name] = Job(name, function, every)


def registered() -> tuple[Job, ...]:
    """Return every registered job, in the order of registration."""
    return tuple(_jobs.values())
