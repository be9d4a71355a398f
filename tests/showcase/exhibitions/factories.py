"""An exhibition in a fortnight, and what belongs to it. States are set by hand here; services are tested elsewhere."""

import datetime as dt
from typing import Any

from minato_dx.core.calendar import jst
from minato_dx.organization.models import User
from minato_dx.reference.models import Company
from minato_dx.scheduling.enums import EventCategory
from minato_dx.scheduling.services.events import Subject, plan_event
from showcase.enums import (
    PROGRAMME_KIND,
    ExhibitionState,
    ExhibitorKind,
    ExhibitorState,
    ItemKind,
    VisitorKind,
)
from showcase.models import Booth, Exhibition, ExhibitionDay, Exhibitor, Hall, ProgrammeItem, Visitor
from tests.consultations.walk import NOW

DAY = dt.date(2026, 12, 8)


def make_exhibition(organizer: User, *, state: str = ExhibitionState.PUBLISHED, **fields: Any) -> Exhibition:
    """Make an exhibition with one day, from 10:00 to 16:00, and one hall."""
    values = {"title": "庁内DX展示会「窓口を変える」", "place": "本庁舎1階ロビー", "starts_on": DAY, "ends_on": DAY}
    published = NOW if state not in (ExhibitionState.PLANNED, ExhibitionState.APPLICATIONS) else None
    exhibition = Exhibition.objects.create(
        **(values | fields), organizer=organizer, state=state, created_at=NOW, published_at=published
    )
    ExhibitionDay.objects.create(
        exhibition=exhibition, day=exhibition.starts_on, opens_at=dt.time(10), closes_at=dt.time(16)
    )
    Hall.objects.create(exhibition=exhibition, name="1階ロビー", place="本庁舎1階")
    return exhibition


def make_booth(exhibition: Exhibition, code: str = "A-1", **fields: Any) -> Booth:
    return Booth.objects.create(exhibition=exhibition, hall=exhibition.halls.first(), code=code, **fields)


def make_company(name: str = "株式会社みほん技研") -> Company:
    return Company.objects.create(name=name, no_number_reason="試験のため", created_at=NOW)


def make_exhibitor(
    exhibition: Exhibition, *, state: str = ExhibitorState.SELECTED, booth: Booth | None = None, **fields: Any
) -> Exhibitor:
    """Make a company that exhibits, or ``division=`` or ``team=`` in its place."""
    if "division" in fields:
        who = {"kind": ExhibitorKind.DIVISION}
    elif "team" in fields:
        who = {"kind": ExhibitorKind.TEAM}
    else:
        who = {"kind": ExhibitorKind.COMPANY, "company": fields.pop("company", None) or make_company()}
    values = {"name": "出展者", "title": "紙の申込書を写真から表にする", "summary": "写真を撮ると表になります。"}
    reason = {"reason": "ほかの会と重なるため"} if state == ExhibitorState.DECLINED else {}
    return Exhibitor.objects.create(
        exhibition=exhibition, state=state, booth=booth, created_at=NOW, **(values | who | reason | fields)
    )


def make_item(
    exhibition: Exhibition,
    *,
    starts: dt.time = dt.time(10, 30),
    minutes: int = 40,
    capacity: int | None = 10,
    kind: str = ItemKind.SEMINAR,
    title: str = "書かない窓口を1年続けて分かったこと",
    **fields: Any,
) -> ProgrammeItem:
    """Make a seminar (or a window of time) with its event, on the exhibition's first day."""
    starts_at = jst(exhibition.starts_on, starts)
    subject = Subject(EventCategory.SEMINAR, PROGRAMME_KIND, 0, title)
    event = plan_event(
        subject=subject,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=minutes),
        organizer=exhibition.organizer,
        place="901会議室",
        capacity=capacity,
        now=NOW,
    )
    item = ProgrammeItem.objects.create(exhibition=exhibition, event=event, kind=kind, title=title, **fields)
    event.object_id = item.pk
    event.save(update_fields=["object_id"])
    return item


def make_outsider(exhibition: Exhibition, *, kind: str = VisitorKind.OFFICIAL, number: int = 1) -> Visitor:
    """Make somebody from elsewhere who registered at the door."""
    return Visitor.objects.create(
        exhibition=exhibition,
        kind=kind,
        name=f"よその {number}",
        organization="よその市",
        mail=f"visitor{number}@other.example",
        created_at=NOW,
    )
