"""Stamps that visitors take at booths themselves: they read the code that hangs there with their own phone."""

import datetime as dt
import uuid

from django.core import signing
from django.db import transaction

from minato_dx.organization.models import User
from showcase.enums import CheckInMeans
from showcase.models import Exhibitor
from showcase.selectors.day.places import BOOTH, Place
from showcase.services.exhibitions.attending import Line, Noted, Who, require_day, write
from showcase.services.exhibitions.reserving import visitor_of

_SIGNER = signing.Signer(salt="showcase.stamp", sep=".")


def stamp_token(*, exhibitor: Exhibitor) -> str:
    """Return what the address in a booth's code ends with; signed, so that nobody makes up those of other booths."""
    return _SIGNER.sign(str(exhibitor.pk))


def exhibitor_of_token(*, token: str, user: User) -> Exhibitor | None:
    """Return the booth of an address, where this user meets it at an exhibition that is shown; else None. One query."""
    try:
        pk = int(_SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    rows = Exhibitor.objects.visible_to(user).shown().select_related("exhibition", "booth")
    found: Exhibitor | None = rows.filter(pk=pk).first()
    return found


@transaction.atomic
def stamp_oneself(*, exhibitor: Exhibitor, actor: User, now: dt.datetime) -> Noted:
    """Note that the actor was at the booth. Raises ShowcaseError on a day on which there is no exhibition."""
    place = Place(BOOTH, exhibitor.pk, exhibitor.name)
    require_day(exhibition=exhibitor.exhibition, place=place, at=now)
    visitor = visitor_of(exhibition=exhibitor.exhibition, user=actor, now=now)
    line = Line(uuid.uuid4(), place.slug, Who(user_id=actor.pk), CheckInMeans.SELF)
    return write(visitor=visitor, place=place, line=line, at=now, actor=actor, now=now)
