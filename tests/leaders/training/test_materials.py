"""The materials of a session: a tick takes one off again."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from leaders.services.telling import SESSION_KIND
from leaders.services.training.materials import change_materials
from minato_dx.attachments.models import Attachment
from minato_dx.attachments.services import attach
from tests.leaders.steps import as_person
from tests.leaders.training.conftest import Training
from tests.leaders.training.test_pages import post, text


def material(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "持ち物\n".encode())


@pytest.fixture
def files(training: Training) -> list[Attachment]:
    """Two materials of the first session, and one of the second."""
    person = training.ward.dx_main
    change_materials(session=training.basics, actor=person, uploads=[material("案内.txt"), material("<b>古い.txt")])
    change_materials(session=training.practice, actor=person, uploads=[material("様式.txt")])
    return list(Attachment.objects.all())


def test_a_tick_takes_a_material_off_at_once(
    training: Training, files: list[Attachment], django_capture_on_commit_callbacks
) -> None:
    section, pk = as_person(training.ward.dx_other), training.basics.pk
    storage, old = files[1].blob.storage, files[1]
    page = text(section, "session_edit", pk)
    assert "「案内.txt」（" in page
    assert "「&lt;b&gt;古い.txt」（" in page
    assert str(files[2].key) not in page
    with django_capture_on_commit_callbacks(execute=True):
        post(section, "session_edit", pk, name="第1回", order="1", remove=str(old.key), files=material("新しい.txt"))
    left = text(as_person(training.ward.leader), "training_session", pk)
    assert "案内.txt" in left
    assert "新しい.txt" in left
    assert "古い" not in left
    assert not storage.exists(old.blob.name)
    address = reverse("attachment_download", args=[old.key])
    for person in (training.ward.leader, training.ward.dx_main):
        assert as_person(person).get(address).status_code == 404


def test_without_a_tick_and_with_a_mistake_nothing_is_taken_off(training: Training, files: list[Attachment]) -> None:
    section, pk = as_person(training.ward.dx_main), training.basics.pk
    post(section, "session_edit", pk, name="第1回", order="1")
    page = post(section, "session_edit", pk, status=422, name="", order="1", remove=str(files[0].key))
    # What was ticked is ticked still.
    ticks = re.findall(r'<input[^>]*name="remove"[^>]*>', page)
    assert [str(files[0].key) in tick for tick in ticks if "checked" in tick] == [True]
    assert Attachment.objects.count() == 3


def test_a_file_of_another_session_is_refused(training: Training, files: list[Attachment]) -> None:
    section, pk = as_person(training.ward.dx_main), training.basics.pk
    page = post(section, "session_edit", pk, status=422, name="第1回", order="1", remove=str(files[2].key))
    assert "もう外れています" in page
    change_materials(session=training.basics, actor=training.ward.dx_main, remove=[files[2].key])
    assert Attachment.objects.count() == 3


def test_a_new_session_has_nothing_to_take_off(training: Training) -> None:
    page = text(as_person(training.ward.dx_main), "session_create", training.basics.module_id)
    assert 'name="remove"' not in page


@pytest.mark.parametrize("role", ["leader", "head", "section_head", "cio", "administrator", "requester"])
def test_only_who_runs_the_training_changes_its_materials(
    training: Training, files: list[Attachment], role: str
) -> None:
    person = getattr(training.ward, role)
    if role == "section_head":
        change_materials(session=training.basics, actor=person, remove=[files[0].key])
        assert Attachment.objects.count() == 2
        return
    with pytest.raises(PermissionDenied), transaction.atomic():
        change_materials(session=training.basics, actor=person, remove=[files[0].key])
    assert Attachment.objects.count() == 3


def test_a_file_that_waits_elsewhere_under_the_same_number_stays(training: Training, files: list[Attachment]) -> None:
    [draft] = attach(
        uploads=[material("別.txt")], kind="draft", object_id=training.basics.pk, user=training.ward.dx_main
    )
    change_materials(session=training.basics, actor=training.ward.dx_main, remove=[draft.key])
    assert Attachment.objects.filter(kind=SESSION_KIND).count() == 3
    assert Attachment.objects.filter(pk=draft.pk).exists()
