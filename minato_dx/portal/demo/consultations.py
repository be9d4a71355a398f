"""All demo consultations, played in the order of time, so that numbers and logs come out as they would have."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from consultations.models import Consultation, Message
from consultations.services.handovers import hand_over_work
from minato_dx.attachments.models import Attachment
from minato_dx.core.calendar import close_of
from minato_dx.notifications.models import Notification
from minato_dx.portal.demo.named import HEAD
from minato_dx.portal.demo.organisation import DX_SECTION
from minato_dx.portal.demo.player import begin, play
from minato_dx.portal.demo.roster import Years
from minato_dx.portal.demo.scene import Scene, Stage
from minato_dx.portal.demo.script import Case, Step
from minato_dx.portal.demo.staffing import DUTIES, SWAPPED_LAST_APRIL

FIRST_APRIL_MORNING = dt.time(9, 10)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens at a moment."""

    moment: dt.datetime
    happen: Callable[[], None]


def play_all(*, stage: Stage, cases: Iterable[Case], years: Years, progress: Callable[[int, int], None]) -> None:
    """Let everything happen that the scripts tell; ``progress`` hears how many events are done, of how many."""
    events = sorted(_events(stage, cases, years), key=lambda event: event.moment)
    for done, event in enumerate(events, start=1):
        event.happen()
        stamp(stage, event.moment)
        progress(done, len(events))
    _date_files()


def _events(stage: Stage, cases: Iterable[Case], years: Years) -> Iterator[Event]:
    for case in cases:
        sent_at = stage.timeline.moment(-case.started, case.at)
        yield Event(sent_at, partial(begin, Scene(stage, case, sent_at)))
        for step in case.steps:
            yield _event(stage, case, step)
    moment = stage.timeline.first_morning(years.last_april, FIRST_APRIL_MORNING)
    if moment < close_of(stage.timeline.day(0)):
        yield Event(moment, partial(_hand_over_departments, stage, moment))


def _event(stage: Stage, case: Case, step: Step) -> Event:
    scene = Scene(stage, case, stage.timeline.moment(-case.started, case.at))
    scene.now = scene.moment(step.when)
    return Event(scene.now, partial(play, step, scene))


def _hand_over_departments(stage: Stage, moment: dt.datetime) -> None:
    """On the first of April two departments got a new main person, who takes over what is open there."""
    section_head = stage.company.by_place[DX_SECTION, HEAD]
    for code in SWAPPED_LAST_APRIL:
        new, old = (stage.company.by_number[number] for number in DUTIES[code])
        of_department = dict(Consultation.objects.open().filter(assignee=old).values_list("id", "department__code"))
        if code in of_department.values():
            hand_over_work(
                person=old,
                actor=section_head,
                assignments={pk: new if own == code else None for pk, own in of_department.items()},
                reason=f"4月の担当替えです。これまでの経過は{new.surname}に引き継ぎました。",
                token=uuid.uuid4(),
                now=moment,
            )


def stamp(stage: Stage, moment: dt.datetime) -> None:
    """Date back the messages owed just now, which carry the moment of the loading."""
    Notification.objects.filter(created_at__gte=stage.loading_since).update(created_at=moment)


def _date_files() -> None:
    """Give each file the moment of the message it was sent with."""
    for file in Attachment.objects.filter(kind="message"):
        sent_at = Message.objects.values_list("created_at", flat=True).get(pk=file.object_id)
        Attachment.objects.filter(pk=file.pk).update(uploaded_at=sent_at)
