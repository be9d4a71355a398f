"""Keeping files, and finding out whether those from outside may be opened."""

from minato_dx.attachments.services.keeping import attach, clear, discard, move, take_off

__all__ = ["attach", "clear", "discard", "move", "take_off"]
