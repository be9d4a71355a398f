"""Who of the desk is told of what."""

import datetime as dt
from collections.abc import Iterable

from minato_dx.notifications.enums import Topic
from minato_dx.notifications.services import notify
from minato_dx.organization.models import User
from proposals.enums import PROPOSAL_KIND, SHARED_KIND
from proposals.models import Proposal


def tell(
    *,
    proposal: Proposal,
    event: str,
    to: Iterable[User | None],
    text: str,
    details: str = "",
    topic: Topic = Topic.PROGRESS,
    by: User | None = None,
    now: dt.datetime,
) -> None:
    """Owe the message ``［number］text`` to everybody named, except the one who did it; it waits for office hours."""
    notify(
        event=f"proposal:{proposal.pk}:{event}",
        kind="proposal",
        topic=topic,
        recipients=[person for person in to if person is not None and (by is None or person.pk != by.pk)],
        title=f"［{proposal.number}］{text}",
        text=details,
        object_kind=PROPOSAL_KIND,
        object_id=proposal.pk,
        in_office_hours=True,
        now=now,
    )


def tell_reader(
    *,
    proposal: Proposal,
    event: str,
    to: User,
    text: str,
    details: str = "",
    topic: Topic = Topic.PROGRESS,
    now: dt.datetime,
) -> None:
    """Owe the message to one of the staff, with the way to the proposal as all staff read it."""
    notify(
        event=f"proposal:{proposal.pk}:{event}",
        kind="shared_proposal",
        topic=topic,
        recipients=[to],
        title=f"［{proposal.number}］{text}",
        text=details,
        object_kind=SHARED_KIND,
        object_id=proposal.pk,
        in_office_hours=True,
        now=now,
    )
