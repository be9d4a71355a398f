"""Files that nobody should open, and their honest neighbours: all made on the spot, none of them can do any harm."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import openpyxl
from openpyxl.chart import BarChart, Reference
from PIL import Image

from minato_dx.core.pdf import as_pdf
from tests.attachments.ole import MACROS, WORD, ole

Content = bytes | Callable[[], bytes]
# The test file of the scanners' makers, in two halves so that no scanner takes this source for it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD" + b"-ANTIVIRUS-TEST-FILE!$H+H*"
PAGE = b"<html><script>alert(1)</script></html>"
MAIN = "application/vnd.openxmlformats-officedocument."
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size).save(file, kind)
    return file.getvalue()


def huge_png() -> bytes:
    """Return a PNG of some hundred bytes that says it is 60,000 pixels wide and high."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    end = chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\x00" * 1000)) + end


def pdf(inside: bytes = b"", trailer: bytes = b"") -> bytes:
    body = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + inside + b" >>\nendobj\n"
    body += b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    return b"%PDF-1.7\n" + body + b"trailer\n<< /Root 1 0 R " + trailer + b" >>\nstartxref\n9\n%%EOF\n"


def pdf_with_stream(content: bytes, dictionary: bytes) -> bytes:
    stream = b"3 0 obj\n<< " + dictionary + b" >>\nstream\n" + content + b"\nendstream\nendobj\n"
    return pdf().replace(b"trailer\n", stream + b"trailer\n")


