"""People and their memberships from a file."""

import datetime as dt

import pytest
import time_machine

from minato_dx.core.csv_reading import TableErrors
from minato_dx.organization import selectors
from minato_dx.organization.models import Division, Membership, User
from minato_dx.organization.services.import_report import Action, ReportChangedError
from minato_dx.organization.services.organization_import import import_organization
from minato_dx.organization.services.staff_import import import_staff
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db

HEADER = "職員番号,氏名,ふりがな,メール,内線,課コード,職名,所属長,兼務,開始日,最終日,退職日\n"
BASE = HEADER + (
    "0002033,朝霧 健一,あさぎり けんいち,s0002033@city.example,2301,0201,保育課長,○,,2026-04-01,,\n"
    "0004121,真砂 陽菜,まさご ひな,,,0201,主任,,,2026/4/1,,\n"
    "0004121,真砂 陽菜,,,,0101,,,○,令和8年4月1日,2027-03-31,\n"
)
START, CHANGE = dt.date(2026, 4, 1), dt.date(2027, 4, 1)


@pytest.fixture(autouse=True)
def organisation(now):
    with time_machine.travel(now, tick=False):
        import_organization(
            data="department_code,department_name,division_code,division_name\n"
            "01,企画部,0101,企画課\n02,福祉部,0201,保育課\n02,福祉部,0202,高齢者支援課\n".encode(),
            as_of=START,
        )
        yield


def _import(text: str, **options):
    return import_staff(data=text.encode(), **options)


def _state() -> list:
    posts = Membership.objects.order_by("pk").values_list(
        "user__staff_number", "division__key", "post", "is_head", "is_acting_head", "is_main", "valid_from", "valid_to"
    )
    people = User.objects.order_by("pk").values_list("staff_number", "name", "kana", "email", "extension", "left_on")
    return [*posts, *people]


def _faults(text: str) -> list[str]:
    before = _state()
    with pytest.raises(TableErrors) as caught:
        _import(text)
    assert _state() == before
    return [str(error) for error in caught.value.errors]


def _row(text: str) -> str:
    return HEADER + text + "\n"


def test_people_come_with_all_their_facts_and_posts() -> None:
    report = _import(BASE)
    assert sorted(_state()[:3]) == [
        ("0002033", "0201", "保育課長", True, False, True, START, None),
        ("0004121", "0101", "", False, False, False, START, CHANGE),
        ("0004121", "0201", "主任", False, False, True, START, None),
    ]
    assert _state()[3:] == [
        ("0002033", "朝霧 健一", "あさぎり けんいち", "s0002033@city.example", "2301", None),
        ("0004121", "真砂 陽菜", "まさご ひな", "", "", None),
    ]
    assert [(change.line, change.action) for change in report.changes] == [
        (2, Action.CREATE),
        (3, Action.CREATE),
        (4, Action.CHANGE),
    ]


def test_imported_people_have_no_password() -> None:
    _import(BASE)
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_second_import_changes_nothing() -> None:
    _import(BASE)
    before, histories = _state(), Membership.history.count()
    report = _import(BASE)
    assert not report.changes_anything
    assert [change.action for change in report.changes] == [Action.KEEP] * 3
    assert _state() == before
    assert Membership.history.count() == histories


def test_dry_run_reports_the_same_and_changes_nothing() -> None:
    dry = _import(BASE, dry_run=True)
    assert _state() == []
    assert _import(BASE, seen=dry.digest) == dry
    with pytest.raises(ReportChangedError):
        _import(BASE, seen=dry.digest)


