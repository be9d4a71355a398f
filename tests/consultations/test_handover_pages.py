"""Handing over on a page: proposals, a look at what will happen, one click."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from consultations.enums import HearingState
from consultations.models import Consultation, Handover
from consultations.services import arrange_hearing
from minato_dx.organization.models import Duty
from tests.consultations import walk
from tests.organization.factories import AbsenceFactory, Ward
from tests.scheduling.conftest import on, publish

LIST = "/handovers/"


@pytest.fixture
def client(client: Client, ward: Ward) -> Client:
    client.force_login(ward.section_head)
    return client


@pytest.fixture
def address(ward: Ward) -> str:
    return f"/handovers/new/{ward.dx_main.pk}/"


def _text(response: Any) -> str:
    return str(response.content.decode())


def _data(ward: Ward, *cases: Consultation, **more: Any) -> dict[str, Any]:
    chosen = {f"case_{case.pk}": ward.dx_deputy.staff_number for case in cases}
    return {"reason": "12月1日付の異動のため", "token": str(uuid.uuid4())} | chosen | more


def test_who_leaves_soon_stands_first_on_the_list_and_on_the_load_page(
    client: Client, ward: Ward, case: Consultation, address: str
) -> None:
    assert "進行中の相談がある人はいません" in _text(client.get(LIST))
    Duty.objects.filter(user=ward.dx_main).update(valid_to=dt.date(2026, 12, 1))
    shown = _text(client.get(LIST))
    assert "12月1日(火)から外れます・進行中1件" in shown
    assert f'href="{address}"' in shown
    load = _text(client.get("/triage/load/"))
    assert "引き継ぎを決めてください" in load
    assert f'href="{address}"' in load
    client.force_login(ward.dx_main)
    assert "引き継ぎを決めてください" not in _text(client.get("/triage/load/"))


def test_a_person_is_proposed_for_each_case(client: Client, ward: Ward, case: Consultation, address: str) -> None:
    shown = _text(client.get(address))
    assert "進行中の相談は1件です" in shown
    assert re.search(rf'value="{ward.dx_deputy.staff_number}" selected>波多野 玲（進行中0件）', shown)
    assert "保育課 真砂 陽菜さん・次の約束 11月26日(木)" in shown


def test_first_a_look_at_it_then_one_click(client: Client, ward: Ward, case: Consultation, address: str) -> None:
    arrange_hearing(consultation=case, actor=ward.dx_main, starts_at=on(1), place="窓口", now=walk.NOW)
    publish(ward.dx_main, day=2)
    data = _data(ward, case)
    review = _text(client.post(address, data))
    assert "1件の相談を引き継ぎますか" in review
    assert "12月1日(火) 10:00のヒアリングは、波多野さんが伺います" in review
    assert "相談者1人に、1通ずつお知らせします" in review
    assert "会える時間1件は、取り下げます" in review
    assert not Handover.objects.exists()

    done = _text(client.post(address, data | {"confirmed": "1"}, follow=True))
    assert "1件の相談を引き継ぎ、相談者に知らせました" in done
    assert walk.fresh(case).assignee == ward.dx_deputy
    client.post(address, data | {"confirmed": "1"}, follow=True)
    assert Handover.objects.count() == 1


def test_what_was_chosen_can_be_changed_after_the_look(
    client: Client, ward: Ward, case: Consultation, address: str
) -> None:
    data = _data(ward, case, **{f"case_{case.pk}": ward.dx_other.staff_number})
    again = _text(client.post(address, data | {"change": "1"}))
    assert re.search(rf'value="{ward.dx_other.staff_number}" selected', again)
    assert "12月1日付の異動のため" in again
    assert not Handover.objects.exists()


def test_a_hearing_that_cannot_be_kept_is_said_before(
    client: Client, ward: Ward, case: Consultation, address: str
) -> None:
    arrange_hearing(consultation=case, actor=ward.dx_main, starts_at=on(1), place="窓口", now=walk.NOW)
    other = walk.submit(ward, "別の部の相談", requester=ward.outsider)
    arrange_hearing(consultation=other, actor=ward.dx_other, starts_at=on(1), place="窓口", now=walk.NOW)
    data = _data(ward, case, **{f"case_{case.pk}": ward.dx_other.staff_number})
    assert "霞さんに予定があるので延期し" in _text(client.post(address, data))


def test_a_hearing_on_a_day_on_which_the_new_person_is_away_is_put_off(
    client: Client, ward: Ward, case: Consultation, address: str
) -> None:
    hearing = arrange_hearing(consultation=case, actor=ward.dx_main, starts_at=on(1), place="窓口", now=walk.NOW)
    AbsenceFactory(user=ward.dx_deputy, valid_from=dt.date(2026, 12, 1), valid_to=dt.date(2026, 12, 2))
    data = _data(ward, case)
    assert "波多野さんに予定があるので延期し" in _text(client.post(address, data))
    client.post(address, data | {"confirmed": "1"})
    hearing.refresh_from_db()
    assert (hearing.state, hearing.hearer) == (HearingState.POSTPONED, ward.dx_main)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"reason": " "}, "引き継ぐ理由を書いてください"),
        ({"case": ""}, "引き継ぐ相談が1件もありません"),
        ({"case": "0004121"}, "いまは担当になれません"),
    ],
)
def test_what_cannot_be_done_comes_back_as_typed(
    client: Client, ward: Ward, case: Consultation, address: str, more: dict, words: str
) -> None:
    chosen = {f"case_{case.pk}" if name == "case" else name: value for name, value in more.items()}
    response = client.post(address, _data(ward, case, **chosen))
    assert response.status_code == 422
    assert words in _text(response)


def test_a_case_that_came_meanwhile_is_shown_and_nothing_is_moved(
    client: Client, ward: Ward, case: Consultation, address: str
) -> None:
    data = _data(ward, case, confirmed="1")
    late = walk.submit(ward, "あとから届いた相談", requester=ward.colleague)
    response = client.post(address, data)
    assert response.status_code == 422
    assert f"相談が増えました（{late.number}）" in _text(response)
    assert not Handover.objects.exists()


def test_without_open_work_there_is_nothing_to_do(client: Client, ward: Ward, address: str) -> None:
    assert "引き継ぐ相談はありません" in _text(client.get(address))
    assert "進行中の相談はありません" in _text(client.post(address, {}, follow=True))


def test_everybody_it_concerns_reads_their_part(client: Client, ward: Ward, case: Consultation, address: str) -> None:
    other = walk.submit(ward, "となりの相談", requester=ward.outsider)
    Consultation.objects.filter(pk=other.pk).update(assignee=ward.dx_main)
    client.post(address, _data(ward, case, other, confirmed="1"))
    handover = Handover.objects.get()
    client.force_login(ward.requester)
    shown = _text(client.get(f"/handovers/{handover.pk}/"))
    assert str(case.number) in shown
    assert str(other.number) not in shown
    client.force_login(ward.colleague)
    assert client.get(f"/handovers/{handover.pk}/").status_code == 404


def test_the_page_costs_the_same_with_more_work(
    client: Client, ward: Ward, address: str, django_assert_max_num_queries
) -> None:
    counts = []
    client.get(address)
    for number in (1, 6):
        for index in range(number):
            walk.submit(ward, f"相談{number}-{index}")
        with django_assert_max_num_queries(40) as captured:
            client.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[1]
