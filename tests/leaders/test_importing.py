"""Past leaders and attendance from a file: looked at first, all or nothing, and nothing twice."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from leaders.enums import Cover, Entry, Presence
from leaders.models import Attendance, Cohort, LeaderTerm, Trainee
from leaders.selectors.coverage import coverage
from leaders.services.importing import import_attendance, import_leaders
from leaders.services.training.enrolling import open_programme
from minato_dx.core.csv_reading import TableErrors
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.leaders.training.conftest import Training, training
from tests.organization.factories import Ward

__all__ = ["training"]
LEADERS = """職員番号,課コード,開始日,最終日,期,修了日
0004128,0903,令和7年4月1日,,6,2025-09-30
0005201,0703,2024/4/1,2025-03-31,,
"""


def read(ward: Ward, text: str, **how: Any) -> Any:
    return import_leaders(data=text.encode("cp932"), actor=ward.dx_main, now=NOW, **how)


def test_past_leaders_stand_on_the_board(ward: Ward, cohort: Cohort) -> None:
    open_programme(cohort=cohort, actor=ward.dx_main, now=NOW)
    report = read(ward, LEADERS, dry_run=True)
    assert (report.change_count, LeaderTerm.objects.count()) == (2, 0)

    read(ward, LEADERS, seen=report.digest)

    stands = {cover.version.name: cover.cover for cover in coverage(day=NOW.date())}
    assert (stands["保育課"], stands["高齢者支援課"]) == (Cover.TRAINED, Cover.VACANT)
    term = LeaderTerm.objects.get(person=ward.outsider)
    assert (term.valid_to, term.end_reason) == (dt.date(2025, 4, 1), "expired")
    again = read(ward, LEADERS)
    assert (again.change_count, LeaderTerm.objects.count(), Trainee.objects.count()) == (0, 2, 1)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("9999999,0903,2025-04-01,,,", "2行目「職員番号」：この職員番号の人がいません"),
        ("0004128,9999,2025-04-01,,,", "2行目「課コード」：2025-04-01には、このコードの課がありません"),
        ("0004128,0903,いつか,,,", "2行目「開始日」：日付として読めません"),
        ("0004128,0903,2025-04-01,2025-03-31,,", "2行目「最終日」：開始日と同じ日か"),
        ("0004128,0903,2025-04-01,,99,", "2行目「期」：この期はありません"),
        ("0004128,0903,2025-04-01,,,2025-09-30", "2行目「期」：修了日があるときは"),
        ("0004128,0903,2025-04-01,,6,2025-09-30", "2行目「期」：第6期の研修がありません"),
        (",0903,2025-04-01,,,", "2行目「職員番号」"),
    ],
)
def test_what_has_to_be_mended_is_named_by_line(ward: Ward, cohort: Cohort, line: str, words: str) -> None:
    text = f"職員番号,課コード,開始日,最終日,期,修了日\n{line}\n0005201,0703,2024-04-01,,,\n"
    with pytest.raises(TableErrors, match=re.escape(words)):
        read(ward, text)
    assert not LeaderTerm.objects.exists()


def test_two_leaders_of_one_division_at_once_are_refused(ward: Ward) -> None:
    text = "職員番号,課コード,開始日\n0004128,0903,2025-04-01\n0004130,0903,2026-04-01\n"
    with pytest.raises(TableErrors, match="3行目"):
        read(ward, text)
    assert not LeaderTerm.objects.exists()


@pytest.mark.parametrize("person", ["requester", "head", "leader", "cio", "administrator"])
def test_only_the_dx_section_imports(ward: Ward, person: str) -> None:
    with pytest.raises(PermissionDenied):
        import_leaders(data=LEADERS.encode(), actor=getattr(ward, person), now=NOW)


def test_attendance_is_written_down_and_changed(training: Training) -> None:
    ward, name = training.ward, training.basics.name
    text = f"職員番号,回,出欠,メモ\n0004128,{name},出席,\n0005201,{name},欠席（連絡あり）,議会対応\n"

    def run(content: str) -> Any:
        return import_attendance(programme=training.programme, data=content.encode(), actor=ward.dx_main, now=NOW)

    assert run(text).change_count == 2
    assert set(Attendance.objects.values_list("presence", "entry", "note")) == {
        (Presence.PRESENT, Entry.IMPORT, ""),
        (Presence.EXCUSED, Entry.IMPORT, "議会対応"),
    }
    assert run(text).change_count == 0
    assert run(text.replace("出席,", "遅刻,")).change_count == 1
    for wrong, words in (("0004130", "受講者にいません"), ("第9回", "この研修にない回です"), ("来た", "次のどれかに")):
        old = {"0004130": "0004128", "第9回": name, "来た": "出席"}[wrong]
        with pytest.raises(TableErrors, match=words):
            run(text.replace(old, wrong))


def test_the_pages_show_first_and_do_then(training: Training) -> None:
    client = as_person(training.ward.dx_main)
    address = reverse("attendance_import", args=[training.programme.pk])
    assert "ファイルを選んでください" in client.post(address, {}).content.decode()
    bad = client.post(address, {"file": SimpleUploadedFile("a.csv", "職員番号,回,出欠\n1,2,3\n".encode())})
    assert bad.status_code == 422
    assert "3か所を直してください" in bad.content.decode()
    text = f"職員番号,回,出欠\n0004128,{training.basics.name},出席\n"
    page = client.post(address, {"file": SimpleUploadedFile("a.csv", text.encode())}).content.decode()
    assert "1件を取り込む" in page
    assert not Attendance.objects.exists()
    hidden = dict(re.findall(r'name="(seen|data)"\s+value="([^"]*)"', page))
    assert client.post(address, hidden | {"seen": "x"}).status_code == 409
    assert client.post(address, hidden | {"data": "%%"}).status_code == 302
    assert not Attendance.objects.exists()
    assert client.post(address, hidden).status_code == 302
    assert Attendance.objects.get().entry == Entry.IMPORT
