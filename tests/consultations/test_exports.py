"""The list as a file: the same rows in the same order, and nothing that a spreadsheet would run."""

import csv
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from openpyxl import load_workbook

from consultations import services
from consultations.enums import State, Urgency
from consultations.models import Consultation
from consultations.selectors import triage
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from tests.answers import closing
from tests.consultations import walk
from tests.consultations.test_triage import many
from tests.organization.factories import Ward

Advance = Callable[[Consultation, State], Consultation]
Line = dict[str, Any]


def read_csv(user: User, query: str = "?view=all") -> list[Line]:
    client = Client()
    client.force_login(user)
    data = b"".join(client.get(f"/triage/export.csv{query}").streaming_content)
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def read_xlsx(user: User, query: str = "?view=all") -> list[Line]:
    client = Client()
    client.force_login(user)
    header, *rows = sheet_of(client, f"/triage/export.xlsx{query}").iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def sheet_of(client: Client, address: str) -> Any:
    with closing(client.get(address)) as answer:
        return load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active


READERS = [read_csv, read_xlsx]
Reader = Callable[..., list[Line]]


def test_a_line_holds_what_the_list_shows(ward: Ward) -> None:
    field = FieldOfWork.objects.first()
    walk.submit(ward, field=field, urgency=Urgency.THIS_WEEK)

    (line,) = read_csv(ward.dx_main)

    assert line == {
        "番号": "令和8年度-0001",
        "件名": walk.SENTENCE,
        "状態": "受付",
        "部": "子ども家庭支援部",
        "課": "保育課",
        "相談者": "真砂 陽菜",
        "分野": field.name,
        "急ぎ": "今週中に",
        "受付": "2026-11-24 10:00",
        "次の約束": "2026-11-26 17:15",
        "経過（開庁日）": "0",
        "担当": "汐見 拓也",
        "結果": "",
    }


def test_the_excel_file_holds_the_same_as_the_csv_file(ward: Ward, case: Consultation, advance: Advance) -> None:
    advance(walk.submit(ward, "取り下げた相談"), State.WITHDRAWN)

    texts = [
        {name: "" if value is None else str(value)[:16] for name, value in line.items()}
        for line in read_xlsx(ward.dx_main, "?view=all&state=any")
    ]

    assert texts == [
        {name: value[:16] for name, value in line.items()} for line in read_csv(ward.dx_main, "?view=all&state=any")
    ]
    assert texts[0]["結果"] == "取り下げ"


@pytest.mark.parametrize("read", READERS)
def test_the_file_has_all_pages_in_the_order_of_the_list(ward: Ward, case: Consultation, read: Reader) -> None:
    many(case, 59)
    query = "?view=all&sort=-number&page=2"

    lines = read(ward.dx_main, query)

    assert len(lines) == 60
    assert [line["番号"] for line in lines][:2] == ["令和8年度-10059", "令和8年度-10058"]
    assert [line["番号"] for line in lines][-1] == case.number


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "query", ["?view=waiting", "?view=all&state=waiting", "?view=mine&q=写し", "?view=all&state=you"]
)
def test_the_file_has_what_the_conditions_leave(
    ward: Ward, case: Consultation, advance: Advance, read: Reader, query: str
) -> None:
    waiting = advance(walk.submit(ward, "申込書の写しを取っている"), State.WAITING)

    assert [line["件名"] for line in read(ward.dx_main, query)] == [waiting.title]


@pytest.mark.parametrize("read", READERS)
def test_a_private_one_of_others_is_not_in_the_file(ward: Ward, case: Consultation, read: Reader) -> None:
    private = walk.submit(ward, "上司に言えない悩み", is_private=True)

    assert [line["件名"] for line in read(ward.dx_other)] == [case.title]
    assert {line["件名"] for line in read(ward.section_head)} == {case.title, private.title}


@pytest.mark.parametrize("read", READERS)
def test_texts_and_internal_notes_are_not_in_the_file(ward: Ward, read: Reader) -> None:
    case = walk.submit(ward, "短い件名。そのあとの長い本文です。")
    services.add_note(consultation=case, author=ward.dx_main, body="秘密のメモ")
    services.post_message(consultation=case, author=ward.dx_main, body="うかがいます。")

    text = str(read(ward.dx_main))

    assert "短い件名" in text
    for hidden in ("長い本文", "秘密のメモ", "うかがいます"):
        assert hidden not in text


@pytest.mark.parametrize("body", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "\t=1+1", "　=1+1"])
def test_a_formula_that_somebody_typed_stays_text(ward: Ward, body: str) -> None:
    walk.submit(ward, body)
    client = Client()
    client.force_login(ward.dx_main)

    (line,) = read_csv(ward.dx_main)
    cell = sheet_of(client, "/triage/export.xlsx?view=all")["B2"]

    assert line["件名"].startswith("'")
    assert cell.data_type == "s"
    assert cell.quotePrefix


@pytest.mark.parametrize("name", ["=HYPERLINK(A1)", "@人"])
def test_a_formula_in_a_name_stays_text(ward: Ward, case: Consultation, name: str) -> None:
    User.objects.filter(pk=ward.requester.pk).update(name=name)

    assert read_csv(ward.dx_main)[0]["相談者"] == f"'{name}"


def test_the_files_are_named_after_the_day_and_kept_out_of_caches(ward: Ward, case: Consultation) -> None:
    client = Client()
    client.force_login(ward.dx_main)

    for kind in ("csv", "xlsx"):
        with closing(client.get(f"/triage/export.{kind}")) as answer:
            pass
        assert f"相談一覧_20261124.{kind}" in unquote(answer.headers["Content-Disposition"])
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer.headers["Cache-Control"]


def test_an_empty_list_makes_a_file_with_its_headings(ward: Ward) -> None:
    client = Client()
    client.force_login(ward.dx_main)

    data = b"".join(client.get("/triage/export.csv").streaming_content)

    assert data.decode("utf-8-sig").strip() == ",".join(triage.EXPORT_HEADER)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_that_is_too_long_is_not_cut_but_refused(
    ward: Ward, case: Consultation, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triage, "EXPORT_LIMIT", 3)
    many(case, 2)
    client = Client()
    client.force_login(ward.dx_main)
    with closing(client.get(f"/triage/export.{kind}?view=all")) as answer:
        assert answer.status_code == 200
    many(case, 1)

    answer = client.get(f"/triage/export.{kind}?view=all&state=received&sort=-word", follow=True)

    assert answer.redirect_chain == [("/triage/?view=all&state=received&sort=-word", 302)]
    assert "ファイルを作っていません" in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_the_file_takes_the_same_queries_however_long_it_is(
    ward: Ward, case: Consultation, rows: int, django_assert_num_queries: Any
) -> None:
    many(case, rows - 1)
    client = Client()
    client.force_login(ward.dx_main)
    client.get("/triage/")

    with django_assert_num_queries(5):  # session, person, roles, whether it is too long, rows
        lines = b"".join(client.get("/triage/export.csv?view=all").streaming_content).decode().splitlines()

    assert len(lines) == rows + 1
