"""Whether a file may be taken: asked of every one that is handed in, at the door and in the ward."""

from collections.abc import Callable
from typing import Any, TypeAlias

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from minato_dx.core.files.kinds import (
    ALLOWED,
    KINDS_IN_WORDS,
    OLD_OFFICE,
    OOXML_ROOMS,
    PICTURES,
    TEXTS,
    content_type_of,
    extension_of,
)
from minato_dx.core.files.names import clean_name, program_in
from minato_dx.core.files.office import inspect_office, is_office_document
from minato_dx.core.files.old_office import inspect_old_office, is_locked, refuse_locked
from minato_dx.core.files.pdfs import inspect_pdf
from minato_dx.core.files.pictures import inspect_picture
from minato_dx.core.files.refusing import refusal
from minato_dx.core.files.texts import inspect_text

# A file as a form hands it over; generic to the type checker only.
Upload: TypeAlias = "UploadedFile[Any]"

INSPECTIONS: dict[str, Callable[[str, str, bytes], None]] = (
    {"pdf": lambda name, _extension, data: inspect_pdf(name, data)}
    | dict.fromkeys(PICTURES, inspect_picture)
    | dict.fromkeys(OOXML_ROOMS, inspect_office)
    | dict.fromkeys(OLD_OFFICE, inspect_old_office)
    | dict.fromkeys(TEXTS, lambda name, _extension, data: inspect_text(name, data))
)


def check_upload(upload: Upload, *, strict: bool = False) -> str:
    """Return the content type of an acceptable file.

    ``strict`` is for what comes from outside the ward: then nothing may run, hide or be fetched when it is opened.
    Staff attach their own workbooks, macros included. Raises ValidationError, worded for the person who attached it.
    """
    name = clean_name(upload.name or "")
    extension = extension_of(name)
    _check_outside(name, extension, upload, strict=strict)
    found = content_type_of(upload.file)
    lies = found not in ALLOWED[extension] or (
        extension in OOXML_ROOMS and not is_office_document(upload.file, extension)
    )
    if lies and is_locked(_content(upload)):
        raise refuse_locked(name)
    if lies:
        raise refusal(
            name,
            f"の中身は、名前の「.{extension}」と合っていません。元のソフトで保存し直して付けてください。",
            "content",
        )
    if strict:
        INSPECTIONS[extension](name, extension, _content(upload))
    return found


def _check_outside(name: str, extension: str, upload: Upload, *, strict: bool) -> None:
    """Look at name and size, before anything is read."""
    if extension not in ALLOWED:
        raise refusal(name, f"は付けられません。{KINDS_IN_WORDS}にして付け直してください。", "extension")
    program = program_in(name) if strict else ""
    if program:
        raise refusal(
            name,
            f"の名前には、途中に「.{program}」があります。名前から取って、付け直してください。",
            "double_extension",
        )
    if not upload.size:
        raise refusal(name, "は中身が空です。ファイルを確かめて付け直してください。", "empty")
    if upload.size > settings.ATTACHMENT_MAX_BYTES:
        limit = settings.ATTACHMENT_MAX_BYTES // (1024 * 1024)
        raise refusal(name, f"は{limit}MBを超えています。小さくするか、分けて付けてください。", "size")


def _content(upload: Upload) -> bytes:
    file: Any = upload.file
    file.seek(0)
    data: bytes = file.read()
    file.seek(0)
    return data


def check_uploads(uploads: list[Upload], already: int = 0, *, strict: bool = False) -> None:
    """Raise one ValidationError that lists every fault of the files attached at once."""
    faults = []
    if len(uploads) + already > settings.ATTACHMENT_MAX_COUNT:
        faults.append(
            f"一度に付けられるのは{settings.ATTACHMENT_MAX_COUNT}つまでです。残りは、あとから返信に付けてください。"
        )
    for upload in uploads:
        try:
            check_upload(upload, strict=strict)
        except ValidationError as error:
            faults.extend(error.messages)
    if faults:
        raise ValidationError(faults)
