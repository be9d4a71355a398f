"""Run what is due. Called every minute by beat, or by the loop of ``make run`` where there is no Redis."""

import datetime as dt
import logging
import time

from django.core.management import call_command
from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from minato_dx.core import jobs
from minato_dx.portal.models import JobRun, PeriodicJob
from minato_dx.reference.selectors import closed_days

RUNS_KEPT_FOR = dt.timedelta(days=30)
# So long after a period has begun, a job that is not done is late.
GRACE = dt.timedelta(minutes=10)

log = logging.getLogger(__name__)


def run_due_jobs() -> list[str]:
    """Run each registered job whose newest period is not done yet, and return the names of those that finished.

    A job that raises is recorded and tried again at the next call; it does not hold up the others. One query where
    nothing is due.
    """
    finished = []
    for job, period in _due(timezone.now()):
        try:
            if _run(job, period):
                finished.append(job.name)
        except Exception:
            log.exception("Due job %s could not be run; it is tried again at the next round.", job.name)
    return finished


def _due(now: dt.datetime) -> list[tuple[jobs.Job, dt.datetime]]:
    closed = closed_days()
    periods = [(job, job.schedule.latest_period(now, closed)) for job in jobs.registered()]
    rows = JobRun.objects.filter(finished_at__isnull=False, period__gte=min((p for _job, p in periods), default=now))
    done = dict(rows.order_by().values_list("job").annotate(Max("period")))
    return [(job, period) for job, period in periods if job.name not in done or done[job.name] < period]


def _run(job: jobs.Job, period: dt.datetime) -> bool:
    """Run the job for the period under its row's lock, and tell whether it was done now.

    Another clock that comes at the same time leaves it alone (PostgreSQL), or waits and finds it done (SQLite).
    """
    PeriodicJob.objects.get_or_create(job=job.name)
    with transaction.atomic():
        row = PeriodicJob.objects.select_for_update(skip_locked=_can_skip_locked()).filter(job=job.name).first()
        if row is None:
            return False
        now = timezone.now()
        run, _ = JobRun.objects.get_or_create(job=job.name, period=period, defaults={"started_at": now})
        if run.finished_at is not None:
            return False
        run.started_at, run.attempts = now, run.attempts + 1
        _do(job, run)
        run.save()
    return run.finished_at is not None


def _do(job: jobs.Job, run: JobRun) -> None:
    started = time.perf_counter()
    try:
        with transaction.atomic():
            job.function()
    except Exception as fault:
        log.exception("Due job %s failed; it is tried again at the next round.", job.name)
        run.error = f"{type(fault).__name__}: {fault}"
    else:
        run.finished_at, run.error = timezone.now(), ""
    run.milliseconds = round((time.perf_counter() - started) * 1000)


def _can_skip_locked() -> bool:
    """SQLite has no row locks; its IMMEDIATE transactions make the second process wait instead."""
    return transaction.get_connection().features.has_select_for_update_skip_locked


def late_jobs(now: dt.datetime) -> list[str]:
    """Return the names of the jobs whose period began more than ten minutes ago and is not done. One query."""
    return [job.name for job, _period in _due(now - GRACE)]


def complaints_about_jobs() -> list[str]:
    """Return what is wrong with the clock, for the health check."""
    return [f"{name} is late" for name in late_jobs(timezone.now())]


def clear_expired_sessions() -> None:
    """Delete the sessions that can no longer be used."""
    call_command("clearsessions")


def delete_old_job_runs() -> int:
    """Delete what ran more than thirty days ago, but never a job's last success; return how many rows there were."""
    newer = JobRun.objects.filter(job=OuterRef("job"), finished_at__isnull=False, period__gt=OuterRef("period"))
    old = JobRun.objects.filter(Exists(newer), period__lt=timezone.now() - RUNS_KEPT_FOR)
    return old.delete()[0]
