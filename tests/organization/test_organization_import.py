"""Departments and divisions from a file: what changes from which day on, and what stays."""

import datetime as dt

import pytest

from minato_dx.core.csv_reading import TableErrors
from minato_dx.organization import selectors
from minato_dx.organization.models import Department, Division, DivisionVersion, Duty
from minato_dx.organization.services.import_report import Action, ReportChangedError
from minato_dx.organization.services.organization_import import import_organization
from tests.organization.factories import DutyFactory

pytestmark = pytest.mark.django_db

HEADER = "department_code,department_name,division_code,division_name\n"
FIRST, CHANGE = dt.date(2026, 4, 1), dt.date(2027, 4, 1)
BEFORE = CHANGE - dt.timedelta(days=1)
BASE = HEADER + "01,企画部,0101,企画課\n01,企画部,0102,デジタル改革担当\n02,福祉部,0201,保育課\n"


def _import(text: str, as_of: dt.date = FIRST, **options):
    return import_organization(data=text.encode(), as_of=as_of, **options)


def _state() -> list:
    rows = DivisionVersion.objects.order_by("pk").values_list(
        "division_id", "department__name", "code", "name", "order", "valid_from", "valid_to"
    )
    departments = Department.objects.order_by("pk").values_list("code", "name", "order", "valid_from", "valid_to")
    return [*rows, *departments, *Division.objects.order_by("pk").values_list("key", "is_dx_section")]


def _names(day: dt.date) -> list[str]:
    return [f"{row.department.name} {row.code} {row.name}" for row in selectors.current_divisions(day=day)]


def _actions(report) -> list[tuple[int, Action]]:
    return [(change.line, change.action) for change in report.changes if change.action is not Action.KEEP]


def _faults(text: str, as_of: dt.date = FIRST) -> list[str]:
    before = _state()
    with pytest.raises(TableErrors) as caught:
        _import(text, as_of)
    assert _state() == before
    return [str(error) for error in caught.value.errors]


def test_first_import_creates_everything_in_official_order() -> None:
    report = _import(HEADER + "02,福祉部,0201,保育課\n01,企画部,0102,デジタル改革担当\n01,企画部,0101,企画課\n")
    assert _names(FIRST) == ["福祉部 0201 保育課", "企画部 0102 デジタル改革担当", "企画部 0101 企画課"]
    assert report.counts()[Action.CREATE] == 5
    assert Division.objects.get(is_dx_section=True).key == "0102"


def test_second_import_changes_nothing() -> None:
    _import(BASE)
    before = _state()
    report = _import(BASE, CHANGE)
    assert _state() == before
    assert not report.changes_anything
    assert report.counts()[Action.KEEP] == 3
    assert DivisionVersion.history.count() == 3


def test_dry_run_reports_the_same_and_changes_nothing() -> None:
    dry = _import(BASE, dry_run=True)
    assert _state() == []
    assert DivisionVersion.history.count() == 0
    assert _import(BASE) == dry


def test_leading_zeros_survive() -> None:
    _import(BASE)
    assert set(DivisionVersion.objects.values_list("code", flat=True)) == {"0101", "0102", "0201"}
    assert set(Department.objects.values_list("code", flat=True)) == {"01", "02"}


def test_new_name_begins_a_new_version_of_the_same_division() -> None:
    _import(BASE)
    report = _import(BASE.replace("保育課", "保育・幼児課"), CHANGE)
    assert [(change.action, change.detail) for change in report.changes if change.line == 4] == [
        (Action.CHANGE, "課の名称：保育課 → 保育・幼児課")
    ]
    assert "福祉部 0201 保育課" in _names(BEFORE)
    assert "福祉部 0201 保育・幼児課" in _names(CHANGE)
    assert Division.objects.count() == 3


def test_new_code_of_the_same_name_is_the_same_division() -> None:
    _import(BASE)
    _import(BASE.replace("0201", "0299"), CHANGE)
    assert _names(CHANGE)[-1] == "福祉部 0299 保育課"
    assert Division.objects.count() == 3


def test_codes_that_move_down_by_one_keep_every_division_itself() -> None:
    _import(BASE)
    keys = dict(DivisionVersion.objects.values_list("name", "division_id"))
    _import(
        HEADER
        + "01,企画部,0101,秘書課\n01,企画部,0102,企画課\n01,企画部,0103,デジタル改革担当\n02,福祉部,0201,保育課\n",
        CHANGE,
    )
    now = {row.name: row.division_id for row in selectors.current_divisions(day=CHANGE)}
    assert now["企画課"] == keys["企画課"]
    assert now["デジタル改革担当"] == keys["デジタル改革担当"]
    assert now["秘書課"] not in keys.values()
    assert _names(CHANGE)[:3] == ["企画部 0101 秘書課", "企画部 0102 企画課", "企画部 0103 デジタル改革担当"]


def test_division_that_changes_its_department_moves_on_the_day() -> None:
    _import(BASE)
    _import(BASE.replace("02,福祉部,0201", "01,企画部,0201"), CHANGE)
    assert _names(BEFORE)[-1] == "福祉部 0201 保育課"
    assert _names(CHANGE)[-1] == "企画部 0201 保育課"


