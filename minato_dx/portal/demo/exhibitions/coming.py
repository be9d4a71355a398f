"""The exhibition in a fortnight: who has reserved so far, and who waits."""

import datetime as dt

from minato_dx.organization.models import User
from minato_dx.portal.demo.consultations import stamp
from minato_dx.portal.demo.exhibitions.making import Made
from minato_dx.portal.demo.exhibitions.told import BODIES, FIRMS
from minato_dx.portal.demo.scene import Stage
from showcase.enums import VisitorKind
from showcase.models import ProgrammeItem, Visitor
from showcase.services.exhibitions.reserving import reserve, visitor_of

FULL = "待ち人数の表をその場で作る"
NURSERY = (("0903", 1), ("0903", 2))
FIRST_NAMES = ("太郎", "花子", "一郎", "春子", "次郎", "夏子", "三郎", "秋子")
OFFICIALS, VENDORS = 8, 3


def load_coming(*, stage: Stage, made: Made) -> None:
    """Let staff and people from elsewhere reserve, in the last days."""
    _Reserving(stage, made).all()


class _Reserving:
    def __init__(self, stage: Stage, made: Made) -> None:
        self.stage, self.made = stage, made
        self.now = stage.timeline.moment(-3, "13:10")
        places = sorted(stage.company.by_place, key=lambda place: (place[1] * 7 + int(place[0])) % 101)
        self.staff = [stage.company.by_place[place] for place in places if place not in NURSERY]

    def all(self) -> None:
        for nth, item in enumerate(self.made.items):
            self._fill(nth, item)
        for nth, visitor in enumerate(self._elsewhere()):
            for item in self.made.items[nth % 4 :: 5]:
                if item.is_open_to_outsiders:
                    self._take(item, visitor)
        self._nursery()
        stamp(self.stage, self.now)

    def _fill(self, nth: int, item: ProgrammeItem) -> None:
        """Beyond its places where it is the one that is full; else between a fifth and a half of them."""
        places = item.event.capacity or 0
        count = places + 3 if item.title == FULL else places * (2 + nth % 4) // 10
        for user in self.staff[nth * 9 :][:count]:
            self._reserve(item, user)

    def _nursery(self) -> None:
        """The two whom the demo is tried with: one has a seat, the other waits as the last in the line."""
        member, leader = (self.stage.company.by_place[place] for place in NURSERY)
        by_title = {item.title: item for item in self.made.items}
        self._reserve(by_title["「書かない窓口」を1年続けて分かったこと"], member)
        self._reserve(by_title[FULL], leader)
        self._reserve(by_title["10時からの入場"], leader)

    def _reserve(self, item: ProgrammeItem, user: User) -> None:
        self._take(item, visitor_of(exhibition=self.made.exhibition, user=user, now=self.now))

    def _take(self, item: ProgrammeItem, visitor: Visitor) -> None:
        reserve(item=item, visitor=visitor, now=self.now)
        self.now += dt.timedelta(seconds=40)

    def _elsewhere(self) -> list[Visitor]:
        told = [(VisitorKind.OFFICIAL, "見本", BODIES, nth) for nth in range(OFFICIALS)]
        told += [(VisitorKind.VENDOR, "架空", FIRMS, nth) for nth in range(VENDORS)]
        return Visitor.objects.bulk_create(
            Visitor(
                exhibition=self.made.exhibition,
                kind=kind,
                name=f"{surname} {FIRST_NAMES[nth]}",
                organization=bodies[nth % len(bodies)],
                mail=f"{kind}{nth + 1}@example.com",
                created_at=self.now,
            )
            for kind, surname, bodies, nth in told
        )
