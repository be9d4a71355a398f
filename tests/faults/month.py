"""Thirty days in which two clocks tick at once, some offices are closed, and people keep or forget their promises."""

import collections
import datetime as dt
import threading
import uuid
from typing import Any

import time_machine
from django.db import connections

from consultations.models import Promise
from consultations.services import Intake, post_message, submit_consultation, wait_for_requester
from minato_dx.core.calendar import is_office_time, is_working_day, jst, local, next_office_time, open_of
from minato_dx.notifications.models import Notification
from minato_dx.organization.models import User
from minato_dx.portal.due_jobs import run_due_jobs
from minato_dx.reference.models import ClosedDay
from minato_dx.reference.selectors import closed_days

# From before a weekend to after the New Year's closing, with a closed day of the city's own.
FIRST = dt.date(2026, 12, 10)
DAYS = 30
OWN_CLOSED_DAY = dt.date(2026, 12, 16)
NIGHT_STEP = dt.timedelta(hours=3)


def live_through(step_minutes: int) -> dict[str, Any]:
    """Return the reminders as [promise, kind, recipient, moment, in office hours], and the promises as they ended."""
    ClosedDay.objects.create(day=OWN_CLOSED_DAY, reason="庁舎の停電")
    people = {user.staff_number: user for user in User.objects.all()}
    start = jst(FIRST, dt.time(0, 5))
    with time_machine.travel(start, tick=False) as clock:
        moment, done = start, set[tuple[dt.date, str]]()
        while moment < start + dt.timedelta(days=DAYS):
            clock.move_to(moment)
            _people_work(moment, people, done)
            _two_clocks_tick()
            moment += _step(moment, step_minutes)
        return _report()


def _step(moment: dt.datetime, minutes: int) -> dt.timedelta:
    here = local(moment)
    return dt.timedelta(minutes=minutes) if is_working_day(here.date()) and 8 <= here.hour < 18 else NIGHT_STEP


def _people_work(moment: dt.datetime, people: dict[str, User], done: set[tuple[dt.date, str]]) -> None:
    """Each working day one consultation comes; a third is answered, a third is paused, a third is forgotten."""
    here = local(moment)
    day = here.date()
    if (day, "sent") in done or here.time() < dt.time(10) or not is_working_day(day, closed_days()):
        return
    done.add((day, "sent"))
    requester, dx = people["0004121"], people["0003345"]
    case = submit_consultation(requester=requester, intake=Intake(body=f"{day}の困りごと"), token=uuid.uuid4())
    kind = len(done) % 3
    if kind == 0:
        post_message(consultation=case, author=dx, body="きょうのうちに調べます。")
    elif kind == 1:
        wait_for_requester(consultation=case, actor=dx, reason="様式を送ってください")


def _two_clocks_tick() -> None:
    start = threading.Barrier(2)
    faults: list[BaseException] = []

    def tick() -> None:
        start.wait()
        try:
            run_due_jobs()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tick) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def _report() -> dict[str, Any]:
    closed = closed_days()
    rows = Notification.objects.filter(kind__in=["reminder", "overdue"]).select_related("recipient")
    told = [
        [
            row.event,
            row.kind,
            row.recipient.staff_number,
            row.created_at.isoformat(),
            is_office_time(row.created_at, closed),
        ]
        for row in rows
    ]
    end = jst(FIRST + dt.timedelta(days=DAYS), dt.time(0, 5))
    due, late, paused = [], [], []
    for promise in Promise.objects.all():
        key = f"consultation:{promise.consultation_id}:promise:{promise.pk}"
        until = promise.kept_at or end
        if promise.paused_at is not None and promise.paused_at < promise.due_at:
            paused.append(key)
        elif until > next_office_time(promise.due_at, closed):
            late.append(key)
        if promise.paused_at is None and _was_open_on_its_day(promise, until):
            due.append(key)
    counts = collections.Counter(event for event, *_rest in told)
    return {
        "told": told,
        "due": [f"{key}:due" for key in due],
        "late": [f"{key}:late" for key in late],
        "paused": paused,
        "distinct": len(counts),
    }


def _was_open_on_its_day(promise: Promise, until: dt.datetime) -> bool:
    """Tell whether the promise was still owed when the office opened on the day on which it fell due."""
    opens = open_of(local(promise.due_at).date())
    return promise.made_at < opens <= until
