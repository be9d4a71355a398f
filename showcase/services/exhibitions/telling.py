"""Messages about exhibitors: to the staff behind them, to the DX section, and the log of contacts with companies."""

import datetime as dt

from django.utils import timezone

from minato_dx.notifications.enums import Topic
from minato_dx.notifications.services import notify
from minato_dx.organization.models import User
from minato_dx.reference.enums import ContactChannel, ContactDirection
from minato_dx.reference.services import ContactNote, note_contact
from showcase.enums import EXHIBITOR_KIND, EXHIBITOR_PAGE_KIND
from showcase.models import Exhibitor
from showcase.selectors.exhibitions.people import people_behind


def tell_exhibitor_people(
    *, exhibitor: Exhibitor, event: str, title: str, text: str, topic: Topic, now: dt.datetime
) -> None:
    """Owe a message to the staff behind a division or a team; a company has none, and hears through the door."""
    notify(
        event=f"exhibitor:{exhibitor.pk}:{event}",
        kind="exhibitor",
        topic=topic,
        recipients=people_behind(exhibitor=exhibitor, day=timezone.localdate(now)),
        title=title,
        text=text,
        object_kind=EXHIBITOR_PAGE_KIND,
        object_id=exhibitor.pk,
        now=now,
    )


def tell_desk(*, exhibitor: Exhibitor, event: str, text: str, details: str, now: dt.datetime) -> None:
    """Owe a message to whoever runs the exhibition."""
    notify(
        event=f"exhibitor:{exhibitor.pk}:{event}:{round(now.timestamp() * 1000)}",
        kind="exhibitor",
        topic=Topic.TURN,
        recipients=[exhibitor.exhibition.organizer],
        title=f"展示会「{exhibitor.exhibition.title}」：{text}",
        text=details,
        object_kind=EXHIBITOR_PAGE_KIND,
        object_id=exhibitor.pk,
        now=now,
    )


def note_with_company(
    *,
    exhibitor: Exhibitor,
    summary: str,
    by: User,
    now: dt.datetime,
    channel: ContactChannel = ContactChannel.DESK,
    direction: ContactDirection = ContactDirection.OUTGOING,
    at: dt.datetime | None = None,
) -> None:
    """Append a contact to the company's log; nothing for divisions and teams."""
    if exhibitor.company is None:
        return
    facts = ContactNote(
        at=at or now,
        channel=channel,
        direction=direction,
        summary=summary,
        contact=exhibitor.contact,
        field=exhibitor.field,
        about=(EXHIBITOR_KIND, exhibitor.pk),
    )
    note_contact(company=exhibitor.company, facts=facts, by=by, now=now)
