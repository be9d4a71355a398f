"""Once a week those who can say "our division could do this" hear of what is new in the showcase."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from leaders.selectors import published_terms
from minato_dx.core.calendar import jst, short_day
from minato_dx.notifications.enums import Topic
from minato_dx.notifications.services import notify
from minato_dx.organization.models import Membership, User
from showcase.enums import FRONT_KIND, OPEN_TO_VISITORS, CaseState, State
from showcase.models import Case, Exhibition, Story

NAMED = 5


@dataclass(frozen=True, slots=True)
class New:
    """What is new of one kind: the heading, and a line for each thing, the newest first."""

    heading: str
    lines: Sequence[str]


@transaction.atomic
def tell_of_new() -> int:
    """Owe heads and leaders of today one message about the week that ended on Sunday; return to how many.

    Where nothing is new nothing is sent. Asked again in the same week, nobody is told twice.
    """
    now = timezone.now()
    day = timezone.localdate(now)
    monday = day - dt.timedelta(days=day.weekday())
    news = [one for one in _news(monday - dt.timedelta(days=7), monday) if one.lines]
    if not news:
        return 0
    people = _heads_and_leaders(day)
    notify(
        event=f"showcase_of_week:{monday}",
        kind="showcase_of_week",
        topic=Topic.WEEKLY,
        recipients=people,
        title=f"先週の新しい{'と'.join(one.heading for one in news)}",
        text="\n".join(line for one in news for line in _told(one)),
        object_kind=FRONT_KIND,
        object_id=monday.toordinal(),
        in_office_hours=True,
        now=now,
    )
    return len(people)


def _news(first: dt.date, after: dt.date) -> Iterable[New]:
    """Yield what was published on these days (JST) and still is. One query a kind."""
    begin, end = (jst(one, dt.time()) for one in (first, after))
    exhibitions = Exhibition.objects.filter(state__in=OPEN_TO_VISITORS, published_at__gte=begin, published_at__lt=end)
    coming = exhibitions.order_by("starts_on", "pk").values_list("title", "starts_on", "place")
    yield New("展示会", [f"{title}（{short_day(day)}から、{place}）" for title, day, place in coming])
    stories = Story.objects.filter(state=State.PUBLISHED, published_at__gte=begin, published_at__lt=end)
    rows = stories.order_by("-published_at", "-pk").values_list("title", "division_name")
    yield New("成功事例", [f"{title}（{division}）" for title, division in rows])
    cases = Case.objects.filter(state=CaseState.PUBLISHED, published_at__gte=begin, published_at__lt=end)
    cases = cases.order_by("-published_at", "-pk").select_related("municipality")
    yield New("ほかの自治体の事例", [f"{case.title}（{case.municipality}）" for case in cases])


def _told(new: New) -> Iterable[str]:
    """Name at most five of a kind, and say how many more there are."""
    yield f"{new.heading}："
    yield from (f"・{line}" for line in new.lines[:NAMED])
    if len(new.lines) > NAMED:
        yield f"ほかに{len(new.lines) - NAMED}件あります。"


def _heads_and_leaders(day: dt.date) -> list[User]:
    heads = Membership.objects.on(day).filter(is_head=True).select_related("user")
    leaders = published_terms(on=day).select_related("person")
    people = {row.user.pk: row.user for row in heads} | {term.person.pk: term.person for term in leaders}
    return [person for person in people.values() if person.may_sign_in(day)]
