"""Both municipality files of ``../shared/data``: 1,916 rows each, and the few that one knows by an older name."""

from pathlib import Path

import pytest

from minato_dx.core.csv_reading import CP932, UTF8_WITH_BOM
from minato_dx.organization.services.import_report import Action
from minato_dx.reference.models import Municipality
from minato_dx.reference.services.municipalities import import_municipalities

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
UTF8_FILE, CP932_FILE = DATA / "localgovjp-utf8.csv", DATA / "localgovjp-sjis.csv"
# 那珂川町 became a city and got another code; the file in CP932 is the older of the two.
NEW_CITY, OLD_TOWN = "402311", "403059"
ROWS = 1916

pytestmark = pytest.mark.django_db


def read(path: Path) -> dict[str, tuple[str, str]]:
    Municipality.objects.all().delete()
    import_municipalities(data=path.read_bytes())
    return {row.code: (row.prefecture, row.name) for row in Municipality.objects.all()}


def test_both_files_give_the_same_1916_rows() -> None:
    newer, older = read(UTF8_FILE), read(CP932_FILE)
    assert len(newer) == len(older) == ROWS
    assert set(newer) ^ set(older) == {NEW_CITY, OLD_TOWN}
    renamed = {code for code in set(newer) & set(older) if newer[code] != older[code]}
    assert {newer[code][1] for code in renamed} == {"七ヶ宿町", "丹波篠山市"}
    assert sorted(code for code, (_pref, name) in newer.items() if name.split()[-1] == "港区") == [
        "131032", "231118", "271071",
    ]  # fmt: skip


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp932"])
def test_one_file_in_every_encoding_is_one_list(codec: str) -> None:
    first = import_municipalities(data=CP932_FILE.read_bytes())
    assert first.counts()[Action.CREATE] == ROWS
    again = import_municipalities(data=CP932_FILE.read_bytes().decode("cp932").encode(codec))
    assert again.counts()[Action.KEEP] == ROWS
    assert not again.changes_anything


def test_one_after_the_other_adds_renames_and_never_deletes() -> None:
    assert import_municipalities(data=CP932_FILE.read_bytes()).encoding == CP932
    report = import_municipalities(data=UTF8_FILE.read_bytes())
    assert report.encoding == UTF8_WITH_BOM
    assert report.counts()[Action.CREATE] == 1
    assert [change.subject for change in report.changes if change.action is Action.MISSING] == [
        "福岡県那珂川町（403059）"
    ]
    assert Municipality.objects.count() == ROWS + 1
