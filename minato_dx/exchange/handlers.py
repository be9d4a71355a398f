"""Who takes in what: each pillar registers, when it is ready, the kind of submission that it receives.

A handler runs inside the transaction of its bundle, in a savepoint of its own. It is called once for each item that is
taken in, and must raise ``Unacceptable`` for one that it cannot take.
"""

import datetime as dt
from collections.abc import Callable

from minato_dx.core.bundles.sealing import BundleItem

Handler = Callable[[BundleItem, dt.datetime], None]
_handlers: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """Make the handler of a kind known; registering one twice is a programming error."""
    if kind in _handlers:
        raise ValueError(f"kind {kind!r} is registered twice")
    _handlers[kind] = handler


def get(kind: str) -> Handler | None:
    return _handlers.get(kind)
