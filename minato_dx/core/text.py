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


def plain_text(text: str) -> str:
    """Return typed text as it is stored: one sign for a line break, nothing blank at its ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def normalise_key(text: str) -> str:
    """Return the form in which two spellings of one name are equal: NFKC, lower case, no white space."""
    folded = _SPACES.sub("", unicodedata.normalize("NFKC", text)).casefold()
    # Folding may take a character apart again (ΐ): without this, a key of a key would be another key.
    return _SPACES.sub("", unicodedata.normalize("NFKC", folded))


def company_key(name: str) -> str:
    """Return the form in which two spellings of a company's name are equal: ``㈱みなと`` is ``株式会社 みなと``."""
    key = normalise_key(name)
    for short, full in (("(株)", "株式会社"), ("(有)", "有限会社"), ("(合)", "合同会社"), ("(一社)", "一般社団法人")):
        key = key.replace(short, full)
    return key


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


KANJI_DIGITS = "〇一二三四五六七八九"
KANJI_PLACES = ((1000, "千"), (100, "百"), (10, "十"))


def number_in_kanji(number: int) -> str:
    """Return a whole number as letters write it, ``三十一``; from 10,000 on digit by digit."""
    if number == 0 or number >= 10_000:
        return "".join(KANJI_DIGITS[int(digit)] for digit in str(number))
    parts = []
    for value, sign in KANJI_PLACES:
        count, number = divmod(number, value)
        if count:
            parts.append(f"{KANJI_DIGITS[count] if count > 1 else ''}{sign}")
    return "".join([*parts, KANJI_DIGITS[number] if number else ""])
