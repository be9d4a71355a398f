"""The vendor's way: written step by step, looked at, sent, confirmed by mail, looked after by the mailed key."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minato_dx.door.enums import SubmissionState
from minato_dx.door.models import DoorItem, Mail, Submission, SubmittedFile, Token
from tests.door.steps import ANSWERS, begin, key_in, mailed_link, send, submit, url, write

pytestmark = [pytest.mark.django_db(databases=["default", "door"]), pytest.mark.usefixtures("published")]
TEXT = SimpleUploadedFile("資料.txt", "説明です".encode())


def test_the_first_page_says_what_has_to_be_known(vendor: Client) -> None:
    assert url("door_start", "proposal") in vendor.get(url("door_landing")).content.decode()
    text = vendor.get(url("door_start", "proposal")).content.decode()
    for words in (
        "契約の手続ではありません",
        "10開庁日以内",
        "30日以内",
        "提案する方のご負担",
        "暴力団等",
        "3年で消去",
    ):
        assert words in text
    assert "庁内専用" not in text


def test_before_anything_is_published_the_door_is_being_prepared(vendor: Client) -> None:
    from minato_dx.door.models import PublishedPage

    PublishedPage.objects.all().delete()
    answer = vendor.get(url("door_start", "proposal"))
    assert answer.status_code == 503
    assert "準備をしています" in answer.content.decode()


def test_from_the_first_step_to_the_receipt(vendor: Client) -> None:
    first = begin(vendor)
    key = key_in(first)
    assert first.url == url("door_step", "proposal", key, 2)
    write(vendor, key)
    review = vendor.get(url("door_review", "proposal", key)).content.decode()
    for words in ("みなと見本株式会社", "申込書の読み取り", "申請・届出", "50万円まで", "taro@example.com"):
        assert words in review
    assert send(vendor, key).url == url("door_sent")
    row = Submission.objects.get()
    assert (row.state, row.title, row.mail) == ("unconfirmed", "申込書の読み取り", "taro@example.com")
    assert not DoorItem.objects.exists()

    link = mailed_link("確認のお願い")
    assert "受付を完了しますか" in vendor.get(link).content.decode()
    row.refresh_from_db()
    assert row.state == SubmissionState.UNCONFIRMED, "a look alone confirms nothing"
    received = vendor.post(link).content.decode()
    row.refresh_from_db()
    assert row.state == SubmissionState.RECEIVED
    assert row.receipt in received
    item = DoorItem.objects.get()
    assert (item.event, item.key, item.payload["receipt"]) == ("submitted", str(row.key), row.short_receipt)

    status = vendor.get(mailed_link("受け付けました")).content.decode()
    assert row.receipt in status
    assert "申込書の読み取り" in status


def test_only_hashes_of_keys_are_kept(vendor: Client) -> None:
    submit(vendor)
    link = mailed_link("受け付けました").split("/")[2]
    everything = " ".join(
        str(value) for model in (Submission, Token, DoorItem) for row in model.objects.values_list() for value in row
    )
    assert link not in everything
    assert len(link) == 22


def test_what_was_typed_is_kept_whether_it_holds_or_not(vendor: Client) -> None:
    key = key_in(begin(vendor))
    answer = vendor.post(url("door_step", "proposal", key, 2), {"title": "", "problem": "困りごと"})
    assert answer.status_code == 422
    assert "件名を入れてください" in answer.content.decode()
    assert "困りごと" in vendor.get(url("door_step", "proposal", key, 2)).content.decode()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("000020131032", "1桁"),
        ("0008000020131", "法人番号"),
        ("8000020131033", "法人番号"),
        ("", "法人番号を入れてください"),
    ],
)
def test_a_number_that_cannot_be_is_explained(vendor: Client, number: str, words: str) -> None:
    answer = begin(vendor, number=number)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "みなと見本株式会社" in answer.content.decode()
    assert not Submission.objects.exists()


def test_a_firm_without_a_number_gives_the_reason(vendor: Client) -> None:
    assert begin(vendor, number="", no_number_reason="海外の会社です").status_code == 302


def test_an_incomplete_draft_is_not_sent(vendor: Client) -> None:
    key = key_in(begin(vendor))
    answer = send(vendor, key)
    assert answer.status_code == 422
    assert "まだ送れません" in answer.content.decode()
    assert not Mail.objects.exists()


def test_files_are_kept_and_taken_off(vendor: Client) -> None:
    key = key_in(begin(vendor))
    files = {"files": [SimpleUploadedFile("資料.txt", "説明です".encode())], "attach": "1"}
    answer = vendor.post(url("door_step", "proposal", key, 4), ANSWERS["safety"] | files)
    assert answer.url.endswith("#files")
    row = SubmittedFile.objects.get()
    assert "資料.txt" in vendor.get(url("door_step", "proposal", key, 4)).content.decode()
    assert vendor.post(url("door_file_remove", "proposal", key, row.key)).status_code == 302
    assert not SubmittedFile.objects.exists()


def test_six_files_are_too_many_and_five_stay(vendor: Client) -> None:
    key = key_in(begin(vendor))
    files = [SimpleUploadedFile(f"{number}.txt", b"text") for number in range(6)]
    answer = vendor.post(url("door_step", "proposal", key, 4), ANSWERS["safety"] | {"files": files})
    assert answer.status_code == 422
    assert "5つまで" in answer.content.decode()
    assert SubmittedFile.objects.count() == 5


def test_another_vendors_file_does_not_exist(vendor: Client) -> None:
    mine, theirs = key_in(begin(vendor)), key_in(begin(vendor))
    vendor.post(url("door_step", "proposal", theirs, 4), ANSWERS["safety"] | {"files": [TEXT], "attach": "1"})
    row = SubmittedFile.objects.get()
    assert vendor.post(url("door_file_remove", "proposal", mine, row.key)).status_code == 404
    assert SubmittedFile.objects.exists()


def test_sent_twice_it_is_sent_once(vendor: Client) -> None:
    key = key_in(begin(vendor))
    write(vendor, key)
    assert send(vendor, key).url == send(vendor, key).url == url("door_sent")
    assert Mail.objects.count() == 1
    link = mailed_link()
    vendor.post(link)
    vendor.post(link)
    assert DoorItem.objects.count() == 1
    assert [row.serial for row in Submission.objects.all()] == [1]


def test_the_same_first_page_twice_is_one_draft(vendor: Client) -> None:
    from tests.door.steps import old_mark

    mark = old_mark()
    assert begin(vendor, mark=mark).url == begin(vendor, mark=mark).url
    assert Submission.objects.count() == 1


def test_a_sent_draft_is_not_written_any_more(vendor: Client) -> None:
    key = key_in(begin(vendor))
    write(vendor, key)
    send(vendor, key)
    assert vendor.post(url("door_step", "proposal", key, 2), ANSWERS["content"]).status_code == 404
    assert vendor.get(url("door_step", "proposal", key, 2)).status_code == 404


def test_taken_back_by_the_vendor(vendor: Client) -> None:
    row = submit(vendor)
    status = mailed_link("受け付けました")
    assert "取り下げますか" in vendor.get(status + "withdraw/").content.decode()
    assert vendor.post(status + "withdraw/", {"reason": "事情が変わりました"}).url == status
    row.refresh_from_db()
    assert row.state == SubmissionState.WITHDRAWN
    assert "取り下げ" in vendor.get(status).content.decode()
    assert [item.event for item in DoorItem.objects.all()] == ["submitted", "withdrawn"]
    # Once more: nothing more happens.
    assert vendor.post(status + "withdraw/", {}).url == status
    assert DoorItem.objects.count() == 2


def test_changed_by_the_vendor_before_it_is_judged(vendor: Client) -> None:
    row = submit(vendor)
    status = mailed_link("受け付けました")
    step = vendor.post(status + "revise/").url
    key = step.split("/")[3]
    assert "みなと見本株式会社" in vendor.get(step).content.decode()
    changed: dict[str, Any] = ANSWERS["content"] | {"title": "申込書を読む"}
    assert vendor.post(url("door_step", "proposal", key, 2), changed).status_code == 302
    assert vendor.post(url("door_review", "proposal", key)).url == url("door_changed")
    row.refresh_from_db()
    assert row.title == "申込書を読む"
    item = DoorItem.objects.get(event="revised")
    assert item.payload["answers"]["content"]["title"] == ["申込書を読む"]
    assert item.key == str(row.key)
    # The draft is used up.
    assert vendor.post(url("door_review", "proposal", key)).url == url("door_changed")
    assert DoorItem.objects.filter(event="revised").count() == 1


def test_not_changed_once_the_desk_judges_it(vendor: Client) -> None:
    row = submit(vendor)
    Submission.objects.filter(pk=row.pk).update(is_revisable=False)
    answer = vendor.post(mailed_link("受け付けました") + "revise/")
    assert answer.status_code == 422
    assert "審査が始まった" in answer.content.decode()


def test_a_new_link_ends_the_old_one_and_the_answer_tells_nothing(vendor: Client) -> None:
    submit(vendor)
    old = mailed_link("受け付けました")
    known = vendor.post(url("door_renew"), {"mail": "TARO@example.com"})
    unknown = vendor.post(url("door_renew"), {"mail": "nobody@example.com"})
    assert known.url == unknown.url == url("door_renewed")
    new = mailed_link("新しいリンク")
    assert vendor.get(new).status_code == 200
    assert vendor.get(old).status_code == 404
    assert Mail.objects.filter(subject__contains="新しいリンク").count() == 1


def test_no_more_than_three_links_a_day(vendor: Client) -> None:
    submit(vendor)
    for _ in range(4):
        vendor.post(url("door_renew"), {"mail": "taro@example.com"})
    assert Mail.objects.filter(subject__contains="新しいリンク").count() == 3
