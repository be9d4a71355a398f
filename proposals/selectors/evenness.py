"""Whether the companies of a field of work got alike much of the ward's time, in a fiscal year."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Min, Sum

from minato_dx.core.calendar import fiscal_year, local
from minato_dx.organization.models import User
from minato_dx.reference.enums import ContactChannel, ContactDirection
from minato_dx.reference.models import Company, FieldOfWork
from proposals.enums import DialogueState
from proposals.models import Dialogue
from proposals.permissions import is_at_desk
from proposals.selectors.contacts import NO_FIELD, contacts_for, in_year


@dataclass(slots=True)
class CompanyTime:
    """What one company had in one field: contacts by direction and by channel, dialogues, and minutes of these."""

    company: Company
    directions: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    dialogues: int = 0
    minutes: int = 0
    # What all companies of the field had together: the base of a share.
    of_contacts: int = 0
    of_minutes: int = 0
    has_others: bool = False

    @property
    def contacts(self) -> int:
        return self.directions.total()

    @property
    def share_of_contacts(self) -> int:
        """Return the share in whole percent, halves rounded up."""
        return _percent(self.contacts, self.of_contacts)

    @property
    def share_of_minutes(self) -> int:
        return _percent(self.minutes, self.of_minutes)

    @property
    def is_uneven(self) -> bool:
        """Tell whether it had more than half of the minutes that several companies had: worth a look, no fault."""
        return self.has_others and self.minutes * 2 > self.of_minutes

    @property
    def by_direction(self) -> list[tuple[str, int]]:
        return [(value, self.directions[value]) for value in ContactDirection.values]

    @property
    def by_channel(self) -> list[tuple[str, int]]:
        return [(value, self.channels[value]) for value in ContactChannel.values]


@dataclass(slots=True)
class FieldTime:
    """The companies of one field, whoever had the most time first. ``key`` is what addresses call the field."""

    key: str
    name: str
    rows: list[CompanyTime]

    @property
    def contacts(self) -> int:
        return sum(row.contacts for row in self.rows)

    @property
    def dialogues(self) -> int:
        return sum(row.dialogues for row in self.rows)

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.rows)


def _percent(part: int, whole: int) -> int:
    return (200 * part + whole) // (2 * whole) if whole else 0


def time_by_field(*, user: User, year: int) -> list[FieldTime]:
    """Return the fields in which there was a contact or a dialogue in the fiscal year, in their order. Four queries.

    A proposal of two fields counts its dialogues in both; its contacts are in the first of them, as they were noted.
    """
    if not is_at_desk(user):
        return []
    found: dict[int | None, dict[int, CompanyTime]] = defaultdict(dict)
    contacts = list(_contacts(user, year))
    dialogues = list(_dialogues(user, year))
    companies = Company.objects.in_bulk({row[1] for row in [*contacts, *dialogues]})
    for field_id, company, direction, channel, count in contacts:
        row = found[field_id].setdefault(company, CompanyTime(companies[company]))
        row.directions[direction] += count
        row.channels[channel] += count
    for field_id, company, count, minutes in dialogues:
        row = found[field_id].setdefault(company, CompanyTime(companies[company]))
        row.dialogues, row.minutes = count, minutes
    return _in_order(found)


def _contacts(user: User, year: int) -> list[tuple[int | None, int, str, str, int]]:
    rows = contacts_for(user).filter(in_year(year, "at")).order_by()
    grouped = rows.values_list("field", "company", "direction", "channel")
    return list(grouped.annotate(count=Count("pk")))


def _dialogues(user: User, year: int) -> list[tuple[int | None, int, int, int]]:
    held = Dialogue.objects.visible_to(user).filter(in_year(year, "starts_at"), state=DialogueState.HELD).order_by()
    grouped = held.values_list("proposal__fields", "proposal__company")
    return list(grouped.annotate(count=Count("pk"), total=Sum("minutes")))


def _in_order(found: Mapping[int | None, Mapping[int, CompanyTime]]) -> list[FieldTime]:
    named = [
        (str(one.pk), one.name, found[one.pk])
        for one in FieldOfWork.objects.filter(pk__in=[pk for pk in found if pk]).order_by("order", "pk")
    ]
    if None in found:
        named.append((NO_FIELD, "分野なし", found[None]))
    return [_with_bases(FieldTime(key, name, sorted(rows.values(), key=_by_time))) for key, name, rows in named]


def _by_time(row: CompanyTime) -> tuple[int, int, str]:
    return -row.minutes, -row.contacts, row.company.name_key


def _with_bases(field_time: FieldTime) -> FieldTime:
    for row in field_time.rows:
        row.of_contacts, row.of_minutes = field_time.contacts, field_time.minutes
        row.has_others = len(field_time.rows) > 1
    return field_time


def years_of_contacts(*, user: User, now: dt.datetime) -> list[int]:
    """Return the fiscal years to choose from, the newest first, this one included. One query."""
    ends = contacts_for(user).order_by().aggregate(first=Min("at"))
    this = fiscal_year(local(now).date())
    first = fiscal_year(local(ends["first"]).date()) if ends["first"] else this
    return list(range(this, min(first, this) - 1, -1))
