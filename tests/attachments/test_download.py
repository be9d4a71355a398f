"""The one way out for a file: for those who may see its thing, and never to be shown in the browser."""

import uuid

import pytest
from django.test.client import Client
from django.urls import reverse

from consultations import services
from consultations.models import AccessLog
from minato_dx.attachments.models import Attachment
from tests.attachments.files import GOOD, upload
from tests.consultations import walk
from tests.organization.factories import AbsenceFactory, Ward, make_ward

pytestmark = pytest.mark.django_db
NAME = '𠮷田さんの"台帳"；髙🈂.xlsx'


@pytest.fixture
def ward() -> Ward:
    return make_ward()


def _sent_with_file(ward: Ward, **details: object) -> str:
    walk.submit(ward, files=[upload(NAME, GOOD["台帳.xlsx"])], **details)
    return reverse("attachment_download", args=[Attachment.objects.get().key])


def _get(person, url: str):
    """Return the response, read to its end into ``whole``."""
    client = Client()
    client.force_login(person)
    response = client.get(url)
    response.whole = b"".join(response)
    return response


def test_the_file_comes_as_it_was_and_always_as_attachment(ward: Ward) -> None:
    response = _get(ward.dx_main, _sent_with_file(ward))
    assert response.whole == GOOD["台帳.xlsx"]
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Length"] == str(len(GOOD["台帳.xlsx"]))
    assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''%F0%A0%AE%B7")
    assert '"' not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("person", "private", "status"),
    [
        ("requester", False, 200),
        ("colleague", False, 200),
        ("head", False, 200),
        ("dx_main", False, 200),
        ("dx_other", False, 200),
        ("outsider", False, 404),
        ("outsider_head", False, 404),
        ("administrator", False, 404),
        ("requester", True, 200),
        ("dx_main", True, 200),
        ("section_head", True, 200),
        ("colleague", True, 404),
        ("head", True, 404),
        ("dx_deputy", True, 404),
        ("dx_other", True, 404),
        ("administrator", True, 404),
    ],
)
def test_who_may_see_the_case_gets_its_file_and_nobody_else(
    ward: Ward, person: str, private: bool, status: int
) -> None:
    url = _sent_with_file(ward, is_private=private)
    assert _get(getattr(ward, person), url).status_code == status


def test_the_deputy_gets_a_private_file_while_the_assigned_person_is_absent(ward: Ward) -> None:
    url = _sent_with_file(ward, is_private=True)
    AbsenceFactory(user=ward.dx_main)
    assert _get(ward.dx_deputy, url).status_code == 200


def test_opening_a_private_file_is_logged_for_everybody_but_the_requester(ward: Ward) -> None:
    url = _sent_with_file(ward, is_private=True)
    _get(ward.requester, url)
    assert not AccessLog.objects.exists()
    _get(ward.section_head, url)
    assert [(row.user, row.what) for row in AccessLog.objects.all()] == [(ward.section_head, "ファイル")]


def test_a_file_of_a_draft_is_its_writers_own(ward: Ward) -> None:
    services.drafts.keep_files(
        user=ward.requester, key="intake", data={}, uploads=[upload("案内.pdf", GOOD["案内.pdf"])]
    )
    url = reverse("attachment_download", args=[Attachment.objects.get().key])
    assert _get(ward.requester, url).status_code == 200
    assert _get(ward.section_head, url).status_code == 404


def test_a_file_that_is_not_there_answers_like_one_that_is_not_yours(ward: Ward) -> None:
    hidden = _get(ward.outsider, _sent_with_file(ward))
    missing = _get(ward.outsider, reverse("attachment_download", args=[uuid.uuid4()]))
    assert (missing.status_code, missing.whole) == (404, hidden.whole)


def test_only_reading_is_answered(ward: Ward) -> None:
    client = Client()
    client.force_login(ward.requester)
    assert client.post(_sent_with_file(ward)).status_code == 405


def test_nobody_gets_a_file_without_signing_in(ward: Ward) -> None:
    response = Client().get(_sent_with_file(ward))
    assert response.status_code == 302
    assert response.url.startswith("/login/")
