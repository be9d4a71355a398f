"""Who is told of what."""

import datetime as dt
from collections.abc import Iterable

from minato_dx.notifications.enums import Topic
from minato_dx.notifications.services import notify
from minato_dx.organization.models import User
from showcase.enums import STORY_KIND
from showcase.models import Story


def tell(
    *,
    story: Story,
    event: str,
    to: Iterable[User | None],
    text: str,
    details: str = "",
    topic: Topic = Topic.PROGRESS,
    by: User,
    now: dt.datetime,
) -> None:
    """Owe the message to everybody named, except the one who did it; it waits for office hours."""
    notify(
        event=f"story:{story.pk}:{story.version}:{event}",
        kind="story",
        topic=topic,
        recipients=[person for person in to if person is not None and person.pk != by.pk],
        title=f"事例「{story.title}」：{text}",
        text=details,
        object_kind=STORY_KIND,
        object_id=story.pk,
        in_office_hours=True,
        now=now,
    )
