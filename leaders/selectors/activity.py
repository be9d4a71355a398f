"""What leaders do as leaders: shown to them and their heads, and looked at where nothing was heard for long.

Rooms above this one add what they know: each registers a source when it starts.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Max, QuerySet

from leaders.enums import ATTENDED
from leaders.models import Attendance, LeaderQuestion, LeaderReply, Submission, Team, TrialApp
from leaders.selectors.coverage import DivisionCover
from leaders.selectors.settings import leader_settings
from leaders.selectors.trial_apps import months_before
from minato_dx.core.calendar import fiscal_year, fiscal_year_dates, jst, local, open_of
from minato_dx.organization.models import User

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that a leader did: when, of what kind, and about what (empty where that is not for everybody)."""

    at: dt.datetime
    kind: str
    about: str = ""

    @property
    def day(self) -> dt.date:
        return local(self.at).date()


class Source(Protocol):
    """One kind of deed."""

    @property
    def kind(self) -> str: ...

    def latest(self, people: Collection[int]) -> Mapping[int, dt.datetime]:
        """Return for each of ``people`` who did it when they last did. One query."""

    def deeds(self, person: User, since: dt.datetime) -> Iterable[Deed]:
        """Return what the person did since then, the newest first, ``SHOWN`` at most. One query."""


@dataclass(frozen=True, slots=True)
class RowSource:
    """A source that is one row of a table each: who, when, and about what, by the names of its columns."""

    kind: str
    rows: QuerySet[Any]
    who: str
    when: str
    about: str = ""

    def latest(self, people: Collection[int]) -> Mapping[int, dt.datetime]:
        rows = self.rows.filter(**{f"{self.who}__in": people, f"{self.when}__isnull": False}).order_by()
        return dict(rows.values_list(self.who).annotate(Max(self.when)))

    def deeds(self, person: User, since: dt.datetime) -> Iterable[Deed]:
        rows = self.rows.filter(**{self.who: person, f"{self.when}__gte": since}).order_by(f"-{self.when}")
        columns = [self.when, self.about] if self.about else [self.when]
        return [Deed(at, self.kind, *about) for at, *about in rows.values_list(*columns)[:SHOWN]]


_sources: list[Source] = []


def register_source(source: Source) -> None:
    """Add a kind of deed; called by the app that knows it, when it is ready."""
    _sources.append(source)


def register_own_sources() -> None:
    """Add what this pillar knows: the training, what was built, and what leaders tell one another."""
    attended = Attendance.objects.filter(presence__in=ATTENDED)
    for source in (
        RowSource("研修に出た", attended, "trainee__person", "run__event__starts_at", "session__name"),
        RowSource("課題を提出した", Submission.objects.all(), "trainee__person", "submitted_at", "assignment__name"),
        RowSource("グループワークを提出した", Team.objects.all(), "submitted_by", "submitted_at", "name"),
        RowSource("アプリを登録した", TrialApp.objects.all(), "created_by", "created_at", "name"),
        RowSource("リーダーどうしで質問した", LeaderQuestion.objects.all(), "asker", "asked_at", "title"),
        RowSource("ほかのリーダーに答えた", LeaderReply.objects.all(), "author", "written_at", "question__title"),
    ):
        register_source(source)


def deeds_of(*, person: User, since: dt.datetime) -> list[Deed]:
    """Return what the person did as a leader since then, the newest first. One query for each source."""
    found = [deed for source in _sources for deed in source.deeds(person, since)]
    return sorted(found, key=lambda deed: deed.at, reverse=True)


def counted(deeds: Iterable[Deed]) -> list[tuple[str, int]]:
    """Return how often each kind was done, in the order of the sources; what was never done is left out."""
    numbers = Counter(deed.kind for deed in deeds)
    return [(kind, numbers[kind]) for kind in dict.fromkeys(source.kind for source in _sources) if numbers[kind]]


@dataclass(frozen=True, slots=True)
class Activity:
    """What a leader did in a fiscal year: how often what, and what lately."""

    counts: list[tuple[str, int]]
    latest: list[Deed]


def activity_of(*, person: User, day: dt.date, shown: int = 10) -> Activity:
    """Return what the person did since 1 April before ``day``, with the ``shown`` newest deeds."""
    first, _ = fiscal_year_dates(fiscal_year(day))
    deeds = deeds_of(person=person, since=jst(first, dt.time()))
    return Activity(counted(deeds), deeds[:shown])


def latest_deeds(*, people: Collection[int]) -> dict[int, dt.datetime]:
    """Return when each of ``people`` last did something as a leader. One query for each source."""
    latest: dict[int, dt.datetime] = {}
    for source in _sources:
        for person, at in source.latest(people).items():
            latest[person] = max(at, latest.get(person, at))
    return latest


@dataclass(frozen=True, slots=True)
class Quiet:
    """A leader of whom nothing was heard for long, and since when (None: never)."""

    cover: DivisionCover
    last_on: dt.date | None


def quiet_leaders(*, covers: Iterable[DivisionCover], day: dt.date) -> list[Quiet]:
    """Return the leaders of whom nothing was heard for the months of the settings, to be asked how they are.

    Who has led for less than that long is left alone. One query for each source, and the settings.
    """
    limit = months_before(day, leader_settings().quiet_months)
    led = [one for one in covers if one.leader is not None and one.since is not None and one.since <= limit]
    latest = latest_deeds(people={one.leader.pk for one in led if one.leader})
    found = []
    for one in led:
        at = latest.get(one.leader.pk) if one.leader else None
        if at is None or at < open_of(limit):
            found.append(Quiet(one, local(at).date() if at else None))
    return found
