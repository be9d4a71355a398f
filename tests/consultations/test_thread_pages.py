"""Writing into a consultation: replies with files, drafts, internal notes; with a script and without."""

import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from consultations import services
from consultations.enums import Side, State
from consultations.models import Consultation, Draft, InternalNote, Message
from minato_dx.attachments.models import Attachment
from tests.consultations import walk
from tests.organization.factories import Ward

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def files_in_a_scratch_folder(tmp_path: Any, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path


def page(case: Consultation) -> str:
    return f"/consultations/{case.slug}/"


def text_file(name: str = "台帳.txt", content: str = "台帳の写し") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode(), content_type="text/plain")


def reply(client: Client, case: Consultation, body: str = "", **more: Any) -> Any:
    headers = more.pop("headers", {})
    data = {"body": body, "token": str(uuid.uuid4()), **more}
    return client.post(f"{page(case)}messages/", data, headers=headers)


def note(client: Client, case: Consultation, body: str, **more: Any) -> Any:
    headers = more.pop("headers", {})
    return client.post(f"{page(case)}notes/", {"body": body, "token": str(uuid.uuid4()), **more}, headers=headers)


# --- Replies -----------------------------------------------------------------------------------------------


def test_a_reply_goes_into_the_thread_and_leads_back_to_it(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.requester)

    response = reply(
        client, case, "  申込書は\r\n10枚あります　", files=[text_file(), text_file("写真の説明.txt", "説明")]
    )

    assert (response.status_code, response.headers["Location"]) == (302, page(case))
    message = Message.objects.latest("id")
    assert (message.body, message.side) == ("申込書は\n10枚あります", Side.ASKER)
    assert Attachment.objects.filter(kind="message", object_id=message.pk).count() == 2
    html = client.get(page(case)).content.decode()
    assert "返信しました。汐見さんに届きます。" in html
    assert "申込書は<br>10枚あります" in html
    assert "台帳.txt" in html


def test_the_dx_sides_reply_is_on_its_way_to_the_requester(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.dx_deputy)

    reply(client, case, "電話します")

    assert "真砂さんに届きます" in client.get(page(case)).content.decode()
    assert Message.objects.latest("id").side == Side.DX


@pytest.mark.parametrize(
    "role", ["requester", "colleague", "head", "acting_head", "dx_main", "dx_deputy", "section_head"]
)
def test_who_takes_part_has_the_form_and_may_send(client: Client, case: Consultation, ward: Ward, role: str) -> None:
    client.force_login(getattr(ward, role))

    assert 'id="reply"' in client.get(page(case)).content.decode()
    assert reply(client, case, "書きます").status_code == 302


def test_the_rest_of_the_dx_section_has_no_reply_form(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.dx_other)

    assert 'id="reply"' not in client.get(page(case)).content.decode()
    assert reply(client, case, "書きます").status_code == 403


@pytest.mark.parametrize("role", ["outsider", "outsider_head", "cio", "administrator"])
def test_who_does_not_see_the_case_cannot_write_into_it(
    client: Client, case: Consultation, ward: Ward, role: str
) -> None:
    client.force_login(getattr(ward, role))

    assert reply(client, case, "書きます").status_code == 404
    assert note(client, case, "書きます").status_code == 404


def test_the_addresses_only_take_posts(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.dx_main)

    for address in ("messages/", "notes/"):
        assert client.get(f"{page(case)}{address}").status_code == 405


@pytest.mark.parametrize("body", ["", " 　\n\t", "\u200b"])
def test_an_empty_reply_says_what_to_do(client: Client, case: Consultation, ward: Ward, body: str) -> None:
    client.force_login(ward.requester)

    response = reply(client, case, body)

    html = response.content.decode()
    assert response.status_code == 422
    assert "返信を書いてください。ファイルだけを送るときは、ファイルを付けてください。" in html
    assert 'aria-describedby="reply_body_error"' in html
    assert "エラー：" in html
    assert case.messages.count() == 1


def test_files_alone_are_a_reply(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.requester)

    assert reply(client, case, files=[text_file()]).status_code == 302
    assert Message.objects.latest("id").body == ""


def test_what_was_typed_stays_after_an_error(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.requester)
    body = "長" * 20_001

    html = reply(client, case, body).content.decode()

    assert "20,000文字までです。いま20,001文字で、1文字多くなっています。" in html
    assert body in html
    assert case.messages.count() == 1


def test_good_files_of_a_failed_reply_wait_beside_it_and_go_with_the_next(
    client: Client, case: Consultation, ward: Ward
) -> None:
    client.force_login(ward.requester)

    response = reply(
        client,
        case,
        "写真を付けます",
        files=[text_file(), SimpleUploadedFile("台帳.exe", b"MZ\x00", content_type="x/x")],
    )

    html = response.content.decode()
    assert response.status_code == 422
    assert "「台帳.exe」は付けられません。" in html
    assert "写真を付けます" in html
    assert "「台帳.txt」を外す" in html
    assert Attachment.objects.get().kind == "draft"

    assert reply(client, case, "写真を付けます").status_code == 302
    kept = Attachment.objects.get()
    assert (kept.kind, kept.object_id) == ("message", Message.objects.latest("id").pk)
    assert not Draft.objects.exists()


