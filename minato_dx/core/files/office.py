"""Excel, Word and PowerPoint as they are saved today: a ZIP of parts, each looked at before it is believed.

ECMA-376 (Office Open XML) names the parts and relationships; what of it may lead outside is listed here.
"""

import io
import re
import stat
import zipfile
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from minato_dx.core.files.kinds import OOXML_ROOMS
from minato_dx.core.files.refusing import ARCHIVES, SAVE_AGAIN, broken, refusal, two_in_one

MOST_PARTS = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
# Sheets of zeros are packed a hundredfold by honest hands; below this size it does no harm.
MOST_RATIO, RATIO_FROM = 150, 10 * 1024 * 1024
MOST_XML = 32 * 1024 * 1024
TYPES = "[Content_Types].xml"
# Packed pictures (Windows metafiles), and the documents behind charts: these alone may be archives within.
PACKED_PICTURES = (".emz", ".wmz", ".svgz")
INNER_DOCUMENTS = (".xlsx", ".docx", ".pptx")
STARTS = (*ARCHIVES, b"\x1f\x8b", b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"%PDF-", b"#!")
# Relationships that may name an address outside: a reader follows them by a click, or sees a picture.
OUTSIDE = ("hyperlink", "image", "video", "audio", "media", "externalLinkPath", "xlPathMissing", "xlExternalLinkPath")
WEB = ("http://", "https://", "mailto:", "tel:", "#")
# A link of Excel, or a field of Word, that talks to another program.
RUNS_DDE = re.compile(rb"<(?:\w+:)?ddeLink|instrText[^>]*>[^<]*\bDDE(?:AUTO)?\b")

MACRO = "には、マクロが入っています。マクロを外して .{extension} で保存し直し、付けてください。"
EMBEDDED = "には、別のファイルが埋め込まれています。外して保存し直すか、そのファイルを別に付けてください。"


def is_office_document(file: Any, extension: str) -> bool:
    """Tell whether the container is the kind of document that its name says; the file is read from its beginning."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    finally:
        file.seek(0)
    return TYPES in names and any(part.startswith(OOXML_ROOMS[extension]) for part in names)


def inspect_office(name: str, extension: str, data: bytes, *, is_inner: bool = False) -> None:
    """Raise ValidationError for a document that is broken, a bomb, or that runs, hides or fetches something."""
    if not data.startswith(b"PK\x03\x04"):
        raise two_in_one(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _inspect_sizes(name, parts)
            _inspect_names(name, extension, parts)
            for part in parts:
                _inspect_part(name, archive, part, is_inner=is_inner)
            _inspect_types(name, extension, archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, KeyError, OSError, ValueError) as fault:
        # What zipfile and zlib raise for archives that do not hold what they promise; refusals are passed on.
        raise broken(name) from fault


def _inspect_sizes(name: str, parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise refusal(name, "は、開くと大きくなりすぎます。シートや画像を分けて、付けてください。", "unpacked")
    if unpacked > RATIO_FROM and unpacked / packed > MOST_RATIO:
        raise refusal(name, f"は、圧縮のされ方がふつうではありません。{SAVE_AGAIN}", "unpacked")


def _inspect_names(name: str, extension: str, parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename.lower() for part in parts]
    if len(set(names)) != len(names) or any(_leads_out(part) for part in parts):
        raise two_in_one(name)
    if any(part.flag_bits & 0x1 for part in parts):
        raise refusal(name, "には、パスワードがかかっています。外して保存し直し、付けてください。", "encrypted")
    if any("vbaproject" in part or "vbadata" in part or "/macrosheets/" in part for part in names):
        raise refusal(name, MACRO.format(extension=extension), "macro")
    if any("/activex/" in part for part in names):
        raise refusal(name, EMBEDDED, "embedded")


def _leads_out(part: zipfile.ZipInfo) -> bool:
    path = part.filename
    is_link = stat.S_ISLNK(part.external_attr >> 16)
    return is_link or path.startswith("/") or "\\" in path or ":" in path or ".." in path.split("/")


def _inspect_part(name: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo, *, is_inner: bool) -> None:
    path = part.filename.lower()
    if path.endswith((".html", ".htm", ".js", ".vbs", ".exe", ".dll", ".bat", ".cmd", ".ps1", ".hta", ".jar")):
        raise refusal(name, EMBEDDED, "embedded")
    with archive.open(part) as file:
        start = file.read(8)
    if path.endswith(".rels"):
        _inspect_links(name, _xml(name, archive, part))
    elif start.startswith(STARTS) and not path.endswith(PACKED_PICTURES):
        _inspect_inner(name, archive, part, is_inner=is_inner)
    elif _may_run_dde(path) and RUNS_DDE.search(_bounded(name, archive, part)):
        raise refusal(name, "には、開くと別のプログラムを動かす式が入っています。式を消して付けてください。", "active")


def _may_run_dde(path: str) -> bool:
    return path.startswith("xl/externallinks/") or path == "word/document.xml"


def _inspect_inner(name: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo, *, is_inner: bool) -> None:
    """Look into the workbook behind a chart; any other file within is refused, and so is one in one in one."""
    path = part.filename.lower()
    if is_inner or "/embeddings/" not in path or not path.endswith(INNER_DOCUMENTS):
        raise refusal(name, EMBEDDED, "embedded")
    inspect_office(name, path.rpartition(".")[2], archive.read(part), is_inner=True)


def _bounded(name: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    if part.file_size > MOST_XML:
        raise refusal(name, f"は、作りが複雑で、中身を確かめられません。{SAVE_AGAIN}", "unknown")
    return archive.read(part)


def _xml(name: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Any:
    try:
        return fromstring(_bounded(name, archive, part), forbid_dtd=True)
    except DefusedXmlException as fault:
        raise two_in_one(name) from fault
    except ParseError as fault:
        raise broken(name) from fault


def _inspect_links(name: str, root: Any) -> None:
    for link in root:
        if link.get("TargetMode") != "External":
            continue
        kind, target = link.get("Type", "").rpartition("/")[2], link.get("Target", "").lower()
        is_picture = kind in ("image", "video", "audio", "media")
        if kind not in OUTSIDE or (is_picture and not target.startswith(WEB)) or "javascript:" in target:
            raise refusal(
                name,
                "は、開くと外のファイル（ひな形など）を読み込みます。つながりを切って保存し直し、付けてください。",
                "external",
            )


def _inspect_types(name: str, extension: str, archive: zipfile.ZipFile) -> None:
    root = _xml(name, archive, archive.getinfo(TYPES))
    if any("macroenabled" in entry.get("ContentType", "").lower() for entry in root):
        raise refusal(name, MACRO.format(extension=extension), "macro")
