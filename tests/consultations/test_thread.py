"""Talking: who may write, what is told, and notes that stay in the DX section."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from consultations import services
from consultations.enums import Side, State
from consultations.exceptions import StateConflict
from consultations.models import Consultation, Draft, InternalNote, Message
from minato_dx.attachments.models import Attachment
from minato_dx.attachments.services import attach
from minato_dx.notifications.models import Notification
from tests.consultations import walk
from tests.organization.factories import Ward

SIDES = {
    "requester": Side.ASKER,
    "colleague": Side.ASKER,
    "head": Side.ASKER,
    "dx_main": Side.DX,
    "dx_deputy": Side.DX,
    "section_head": Side.DX,
}


@pytest.mark.parametrize(("role", "side"), SIDES.items())
def test_those_who_take_part_write(case: Consultation, ward: Ward, role: str, side: Side) -> None:
    message = services.post_message(consultation=case, author=getattr(ward, role), body="ひとこと")

    assert message.side == side
    assert walk.fresh(case).last_word == "ひとこと"


@pytest.mark.parametrize("role", ["outsider", "dx_other", "cio", "administrator"])
def test_others_do_not(case: Consultation, ward: Ward, role: str) -> None:
    with pytest.raises(PermissionDenied):
        services.post_message(consultation=case, author=getattr(ward, role), body="ひとこと")


def test_the_other_side_is_told_and_oneself_is_not(case: Consultation, ward: Ward) -> None:
    services.post_message(consultation=case, author=ward.dx_main, body="お話を聞かせてください")

    told = Notification.objects.filter(kind="message")
    assert [row.recipient for row in told] == [ward.requester]
    assert told.get().title == "［令和8年度-0001］汐見さんから返信があります"


def test_the_same_reply_sent_twice_is_one(case: Consultation, ward: Ward) -> None:
    token = uuid.uuid4()
    for _ in range(2):
        services.post_message(consultation=case, author=ward.requester, body="写しです", token=token)

    assert case.messages.count() == 2  # the intake and one reply


def test_an_ended_case_says_how_to_go_on(case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.WITHDRAWN)

    with pytest.raises(StateConflict, match="「再開する」"):
        services.post_message(consultation=case, author=ward.requester, body="それと")


def test_a_refused_file_leaves_nothing_behind(case: Consultation, ward: Ward) -> None:
    files = [SimpleUploadedFile("台帳.csv", "氏名,件数\n".encode()), SimpleUploadedFile("台帳.exe", b"MZ")]

    with pytest.raises(ValidationError, match="台帳.exe"):
        services.post_message(consultation=case, author=ward.requester, body="写しです", files=files)

    assert not Attachment.objects.exists()
    assert case.messages.count() == 1


def test_a_file_belongs_to_its_message(case: Consultation, ward: Ward) -> None:
    file = SimpleUploadedFile("台帳.csv", "氏名,件数\n髙﨑,3\n".encode())
    message = services.post_message(consultation=case, author=ward.requester, body="写しです", files=[file])

    row = Attachment.objects.get()
    assert (row.kind, row.object_id, row.name) == ("message", message.pk, "台帳.csv")


def test_files_laid_beside_a_draft_go_with_the_message(case: Consultation, ward: Ward) -> None:
    draft = services.write_draft(user=ward.requester, key=f"reply:{case.pk}", data={"body": "写し"})
    attach(
        uploads=[SimpleUploadedFile("台帳.csv", b"a,b\n")], kind="draft", object_id=draft.pk,
        user=ward.requester,
    )  # fmt: skip
    message = services.post_message(consultation=case, author=ward.requester, body="写しです")

    assert Attachment.objects.get().object_id == message.pk
    assert not Draft.objects.exists()


def test_a_discarded_draft_takes_its_files_along(ward: Ward, django_capture_on_commit_callbacks: object) -> None:
    draft = services.write_draft(user=ward.requester, key="intake", data={})
    [row] = attach(
        uploads=[SimpleUploadedFile("台帳.csv", b"a,b\n")], kind="draft", object_id=draft.pk,
        user=ward.requester,
    )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        services.discard_draft(user=ward.requester, key="intake")

    assert not Attachment.objects.exists()
    assert not row.blob.storage.exists(row.blob.name)


@pytest.mark.parametrize("role", ["dx_main", "dx_deputy", "dx_other", "section_head"])
def test_the_dx_section_keeps_notes(case: Consultation, ward: Ward, role: str) -> None:
    services.add_note(consultation=case, author=getattr(ward, role), body="電話の中身を数える")

    assert InternalNote.objects.count() == 1
    assert Message.objects.count() == 1
    assert not Notification.objects.filter(recipient=ward.requester, kind="note").exists()
    assert walk.fresh(case).last_word == walk.SENTENCE


@pytest.mark.parametrize("role", ["requester", "colleague", "head", "outsider", "administrator"])
def test_nobody_else_writes_notes(case: Consultation, ward: Ward, role: str) -> None:
    with pytest.raises(PermissionDenied):
        services.add_note(consultation=case, author=getattr(ward, role), body="ひとりごと")


def test_a_requester_from_the_dx_section_neither_writes_nor_hears_of_notes(ward: Ward) -> None:
    case = walk.submit(ward, requester=ward.dx_other)
    services.add_note(consultation=case, author=ward.dx_main, body="本人には言わない")

    with pytest.raises(PermissionDenied):
        services.add_note(consultation=case, author=ward.dx_other, body="自分の相談")
    assert not Notification.objects.filter(recipient=ward.dx_other, kind="note").exists()
