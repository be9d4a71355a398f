"""Municipalities: by code and never by name, from files of two encodings, all or nothing."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from minato_dx.core.csv_reading import CP932, UTF8_WITH_BOM, TableErrors
from minato_dx.core.municipality_code import check_digit
from minato_dx.organization.services.import_report import Action
from minato_dx.reference.models import Municipality
from minato_dx.reference.services.municipalities import import_municipalities

pytestmark = pytest.mark.django_db

HEADER = "pid,pref,cid,city,citykana,lat,lng,url,phrase"
LINES = (
    "1,北海道,1101,札幌市 中央区,さっぽろし ちゅうおうく,,,,",
    "13,東京都,13103,港区,みなとく,,,,",
    "23,愛知県,23111,名古屋市 港区,なごやし みなとく,,,,",
    "27,大阪府,27107,大阪市 港区,おおさかし みなとく,,,,",
)
CODES = ["011011", "131032", "231118", "271071"]


def a_file(*lines: str, header: str = HEADER, codec: str = "utf-8-sig", ends: str = "\n") -> bytes:
    return ends.join((header, *lines)).encode(codec)


def with_codes(*codes: str) -> bytes:
    return a_file(*(f"{line},{code}" for line, code in zip(LINES, codes, strict=False)), header=f"{HEADER},lgcode")


def faults(data: bytes) -> list[str]:
    with pytest.raises(TableErrors) as caught:
        import_municipalities(data=data)
    assert not Municipality.objects.exists()
    return [str(error) for error in caught.value.errors]


def test_both_encodings_give_the_same_rows() -> None:
    report = import_municipalities(data=with_codes(*CODES))
    assert report.encoding == UTF8_WITH_BOM
    assert [row.code for row in Municipality.objects.all()] == CODES
    again = import_municipalities(data=a_file(*LINES, codec="cp932", ends="\r\n"))
    assert again.encoding == CP932
    assert again.counts()[Action.KEEP] == 4
    assert not again.changes_anything


def test_three_wards_named_minato_stay_three() -> None:
    import_municipalities(data=a_file(*LINES))
    called = [row for row in Municipality.objects.all() if row.is_called("港区")]
    assert [str(row) for row in called] == ["東京都港区", "愛知県名古屋市 港区", "大阪府大阪市 港区"]
    tokyo, nagoya, _osaka = called
    assert nagoya.is_called("名古屋市港区")
    assert nagoya.is_called("愛知県名古屋市　港区")
    assert nagoya.is_called("愛知県港区")
    assert not tokyo.is_called("名古屋市港区")
    assert not tokyo.is_called("")


def test_a_new_name_is_taken_and_what_is_missing_stays() -> None:
    import_municipalities(data=a_file(*LINES))
    report = import_municipalities(data=a_file("13,東京都,13103,みなと区,みなとく,,,,"))
    assert report.counts()[Action.CHANGE] == 1
    assert report.counts()[Action.MISSING] == 3
    assert Municipality.objects.count() == 4
    row = Municipality.objects.get(code="131032")
    assert row.name == "みなと区"
    assert "みなと区" in row.name_key
    assert [past.name for past in row.history.order_by("history_id")] == ["港区", "みなと区"]


def test_the_dry_run_writes_nothing() -> None:
    assert import_municipalities(data=a_file(*LINES), dry_run=True).change_count == 4
    assert not Municipality.objects.exists()


def test_every_fault_is_named_and_nothing_written() -> None:
    assert faults(with_codes("011011", "131033")) == [
        "3行目「lgcode」：団体コードの数字のどれかが違っています。書き写しを確かめてください。"
    ]
    assert faults(with_codes("131032")) == [
        "2行目「lgcode」：cid（01101）と違う自治体のコードです。どちらかを直してください。"
    ]
    assert faults(a_file(LINES[1], LINES[0], LINES[1])) == [
        "4行目「cid」：2行目と同じ団体コード（131032）です。片方を消してください。"
    ]
    assert faults(a_file("14,神奈川県,13103,港区,,,,,")) == [
        "2行目「pid」：cidの都道府県（13）と違います。どちらかを直してください。"
    ]
    assert faults(a_file("13,東京都,1310x,港区,,,,,", f"13,東京都,13103,{'長' * 41},,,,,")) == [
        "2行目「cid」：5桁までの数字にしてください。いまは「1310x」です。",
        "3行目「city」：40字までです。いま41字です。",
    ]
    assert "UTF-16" in faults("\n".join((HEADER, *LINES)).encode("utf-16"))[0]
    assert "では読めません" in faults(a_file(*LINES, codec="euc_jp"))[0]


def test_a_dropped_leading_zero_is_put_back() -> None:
    import_municipalities(data=with_codes("11011"))
    assert Municipality.objects.get().code == "011011"


@pytest.mark.parametrize("code", ["131033", "13103", "1310320", "13103x", "", "１３１０３２"])
def test_the_database_refuses_what_is_no_code(code: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Municipality.objects.create(code=code, prefecture="東京都", name="港区")


def test_the_database_takes_every_right_check_digit() -> None:
    rests = ["01100", "13103", "23111", "27107", "40231", "47382", "13100", "01219", "05212"]
    for rest in rests:
        Municipality.objects.create(code=f"{rest}{check_digit(rest)}", prefecture="東京都", name=rest)
    assert Municipality.objects.count() == len(rests)


def test_on_the_command_line(tmp_path: Path) -> None:
    path, out = tmp_path / "cities.csv", StringIO()
    path.write_bytes(a_file(*LINES, codec="cp932"))
    call_command("import_municipalities", str(path), stdout=out)
    assert "新しく登録 4件" in out.getvalue()
    call_command("import_municipalities", str(path), stdout=out)
    assert "もうこのとおりになっています" in out.getvalue()
    path.write_bytes(with_codes("000000"))
    with pytest.raises(CommandError, match="何も変えていません"):
        call_command("import_municipalities", str(path))
