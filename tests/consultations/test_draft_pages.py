"""What is typed is kept on the server, comes back, and can be thrown away and put back."""

import json
import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from consultations import services
from consultations.enums import State
from consultations.models import Consultation, Draft
from minato_dx.organization.models import User
from tests.attachments.files import GOOD, upload
from tests.consultations import walk
from tests.organization.factories import PASSWORD, Ward

INTAKE = "/drafts/intake/"
SENTENCE = "延長保育の申込みが紙で"


def _client(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def client(ward: Ward) -> Client:
    return _client(ward.requester)


def _body(client: Client, url: str = "/") -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.context["form"]["body"].value() or ""


# --- Saving --------------------------------------------------------------------------------------------------
def test_a_draft_is_kept_and_comes_back_on_any_machine(client: Client, ward: Ward) -> None:
    typed = {"body": SENTENCE, "urgency": "this_week", "preferred_times": "火曜の午後", "privacy": "private"}
    answer = client.post(INTAKE, typed)
    assert (answer.status_code, json.loads(answer.content)) == (200, {"saved_at": "10:00"})
    page = _client(ward.requester).get("/")
    form = page.context["form"]
    assert {name: form[name].value() for name in typed} == typed
    text = " ".join(page.content.decode().split())
    assert "11月24日(火) 10:00に保存した書きかけです" in text
    assert "<details open>" in text


def test_the_newest_save_wins(client: Client) -> None:
    client.post(INTAKE, {"body": "一つ目"})
    client.post(INTAKE, {"body": "二つ目"})
    assert _body(client) == "二つ目"
    assert Draft.objects.count() == 1


def test_marks_of_the_form_and_the_session_are_never_kept(client: Client) -> None:
    marks = {"csrfmiddlewaretoken": "a", "token": str(uuid.uuid4()), "submission_token": "b", "autosave_key": "intake"}
    client.post(INTAKE, marks | {"version": "3", "body": SENTENCE, "tick": ["x", "y"]})
    assert Draft.objects.get().data == {"body": SENTENCE, "tick": ["x", "y"]}


def test_an_empty_draft_is_not_announced(client: Client) -> None:
    client.post(INTAKE, {"body": " 　", "urgency": "none"})
    assert "書きかけ" not in client.get("/").content.decode()


@pytest.mark.parametrize("text", ["𠮷田さん😭 髙﨑① １２３", "a\x00b", "\u202eabc", "=1+1"])
def test_whatever_is_typed_can_be_kept(client: Client, text: str) -> None:
    assert client.post(INTAKE, {"body": text}).status_code == 200
    assert _body(client) == text.replace("\x00", "")


def test_a_draft_is_its_writers_own(client: Client, ward: Ward) -> None:
    client.post(INTAKE, {"body": SENTENCE})
    assert _body(_client(ward.colleague)) == ""


def test_twenty_thousand_characters_fit_and_far_more_are_refused_in_words(client: Client) -> None:
    assert client.post(INTAKE, {"body": "あ" * 20_000}).status_code == 200
    answer = client.post(INTAKE, {"body": "あ" * 33_400})
    assert answer.status_code == 413
    assert "長すぎて、下書きに保存できません" in json.loads(answer.content)["error"]
    assert len(Draft.objects.get().data["body"]) == 20_000


def test_a_script_without_a_session_gets_401_and_no_redirect() -> None:
    answer = Client().post(INTAKE, {"body": SENTENCE})
    assert answer.status_code == 401
    assert "もう一度ログインすると" in json.loads(answer.content)["error"]


def test_a_session_that_ended_keeps_the_earlier_draft(client: Client, ward: Ward) -> None:
    client.post(INTAKE, {"body": SENTENCE})
    with time_machine.travel(walk.NOW.replace(hour=12), tick=False):
        assert client.post(INTAKE, {"body": "あとの文"}).status_code == 401
        assert _body(_client(ward.requester)) == SENTENCE


def test_saving_is_protected_against_forged_requests(ward: Ward) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ward.requester)
    assert client.post(INTAKE, {"body": SENTENCE}).status_code == 403
    assert not Draft.objects.exists()


def test_only_posting_saves(client: Client) -> None:
    assert client.get(INTAKE).status_code == 405


# --- Which forms there are ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["reply", "note", "answer", "effect"])
def test_a_draft_of_a_case_belongs_to_those_who_see_it(ward: Ward, case: Consultation, kind: str) -> None:
    url = reverse("draft_save", args=[f"{kind}:{case.pk}"])
    assert _client(ward.colleague).post(url, {"body": "書きかけ"}).status_code == 200
    assert Draft.objects.get().key == f"{kind}:{case.pk}"
    assert _client(ward.outsider).post(url, {"body": "書きかけ"}).status_code == 404


