"""What is taken off the programme, and who hears of it."""

import datetime as dt
from collections.abc import Iterable

from minato_dx.notifications.enums import Topic
from minato_dx.notifications.services import notify
from minato_dx.organization.models import User
from minato_dx.scheduling.enums import ACTIVE, EventState, SeatState
from minato_dx.scheduling.models import Event
from minato_dx.scheduling.services import cancel_event
from showcase.enums import EXHIBITION_KIND
from showcase.models import Exhibition
from showcase.selectors.exhibitions.people import people_of_exhibitors


def call_off(*, event: Event, now: dt.datetime) -> list[User]:
    """Cancel one event with its seats, and return the staff who had one or waited. The caller tells them."""
    seats = event.seats.filter(state__in=ACTIVE)
    people = [seat.person for seat in seats.select_related("person") if seat.person]
    cancel_event(event=event, now=now)
    seats.update(state=SeatState.CANCELLED)
    return people


def call_off_programme(*, exhibition: Exhibition, now: dt.datetime) -> list[User]:
    """Cancel every item that is still ahead, and return the staff who had a seat or waited."""
    items = exhibition.programme.filter(event__state=EventState.PLANNED, event__starts_at__gt=now)
    people: dict[int, User] = {}
    for item in items.select_related("event").order_by("event"):
        people |= {person.pk: person for person in call_off(event=item.event, now=now)}
    return list(people.values())


def tell_cancelled(
    *, exhibition: Exhibition, people: Iterable[User], reason: str, was_shown: bool, now: dt.datetime
) -> None:
    """Owe a message to whoever would have come, and to the staff among the exhibitors."""
    exhibitors = people_of_exhibitors(exhibition=exhibition, day=exhibition.starts_on)
    notify(
        event=f"exhibition:{exhibition.pk}:cancelled",
        kind="exhibition_cancelled",
        topic=Topic.TURN,
        recipients=[*(people if was_shown else ()), *exhibitors],
        title=f"中止になりました：{exhibition.title}",
        text=f"{reason}\n予約は取り消してあります。お手続きは要りません。",
        object_kind=EXHIBITION_KIND,
        object_id=exhibition.pk,
        now=now,
    )
