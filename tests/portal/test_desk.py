"""The leader's desk."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leaders.enums import AppState
from leaders.models import LeaderTerm, TrialApp
from minato_dx.organization.models import Division, User
from tests.consultations import walk
from tests.leaders.steps import as_person
from tests.organization.factories import Ward, make_ward
from tests.test_url_access import ROLES


@pytest.fixture
def led(db: None) -> Ward:
    ward = make_ward()
    LeaderTerm.objects.create(
        person=ward.leader, division=ward.nursery, valid_from="2026-04-01", published_on="2026-04-01"
    )
    return ward


@pytest.fixture(autouse=True)
def on_a_tuesday_morning():
    with time_machine.travel(walk.NOW, tick=False):
        yield


def app(name: str, division: Division, owner: User | None, state: AppState = AppState.IN_USE) -> TrialApp:
    day = walk.NOW.date()
    person = owner or User.objects.order_by("pk")[0]
    return TrialApp.objects.create(
        name=name,
        about="申込みを受け付ける",
        other_tool="表計算",
        division=division,
        handles_personal_data=False,
        state=state,
        owner=owner,
        created_at=walk.NOW,
        created_by=person,
        confirmed_on=day - dt.timedelta(days=1),
        confirmed_by=person,
    )


def desk(ward: Ward) -> str:
    response = as_person(ward.leader).get(reverse("leader_desk"))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_what_colleagues_ask_stands_first(led: Ward) -> None:
    asked = walk.submit(led, body="転記が多い", ask_leader=True)
    walk.submit(led, body="様式が古い")
    walk.submit(led, body="言いにくい", is_private=True)
    walk.submit(led, body="よその課のこと", requester=led.outsider)
    page = desk(led)
    assert "同僚からの相談（1件）" in page
    assert reverse("leader_answer", args=[asked]) in page
    assert "様式が古い" in page
    for hidden in ("言いにくい", "よその課のこと"):
        assert hidden not in page


def test_apps_of_ones_own_left_behind_and_of_others(led: Ward) -> None:
    app("台帳", led.nursery, led.leader)
    app("貸出簿", led.nursery, None)
    app("受付簿", led.elderly, led.outsider)
    app("昔の型", led.elderly, led.outsider, AppState.RETIRED)
    page = desk(led)
    for words in ("自分が持ち主のアプリ", "台帳", "引き継ぐもの", "貸出簿", "ほかの課で使っているもの", "受付簿"):
        assert words in page, words
    assert "昔の型" not in page


def test_an_empty_desk_says_what_to_do(led: Ward) -> None:
    assert "1文で相談できることを伝えてください" in desk(led)


def test_home_leads_to_the_desk_and_to_each_question(led: Ward) -> None:
    case = walk.submit(led, body="転記が多い", ask_leader=True)
    home = as_person(led.leader).get(reverse("home")).content.decode()
    assert reverse("leader_desk") in home
    assert reverse("leader_answer", args=[case]) in home
    assert reverse("leader_desk") not in as_person(led.requester).get(reverse("home")).content.decode()


def test_for_leaders_of_today_only(led: Ward) -> None:
    for role in ROLES:
        status = as_person(getattr(led, role)).get(reverse("leader_desk")).status_code
        assert status == (200 if role == "leader" else 403), role
    LeaderTerm.objects.update(valid_to=walk.NOW.date())
    assert as_person(led.leader).get(reverse("leader_desk")).status_code == 403


def test_the_desk_reads_as_much_for_three_as_for_one(led: Ward) -> None:
    counts = []
    desk(led)
    for more in (1, 2):
        for number in range(more):
            walk.submit(led, body="転記が多い", ask_leader=True)
            walk.submit(led, body="様式が古い")
            app(f"台帳{more}{number}", led.nursery, led.leader)
            app(f"受付簿{more}{number}", led.elderly, led.outsider)
            app(f"貸出簿{more}{number}", led.nursery, None)
        with CaptureQueriesContext(connection) as queries:
            desk(led)
        counts.append(len(queries))
    assert counts[0] == counts[1]
