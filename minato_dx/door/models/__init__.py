"""The rows of the public door, in a database of its own; none points to another app."""

from minato_dx.door.models.exchange import DoorBundle, DoorItem, DoorState
from minato_dx.door.models.guard import Mail, RateCount, Token
from minato_dx.door.models.published import PublishedPage
from minato_dx.door.models.submission import DeskMessage, ReceiptSeries, Submission, SubmittedFile

__all__ = [
    "DeskMessage",
    "DoorBundle",
    "DoorItem",
    "DoorState",
    "Mail",
    "PublishedPage",
    "RateCount",
    "ReceiptSeries",
    "Submission",
    "SubmittedFile",
    "Token",
]