def packed_pdf(objects: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    return pdf_with_stream(zlib.compress(objects), b"/Type /ObjStm /N 1 /First 4 /Filter " + filters)


def real_pdf() -> bytes:
    page = '<html lang="ja"><title>ご提案</title><h1>ご提案</h1><p>窓口の申込書を読み取ります。</p></html>'
    return as_pdf(html=page, style="css/letter.css")


def zipped(parts: dict[str, bytes], *, pack: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", pack) as box:
        for name, content in parts.items():
            box.writestr(name, content)
    return file.getvalue()


def document(extra: dict[str, bytes] | None = None, kind: str = "docx", types: bytes = b"") -> bytes:
    """Return a small document of Office, with further parts."""
    main, content_type = {
        "docx": ("word/document.xml", MAIN + "wordprocessingml.document.main+xml"),
        "xlsx": ("xl/workbook.xml", MAIN + "spreadsheetml.sheet.main+xml"),
        "pptx": ("ppt/presentation.xml", MAIN + "presentationml.presentation.main+xml"),
    }[kind]
    override = f'<Override PartName="/{main}" ContentType="{content_type}"/>'.encode()
    listed = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' + override
    parts = {"[Content_Types].xml": listed + types + b"</Types>", main: b"<root/>"}
    return zipped(parts | (extra or {}))


def links(*each: tuple[str, str]) -> bytes:
    """Return a part of relationships that lead outside: (kind, address)."""
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{RELS}{kind}" Target="{target}" TargetMode="External"/>'
        for number, (kind, target) in enumerate(each)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{rows}</Relationships>'.encode()


def with_symlink() -> bytes:
    file = io.BytesIO(document())
    with zipfile.ZipFile(file, "a") as box:
        link = zipfile.ZipInfo("word/media/image1.png")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        box.writestr(link, "/etc/passwd")
    return file.getvalue()


def with_two_of_a_name() -> bytes:
    """Return a document with a part twice: one reader takes the first, another the last."""
    data = document({"word/document.xmX": b"<other/>"})
    return data.replace(b"word/document.xmX", b"word/document.xml")


def with_password_bit() -> bytes:
    """Return a document whose parts say that they are encrypted, in both places where the format says it."""
    data = bytearray(document())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def workbook(chart: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (("月", "件数"), ("4月", 120), ("5月", 90)):
        sheet.append(row)
    sheet["C1"].hyperlink = "https://example.com/"
    sheet["C2"] = "=SUM(B2:B3)"
    if chart:
        bars = BarChart()
        bars.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
        sheet.add_chart(bars, "E2")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def old_workbook(sheet_kind: bytes = b"\x00") -> bytes:
    """Return an .xls with one sheet: an ordinary one (0), or one of Excel 4 macros (1)."""
    begin = b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\x00" * 12
    sheet = b"\x85\x00\x0c\x00" + b"\x00" * 5 + sheet_kind + b"\x04\x00Auto"
    return ole({"Workbook": begin + sheet})


def swollen(megabytes: int) -> bytes:
    """Return a small workbook with one part that unpacks to so much."""
    return document({"xl/big.xml": b" " * (megabytes * 1_000_000)}, "xlsx")


def content_of(content: Content) -> bytes:
    """Return the bytes; what takes long to make is made when it is asked for."""
    return content() if callable(content) else content


NESTED = zipped({"a.zip": zipped({"b.txt": b"b"})})
HONEST: dict[str, Content] = {
    "提案書.pdf": real_pdf,
    "packed.pdf": packed_pdf(b"5 0 << /Type /Page /Annots [ << /S /URI /URI (https://example.com/) >> ] >>"),
    "画面.png": picture(),
    "窓口.jpg": picture("JPEG"),
    "電話の写真.jpeg": picture("JPEG") + b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 200,
    "動き.gif": picture("GIF"),
    "写真.webp": picture("WEBP"),
    "写真.heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + struct.pack(">I", 72) + b"mdat" + b"\x01" * 64,
    "費用.xlsx": workbook(),
    "グラフ.xlsx": workbook(chart=True),
    "説明.docx": document({"word/media/image1.png": picture(), "word/_rels/document.xml.rels": links(
        ("hyperlink", "https://example.com/"), ("image", "https://example.com/logo.png"))}),
    "説明.pptx": document({"ppt/embeddings/Microsoft_Excel_Sheet1.xlsx": workbook(), "ppt/media/image1.emz":
        b"\x1f\x8b\x08\x00"}, kind="pptx"),
    "古い説明.doc": ole(WORD),
    "古い費用.xls": old_workbook(),
    "一覧.csv": "番号,名称,費用\r\n1,髙﨑システム,-1200\r\n2,=SUM(A1:A2),@係\r\n".encode("cp932"),
    "一覧（UTF-16）.csv": "番号,名称\r\n1,𠮷田\r\n".encode("utf-16"),
    "メモ.txt": "a < b のとき、<注> を見てください。\n".encode(),
    "見積_example.com.pdf": pdf(),
}  # fmt: skip
# (name, content, code of the refusal)
HOSTILE: dict[str, tuple[str, Content, str]] = {
    "a page that says it is a picture": ("写真.png", PAGE, "content"),
    "a drawing with a script": ("図.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "extension"),
    "a drawing under another name": ("図.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "content"),
    "a page": ("手順.html", PAGE, "extension"),
    "a page under the name of a text": ("手順.txt", PAGE, "content"),
    "a page after a long text": ("手順.csv", b"a,b\n" * 3000 + PAGE, "polyglot"),
    "a program": ("台帳.exe", b"MZ\x90\x00" + b"\x00" * 200, "extension"),
    "a program before the last extension": ("請求書.exe.pdf", pdf(), "double_extension"),
    "the same in full width": ("請求書.ＥＸＥ.pdf", pdf(), "double_extension"),
    "a name that is read from the right": ("台帳\u202efdp.exe", b"MZ", "extension"),
    "a program hidden by a zero-width character": ("台帳.js\u200b.pdf", pdf(), "double_extension"),
    "zero bytes": ("空.pdf", b"", "empty"),
    "a picture with a page behind": ("写真.png", picture() + PAGE, "polyglot"),
    "a picture with an archive behind": ("写真.jpg", picture("JPEG") + NESTED, "polyglot"),
    "a picture with a program behind": ("写真.png", picture() + b"MZ\x90\x00program", "polyglot"),
    "a picture with a script in its comment": ("動き.gif", picture("GIF")[:-1] + b"!\xfe\x08<script \x00;", "polyglot"),
    "a picture that is a document too": ("写真.jpg", picture("JPEG")[:20] + pdf() + picture("JPEG")[20:], "polyglot"),
    "a picture cut off": ("写真.png", picture(size=(64, 64))[:-20], "broken"),
    "a photo cut off": ("写真.jpg", picture("JPEG", (64, 64))[:-40], "broken"),
    "a picture of 3,600 million pixels": ("写真.png", huge_png(), "picture_size"),
    "a document after a page": ("資料.pdf", b"\n" + PAGE + pdf(), "polyglot"),
    "a document after some bytes": ("資料.pdf", b"GIF89a" + pdf(), "content"),
    "a document with a page behind": ("資料.pdf", pdf() + PAGE, "polyglot"),
    "a document with an archive behind": ("資料.pdf", pdf() + NESTED + b"%%EOF\n", "polyglot"),
    "a document cut off": ("資料.pdf", lambda: real_pdf()[:-200], "broken"),
    "a document with JavaScript": ("資料.pdf", pdf(b"/OpenAction << /S /JavaScript /JS (x) >>"), "active"),
    "the same with its name disguised": ("資料.pdf", pdf(b"/OpenAction << /S /J#61vaScr#69pt >>"), "active"),
    "the same in a packed stream": ("資料.pdf", packed_pdf(b"5 0 << /S /JavaScript /JS (x) >>"), "active"),
    "the same packed strangely": ("資料.pdf", packed_pdf(b"<< >>", b"[/ASCIIHexDecode /FlateDecode]"), "unknown"),
    "a packed stream that never ends": ("資料.pdf", lambda: packed_pdf(b" " * 80_000_000), "unknown"),
    "a document that starts a program": ("資料.pdf", pdf(b"/OpenAction << /S /Launch /F (calc.exe) >>"), "active"),
    "a document with a file in it": ("資料.pdf", pdf(b"/Names << /EmbeddedFiles 4 0 R >>"), "active"),
    "a document with a password": ("資料.pdf", pdf(trailer=b"/Encrypt 5 0 R"), "encrypted"),
    "a workbook that unpacks to 300 MB": ("台帳.xlsx", lambda: swollen(300), "unpacked"),
    "a workbook packed a thousandfold": ("台帳.xlsx", lambda: swollen(60), "unpacked"),
    "a workbook of 3,000 parts": (
        "台帳.xlsx", lambda: document({f"xl/{n}.xml": b"" for n in range(3000)}, "xlsx"), "unpacked",
    ),
    "an archive in a document": ("説明.docx", document({"word/media/image1.png": NESTED}), "embedded"),
    "a document in one in one": (
        "説明.pptx",
        document({"ppt/embeddings/a.xlsx": document({"xl/embeddings/b.xlsx": workbook()}, "xlsx")}, "pptx"),
        "embedded",
    ),
    "an object of another program": ("説明.docx", document({"word/embeddings/o.bin": ole(WORD)}), "embedded"),
    "a program in a document": ("説明.docx", document({"word/media/a.bin": b"MZ\x90\x00"}), "embedded"),
    "a workbook with macros": ("台帳.xlsx", document({"xl/vbaProject.bin": ole(MACROS)}, "xlsx"), "macro"),
    "a workbook that says it has macros": (
        "台帳.xlsx",
        document(kind="xlsx", types=b'<Default ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'),
        "macro",
    ),
    "a sheet of old macros": ("台帳.xlsx", document({"xl/macrosheets/sheet1.xml": b"<a/>"}, "xlsx"), "macro"),
    "a template from outside": (
        "説明.docx",
        document({"word/_rels/settings.xml.rels": links(("attachedTemplate", "http://example.com/a.dotm"))}),
        "external",
    ),
    "a picture from a file server": (
        "説明.docx",
        document({"word/_rels/document.xml.rels": links(("image", "file://10.0.0.1/a.png"))}),
        "external",
    ),
    "entities that multiply": (
        "説明.docx",
        document({"word/_rels/document.xml.rels": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "polyglot",
    ),
    "a field that starts a program": (
        "説明.docx",
        document({"word/document.xml": b"<w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText>"}),
        "active",
    ),
    "a part with a path": ("説明.docx", document({"word/../../../etc/cron.d/a": b"a"}), "polyglot"),
    "a part with a drive": ("説明.docx", document({"C:/Windows/a.xml": b"a"}), "polyglot"),
    "a symbolic link": ("説明.docx", with_symlink(), "polyglot"),
    "a part twice": ("説明.docx", with_two_of_a_name(), "polyglot"),
    "parts with a password": ("説明.docx", with_password_bit(), "encrypted"),
    "a document with a password, of today": (
        "説明.docx", ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "encrypted",
    ),
    "a document cut off, of today": ("説明.docx", document()[:-40], "content"),
    "a document with macros, of 2003": ("説明.doc", ole(WORD | MACROS), "macro"),
    "a workbook with a sheet of macros, of 1997": ("台帳.xls", old_workbook(b"\x01"), "macro"),
    "a document with an object, of 2003": ("説明.doc", ole(WORD | {"ObjectPool/\x01Ole10Native": b"MZ"}), "embedded"),
    "a document with a password, of 2003": (
        "説明.doc", ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "encrypted",
    ),
    "a document cut off, of 2003": ("説明.doc", ole(WORD)[:-3000], "broken"),
    "nothing but the mark of an old document": ("説明.doc", ole(WORD)[:8] + b"\x00" * 1000, "broken"),
    "a CSV with NUL": ("一覧.csv", b"a,b\n" * 3000 + b"\x00", "text"),
    "a CSV in no encoding": ("一覧.csv", b"a,b\n" * 3000 + b"\xff\xfe\x81\n", "text"),
    "a CSV that starts a program": ("一覧.csv", b"a,b\n=cmd|' /C calc'!A0,1\n", "active"),
    "a script for a shell": ("手順.txt", "\ufeff#!/bin/sh\nrm -rf /\n".encode(), "content"),
}  # fmt: skip
