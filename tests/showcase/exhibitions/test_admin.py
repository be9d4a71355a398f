"""Exhibitions in the administrators' site: all of it can be looked at, nothing changed, and nobody is given away."""

import datetime as dt
import uuid

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from showcase.enums import Awareness, CheckInMeans, ExhibitorState
from showcase.models import CheckIn, ExhibitorNotice, ExhibitorPerson, NameShown, SurveyAnswer
from showcase.services.exhibitions.reserving import visitor_of
from tests.consultations.walk import NOW
from tests.leaders.steps import as_person
from tests.organization.factories import Ward
from tests.showcase.exhibitions.factories import (
    DAY,
    make_booth,
    make_exhibition,
    make_exhibitor,
    make_item,
    make_outsider,
)

SECRETS = ("ひみつの理由", "visitor1@other.example", "だれの答えか")


def test_every_model_of_the_showcase_is_there_by_itself_or_as_rows_of_another() -> None:
    inlines = {inline.model for one in admin.site._registry.values() for inline in one.inlines}
    there = set(admin.site._registry) | inlines
    ours = {model for model in apps.get_app_config("showcase").get_models() if not hasattr(model, "history_date")}
    assert {model.__name__ for model in ours - there} == set()


@pytest.fixture
def world(ward: Ward) -> Ward:
    exhibition = make_exhibition(ward.dx_main)
    row = make_exhibitor(exhibition, booth=make_booth(exhibition), reason="ひみつの理由")
    make_exhibitor(exhibition, state=ExhibitorState.DECLINED, division=ward.nursery, reason="ひみつの理由")
    ExhibitorPerson.objects.create(exhibitor=row, name="見本 一郎")
    ExhibitorNotice.objects.create(exhibition=exhibition, title="搬入", text="前日", sent_by=ward.dx_main, sent_at=NOW)
    make_item(exhibition)
    staff = visitor_of(exhibition=exhibition, user=ward.requester, now=NOW)
    make_outsider(exhibition)
    hall = exhibition.halls.get()
    CheckIn.objects.create(
        exhibition=exhibition, visitor=staff, hall=hall, day=DAY, at=NOW, received_at=NOW, means=CheckInMeans.NAME,
        device_id=uuid.uuid4(),
    )  # fmt: skip
    SurveyAnswer.objects.create(
        exhibition=exhibition, visitor=staff, awareness=Awareness.CHANGED, useful=5, comment="だれの答えか",
        answered_at=NOW + dt.timedelta(hours=1),
    )  # fmt: skip
    NameShown.objects.create(exhibitor=row, user=ward.requester, allowed_at=NOW)
    return ward


NAMES = (
    "exhibition", "hall", "exhibitor", "exhibitornotice", "programmeitem", "visitor", "checkin", "surveyanswer",
    "nameshown",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_lists_and_rows_open_and_nothing_can_be_changed(world: Ward, name: str) -> None:
    browser = as_person(world.administrator)
    listed = browser.get(reverse(f"admin:showcase_{name}_changelist"), {"q": "展示会"})
    assert listed.status_code == 200
    model = apps.get_model("showcase", name)
    pages = listed.content.decode()
    for pk in model.objects.values_list("pk", flat=True):
        page = browser.get(reverse(f"admin:showcase_{name}_change", args=[pk]))
        assert page.status_code == 200
        assert 'name="_save"' not in page.content.decode()
        assert browser.post(reverse(f"admin:showcase_{name}_change", args=[pk]), {"title": "x"}).status_code == 403
        assert browser.post(reverse(f"admin:showcase_{name}_delete", args=[pk]), {"post": "yes"}).status_code == 403
        pages += page.content.decode()
    assert browser.get(reverse(f"admin:showcase_{name}_add")).status_code == 403
    assert not [secret for secret in SECRETS if secret in pages]
    # Whose an answer, a word or a check-in is, is told to nobody.
    if name in ("surveyanswer", "nameshown", "checkin"):
        assert f"{world.requester.name}</" not in pages


def test_only_administrators_open_it(world: Ward) -> None:
    for role in ("dx_main", "section_head", "head", "cio"):
        page = as_person(getattr(world, role)).get(reverse("admin:showcase_exhibition_changelist"))
        assert page.status_code in (302, 403), role
