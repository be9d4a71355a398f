"""Cohorts, and which divisions have not answered yet."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from leaders.enums import OPEN, Kind, State
from leaders.models import Cohort, LeaderTerm, NoCandidate, Recommendation
from leaders.selectors.holding import divisions_of_people, heirs_by_division
from minato_dx.organization.models import DivisionVersion
from minato_dx.organization.selectors import current_divisions


def open_cohorts(*, day: dt.date) -> QuerySet[Cohort]:
    """Return the cohorts that take recommendations on ``day``, the first to close first."""
    rows: QuerySet[Cohort] = Cohort.objects.filter(recommend_from__lte=day, recommend_until__gte=day)
    return rows.order_by("recommend_until", "number")


def open_cohort(*, day: dt.date) -> Cohort | None:
    """Return the cohort that takes recommendations on ``day``, the first to close where there are several."""
    return open_cohorts(day=day).first()


@dataclass(frozen=True, slots=True)
class Answers:
    """How the divisions without a leader stand in one cohort: by division id."""

    needing: tuple[DivisionVersion, ...]
    recommended: frozenset[int]
    declined: frozenset[int]

    @property
    def silent(self) -> list[DivisionVersion]:
        """Return the divisions whose head has not answered, in official order."""
        answered = self.recommended | self.declined
        return [version for version in self.needing if version.division_id not in answered]


def answers_of(*, cohort: Cohort, day: dt.date) -> Answers:
    """Return which divisions of ``day`` need a leader from the cohort, and what their heads said. Eight queries."""
    led = led_places(day=max(day, cohort.appoint_on), belonging_on=day)
    live = [*(str(state) for state in OPEN if state != State.DRAFT), str(State.APPROVED), str(State.DECLINED)]
    recommended = Recommendation.objects.filter(cohort=cohort, kind=Kind.NEW, state__in=live)
    return Answers(
        needing=tuple(version for version in current_divisions(day=day) if version.division_id not in led),
        recommended=frozenset(recommended.values_list("division_id", flat=True)),
        declined=frozenset(NoCandidate.objects.filter(cohort=cohort).values_list("division_id", flat=True)),
    )


def led_places(*, day: dt.date, belonging_on: dt.date) -> Collection[int]:
    """Return the divisions with a term that holds on ``day`` and whose leader belongs there on ``belonging_on``."""
    terms = list(LeaderTerm.objects.on(day).filter(published_on__lte=belonging_on))
    heirs = heirs_by_division(day=belonging_on)
    belonging = divisions_of_people(people={term.person_id for term in terms}, day=belonging_on)
    led: set[int] = set()
    for term in terms:
        places = heirs.get(term.division_id) or frozenset([term.division_id])
        led |= places & belonging.get(term.person_id, frozenset())
    return led
