"""Which kinds of files are taken, by extension and by the content that is really there."""

import unicodedata
from typing import Any

import magic

ZIP = "application/zip"
OLE = (
    "application/x-ole-storage",
    "application/CDFV2",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.ms-office",
)
OOXML = "application/vnd.openxmlformats-officedocument."
# extension → content types (as libmagic finds them) that may stand behind it
ALLOWED: dict[str, tuple[str, ...]] = {
    "pdf": ("application/pdf",),
    "png": ("image/png",),
    "jpg": ("image/jpeg",),
    "jpeg": ("image/jpeg",),
    "gif": ("image/gif",),
    "webp": ("image/webp",),
    "heic": ("image/heic", "image/heif"),
    "xlsx": (OOXML + "spreadsheetml.sheet", ZIP),
    "docx": (OOXML + "wordprocessingml.document", ZIP),
    "pptx": (OOXML + "presentationml.presentation", ZIP),
    "xls": OLE,
    "doc": OLE,
    "ppt": OLE,
    "csv": ("text/plain", "text/csv", "application/csv"),
    "txt": ("text/plain",),
}
# The folder that proves which office document a zip container is.
OOXML_ROOMS = {"xlsx": "xl/", "docx": "word/", "pptx": "ppt/"}
OLD_OFFICE = ("xls", "doc", "ppt")
PICTURES = ("png", "jpg", "jpeg", "gif", "webp", "heic")
TEXTS = ("csv", "txt")
KINDS_IN_WORDS = "PDF、Excel、Word、PowerPoint、CSV、画像"
SNIFF_BYTES = 8192


def extension_of(name: str) -> str:
    """Return the extension in lower case and half width, without the dot."""
    return unicodedata.normalize("NFKC", name).rpartition(".")[2].lower() if "." in name else ""


def content_type_of(file: Any) -> str:
    """Return the content type that libmagic finds in the file's first bytes."""
    file.seek(0)
    found = magic.from_buffer(file.read(SNIFF_BYTES), mime=True)
    file.seek(0)
    return str(found)
