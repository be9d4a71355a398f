"""Who of the ward's own staff stands behind an exhibitor."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from leaders.models import TeamMember
from leaders.selectors import leader_of
from minato_dx.organization.models import User
from minato_dx.organization.selectors import acting_head_of, division_members, head_of
from showcase.enums import ExhibitorState
from showcase.models import Exhibition, Exhibitor

# Whoever was told that they do not exhibit, or said so, hears nothing more.
STILL_WITH_US = (ExhibitorState.INVITED, ExhibitorState.APPLIED, ExhibitorState.SELECTED)


def people_behind(*, exhibitor: Exhibitor, day: dt.date) -> list[User]:
    """Return who hears of an exhibitor: head and leader of a division, everybody of a team, who stands at the booth.

    Nobody for a company, which is reached through the public door.
    """
    people: list[User | None] = [person.user for person in exhibitor.people.select_related("user")]
    if exhibitor.division is not None:
        head = head_of(division=exhibitor.division, day=day) or acting_head_of(division=exhibitor.division, day=day)
        people += [head, leader_of(division_id=exhibitor.division.pk, on=day)]
    if exhibitor.team is not None:
        people += [member.trainee.person for member in exhibitor.team.members.select_related("trainee__person")]
    return unique(person for person in people if person is not None and person.may_sign_in(day))


def members_of(*, exhibitor: Exhibitor, day: dt.date) -> QuerySet[User]:
    """Return who of the ward's staff may be named to stand at the booth: of a company nobody."""
    if exhibitor.division is not None:
        return division_members(division=exhibitor.division, day=day)
    members = TeamMember.objects.filter(team=exhibitor.team).values("trainee__person")
    found: QuerySet[User] = User.objects.filter(pk__in=members) if exhibitor.team else User.objects.none()
    return found


def people_of_exhibitors(*, exhibition: Exhibition, day: dt.date, only_selected: bool = False) -> list[User]:
    """Return who hears of all the exhibitors that are still part of it."""
    states = (ExhibitorState.SELECTED,) if only_selected else STILL_WITH_US
    rows = exhibition.exhibitors.filter(state__in=states).select_related("division", "team")
    return unique(person for row in rows for person in people_behind(exhibitor=row, day=day))


def unique(people: Iterable[User]) -> list[User]:
    """Return each person once, in the order in which they came."""
    return list({person.pk: person for person in people}.values())
