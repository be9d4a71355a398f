"""Marks that stand beside a case's state and are not states themselves."""

from enum import Enum, StrEnum


class Tone(StrEnum):
    """Whose turn a badge's colour speaks of; the values are the suffixes of ``.state--…``."""

    DX = "dx"
    YOU = "you"
    LIVE = "live"
    END = "end"
    LATE = "late"


class Mark(Enum):
    """A badge of its own: what every case may carry besides its state."""

    YOUR_TURN = ("あなたの番", Tone.YOU, "reply")
    OVERDUE = ("期限超過", Tone.LATE, "alert")
    PRIVATE = ("非公開", Tone.END, "lock")

    def __init__(self, label: str, tone: Tone, icon: str) -> None:
        self.label = label
        self.tone = tone
        self.icon = icon
