"""What can be wished for with 「うちの課でもできる」: an upper app registers its things when it is ready."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Beginning:
    """With what a consultation begins that comes of a wish: its first words, and the field of work, if known."""

    body: str
    field_id: int | None = None


@dataclass(frozen=True, slots=True)
class WishKind:
    """What the owner tells of its things; ``open_to`` are those that can be wished for today, by this person."""

    label: str
    open_to: Callable[[Any, Iterable[int]], set[int]]
    visible: Callable[[Any, Iterable[int]], set[int]]
    title: Callable[[int], str]
    url: Callable[[int], str]
    beginning: Callable[[int], Beginning]
    told: Callable[[int], Iterable[Any]]


_kinds: dict[str, WishKind] = {}


def register(name: str, kind: WishKind) -> None:
    """Make the kind known; registering one name twice is a programming error."""
    if name in _kinds:
        raise ValueError(f"kind {name!r} is registered twice")
    _kinds[name] = kind


def get(name: str) -> WishKind:
    """Return the kind, or raise KeyError for a name that no app has registered."""
    return _kinds[name]


def registered() -> dict[str, str]:
    """Return name → label of every kind."""
    return {name: kind.label for name, kind in _kinds.items()}
