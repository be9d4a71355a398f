"""Kinds of things that lower rooms may point to by ``(kind, object_id)``.

Attachments and notifications serve any case without knowing it: each app that owns a kind registers, when it
starts, how its things are found, titled and linked, and which of them a person may see.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Place:
    """What a thing is called, and the address of its page; both empty where the owner does not say."""

    title: str = ""
    url: str = ""


NOWHERE = Place()


class Kind(Protocol):
    """What an owning app tells about its things."""

    def visible_ids(self, user: Any, ids: Iterable[int]) -> set[int]:
        """Return those of ``ids`` that ``user`` may see today."""

    def link(self, object_id: int) -> str:
        """Return the address of the thing's page."""

    def places_of(self, ids: Iterable[int]) -> Mapping[int, Place]:
        """Return what several things are called and where they are, in one query, as the DX section may read it."""

    def opened(self, user: Any, object_id: int) -> None:
        """Take note that ``user`` opens something of the thing (a file), for logs that the owner keeps."""

    def withheld_ids(self, ids: Iterable[int]) -> set[int]:
        """Return those of ``ids`` whose content must not leave the portal (in a mail)."""

    def is_sealed(self) -> bool:
        """Tell whether already that there is a message about the thing is for those alone who may see it."""


def _withhold_nothing(_ids: Iterable[int]) -> set[int]:
    """Most kinds have nothing to withhold from those who may see them."""
    return set()


def _name_nothing(_ids: Iterable[int]) -> Mapping[int, Place]:
    """Most kinds are not asked for many of their things at once."""
    return {}


def _keep_no_log(_user: Any, _object_id: int) -> None:
    """Most kinds keep no log of who opened what."""


@dataclass(frozen=True, slots=True)
class RegisteredKind:
    """A plain implementation of ``Kind`` from functions."""

    visible: Callable[[Any, Iterable[int]], set[int]]
    url: Callable[[int], str]
    on_open: Callable[[Any, int], None] = _keep_no_log
    withheld: Callable[[Iterable[int]], set[int]] = _withhold_nothing
    sealed: bool = False
    places: Callable[[Iterable[int]], Mapping[int, Place]] = _name_nothing

    def visible_ids(self, user: Any, ids: Iterable[int]) -> set[int]:
        return self.visible(user, ids)

    def link(self, object_id: int) -> str:
        return self.url(object_id)

    def places_of(self, ids: Iterable[int]) -> Mapping[int, Place]:
        return self.places(ids)

    def opened(self, user: Any, object_id: int) -> None:
        self.on_open(user, object_id)

    def withheld_ids(self, ids: Iterable[int]) -> set[int]:
        return self.withheld(ids)

    def is_sealed(self) -> bool:
        return self.sealed


_kinds: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    """Make ``name`` known; registering one name twice is a programming error."""
    if name in _kinds:
        raise ValueError(f"kind {name!r} is registered twice")
    _kinds[name] = kind


def sealed() -> list[str]:
    """Return the names of the kinds of which nobody hears who may not see the thing."""
    return [name for name, kind in _kinds.items() if kind.is_sealed()]


def get(name: str) -> Kind:
    """Return the kind, or raise KeyError for a name that no app has registered."""
    return _kinds[name]
