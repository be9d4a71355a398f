"""Files from outside on the pages: named, never opened before, and decided on by somebody of the DX section."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from minato_dx.attachments.enums import FileState, Verdict
from minato_dx.attachments.models import Attachment, Scan
from minato_dx.attachments.services import attach
from minato_dx.attachments.services.by_hand import refuse_files, release_files
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from proposals.enums import CONFIDENTIAL_KIND, PROPOSAL_KIND
from proposals.models import FieldDesk, Proposal
from proposals.services.confidential import declare
from tests.attachments.files import GOOD, upload
from tests.consultations.walk import NOW
from tests.core.hostile import EICAR, HOSTILE, content_of
from tests.organization.factories import Ward, make_ward
from tests.proposals.steps import propose
from tests.test_url_access import ROLES

LIST, REVIEW = "/files/quarantine/", "/files/quarantine/review/"
SECRET = "独自方式の図.png"


@pytest.fixture(autouse=True)
def on_a_tuesday_morning() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ward(db: None) -> Ward:
    ward = make_ward()
    FieldDesk.objects.create(field=FieldOfWork.objects.create(name="紙の読み取り"), staff=ward.dx_main)
    return ward


@pytest.fixture
def proposal(ward: Ward) -> Proposal:
    return propose(ward)


def hand_in(proposal: Proposal, name: str = "窓口の画面.png", kind: str = PROPOSAL_KIND) -> Attachment:
    content = GOOD["画面.png"] if name.endswith("png") else GOOD["案内.pdf"]
    [row] = attach(uploads=[upload(name, content)], kind=kind, object_id=proposal.pk, user=None, quarantined=True)
    return row


def as_person(person: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=person.pk))
    return client


def read(person: User, address: str) -> str:
    response = as_person(person).get(address)
    assert response.status_code == 200, response
    return " ".join(response.content.decode().split())


def send(person: User, rows: list[Attachment], status: int = 302, **data: str) -> str:
    query = "&".join(f"id={row.pk}" for row in rows)
    response = as_person(person).post(f"{REVIEW}?{query}", data)
    assert response.status_code == status, response.content.decode()[:1500]
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("state", [FileState.QUARANTINED, FileState.REFUSED])
@pytest.mark.parametrize("name", ["attachment_download", "attachment_picture"])
def test_what_is_not_released_opens_to_nobody(ward: Ward, proposal: Proposal, name: str, state: FileState) -> None:
    row = hand_in(proposal)
    Attachment.objects.update(state=state)
    for role in ROLES:
        assert as_person(getattr(ward, role)).get(reverse(name, args=[row.key])).status_code == 404, role
    Attachment.objects.update(state=FileState.RELEASED)
    response = as_person(ward.dx_main).get(reverse(name, args=[row.key]))
    assert b"".join(response) == GOOD["画面.png"]


def test_the_proposal_names_it_and_says_why_it_does_not_open(ward: Ward, proposal: Proposal) -> None:
    row = hand_in(proposal)
    address = reverse("proposal_detail", args=[proposal.slug])
    page = read(ward.dx_main, address)
    assert "窓口の画面.png" in page
    assert "確認中のため、まだ開けません" in page
    assert str(row.key) not in page
    refuse_files(ids=[row.pk], actor=ward.dx_main, reason="検知した", now=NOW)
    page = read(ward.dx_main, address)
    assert "危険なものが見つかったため開けません" in page
    assert str(row.key) not in page


def test_the_list_says_what_waits_and_leads_to_no_content(ward: Ward, proposal: Proposal) -> None:
    row = hand_in(proposal)
    page = read(ward.dx_main, LIST)
    for words in ("窓口の画面.png", "庁外から", row.sha256, "image/png", proposal.number, "みなと見本株式会社"):
        assert words in page, words
    assert f"/files/{row.key}" not in page
    assert "<img" not in page


def test_the_name_of_a_confidential_file_is_for_those_who_may_open_it(ward: Ward, proposal: Proposal) -> None:
    row = hand_in(proposal, SECRET, CONFIDENTIAL_KIND)
    address = f"{REVIEW}?id={row.pk}"
    for page in (read(ward.dx_main, LIST), read(ward.dx_main, address)):
        assert SECRET not in page
        assert "（見られる人が限られるファイル）" in page
    declare(proposal=proposal, actor=ward.dx_main, has_conflict=False, now=NOW)
    assert SECRET in read(ward.dx_main, LIST)
    assert SECRET not in read(ward.dx_other, LIST)


def test_the_list_costs_the_same_with_more_files(
    ward: Ward, proposal: Proposal, django_assert_num_queries: Any
) -> None:
    hand_in(proposal)
    hand_in(proposal, SECRET, CONFIDENTIAL_KIND)
    client = as_person(ward.dx_main)
    client.get(LIST)
    with django_assert_num_queries(12):
        client.get(LIST)
    for number in range(2):
        other = propose(ward, title=f"提案{number}")
        hand_in(other)
        hand_in(other, SECRET, CONFIDENTIAL_KIND)
    with django_assert_num_queries(12):
        assert client.get(LIST).content.decode().count("窓口の画面.png") == 6


def test_an_empty_list_says_so(ward: Ward) -> None:
    assert "確認中のファイルはありません" in read(ward.dx_main, LIST)


def test_with_a_scanner_people_are_told_that_it_goes_by_itself(ward: Ward, proposal: Proposal, settings: Any) -> None:
    hand_in(proposal)
    assert "結果を入れるまで、だれも開けません" in read(ward.dx_main, LIST)
    settings.CLAMAV_SOCKET = "/run/clamd.sock"
    assert "1分ごとに確かめています" in read(ward.dx_main, LIST)


def test_chosen_files_are_released_by_somebody_whose_name_is_kept(ward: Ward, proposal: Proposal) -> None:
    rows = [hand_in(proposal), hand_in(proposal, "説明.pdf")]
    left = hand_in(proposal, "あとで.pdf")
    assert "2件のファイルに結果を入れます" in read(ward.dx_main, f"{REVIEW}?id={rows[0].pk}&id={rows[1].pk}")
    send(ward.dx_main, rows, decision="release")
    assert {row.pk for row in Attachment.objects.filter(state=FileState.RELEASED)} == {row.pk for row in rows}
    assert [(scan.verdict, scan.by, scan.at) for scan in Scan.objects.all()] == [(Verdict.CLEAN, ward.dx_main, NOW)] * 2
    page = read(ward.dx_main, LIST)
    assert "あとで.pdf" in page
    assert "説明.pdf" not in page
    left.refresh_from_db()
    assert left.state == FileState.QUARANTINED


def test_a_refused_file_loses_its_content_and_the_assigned_person_hears_of_it(
    ward: Ward, proposal: Proposal, django_capture_on_commit_callbacks: Any
) -> None:
    row = hand_in(proposal)
    with django_capture_on_commit_callbacks(execute=True):
        send(ward.dx_other, [row], decision="refuse", reason="ウイルス対策ソフトが検知した")
    kept = Attachment.objects.get()
    assert (kept.state, kept.blob.name, kept.name) == (FileState.REFUSED, "", "窓口の画面.png")
    assert not row.blob.storage.exists(row.blob.name)
    assert Scan.objects.get().detail == "ウイルス対策ソフトが検知した"
    told = Notification.objects.get(title__contains="危険なもの")
    assert told.recipient == ward.dx_main
    assert "「窓口の画面.png」は開けません" in told.text


def test_a_confidential_file_is_not_named_in_the_message(
    ward: Ward, proposal: Proposal, django_capture_on_commit_callbacks: Any
) -> None:
    row = hand_in(proposal, SECRET, CONFIDENTIAL_KIND)
    with django_capture_on_commit_callbacks(execute=True):
        refuse_files(ids=[row.pk], actor=ward.dx_other, reason="検知した", now=NOW)
    told = Notification.objects.get(title__contains="危険なもの")
    assert SECRET not in told.title + told.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "確かめた結果を選んでください"),
        ({"decision": "refuse", "reason": " 　"}, "開けない理由を書いてください"),
        ({"decision": "refuse", "reason": "あ" * 401}, "400"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_decided(
    ward: Ward, proposal: Proposal, data: dict[str, str], words: str
) -> None:
    assert words in send(ward.dx_main, [hand_in(proposal)], status=422, **data)
    assert not Scan.objects.exists()


def test_without_a_choice_one_is_led_back(ward: Ward, proposal: Proposal) -> None:
    row = hand_in(proposal)
    release_files(ids=[row.pk], actor=ward.dx_other, now=NOW)
    for address in (REVIEW, f"{REVIEW}?id=x", f"{REVIEW}?id={row.pk}", f"{REVIEW}?id={'9' * 30}"):
        response = as_person(ward.dx_main).get(address, follow=True)
        assert response.redirect_chain == [(LIST, 302)]
        assert "確かめたファイルを選んでください" in response.content.decode()


def test_the_first_decision_counts(ward: Ward, proposal: Proposal) -> None:
    row = hand_in(proposal)
    assert refuse_files(ids=[row.pk], actor=ward.dx_main, reason="検知した", now=NOW) == 1
    assert release_files(ids=[row.pk], actor=ward.dx_other, now=NOW) == 0
    row.refresh_from_db()
    assert row.state == FileState.REFUSED


@pytest.mark.parametrize("role", ["requester", "head", "leader", "cio", "administrator"])
def test_deciding_is_the_dx_sections(ward: Ward, proposal: Proposal, role: str) -> None:
    row, person = hand_in(proposal), getattr(ward, role)
    with pytest.raises(PermissionDenied):
        release_files(ids=[row.pk], actor=person, now=NOW)
    with pytest.raises(PermissionDenied):
        refuse_files(ids=[row.pk], actor=person, reason="検知した", now=NOW)
    assert as_person(person).get(LIST).status_code == 403
    assert as_person(person).post(f"{REVIEW}?id={row.pk}", {"decision": "release"}).status_code == 403


def test_no_reason_no_refusal(ward: Ward, proposal: Proposal) -> None:
    with pytest.raises(ValidationError, match="理由"):
        refuse_files(ids=[hand_in(proposal).pk], actor=ward.dx_main, reason=" ", now=NOW)


@pytest.mark.parametrize("what", HOSTILE)
def test_nothing_hostile_is_kept(ward: Ward, proposal: Proposal, what: str) -> None:
    name, content, _code = HOSTILE[what]
    with pytest.raises(ValidationError):
        attach(
            uploads=[upload(name, content_of(content))], kind=PROPOSAL_KIND, object_id=proposal.pk, user=None,
            quarantined=True,
        )  # fmt: skip
    assert not Attachment.objects.exists()


def test_what_only_a_scanner_knows_is_kept_and_not_shown(ward: Ward, proposal: Proposal) -> None:
    [row] = attach(
        uploads=[upload("eicar.txt", EICAR)], kind=PROPOSAL_KIND, object_id=proposal.pk, user=None, quarantined=True
    )
    assert row.state == FileState.QUARANTINED
    assert row.uploaded_at <= timezone.now() + dt.timedelta(seconds=1)
    for role in ROLES:
        response = as_person(getattr(ward, role)).get(reverse("attachment_download", args=[row.key]))
        assert response.status_code == 404, role
        assert b"EICAR" not in response.content
