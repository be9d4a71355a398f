"""Home: the intake first, who will answer and by when, and then one's own work."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from consultations import services
from consultations.enums import State
from consultations.models import Consultation
from leaders.models import LeaderTerm
from minato_dx.core.calendar import jst
from minato_dx.notifications.enums import DeliveryState
from minato_dx.notifications.models import Delivery
from minato_dx.organization.models import Division, Duty, Membership, User
from minato_dx.reference.models import ClosedDay, InHouseTool, PortalSettings
from tests.consultations import walk
from tests.organization.factories import AbsenceFactory, MembershipFactory, Ward, make_ward

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(walk.NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def ward() -> Ward:
    return make_ward()


def _get(person: User, query: str = ""):
    client = Client()
    client.force_login(person)
    response = client.get(f"/{query}")
    assert response.status_code == 200
    return response


def _text(person: User, query: str = "") -> str:
    return " ".join(_get(person, query).content.decode().split())


# --- Who answers, and by when ---------------------------------------------------------------------------------
def test_the_label_of_the_box_is_the_heading_and_the_first_thing(ward: Ward) -> None:
    page = _text(ward.requester)
    assert '<h1 id="intake-h"><label for="id_body">困っていることを、ひとことで</label></h1>' in page
    assert page.count("<h1") == 1
    main = page[page.index("<main") :]
    assert main.index("<h1") < main.index("<h2")
    assert main.index("相談を送る") < main.index("うまく言えない。まず会って話したい")


def test_the_main_person_is_shown_with_deputy_and_leader(ward: Ward) -> None:
    User.objects.filter(pk=ward.dx_main.pk).update(extension="2345")
    User.objects.filter(pk=ward.dx_deputy.pk).update(extension="")
    LeaderTerm.objects.create(
        person=ward.leader, division=ward.nursery, valid_from=dt.date(2026, 4, 1), published_on=dt.date(2026, 4, 1)
    )
    page = _text(ward.requester)
    for text in ("子ども家庭支援部の担当", "汐見 拓也", "2345", "波多野 玲", "汐見さんが不在の日に", "保育課 柊 美月"):
        assert text in page
    assert "柊 美月" not in _text(ward.leader).partition("私の相談")[0].partition("お答えする人")[2]


def test_a_leader_is_named_from_the_day_it_is_published(ward: Ward) -> None:
    LeaderTerm.objects.create(
        person=ward.leader, division=ward.nursery, valid_from=dt.date(2026, 4, 1), published_on=dt.date(2026, 11, 25)
    )
    assert "課のDXリーダー</dt>" not in _text(ward.requester)


def test_an_absent_main_person_is_explained(ward: Ward) -> None:
    AbsenceFactory(user=ward.dx_main)
    page = _text(ward.requester)
    assert "子ども家庭支援部の副担当" in page
    assert "担当の汐見さんはきょう不在です。波多野さんがお答えします。" in page
    assert "副担当</dt>" not in page


def test_a_section_head_who_stands_in_is_explained(ward: Ward) -> None:
    AbsenceFactory(user=ward.dx_main)
    AbsenceFactory(user=ward.dx_deputy)
    assert "担当の汐見さんはきょう不在です。雲井さんがお答えします。" in _text(ward.requester)


def test_a_department_without_duty_is_explained(ward: Ward) -> None:
    Duty.objects.filter(department=ward.children, is_main=True).delete()
    assert "子ども家庭支援部の担当は、いま決まっていません。波多野さんがお答えします。" in _text(ward.requester)


@pytest.mark.parametrize(
    ("at", "promised"),
    [
        (jst(dt.date(2026, 11, 24), dt.time(10, 0)), "11月26日(木)"),
        (jst(dt.date(2026, 11, 24), dt.time(17, 30)), "11月27日(金)"),
        (jst(dt.date(2026, 12, 28), dt.time(9, 0)), "1月5日(火)"),
    ],
)
def test_the_promise_is_the_one_that_sending_makes(ward: Ward, clock, at: dt.datetime, promised: str) -> None:
    clock.move_to(at)
    assert f'いま送ると、<span class="nowrap">{promised}</span>までにお返事します' in _text(ward.requester)
    assert walk.submit(ward).next_due_at == _get(ward.requester).context["answerer"].reply_by


def test_the_promise_follows_the_settings_and_the_citys_closed_days(ward: Ward) -> None:
    PortalSettings(pk=1, first_reply_days=3).save()
    ClosedDay.objects.create(day=dt.date(2026, 11, 25), reason="庁舎点検")
    assert "11月30日(月)" in _text(ward.requester)


def test_someone_without_a_division_is_told_what_to_do_and_sees_no_form(ward: Ward) -> None:
    page = _text(ward.administrator)
    assert "いまは、ここから相談を送れません" in page
    assert "デジタル改革担当 内線2300へお電話ください" in page
    assert 'name="body"' not in page


def test_without_any_dx_section_the_form_does_not_fail(ward: Ward) -> None:
    Duty.objects.all().delete()
    Membership.objects.filter(division__is_dx_section=True).delete()
    Division.objects.filter(is_dx_section=True).update(is_dx_section=False)
    assert "いまは、ここから相談を送れません" in _text(ward.requester)


def test_only_someone_with_two_posts_chooses_a_division(ward: Ward) -> None:
    assert 'name="division"' not in _text(ward.requester)
    MembershipFactory(user=ward.requester, division=ward.elderly, is_main=False)
    page = _text(ward.requester)
    assert page.index("保育課") < page.index("高齢者支援課")
    assert "選んだ課の担当者がお答えします" in page
    assert _get(ward.requester).context["form"]["division"].value() == ward.nursery.pk


# --- What one has to do with -----------------------------------------------------------------------------------
def test_ones_five_latest_are_listed_and_those_that_wait_for_one_stand_first(ward: Ward) -> None:
    old = walk.submit(ward, "待たせている古い相談")
    walk.advance(old, ward, State.WAITING)
    for number in range(5):
        walk.submit(ward, f"新しい相談{number}")
    mine = _get(ward.requester).context["lists"].mine
    assert [line.title for line in mine] == [old.title, *(f"新しい相談{number}" for number in (4, 3, 2, 1))]
    assert [line.my_turn for line in mine] == [True, False, False, False, False]
    assert "課の相談もふくめて見る（6件）" in _text(ward.colleague)


def test_a_colleagues_private_one_is_neither_listed_nor_counted(ward: Ward) -> None:
    walk.submit(ward, "秘密の困りごと", is_private=True)
    for person in (ward.colleague, ward.head, ward.dx_other, ward.dx_deputy):
        page = _text(person)
        assert "秘密の困りごと" not in page
        assert "（1件）" not in page
    assert "秘密の困りごと" in _text(ward.requester)
    assert "秘密の困りごと" in _text(ward.dx_main)


def test_nothing_yet_says_what_will_stand_here(ward: Ward) -> None:
    page = _text(ward.requester)
    assert "相談はまだありません" in page
    assert "合意をお願いされている相談" not in page
    assert "次の約束" not in page


def test_a_head_finds_what_to_agree_to_and_of_a_private_one_the_summary_alone(ward: Ward) -> None:
    walk.advance(walk.submit(ward, "会議室の空きを電話で聞かれる"), ward, State.PROPOSED)
    secret = walk.submit(ward, "秘密の困りごと", is_private=True)
    sheet = walk.hear(secret, ward)
    services.ask_confirmation(sheet=sheet, actor=ward.dx_main)
    services.confirm_sheet(sheet=sheet, actor=ward.requester)
    services.give_answer(
        consultation=secret, actor=ward.dx_main, reply=walk.solution(estimate=walk.estimate("秘密の業務"))
    )
    assert "秘密の困りごと" not in _text(ward.head)
    services.open_summary_to_head(
        consultation=walk.fresh(secret), actor=ward.requester, summary="押印をやめる提案です。"
    )
    page = _text(ward.head)
    assert "合意をお願いされている相談" in page
    assert 'href="/consultations/2026-0001/agreement/">会議室の空きを電話で聞かれる' in page
    assert 'href="/consultations/2026-0002/agreement/">押印をやめる提案です' in page
    assert "秘密の困りごと" not in page
    assert "合意をお願いされている相談" not in _text(ward.colleague)


def test_dx_staff_find_their_next_promises_and_what_is_late(ward: Ward) -> None:
    late = walk.submit(ward, "遅れた相談")
    Consultation.objects.filter(pk=late.pk).update(next_due_at=jst(dt.date(2026, 11, 20), dt.time(17, 15)))
    paused = walk.submit(ward, "返事待ちの相談")
    walk.advance(paused, ward, State.WAITING)
    walk.submit(ward, "届いたばかりの相談")
    response = _get(ward.dx_main)
    assert [line.title for line in response.context["lists"].promises] == ["遅れた相談", "届いたばかりの相談"]
    page = _text(ward.dx_main)
    assert "期限を過ぎたもの（1件）" in page
    assert "電話・来庁の相談を入力" in page
    assert "いま、期限のある約束はありません" in _text(ward.dx_other)


def test_tools_lead_to_the_catalogue(ward: Ward) -> None:
    for number in range(4):
        InHouseTool.objects.create(name=f"ツール{number}", summary="一行", good_for="x", ask_whom="y", order=number)
    page = _text(ward.requester)
    assert "ツール2" in page
    assert "ツール3" not in page
    assert 'href="/tools/"' in page


def test_a_tool_to_ask_about_is_written_into_the_box_beside_what_was_typed(ward: Ward) -> None:
    tool = InHouseTool.objects.create(name="電子申請", summary="一行", good_for="x", ask_whom="y")
    assert "「電子申請」を使えるか、相談したいです。</textarea>" in _text(ward.requester, f"?tool={tool.pk}")
    services.write_draft(user=ward.requester, key="intake", data={"body": "紙が多い"})
    assert _get(ward.requester, f"?tool={tool.pk}").context["form"]["body"].value() == (
        "紙が多い\n「電子申請」を使えるか、相談したいです。"
    )
    for nothing in ("?tool=999", "?tool=x", "?tool=²", "?tool=99999999999999999999", ""):
        assert _get(ward.requester, nothing).context["form"]["body"].value() == "紙が多い"


@pytest.mark.parametrize(
    ("person", "queries"),
    [
        # session, person, roles, divisions, fields, draft, own, counts, leader, desk, tools, leaders' duties,
        # trainings, whether the person leads, stories that might fit
        ("requester", 15),
        # and what to agree to, and whether a cohort is open
        ("head", 17),
        # and the next promises, and what to check; nobody is on duty for the section itself: its head is looked up
        ("dx_main", 19),
    ],
)
@pytest.mark.parametrize("more", [0, 2])
def test_home_takes_the_same_queries_for_one_and_for_three(
    ward: Ward, person: str, queries: int, more: int, django_assert_num_queries
) -> None:
    for number in range(1 + more):
        walk.submit(ward)
        InHouseTool.objects.create(name=f"ツール{number}", summary="一行", good_for="x", ask_whom="y")
    client = Client()
    client.force_login(getattr(ward, person))
    client.get("/")  # reads settings and closed days, which are remembered
    with django_assert_num_queries(queries):
        client.get("/")


def test_someone_who_left_is_not_named(ward: Ward) -> None:
    User.objects.filter(pk=ward.dx_main.pk).update(left_on=dt.date(2026, 11, 24))
    assert "汐見 拓也" not in _text(ward.requester)


def test_administrators_are_told_of_mails_that_cannot_be_delivered(ward: Ward, client: Client) -> None:
    case = walk.submit(ward)
    client.force_login(ward.administrator)
    assert "届けられないメール" not in client.get("/").content.decode()
    mails = Delivery.objects.filter(notification__object_id=case.pk)
    mails.update(state=DeliveryState.DEAD, settled_at=walk.NOW, reason="550 no such user")
    page = client.get("/").content.decode()
    assert f"届けられないメールが{mails.count()}通" in page
    client.force_login(ward.dx_main)
    assert "届けられないメール" not in client.get("/").content.decode()
