"""Keeping files, handing them over, and throwing them away."""

import contextlib
import hashlib
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import Storage
from django.db import transaction

from minato_dx.attachments.models import Attachment
from minato_dx.attachments.selectors import files_of
from minato_dx.attachments.services import attach, discard, move, take_off
from tests.attachments.files import GOOD, upload
from tests.organization.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> Attachment:
    name = "メモ🈂.txt"
    return attach(uploads=[upload(name, GOOD[name])], kind="draft", object_id=1, user=UserFactory())[0]


def test_a_file_is_kept_as_it_was_under_a_path_that_tells_nothing(kept: Attachment, settings) -> None:
    content = GOOD["メモ🈂.txt"]
    with kept.blob.open() as file:
        assert file.read() == content
    assert (kept.name, kept.size, kept.content_type) == ("メモ🈂.txt", len(content), "text/plain")
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    path = Path(kept.blob.path)
    assert path.is_relative_to(settings.MEDIA_ROOT)
    assert not Path(settings.MEDIA_ROOT).is_relative_to(settings.STATIC_ROOT)
    assert "メモ" not in str(path)
    assert path.suffix == ""
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_is_kept_of_what_may_not_be_attached() -> None:
    with pytest.raises(ValidationError), transaction.atomic():
        attach(
            uploads=[upload("案内.pdf", GOOD["案内.pdf"]), upload("台帳.exe", b"MZ")],
            kind="draft",
            object_id=1,
            user=UserFactory(),
        )
    assert not Attachment.objects.exists()


def test_files_go_over_to_what_the_draft_became(kept: Attachment) -> None:
    assert move(from_kind="draft", from_id=1, to_kind="message", to_id=7) == 1
    assert files_of(kind="draft", ids=[1]) == {}
    assert files_of(kind="message", ids=[7, 8]) == {7: [kept]}


def test_only_ones_own_file_is_thrown_away_with_its_blob(kept: Attachment, django_capture_on_commit_callbacks) -> None:
    storage: Storage = kept.blob.storage
    discard(key=kept.key, kind="draft", object_id=1, user=UserFactory())
    discard(key=kept.key, kind="message", object_id=1, user=kept.uploaded_by)
    assert Attachment.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        discard(key=kept.key, kind="draft", object_id=1, user=kept.uploaded_by)
    assert not Attachment.objects.exists()
    assert not storage.exists(kept.blob.name)


def test_files_are_taken_off_their_thing_alone_whoever_attached_them(
    kept: Attachment, django_capture_on_commit_callbacks
) -> None:
    storage: Storage = kept.blob.storage
    [other] = attach(uploads=[upload("案内.pdf", GOOD["案内.pdf"])], kind="draft", object_id=2, user=UserFactory())
    with django_capture_on_commit_callbacks(execute=True):
        assert take_off(keys=[kept.key, other.key], kind="draft", object_id=1) == 1
        assert storage.exists(kept.blob.name)
    assert list(Attachment.objects.all()) == [other]
    assert not storage.exists(kept.blob.name)
    assert storage.exists(other.blob.name)
    assert take_off(keys=[kept.key], kind="draft", object_id=1) == 0


def test_a_file_stays_where_the_rest_of_the_step_fails(kept: Attachment, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True), contextlib.suppress(RuntimeError), transaction.atomic():
        take_off(keys=[kept.key], kind="draft", object_id=1)
        raise RuntimeError
    assert Attachment.objects.get() == kept
    assert kept.blob.storage.exists(kept.blob.name)