def test_kept_files_alone_can_be_sent(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.requester)
    reply(client, case, "長" * 20_001, files=[text_file()])

    assert reply(client, case, "").status_code == 302


def test_a_kept_file_can_be_taken_off_without_losing_the_text(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.requester)
    reply(client, case, "長" * 20_001, files=[text_file()])
    key = Attachment.objects.get().key

    response = reply(client, case, "書き直した文", remove_file=str(key))

    assert response.headers["Location"] == f"{page(case)}#reply"
    assert not Attachment.objects.exists()
    assert case.messages.count() == 1
    assert "書き直した文" in client.get(page(case)).content.decode()


def test_taking_off_what_is_no_file_changes_nothing(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.requester)

    assert reply(client, case, "文", remove_file="../etc").status_code == 302
    assert case.messages.count() == 1


def test_more_files_than_allowed_are_named_and_the_others_kept(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.requester)

    response = reply(
        client, case, "写真", files=[text_file(f"{number}.txt", f"{number}枚目の台帳の写し") for number in range(6)]
    )

    assert "一度に付けられるのは5つまでです。「5.txt」は、次の返信で付けてください。" in response.content.decode()
    assert Attachment.objects.filter(kind="draft").count() == 5


def test_a_reply_sent_twice_is_one_message(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.requester)
    token = str(uuid.uuid4())

    for _ in range(2):
        response = client.post(f"{page(case)}messages/", {"body": "一度だけ", "token": token})
        assert response.headers["Location"] == page(case)

    assert case.messages.filter(body="一度だけ").count() == 1


def test_a_reply_without_its_mark_asks_to_open_the_page_again(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.requester)

    response = client.post(f"{page(case)}messages/", {"body": "書きました"})

    assert response.status_code == 422
    assert "書きました" in response.content.decode()


def test_a_reply_to_a_case_that_ended_meanwhile_keeps_its_text(client: Client, case: Consultation, ward: Ward) -> None:
    services.withdraw_consultation(consultation=case, actor=ward.requester)
    client.force_login(ward.dx_main)

    response = reply(client, case, "間に合わなかった返信")

    html = response.content.decode()
    assert response.status_code == 409
    assert "続けて相談するときは、先に「再開する」を選んでください。" in html
    assert "間に合わなかった返信" in html


def test_the_reply_of_the_division_ends_the_waiting(client: Client, case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.WAITING)
    client.force_login(ward.colleague)

    reply(client, case, "写しを付けます")

    assert walk.fresh(case).state == State.RECEIVED


# --- Drafts ------------------------------------------------------------------------------------------------


def test_what_was_typed_and_not_sent_is_there_again(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.requester)
    client.post(f"/drafts/reply:{case.pk}/", {"body": "書きかけの返信", "autosave_key": f"reply:{case.pk}"})

    html = client.get(page(case)).content.decode()

    assert "書きかけの返信</textarea>" in html
    assert "下書きを保存しました（10:00）" in html


def test_a_draft_is_its_writers_own(client: Client, case: Consultation, ward: Ward) -> None:
    services.write_draft(user=ward.requester, key=f"reply:{case.pk}", data={"body": "書きかけの返信"})
    client.force_login(ward.colleague)

    assert "書きかけの返信" not in client.get(page(case)).content.decode()


def test_an_emptied_form_is_no_draft(client: Client, case: Consultation, ward: Ward) -> None:
    services.write_draft(user=ward.requester, key=f"reply:{case.pk}", data={"body": " "})
    client.force_login(ward.requester)

    assert "下書きを保存しました" not in client.get(page(case)).content.decode()


def test_sending_ends_the_draft(client: Client, case: Consultation, ward: Ward) -> None:
    services.write_draft(user=ward.dx_main, key=f"reply:{case.pk}", data={"body": "書きかけ"})
    services.write_draft(user=ward.dx_main, key=f"note:{case.pk}", data={"body": "書きかけ"})
    client.force_login(ward.dx_main)

    reply(client, case, "できあがり")
    note(client, case, "できあがり")

    assert not Draft.objects.exists()


@pytest.mark.parametrize("kind", ["reply", "note"])
def test_what_arrives_after_the_form_was_sent_does_not_come_back_as_a_draft(
    client: Client, case: Consultation, ward: Ward, kind: str
) -> None:
    client.force_login(ward.dx_main)
    key, token = f"{kind}:{case.pk}", str(uuid.uuid4())
    write = {"reply": reply, "note": note}[kind]
    write(client, case, "送りました", token=token)

    client.post(f"/drafts/{key}/", {"body": "送りまし", "token": token})
    assert not Draft.objects.exists()

    client.post(f"/drafts/{key}/", {"body": "次の文", "token": str(uuid.uuid4())})
    assert Draft.objects.get().data == {"body": "次の文"}


