import csv
import datetime as dt
import io
from decimal import Decimal
from urllib.parse import quote

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minato_dx.core.exports import (
    EXCEL_CELL_LIMIT,
    XLSX_TYPE,
    csv_response,
    is_dangerous,
    neutralise,
    write_xlsx,
    xlsx_response,
)

DANGEROUS = [
    "=1+1",
    "+81",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\rx",
    "\nx",
    "＝1",
    "＋81",
    "－1",
    "＠SUM",
    "−1",
    " =1",
    "　＝1",
    "\u200b=1",
    "\ufeff=1",
    "=",
]
HARMLESS = ["", " ", "台帳が3つ", "1-2", "a=b", "’=1", "※重要", "令和8年度-0123", "髙﨑 德子", "ー"]


def csv_bytes(header, rows) -> bytes:
    return b"".join(csv_response(filename="一覧.csv", header=header, rows=rows).streaming_content)


def csv_rows(rows) -> list[list[str]]:
    text = csv_bytes(["見出し"], rows).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


def xlsx_sheet(rows, header=("見出し",)):
    file = io.BytesIO()
    write_xlsx(file, title="受付一覧", header=header, rows=rows)
    return openpyxl.load_workbook(file).active


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_run_is_shown_as_text(text):
    assert neutralise(text) == f"'{text}"
    assert csv_rows([[text]]) == [[f"'{text}"]]


@pytest.mark.parametrize("text", DANGEROUS)
def test_an_excel_file_holds_it_as_quoted_text(text):
    cell = xlsx_sheet([[text]])["A2"]

    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value == text.replace("\r", "\n")  # XML reads a carriage return as a line feed


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_stay_as_they_are(text):
    assert neutralise(text) == text


@given(st.text(max_size=30))
def test_no_exported_text_begins_like_a_formula(text):
    exported = csv_rows([[text, "x"]])[0][0]

    assert exported.lstrip()[:1] not in {"=", "+", "-", "@", "＝", "＋", "－", "＠"}
    assert exported in (text, f"'{text}")


def test_headers_are_neutralised_too():
    assert csv_bytes(["=1"], []) == "\ufeff'=1\r\n".encode()
    assert xlsx_sheet([], header=["=1"])["A1"].data_type == "s"


def test_numbers_stay_numbers():
    assert csv_rows([[-1, Decimal("7.5"), 9600]]) == [["-1", "7.5", "9600"]]
    assert [cell.value for cell in xlsx_sheet([[-1, Decimal("7.5"), 9600]])[2]] == [-1, 7.5, 9600]


def test_days_moments_and_answers_are_written_for_japan():
    moment = dt.datetime(2026, 11, 24, 1, 42, tzinfo=dt.UTC)
    row = [dt.date(2026, 11, 24), moment, True, False, None]

    assert csv_rows([row]) == [["2026-11-24", "2026-11-24 10:42", "はい", "いいえ", ""]]
    cells = [cell.value for cell in xlsx_sheet([row])[2]]
    assert cells[:4] == [dt.datetime(2026, 11, 24), dt.datetime(2026, 11, 24, 10, 42), "はい", "いいえ"]  # noqa: DTZ001
    assert not cells[4]


def test_csv_opens_in_excel_as_it_is():
    data = csv_bytes(["氏名"], [["𠮷川, 髙﨑"], ['"引用"\n改行']])

    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == '氏名\r\n"𠮷川, 髙﨑"\r\n"""引用""\n改行"\r\n'


def test_csv_is_sent_while_its_rows_are_read():
    read = []

    def rows():
        for number in range(3):
            read.append(number)
            yield [number]

    content = iter(csv_response(filename="a.csv", header=["n"], rows=rows()).streaming_content)
    next(content)
    next(content)

    assert read == [0]


SAVED_AS = f"attachment; filename*=utf-8''{quote('受付一覧')}"


def test_csv_is_saved_under_its_japanese_name():
    response = csv_response(filename="受付一覧.csv", header=["見出し"], rows=[])

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == f"{SAVED_AS}.csv"


def test_an_excel_file_is_saved_under_its_japanese_name_and_is_whole():
    response = xlsx_response(filename="受付一覧.xlsx", title="受付一覧", header=["見出し"], rows=[["台帳"]])
    with response.file_to_stream:
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active

    assert response.headers["Content-Type"] == XLSX_TYPE
    assert response.headers["Content-Disposition"] == f"{SAVED_AS}.xlsx"
    assert sheet.title == "受付一覧"
    assert sheet.freeze_panes == "A2"
    assert [[cell.value for cell in row] for row in sheet] == [["見出し"], ["台帳"]]


def test_what_excel_cannot_hold_is_left_out_or_marked():
    sheet = xlsx_sheet([["鈴\x00\x1b木\ufffe"], ["あ" * 40_000], ["#N/A"]])

    assert sheet["A2"].value == "鈴木"
    assert len(sheet["A3"].value) == EXCEL_CELL_LIMIT
    assert sheet["A3"].value.endswith("…")
    assert (sheet["A4"].value, sheet["A4"].data_type) == ("#N/A", "s")


@given(st.text(max_size=50))
def test_excel_files_take_any_text(text):
    cell = xlsx_sheet([[text]])["A2"]

    assert cell.data_type in ("s", "n", "inlineStr")
    assert cell.quotePrefix or not is_dangerous(str(cell.value or ""))
