"""Who is told of what, and how pressing it is."""

import datetime as dt
from collections.abc import Iterable

from consultations.models import Consultation
from consultations.services.routing import desk_for
from minato_dx.core.calendar import today
from minato_dx.notifications.enums import Topic
from minato_dx.notifications.services import notify
from minato_dx.notifications.services.owing import Calendar
from minato_dx.organization.models import User

OBJECT_KIND = "consultation"
# What a person may choose the way of being reached for; whatever is not named here tells how the case goes on.
TOPICS = {
    "assigned": Topic.ASSIGNED,
    "reassigned": Topic.ASSIGNED,
    "leader_asked": Topic.TURN,
    "message": Topic.MESSAGE,
    "note": Topic.MESSAGE,
    "times_proposed": Topic.MESSAGE,
    "waiting": Topic.TURN,
    "sheet": Topic.TURN,
    "answer": Topic.TURN,
    "agreement_asked": Topic.TURN,
    "change_asked": Topic.TURN,
    "hearing": Topic.CALENDAR,
    "reminder": Topic.REMINDER,
    "overdue": Topic.REMINDER,
}


def tell(
    *,
    consultation: Consultation,
    kind: str,
    event: str,
    to: Iterable[User | None],
    text: str,
    by: User | None = None,
    details: str = "",
    calendar: Calendar | None = None,
    in_office_hours: bool = False,
    now: dt.datetime | None = None,
) -> None:
    """Owe the message ``［number］text`` to everybody named, except the one who did it.

    ``event`` tells this happening from another of the same kind (a log row's or a message's id). ``details`` are what a
    mail quotes. Where the assigned person is absent, who stands in for them today is told as well.
    """
    people = [person for person in to if person is not None]
    if any(person.pk == consultation.assignee_id for person in people):
        people += stand_ins(consultation)
    notify(
        event=f"consultation:{consultation.pk}:{event}",
        kind=kind,
        topic=TOPICS.get(kind, Topic.PROGRESS),
        recipients=[person for person in people if by is None or person.pk != by.pk],
        title=f"［{consultation.number}］{text}",
        text=details,
        object_kind=OBJECT_KIND,
        object_id=consultation.pk,
        calendar=calendar,
        in_office_hours=in_office_hours,
        now=now,
    )


def stand_ins(consultation: Consultation) -> list[User]:
    """Return who answers in the place of an absent assigned person today; nobody while that person is there.

    The requester is never among them. One query while the assigned person is there.
    """
    if not consultation.assignee_is_absent:
        return []
    answers = desk_for(department=consultation.department, day=today()).answers
    return [answers] if answers.pk not in (consultation.assignee_id, consultation.requester_id) else []
