"""PDF: whole, readable without a password, and with nothing in it that runs or hides a file."""

import re
import zlib
from collections.abc import Iterator

from minato_dx.core.files.refusing import broken, holds_archive, holds_script, refusal, two_in_one

END = b"%%EOF"
PADDING = b"\x00\r\n\t \x0c"
# What printers write after a document they were given (the end of a job).
MOST_AFTER_END = 32
MOST_UNPACKED = 64 * 1024 * 1024
MOST_STREAMS = 20_000
# Long enough to be looked for in the whole file, packed data included.
LONG = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia)(?![A-Za-z0-9])")
SHORT = re.compile(rb"/(?:JS|XFA)(?![A-Za-z0-9])")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
DICTIONARY_BYTES = 2_000
WORDS = {
    b"/EmbeddedFile": "には、別のファイルが入っています。そのファイルは、別に付けてください。",
    b"/EmbeddedFiles": "には、別のファイルが入っています。そのファイルは、別に付けてください。",
}
RUNS = "には、開くと動くしかけ（スクリプトなど）が入っています。「PDFとして印刷」で保存し直して付けてください。"


def inspect_pdf(name: str, data: bytes) -> None:
    """Raise ValidationError for a PDF that is broken, locked, something else as well, or that runs something."""
    if not data.startswith(b"%PDF-"):
        raise two_in_one(name)
    whole, _mark, rest = data.rpartition(END)
    if not whole:
        raise broken(name)
    if len(rest.strip(PADDING)) > MOST_AFTER_END or holds_script(data) or holds_archive(data):
        raise two_in_one(name)
    plain = STREAM.sub(b" ", data)
    if re.search(rb"/Encrypt(?![A-Za-z0-9])", _unescaped(plain)):
        raise refusal(
            name, "には、パスワードか編集の制限がかかっています。外して保存し直し、付けてください。", "encrypted"
        )
    _refuse_what_runs(name, _unescaped(data), LONG)
    _refuse_what_runs(name, _unescaped(plain), SHORT)
    for objects in _unpacked_objects(name, data):
        _refuse_what_runs(name, _unescaped(objects), LONG)
        _refuse_what_runs(name, _unescaped(objects), SHORT)


def _refuse_what_runs(name: str, data: bytes, pattern: re.Pattern[bytes]) -> None:
    found = pattern.search(data)
    if found:
        raise refusal(name, WORDS.get(found[0], RUNS), "active")


def _unescaped(data: bytes) -> bytes:
    """Return the bytes with names written out: ``/J#53`` is ``/JS``."""
    return ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), data)


def _unpacked_objects(name: str, data: bytes) -> Iterator[bytes]:
    """Yield the object streams, in which dictionaries are packed. One that cannot be unpacked is refused."""
    left = MOST_UNPACKED
    for count, found in enumerate(STREAM.finditer(data)):
        if count >= MOST_STREAMS:
            raise _too_much(name)
        dictionary = _unescaped(data[max(0, found.start() - DICTIONARY_BYTES) : found.start()])
        dictionary = dictionary.rpartition(b" obj")[2]
        if b"/ObjStm" not in dictionary:
            continue
        objects = _inflated(name, found[1], dictionary, left)
        left -= len(objects)
        if left <= 0:
            raise _too_much(name)
        yield objects


def _inflated(name: str, packed: bytes, dictionary: bytes, most: int) -> bytes:
    filters = re.findall(rb"/(\w+Decode)", dictionary)
    if not filters:
        return packed
    if filters != [b"FlateDecode"]:
        raise _too_much(name)
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error as fault:
        raise broken(name) from fault


def _too_much(name: str) -> Exception:
    return refusal(
        name, "は作りが複雑で、中身を確かめられません。「PDFとして印刷」で保存し直して付けてください。", "unknown"
    )
