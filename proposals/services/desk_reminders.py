"""What the clock reminds the desk of once: a dialogue nobody wrote down, and what was promised to a company."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from minato_dx.core.calendar import next_working_day, short_day
from minato_dx.notifications.enums import Topic
from minato_dx.notifications.models import Notification
from minato_dx.notifications.services import notify
from minato_dx.organization.models import User
from minato_dx.organization.selectors import section_head
from minato_dx.reference.models import ContactLog
from minato_dx.reference.selectors import closed_days
from proposals.enums import CONTACT_KIND, DIALOGUE_KIND, DialogueState
from proposals.models import Dialogue


@transaction.atomic
def remind_of_unwritten() -> int:
    """Remind the host of each dialogue that is over and not written down, once; return of how many."""
    now = timezone.now()
    begun = Dialogue.objects.filter(state=DialogueState.PLANNED, starts_at__lte=now)
    rows = {
        f"dialogue:{row.pk}:unwritten": row
        for row in begun.select_related("proposal__company", "host").order_by("pk")
        if row.starts_at + dt.timedelta(minutes=row.minutes) <= now
    }
    untold = _untold(rows)
    for event in untold:
        row = rows[event]
        notify(
            event=event,
            kind="dialogue",
            topic=Topic.REMINDER,
            recipients=_there(row.host, timezone.localdate(now)),
            title=f"［{row.proposal.number}］第{row.number}回の対話の記録を書いてください",
            text=f"{short_day(timezone.localdate(row.starts_at))}　{row.proposal.company.name}",
            object_kind=DIALOGUE_KIND,
            object_id=row.pk,
            in_office_hours=True,
            now=now,
        )
    return len(untold)


@transaction.atomic
def remind_of_contacts() -> int:
    """Remind of what was promised to a company for today, and tell once of what is late; return of how many.

    What was promised for a closed day is due on the next open one.
    """
    now = timezone.now()
    day, closed = timezone.localdate(now), closed_days()
    owed = ContactLog.objects.filter(kept_on__isnull=True, promised_until__lte=day).select_related("company", "by")
    rows = {}
    for row in owed.order_by("pk"):
        due = next_working_day(row.promised_until or day, closed)
        if due <= day:
            rows[f"contact:{row.pk}:{'late' if due < day else 'due'}"] = row
    untold = _untold(rows)
    for event in untold:
        _tell_of_contact(event, rows[event], day, now)
    return len(untold)


def _tell_of_contact(event: str, row: ContactLog, day: dt.date, now: dt.datetime) -> None:
    is_late = event.endswith(":late")
    people = _there(row.by, day)
    what = f"{row.company.name}に約束したことの日"
    notify(
        event=event,
        kind="contact",
        topic=Topic.REMINDER,
        recipients=[*people, section_head(day=day)] if is_late else people,
        title=f"{what}を過ぎました" if is_late else f"きょうが、{what}です",
        text=row.promised,
        object_kind=CONTACT_KIND,
        object_id=row.pk,
        in_office_hours=True,
        now=now,
    )


def _there(person: User, day: dt.date) -> list[User | None]:
    """Return the person, or who heads the section where the person has left."""
    return [person if person.may_sign_in(day) else section_head(day=day)]


def _untold(events: Iterable[str]) -> list[str]:
    """Return those of the events that nobody has been told of."""
    wanted = list(events)
    told = set(Notification.objects.filter(event__in=wanted).values_list("event", flat=True))
    return [event for event in wanted if event not in told]
