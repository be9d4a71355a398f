"""Who sits where, and since when: about three hundred people, built in memory before anything is written."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from minato_dx.core.calendar import fiscal_year
from minato_dx.portal.demo.named import ACCOUNTS, HEAD, OTHERS, Named
from minato_dx.portal.demo.names import invented_names
from minato_dx.portal.demo.organisation import DX_SECTION, DivisionRow

FIRST_EXTENSION = 2750  # puts the nursery division at 3120, as the mocks have it
STAFF_COUNTS = (3, 2, 4, 3)
LARGER = {"0903": 4}
STAFF_POSTS = {1: "主任", 2: "主事", 3: "係長", 4: "主事"}
ACTING_PLACE = 3
NEWCOMER_PLACE = 4
MOVED_FROM = 13  # a newcomer's division before lies so many further down the list
# division → the division whose head heads this one as well (兼務)
SHARED_HEADS = {"0604": "0603", "1202": "1201"}
SECOND_POSTS = {
    ("1304", 1): "1301",
    ("0702", 1): "1308",
    ("1503", 1): "1504",
    ("1402", 2): "1401",
    ("0604", 2): "0602",
    ("1107", 1): "1101",
}
# Heads who came on the last first of April: their division before, and whether they headed it.
NEW_HEADS = {"0301": ("0501", False), "1106": ("1310", True), "1310": ("1101", False)}
RETIRED_HEADS = ("0301", "1106")


@dataclass(frozen=True, slots=True)
class Years:
    """The firsts of April that the organisation's history hangs on."""

    start: dt.date
    april_before: dt.date
    last_april: dt.date

    @classmethod
    def of(cls, day: dt.date) -> "Years":
        year = fiscal_year(day)
        return cls(*(dt.date(year - back, 4, 1) for back in (3, 1, 0)))


@dataclass(frozen=True, slots=True)
class Post:
    """A post in a division, for a time."""

    division: str
    name: str
    start: dt.date
    end: dt.date | None = None
    is_head: bool = False
    is_acting_head: bool = False
    is_main: bool = True


@dataclass(slots=True)
class Person:
    """Somebody of the invented ward."""

    number: str
    name: str
    kana: str
    extension: str = ""
    posts: list[Post] = field(default_factory=list)
    role: str = ""
    is_administrator: bool = False
    left_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody, and each division's people by their place (0 is the head)."""

    people: list[Person]
    places: dict[tuple[str, int], Person]


def head_post(division_name: str) -> str:
    """Return what the head of a division of that name is called."""
    if division_name.endswith("担当"):
        return "担当課長"
    if division_name.endswith("室"):
        return "室長"
    if division_name.endswith("事務局"):
        return "事務局長"
    return "課長" if division_name.endswith("課") else "所長"


def build_roster(rows: list[DivisionRow], day: dt.date) -> Roster:
    """Return the ward's people as they are on ``day``, with where they came from."""
    return _Builder(rows, Years.of(day)).build()


class _Builder:
    def __init__(self, rows: list[DivisionRow], years: Years) -> None:
        self.rows = rows
        self.years = years
        self.order = {row.code: place for place, row in enumerate(rows)}
        self.named = {(who.division, who.place): who for who in (*ACCOUNTS, *OTHERS) if who.division}
        self.places: dict[tuple[str, int], Person] = {}
        self.retired: list[Person] = []
        self.names = invented_names(frozenset(who.name for who in (*ACCOUNTS, *OTHERS)))
        self.numbers = _free_numbers()

    def build(self) -> Roster:
        for row in self.rows:
            self._fill(row)
        for code, other in SHARED_HEADS.items():
            head = self.places[code, HEAD] = self.places[other, HEAD]
            post = head_post(self.rows[self.order[code]].name)
            head.posts.append(Post(code, post, self.years.start, is_head=True, is_main=False))
        for (code, place), other in SECOND_POSTS.items():
            person = self.places[code, place]
            person.posts.append(Post(other, person.posts[-1].name, self.years.last_april, is_main=False))
        return Roster(people=self._in_order(), places=self.places)

    def _in_order(self) -> list[Person]:
        """The demo accounts first: the sign-in page shows them in the order in which they were made."""
        above = [_person(who) for who in (*ACCOUNTS, *OTHERS) if not who.division]
        everybody = {person.number: person for person in (*self.places.values(), *above, *self.retired)}
        first = [everybody.pop(who.number) for who in ACCOUNTS]
        return [*first, *everybody.values()]

    def _fill(self, row: DivisionRow) -> None:
        if row.code not in SHARED_HEADS:
            self.places[row.code, HEAD] = self._head(row)
        for place in self._staff_places(row.code):
            self.places[row.code, place] = self._staff(row, place)

    def _staff_places(self, code: str) -> list[int]:
        known = {place for division, place in self.named if division == code and place != HEAD}
        if code == DX_SECTION:
            return sorted(known)
        count = LARGER.get(code) or STAFF_COUNTS[self.order[code] % len(STAFF_COUNTS)]
        return sorted(known | set(range(1, count + 1)))

    def _head(self, row: DivisionRow) -> Person:
        person = self._person(row.code, HEAD)
        post, april = head_post(row.name), self.years.last_april
        if row.code not in NEW_HEADS:
            person.posts.append(Post(row.code, post, self.years.start, is_head=True))
            return person
        before, was_head = NEW_HEADS[row.code]
        name = head_post(self.rows[self.order[before]].name) if was_head else STAFF_POSTS[ACTING_PLACE]
        person.posts = [
            Post(before, name, self.years.start, april, is_head=was_head),
            Post(row.code, post, april, is_head=True),
        ]
        if row.code in RETIRED_HEADS:
            past = self._invent()
            past.left_on = april
            past.posts.append(Post(row.code, post, self.years.start, april, is_head=True))
            self.retired.append(past)
        return person

    def _staff(self, row: DivisionRow, place: int) -> Person:
        person = self._person(row.code, place)
        who = self.named.get((row.code, place))
        post = who.post if who else STAFF_POSTS[place]
        came = self._came(row.code, place, who)
        if came != self.years.start:
            before = self.rows[(self.order[row.code] + MOVED_FROM) % len(self.rows)].code
            person.posts.append(Post(before, post, self.years.start, came))
        acting = place == ACTING_PLACE and row.code != DX_SECTION and self.order[row.code] % 3 == 0
        person.posts.append(Post(row.code, post, came, is_acting_head=acting))
        return person

    def _came(self, code: str, place: int, who: Named | None) -> dt.date:
        if who is not None:
            return self.years.last_april if who.is_newcomer else self.years.start
        if place != NEWCOMER_PLACE:
            return self.years.start
        return self.years.last_april if self.order[code] % 8 == 2 else self.years.april_before

    def _person(self, code: str, place: int) -> Person:
        who = self.named.get((code, place))
        person = _person(who) if who else self._invent()
        person.extension = person.extension or str(FIRST_EXTENSION + 10 * self.order[code] + place)
        return person

    def _invent(self) -> Person:
        name, kana = next(self.names)
        return Person(number=next(self.numbers), name=name, kana=kana)


def _person(who: Named) -> Person:
    return Person(
        number=who.number,
        name=who.name,
        kana=who.kana,
        extension=who.extension,
        role=who.role,
        is_administrator=who.is_administrator,
    )


def _free_numbers() -> Iterator[str]:
    taken = {who.number for who in (*ACCOUNTS, *OTHERS)}
    return (number for step in range(1000) if (number := f"{2101 + step * 19:07d}") not in taken)
