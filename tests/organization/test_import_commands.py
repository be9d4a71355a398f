"""``manage.py import_organization`` and ``import_staff``."""

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from minato_dx.core import calendar
from minato_dx.organization.models import DivisionVersion, User

pytestmark = pytest.mark.django_db

ORGANIZATION = "department_code,department_name,division_code,division_name\n01,企画部,0101,企画課\n"
STAFF = "職員番号,氏名,課コード,開始日\n0004121,真砂 陽菜,0101,2026-04-01\n"


@pytest.fixture
def organization_file(tmp_path: Path) -> Path:
    path = tmp_path / "org.csv"
    path.write_text(ORGANIZATION, encoding="cp932")
    return path


def _run(command: str, *args: object, **options: object) -> str:
    out = StringIO()
    call_command(command, *args, stdout=out, **options)
    return out.getvalue()


def test_dry_run_prints_each_row_and_changes_nothing(organization_file: Path) -> None:
    out = _run("import_organization", organization_file, "--dry-run")
    assert "2行目 新しく登録：0101 企画部 企画課（課）" in out
    assert "CP932（Shift_JIS）で読みました。" in out
    assert "確かめただけで、何も変えていません。" in out
    assert not DivisionVersion.objects.exists()


def test_import_says_what_it_did_and_the_second_one_that_there_was_nothing_to_do(organization_file: Path) -> None:
    assert "取り込みました（2件）。" in _run("import_organization", organization_file)
    assert DivisionVersion.objects.get().valid_from == calendar.today()
    assert "もうこのとおりになっています。" in _run("import_organization", organization_file)


@pytest.mark.parametrize("typed", ["2027-04-01", "令和9年4月1日"])
def test_day_of_effect_is_given(organization_file: Path, typed: str) -> None:
    _run("import_organization", organization_file, "--as-of", typed)
    assert DivisionVersion.objects.get().valid_from == dt.date(2027, 4, 1)


def test_unreadable_day_is_refused(organization_file: Path) -> None:
    with pytest.raises(CommandError, match="日付として読めません"):
        _run("import_organization", organization_file, "--as-of", "4月のはじめ")


def test_staff_are_imported(organization_file: Path, tmp_path: Path) -> None:
    staff = tmp_path / "staff.csv"
    staff.write_text(STAFF, encoding="utf-8-sig")
    _run("import_organization", organization_file)
    assert "職員を登録、企画課に2026-04-01から所属" in _run("import_staff", staff)
    assert User.objects.get().staff_number == "0004121"
    assert _run("import_staff", staff, verbosity=0) == ""


def test_faults_end_the_command_with_all_of_them(tmp_path: Path) -> None:
    staff = tmp_path / "staff.csv"
    staff.write_text(STAFF + "0004122,浅葱 涼,0101\n", encoding="utf-8")
    with pytest.raises(CommandError) as caught:
        _run("import_staff", staff)
    assert "3行目：4列のところ、3列あります。" in str(caught.value)
    assert "1か所を直してください。何も変えていません。" in str(caught.value)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="開けません"):
        _run("import_staff", tmp_path / "none.csv")
