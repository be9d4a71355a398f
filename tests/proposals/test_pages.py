"""The pages of one proposal: the desk's steps by HTTP, reviews, and the confidential parts."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minato_dx.reference.models import FieldOfWork
from proposals.enums import Advice, Criterion, Part, Source, State
from proposals.models import PartAccess, Proposal
from proposals.services.confidential import declare
from proposals.services.deciding import decline, reassign
from proposals.services.reviewing import ask_reviewers, give_review
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.proposals.addresses import DESK, RULES, STEPS
from tests.proposals.steps import advance, fresh, propose, scores
from tests.test_url_access import NOT_OFFERED, ROLES, outcome

SECRET = "独自の読み取りの方式"


def url(name: str, proposal: Proposal) -> str:
    return reverse(name, args=[proposal.slug])


def send(client: Client, name: str, proposal: Proposal, status: int = 302, **data: Any) -> str:
    response = client.post(url(name, proposal), data)
    assert response.status_code == status, response.content.decode()[:1500]
    return " ".join(response.content.decode().split())


def read(client: Client, name: str, proposal: Proposal) -> str:
    response = client.get(url(name, proposal))
    assert response.status_code == 200, response
    return " ".join(response.content.decode().split())


@pytest.fixture
def screened(ward: Ward, fields: list[FieldOfWork]) -> Proposal:
    proposal = advance(propose(ward, confidential={Part.HOW: SECRET}), State.SCREENING)
    ask_reviewers(proposal=proposal, people=[ward.dx_deputy, ward.dx_other], actor=ward.dx_main, now=NOW)
    return proposal


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_page_for_every_role(ward: Ward, screened: Proposal, name: str) -> None:
    for method in ("get", "post", "put", "delete"):
        assert outcome(Client(), method, url(name, screened)) in {"signed out", NOT_OFFERED}
    for role in ROLES:
        for method in ("get", "post"):
            found = outcome(as_person(getattr(ward, role)), method, url(name, screened))
            assert found in {"let through" if role in RULES[name] else "forbidden", NOT_OFFERED}, (role, method)


def test_one_that_is_not_there(ward: Ward, screened: Proposal) -> None:
    for name in RULES:
        assert as_person(ward.dx_main).get(reverse(name, args=["2026-9999"])).status_code == 404


@pytest.mark.parametrize("state", list(State))
def test_steps_of_another_state_lead_back_with_words(ward: Ward, fields: list[FieldOfWork], state: State) -> None:
    proposal, client = advance(propose(ward), state), as_person(ward.dx_main)
    page = read(client, "proposal_detail", proposal)
    for name, transition in STEPS.items():
        fits = transition in {step.name for step in proposal.get_available_state_transitions()}
        assert (url(name, proposal) in page) == fits, name
        response = client.get(url(name, proposal), follow=True)
        assert ("画面を開き直して" in response.content.decode()) != fits, name


def test_from_the_receipt_to_the_result(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal, client = propose(ward), as_person(ward.dx_main)
    # What goes into the text first, then the text.
    assert "補ってほしいことを書いてください" in send(client, "proposal_ask_back", proposal, status=422, reason="")
    page = send(client, "proposal_ask_back", proposal, status=200, reason="費用を教えてください")
    assert "みなと見本株式会社 御中" in page
    assert "費用を教えてください" in page
    assert fresh(proposal).state == State.RECEIVED
    send(client, "proposal_ask_back", proposal, reason="費用を教えてください", text="費用を教えてください。")
    send(client, "proposal_complete", proposal, note="年50万円")
    page = read(client, "proposal_share", proposal)
    assert "庁内の職員に紹介することにしました" in page
    assert "あしたより後" in send(client, "proposal_share", proposal, status=422, text="共有します", until="2026-11-24")
    send(client, "proposal_share", proposal, text="共有します", until="2027-03-31")
    send(client, "proposal_dialogue", proposal, note="")
    page = send(client, "proposal_close", proposal, status=200, outcome="trial", reason="1か月試します")
    assert "1か月試します" in page
    send(client, "proposal_close", proposal, outcome="trial", reason="1か月試します", text="1か月試します。")
    page = read(client, "proposal_detail", proposal)
    for words in (
        "完了",
        "試行",
        "費用を教えてください。",
        "共有します",
        "結果を記録して終えました",
        "いま、することはありません",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("name", "reason", "state"),
    [
        ("proposal_decline", "同じ機能を持っています", State.DECLINED),
        ("proposal_transfer", "民間協創担当", State.TRANSFERRED),
    ],
)
def test_no_and_not_here(ward: Ward, fields: list[FieldOfWork], name: str, reason: str, state: State) -> None:
    proposal, client = propose(ward), as_person(ward.section_head)
    assert reason in send(client, name, proposal, status=200, reason=reason)
    send(client, name, proposal, reason=reason, text=f"{reason}。")
    assert fresh(proposal).state == state
    send(client, "proposal_withdraw", proposal, note="")
    assert fresh(proposal).state == state


def test_begun_and_given_to_somebody_else(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = propose(ward)
    send(as_person(ward.dx_main), "proposal_begin", proposal, text="審査を始めました。")
    assert fresh(proposal).answers.get().text == "審査を始めました。"
    send(as_person(ward.section_head), "proposal_reassign", proposal, to=ward.dx_other.pk, reason="分野が合うため")
    assert fresh(proposal).assignee == ward.dx_other
    assert "審査する人を決める" in read(as_person(ward.dx_other), "proposal_detail", proposal)


def test_two_reviewers_blind_to_one_another(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal, main = advance(propose(ward), State.SCREENING), as_person(ward.dx_main)
    assert "2人選んで" in send(main, "proposal_reviewers", proposal, status=422, people=[ward.dx_other.pk])
    send(main, "proposal_reviewers", proposal, people=[ward.dx_other.pk, ward.dx_deputy.pk])
    first, second = as_person(ward.dx_other), as_person(ward.dx_deputy)
    assert "審査を出す" in read(first, "proposal_detail", proposal)
    assert "1から5のどれか" in send(first, "proposal_review", proposal, status=422, advice="share", comment="x")
    given = {one.value: "4" for one in Criterion} | {"advice": "share", "comment": "多くの課で使えます"}
    send(first, "proposal_review", proposal, **given)
    assert "もう出されています" in send(first, "proposal_review", proposal, status=409, **given)
    seen = {
        role: "多くの課で使えます" in read(as_person(getattr(ward, role)), "proposal_detail", proposal) for role in DESK
    }
    # Neither whoever decides nor the other reviewer reads it before all are in.
    assert {role for role, sees in seen.items() if sees} == {"dx_other"}
    send(second, "proposal_review", proposal, **given | {"comment": "試す価値があります"})
    for role in DESK:
        page = read(as_person(getattr(ward, role)), "proposal_detail", proposal)
        assert "多くの課で使えます" in page
        assert "試す価値があります" in page


def test_after_an_early_decision_what_was_given_is_read(ward: Ward, screened: Proposal) -> None:
    give_review(
        proposal=screened, actor=ward.dx_other, scores=scores(), advice=Advice.DECLINE, comment="重なります", now=NOW
    )
    assert "重なります" not in read(as_person(ward.dx_main), "proposal_detail", screened)
    decline(proposal=screened, actor=ward.dx_main, reason="機能", text="見送ります", now=NOW)
    assert "重なります" in read(as_person(ward.dx_main), "proposal_detail", screened)


def test_the_confidential_part_is_opened_by_a_press_and_stands_nowhere_else(ward: Ward, screened: Proposal) -> None:
    client = as_person(ward.dx_main)
    for name in RULES:
        if name != "proposal_review":
            assert SECRET not in client.get(url(name, screened)).content.decode(), name
    assert client.post(url("proposal_confidential", screened)).url == url("proposal_declare", screened)
    assert "どんな関係かを書いて" in send(client, "proposal_declare", screened, status=422, has_conflict="yes", text="")
    send(client, "proposal_declare", screened, has_conflict="no")
    assert "記録されます" in read(client, "proposal_confidential", screened)
    assert not PartAccess.objects.exists()
    assert SECRET in send(client, "proposal_confidential", screened, status=200)
    assert PartAccess.objects.get().user == ward.dx_main
    assert "汐見 拓也（どう解決するか）" in read(client, "proposal_detail", screened)
    declare(proposal=screened, actor=ward.dx_other, has_conflict=True, text="親族が勤めています", now=NOW)
    assert "申告しているので" in send(as_person(ward.dx_other), "proposal_confidential", screened, status=403)


def test_many_answers_and_reviews_cost_what_few_cost(ward: Ward, screened: Proposal) -> None:
    client, counts = as_person(ward.dx_main), []
    read(client, "proposal_detail", screened)
    for round_ in range(2):
        with CaptureQueriesContext(connection) as queries:
            read(client, "proposal_detail", screened)
        counts.append(len(queries))
        if round_ == 0:
            for number in range(3):
                propose(ward, title=f"別の提案{number}")
            for actor in (ward.dx_deputy, ward.dx_other):
                declare(proposal=screened, actor=actor, has_conflict=False, now=NOW)
            for to in (ward.dx_other, ward.dx_main):
                reassign(proposal=screened, actor=ward.section_head, to=to, reason="分野が合うため", now=NOW)
    assert counts[0] == counts[1]


def test_hostile_words_are_words(ward: Ward, fields: list[FieldOfWork]) -> None:
    proposal = propose(ward, title="<script>alert(1)</script>", problem='"><img src=x onerror=alert(1)>')
    client = as_person(ward.dx_main)
    page = read(client, "proposal_detail", proposal)
    for text in (page, send(client, "proposal_decline", proposal, status=200, reason="<script>alert(2)</script>")):
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    assert Source.MAIL.label in page
