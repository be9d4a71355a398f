"""Whether what the portal does by itself is being done; asked by the city's monitoring.

An app registers in its ``AppConfig.ready`` what it would complain of::

    health.register("mail", complaints_about_mail)
"""

from collections.abc import Callable

Ask = Callable[[], list[str]]
_parts: dict[str, Ask] = {}


def register(name: str, ask: Ask) -> None:
    """Have ``ask`` return what is wrong with the part, an empty list for nothing; twice one name is a ValueError.

    Complaints go to whoever may call the address without signing in: no names, no content, figures at most.
    """
    if name in _parts:
        raise ValueError(f"part {name!r} is registered twice")
    _parts[name] = ask


def complaints() -> dict[str, list[str]]:
    """Return what is wrong, by part."""
    return {name: ask() for name, ask in _parts.items()}
