"""Names of files: kept as text, never as a path."""

import unicodedata
from pathlib import PurePosixPath

# Not "com" and "sh": names of internet domains stand in the names of honest files (見積_example.com.pdf).
PROGRAMS = frozenset(
    "ade adp app bat chm cmd cpl dll dmg docm dotm exe gadget hta htm html inf iso jar js jse lnk mht mhtml msc msi "
    "msp mst php pif potm ppam ppsm pptm ps1 py reg scf scr sct svg vb vbe vbs ws wsc wsf wsh xhtml xlam xlsm xltm "
    "xml".split()
)


def clean_name(name: str) -> str:
    """Return the bare file name as text: no folders, no control or direction characters, 200 characters at most."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    bare = "".join(char for char in bare if unicodedata.category(char) not in ("Cc", "Cf", "Cs"))
    stem, dot, extension = bare.rpartition(".")
    return (f"{stem[:190]}.{extension[:9]}" if dot else bare[:200]) or "ファイル"


def program_in(name: str) -> str:
    """Return the extension of a program that stands before the last one (``請求書.exe.pdf``), empty for none."""
    middle = unicodedata.normalize("NFKC", name).lower().split(".")[1:-1]
    return next((part.strip() for part in middle if part.strip() in PROGRAMS), "")
