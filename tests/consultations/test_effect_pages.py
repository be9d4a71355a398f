"""What became real: written beside what was agreed, and the case's ledger."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from consultations import services
from consultations.enums import EffectStage, State
from consultations.models import AccessLog, Consultation, EffectEntry
from consultations.selectors.effects import month_to_record
from tests.consultations import walk
from tests.organization.factories import Ward

FILLED = {
    "months_after": "3",
    "cases_per_year": "６００",
    "minutes_before": "12",
    "minutes_after": "5",
    "running_hours_per_year": "2.5",
    "initial_hours": "",
    "method": "measured",
    "basis": "1週間に計った30件の平均",
}


def url(case: Consultation) -> str:
    return reverse("effect_record", args=[case])


def said(response: HttpResponse) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.fixture
def measuring(case: Consultation, ward: Ward) -> Consultation:
    return walk.advance(case, ward, State.MEASURING)


@pytest.fixture
def asker(client: Client, ward: Ward) -> Client:
    client.force_login(ward.requester)
    return client


def test_the_form_starts_from_what_was_agreed_and_shows_it_beside(asker: Client, measuring: Consultation) -> None:
    page = asker.get(url(measuring)).content.decode()

    assert page.count("600件/年 ×（12分 − 4分）÷ 60 = 80時間/年") == 4  # form, agreed, and two rows of the ledger
    assert 'value="600"' in page
    assert "2027年2月ごろ" in page
    assert "令和8年11月24日に運用を始めました" in page


def test_what_is_real_is_written_with_its_basis(asker: Client, measuring: Consultation) -> None:
    response = asker.post(url(measuring), FILLED)

    assert response["Location"] == reverse("consultation_detail", args=[measuring])
    assert "年67.5時間（合意した見込みは年80時間）" in said(response)
    entry = EffectEntry.objects.get(stage=EffectStage.REALISED)
    assert (entry.months_after, entry.hours_per_year, entry.method) == (3, Decimal("67.5"), "measured")
    assert (entry.work.name, entry.basis) == ("延長保育の申込み受付", "1週間に計った30件の平均")


def test_pressing_the_button_twice_writes_one_row(asker: Client, measuring: Consultation) -> None:
    for _ in range(2):
        response = asker.post(url(measuring), FILLED)

    assert response["Location"] == reverse("consultation_detail", args=[measuring])
    assert EffectEntry.objects.filter(stage=EffectStage.REALISED).count() == 1


@pytest.mark.parametrize(
    ("changes", "target", "message"),
    [
        ({"months_after": "4"}, "id_months_after_0", "一覧の中から選び直してください"),
        ({"cases_per_year": ""}, "id_cases_per_year", "年間件数を書いてください"),
        ({"minutes_after": "半分くらい"}, "id_minutes_after", "数字だけで書いてください"),
        ({"method": ""}, "id_method_0", "出し方を選んでください"),
        ({"basis": "あ" * 201}, "id_basis", "200文字まで"),
    ],
)
def test_what_is_wrong_is_named_beside_its_field(
    asker: Client, measuring: Consultation, changes: dict[str, str], target: str, message: str
) -> None:
    response = asker.post(url(measuring), FILLED | changes)

    page = response.content.decode()
    assert response.status_code == 422
    assert f'href="#{target}"' in page
    assert message in page
    assert 'value="2.5"' in page
    assert not EffectEntry.objects.filter(stage=EffectStage.REALISED).exists()


def test_the_next_month_is_chosen_once_one_is_written(asker: Client, measuring: Consultation, ward: Ward) -> None:
    assert month_to_record(measuring.effects.all()) == 3
    asker.post(url(measuring), FILLED)
    assert month_to_record(measuring.effects.all()) == 6

    page = asker.get(url(measuring)).content.decode()

    assert "書いてあります。書き直すと、新しい記録に替わります" in page
    assert "実績（3か月後）" in page
    asker.post(url(measuring), FILLED | {"months_after": "6"})
    asker.post(url(measuring), FILLED | {"months_after": "12"})
    assert month_to_record(measuring.effects.all()) == 12


def test_a_later_month_is_written_after_the_case_is_closed(client: Client, case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.CLOSED)
    with time_machine.travel(walk.NOW + dt.timedelta(days=190), tick=False):
        client.force_login(ward.colleague)
        client.post(url(case), FILLED | {"months_after": "6"})

    assert EffectEntry.objects.get(months_after=6).entered_by == ward.colleague


def test_superseded_rows_are_shown_when_asked_for(asker: Client, measuring: Consultation) -> None:
    asker.post(url(measuring), FILLED)
    asker.post(url(measuring), FILLED | {"minutes_after": "6"})

    page = asker.get(url(measuring)).content.decode()
    assert "67.5時間/年" not in page
    assert "替わる前の記録も見る（1件）" in page

    page = asker.get(url(measuring) + "?all=1").content.decode()
    assert '<s class="sub">67.5時間/年</s>' in page
    assert "57.5時間/年" in page
    assert "いまの記録だけを見る" in page


def test_before_it_is_in_use_there_is_nothing_to_write(asker: Client, case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.AGREED)

    page = asker.get(url(case)).content.decode()
    response = asker.post(url(case), FILLED)

    assert "実績は、運用を始めて3か月後に" in page
    assert 'name="months_after"' not in page
    assert "合意した見込み" in page
    assert response["Location"] == reverse("consultation_detail", args=[case])
    assert "「合意」にしました" in said(response)


def test_a_case_without_any_effect_says_so(asker: Client, case: Consultation) -> None:
    assert "効果の記録はまだありません" in asker.get(url(case)).content.decode()


@pytest.mark.parametrize(
    ("role", "records"),
    [
        ("requester", True), ("colleague", True), ("head", True), ("dx_main", True), ("dx_deputy", True),
        ("section_head", True), ("dx_other", False),
    ],
)  # fmt: skip
def test_the_division_and_those_who_work_on_it_write_the_others_read(
    client: Client, measuring: Consultation, ward: Ward, role: str, records: bool
) -> None:
    client.force_login(getattr(ward, role))

    page = client.get(url(measuring))

    assert page.status_code == 200
    assert ('name="months_after"' in page.content.decode()) is records
    assert client.post(url(measuring), FILLED).status_code == (302 if records else 403)


@pytest.mark.parametrize("role", ["outsider", "outsider_head", "administrator"])
def test_for_other_divisions_there_is_no_such_page(
    client: Client, measuring: Consultation, ward: Ward, role: str
) -> None:
    client.force_login(getattr(ward, role))

    assert client.get(url(measuring)).status_code == 404
    assert client.post(url(measuring), FILLED).status_code == 404


def test_a_private_case_is_measured_by_its_requester(client: Client, ward: Ward) -> None:
    case = walk.advance(walk.submit(ward, is_private=True), ward, State.PROPOSED)
    services.open_summary_to_head(consultation=case, actor=ward.requester, summary="要約")
    services.agree_to_proposal(consultation=case, actor=ward.head)
    services.start_work(consultation=case, actor=ward.dx_main, plan="12月に様式を作る")
    services.go_live(consultation=case, actor=ward.dx_main, on=walk.NOW.date())
    for role, status in (
        ("colleague", 404),
        ("head", 404),
        ("dx_deputy", 404),
        ("section_head", 200),
        ("requester", 200),
    ):
        client.force_login(getattr(ward, role))
        assert client.get(url(case)).status_code == status

    assert [(log.user, log.what) for log in AccessLog.objects.all()] == [(ward.section_head, "効果の記録")]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_reads_as_much_with_three_rows(
    asker: Client, measuring: Consultation, ward: Ward, rows: int, django_assert_num_queries: Any
) -> None:
    for months in (3, 6, 12)[:rows]:
        services.record_realised(
            consultation=measuring, actor=ward.requester, estimate=walk.estimate(), months_after=months
        )

    with django_assert_num_queries(6):
        asker.get(url(measuring))
