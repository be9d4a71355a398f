"""Cases from a file: looked at first, by code and never by name, in the columns of the export; all or nothing."""

import base64
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from minato_dx.reference.models import Company
from showcase.enums import CaseState, FoundBy, ToolKind
from showcase.models import Case
from tests.answers import closing
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.showcase.cases.factories import make_municipality, published, three_wards, written

HEADER = "団体コード,自治体,件名,概要,道具の種類,効果,効果の出典,リンク,見つけ方"
LINE = "131075,墨田区,庁内の展示会,予算なしで開いた。,ツールなし（しくみ・進め方）,751人が来た,区の資料,,視察・訪問"


def upload(ward: Ward, *lines: str, header: str = HEADER, codec: str = "utf-8-sig", role: str = "dx_main") -> Any:
    data = "\r\n".join((header, *lines)).encode(codec)
    file = SimpleUploadedFile("事例.csv", data)
    return as_person(getattr(ward, role)).post(reverse("case_import"), {"file": file})


def confirm(ward: Ward, looked: Any) -> Any:
    values = {"seen": looked.context["report"].digest, "data": looked.context["data"]}
    return as_person(ward.dx_main).post(reverse("case_import"), values)


def faults(answer: Any) -> list[str]:
    assert answer.status_code == 422
    assert not Case.objects.exists()
    return [str(fault) for fault in answer.context["faults"]]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-8", "cp932"])
def test_it_is_looked_at_and_then_written(ward: Ward, codec: str) -> None:
    make_municipality()
    looked = upload(ward, LINE, codec=codec)
    assert looked.status_code == 200
    assert "新しく登録" in looked.content.decode()
    assert not Case.objects.exists()
    assert confirm(ward, looked).status_code == 302
    case = Case.objects.get()
    assert (case.state, case.tool_kind, case.found_by) == (CaseState.DRAFT, ToolKind.RULES, FoundBy.VISIT)
    assert case.municipality.code == "131075"
    assert case.author == ward.dx_main
    assert case.found_on == NOW.date()
    assert case.steps.get().name == "begin"


def test_three_wards_are_refused_by_name_and_told_apart_by_code(ward: Ward) -> None:
    three_wards()
    [told] = faults(upload(ward, LINE.replace("131075,墨田区", "港区,港区")))
    assert told.startswith("2行目「団体コード」：「港区」に当たる自治体は3つあります。")
    assert "東京都港区は131032" in told
    assert "大阪府大阪市 港区は271071" in told
    confirm(ward, upload(ward, LINE.replace("131075,墨田区", "231118,港区")))
    assert str(Case.objects.get().municipality) == "愛知県名古屋市 港区"


def test_every_fault_is_told_at_once_and_nothing_written(ward: Ward) -> None:
    make_municipality()
    told = faults(
        upload(
            ward,
            LINE,
            "131076,,件名,概要,,,,,職員が見つけた",
            "131075,名古屋市,件名,概要,,,,,職員が見つけた",
            "131075,,件名,概要,魔法,,,,うわさ",
            "131075,,件名,概要,,100時間,,,職員が見つけた",
            "131075,,件名,概要,,,,javascript:alert(1),職員が見つけた",
            f"131075,,{'長' * 81},概要,,,,,職員が見つけた",
            "271071,,件名,概要,,,,,職員が見つけた",
        )
    )
    places = [one.partition("：")[0] for one in told]
    assert places == [
        "3行目「団体コード」", "4行目「自治体」", "5行目「道具の種類」", "5行目「見つけ方」", "6行目「効果の出典」",
        "7行目「リンク」", "8行目「件名」", "9行目「団体コード」",
    ]  # fmt: skip
    assert "団体コード131075は東京都墨田区です" in told[1]


def test_a_dropped_leading_zero_is_put_back(ward: Ward) -> None:
    make_municipality("083411", "茨城県", "東海村")
    confirm(ward, upload(ward, LINE.replace("131075,墨田区", "83411,東海村")))
    assert Case.objects.get().municipality.name == "東海村"


def test_the_export_is_read_again_and_changes_nothing(ward: Ward) -> None:
    company = Company.objects.create(name="株式会社みほん技研", no_number_reason="試験のため", created_at=NOW)
    published(ward.dx_main, title="=1+1", summary="1行目\n2行目", company=company)
    written(ward.dx_main, title="下書き", effect_on=None, link="")
    for tab in ("", "checking"):
        browser = as_person(ward.dx_main)
        with closing(browser.get(reverse("case_export", args=["csv"]), {"tab": tab})) as answer:
            data = b"".join(answer.streaming_content)
        looked = browser.post(reverse("case_import"), {"file": SimpleUploadedFile("事例.csv", data)})
        assert looked.status_code == 200
        assert [change.action.value for change in looked.context["report"].changes] == ["変更なし"]


def test_a_number_changes_what_is_not_shown_and_nothing_else(ward: Ward) -> None:
    draft = written(ward.dx_main, title="下書き")
    shown = published(ward.dx_main, title="公開した件")
    header = f"番号,{HEADER}"
    looked = upload(ward, f"{draft.pk},{LINE}", header=header)
    assert "番号" in looked.content.decode()
    confirm(ward, looked)
    row = Case.objects.get(pk=draft.pk)
    assert (row.title, row.version) == ("庁内の展示会", 2)
    assert row.effect_on == draft.effect_on, "a column that is not there says nothing"
    refused = upload(ward, f"{shown.pk},{LINE}", f"99999,{LINE}", header=header)
    told = [str(fault) for fault in refused.context["faults"]]
    assert "書き直す" in told[0]
    assert "この番号の事例はありません" in told[1]
    assert Case.objects.get(pk=shown.pk).title == "公開した件"


def test_the_same_file_twice_keeps_one(ward: Ward) -> None:
    make_municipality()
    confirm(ward, upload(ward, LINE, LINE))
    assert Case.objects.count() == 1
    again = upload(ward, LINE)
    assert not again.context["report"].changes_anything
    assert "同じ件名の事例があります" in again.content.decode()


def test_what_changed_since_it_was_looked_at_is_looked_at_again(ward: Ward) -> None:
    make_municipality()
    looked = upload(ward, LINE)
    written(ward.dx_main, title="庁内の展示会")
    assert confirm(ward, looked).status_code == 409
    assert Case.objects.count() == 1
    broken = {"seen": "x", "data": base64.b64encode(b"\xff\xfe").decode()}
    assert as_person(ward.dx_main).post(reverse("case_import"), broken).status_code == 302


@pytest.mark.parametrize("role", ["requester", "head", "outsider", "cio", "administrator"])
def test_nobody_else_imports(ward: Ward, role: str) -> None:
    assert upload(ward, LINE, role=role).status_code == 403
    assert as_person(getattr(ward, role)).get(reverse("case_import")).status_code == 403
