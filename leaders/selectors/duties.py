"""What home says is waiting for somebody about leaders."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from leaders import permissions
from leaders.enums import Consent, Kind, State
from leaders.models import Cohort, Decision, Recommendation, Trainee
from leaders.selectors.approval import waiting_count
from leaders.selectors.cohorts import answers_of, open_cohort
from leaders.selectors.recommendations import TABS
from leaders.selectors.training import trainings_of
from minato_dx.organization.enums import Office
from minato_dx.organization.models import DivisionVersion, User
from minato_dx.organization.roles import roles_of

# A training stands on home from so long before its first day.
SOON = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Duties:
    """Consents asked of the person, recommendations sent back, divisions without an answer, trainings, and counts.

    ``cohort`` is the open one, where there is a division to recommend for.
    """

    consents: Sequence[Recommendation] = ()
    returned: Sequence[Recommendation] = ()
    cohort: Cohort | None = None
    unanswered: Sequence[DivisionVersion] = field(default_factory=list)
    trainings: Sequence[Trainee] = ()
    to_check: int = 0
    to_decide: int = 0
    to_confirm: int = 0

    def __bool__(self) -> bool:
        counts = self.to_check + self.to_decide + self.to_confirm
        return bool(self.consents or self.returned or self.unanswered or self.trainings or counts)


def duties_of(*, user: User, day: dt.date) -> Duties:
    """Return what waits for ``user`` on ``day``.

    Two queries for most; one more for the DX section, two for the CIO, nine for a head while a cohort is open.
    """
    roles = roles_of(user)
    consents, returned = _own(user, roles.headed_division_ids | roles.acting_headed_division_ids)
    cohort, unanswered = _unanswered(user, day)
    return Duties(
        consents=consents,
        returned=returned,
        cohort=cohort,
        unanswered=unanswered,
        trainings=list(trainings_of(user=user).filter(completed_on__isnull=True, programme__starts_on__lte=day + SOON)),
        to_check=_to_check_count() if permissions.can_check(user) else 0,
        to_decide=waiting_count(user=user) if permissions.is_in_deciders_office(user) else 0,
        to_confirm=_to_confirm_count(user) if Office.CIO in roles.offices else 0,
    )


def _own(user: User, headed: frozenset[int]) -> tuple[list[Recommendation], list[Recommendation]]:
    asked = Q(candidate=user, consent=Consent.ASKED, state__in=[State.SUBMITTED, State.RETURNED]) & ~Q(
        kind=Kind.RELEASE
    )
    rows = Recommendation.objects.filter(asked | Q(state=State.RETURNED, division__in=headed)).order_by("pk")
    consents: list[Recommendation] = []
    returned: list[Recommendation] = []
    for row in rows:
        is_asked = row.candidate_id == user.pk and row.consent == Consent.ASKED and row.kind != Kind.RELEASE
        (consents if is_asked else returned).append(row)
    return consents, returned


def _unanswered(user: User, day: dt.date) -> tuple[Cohort | None, list[DivisionVersion]]:
    if not permissions.can_recommend(user):
        return None, []
    cohort = open_cohort(day=day)
    if cohort is None:
        return None, []
    silent = answers_of(cohort=cohort, day=day).silent
    own = [version for version in silent if permissions.can_recommend_for(user, version.division_id)]
    return (cohort, own) if own else (None, [])


def _to_check_count() -> int:
    _label, condition = TABS["check"]
    count: int = Recommendation.objects.filter(condition).count()
    return count


def _to_confirm_count(user: User) -> int:
    rows = Decision.objects.filter(on_behalf_of__isnull=False, confirmed_at__isnull=True, voided_at__isnull=True)
    count: int = rows.exclude(decided_by=user).count()
    return count
