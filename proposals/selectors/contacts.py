"""The log of every contact with companies, for the desk: found, narrowed down, and counted."""

import datetime as dt
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from minato_dx.core.calendar import fiscal_year_dates, jst
from minato_dx.core.text import company_key
from minato_dx.organization.models import User
from minato_dx.reference.models import Company, ContactLog, FieldOfWork
from proposals.enums import PROPOSAL_KIND
from proposals.models import Proposal
from proposals.permissions import is_at_desk

ALL, OWED, LATE = "", "owed", "late"
TABS = {ALL: "すべて", OWED: "約束がまだ", LATE: "期限を過ぎた約束"}
FOUND_SHOWN = 10
NO_FIELD = "none"


@dataclass(frozen=True, slots=True)
class ContactConditions:
    """What the log is narrowed down by; what is empty narrows nothing.

    ``field`` is an id, or ``NO_FIELD`` for what has none; ``year`` is a fiscal year (JST).
    """

    words: str = ""
    channel: str = ""
    direction: str = ""
    field: str = ""
    staff_id: int | None = None
    company: Company | None = None
    year: int | None = None


def contacts_for(user: User) -> QuerySet[ContactLog]:
    """Keep all for the desk, and nothing for anybody else."""
    rows: QuerySet[ContactLog] = ContactLog.objects.all()
    return rows if is_at_desk(user) else rows.none()


def owed_to_companies(user: User) -> QuerySet[ContactLog]:
    """Keep the contacts in which something was promised that is not done yet."""
    return contacts_for(user).filter(kept_on__isnull=True).exclude(promised="")


def listed_contacts(*, user: User, conditions: ContactConditions) -> QuerySet[ContactLog]:
    """Return the contacts that the conditions keep, the latest first, with what a line shows. One query."""
    found = conditions
    rows = contacts_for(user)
    if found.field == NO_FIELD:
        rows = rows.filter(field__isnull=True)
    elif found.field:
        rows = rows.filter(field=int(found.field))
    exact = {"channel": found.channel, "direction": found.direction, "by": found.staff_id, "company": found.company}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if found.year is not None:
        rows = rows.filter(in_year(found.year, "at"))
    for word in found.words.split():
        rows = rows.filter(company__in=companies_with(word).order_by().values("pk"))
    return rows.select_related("company", "contact", "by", "field").order_by("-at", "-pk")


def in_year(year: int, moment: str) -> Q:
    """Return the condition that the column ``moment`` lies in the fiscal year (JST)."""
    first, after = (jst(day, dt.time()) for day in fiscal_year_dates(year))
    return Q(**{f"{moment}__gte": first, f"{moment}__lt": after})


def companies_with(text: str) -> QuerySet[Company]:
    """Return the companies whose name or 法人番号 has ``text``, in any width; ㈱ is 株式会社."""
    key = company_key(text)
    digits = "".join(char for char in unicodedata.normalize("NFKC", text) if char.isdecimal())
    wanted = Q(name_key__contains=key)
    if len(digits) >= 4:
        wanted |= Q(corporate_number__contains=digits)
    rows: QuerySet[Company] = Company.objects.filter(wanted) if key else Company.objects.none()
    return rows


def in_tab(rows: QuerySet[ContactLog], *, tab: str, day: dt.date) -> QuerySet[ContactLog]:
    """Keep what stands in the tab; what is owed comes with the nearest day first."""
    kept = rows.filter(_tab_conditions(day)[tab])
    return kept if tab == ALL else kept.order_by("promised_until", "pk")


def tab_counts(*, rows: QuerySet[ContactLog], day: dt.date) -> dict[str, int]:
    """Return how many of the rows stand in each tab. One query."""
    conditions = _tab_conditions(day)
    found = rows.order_by().aggregate(**{f"in_{tab}": Count("pk", filter=one) for tab, one in conditions.items()})
    return {tab: found[f"in_{tab}"] for tab in TABS}


def _tab_conditions(day: dt.date) -> dict[str, Q]:
    owed = Q(kept_on__isnull=True) & ~Q(promised="")
    return {ALL: Q(pk__isnull=False), OWED: owed, LATE: owed & Q(promised_until__lt=day)}


def proposals_of(*, user: User, rows: Collection[ContactLog]) -> Mapping[int, Proposal]:
    """Return the proposals that these contacts are about, by id. One query."""
    ids = {row.object_id for row in rows if row.object_kind == PROPOSAL_KIND and row.object_id}
    return {one.pk: one for one in Proposal.objects.visible_to(user).filter(pk__in=ids)} if ids else {}


def contact_of(*, user: User, pk: int) -> ContactLog | None:
    """Return one contact, where the user may see it. One query."""
    return contacts_for(user).select_related("company", "contact", "by", "field").filter(pk=pk).first()


def companies_found(*, text: str) -> list[Company]:
    """Return the companies to choose from, at most ten, by name. One query."""
    return list(companies_with(text).order_by("name_key", "pk")[:FOUND_SHOWN])


def staff_of_contacts() -> QuerySet[User]:
    """Return who has noted a contact, by staff number."""
    rows: QuerySet[User] = User.objects.filter(pk__in=ContactLog.objects.order_by().values("by"))
    return rows.order_by("staff_number")


def fields_of_contacts() -> QuerySet[FieldOfWork]:
    """Return the fields in which there was a contact, those that are not offered any more included."""
    return FieldOfWork.objects.filter(pk__in=ContactLog.objects.order_by().values("field"))
