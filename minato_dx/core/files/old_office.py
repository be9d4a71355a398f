"""Excel, Word and PowerPoint of before 2007: read by oletools in a process of its own, with limits.

The format is a file system with many readers' bugs in its history: what hangs or eats memory there ends without harm.
"""

import subprocess
import sys
from pathlib import Path

from minato_dx.core.files.refusing import broken, holds_script, refusal, two_in_one

READER = Path(__file__).with_name("ole_reader.py")
SECONDS = 30
MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The stream in which Office keeps a document that has a password (ECMA-376 Part 2, MS-OFFCRYPTO), as names are stored.
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
LOCKED = "には、パスワードがかかっています。外して保存し直し、付けてください。"
NEW_KIND = {"xls": "xlsx", "doc": "docx", "ppt": "pptx"}
WORDS = {
    "macro": "には、マクロが入っています。マクロを外して .{new} で保存し直し、付けてください。",
    "encrypted": LOCKED,
    "embedded": "には、別のファイルが埋め込まれています。外して保存し直すか、そのファイルを別に付けてください。",
}


def inspect_old_office(name: str, extension: str, data: bytes) -> None:
    """Raise ValidationError for a document that is broken or locked, or in which something runs or hides."""
    if not data.startswith(MAGIC) or holds_script(data):
        raise two_in_one(name)
    found = _read(data)
    if found == "broken":
        raise broken(name)
    if found in WORDS:
        raise refusal(name, WORDS[found].format(new=NEW_KIND[extension]), found)
    if found != "clean":
        raise refusal(
            name, f"は、中身を確かめられません。.{NEW_KIND[extension]} で保存し直して付けてください。", "unknown"
        )


def is_locked(data: bytes) -> bool:
    """Tell whether it is a document of any kind with a password, whatever its name says."""
    return data.startswith(MAGIC) and ENCRYPTED_PACKAGE in data


def refuse_locked(name: str) -> Exception:
    """Return the refusal of a document with a password."""
    return refusal(name, LOCKED, "encrypted")


def _read(data: bytes) -> str:
    """Return what the reader says of the bytes; empty where it did not come to an end."""
    command = [sys.executable, "-I", "-W", "ignore", str(READER)]
    try:
        done = subprocess.run(  # noqa: S603  (our own script; the file goes in as bytes and is no argument)
            command, input=data, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode(errors="replace").strip()
