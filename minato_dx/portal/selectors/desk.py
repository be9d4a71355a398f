"""What a leader's desk brings together from the pillars."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from consultations.models import Consultation, LeaderTurn
from consultations.selectors.leader_first import turns_of
from consultations.selectors.lines import Line, lines_of
from leaders.enums import AppState
from leaders.models import LeaderTerm, TrialApp
from leaders.selectors import led_division_ids, published_terms
from leaders.selectors.activity import Activity, activity_of
from leaders.selectors.training import session_lines, trainings_of
from leaders.selectors.trial_apps import apps_of, apps_without_owner, with_facts, with_predecessors
from minato_dx.core.calendar import local
from minato_dx.organization.models import User

SHOWN = 10
IDEAS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class NextSession:
    """The next time of the training in which the leader has a seat."""

    session_id: int
    name: str
    starts_at: dt.datetime
    where: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything on a leader's desk."""

    terms: list[LeaderTerm]
    turns: list[LeaderTurn]
    open_cases: list[Line]
    open_count: int
    apps: list[TrialApp]
    orphans: list[TrialApp]
    ideas: list[TrialApp]
    next_session: NextSession | None
    activity: Activity


def desk_of(*, user: User, now: dt.datetime) -> Desk:
    """Return the desk of a leader. Constant queries, whatever lies on it."""
    day = local(now).date()
    led = led_division_ids(user=user, on=day)
    places = with_predecessors(division_ids=led, day=day)
    cases = Consultation.objects.visible_to(user).open().filter(division__in=places, is_private=False)
    return Desk(
        terms=list(published_terms(on=day).filter(person=user).select_related("division")),
        turns=list(turns_of(leader=user)),
        open_cases=lines_of(cases.exclude(requester=user).order_by("-id")[:SHOWN], user=user, now=now),
        open_count=cases.exclude(requester=user).count(),
        apps=apps_of(person=user, day=day),
        orphans=apps_without_owner(division_ids=places, day=day),
        ideas=ideas_for(user=user, places=places, day=day),
        next_session=next_session_of(user=user, now=now),
        activity=activity_of(person=user, day=day),
    )


def ideas_for(*, user: User, places: Collection[int], day: dt.date) -> list[TrialApp]:
    """Return what other divisions built and use, the newest first: something the own division might do too."""
    rows = TrialApp.objects.visible_to(user).filter(state=AppState.IN_USE).exclude(division__in=places)
    return list(with_facts(rows, day=day).order_by("-created_at", "-pk")[:IDEAS_SHOWN])


def next_session_of(*, user: User, now: dt.datetime) -> NextSession | None:
    """Return the next time in which the person has a seat; None outside a training. At most six queries."""
    trainee = trainings_of(user=user).filter(completed_on__isnull=True).first()
    if trainee is None:
        return None
    own = [line.own.run for line in session_lines(trainee=trainee) if line.own]
    coming = [run for run in own if run.event.starts_at > now]
    if not coming:
        return None
    run = min(coming, key=lambda one: one.event.starts_at)
    return NextSession(run.session_id, run.session.name, run.event.starts_at, run.event.where)
