"""How a file is refused: in words for whoever handed it in, with the way to mend it."""

from django.core.exceptions import ValidationError

SAVE_AGAIN = "元のソフトで保存し直して付けてください。"
# As browsers and servers would run it, wherever it stands in a file that is not meant to hold it.
SCRIPTS = (b"<script", b"<html", b"<!doctype html", b"<iframe", b"<?php", b"<svg ", b"<svg\t", b"javascript:")
# What other archives begin with; those that are long enough to stand in no picture by chance.
ARCHIVES = (b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
ZIP_END = b"PK\x05\x06"
# The end of an archive stands in its last 22 bytes, and a comment of 65,535 at most after it.
ZIP_TAIL = 65_557


def refusal(name: str, text: str, code: str) -> ValidationError:
    """Return the refusal 「name」text; ``code`` names the reason for programs."""
    return ValidationError(f"「{name}」{text}", code=code)


def broken(name: str) -> ValidationError:
    """Return the refusal of a file that ends half-way or cannot be read as what it is."""
    return refusal(name, f"は途中で切れているか、壊れています。開けることを確かめて、{SAVE_AGAIN}", "broken")


def two_in_one(name: str) -> ValidationError:
    """Return the refusal of a file that is something else as well."""
    return refusal(name, f"には、別の種類のデータがまざっています。{SAVE_AGAIN}", "polyglot")


def holds_script(data: bytes) -> bool:
    """Tell whether a page or script stands in the bytes, in any case of letters."""
    lower = data.lower()
    return any(mark in lower for mark in SCRIPTS)


def holds_archive(data: bytes) -> bool:
    """Tell whether the bytes can be opened as an archive too."""
    return ZIP_END in data[-ZIP_TAIL:] or any(mark in data for mark in ARCHIVES[1:])