def test_new_main_post_ends_the_earlier_one_the_day_before() -> None:
    _import(BASE)
    report = _import(_row("0004121,真砂 陽菜,,,,0202,係長,,,2027-04-01,,"))
    detail = next(change.detail for change in report.changes if change.line == 2)
    assert detail == "保育課の所属を2027-03-31までにする、高齢者支援課に2027-04-01から所属"
    user = User.objects.get(staff_number="0004121")
    before = selectors.main_membership(user=user, day=CHANGE - dt.timedelta(days=1))
    after = selectors.main_membership(user=user, day=CHANGE)
    assert (before.division.key, after.division.key) == ("0201", "0202")
    state = _state()
    _import(_row("0004121,真砂 陽菜,,,,0202,係長,,,2027-04-01,,"))
    assert _state() == state


def test_older_file_imported_again_does_not_undo_the_move() -> None:
    _import(BASE)
    _import(_row("0004121,真砂 陽菜,,,,0202,係長,,,2027-04-01,,"))
    state = _state()
    assert not _import(BASE).changes_anything
    assert _state() == state


def test_promotion_in_the_same_division_is_a_new_row_from_its_day() -> None:
    _import(BASE)
    _import(_row("0004121,真砂 陽菜,,,,0201,係長,,,2027-04-01,,"))
    posts = Membership.objects.filter(user__staff_number="0004121", is_main=True).order_by("valid_from")
    assert [(post.post, post.valid_from, post.valid_to) for post in posts] == [
        ("主任", START, CHANGE),
        ("係長", CHANGE, None),
    ]


def test_two_heads_change_places_whatever_the_order_of_the_lines() -> None:
    _import(BASE + "0002044,若竹 聡,,,,0202,高齢者支援課長,○,,2026-04-01,,\n")
    _import(
        HEADER
        + "0002033,朝霧 健一,,,,0202,高齢者支援課長,○,,2027-04-01,,\n"
        + "0002044,若竹 聡,,,,0201,保育課長,○,,2027-04-01,,\n"
    )
    nursery = Division.objects.get(key="0201")
    assert selectors.head_of(division=nursery, day=CHANGE).name == "若竹 聡"
    assert selectors.head_of(division=nursery, day=START).name == "朝霧 健一"


def test_head_given_to_another_on_the_same_day_is_corrected_in_place() -> None:
    _import(BASE)
    swapped = BASE.replace("0201,保育課長,○", "0201,保育課長,").replace("0201,主任,,", "0201,主任,○,")
    # The line of the new head stands after that of the old one, and before it.
    head, *others = swapped.splitlines()[1:]
    _import(HEADER + "\n".join([*others, head]) + "\n")
    division = Division.objects.get(key="0201")
    assert selectors.head_of(division=division, day=START).name == "真砂 陽菜"


def test_second_head_is_refused() -> None:
    _import(BASE)
    (fault,) = _faults(_row("0009999,別 人,,,,0201,課長,○,,2026-04-01,,"))
    assert fault == "2行目：この課には、同じ期間の所属長がもういます。前の所属長に終了日を入れてください。"


def test_acting_head_is_marked_with_a_word() -> None:
    _import(_row("0004121,真砂 陽菜,,,,0201,係長,代理,,2026-04-01,,"))
    assert Membership.objects.get().is_acting_head


def test_empty_cells_and_missing_columns_change_nothing() -> None:
    _import(BASE)
    before = _state()
    assert not _import("職員番号,氏名,課コード,開始日\n0002033,朝霧 健一,0201,2026-04-01\n").changes_anything
    assert not _import(_row("0002033,朝霧 健一,,,,0201,,○,,2026-04-01,,")).changes_anything
    assert _state() == before


def test_empty_mark_says_no() -> None:
    _import(BASE)
    report = _import(_row("0002033,朝霧 健一,,,,0201,,,,2026-04-01,,"))
    assert next(change.detail for change in report.changes if change.line == 2) == "所属長：○ → なし"
    assert not Membership.objects.get(user__staff_number="0002033").is_head


