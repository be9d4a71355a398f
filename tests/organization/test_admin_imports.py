"""Imports in the admin: choose, read, confirm."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minato_dx.organization.models import DivisionVersion, ImportUpload, User
from minato_dx.organization.services.uploads import delete_old_uploads
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db

CHOOSE = "/admin/organization/importupload/"
ORGANIZATION = "department_code,department_name,division_code,division_name\n01,企画部,0101,企画課\n"


@pytest.fixture
def client() -> Client:
    browser = Client()
    browser.force_login(UserFactory(is_administrator=True))
    return browser


def _upload(client: Client, text: str | bytes = ORGANIZATION, kind: str = "organization", **more: str):
    data = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile("組織.csv", data, "text/csv")
    return client.post(CHOOSE, {"kind": kind, "file": file, "as_of": "2027-04-01", **more})


def _seen(client: Client, path: str) -> str:
    return client.get(path).context["report"].digest


def test_file_is_reviewed_row_by_row_and_nothing_has_changed(client: Client) -> None:
    path = _upload(client).url
    page = client.get(path).content.decode()
    for text in (
        "組織.csv",
        "UTF-8で読みました",
        "令和9年4月1日",
        "新しく登録：2件",
        "0101 企画部 企画課",
        "2件を取り込む",
    ):
        assert text in page
    assert not DivisionVersion.objects.exists()


def test_confirming_imports_what_was_shown_and_the_file_goes(client: Client) -> None:
    path = _upload(client).url
    response = client.post(path, {"seen": _seen(client, path)}, follow=True)
    assert "「組織.csv」を取り込みました（2件）。" in response.content.decode()
    assert DivisionVersion.objects.get().valid_from == dt.date(2027, 4, 1)
    assert DivisionVersion.history.get().history_user is not None
    assert not ImportUpload.objects.exists()
    assert client.get(path).status_code == 404


def test_staff_file_goes_the_same_way(client: Client) -> None:
    path = _upload(client).url
    client.post(path, {"seen": _seen(client, path)})
    with time_machine.travel(dt.datetime(2027, 4, 1, 3, tzinfo=dt.UTC), tick=False):
        browser = Client()
        browser.force_login(UserFactory(is_administrator=True))
        path = _upload(browser, "職員番号,氏名,課コード,開始日\n0004121,真砂 陽菜,0101,2027-04-01\n", "staff").url
        assert browser.post(path, {"seen": _seen(browser, path)}).status_code == 302
    assert User.objects.filter(staff_number="0004121").exists()


def test_data_that_changed_in_between_have_to_be_read_again(client: Client) -> None:
    path = _upload(client).url
    seen = _seen(client, path)
    other = Client()
    other.force_login(UserFactory(is_administrator=True))
    others = _upload(other, ORGANIZATION.replace("企画課", "企画室")).url
    other.post(others, {"seen": _seen(other, others)})
    response = client.post(path, {"seen": seen}, follow=True)
    assert "もう一度確かめてください" in response.content.decode()
    assert "課の名称：企画室 → 企画課" in response.content.decode()
    assert DivisionVersion.objects.get().name == "企画室"


def test_confirming_without_having_seen_anything_imports_nothing(client: Client) -> None:
    path = _upload(client).url
    assert client.post(path).url == path
    assert not DivisionVersion.objects.exists()


def test_file_with_faults_is_refused_with_all_of_them(client: Client) -> None:
    path = _upload(client, ORGANIZATION + "01,企画部,0101,重複課\n01,企画部\n").url
    response = client.get(path)
    page = response.content.decode()
    assert "「組織.csv」は取り込めません。1か所を直してください。" in page
    assert "4行目：4列のところ、2列あります" in page
    assert "取り込む</" not in page
    assert client.post(path, {"seen": "x"}).status_code == 200
    assert not DivisionVersion.objects.exists()


def test_second_import_says_that_there_is_nothing_to_do(client: Client) -> None:
    for _ in range(2):
        path = _upload(client).url
        last = client.get(path)
        client.post(path, {"seen": last.context["report"].digest})
    assert "取り込むものはありません" in last.content.decode()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"kind": "organization", "as_of": "2027-04-01"}, "ファイルを選んでください"),
        ({"kind": "organization", "as_of": "きょう"}, "日付として読めません"),
    ],
)
def test_form_says_what_is_missing(client: Client, data: dict, text: str) -> None:
    page = client.post(CHOOSE, data).content.decode()
    assert text in page
    assert not ImportUpload.objects.exists()


def test_empty_and_oversized_files_are_refused(client: Client) -> None:
    assert "ファイルの中身が空です" in _upload(client, b"").content.decode()
    assert "5MBを超えています" in _upload(client, b"x" * (5 * 1024 * 1024 + 1)).content.decode()


def test_upload_of_another_administrator_is_not_found(client: Client) -> None:
    path = _upload(client).url
    other = Client()
    other.force_login(UserFactory(is_administrator=True))
    assert other.get(path).status_code == 404


def test_someone_who_is_no_administrator_sees_neither_page(client: Client) -> None:
    path = _upload(client).url
    other = Client()
    other.force_login(UserFactory())
    assert other.get(CHOOSE).status_code == 403
    assert other.get(path).status_code == 403


def test_only_the_last_file_is_kept_and_none_longer_than_a_day(client: Client, now) -> None:
    first = _upload(client).url
    _upload(client)
    assert client.get(first).status_code == 404
    assert ImportUpload.objects.count() == 1
    ImportUpload.objects.update(created_at=now)
    with time_machine.travel(now + dt.timedelta(hours=23), tick=False):
        assert delete_old_uploads() == 0
    with time_machine.travel(now + dt.timedelta(hours=25), tick=False):
        assert delete_old_uploads() == 1


def test_page_takes_the_same_queries_for_one_and_three_rows(client: Client, django_assert_num_queries) -> None:
    client.get(CHOOSE)
    with django_assert_num_queries(2):
        client.get(CHOOSE)
