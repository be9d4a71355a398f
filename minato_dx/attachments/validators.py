"""What may be attached: an allow-list by extension and by the content that is really there."""

import unicodedata
import zipfile
from pathlib import PurePosixPath
from typing import Any, TypeAlias

import magic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

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
KINDS_IN_WORDS = "PDF、Excel、Word、PowerPoint、CSV、画像"
SNIFF_BYTES = 8192

# A file as a form hands it over; generic to the type checker only.
Upload: TypeAlias = "UploadedFile[Any]"


def clean_name(name: str) -> str:
    """Return the bare file name as text: no folders, no control or direction characters, 200 characters at most."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    bare = "".join(char for char in bare if unicodedata.category(char) not in ("Cc", "Cf", "Cs"))
    stem, dot, extension = bare.rpartition(".")
    return (f"{stem[:190]}.{extension[:9]}" if dot else bare[:200]) or "ファイル"


def extension_of(name: str) -> str:
    """Return the extension in lower case and half width, without the dot."""
    return unicodedata.normalize("NFKC", name).rpartition(".")[2].lower() if "." in name else ""


def content_type_of(file: Any) -> str:
    """Return the content type that libmagic finds in the file's first bytes."""
    file.seek(0)
    found = magic.from_buffer(file.read(SNIFF_BYTES), mime=True)
    file.seek(0)
    return str(found)


def _is_office_document(file: Any, extension: str) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    finally:
        file.seek(0)
    return "[Content_Types].xml" in names and any(name.startswith(OOXML_ROOMS[extension]) for name in names)


def check_upload(upload: Upload) -> str:
    """Return the content type of an acceptable file.

    Raises ValidationError, worded for the person who attached it, when the file is empty, too large, of a kind
    that is not allowed, or not what its name says.
    """
    name = clean_name(upload.name or "")
    extension = extension_of(name)
    if extension not in ALLOWED:
        raise ValidationError(
            f"「{name}」は付けられません。{KINDS_IN_WORDS}にして付け直してください。", code="extension"
        )
    if not upload.size:
        raise ValidationError(f"「{name}」は中身が空です。ファイルを確かめて付け直してください。", code="empty")
    if upload.size > settings.ATTACHMENT_MAX_BYTES:
        limit = settings.ATTACHMENT_MAX_BYTES // (1024 * 1024)
        raise ValidationError(f"「{name}」は{limit}MBを超えています。小さくするか、分けて付けてください。", code="size")
    found = content_type_of(upload.file)
    lies = found not in ALLOWED[extension] or (
        extension in OOXML_ROOMS and not _is_office_document(upload.file, extension)
    )
    if lies:
        raise ValidationError(
            f"「{name}」の中身は、名前の「.{extension}」と合っていません。元のソフトで保存し直して付けてください。",
            code="content",
        )
    return found


def check_uploads(uploads: list[Upload], already: int = 0) -> None:
    """Raise one ValidationError that lists every fault of the files attached at once."""
    faults = []
    if len(uploads) + already > settings.ATTACHMENT_MAX_COUNT:
        faults.append(
            f"一度に付けられるのは{settings.ATTACHMENT_MAX_COUNT}つまでです。残りは、あとから返信に付けてください。"
        )
    for upload in uploads:
        try:
            check_upload(upload)
        except ValidationError as error:
            faults.extend(error.messages)
    if faults:
        raise ValidationError(faults)
