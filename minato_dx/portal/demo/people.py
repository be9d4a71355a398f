"""Writing the invented people and everything dated about them."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from leaders.enums import EndReason
from leaders.models import LeaderTerm
from minato_dx.organization.models import Absence, Duty, Membership, OfficeHolder, User
from minato_dx.portal.demo import bulk
from minato_dx.portal.demo.named import OFFICES
from minato_dx.portal.demo.organisation import DX_SECTION, Organisation
from minato_dx.portal.demo.roster import NEWCOMER_PLACE, Person, Roster, Years
from minato_dx.portal.demo.staffing import (
    AWAY,
    DUTIES,
    HANDED_ON,
    LEADER_PLACE,
    LEADERS,
    SWAPPED_LAST_APRIL,
    VACANT,
    leader_start,
)
from minato_dx.portal.demo.timeline import Timeline

# Known to everybody who reads the documentation; only ever set on people marked as demo people.
DEMO_PASSWORD = "demo-portal-2026"  # noqa: S105  (no secret)


@dataclass(frozen=True, slots=True)
class Company:
    """The people as they were written: by id, by number, and by division and place."""

    by_id: dict[int, User]
    by_number: dict[str, User]
    by_place: dict[tuple[str, int], User]

    def leader(self, division: str) -> User:
        """Return the division's DX leader; raises LookupError where the post is vacant."""
        if not any(division in batch for batch in LEADERS):
            raise LookupError(f"division {division} has no leader")
        return self.by_place[division, LEADER_PLACE]


def load_people(*, roster: Roster, organisation: Organisation, years: Years) -> Company:
    """Write users and memberships; the password is hashed once and is the same for all."""
    password = make_password(DEMO_PASSWORD)
    User.objects.bulk_create(_user(person, password) for person in roster.people)
    by_number = {user.staff_number: user for user in User.objects.all()}
    memberships = [
        Membership(
            user=by_number[person.number],
            division=organisation.divisions[post.division],
            post=post.name,
            is_head=post.is_head,
            is_acting_head=post.is_acting_head,
            is_main=post.is_main,
            valid_from=post.start,
            valid_to=post.end,
        )
        for person in roster.people
        for post in person.posts
    ]
    bulk.create(Membership, memberships, years.start)
    return Company(
        by_id={user.pk: user for user in by_number.values()},
        by_number=by_number,
        by_place={place: by_number[person.number] for place, person in roster.places.items()},
    )


def _user(person: Person, password: str) -> User:
    return User(
        staff_number=person.number,
        name=person.name,
        kana=person.kana,
        extension=person.extension,
        email=f"s{person.number}@example.jp",
        password=password,
        is_administrator=person.is_administrator,
        left_on=person.left_on,
        is_demo=True,
        demo_role=person.role,
    )


def load_posts(*, company: Company, organisation: Organisation, years: Years, timeline: Timeline) -> None:
    """Write duties, offices, absences and leaders' terms."""
    bulk.create(Duty, _duties(company, organisation, years, timeline), years.start)
    offices = [
        OfficeHolder(office=office, user=company.by_number[number], valid_from=years.start)
        for office, number in OFFICES.items()
    ]
    bulk.create(OfficeHolder, offices, years.start)
    absences = [
        Absence(
            user=company.by_place[away.division, away.place],
            reason=away.reason,
            valid_from=timeline.day(away.first),
            valid_to=timeline.day(away.last) + dt.timedelta(days=1),
        )
        for away in AWAY
    ]
    bulk.create(Absence, absences, timeline.day(0))
    bulk.create(LeaderTerm, _leader_terms(company, organisation, years), years.start)


def _duties(company: Company, organisation: Organisation, years: Years, timeline: Timeline) -> list[Duty]:
    rows = []
    for code, (main, deputy) in DUTIES.items():
        spans: list[tuple[dt.date, dt.date | None, str, str]] = [(years.start, None, main, deputy)]
        if code in SWAPPED_LAST_APRIL:
            spans = [(years.start, years.last_april, deputy, main), (years.last_april, None, main, deputy)]
        if code in HANDED_ON:
            offset, (next_main, next_deputy) = HANDED_ON[code]
            day = timeline.day(offset)
            spans = [(years.start, day, main, deputy), (day, None, next_main, next_deputy)]
        rows += [
            Duty(
                user=company.by_number[number],
                department=organisation.departments[code],
                is_main=is_main,
                valid_from=start,
                valid_to=end,
            )
            for start, end, *numbers in spans
            for number, is_main in zip(numbers, (True, False), strict=True)
        ]
    return rows


def _leader_terms(company: Company, organisation: Organisation, years: Years) -> list[LeaderTerm]:
    terms: list[tuple[str, User, dt.date, dt.date | None]] = [
        (division, company.by_place[division, LEADER_PLACE], leader_start(start=years.start, batch=batch), None)
        for batch, divisions in enumerate(LEADERS)
        for division in divisions
    ]
    moved = _moved_last_april(company, organisation, years)
    terms += [
        (division, moved[division], leader_start(start=years.start, batch=0), years.last_april) for division in VACANT
    ]
    return [
        LeaderTerm(
            person=person,
            division=organisation.divisions[division],
            published_on=start,
            valid_from=start,
            valid_to=end,
            end_reason=EndReason.MOVED if end else "",
        )
        for division, person, start, end in terms
    ]


def _moved_last_april(company: Company, organisation: Organisation, years: Years) -> dict[str, User]:
    """Return, by the division they left, those who moved on the last first of April."""
    newcomers = {user.pk for (_, place), user in company.by_place.items() if place == NEWCOMER_PLACE}
    left = Membership.objects.filter(valid_to=years.last_april, user__in=newcomers).exclude(division__key=DX_SECTION)
    return {post.division.key: post.user for post in left.select_related("division", "user")}
