"""Three fiscal years with cohorts, training and transfers on each first of April, counted once more by hand."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from leaders.enums import Cover, OnTransfer, Outcome
from leaders.models import Cohort, LeaderSettings, LeaderTerm
from leaders.selectors.coverage import counts_of, coverage
from leaders.services.deciding import decide
from leaders.services.publishing import publish_due
from leaders.services.recommending import answer_consent, check_off, recommend
from leaders.services.terms import follow_ends, follow_transfers
from leaders.services.training.enrolling import open_programme
from minato_dx.core.calendar import jst
from minato_dx.organization.models import Division, DivisionVersion, Membership, User
from tests.leaders.steps import nominate
from tests.organization.factories import (
    DepartmentFactory,
    DivisionFactory,
    MembershipFactory,
    UserFactory,
    Ward,
    make_ward,
)

FIRST, YEARS, TERM_YEARS = 2024, 3, 2
PLACES, PEOPLE = 12, 3
NEW_LEADERS = 5  # a cohort
MOVERS = 8  # each first of April


@dataclass
class Ledger:
    """What was done, written down as it was done; nothing is read from the portal."""

    appointments: list[tuple[str, User, dt.date, dt.date]] = field(default_factory=list)
    posts: list[tuple[User, str, dt.date, dt.date]] = field(default_factory=list)
    trained: dict[User, tuple[dt.date, dt.date]] = field(default_factory=dict)

    def place_of(self, person: User, day: dt.date) -> str:
        [place] = [place for who, place, start, end in self.posts if who == person and start <= day < end]
        return place

    def leader(self, place: str, day: dt.date) -> User | None:
        holders = [
            person
            for where, person, start, end in self.appointments
            if where == place and start <= day < end and self.place_of(person, day) == place
        ]
        assert len(holders) <= 1
        return holders[0] if holders else None

    def count(self, day: dt.date) -> dict[Cover, int]:
        return Counter(self._stand(f"S{number:02d}", day) for number in range(PLACES))

    def _stand(self, place: str, day: dt.date) -> Cover:
        person = self.leader(place, day)
        if person is not None:
            begins, ends = self.trained[person]
            return Cover.TRAINED if ends <= day else Cover.TRAINING if begins <= day else Cover.APPOINTED
        ever = any(where == place and start <= day for where, _who, start, _end in self.appointments)
        return Cover.VACANT if ever else Cover.NEVER


class Simulation:
    """A department of twelve divisions; every step is taken by the services, on the day it would be."""

    def __init__(self, ward: Ward, clock: Any) -> None:
        self.ward, self.clock, self.ledger = ward, clock, Ledger()
        self.chance = random.Random(20240401)  # noqa: S311
        department = DepartmentFactory(code="S", name="試しの部", order=99)
        self.places: dict[str, Division] = {}
        self.heads: dict[str, User] = {}
        for number in range(PLACES):
            key = f"S{number:02d}"
            self.places[key] = DivisionFactory(
                key=key, version__code=key, version__name=f"{key}課", version__order=number,
                version__department=department,
            )  # fmt: skip
            self.heads[key] = UserFactory(staff_number=f"81{number:05d}")
            MembershipFactory(user=self.heads[key], division=self.places[key], is_head=True)
            for place in range(PEOPLE):
                person = UserFactory(staff_number=f"82{number:03d}{place:02d}")
                MembershipFactory(user=person, division=self.places[key])
                self.ledger.posts.append((person, key, dt.date(2020, 4, 1), dt.date.max))

    def at(self, day: dt.date, hour: int = 9) -> dt.datetime:
        moment = jst(day, dt.time(hour))
        self.clock.move_to(moment)
        return moment

    def days(self) -> Iterator[dt.date]:
        """Do what happens, and stop on each day that is to be checked: firsts of months, and around each transfer."""
        yield self._night(dt.date(FIRST, 4, 2))
        for year in range(FIRST, FIRST + YEARS):
            self._appoint(year)
            for month in (7, 8, 10, 12):
                yield self._night(dt.date(year, month, 1))
            self._complete(year)
            for month, day in ((1, 31), (2, 1), (3, 31)):
                yield self._night(dt.date(year + 1, month, day))
            self._move(dt.date(year + 1, 4, 1))
            yield self._night(dt.date(year + 1, 4, 1))
            yield self._night(dt.date(year + 1, 4, 2))

    def _night(self, day: dt.date) -> dt.date:
        self.at(day)
        follow_transfers()
        follow_ends()
        return day

    def _appoint(self, year: int) -> None:
        appointed, begins = dt.date(year, 7, 1), dt.date(year, 9, 1)
        cohort = Cohort.objects.create(
            number=year - FIRST + 1,
            recommend_from=dt.date(year, 5, 7),
            recommend_until=dt.date(year, 5, 31),
            appoint_on=appointed,
            training_from=begins,
            training_until=dt.date(year + 1, 1, 31),
        )
        now = self.at(dt.date(year, 5, 20))
        open_programme(cohort=cohort, actor=self.ward.dx_main, now=now)
        vacant = [key for key in self.places if self.ledger.leader(key, now.date()) is None]
        rows = []
        for key in sorted(self.chance.sample(vacant, min(NEW_LEADERS, len(vacant)))):
            people = [who for who, place, _from, end in self.ledger.posts if place == key and end == dt.date.max]
            candidate = self.chance.choice(people) if people else None
            if candidate is None:
                continue
            row = recommend(
                cohort=cohort, division=self.places[key], actor=self.heads[key], nomination=nominate(candidate), now=now
            )
            answer_consent(recommendation=row, actor=candidate, agrees=True, now=now)
            rows.append(check_off(recommendation=row, actor=self.ward.dx_main, now=now))
            self.ledger.appointments.append((key, candidate, appointed, dt.date(year + TERM_YEARS, 4, 1)))
            self.ledger.trained[candidate] = (begins, dt.date(year + 1, 1, 31))
        found = decide(actor=self.ward.cio, ids=[row.pk for row in rows], outcome=Outcome.APPROVED, now=now)
        assert not found.left_out
        self.at(appointed, 0)
        assert publish_due() == len(rows)

    def _complete(self, year: int) -> None:
        programme = Cohort.objects.get(number=year - FIRST + 1).programme
        # Nothing is asked for in this training: who stays completes on its last day.
        programme.trainees.update(completed_on=programme.ends_on)

    def _move(self, day: dt.date) -> None:
        here = [(who, place) for who, place, _from, end in self.ledger.posts if end == dt.date.max]
        leaders = [one for one in here if self.ledger.leader(one[1], day - dt.timedelta(days=1)) == one[0]]
        chosen = self.chance.sample(leaders, min(3, len(leaders)))
        chosen += [one for one in self.chance.sample(here, MOVERS) if one not in chosen]
        for person, place in chosen:
            target = self.chance.choice([key for key in self.places if key != place])
            self.ledger.posts = [
                (who, where, start, day) if who == person and end == dt.date.max else (who, where, start, end)
                for who, where, start, end in self.ledger.posts
            ]
            self.ledger.posts.append((person, target, day, dt.date.max))
            Membership.objects.filter(user=person, valid_to__isnull=True).update(valid_to=day)
            MembershipFactory(user=person, division=self.places[target], valid_from=day)


@pytest.fixture
def ward(db: None) -> Ward:
    return make_ward()


def counted(day: dt.date) -> dict[Cover, int]:
    rows = [cover for cover in coverage(day=day) if cover.version.division.key.startswith("S")]
    return {cover: number for cover, number in counts_of(rows).items() if number}


@pytest.mark.parametrize("rule", list(OnTransfer))
def test_the_board_equals_the_count_by_hand_on_every_day(ward: Ward, clock: Any, rule: OnTransfer) -> None:
    LeaderSettings.objects.update_or_create(pk=1, defaults={"on_transfer": rule, "term_years": TERM_YEARS})
    simulation = Simulation(ward, clock)
    seen: dict[dt.date, dict[Cover, int]] = {}
    for day in simulation.days():
        seen[day] = counted(day)
        assert seen[day] == simulation.ledger.count(day), day

    assert len(seen) == 1 + 9 * YEARS
    assert {Cover.TRAINED, Cover.TRAINING, Cover.APPOINTED, Cover.VACANT, Cover.NEVER} == set().union(*seen.values())
    # Looked back at from the end, each day stands as it stood then.
    assert {day: counted(day) for day in seen} == seen
    who = {cover.version.division.key: cover.leader for cover in coverage(day=dt.date(2025, 2, 1))}
    for key in simulation.places:
        assert who[key] == simulation.ledger.leader(key, dt.date(2025, 2, 1)), key
    assert LeaderTerm.objects.count() == len(simulation.ledger.appointments)


def test_a_day_shows_the_names_of_that_day(ward: Ward, clock: Any) -> None:
    day = dt.date(2026, 4, 1)
    old = DivisionVersion.objects.get(division=ward.nursery)
    DivisionVersion.objects.filter(pk=old.pk).update(valid_to=day)
    DivisionVersion.objects.create(
        division=ward.nursery,
        department=ward.children,
        code=old.code,
        name="保育幼稚園課",
        order=old.order,
        valid_from=day,
    )
    for on, name in ((day - dt.timedelta(days=1), "保育課"), (day, "保育幼稚園課")):
        assert name in {cover.version.name for cover in coverage(day=on)}