@pytest.mark.parametrize(
    "key", ["reply:999999", "reply:", "reply:1x", "reply:１", "sheet:1", "other", "intake:1", "reply:" + "9" * 40]
)
def test_other_forms_do_not_exist(client: Client, case: Consultation, key: str) -> None:
    assert client.post(reverse("draft_save", args=[key]), {"body": "x"}).status_code == 404
    assert not Draft.objects.exists()


def test_entering_for_others_is_the_dx_sections_form(ward: Ward) -> None:
    assert _client(ward.requester).post("/drafts/enter/", {"body": "x"}).status_code == 404
    assert _client(ward.dx_other).post("/drafts/enter/", {"body": "x"}).status_code == 200


# --- After sending ------------------------------------------------------------------------------------------------
def test_what_arrives_after_sending_does_not_come_back(client: Client) -> None:
    token = client.get("/").context["form"]["token"].value()
    typed = {"body": f"{SENTENCE}\r\n毎月です", "token": token}
    client.post(INTAKE, typed)
    client.post("/", typed)
    assert client.post(INTAKE, typed).status_code == 200
    assert not Draft.objects.exists()
    # Something else typed into the same page is kept.
    client.post(INTAKE, typed | {"body": "別の困りごと"})
    assert _body(client) == "別の困りごと"


def test_entering_for_somebody_leaves_ones_own_draft_alone(ward: Ward) -> None:
    for key in ("intake", "enter"):
        services.drafts.keep_files(
            user=ward.dx_other, key=key, data={"body": key}, uploads=[upload("案内.pdf", GOOD["案内.pdf"])]
        )
    services.submit_consultation(
        requester=ward.requester, intake=services.Intake(body="電話"), token=uuid.uuid4(), entered_by=ward.dx_other
    )
    assert [draft.key for draft in Draft.objects.all()] == ["intake"]


# --- Throwing away --------------------------------------------------------------------------------------------------
def test_a_draft_is_thrown_away_and_put_back(client: Client) -> None:
    client.post(INTAKE, {"body": SENTENCE})
    answer = client.post("/drafts/intake/discard/", {"body": f"{SENTENCE}。もう少し", "token": str(uuid.uuid4())})
    assert answer.url == "/?discarded=1"
    page = client.get(answer.url)
    assert page.context["form"]["body"].value() in (None, "")
    assert "文を元に戻す" in page.content.decode()
    assert client.post("/drafts/intake/discard/", {"undo": "1"}).url == "/"
    assert _body(client) == f"{SENTENCE}。もう少し"
    assert "文を元に戻す" not in client.get("/?discarded=1").content.decode()


def test_files_go_with_the_draft(client: Client, ward: Ward) -> None:
    services.drafts.keep_files(
        user=ward.requester, key="intake", data={"body": SENTENCE}, uploads=[upload("案内.pdf", GOOD["案内.pdf"])]
    )
    client.post("/drafts/intake/discard/")
    assert not client.get("/").context["files"]
    client.post("/drafts/intake/discard/", {"undo": "1"})
    assert _body(client) == SENTENCE


def test_throwing_away_leads_back_to_the_form(ward: Ward, case: Consultation) -> None:
    client = _client(ward.dx_main)
    assert client.post("/drafts/enter/discard/").url == "/consultations/enter/?discarded=1"
    key = f"reply:{case.pk}"
    assert client.post(f"/drafts/{key}/discard/").url == f"/consultations/id/{case.pk}/?discarded=1"
    assert _client(ward.outsider).post(f"/drafts/{key}/discard/").status_code == 404


def test_undo_without_anything_thrown_away_changes_nothing(client: Client) -> None:
    client.post("/drafts/intake/discard/", {"undo": "1"})
    assert not Draft.objects.exists()


# --- An ended session -------------------------------------------------------------------------------------------------
def test_a_form_sent_after_the_session_ended_is_there_after_signing_in(client: Client, ward: Ward) -> None:
    client.post(INTAKE, {"body": "自動で保存された文"})
    token = client.get("/").context["form"]["token"].value()
    with time_machine.travel(walk.NOW.replace(hour=11), tick=False):
        answer = client.post("/", {"body": "送ったつもりの文", "token": token})
        assert answer.status_code == 302
        assert answer.url.startswith("/login/")
        assert not Consultation.objects.exists()
        answer = client.post(answer.url, {"username": ward.requester.staff_number, "password": PASSWORD}, follow=True)
        assert "送ったつもりの文" in answer.content.decode()
        assert _body(client) == "自動で保存された文"
        # The page with the kept form posts its fields to home as they were.
        assert client.post("/", {"body": "送ったつもりの文", "token": token}).url == "/consultations/2026-0001/sent/"


def test_drafts_of_a_case_survive_its_end(ward: Ward, case: Consultation, advance) -> None:
    key = f"reply:{case.pk}"
    services.write_draft(user=ward.requester, key=key, data={"body": "書きかけの返信"})
    advance(case, State.WITHDRAWN)
    assert Draft.objects.get(key=key).data == {"body": "書きかけの返信"}
