"""What happened between the ward and a company, as the apps that know of it tell it.

An app registers in its ``AppConfig.ready`` how it reads its own part of a company's past, and the company's page shows
it among the others' parts; nothing else has to be changed there::

    happenings.register("exhibitions", happenings_of_exhibitions)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minato_dx.organization.models import User
    from minato_dx.reference.models import Company


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened: when, of what kind (回答), what it is called, the address of its page, and its words."""

    at: dt.datetime
    kind: str
    title: str
    url: str
    text: str = ""


# Of a company, the newest so many that the user may see, in a constant number of queries.
Source = Callable[["Company", "User", int], Iterable[Happening]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Have ``source`` asked for each company; registering one name twice is a programming error (ValueError)."""
    if name in _sources:
        raise ValueError(f"happenings {name!r} are registered twice")
    _sources[name] = source


def happenings_of(*, company: Company, user: User, limit: int) -> list[Happening]:
    """Return the newest happenings of all apps, at most ``limit``, the latest first."""
    found = [one for source in _sources.values() for one in source(company, user, limit)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:limit]