def test_changed_facts_of_a_person_are_shown_and_stored() -> None:
    _import(BASE)
    report = _import(_row("0002033,朝霧 健二,,,2999,0201,,○,,2026-04-01,,2026-12-31"))
    detail = next(change.detail for change in report.changes if change.line == 2)
    assert detail == "氏名：朝霧 健一 → 朝霧 健二、内線：2301 → 2999、退職日：なし → 2026-12-31"
    user = User.objects.get(staff_number="0002033")
    assert user.left_on == dt.date(2027, 1, 1)
    assert user.may_sign_in(dt.date(2026, 12, 31))
    assert not user.may_sign_in(dt.date(2027, 1, 1))


def test_people_whom_the_file_does_not_have_are_counted_and_stay() -> None:
    UserFactory()
    UserFactory(left_on=dt.date(2020, 1, 1))
    report = _import(BASE)
    missing = [change for change in report.changes if change.action is Action.MISSING]
    assert [change.subject for change in missing] == ["このほかの職員 1人"]


def test_full_width_number_code_and_extension_are_understood() -> None:
    _import(_row("０００４１２１,真砂 陽菜,,,２３００,０２０１,,,,２０２６－０４－０１,,"))
    assert User.objects.get().staff_number == "0004121"
    assert User.objects.get().extension == "2300"


def test_post_older_than_the_code_finds_the_division_of_today() -> None:
    _import(_row("0004121,真砂 陽菜,,,,0201,,,,2015-04-01,,"))
    assert Membership.objects.get().valid_from == dt.date(2015, 4, 1)


def test_every_fault_is_named_at_once_with_line_and_column() -> None:
    faults = _faults(
        HEADER
        + "0004121,真砂 陽菜,,x,,9999,,,,4/1,,\n"
        + "0004121,真砂 花,,s@city.example,,0201,,はて,○○,2026-04-01,2026-03-01,\n"
        + "0004122,浅葱 涼,,not-mail,内線1,0201,,,,2026-02-30,,\n"
        + "0004123,柊 美月,,not-mail,内線1,7777,,,,2026-04-01,,\n"
        + "0004124,桐生 葵,,,,0201,,,,2026-04-01,,\n0004124,桐生 葵,,,,0201,,,○,2026-04-01,,\n"
        + "00 4125;,藤 袴,,,,0201,,,,2026-04-01,,\n"
    )
    for expected in (
        "2行目「開始日」：「4/1」は日付として読めません。",
        "3行目「最終日」：開始日（2026-04-01）より前です。",
        "3行目「所属長」：「はて」は使えません。○、代理、空のどれかにしてください。",
        "3行目「兼務」：「○○」は使えません。○か空にしてください。",
        "3行目「氏名」：2行目の同じ職員番号では「真砂 陽菜」です。",
        "4行目「開始日」：「2026-02-30」は日付として読めません。",
        "5行目「課コード」：「7777」という課コードの課は、2026-04-01にもきょうにもありません。",
        "5行目「メール」：",
        "5行目「内線」：",
        "7行目「課コード」：6行目に、同じ職員・課・開始日の行があります。",
        "8行目「職員番号」：職員番号は、半角の数字・英字・ハイフンで",
    ):
        assert any(fault.startswith(expected) for fault in faults), expected


def test_zeros_that_a_spreadsheet_dropped_are_noticed() -> None:
    _import(BASE)
    faults = _faults(_row("4121,真砂 陽菜,,,,201,,,,2026-04-01,,"))
    assert faults == [
        "2行目「課コード」：「201」はありませんが「0201」はあります。先頭の0が消えていませんか。",
        "2行目「職員番号」：「4121」はありませんが「0004121」はあります。先頭の0が消えていませんか。",
    ]


def test_two_open_main_posts_of_one_person_in_a_file_are_refused() -> None:
    faults = _faults(HEADER + "0004121,真砂 陽菜,,,,0201,,,,2026-04-01,,\n0004121,真砂 陽菜,,,,0202,,,,2026-10-01,,\n")
    assert faults == [
        "3行目：この職員には、同じ期間の主たる所属がもうあります。前の所属に終了日を入れるか、兼務にしてください。"
    ]
