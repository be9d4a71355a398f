"""Lists as CSV and Excel files, safe to open: nothing that somebody typed is ever run as a formula.

Spreadsheets read a cell as a formula by its first character. In CSV such a text gets a leading apostrophe; in Excel
files it is stored as text and marked as quoted, so that it stays text when the cell is edited.
"""

import csv
import datetime as dt
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO, Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

Cell = str | int | float | bool | Decimal | dt.date | dt.datetime | None
# Title of at most 31 characters, header, rows.
Sheet = tuple[str, Sequence[str], Iterable[Sequence[Cell]]]

BOM = "\ufeff"
# Full-width forms become these on entry in Japanese spreadsheets, as they do by NFKC; − (U+2212) becomes - in CP932.
FORMULA_SIGNS = frozenset("=+-@−")
LINE_SIGNS = frozenset("\t\r\n")
EXCEL_CELL_LIMIT = 32_767
IN_MEMORY_BYTES = 8 * 1024 * 1024
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What XML cannot hold at all.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def is_dangerous(text: str) -> bool:
    """Tell whether a spreadsheet may take ``text`` for a formula, or for the end of its cell."""
    if text[:1] in LINE_SIGNS:
        return True
    first = next((char for char in text if unicodedata.category(char)[0] not in "ZC"), "")
    return unicodedata.normalize("NFKC", first)[:1] in FORMULA_SIGNS


def neutralise(text: str) -> str:
    """Return ``text`` so that a spreadsheet shows it and does nothing else."""
    return f"'{text}" if is_dangerous(text) else text


def without_guard(text: str) -> str:
    """Return ``text`` without the apostrophe that ``neutralise`` put before it, for reading our own exports again."""
    return text[1:] if text[:1] == "'" and is_dangerous(text[1:]) else text


def csv_response(*, filename: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> StreamingHttpResponse:
    """Answer with UTF-8 CSV (BOM, CRLF, so that Excel opens it as it is); rows are sent while they are read."""
    response = StreamingHttpResponse(_csv_lines(header, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    return response


def xlsx_response(*, filename: str, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> FileResponse:
    """Answer with the Excel file of ``write_xlsx``."""
    return sheets_response(filename=filename, sheets=[(title, header, rows)])


def sheets_response(*, filename: str, sheets: Iterable[Sheet]) -> FileResponse:
    """Answer with an Excel file of several sheets, each (title, header, rows)."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # the response closes it when it has been sent
    write_sheets(file, sheets=sheets)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=filename, content_type=XLSX_TYPE)


def write_xlsx(file: IO[bytes], *, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write an Excel file of one sheet named ``title`` (at most 31 characters), its first row fixed, row by row."""
    write_sheets(file, sheets=[(title, header, rows)])


def write_sheets(file: IO[bytes], *, sheets: Iterable[Sheet]) -> None:
    """Write an Excel file of the sheets in their order, row by row."""
    book = Workbook(write_only=True)
    for title, header, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        sheet.append([_xlsx_cell(sheet, name, bold=True) for name in header])
        for row in rows:
            sheet.append([_xlsx_cell(sheet, value) for value in row])
    book.save(file)


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([neutralise(name) for name in header])
    for row in rows:
        yield writer.writerow([_csv_value(value) for value in row])


def _csv_value(value: Cell) -> str:
    plain = _plain(value)
    if isinstance(plain, dt.datetime):
        return f"{plain:%Y-%m-%d %H:%M}"
    if isinstance(plain, dt.date):
        return plain.isoformat()
    return neutralise(plain) if isinstance(plain, str) else str(plain)


def _plain(value: Cell) -> str | int | float | Decimal | dt.date | dt.datetime:
    """Return ``value`` as a spreadsheet takes it: moments in JST without a zone, はい and いいえ, empty for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    return value if isinstance(value, int | float | Decimal | dt.date) else str(value)


def _xlsx_cell(sheet: Any, value: Cell, *, bold: bool = False) -> WriteOnlyCell:
    plain = _plain(value)
    if not isinstance(plain, str):
        return WriteOnlyCell(sheet, plain)
    text = _NOT_IN_XML.sub("", plain)
    if len(text) > EXCEL_CELL_LIMIT:
        text = text[: EXCEL_CELL_LIMIT - 1] + "…"
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    if is_dangerous(text):
        cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    return cell
