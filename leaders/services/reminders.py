"""Reminding heads of a cohort's recommendations: at its opening, a week before it closes, and on the last day."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from leaders.models import Cohort
from leaders.selectors.cohorts import answers_of, open_cohorts
from leaders.services.telling import COHORT_KIND
from minato_dx.core.calendar import short_day, working_days_between
from minato_dx.notifications.enums import Topic
from minato_dx.notifications.services import notify
from minato_dx.organization.selectors import acting_head_of, head_of
from minato_dx.reference.selectors import closed_days

# Working days before the last one; the head hears of the opening itself as well.
BEFORE = (5, 1, 0)


@transaction.atomic
def remind_heads() -> int:
    """Owe the heads who have not answered their reminder of the day, and return how many divisions it were.

    Each head hears once at the opening, and once five, one and no working days before the end; what was missed while
    the portal stood still is not made up for, because the next one says the same.
    """
    now = timezone.now()
    day = timezone.localdate(now)
    return sum(_remind(cohort, day, now) for cohort in open_cohorts(day=day))


def _remind(cohort: Cohort, day: dt.date, now: dt.datetime) -> int:
    left = working_days_between(day, cohort.recommend_until, closed_days())
    step = str(left) if left in BEFORE else "open"
    silent = answers_of(cohort=cohort, day=day).silent
    for version in silent:
        head = head_of(division=version.division, day=day) or acting_head_of(division=version.division, day=day)
        notify(
            event=f"cohort:{cohort.pk}:{step}:{version.division_id}",
            kind="recommend",
            topic=Topic.TURN if step == "open" else Topic.REMINDER,
            recipients=[head],
            title=f"［DXリーダー］{cohort}の推薦をお願いします（{version.name}、{short_day(cohort.recommend_until)}まで）",
            text=cohort.note,
            object_kind=COHORT_KIND,
            object_id=cohort.pk,
            in_office_hours=True,
            now=now,
        )
    return len(silent)
