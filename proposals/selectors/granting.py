"""Who outside the desk may read the confidential parts of what, until when; and who asked for it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from minato_dx.attachments.models import Attachment
from minato_dx.core.calendar import today
from minato_dx.organization.models import User
from minato_dx.organization.selectors import main_division_name
from proposals.enums import CONFIDENTIAL_KIND, SHOWN, GrantState
from proposals.models import ConfidentialPart, ConflictDeclaration, Grant, Proposal
from proposals.permissions import can_request_parts

ASKED, GRANTED, OVER = "", "granted", "over"
GRANT_TABS = {ASKED: "返事待ち", GRANTED: "いま見られる人", OVER: "終わったもの"}


def standing_grants(*, user: User, day: dt.date) -> QuerySet[Grant]:
    """Keep the grants by which ``user`` may read confidential parts on ``day`` (JST), its last day included.

    A member of the desk has none: there a declaration of interests opens. Whoever once declared a conflict has none
    either, and no grant outlives the time in which its proposal is shown.
    """
    rows: QuerySet[Grant] = Grant.objects.filter(
        user=user, state=GrantState.GRANTED, last_day__gte=day, proposal__state__in=SHOWN
    )
    if not user.may_sign_in(day) or not can_request_parts(user):
        return rows.none()
    conflicts = ConflictDeclaration.objects.filter(user=user, has_conflict=True)
    return rows.exclude(proposal__in=conflicts.values("proposal"))


def granted_ids(*, user: User, ids: Iterable[int]) -> set[int]:
    """Return those of the proposals whose confidential files are granted to ``user`` today. One query."""
    rows = standing_grants(user=user, day=today()).filter(proposal__in=list(ids))
    return set(rows.values_list("proposal", flat=True))


def has_confidential(*, proposal: Proposal) -> bool:
    """Tell whether there is anything confidential at all, in words or as a file. At most two queries."""
    parts = ConfidentialPart.objects.filter(proposal=proposal)
    return parts.exists() or Attachment.objects.filter(kind=CONFIDENTIAL_KIND, object_id=proposal.pk).exists()


@dataclass(frozen=True, slots=True)
class Access:
    """How one reader stands with the confidential parts of a shared proposal; ``latest`` is their newest request."""

    has_parts: bool
    latest: Grant | None
    is_standing: bool
    may_ask: bool

    @property
    def waits(self) -> bool:
        return self.latest is not None and self.latest.state == GrantState.ASKED

    @property
    def was_refused(self) -> bool:
        return self.latest is not None and self.latest.state == GrantState.REFUSED

    @property
    def has_ended(self) -> bool:
        """Tell whether one could read and cannot any more, be the night's job done or not."""
        return self.latest is not None and not self.is_standing and not self.waits and not self.was_refused


def access_of(*, proposal: Proposal, user: User) -> Access:
    """Return how ``user`` stands with the confidential parts. At most four queries."""
    has_parts = has_confidential(proposal=proposal)
    latest = Grant.objects.filter(proposal=proposal, user=user).select_related("decided_by").first()
    standing = standing_grants(user=user, day=today()).filter(proposal=proposal)
    is_standing = latest is not None and standing.exists()
    waits = latest is not None and latest.state == GrantState.ASKED
    open_to_all = has_parts and proposal.state in SHOWN and can_request_parts(user)
    return Access(
        has_parts=has_parts,
        latest=latest,
        is_standing=is_standing,
        may_ask=open_to_all and not is_standing and not waits,
    )


def _with_people(rows: QuerySet[Grant]) -> QuerySet[Grant]:
    people = User.objects.annotate(division_name=main_division_name(day=today()))
    rows = rows.select_related("proposal__assignee", "proposal__company", "decided_by")
    return rows.prefetch_related(Prefetch("user", people))


def _tab_conditions() -> dict[str, Q]:
    day = today()
    stands = Q(state=GrantState.GRANTED, last_day__gte=day)
    waits = Q(state=GrantState.ASKED)
    return {ASKED: waits, GRANTED: stands, OVER: ~stands & ~waits}


def grants_in_tab(*, user: User, tab: str) -> QuerySet[Grant]:
    """Return the requests of a tab, those that wait the oldest first; nothing but to the desk. Two queries."""
    order = {ASKED: ("asked_at", "pk"), GRANTED: ("last_day", "pk"), OVER: ("-decided_at", "-pk")}[tab]
    rows = Grant.objects.filter(_tab_conditions()[tab], proposal__in=Proposal.objects.visible_to(user))
    return _with_people(rows).order_by(*order)


def grant_tab_counts(*, user: User) -> dict[str, int]:
    """Return how many requests stand in each tab. One query."""
    rows = Grant.objects.filter(proposal__in=Proposal.objects.visible_to(user))
    found = rows.aggregate(**{f"in_{tab}": Count("pk", filter=kept) for tab, kept in _tab_conditions().items()})
    return {tab: found[f"in_{tab}"] for tab in GRANT_TABS}


def open_grants(*, proposal: Proposal) -> Sequence[Grant]:
    """Return who waits for an answer and who may read today, the oldest first. Two queries."""
    kept = _tab_conditions()
    rows = Grant.objects.filter(kept[ASKED] | kept[GRANTED], proposal=proposal)
    return list(_with_people(rows).order_by("asked_at", "pk"))


def grant_of(*, proposal: Proposal, pk: int) -> Grant | None:
    """Return the request of that number about the proposal. Two queries."""
    return _with_people(Grant.objects.filter(proposal=proposal, pk=pk)).first()
