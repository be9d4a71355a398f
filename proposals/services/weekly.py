"""Once a week leaders hear of what was shared last week: what fits their division comes first."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from consultations.models import Consultation
from leaders.selectors import published_terms
from leaders.selectors.holding import heirs_by_division
from minato_dx.core.calendar import jst
from minato_dx.notifications.enums import Topic
from minato_dx.notifications.services import notify
from minato_dx.organization.models import User
from proposals.enums import CATALOGUE_KIND, SHOWN
from proposals.models import Proposal

NAMED = 5
LOOKS_BACK = dt.timedelta(days=365)
COMPANY_LENGTH = 30
FITTING = "課の相談と分野が近い提案"
OTHERS = "ほかの新しい提案"


@transaction.atomic
def tell_leaders_of_new() -> int:
    """Owe each leader of today one message about what was shared in the week that ended on Sunday; return to how many.

    What fits shares a field of work with what the leader's division asked in the last twelve months, private
    consultations aside. Where nothing fits, nothing is sent; a division that has asked nothing hears of everything.
    Asked again in the same week, nobody is told twice.
    """
    now = timezone.now()
    day = timezone.localdate(now)
    monday = day - dt.timedelta(days=day.weekday())
    new = _shared_between(monday - dt.timedelta(days=7), monday)
    if not new:
        return 0
    told = 0
    for leader, own in _fields_by_leader(day).items():
        fits = [row for row in new if any(field.pk in own for field in row.fields.all())]
        if fits or not own:
            _tell(leader, fits, [row for row in new if row not in fits], monday, now)
            told += 1
    return told


def _shared_between(first: dt.date, after: dt.date) -> list[Proposal]:
    """Return what was shared on these days (JST) and still is, the newest first. Two queries."""
    begin, end = (jst(one, dt.time()) for one in (first, after))
    rows = Proposal.objects.filter(state__in=SHOWN, decided_at__gte=begin, decided_at__lt=end)
    return list(rows.select_related("company").prefetch_related("fields").order_by("-decided_at", "-pk"))


def _fields_by_leader(day: dt.date) -> Mapping[User, frozenset[int]]:
    """Return the fields of what was asked in the divisions of each leader of that day. Four queries."""
    heirs = heirs_by_division(day=day)
    since = jst(day - LOOKS_BACK, dt.time())
    asked: dict[int, set[int]] = {}
    rows = Consultation.objects.filter(received_at__gte=since, is_private=False, field__isnull=False)
    for division, field in rows.order_by().values_list("division", "field").distinct():
        for place in {division} | set(heirs.get(division, ())):
            asked.setdefault(place, set()).add(field)
    found: dict[User, frozenset[int]] = {}
    for term in published_terms(on=day).select_related("person").order_by("person", "pk"):
        places = {term.division_id} | set(heirs.get(term.division_id, ()))
        fields = frozenset(field for place in places for field in asked.get(place, ()))
        found[term.person] = found.get(term.person, frozenset()) | fields
    return found


def _tell(
    leader: User, fits: Sequence[Proposal], others: Sequence[Proposal], monday: dt.date, now: dt.datetime
) -> None:
    """Name at most five, what fits first, and say how many more there are."""
    named = others[: NAMED - len(fits[:NAMED])]
    further = len(fits) + len(others) - len(fits[:NAMED]) - len(named)
    parts = [*_lines(FITTING, fits[:NAMED]), *_lines(OTHERS if fits else "", named)]
    rest = [f"ほかに{further}件あります。"] if further else []
    notify(
        event=f"proposals_of_week:{monday}",
        kind="shared_catalogue",
        topic=Topic.WEEKLY,
        recipients=[leader],
        title=f"先週、新しく共有された提案が{len(fits) + len(others)}件あります",
        text="\n".join([*parts, *rest]),
        object_kind=CATALOGUE_KIND,
        object_id=monday.toordinal(),
        in_office_hours=True,
        now=now,
    )


def _lines(heading: str, rows: Sequence[Proposal]) -> list[str]:
    lines = [f"・{row.title}（{row.company.name[:COMPANY_LENGTH]}）" for row in rows]
    return [f"{heading}：", *lines] if heading and rows else lines
