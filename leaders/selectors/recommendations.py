"""What the recommendation pages show."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from leaders.enums import ENDED, Consent, Kind, State
from leaders.models import Cohort, NoCandidate, Recommendation
from leaders.selectors.cohorts import open_cohort
from leaders.selectors.coverage import DivisionCover, coverage
from minato_dx.organization.models import Division, Membership, User
from minato_dx.organization.roles import roles_of

TABS: dict[str, tuple[str, Q]] = {
    "check": ("確認するもの", Q(state=State.SUBMITTED) & (Q(consent=Consent.GIVEN) | Q(kind=Kind.RELEASE))),
    "consent": ("本人の同意待ち", Q(state=State.SUBMITTED, consent=Consent.ASKED) & ~Q(kind=Kind.RELEASE)),
    "returned": ("差し戻し中", Q(state=State.RETURNED)),
    "checked": ("決定待ち", Q(state=State.CHECKED)),
    "ended": ("終わったもの", Q(state__in=[str(state) for state in ENDED])),
}


@dataclass(frozen=True, slots=True)
class OwnDivision:
    """A division that the head answers for: how it stands, and what was recommended for the open cohort."""

    cover: DivisionCover
    recommendation: Recommendation | None
    no_candidate: NoCandidate | None


def candidates_of(*, division: Division, day: dt.date, head: User) -> QuerySet[User]:
    """Return whom the head can recommend: the division's people of the day with their post, 兼務 included."""
    posts = Membership.objects.on(day).filter(division=division, user=OuterRef("pk"))
    people: QuerySet[User] = User.objects.employed(day)
    return (
        people.filter(pk__in=Membership.objects.on(day).filter(division=division).values("user"))
        .exclude(pk=head.pk)
        .annotate(post=Subquery(posts.values("post")[:1]))
        .order_by("staff_number")
    )


def own_divisions(*, user: User, day: dt.date) -> tuple[Cohort | None, list[OwnDivision]]:
    """Return the open cohort and the divisions of a head, in official order. Constant queries."""
    roles = roles_of(user)
    headed = roles.headed_division_ids | roles.acting_headed_division_ids
    cohort = open_cohort(day=day)
    covers = [one for one in coverage(day=day, with_recommendations=True) if one.version.division_id in headed]
    sent = Recommendation.objects.filter(cohort=cohort, division__in=headed).exclude(state=State.WITHDRAWN)
    recommended = {row.division_id: row for row in sent.order_by("pk")} if cohort else {}
    refused = NoCandidate.objects.filter(cohort=cohort, division__in=headed) if cohort else []
    declined = {row.division_id: row for row in refused}
    return cohort, [
        OwnDivision(
            cover=one,
            recommendation=recommended.get(one.version.division_id),
            no_candidate=declined.get(one.version.division_id),
        )
        for one in covers
    ]


def listed(*, user: User) -> QuerySet[Recommendation]:
    """Return what the user may see, with what a line shows."""
    rows: QuerySet[Recommendation] = Recommendation.objects.visible_to(user)
    return rows.select_related("cohort")


def tab_counts(*, rows: QuerySet[Recommendation]) -> dict[str, int]:
    """Return how many stand in each tab. One query."""
    found: dict[str, int] = rows.order_by().aggregate(
        **{name: Count("pk", filter=condition) for name, (_label, condition) in TABS.items()}
    )
    return found


def consents_asked_of(*, user: User) -> Sequence[Recommendation]:
    """Return what waits for the user's own consent."""
    rows = Recommendation.objects.filter(candidate=user, consent=Consent.ASKED, state__in=["submitted", "returned"])
    return list(rows.exclude(kind=Kind.RELEASE))


def without_candidate(*, cohort: Cohort) -> QuerySet[NoCandidate]:
    rows: QuerySet[NoCandidate] = NoCandidate.objects.filter(cohort=cohort)
    return rows.select_related("answered_by").order_by("division_name")
