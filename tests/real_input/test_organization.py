"""The organisation file of ``../shared/data``, and files that are meant for something else."""

import datetime as dt
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from minato_dx.core.csv_reading import CP932, UTF8_WITH_BOM, TableErrors, read_table
from minato_dx.organization import selectors
from minato_dx.organization.models import Department, Division, User
from minato_dx.organization.services.import_report import Action
from minato_dx.organization.services.organization_import import import_organization
from minato_dx.organization.services.staff_import import import_staff

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
DAY = dt.date(2026, 4, 1)
MUNICIPALITY_COLUMNS = ("pid", "pref", "cid", "city", "citykana", "lat", "lng", "url", "phrase")


@pytest.mark.django_db
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp932"])
def test_minato_has_75_divisions_in_21_departments(codec: str) -> None:
    data = (DATA / "minato_org.csv").read_text(encoding="utf-8").encode(codec)
    report = import_organization(data=data, as_of=DAY)
    divisions = list(selectors.current_divisions(day=DAY))
    assert len(divisions) == 75
    assert Department.objects.count() == 21
    assert report.counts()[Action.LEAVE_OUT] == 9
    assert all(change.detail for change in report.changes if change.action is Action.LEAVE_OUT)
    assert Counter(version.department.name for version in divisions)["企画経営部"] == 8
    assert [version.code for version in divisions] == sorted(version.code for version in divisions)
    assert divisions[0].code == "0101"
    section = Division.objects.named_on(DAY).get(is_dx_section=True)
    assert str(section) == "企画経営部 デジタル改革担当"


@pytest.mark.django_db
def test_second_import_changes_nothing() -> None:
    data = (DATA / "minato_org.csv").read_bytes()
    import_organization(data=data, as_of=DAY)
    report = import_organization(data=data, as_of=DAY)
    assert not report.changes_anything
    assert report.counts()[Action.KEEP] == 75


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["localgovjp-utf8.csv", "localgovjp-sjis.csv"])
@pytest.mark.parametrize(
    ("importer", "missing"),
    [
        (partial(import_organization, as_of=DAY), ("department_code", "division_name")),
        (import_staff, ("職員番号", "課コード")),
    ],
)
def test_municipality_files_are_refused_with_every_column_named(name: str, importer, missing) -> None:
    with pytest.raises(TableErrors) as caught:
        importer(data=(DATA / name).read_bytes())
    texts = [str(error) for error in caught.value.errors]
    for column in MUNICIPALITY_COLUMNS:
        assert f"1行目「{column}」：この見出しの列は使いません。列を消すか、見出しを直してください。" in texts
    for column in missing:
        assert f"1行目「{column}」：この見出しの列がありません。" in texts
    assert not Department.objects.exists()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("name", "encoding", "optional"),
    [("localgovjp-utf8.csv", UTF8_WITH_BOM, ("lgcode",)), ("localgovjp-sjis.csv", CP932, ())],
)
def test_municipality_files_are_decoded_as_they_are(name: str, encoding: str, optional: tuple[str, ...]) -> None:
    data = (DATA / name).read_bytes()
    table = read_table(data, required=MUNICIPALITY_COLUMNS[:4], optional=(*MUNICIPALITY_COLUMNS[4:], *optional))
    assert table.encoding == encoding
    assert len(table.rows) == 1916
    minato = [row for row in table.rows if row["city"].endswith("港区")]
    assert {row["pref"] for row in minato} == {"東京都", "愛知県", "大阪府"}
    assert not any("\ufffd" in cell for row in table.rows for cell in row.cells.values())
