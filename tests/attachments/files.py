"""Real files of every kind that may be attached, made on the spot."""

import io
import zipfile

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000


def image(kind: str) -> bytes:
    """Return a small picture of a kind that Pillow knows (PNG, JPEG, GIF, WEBP)."""
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, kind)
    return file.getvalue()


def workbook() -> bytes:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def archive(*names: str) -> bytes:
    """Return a zip file with empty members of those names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as box:
        for name in names:
            box.writestr(name, "")
    return file.getvalue()


GOOD = {
    "案内.pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n",
    "画面.png": image("PNG"),
    "窓口.jpg": image("JPEG"),
    "窓口.JPEG": image("JPEG"),
    "動き.gif": image("GIF"),
    "写真.webp": image("WEBP"),
    "写真.heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 64,
    "台帳.xlsx": workbook(),
    "起案.docx": archive("[Content_Types].xml", "word/document.xml"),
    "説明.pptx": archive("[Content_Types].xml", "ppt/presentation.xml"),
    "古い台帳.xls": OLE,
    "古い起案.doc": OLE,
    "古い説明.ppt": OLE,
    "名簿.csv": "職員番号,氏名\r\n0004121,髙﨑德①\r\n".encode("cp932"),
    "名簿（BOM）.csv": "職員番号,氏名\n0004121,𠮷田\n".encode("utf-8-sig"),
    "メモ🈂.txt": "困っていること\n".encode(),
}


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
