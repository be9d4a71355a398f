"""Which dialogues there are, and what is needed to arrange one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from consultations.models import Interest
from consultations.selectors.meetings import offer_label
from minato_dx.core.calendar import fiscal_year_dates, jst, today
from minato_dx.organization.models import Division, DivisionVersion, User
from minato_dx.organization.selectors import current_divisions
from minato_dx.reference.models import Company, FieldOfWork
from minato_dx.scheduling.selectors import open_slots
from proposals.enums import PROPOSAL_KIND, DialogueState
from proposals.models import Dialogue, Proposal
from proposals.permissions import can_work_on

COMING, UNWRITTEN, HELD, CANCELLED = "", "unwritten", "held", "cancelled"
TABS = {COMING: "これから", UNWRITTEN: "記録がまだ", HELD: "実施済み", CANCELLED: "取りやめ"}
SLOTS_SHOWN = 7


def with_division_name(rows: QuerySet[Dialogue]) -> QuerySet[Dialogue]:
    """Add ``division_name``, as it was called on the day of the dialogue."""
    day = TruncDate("starts_at", tzinfo=timezone.get_default_timezone())
    names = DivisionVersion.objects.filter(division=OuterRef("division"), valid_from__lte=OuterRef("day"))
    name = Coalesce(Subquery(names.order_by("-valid_from").values("name")[:1]), Value(""))
    found: QuerySet[Dialogue] = rows.annotate(day=day).annotate(division_name=name)
    return found


def dialogue_of(*, user: User, pk: int) -> Dialogue | None:
    """Return the dialogue where the user may see it, with its people. Two queries."""
    rows = with_division_name(Dialogue.objects.visible_to(user)).prefetch_related("people")
    return (
        rows.select_related("proposal__company", "proposal__assignee", "host", "event__room", "recorded_by")
        .filter(pk=pk)
        .first()
    )


def dialogues_about(*, proposal: Proposal) -> list[Dialogue]:
    """Return the dialogues of a proposal, the first one first. Two queries."""
    rows = with_division_name(Dialogue.objects.filter(proposal=proposal)).prefetch_related("people")
    return list(rows.select_related("host", "proposal").order_by("number"))


@dataclass(frozen=True, slots=True)
class DialogueConditions:
    """What the list is narrowed down by; what is empty narrows nothing. ``year`` is a fiscal year."""

    field: FieldOfWork | None = None
    company: Company | None = None
    year: int | None = None


def listed_dialogues(*, user: User, conditions: DialogueConditions) -> QuerySet[Dialogue]:
    """Return the dialogues that the user may see and the conditions keep, with what a line shows. One query."""
    rows: QuerySet[Dialogue] = Dialogue.objects.visible_to(user)
    if conditions.field is not None:
        rows = rows.filter(proposal__in=Proposal.objects.filter(fields=conditions.field))
    if conditions.company is not None:
        rows = rows.filter(proposal__company=conditions.company)
    if conditions.year is not None:
        first, after = fiscal_year_dates(conditions.year)
        rows = rows.filter(starts_at__gte=jst(first, dt.time()), starts_at__lt=jst(after, dt.time()))
    return with_division_name(rows).select_related("proposal__company", "host")


def in_tab(rows: QuerySet[Dialogue], *, tab: str, now: dt.datetime) -> QuerySet[Dialogue]:
    """Keep what stands in the tab: what is ahead with the next one first, the others with the latest one first."""
    order = ("starts_at", "pk") if tab in (COMING, UNWRITTEN) else ("-starts_at", "-pk")
    return rows.filter(_tab_conditions(now)[tab]).order_by(*order)


def tab_counts(*, rows: QuerySet[Dialogue], now: dt.datetime) -> dict[str, int]:
    """Return how many of the rows stand in each tab. One query."""
    conditions = _tab_conditions(now)
    found = rows.order_by().aggregate(**{f"in_{tab}": Count("pk", filter=one) for tab, one in conditions.items()})
    return {tab: found[f"in_{tab}"] for tab in TABS}


def _tab_conditions(now: dt.datetime) -> dict[str, Q]:
    planned = Q(state=DialogueState.PLANNED)
    return {
        COMING: planned & Q(starts_at__gt=now),
        UNWRITTEN: planned & Q(starts_at__lte=now),
        HELD: Q(state=DialogueState.HELD),
        CANCELLED: Q(state=DialogueState.CANCELLED),
    }


def slots_for(*, hosts: Sequence[User], now: dt.datetime) -> list[tuple[str, str]]:
    """Return the next published times of the hosts, the first host's first, as (id, label) pairs. One query."""
    people = User.objects.filter(pk__in=[host.pk for host in hosts])
    return [
        (str(slot.pk), offer_label(slot))
        for slot in open_slots(owners=people, now=now, limit=SLOTS_SHOWN, first=hosts[0])
    ]


def divisions_to_invite(*, proposal: Proposal) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the divisions to choose from in groups, those that said 「うちの課でもできる」 first. Two queries."""
    wished = Interest.objects.standing().filter(kind=PROPOSAL_KIND, object_id=proposal.pk)
    eager = set(wished.values_list("division", flat=True))
    groups: dict[str, list[tuple[str, str]]] = {"「うちの課でもできる」と言った課": []}
    for version in current_divisions(day=today()).exclude(division__is_dx_section=True):
        group = "「うちの課でもできる」と言った課" if version.division_id in eager else version.department.name
        groups.setdefault(group, []).append((str(version.division_id), version.name))
    return [(name, choices) for name, choices in groups.items() if choices]


def division_named(*, typed: str) -> tuple[Division, str] | None:
    """Return the division of today with the id that the address has, and its name; None for what is none."""
    if not typed.isdecimal() or len(typed) > 18:
        return None
    version = current_divisions(day=today()).filter(division=int(typed), division__is_dx_section=False).first()
    return (version.division, version.name) if version else None


def may_arrange(*, user: User, dialogue: Dialogue) -> bool:
    """Tell whether the user may move this dialogue or call it off, as it stands now."""
    return dialogue.state == DialogueState.PLANNED and can_work_on(user, dialogue.proposal)