def test_department_with_a_new_name_takes_its_divisions_and_duties_along() -> None:
    _import(BASE)
    welfare = Department.objects.get(code="02")
    duty = DutyFactory(department=welfare, valid_from=FIRST)
    ahead = DutyFactory(department=welfare, is_main=False, valid_from=CHANGE + dt.timedelta(days=30))
    _import(BASE.replace("福祉部", "こども部"), CHANGE)
    assert _names(BEFORE)[-1] == "福祉部 0201 保育課"
    assert _names(CHANGE)[-1] == "こども部 0201 保育課"
    division_id = Division.objects.get(key="0201").pk
    old = selectors.department_of(division_id=division_id, day=BEFORE)
    new = selectors.department_of(division_id=division_id, day=CHANGE)
    assert selectors.duty_main(department=old, day=BEFORE) == duty.user
    assert selectors.duty_main(department=new, day=CHANGE) == duty.user
    assert Duty.objects.get(pk=ahead.pk).department == new
    before = _state()
    _import(BASE.replace("福祉部", "こども部"), CHANGE)
    assert _state() == before


def test_correction_on_the_very_day_changes_the_row_in_place() -> None:
    _import(BASE)
    _import(BASE.replace("保育課", "保育科").replace("福祉部", "福祉局"))
    assert DivisionVersion.objects.count() == 3
    assert Department.objects.count() == 2
    assert _names(FIRST)[-1] == "福祉局 0201 保育科"


def test_new_order_is_no_new_version() -> None:
    _import(BASE)
    lines = BASE.splitlines()
    report = _import("\n".join([lines[0], lines[3], lines[1], lines[2]]) + "\n", CHANGE)
    assert _names(CHANGE)[0] == "福祉部 0201 保育課"
    assert DivisionVersion.objects.count() == 3
    assert any("並び順" in change.detail for change in report.changes)


def test_division_that_the_file_does_not_have_is_reported_and_stays() -> None:
    _import(BASE)
    report = _import("\n".join(BASE.splitlines()[:3]) + "\n", CHANGE)
    assert _actions(report) == [(0, Action.MISSING)]
    assert "保育課" in report.changes[-1].subject
    assert "福祉部 0201 保育課" in _names(CHANGE)


def test_rows_that_are_no_division_of_today_are_left_out_with_the_reason() -> None:
    header = "department_code,department_name,division_code,division_name,certainty,concurrent\n"
    report = _import(
        header
        + "01,部,0101,甲課,seen,0\n01,部,0102,乙課,inferred,0\n01,部,0103,丙担当,seen,1\n"
        + "01,部,0104,丁課,old,0\n01,部,0105,戊課,known,0\n"
    )
    assert _names(FIRST) == ["部 0101 甲課", "部 0102 乙課"]
    left_out = [change for change in report.changes if change.action is Action.LEAVE_OUT]
    assert [change.line for change in left_out] == [4, 5, 6]
    assert len({change.detail for change in left_out}) == 3


def test_every_fault_is_named_at_once_and_nothing_has_changed() -> None:
    _import(BASE)
    header = "department_code,department_name,division_code,division_name,certainty,concurrent\n"
    faults = _faults(
        header + "01,企画部,0101,企画課,seen,0\n01,企画局,0101,財政課,seen,0\n03,新部,0301,新課,maybe,2\n",
        CHANGE,
    )
    assert faults == [
        "3行目「department_name」：部コード「01」の名称が、2行目（企画部）と違います。",
        "3行目「division_code」：課コード「0101」は2行目にもあります。",
        "4行目「certainty」：「maybe」は使えません。seen・inferred・old・knownのどれかにしてください。",
        "4行目「concurrent」：「2」は使えません。0か1にしてください。",
    ]


def test_code_and_name_that_are_too_long_are_named_with_their_column() -> None:
    faults = _faults(HEADER + f"01,部,{'9' * 21},課\n{'8' * 11},部2,0201,{'長' * 81}\n")
    assert any(fault.startswith("2行目「division_code」") for fault in faults)
    assert any(fault.startswith("3行目「department_code」") for fault in faults)


def test_day_before_a_division_began_is_refused_and_says_so() -> None:
    _import(BASE, CHANGE)
    assert any("適用日をその日以後に" in fault for fault in _faults(BASE, FIRST))


def test_code_of_an_abolished_division_begins_a_new_identity() -> None:
    _import(BASE)
    DivisionVersion.objects.filter(code="0201").update(valid_to=CHANGE)
    _import(BASE, CHANGE)
    assert set(Division.objects.filter(versions__code="0201").values_list("key", flat=True)) == {
        "0201",
        "0201-20270401",
    }


def test_what_is_confirmed_is_what_was_shown() -> None:
    shown = _import(BASE, dry_run=True)
    assert _import(BASE, seen=shown.digest).changes_anything
    before = _state()
    with pytest.raises(ReportChangedError):
        _import(BASE, seen=shown.digest)
    assert _state() == before


def test_unchanged_file_needs_few_queries(django_assert_max_num_queries) -> None:
    _import(BASE)
    with django_assert_max_num_queries(15):
        _import(BASE)
