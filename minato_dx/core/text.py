"""Japanese text as people type it: widths, half sentences, stray white space."""

import re
import unicodedata

# A full-width stop after a digit numbers a line (１．) or parts a fraction; ? and ! within an address end nothing.
_BREAKS = re.compile(r"[。！？\n]|(?<!\d)．|[!?](?![0-9A-Za-z=&/])")
_SPACES = re.compile(r"\s+")
# Unassigned and private characters are not among them: they may be a name's own glyph (外字).
_INVISIBLE = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})


def is_blank(text: str) -> bool:
    """Tell whether nothing but white space (full-width and invisible characters included) was typed."""
    return all(unicodedata.category(char) in _INVISIBLE for char in text)


def normalise_key(text: str) -> str:
    """Return the form in which two spellings of one name are equal: NFKC, lower case, no white space."""
    folded = _SPACES.sub("", unicodedata.normalize("NFKC", text)).casefold()
    # Folding may take a character apart again (ΐ): without this, a key of a key would be another key.
    return _SPACES.sub("", unicodedata.normalize("NFKC", folded))


def first_sentence(text: str, limit: int = 60) -> str:
    """Return the first sentence, without its full stop, in at most ``limit`` characters (… marks a cut).

    A text of nothing but signs (``？？？``) is its own sentence; only a blank one has none.
    """
    line = next((part.strip() for part in _BREAKS.split(text) if not is_blank(part)), "")
    line = line or ("" if is_blank(text) else text.strip())
    line = _SPACES.sub(" ", line)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def to_number(text: str) -> str:
    """Return digits as typed in any width, without separators: ``９，６００`` becomes ``9600``."""
    return unicodedata.normalize("NFKC", text).replace(",", "").replace("、", "").strip()
