"""「ほかではどうしている？」: who sees what at each step; who asks is told to nobody who is asked."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.enums import FindingState, ResearchOutcome, ResearchState, Source
from consultations.exceptions import StateConflict
from consultations.models import Consultation, Finding, ResearchRequest
from consultations.services import findings, research
from minato_dx.notifications.models import Notification
from minato_dx.reference.models import Municipality
from tests.answers import closing
from tests.consultations import walk as cases
from tests.consultations.research.walk import QUESTION, TOLD, WALK, WORDING, asked, checked, closed, passed_on, told
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward

ASKERS = {"requester", "colleague", "head", "acting_head", "leader"}
DX = {"dx_main", "dx_deputy", "dx_other", "section_head"}
OTHERS = {"outsider", "outsider_head", "cio", "administrator"}
ROLES = sorted(ASKERS | DX | OTHERS)
STEPS: dict[str, tuple[set[ResearchState], set[str]]] = {
    "research_word": ({ResearchState.ASKED, ResearchState.ACCEPTED}, DX),
    "research_pass_on": ({ResearchState.ACCEPTED}, DX),
    "research_decline": ({ResearchState.ASKED, ResearchState.ACCEPTED}, DX),
    "research_close": ({ResearchState.PASSED_ON}, DX),
    "research_withdraw": ({ResearchState.ASKED, ResearchState.ACCEPTED, ResearchState.PASSED_ON}, {"requester"}),
}
LIST_QUERIES, DESK_QUERIES = 7, 10
# What would tell who asks.
SECRETS = (QUESTION, "保育課", "子ども家庭支援部", "真砂")


def body(ward: Ward, role: str, name: str, *args: Any, status: int = 200, **query: Any) -> str:
    answer = as_person(getattr(ward, role)).get(reverse(name, args=args), query)
    assert answer.status_code == status, (role, name)
    return str(answer.content.decode())


def post(ward: Ward, role: str, name: str, *args: Any, **data: Any) -> int:
    return int(as_person(getattr(ward, role)).post(reverse(name, args=args), data).status_code)


def heard(row: ResearchRequest, text: str) -> set[int]:
    rows = Notification.objects.filter(object_kind="research", object_id=row.pk, title__contains=text)
    return set(rows.values_list("recipient", flat=True))


# --- The way of a request ------------------------------------------------------------------------------------------


def test_one_sentence_is_enough_and_whoever_answers_for_the_department_hears(ward: Ward) -> None:
    assert post(ward, "requester", "research_ask", question=" ") == 422
    assert post(ward, "requester", "research_ask", question=QUESTION) == 302
    assert post(ward, "requester", "research_ask", question=QUESTION) == 302, "sent twice"
    row = ResearchRequest.objects.get()
    assert (row.state, row.division, row.answer_by.isoformat()) == (ResearchState.ASKED, ward.nursery, "2026-11-26")
    assert heard(row, "新しい調査依頼です（保育課）") == {ward.dx_main.pk}
    assert QUESTION in body(ward, "colleague", "research_list", tab="mine")
    assert "11月26日(木)" in body(ward, "requester", "research_detail", row.pk)


def test_from_asking_to_the_outcome(ward: Ward) -> None:
    city = Municipality.objects.create(code="131075", prefecture="東京都", name="墨田区")
    row = asked(ward)
    named = as_person(ward.dx_main).post(reverse("research_word", args=[row.pk]), {"wording": QUESTION})
    assert named.status_code == 422
    assert "「保育課」を消してください" in named.content.decode()
    assert post(ward, "dx_main", "research_word", row.pk, wording=WORDING) == 302
    page = body(ward, "dx_main", "research_pass_on", row.pk)
    text = page[page.index("<textarea") : page.index("</textarea>")]
    assert WORDING in text
    assert "契約や調達のお約束ではありません" in text
    assert not [secret for secret in SECRETS if secret in text]
    assert post(ward, "dx_main", "research_pass_on", row.pk, to="近くの区") == 302
    assert heard(row, "聞き始めました") == {ward.requester.pk}
    assert WORDING in body(ward, "outsider", "research_list")

    assert post(ward, "outsider", "research_answer", row.pk, text=TOLD, code="131075") == 302
    assert heard(row, "回答が届きました") == {ward.dx_main.pk}
    finding = Finding.objects.get()
    assert (finding.municipality, finding.source, finding.told_by) == (city, Source.STAFF, ward.outsider.name)
    assert TOLD not in body(ward, "requester", "research_detail", row.pk), "not before it is checked"
    assert TOLD in body(ward, "outsider", "research_detail", row.pk), "one's own words"
    assert post(ward, "dx_main", "research_close", row.pk, outcome="found") == 422, "an answer is not looked at"
    assert post(ward, "dx_deputy", "research_check", row.pk, finding.pk, said="checked") == 302
    assert heard(row, "回答が届きました") == {ward.dx_main.pk, ward.requester.pk}
    assert TOLD in body(ward, "colleague", "research_detail", row.pk)
    assert post(ward, "dx_main", "research_close", row.pk, outcome="found", text="お渡ししました。") == 302
    assert heard(row, "調査を終えました") == {ward.requester.pk}
    ended = ResearchRequest.objects.get(pk=row.pk)
    assert (ended.state, ended.outcome) == (ResearchState.CLOSED, ResearchOutcome.FOUND)
    names = ["ask", "accept", "pass_on", "answer", "check", "close"]
    assert [step.name for step in ended.steps.all()] == names


def test_declining_and_withdrawing_are_told(ward: Ward) -> None:
    row = asked(ward)
    assert post(ward, "dx_main", "research_decline", row.pk, reason=" ") == 422
    assert post(ward, "dx_main", "research_decline", row.pk, reason="もう例があります。") == 302
    assert heard(row, "見送りました") == {ward.requester.pk}
    again = passed_on(ward)
    assert post(ward, "requester", "research_withdraw", again.pk) == 302
    assert heard(again, "取り下げられました") == {ward.dx_main.pk}
    assert WORDING not in body(ward, "outsider", "research_list")


def test_an_answer_that_is_not_used_says_why_and_reaches_nobody(ward: Ward) -> None:
    row = passed_on(ward)
    finding = told(ward, row)
    assert post(ward, "dx_main", "research_check", row.pk, finding.pk, said="left_out") == 422
    assert post(ward, "dx_main", "research_check", row.pk, finding.pk, said="left_out", reason="古い話でした") == 302
    text = body(ward, "requester", "research_detail", row.pk)
    assert TOLD not in text
    assert "古い話でした" not in text
    with pytest.raises(StateConflict, match="汐見"):
        findings.check_finding(finding=finding, actor=ward.dx_deputy, now=NOW)


# --- Who sees what -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", ResearchState)
def test_every_page_for_every_state_and_role(ward: Ward, state: ResearchState, role: str) -> None:
    row = WALK[state](ward)
    browser = as_person(getattr(ward, role))
    knows = role in ASKERS | DX
    is_open = state == ResearchState.PASSED_ON
    page = browser.get(reverse("research_detail", args=[row.pk]))
    assert page.status_code == (200 if knows or is_open else 404)
    answer = browser.get(reverse("research_answer", args=[row.pk]))
    assert answer.status_code == (200 if is_open else 302 if knows else 404)
    for name, (states, roles) in STEPS.items():
        expected = 404 if not knows else 403 if role not in roles else 200 if state in states else 302
        assert browser.get(reverse(name, args=[row.pk])).status_code == expected, name
        if expected in (403, 404):
            assert browser.post(reverse(name, args=[row.pk]), {"reason": "x", "wording": "x"}).status_code == expected
    if not knows:
        found = page.content.decode() + answer.content.decode()
        assert not [secret for secret in SECRETS if secret in found]
        assert (WORDING in found) == is_open


@pytest.mark.parametrize("role", sorted(OTHERS))
def test_lists_and_exports_for_those_who_are_asked_name_no_division(ward: Ward, role: str) -> None:
    passed_on(ward)
    checked(ward, ResearchRequest.objects.get())
    browser = as_person(getattr(ward, role))
    for tab in ("", "mine", "waiting", "running", "ended"):
        texts = [browser.get(reverse("research_list"), {"tab": tab}).content]
        for kind in ("csv", "xlsx"):
            with closing(browser.get(reverse("research_export", args=[kind]), {"tab": tab})) as answer:
                texts.append(b"".join(answer.streaming_content))
        found = b"".join(texts).decode(errors="ignore")
        assert not [secret for secret in SECRETS if secret in found], tab
    assert "いま聞いていること" in body(ward, role, "research_list")
    assert "担当用" not in body(ward, role, "research_list")


def test_the_proposal_desk_shows_the_public_wording_alone(ward: Ward) -> None:
    passed_on(ward)
    asked(ward, question="まだ文を決めていない依頼です")
    text = body(ward, "dx_other", "proposal_list")
    assert WORDING in text
    panel = text[text.index("research-open-h") :].partition("</section>")[0]
    assert not [secret for secret in (*SECRETS, "まだ文を決めていない") if secret in panel]


def test_exports_for_those_who_know(ward: Ward) -> None:
    row = passed_on(ward)
    checked(ward, row)
    for role, tab in (("requester", "mine"), ("dx_other", "running")):
        with closing(
            as_person(getattr(ward, role)).get(reverse("research_export", args=["csv"]), {"tab": tab})
        ) as answer:
            text = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert QUESTION in text
        assert "保育課" in text
    assert as_person(ward.requester).get(reverse("research_export", args=["pdf"])).status_code == 404


def test_whoever_answers_too_late_is_not_told_who_withdrew(ward: Ward) -> None:
    row = passed_on(ward)
    research.withdraw_research(request=row, reason="", actor=ward.requester, now=NOW)
    with pytest.raises(StateConflict) as caught:
        findings.note_finding(request=row, told=findings.Told(TOLD), actor=ward.outsider, now=NOW)
    assert "真砂" not in caught.value.message


def test_staff_speak_for_nobody_else(ward: Ward) -> None:
    row = passed_on(ward)
    post(ward, "outsider", "research_answer", row.pk, text=TOLD, source=Source.VENDOR, told_by="みほん技研")
    assert Finding.objects.get().source == Source.STAFF
    assert post(ward, "outsider", "research_check", row.pk, Finding.objects.get().pk, said="checked") == 404
    assert post(ward, "requester", "research_check", row.pk, Finding.objects.get().pk, said="checked") == 403


# --- From a consultation -------------------------------------------------------------------------------------------


def test_a_consultation_leads_to_it_and_shows_it(ward: Ward, case: Consultation) -> None:
    address = reverse("research_ask_about", args=[case])
    assert address in body(ward, "requester", "consultation_detail", case)
    assert as_person(ward.requester).post(address, {"question": QUESTION}).status_code == 302
    row = ResearchRequest.objects.get()
    assert row.consultation == case
    assert reverse("research_detail", args=[row.pk]) in body(ward, "dx_main", "consultation_detail", case)
    assert as_person(ward.outsider).get(address).status_code == 404


def test_of_a_private_consultation_nobody_is_asked(ward: Ward) -> None:
    private = cases.submit(ward, is_private=True)
    assert as_person(ward.requester).get(reverse("research_ask_about", args=[private])).status_code == 403
    assert "ほかではどうしているか" not in body(ward, "requester", "consultation_detail", private)


def test_what_was_made_private_since_is_no_longer_its_colleagues(ward: Ward, case: Consultation) -> None:
    row = asked(ward, case=case)
    Consultation.objects.filter(pk=case.pk).update(is_private=True)
    for role, status in (("requester", 200), ("dx_main", 200), ("colleague", 404), ("dx_other", 404)):
        body(ward, role, "research_detail", row.pk, status=status)
    assert QUESTION not in body(ward, "colleague", "research_list", tab="mine")


# --- Hostile, and many ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wording",
    ["保育課の空き", "保 育 課の空き", "子ども家庭支援部では", "真砂さんから", "真砂陽菜の依頼"],
)
def test_words_that_tell_who_asks_are_refused(ward: Ward, wording: str) -> None:
    row = asked(ward)
    assert post(ward, "dx_main", "research_word", row.pk, wording=wording) == 422
    assert ResearchRequest.objects.get().public_wording == ""


def test_scripts_are_shown_as_what_they_are(ward: Ward) -> None:
    script = "<script>alert(1)</script>"
    row = asked(ward, question=script)
    row = research.word_for_others(request=row, wording=script, actor=ward.dx_main, now=NOW)
    row = research.pass_on(request=row, to=script, actor=ward.dx_main, now=NOW)
    checked(ward, row, text=script, told_by=script)
    for role, name in (
        ("requester", "research_detail"),
        ("outsider", "research_detail"),
        ("dx_main", "research_detail"),
    ):
        text = body(ward, role, name, row.pk)
        assert script not in text
        assert "&lt;script&gt;" in text


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://city.example.jp/"])
def test_only_links_to_the_web(ward: Ward, link: str) -> None:
    row = passed_on(ward)
    assert post(ward, "outsider", "research_answer", row.pk, text=TOLD, link=link) == 422
    finding = told(ward, row)
    with pytest.raises(DatabaseError), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(link=link)


def test_the_database_keeps_what_has_to_be(ward: Ward) -> None:
    row = passed_on(ward)
    for change in ({"public_wording": ""}, {"state": ResearchState.CLOSED}, {"ended_at": NOW}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ResearchRequest.objects.filter(pk=row.pk).update(**change)
    finding = told(ward, row)
    with pytest.raises(DatabaseError), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(state=FindingState.CHECKED)


@pytest.mark.parametrize("count", [3, 300])
def test_lists_cost_the_same_with_more(ward: Ward, count: int) -> None:
    first = passed_on(ward)
    values = {
        field.attname: getattr(first, field.attname) for field in first._meta.concrete_fields if not field.primary_key
    }
    rows = ResearchRequest.objects.bulk_create(ResearchRequest(**values) for _ in range(count - 1))
    Finding.objects.bulk_create(
        Finding(request=row, source=Source.VENDOR, text=TOLD, noted_by=ward.dx_main, noted_at=NOW) for row in rows
    )
    for role, tab, expected in (("outsider", "", LIST_QUERIES), ("dx_main", "running", DESK_QUERIES)):
        browser = as_person(getattr(ward, role))
        browser.get(reverse("research_list"), {"tab": tab})
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse("research_list"), {"tab": tab}).status_code == 200
        assert len(queries) == expected, role


def test_late_ones_are_marked_for_the_section(ward: Ward) -> None:
    row = asked(ward)
    ResearchRequest.objects.filter(pk=row.pk).update(answer_by="2026-11-20")
    assert "約束を過ぎています" in body(ward, "dx_main", "research_list", tab="waiting")
    assert "期限を過ぎています" in body(ward, "requester", "research_detail", row.pk)


def test_nothing_yet(ward: Ward) -> None:
    assert "いま聞いていることはありません" in body(ward, "outsider", "research_list")
    assert "自分の課の調査依頼はまだありません" in body(ward, "outsider", "research_list", tab="mine")
    closed(ward)
    assert "例は見つからなかった" in body(ward, "requester", "research_detail", ResearchRequest.objects.get().pk)


def test_administrators_see_where_it_stands_and_not_what_the_division_wrote(ward: Ward, case: Consultation) -> None:
    row = passed_on(ward, case=case)
    browser = as_person(ward.administrator)
    for address in ("/admin/consultations/researchrequest/", f"/admin/consultations/researchrequest/{row.pk}/change/"):
        text = browser.get(address).content.decode()
        assert WORDING in text
        assert QUESTION not in text
        assert "保育課" in text
    Consultation.objects.filter(pk=case.pk).update(is_private=True)
    assert "保育課" not in browser.get("/admin/consultations/researchrequest/").content.decode()