# --- Internal notes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["dx_main", "dx_deputy", "dx_other", "section_head"])
def test_the_dx_section_leaves_notes(client: Client, case: Consultation, ward: Ward, role: str) -> None:
    client.force_login(getattr(ward, role))
    assert 'id="note"' in client.get(page(case)).content.decode()

    response = note(client, case, "昨年は見送り")

    assert response.headers["Location"] == page(case)
    assert InternalNote.objects.get().author == getattr(ward, role)
    assert case.messages.count() == 1
    assert "内部メモを残しました。相談者には見えません。" in client.get(page(case)).content.decode()


@pytest.mark.parametrize("role", ["requester", "colleague", "head", "acting_head", "leader"])
def test_the_division_neither_sees_nor_leaves_notes(client: Client, case: Consultation, ward: Ward, role: str) -> None:
    client.force_login(getattr(ward, role))

    assert 'id="note"' not in client.get(page(case)).content.decode()
    assert note(client, case, "メモ").status_code == 403
    assert not InternalNote.objects.exists()


@pytest.mark.parametrize(
    ("body", "text"), [("　", "内部メモを書いてください。"), ("長" * 20_001, "1文字多くなっています")]
)
def test_a_note_with_an_error_stays_open_with_its_text(
    client: Client, case: Consultation, ward: Ward, body: str, text: str
) -> None:
    client.force_login(ward.dx_main)

    response = note(client, case, body)

    html = response.content.decode()
    assert response.status_code == 422
    assert text in html
    assert body in html
    assert re.search(r'<details[^>]*id="note"[^>]*\bopen\b', html)
    assert not InternalNote.objects.exists()


def test_a_note_sent_twice_is_one_note(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.dx_main)
    token = str(uuid.uuid4())

    for _ in range(2):
        note(client, case, "一度だけ", token=token)

    assert InternalNote.objects.count() == 1


def test_a_note_can_still_be_left_when_the_case_has_ended(client: Client, case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.WITHDRAWN)
    client.force_login(ward.dx_main)

    assert note(client, case, "次に備えて").status_code == 302


# --- With htmx -----------------------------------------------------------------------------------------------


def test_htmx_gets_the_thread_the_next_step_and_a_fresh_form(client: Client, case: Consultation, ward: Ward) -> None:
    case = walk.advance(case, ward, State.WAITING)
    client.force_login(ward.requester)

    response = reply(client, case, "写しを付けます", headers=HTMX)

    html = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in html
    assert "写しを付けます" in html
    for part in ("case-badges", "case-next", "reply-fields"):
        assert re.search(rf'id="{part}"[^>]*hx-swap-oob="true"', html), part
    assert "返信待ち</span>" not in html
    assert "返信しました。汐見さんに届きます。" in html
    assert "写しを付けます</textarea>" not in html


def test_htmx_gets_the_fields_back_after_an_error(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.requester)

    response = reply(client, case, "", files=[text_file()], headers=HTMX)
    assert response.status_code == 200
    response = reply(client, case, "長" * 20_001, headers=HTMX)

    html = response.content.decode()
    assert response.status_code == 422
    assert (response.headers["HX-Retarget"], response.headers["HX-Reswap"]) == ("#reply-fields", "outerHTML")
    assert html.strip().startswith("<div")
    assert "hx-swap-oob" not in html
    assert "長" * 20_001 in html


def test_htmx_gets_the_note_into_the_thread(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.dx_main)

    response = note(client, case, "昨年は見送り", headers=HTMX)

    html = response.content.decode()
    assert re.search(r'id="note-fields"[^>]*hx-swap-oob="true"', html)
    assert "昨年は見送り" in html
    assert 'id="reply-fields"' not in html


def test_htmx_gets_a_notes_fields_back_after_an_error(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.dx_main)

    response = note(client, case, "", headers=HTMX)

    assert (response.status_code, response.headers["HX-Retarget"]) == (422, "#note-fields")
    assert "内部メモを書いてください。" in response.content.decode()


def test_a_file_taken_off_with_htmx_leaves_the_rest_of_the_form(client: Client, case: Consultation, ward: Ward) -> None:
    client.force_login(ward.requester)
    reply(client, case, "長" * 20_001, files=[text_file()])

    response = reply(client, case, "書き直した文", remove_file=str(Attachment.objects.get().key), headers=HTMX)

    html = response.content.decode()
    assert (response.status_code, response.headers["HX-Retarget"]) == (200, "#reply-fields")
    assert "書き直した文</textarea>" in html
    assert "台帳.txt" not in html
