"""Who came to the exhibitions that are over: seats, check-ins by the hour, stamps, and what they said."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator

from consultations.models import Interest
from minato_dx.core.calendar import jst, local
from minato_dx.organization.models import User
from minato_dx.organization.selectors import current_divisions
from minato_dx.portal.demo.exhibitions.making import OPENS, Made, end_exhibition
from minato_dx.portal.demo.exhibitions.told import BODIES, FIRMS, REMARKS
from minato_dx.portal.demo.named import HEAD
from minato_dx.portal.demo.scene import Stage
from minato_dx.portal.demo.staffing import SHIOMI
from minato_dx.reference.models import FieldOfWork
from minato_dx.scheduling.models import Seat
from showcase.enums import EXHIBITOR_KIND, Awareness, CheckInMeans, ExhibitorState, NextStep, VisitorKind
from showcase.models import CheckIn, ProgrammeItem, SurveyAnswer, Visitor

# Out of ten who come, how many come in which hour after the opening: before lunch and in the early afternoon.
HOURS = (0, 0, 1, 1, 2, 2, 3, 3, 4, 5)
CHANGED = (Awareness.CHANGED,) * 5 + (Awareness.SOMEWHAT,) * 4 + (Awareness.SAME,)
NEXT = (NextStep.CONSULT, NextStep.TALK, NextStep.MORE, NextStep.MORE, NextStep.TALK, NextStep.NOTHING)
USEFUL = (5, 4, 4, 3, 5, 4, 2, 5, 3, 4)


def load_visits(*, stage: Stage, made: Made) -> None:
    """Write everybody who came, and end the exhibition."""
    _Visits(stage, made).all()
    end_exhibition(stage=stage, made=made)


class _Visits:
    def __init__(self, stage: Stage, made: Made) -> None:
        self.made, self.exhibition = made, made.exhibition
        self.people = stage.company.by_place
        self.desk = stage.company.by_number[SHIOMI]
        self.registered = stage.timeline.moment(made.told.days[0] - 5, "10:00")
        self.fields = {field.name: field for field in FieldOfWork.objects.all()}
        chosen = [row for row in made.exhibitors.values() if row.state == ExhibitorState.SELECTED]
        self.reserved: dict[int, list[ProgrammeItem]] = defaultdict(list)
        self.booths = sorted(chosen, key=lambda row: row.booth_id or 0)

    def all(self) -> None:
        visitors = Visitor.objects.bulk_create([*self._staff(), *self._elsewhere()])
        Seat.objects.bulk_create(self._seats(visitors))
        CheckIn.objects.bulk_create([row for nth, one in enumerate(visitors) for row in self._was_there(nth, one)])
        SurveyAnswer.objects.bulk_create(
            [row for nth, one in enumerate(visitors) for row in self._said(nth, one) if nth % 10 < 6]
        )
        Interest.objects.bulk_create(self._wished(visitors))

    def _staff(self) -> Iterator[Visitor]:
        versions = current_divisions(day=self.made.days[0]).select_related("division")
        of_day = {version.division.key: version for version in versions}
        # Heads last: the count takes two thirds of the staff before any of them.
        places = sorted(self.people, key=lambda place: (place[1] == HEAD, place[1], place[0]))
        for key, place in places[: self.made.told.visitors[0]]:
            yield Visitor(
                exhibition=self.exhibition,
                kind=VisitorKind.STAFF,
                user=self.people[key, place],
                division=of_day[key].division,
                division_name=of_day[key].name,
                created_at=self.registered,
            )

    def _elsewhere(self) -> Iterator[Visitor]:
        """Those from elsewhere, whose personal data was taken out after the retention time."""
        erased = jst(self.made.days[-1] + dt.timedelta(days=30), dt.time(3))
        _staff, officials, vendors = self.made.told.visitors
        kinds = [(VisitorKind.OFFICIAL, BODIES, officials), (VisitorKind.VENDOR, FIRMS, vendors)]
        for kind, bodies, count in kinds:
            for nth in range(count):
                yield Visitor(
                    exhibition=self.exhibition,
                    kind=kind,
                    organization=bodies[nth % len(bodies)],
                    created_at=self.registered,
                    erased_at=erased,
                )

    def _seats(self, visitors: list[Visitor]) -> Iterator[Seat]:
        """Fill the seminars, the later ones less."""
        count = len(self.made.items)
        for place, item in enumerate(self.made.items):
            allowed = [one for one in visitors if one.user_id or item.is_open_to_outsiders]
            for visitor in allowed[place::count][: max((item.event.capacity or 0) - 3 * place, 6)]:
                self.reserved[visitor.pk].append(item)
                yield Seat(
                    event=item.event,
                    person=visitor.user,
                    outsider=None if visitor.user_id else visitor.key,
                    is_binding=False,
                    created_at=self.registered,
                )

    def _came(self, nth: int, visitor: Visitor) -> dt.datetime:
        """Return when somebody came in: on the day of their seminar, or on one of the days in turn."""
        items = self.reserved[visitor.pk]
        day = local(items[0].event.starts_at).date() if items else self.made.days[nth % len(self.made.days)]
        return jst(day, OPENS) + dt.timedelta(hours=HOURS[nth % 10], minutes=(nth * 7) % 55)

    def _was_there(self, nth: int, visitor: Visitor) -> Iterator[CheckIn]:
        at = self._came(nth, visitor)
        for place, hall in enumerate(self.made.halls.values()):
            if not place or nth % 3:
                yield self._check(visitor, at + dt.timedelta(minutes=12 * place), hall=hall, by=self.desk)
        for item in self.reserved[visitor.pk][:1]:
            if nth % 8:  # one in eight who reserved did not come
                yield self._check(visitor, item.event.starts_at - dt.timedelta(minutes=4), item=item, by=self.desk)
        for step in range(nth % 4):
            booth = self.booths[(nth + step) % len(self.booths)]
            yield self._check(visitor, at + dt.timedelta(minutes=6 + 5 * step), exhibitor=booth)

    def _check(self, visitor: Visitor, at: dt.datetime, by: User | None = None, **where: object) -> CheckIn:
        means = CheckInMeans.SELF if by is None else CheckInMeans.SCANNER
        return CheckIn(
            exhibition=self.exhibition,
            visitor=visitor,
            day=local(at).date(),
            at=at,
            received_at=at,
            means=means,
            device_id=uuid.uuid4(),
            by=by,
            **where,
        )

    def _wished(self, visitors: list[Visitor]) -> Iterator[Interest]:
        """One in eleven of the staff says at a booth that their division could do this too."""
        for nth, visitor in enumerate(visitors):
            if visitor.user is None or visitor.division_id is None or nth % 11:
                continue
            booth = self.booths[nth % len(self.booths)]
            yield Interest(
                kind=EXHIBITOR_KIND,
                object_id=booth.pk,
                title=booth.title,
                division=visitor.division,
                user=visitor.user,
                created_at=self._came(nth, visitor) + dt.timedelta(minutes=25),
            )

    def _said(self, nth: int, visitor: Visitor) -> Iterator[SurveyAnswer]:
        at = self._came(nth, visitor) + dt.timedelta(minutes=50)
        comment, theme = REMARKS[nth // 7 % len(REMARKS)] if nth % 7 == 0 else ("", "")
        yield SurveyAnswer(
            exhibition=self.exhibition,
            visitor=visitor,
            awareness=CHANGED[nth * 3 % 10],
            useful=USEFUL[nth * 7 % 10],
            next_step=NEXT[nth % 6],
            comment=comment,
            theme=self.fields[theme] if theme else None,
            answered_at=at,
        )
        if nth % 4 == 1:
            yield SurveyAnswer(
                exhibition=self.exhibition,
                exhibitor=self.booths[nth % len(self.booths)],
                visitor=visitor,
                useful=USEFUL[(nth + 1) % 10],
                answered_at=at + dt.timedelta(minutes=1),
            )
