"""Read a CSV file as Japanese offices write it, and name everything that cannot be read, by line and column.

UTF-8, UTF-8 with BOM and CP932 (what Excel calls Shift_JIS) are told apart by their bytes. ``shift_jis`` is not used:
it lacks 髙, 﨑, ① and others that CP932 has.
"""

import csv
import io
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from minato_dx.core.text import normalise_key

UTF8, UTF8_WITH_BOM, CP932 = "UTF-8", "UTF-8（BOM付き）", "CP932（Shift_JIS）"
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_CODECS = {UTF8: "utf-8", UTF8_WITH_BOM: "utf-8-sig", CP932: "cp932"}
# Python reads bytes that CP932 leaves unassigned as these.
_UNASSIGNED_IN_CP932 = frozenset("\x80\xa0\uf8f0\uf8f1\uf8f2\uf8f3")


@dataclass(frozen=True, slots=True, order=True)
class TableError:
    """One thing to mend: the line in the file (1 = header; 0 = the whole file), the column's name, what to do."""

    line: int
    column: str
    text: str

    def __str__(self) -> str:
        place = f"{self.line}行目" if self.line else ""
        place += f"「{self.column}」" if self.column else ""
        return f"{place}：{self.text}" if place else self.text


class TableErrors(Exception):
    """Everything that has to be mended before the file can be used, in the order of the file."""

    def __init__(self, errors: Collection[TableError]) -> None:
        self.errors = sorted(errors, key=lambda error: error.line)
        super().__init__("\n".join(str(error) for error in self.errors))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: where it begins in the file, and its cells without white space around them."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class Table:
    """A file that could be read: its rows, the columns that it has, its encoding in words."""

    rows: list[Row]
    columns: frozenset[str]
    encoding: str


@dataclass(slots=True)
class _Reading:
    required: Sequence[str]
    optional: Sequence[str]
    encoding: str
    errors: list[TableError] = field(default_factory=list)

    def add(self, line: int, column: str, text: str) -> None:
        self.errors.append(TableError(line, column, text))


def read_table(data: bytes, *, required: Sequence[str], optional: Sequence[str] = ()) -> Table:
    """Return the rows of ``data``; a cell of a ``required`` column is never empty, a missing ``optional`` column is.

    Column names are compared without regard to width, case and white space, and may stand in any order. Empty lines
    are passed over. Raises TableErrors with everything at once: characters that cannot be read, unknown, missing and
    doubled columns, lines with too many or too few fields, empty cells.
    """
    encoding = _detect(data)
    text = data.decode(_CODECS[encoding], errors="surrogateescape")
    reading = _Reading(required, optional, encoding)
    lines = _records(text, reading)
    line, header = next(lines, (1, []))
    names = _columns(line, header, reading)
    rows = [row for number, cells in lines if (row := _row(number, cells, names, reading)) is not None]
    if not rows and not reading.errors:
        reading.add(0, "", "見出しの行だけで、中身の行がありません。")
    if reading.errors:
        raise TableErrors(reading.errors)
    return Table(rows, frozenset(names), encoding)


def _detect(data: bytes) -> str:
    """Return which of the three encodings ``data`` is in; raise TableErrors for what is no CSV at all."""
    if not data.strip():
        raise TableErrors([TableError(0, "", "ファイルの中身が空です。")])
    if data.startswith(b"PK\x03\x04"):
        raise TableErrors([TableError(0, "", "Excelブックのままです。「CSV UTF-8」で保存し直してください。")])
    if data.startswith(_UTF16_BOMS) or b"\0" in data:
        raise TableErrors([TableError(0, "", "文字コードがUTF-16です。「CSV UTF-8」で保存し直してください。")])
    if data.startswith(_UTF8_BOM):
        return UTF8_WITH_BOM
    marked = data.decode("utf-8", errors="replace")
    broken = marked.count("�")
    # A UTF-8 file with a few damaged bytes must not be taken for CP932, in which every byte has some meaning.
    readable = sum(not char.isascii() for char in marked) - broken
    return UTF8 if broken == 0 or readable > broken else CP932


def _records(text: str, reading: _Reading) -> Iterator[tuple[int, list[str]]]:
    """Yield (line on which it begins, fields) of each record that is not empty."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for fields in reader:
            if any(cell.strip() for cell in fields):
                yield begins, fields
            begins = reader.line_num + 1
    except csv.Error:
        reading.add(begins, "", '引用符（"）の閉じ忘れなどで、この行から先を区切れません。')


def _columns(line: int, header: list[str], reading: _Reading) -> list[str]:
    """Return the known name of each field of the header ("" for an unknown one)."""
    if len(header) == 1 and ("\t" in header[0] or ";" in header[0]):
        reading.add(line, "", "区切りがカンマではありません。カンマ区切りのCSVで保存し直してください。")
        return [""]
    known = {normalise_key(name): name for name in (*reading.required, *reading.optional)}
    names: list[str] = []
    for place, title in enumerate(header, start=1):
        _report_unreadable(line, f"{place}列目", title, reading)
        name = known.get(normalise_key(title), "")
        if not name:
            reading.add(
                line,
                _shown(title) or f"{place}列目",
                "この見出しの列は使いません。列を消すか、見出しを直してください。",
            )
        elif name in names:
            reading.add(line, name, "同じ見出しの列が2つあります。1つにしてください。")
        names.append(name)
    for name in reading.required:
        if name not in names:
            reading.add(line, name, "この見出しの列がありません。")
    return names


def _row(line: int, fields: list[str], names: list[str], reading: _Reading) -> Row | None:
    if len(fields) != len(names):
        reading.add(line, "", f"{len(names)}列のところ、{len(fields)}列あります。カンマと引用符を確かめてください。")
        return None
    cells = dict.fromkeys(reading.optional, "") | {
        name: cell.strip() for name, cell in zip(names, fields, strict=True) if name
    }
    for name, cell in cells.items():
        _report_unreadable(line, name, cell, reading)
        if name in reading.required and not cell:
            reading.add(line, name, "空です。入れてください。")
    return Row(line, cells)


def _report_unreadable(line: int, column: str, cell: str, reading: _Reading) -> None:
    for place, char in enumerate(cell, start=1):
        fault = _fault(char, reading.encoding)
        if fault:
            reading.add(line, _shown(column), f"{place}文字目{fault}")
            return  # one byte that cannot be read often spoils the next as well


def _fault(char: str, encoding: str) -> str:
    """Return what is wrong with ``char``, or an empty text."""
    if "\udc80" <= char <= "\udcff":
        return _unreadable(encoding, f"{ord(char) - 0xDC00:02X}")
    if encoding == CP932 and char in _UNASSIGNED_IN_CP932:
        return _unreadable(encoding, char.encode("cp932").hex().upper())
    if char == "�":
        return "が「�」です。元の文字が失われています。元のデータから書き出し直してください。"
    if unicodedata.category(char) == "Cc" and char not in "\t\r\n":
        return f"に、目に見えない制御文字（U+{ord(char):04X}）があります。消してください。"
    return ""


def _unreadable(encoding: str, byte: str) -> str:
    return f"の文字は、{encoding}では読めません（バイト 0x{byte}）。UTF-8で保存し直してください。"


def _shown(title: str) -> str:
    """Return a heading as it can be shown, with what could not be read replaced."""
    plain = "".join("�" if "\udc80" <= char <= "\udcff" else char for char in title)
    return plain.strip()[:40]
