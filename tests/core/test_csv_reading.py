"""CSV as Japanese offices write it: three encodings, and every fault with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minato_dx.core.csv_reading import CP932, UTF8, UTF8_WITH_BOM, TableErrors, read_table

TEXT = "番号,氏名,課\r\n0007,髙﨑 德①㈱～,保育課\r\n0008,真砂 陽菜,\r\n"


def _read(data: bytes | str, required=("番号", "氏名"), optional=("課",)):
    return read_table(data.encode() if isinstance(data, str) else data, required=required, optional=optional)


def _faults(data: bytes | str, **columns) -> list[str]:
    with pytest.raises(TableErrors) as caught:
        _read(data, **columns)
    return [str(error) for error in caught.value.errors]


@pytest.mark.parametrize(("codec", "encoding"), [("utf-8", UTF8), ("utf-8-sig", UTF8_WITH_BOM), ("cp932", CP932)])
def test_each_encoding_is_found_and_no_character_changes(codec: str, encoding: str) -> None:
    table = _read(TEXT.encode(codec))
    assert table.encoding == encoding
    assert [row.cells for row in table.rows] == [
        {"番号": "0007", "氏名": "髙﨑 德①㈱～", "課": "保育課"},
        {"番号": "0008", "氏名": "真砂 陽菜", "課": ""},
    ]


def test_characters_beyond_cp932_are_read_from_utf8() -> None:
    assert _read("番号,氏名\n1,𠮷野 葛󠄀城\n").rows[0]["氏名"] == "𠮷野 葛󠄀城"


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    table = _read('番号,氏名,課\n\n1,"二\n行",x\n,,\n2,乙,y\n')
    assert [(row.line, row["氏名"]) for row in table.rows] == [(3, "二\n行"), (6, "乙")]


def test_headings_may_stand_in_any_order_width_and_with_spaces() -> None:
    table = read_table("Ｎａｍｅ , CODE\n甲,01\n".encode(), required=("code", "name"))
    assert table.rows[0].cells == {"code": "01", "name": "甲"}
    assert table.columns == {"code", "name"}


def test_missing_optional_column_reads_as_empty_and_is_known_to_be_missing() -> None:
    table = _read("番号,氏名\n1,甲\n")
    assert table.rows[0]["課"] == ""
    assert "課" not in table.columns


def test_white_space_around_a_cell_goes_and_inside_stays() -> None:
    assert _read("番号,氏名\n 1　,　真砂　陽菜 \n").rows[0].cells["氏名"] == "真砂　陽菜"


def test_wrong_headings_are_all_named_at_once() -> None:
    assert _faults("番号,住所,番号\n1,x,2\n") == [
        "1行目「住所」：この見出しの列は使いません。列を消すか、見出しを直してください。",
        "1行目「番号」：同じ見出しの列が2つあります。1つにしてください。",
        "1行目「氏名」：この見出しの列がありません。",
    ]


def test_every_fault_of_the_rows_is_named_with_its_line() -> None:
    assert _faults("番号,氏名,課\n,甲,x\n2,乙\n3,丙,y,z\n4,　,y\n") == [
        "2行目「番号」：空です。入れてください。",
        "3行目：3列のところ、2列あります。カンマと引用符を確かめてください。",
        "4行目：3列のところ、4列あります。カンマと引用符を確かめてください。",
        "5行目「氏名」：空です。入れてください。",
    ]


def test_damaged_utf8_is_named_and_not_taken_for_cp932() -> None:
    data = "番号,氏名\n1,甲乙\n2,丙丁\n".encode()
    damaged = data.replace("丁".encode(), b"\xe4\xb8")
    assert _faults(damaged) == [
        "3行目「氏名」：2文字目の文字は、UTF-8では読めません（バイト 0xE4）。UTF-8で保存し直してください。"
    ]


def test_damaged_cp932_is_named_with_its_byte() -> None:
    data = "番号,氏名\n1,甲乙\n2,丙".encode("cp932") + b"\x81\x20\r\n"
    (fault,) = _faults(data)
    assert fault.startswith("3行目「氏名」：2文字目の文字は、CP932（Shift_JIS）では読めません（バイト 0x81）")


@pytest.mark.parametrize("byte", [b"\x80", b"\xa0", b"\xfd", b"\xff"])
def test_bytes_that_cp932_does_not_assign_are_named(byte: bytes) -> None:
    (fault,) = _faults("番号,氏名\n1,甲乙".encode("cp932") + byte + "丙\n".encode("cp932"))
    assert f"バイト 0x{byte.hex().upper()}" in fault
    assert fault.startswith("2行目「氏名」：3文字目")


def test_character_that_was_lost_before_is_named() -> None:
    assert _faults("番号,氏名\n1,�野\n")[0].startswith("2行目「氏名」：1文字目が「�」です。元の文字が失われています")


def test_invisible_control_character_is_named() -> None:
    assert "U+0007" in _faults("番号,氏名\n1,甲\x07\n")[0]


def test_unreadable_heading_is_named() -> None:
    faults = _faults("番号,氏名,甲乙丙".encode() + b"\xff" + "\n1,甲,x\n".encode())
    assert any("1行目「3列目」：4文字目" in fault for fault in faults)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "中身が空です"),
        (b" \r\n", "中身が空です"),
        (b"PK\x03\x04rest", "Excelブックのまま"),
        ("番号,氏名\n1,甲\n".encode("utf-16"), "UTF-16"),
        ("番号,氏名\n1,甲\n".encode("utf-16-le"), "UTF-16"),
        ("番号,氏名\n".encode(), "中身の行がありません"),
        ("番号\t氏名\n1\t甲\n".encode(), "区切りがカンマではありません"),
        ("番号;氏名\n1;甲\n".encode(), "区切りがカンマではありません"),
        ('番号,氏名\n1,"甲\n2,乙\n'.encode(), "閉じ忘れ"),
    ],
)
def test_what_is_no_csv_is_told_how_to_become_one(data: bytes, text: str) -> None:
    assert any(text in fault for fault in _faults(data))


# Excel writes these to CP932, but Python's codec reads them back as their full-width forms.
CHANGED_BY_CP932 = "¢£¬‖−〜\xa0"


@given(
    cells=st.lists(
        st.text(
            st.characters(codec="cp932", exclude_categories=["Cc", "Cs", "Co"], exclude_characters=CHANGED_BY_CP932),
            min_size=1,
        ),
        min_size=1,
        max_size=5,
    ),
    codec=st.sampled_from(["utf-8-sig", "cp932"]),
)
def test_whatever_excel_can_write_comes_back_unchanged(cells: list[str], codec: str) -> None:
    quoted = ["番号,氏名"] + ['x,"{}"'.format(cell.replace('"', '""') + "終") for cell in cells]
    table = _read("\r\n".join(quoted).encode(codec))
    assert [row["氏名"] for row in table.rows] == [(cell + "終").strip() for cell in cells]
