"""Text and CSV: characters and nothing else."""

import re
import unicodedata

from minato_dx.core.files.refusing import holds_script, refusal, two_in_one

ENCODINGS = ("utf-8-sig", "cp932")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
PLAIN_CONTROLS = frozenset("\t\r\n\f\x1a")
# A cell that would start another program when a spreadsheet opens it: =cmd|' /C calc'!A0
DDE = re.compile(r"(?:^|[,;\t\"])\s*[=+\-@][^,;\t\n|]{0,40}\|[^\n]{0,200}?!", re.MULTILINE)
MARKUP = re.compile(r"\s*(?:<\?xml|<!doctype|<[a-z]+[\s>]|#!|%PDF-|\{\\rtf)", re.IGNORECASE)


def inspect_text(name: str, data: bytes) -> None:
    """Raise ValidationError for what is no plain text in UTF-8, UTF-16 or Shift_JIS, or what a program would run."""
    text = _decoded(data)
    if text is None or any(unicodedata.category(char) == "Cc" and char not in PLAIN_CONTROLS for char in set(text)):
        raise refusal(
            name, "には、文字ではないデータが入っています。UTF-8かShift_JISで保存し直して付けてください。", "text"
        )
    if MARKUP.match(text) or holds_script(text.encode("utf-8", "surrogatepass")):
        raise two_in_one(name)
    if DDE.search(text):
        raise refusal(name, "には、開くと別のプログラムを動かす式が入っています。式を消して付けてください。", "active")


def _decoded(data: bytes) -> str | None:
    encodings = ("utf-16",) if data.startswith(UTF16_MARKS) else ENCODINGS
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
