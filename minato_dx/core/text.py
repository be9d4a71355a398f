"""Japanese text as people type it: widths, half sentences, stray white space."""

import re
import unicodedata

_BREAKS = re.compile(r"[。．！？!?\n]")
_SPACES = re.compile(r"\s+")


def is_blank(text: str) -> bool:
    """Tell whether nothing but white space (full-width and invisible characters included) was typed."""
    return not any(unicodedata.category(char)[0] not in "ZC" for char in text)


def normalise_key(text: str) -> str:
    """Return the form in which two spellings of one name are equal: NFKC, lower case, no white space."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).casefold()


def first_sentence(text: str, limit: int = 60) -> str:
    """Return the first sentence, without its full stop, in at most ``limit`` characters (… marks a cut)."""
    line = next((part.strip() for part in _BREAKS.split(text) if not is_blank(part)), "")
    line = _SPACES.sub(" ", line)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def to_number(text: str) -> str:
    """Return digits as typed in any width, without separators: ``９，６００`` becomes ``9600``."""
    return unicodedata.normalize("NFKC", text).replace(",", "").replace("、", "").strip()
