"""What leaders did, and of whom nothing was heard for long."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations import services
from consultations.services.leader_first import answer_as_leader, hand_on
from leaders.models import LeaderQuestion, LeaderReply, LeaderSettings, LeaderTerm
from leaders.selectors.activity import activity_of, deeds_of, latest_deeds, quiet_leaders
from leaders.selectors.coverage import coverage
from minato_dx.core.calendar import jst
from tests.consultations import walk
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward

TODAY = NOW.date()
SINCE = jst(dt.date(2026, 4, 1), dt.time())


@pytest.fixture
def led(ward: Ward) -> Ward:
    """Two leaders since April: of 保育課 and of 高齢者支援課."""
    for person, division in ((ward.leader, ward.nursery), (ward.outsider, ward.elderly)):
        LeaderTerm.objects.create(person=person, division=division, valid_from="2026-04-01", published_on="2026-04-01")
    return ward


def kinds(ward: Ward) -> list[tuple[str, str]]:
    return [(deed.kind, deed.about) for deed in deeds_of(person=ward.leader, since=SINCE)]


def test_an_answer_to_a_colleague_counts_once(led: Ward) -> None:
    case = walk.submit(led, ask_leader=True)
    answer_as_leader(consultation=case, actor=led.leader, text="型があります")
    assert kinds(led) == [("同僚の相談に答えた", case.title)]


def test_handed_on_by_the_leader_counts_and_by_the_requester_does_not(led: Ward) -> None:
    first, second = walk.submit(led, ask_leader=True), walk.submit(led, ask_leader=True)
    hand_on(consultation=first, actor=led.leader, learned="様式は2種類です")
    hand_on(consultation=second, actor=led.requester)
    assert [kind for kind, _about in kinds(led)] == ["相談を担当につないだ"]


def test_words_in_the_divisions_consultations_and_own_ones(led: Ward) -> None:
    case = walk.submit(led)
    services.post_message(consultation=case, author=led.leader, body="わたしの係でも同じです")
    walk.submit(led, body="様式が多い", requester=led.leader)
    assert sorted(kind for kind, _about in kinds(led)) == ["相談を送った", "課の相談に書き込んだ"]


def test_of_private_consultations_nothing_is_told(led: Ward) -> None:
    walk.submit(led, body="言いにくいこと", requester=led.leader, is_private=True)
    case = walk.submit(led, ask_leader=True)
    answer_as_leader(consultation=case, actor=led.leader, text="型があります")
    services.set_privacy(consultation=case, actor=led.requester, private=True)
    assert kinds(led) == []


def test_this_fiscal_year_only_and_counted_by_kind(led: Ward) -> None:
    for at in (NOW, NOW - dt.timedelta(days=30), jst(dt.date(2026, 3, 31), dt.time(17))):
        LeaderQuestion.objects.create(asker=led.leader, title="Excelの型", asked_at=at)
    activity = activity_of(person=led.leader, day=TODAY)
    assert activity.counts == [("リーダーどうしで質問した", 2)]
    assert [deed.day for deed in activity.latest] == [TODAY, TODAY - dt.timedelta(days=30)]


def test_three_months_without_a_word(led: Ward) -> None:
    limit = dt.date(2026, 8, 24)
    question = LeaderQuestion.objects.create(asker=led.requester, title="型", asked_at=NOW)

    def quiet() -> set[str]:
        return {one.cover.leader.name for one in quiet_leaders(covers=coverage(day=TODAY), day=TODAY)}

    assert quiet() == {led.leader.name, led.outsider.name}
    LeaderReply.objects.create(
        question=question, author=led.leader, text="あります", written_at=jst(limit, dt.time(8, 0))
    )
    assert quiet() == {led.leader.name, led.outsider.name}
    LeaderReply.objects.create(
        question=question, author=led.leader, text="あります", written_at=jst(limit, dt.time(9, 0))
    )
    assert quiet() == {led.outsider.name}
    # The city's own months, and whoever is new is left alone.
    LeaderSettings.objects.create(pk=1, quiet_months=1)
    assert quiet() == {led.leader.name, led.outsider.name}
    LeaderTerm.objects.filter(person=led.outsider).update(valid_from=TODAY)
    assert quiet() == {led.leader.name}


def test_latest_deeds_read_as_much_for_two_as_for_one(led: Ward) -> None:
    counts = []
    for people in ({led.leader.pk}, {led.leader.pk, led.outsider.pk}):
        with CaptureQueriesContext(connection) as queries:
            latest_deeds(people=people)
        counts.append(len(queries))
    assert counts[0] == counts[1] == 10


def test_who_reads_what_the_leader_did(led: Ward) -> None:
    LeaderQuestion.objects.create(asker=led.leader, title="Excelの型を知りたい", asked_at=NOW)
    address = reverse("leader_division", args=["0903"])
    readers = {"leader", "head", "acting_head", "dx_main", "dx_deputy", "dx_other", "section_head"}
    roles = readers | {"requester", "colleague", "outsider", "outsider_head", "cio", "administrator"}
    found = {
        role for role in roles if "Excelの型を知りたい" in as_person(getattr(led, role)).get(address).content.decode()
    }
    assert found == readers


def test_the_board_names_quiet_leaders_to_the_section_alone(led: Ward) -> None:
    for role in ("dx_main", "section_head", "head", "leader", "cio"):
        page = as_person(getattr(led, role)).get(reverse("leader_coverage")).content.decode()
        assert ("声をかけたいリーダー（2人）" in page) == (role in {"dx_main", "section_head"}), role
    past = as_person(led.dx_main).get(reverse("leader_coverage"), {"on": "2026-10-01"}).content.decode()
    assert "声をかけたい" not in past


def test_what_a_leader_left_open_is_shown_for_handover(led: Ward) -> None:
    case, quiet, hidden = walk.submit(led, body="転記が多い"), walk.submit(led, body="様式が古い"), walk.submit(led)
    services.post_message(consultation=case, author=led.leader, body="わたしの係でも同じです")
    services.post_message(consultation=hidden, author=led.leader, body="聞いてみます")
    services.set_privacy(consultation=hidden, actor=led.requester, private=True)
    LeaderTerm.objects.filter(person=led.leader).update(valid_to=TODAY, end_reason="released")
    address = reverse("leader_division", args=["0903"])

    shown = {
        role: as_person(getattr(led, role)).get(address).content.decode()
        for role in ("head", "acting_head", "dx_main", "requester", "outsider_head", "cio")
    }

    assert {role for role, page in shown.items() if "引き継ぐ相談" in page} == {"head", "acting_head", "dx_main"}
    assert case.title in shown["head"]
    for other in (quiet, hidden):
        assert reverse("consultation_detail", args=[other]) not in shown["head"]
