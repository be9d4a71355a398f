"""One page in one state."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One page in one state: its address, and what is done there before it is looked at.

    ``visitor`` is for pages that only the people of that one consultation see: its requester, or the head who decides.
    """

    name: str
    path: str
    where: str = ""
    step: str = ""
    status: int = 200
    visitor: str = ""
    phone: bool = False
