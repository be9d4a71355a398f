"""Companies' applications and answers to invitations, from the public door."""

import datetime as dt
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from minato_dx.core.bundles.sealing import BundleItem
from minato_dx.reference.models import FieldOfWork
from minato_dx.reference.services import CompanyFacts, Person
from showcase.forms.door.exhibitor import EXHIBITOR
from showcase.models import Exhibitor
from showcase.receivers.reading import exhibition_in, read_answers, taken_by
from showcase.services.exhibitions.door_applying import (
    Applicant,
    Shown,
    apply_from_door,
    change_from_door,
    exhibitor_of,
    withdraw_from_door,
)
from showcase.services.exhibitions.door_publishing import field_choices, form_of

TEXTS = ("title", "summary", "about", "difficulty", "cost", "needs_power", "needs_network", "needs_space", "people")


def take_exhibitor(item: BundleItem, now: dt.datetime) -> None:
    """Do what a company did at the door."""
    taken_by(_EVENTS, item, now)


def _submitted(item: BundleItem, now: dt.datetime) -> None:
    told = item.payload
    sent_at = parse_datetime(str(told["sent_at"])) or now
    exhibition = exhibition_in(told["answers"], "company")
    published = form_of(exhibition, fields=field_choices(), sent_on=timezone.localdate(sent_at).isoformat())
    data = read_answers(EXHIBITOR, told["answers"], published)
    applicant = Applicant(
        key=uuid.UUID(item.key),
        receipt=str(told["receipt"]),
        company=CompanyFacts(
            name=data["company_name"],
            corporate_number=data["number"],
            no_number_reason=data["no_number_reason"],
            address=data["address"],
        ),
        person=_person(item, data),
        sent_at=sent_at,
    )
    apply_from_door(exhibition=exhibition, applicant=applicant, shown=_shown(item, data), now=now)


def _revised(item: BundleItem, now: dt.datetime) -> None:
    exhibitor = _exhibitor(item)
    if exhibitor is None:
        return
    published = form_of(exhibitor.exhibition, fields=field_choices(), company=exhibitor.name)
    data = read_answers(EXHIBITOR, item.payload["answers"], published)
    change_from_door(
        exhibitor=exhibitor,
        person=_person(item, data),
        receipt=str(item.payload["receipt"]),
        shown=_shown(item, data),
        now=now,
    )


def _withdrawn(item: BundleItem, now: dt.datetime) -> None:
    exhibitor = _exhibitor(item)
    if exhibitor is not None:
        withdraw_from_door(exhibitor=exhibitor, reason=str(item.payload["reason"]), now=now)


_EVENTS = {"submitted": _submitted, "revised": _revised, "withdrawn": _withdrawn}


def _exhibitor(item: BundleItem) -> Exhibitor | None:
    """Return whom it is about; None for one that was turned away, and may be changed or withdrawn for all that."""
    return exhibitor_of(key=uuid.UUID(item.key))


def _person(item: BundleItem, data: dict[str, Any]) -> Person:
    return Person(
        name=data["contact_name"],
        department=data["contact_department"],
        # The confirmed one, whatever else is written.
        mail=str(item.payload["mail"]),
        phone=data["contact_phone"],
    )


def _shown(item: BundleItem, data: dict[str, Any]) -> Shown:
    field = FieldOfWork.objects.filter(pk=data["field"]).first() if data["field"] else None
    files = [SimpleUploadedFile(str(one.meta["name"]), one.content) for one in item.files]
    return Shown(**{name: data[name] for name in TEXTS}, field=field, files=files)
