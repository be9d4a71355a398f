"""From the door into the ward and back: once each, whatever happens in between."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from minato_dx.attachments.models import Attachment
from minato_dx.core.bundles.joining import PeerUnknown
from minato_dx.door.models import DeskMessage, DoorBundle, DoorItem, DoorState, Mail, Submission, SubmittedFile
from minato_dx.door.selectors import published as published_at_the_door
from minato_dx.door.services.intranet import rewrite
from minato_dx.door.services.upkeep import drop_handed_over
from minato_dx.exchange import handlers
from minato_dx.exchange.models import IntranetState, StuckItem
from minato_dx.exchange.services.running import try_again
from minato_dx.reference.models import ContactLog, FieldOfWork
from proposals.enums import CONFIDENTIAL_KIND, PROPOSAL_KIND, PromiseKind, Source, State
from proposals.models import ConfidentialPart, Proposal, VendorReply
from proposals.services import deciding
from proposals.services.answering import ask_vendor
from proposals.services.publishing import publish_settings
from tests.door.ends import Ends
from tests.door.steps import ANSWERS, mailed_link, submit, url
from tests.organization.factories import Ward
from tests.proposals.steps import TEXT

pytestmark = pytest.mark.django_db(databases=["default", "door"])


@pytest.fixture
def ends(at_the_door: Any, tmp_path: Path, ward: Ward, fields: list[FieldOfWork]) -> Ends:
    at_the_door.MEDIA_ROOT = tmp_path / "ward-media"
    found = Ends(at_the_door, tmp_path)
    assert found.ward() == (0, 0), "before the door has a key there is nobody to seal for"
    # A door that never saw the ward's key has nobody to seal for either.
    at_the_door.EXCHANGE_DIR = tmp_path / "elsewhere"
    with pytest.raises(PeerUnknown):
        found.door()
    at_the_door.EXCHANGE_DIR = tmp_path / "exchange"
    publish_settings()
    found.both()
    return found


def submitted(vendor: Client, **changes: Any) -> Submission:
    first = FieldOfWork.objects.filter(name="紙の読み取り").get()
    content = {"work_fields": [str(first.pk)]} | changes.pop("content", {})
    return submit(vendor, content=content, **changes)


def test_what_the_form_offers_comes_from_the_ward(ends: Ends, vendor: Client) -> None:
    assert [name for _key, name in published_at_the_door("settings")["fields"]] == [
        field.name for field in FieldOfWork.objects.filter(is_active=True)
    ]
    assert publish_settings() is False, "nothing has changed"


def test_a_submission_becomes_a_proposal_of_the_desk(ends: Ends, vendor: Client) -> None:
    row = submitted(
        vendor,
        files={
            "files": [SimpleUploadedFile("資料.txt", "説明です".encode())],
            "confidential_files": [SimpleUploadedFile("見積.txt", "秘密です".encode())],
        },
    )
    ends.both()
    proposal = Proposal.objects.get()
    assert (proposal.source, proposal.state, proposal.title) == (Source.DOOR, State.RECEIVED, "申込書の読み取り")
    assert (proposal.door_receipt, proposal.company.corporate_number) == (row.short_receipt, "8000020131032")
    assert proposal.how == ""
    assert ConfidentialPart.objects.get().text == "秘密の仕組みで読み取ります"
    assert [city.code for city in proposal.cities.all()] == ["131032"]
    assert proposal.contact is not None
    assert proposal.contact.mail == "taro@example.com"
    assert {promise.kind for promise in proposal.promises.all()} == {PromiseKind.FIRST_ANSWER, PromiseKind.DECISION}
    assert ContactLog.objects.count() == 1
    files = {(one.kind, one.name, one.uploaded_by, one.state) for one in Attachment.objects.all()}
    assert files == {
        (PROPOSAL_KIND, "資料.txt", None, "quarantined"),
        (CONFIDENTIAL_KIND, "見積.txt", None, "quarantined"),
    }
    row.refresh_from_db()
    assert (row.desk_number, row.desk_state) == (proposal.number, "受付")


def test_taken_in_again_it_is_the_same(ends: Ends, vendor: Client) -> None:
    submitted(vendor)
    ends.both()
    ends.both()
    rewrite(number=1)
    ends.both()
    assert Proposal.objects.count() == 1


def test_nothing_goes_to_and_fro_without_need(ends: Ends, vendor: Client) -> None:
    submitted(vendor)
    ends.both()
    made = DoorState.objects.get().made, IntranetState.objects.get().made
    for _ in range(3):
        assert ends.door() == (0, 0)
        assert ends.ward() == (0, 0)
    assert made == (DoorState.objects.get().made, IntranetState.objects.get().made)


def test_a_missing_bundle_stops_the_later_ones_and_is_named(ends: Ends, vendor: Client) -> None:
    submitted(vendor)
    ends.door()
    number = DoorState.objects.get().made
    lost = ends.folder / "exchange" / "public" / f"{number:09d}.bundle"
    lost.rename(ends.folder / "lost")
    submitted(vendor, content={"title": "二つ目"})
    ends.door()
    ends.ward()
    assert not Proposal.objects.exists()
    assert f"{number}番がありません" in IntranetState.objects.get().fault
    rewrite(number=number)
    ends.both()
    assert Proposal.objects.count() == 2
    assert IntranetState.objects.get().fault == ""


def test_a_changed_bundle_is_not_taken_in(ends: Ends, vendor: Client) -> None:
    submitted(vendor)
    ends.door()
    file = ends.folder / "exchange" / "public" / f"{DoorState.objects.get().made:09d}.bundle"
    good = file.read_bytes()
    file.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    ends.ward()
    assert not Proposal.objects.exists()
    assert "開けません" in IntranetState.objects.get().fault
    file.write_bytes(good)
    ends.ward()
    assert Proposal.objects.count() == 1


def test_killed_half_way_nothing_has_happened_and_then_all(
    ends: Ends, vendor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    submitted(vendor)
    submitted(vendor, content={"title": "二つ目"})
    ends.door()
    real = handlers.get(PROPOSAL_KIND)
    assert real is not None
    calls = []

    def dies_at_the_second(item: Any, now: Any) -> None:
        calls.append(item)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(item, now)

    monkeypatch.setitem(handlers._handlers, PROPOSAL_KIND, dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        ends.ward()
    assert not Proposal.objects.exists()
    monkeypatch.undo()
    ends.both()
    assert {proposal.title for proposal in Proposal.objects.all()} == {"申込書の読み取り", "二つ目"}


def test_what_cannot_be_taken_in_is_kept_and_tried_again(ends: Ends, vendor: Client, ward: Ward) -> None:
    submitted(vendor)
    item = DoorItem.objects.get()
    good = item.payload
    DoorItem.objects.update(payload=good | {"answers": good["answers"] | {"content": {}}})
    ends.both()
    stuck = StuckItem.objects.get()
    assert "提案の内容" in stuck.reason
    assert stuck.receipt == Submission.objects.get().short_receipt
    assert "申込書".encode() not in bytes(stuck.sealed)
    assert not Proposal.objects.exists()
    assert try_again(stuck=stuck, actor=ward.administrator, now=timezone.now()) != ""
    stuck.refresh_from_db()
    assert stuck.settled_at is None


def test_files_and_answers_go_once_the_ward_has_them(ends: Ends, vendor: Client) -> None:
    row = submitted(vendor, files={"files": [SimpleUploadedFile("資料.txt", b"text")]})
    ends.door()
    assert drop_handed_over() == 0, "it is not acknowledged yet"
    ends.both()
    drop_handed_over()
    file = SubmittedFile.objects.get()
    assert (file.name, file.blob.name) == ("資料.txt", "")
    assert not list((ends.folder / "door-media").rglob("*/*"))
    row.refresh_from_db()
    assert row.answers, "it may still be changed"
    proposal = Proposal.objects.get()
    deciding.begin_screening(proposal=proposal, actor=proposal.assignee, text=TEXT, now=timezone.now())
    ends.both()
    submitted(vendor)
    ends.both()
    drop_handed_over()
    row.refresh_from_db()
    assert (row.answers, row.is_revisable) == ({}, False)


def test_questions_are_answered_at_the_door(ends: Ends, vendor: Client) -> None:
    row = submitted(vendor)
    ends.both()
    proposal = Proposal.objects.get()
    deciding.ask_back(proposal=proposal, actor=proposal.assignee, text="費用を教えてください。", now=timezone.now())
    proposal.refresh_from_db()
    assert proposal.next_due_at is None, "the clock rests"
    ends.both()
    message = DeskMessage.objects.get()
    assert message.wants_reply
    status = mailed_link("補正のお願い")
    assert "費用を教えてください" in vendor.get(status).content.decode()
    answer = vendor.post(f"{status}reply/{message.pk}/", {f"m{message.pk}-text": ""})
    assert answer.status_code == 422
    assert vendor.post(f"{status}reply/{message.pk}/", {f"m{message.pk}-text": "年50万円です。"}).status_code == 302
    again = vendor.post(f"{status}reply/{message.pk}/", {f"m{message.pk}-text": "もう一度"})
    assert again.status_code == 422
    ends.both()
    reply = VendorReply.objects.get()
    assert (reply.text, reply.answer.text if reply.answer else "") == ("年50万円です。", "費用を教えてください。")
    proposal.refresh_from_db()
    assert proposal.state == State.SCREENING
    assert proposal.next_due_at is not None, "and runs again"
    row.refresh_from_db()
    assert row.desk_state == "審査中"


def test_a_question_of_another_submission_cannot_be_answered(ends: Ends, vendor: Client) -> None:
    submitted(vendor)
    mine = mailed_link("受け付けました")
    submitted(vendor, content={"title": "二つ目"})
    ends.both()
    proposal = Proposal.objects.get(title="二つ目")
    ask_vendor(proposal=proposal, actor=proposal.assignee, text="いつからですか。", now=timezone.now())
    ends.both()
    message = DeskMessage.objects.get()
    assert vendor.post(f"{mine}reply/{message.pk}/", {f"m{message.pk}-text": "x"}).status_code == 404


def test_what_the_vendor_changes_and_takes_back_reaches_the_desk(ends: Ends, vendor: Client) -> None:
    submitted(vendor)
    status = mailed_link("受け付けました")
    ends.both()
    key = vendor.post(status + "revise/").url.split("/")[3]
    content = ANSWERS["content"] | {"title": "申込書を読む", "work_fields": _fields()}
    content.pop("hide_how")
    vendor.post(url("door_step", "proposal", key, 2), content)
    vendor.post(url("door_review", "proposal", key))
    ends.both()
    proposal = Proposal.objects.get()
    assert (proposal.title, proposal.how) == ("申込書を読む", "秘密の仕組みで読み取ります")
    assert not ConfidentialPart.objects.exists()
    vendor.post(status + "withdraw/", {"reason": "事情が変わりました"})
    ends.both()
    proposal.refresh_from_db()
    assert proposal.state == State.WITHDRAWN
    assert proposal.steps.last().reason == "事情が変わりました"  # type: ignore[union-attr]


def test_a_change_that_comes_too_late_is_kept_as_a_reply(ends: Ends, vendor: Client) -> None:
    submitted(vendor)
    status = mailed_link("受け付けました")
    ends.both()
    key = vendor.post(status + "revise/").url.split("/")[3]
    content = ANSWERS["content"] | {"title": "申込書を読む", "work_fields": _fields()}
    vendor.post(url("door_step", "proposal", key, 2), content)
    vendor.post(url("door_review", "proposal", key))
    proposal = Proposal.objects.get()
    deciding.begin_screening(proposal=proposal, actor=proposal.assignee, text=TEXT, now=timezone.now())
    ends.both()
    proposal.refresh_from_db()
    assert proposal.title == "申込書の読み取り"
    reply = VendorReply.objects.get()
    assert "申込書を読む" in reply.text
    assert "秘密の仕組み" not in reply.text


def test_every_answer_of_the_desk_is_mailed_once(ends: Ends, vendor: Client) -> None:
    submitted(vendor)
    ends.both()
    proposal = Proposal.objects.get()
    step: dict[str, Any] = {"proposal": proposal, "actor": proposal.assignee, "now": timezone.now()}
    deciding.decline(**step, reason="予算の都合です", text="見送ることにしました。予算の都合です。")
    ends.both()
    ends.both()
    mail = Mail.objects.get(subject__contains="見送り")
    assert "予算の都合です" in mail.body
    assert (mail.to, DeskMessage.objects.count()) == ("taro@example.com", 1)
    assert Submission.objects.get().state == "ended"


def _fields() -> list[str]:
    return [str(FieldOfWork.objects.filter(name="紙の読み取り").get().pk)]


@pytest.mark.django_db(databases=["default", "door"], transaction=True)
def test_bundles_are_forgotten_once_they_are_acknowledged(ends: Ends, vendor: Client) -> None:
    submitted(vendor)
    ends.both()
    acknowledged = DoorState.objects.get().acknowledged
    assert acknowledged >= 1
    left = {int(file.stem) for file in (ends.folder / "exchange" / "public").glob("*.bundle")}
    assert left == {row.number for row in DoorBundle.objects.filter(number__gt=acknowledged)}
