"""Hostile files handed in at the door: refused in words, never kept, never an error of the server; honest ones kept."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from minato_dx.core.files.names import clean_name
from minato_dx.door.models import SubmittedFile
from tests.core.hostile import EICAR, HONEST, HOSTILE, content_of
from tests.door.steps import ANSWERS, begin, key_in, url

pytestmark = [pytest.mark.django_db(databases=["default", "door"]), pytest.mark.usefixtures("published")]


@pytest.fixture
def address(vendor: Client, at_the_door: Any) -> str:
    at_the_door.DOOR_LIMITS = dict.fromkeys(at_the_door.DOOR_LIMITS, (100_000, 100_000))
    return url("door_step", "proposal", key_in(begin(vendor)), 4)


def hand_in(vendor: Client, address: str, name: str, content: bytes) -> Any:
    files = {"files": [SimpleUploadedFile(name, content)], "attach": "1"}
    return vendor.post(address, ANSWERS["safety"] | files)


def test_every_hostile_file_is_refused_by_name_and_nothing_of_it_is_kept(vendor: Client, address: str) -> None:
    assert len(HOSTILE) >= 30
    for what, (name, content, _code) in HOSTILE.items():
        answer = hand_in(vendor, address, name, content_of(content))
        assert answer.status_code == 422, what
        text = answer.content.decode()
        assert "<script>alert" not in text, what
        summary = text[text.index("data-error-summary") :]
        assert escape(clean_name(name)) in summary, what
        assert not SubmittedFile.objects.exists(), what


def test_honest_files_and_what_only_a_scanner_knows_are_kept_and_never_shown(vendor: Client, address: str) -> None:
    names = [*HONEST][:4]
    for name in names:
        assert hand_in(vendor, address, name, content_of(HONEST[name])).status_code == 302, name
    assert hand_in(vendor, address, "eicar.txt", EICAR).status_code == 302
    page = vendor.get(address).content.decode()
    for row in SubmittedFile.objects.all():
        assert escape(row.name) in page
        assert str(row.blob.name) not in page
        assert row.sha256 not in page
        assert vendor.get(f"/{row.blob.name}").status_code == 404
