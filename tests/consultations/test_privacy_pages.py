"""Hiding, sharing, and what exactly a head is shown of a private case."""

import re
from typing import Any

import pytest
from django.test import Client

from consultations import services
from consultations.enums import State
from consultations.models import AccessLog, Consultation
from tests.consultations import walk
from tests.organization.factories import AbsenceFactory, Ward

SECRET = "係の中の言いにくい事情"


def page(case: Consultation, step: str = "privacy") -> str:
    return f"/consultations/{case.slug}/{step}/"


def html_of(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def private_proposal(ward: Ward) -> Consultation:
    case = walk.advance(walk.submit(ward, f"延長保育の申込み。{SECRET}", is_private=True), ward, State.HEARING)
    services.give_answer(consultation=case, actor=ward.dx_main, reply=walk.redesign())
    return walk.fresh(case)


# --- Hiding and sharing --------------------------------------------------------------------------------------


def test_hiding_says_who_will_still_see_it(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.requester)
    html = html_of(client.get(f"/consultations/{case.slug}/"))
    assert re.search(rf'href="{page(case)}"\s*>非公開にする', html)

    html = html_of(client.get(page(case)))

    assert "課の人、所属長、DXリーダーは、この相談を開けなくなります。" in html
    assert "担当の汐見さん（不在の日は副担当）、デジタル改革担当課長だけです。" in html
    response = client.post(page(case), {"wanted": "private"})
    assert response.headers["Location"] == f"/consultations/{case.slug}/"
    assert walk.fresh(case).is_private
    assert "非公開にしました。" in html_of(client.get(f"/consultations/{case.slug}/"))


def test_sharing_warns_that_everything_can_be_read(client: Client, ward: Ward) -> None:
    case = walk.submit(ward, is_private=True)
    client.force_login(ward.requester)

    assert "これまでのやりとりとファイルも、すべて見られます。" in html_of(client.get(page(case)))
    client.post(page(case), {"wanted": "shared"})
    assert not walk.fresh(case).is_private


def test_sent_twice_it_does_not_change_back(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.requester)

    for _ in range(2):
        assert client.post(page(case), {"wanted": "private"}).status_code == 302

    assert walk.fresh(case).is_private
    assert case.transitions.filter(name="set_privacy").count() == 1


def test_a_form_that_does_not_say_what_is_wanted_changes_nothing(
    client: Client, case: Consultation, ward: Ward
) -> None:
    client.force_login(ward.requester)

    assert client.post(page(case), {}).status_code == 422
    assert client.post(page(case), {"wanted": "everybody"}).status_code == 422
    assert not walk.fresh(case).is_private


@pytest.mark.parametrize("role", ["colleague", "head", "leader", "dx_main", "section_head"])
def test_only_the_requester_decides(client: Client, case: Consultation, ward: Ward, role: str) -> None:
    client.force_login(getattr(ward, role))

    assert client.get(page(case)).status_code == 403
    assert client.post(page(case), {"wanted": "private"}).status_code == 403
    assert "非公開にする" not in html_of(client.get(f"/consultations/{case.slug}/"))


# --- The summary for the head --------------------------------------------------------------------------------


def test_the_summary_page_shows_what_the_head_will_read_and_nothing_else(
    client: Client, private_proposal: Consultation, ward: Ward
) -> None:
    client.force_login(ward.requester)

    html = html_of(client.get(page(private_proposal, "summary")))

    assert "はじめから組み直しましょう。" in html
    assert "押印をやめる" in html
    assert "年80時間" in html
    assert "朝霧 健一さんに、合意のお願いが届きます。" in html
    assert "件名、困りごとの文、やりとり、ファイル、聞き取り票は見えません。" in html


def test_the_summary_opens_the_proposal_to_the_head_and_nothing_more(
    client: Client, private_proposal: Consultation, ward: Ward
) -> None:
    client.force_login(ward.requester)
    response = client.post(page(private_proposal, "summary"), {"summary": "受付の手順を変える提案です"})
    assert response.headers["Location"] == f"/consultations/{private_proposal.slug}/"

    client.force_login(ward.head)
    assert client.get(f"/consultations/{private_proposal.slug}/").status_code == 404
    html = html_of(client.get(page(private_proposal, "agreement")))
    assert "受付の手順を変える提案です" in html
    assert "はじめから組み直しましょう。" in html
    assert SECRET not in html
    assert "延長保育の申込み。" not in html


def test_the_same_summary_sent_twice_is_shown_once(client: Client, private_proposal: Consultation, ward: Ward) -> None:
    client.force_login(ward.requester)

    for _ in range(2):
        client.post(page(private_proposal, "summary"), {"summary": "受付の手順を変える提案です"})
    assert private_proposal.transitions.filter(name="open_summary").count() == 1

    client.post(page(private_proposal, "summary"), {"summary": "書き直した要約です"})
    assert walk.fresh(private_proposal).head_summary == "書き直した要約です"
    assert "書き直した要約です</textarea>" in html_of(client.get(page(private_proposal, "summary")))


@pytest.mark.parametrize(
    ("summary", "message"),
    [
        (" 　", "所属長に見せる要約を書いてください。ここに書いた文と提案だけが見えます。"),
        ("長" * 2001, "所属長に見せる要約は2000文字までです。いま2001文字あります。"),
    ],
)
def test_a_summary_that_cannot_be_shown_says_why_and_stays(
    client: Client, private_proposal: Consultation, ward: Ward, summary: str, message: str
) -> None:
    client.force_login(ward.requester)

    response = client.post(page(private_proposal, "summary"), {"summary": summary})

    assert response.status_code == 422
    assert message in html_of(response)
    assert summary.strip() in html_of(response)
    assert walk.fresh(private_proposal).head_summary_opened_at is None


def test_it_names_who_decides_instead_of_an_absent_head(
    client: Client, private_proposal: Consultation, ward: Ward
) -> None:
    AbsenceFactory(user=ward.head)
    client.force_login(ward.requester)

    html = html_of(client.get(page(private_proposal, "summary")))

    assert "藤袴 直美さん（所属長が不在のため、代わりに決めます）に、合意のお願いが届きます。" in html


def test_before_a_proposal_there_is_nothing_to_show(client: Client, ward: Ward) -> None:
    case = walk.submit(ward, is_private=True)
    client.force_login(ward.requester)

    assert client.get(page(case, "summary")).status_code == 302
    assert "要約は、提案が届いてから見せられます。" in html_of(client.get(f"/consultations/{case.slug}/"))


def test_a_shared_case_needs_no_summary(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.requester)

    assert client.post(page(case, "summary"), {"summary": "要約"}).status_code == 302
    assert "この相談は、所属長もすでに見られます。" in html_of(client.get(f"/consultations/{case.slug}/"))


@pytest.mark.parametrize(
    ("role", "status"), [("dx_main", 403), ("section_head", 403), ("head", 404), ("dx_other", 404)]
)
def test_only_the_requester_writes_the_summary(
    client: Client, private_proposal: Consultation, ward: Ward, role: str, status: int
) -> None:
    client.force_login(getattr(ward, role))

    assert client.get(page(private_proposal, "summary")).status_code == status
    assert client.post(page(private_proposal, "summary"), {"summary": "要約"}).status_code == status


def test_opening_a_step_of_a_private_case_is_logged_like_the_case(
    client: Client, private_proposal: Consultation, ward: Ward
) -> None:
    client.force_login(ward.dx_main)
    client.get(page(private_proposal, "close"))
    client.force_login(ward.requester)
    client.get(page(private_proposal, "summary"))

    assert [(log.user, log.what) for log in AccessLog.objects.all()] == [(ward.dx_main, "相談")]
