"""Run what is due. Called every minute by beat, or by the loop of ``make run`` where there is no Redis."""

import logging

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from minato_dx.core import jobs
from minato_dx.portal.models import JobRun

log = logging.getLogger(__name__)


def run_due_jobs() -> list[str]:
    """Run each registered job whose time has come, and return the names of those that finished.

    A job that raises is logged and tried again at the next call; it does not hold up the others.
    """
    finished = []
    for job in jobs.registered():
        try:
            if _run_if_due(job):
                finished.append(job.name)
        except Exception:
            log.exception("Due job %s failed; it is tried again at the next round.", job.name)
    return finished


def _run_if_due(job: jobs.Job) -> bool:
    """Run the job under its row's lock, so that two clocks never run it at the same time."""
    JobRun.objects.get_or_create(job=job.name)
    with transaction.atomic():
        run = JobRun.objects.select_for_update(skip_locked=_can_skip_locked()).filter(job=job.name).first()
        if run is None:  # another process is at it
            return False
        if run.finished_at is not None and timezone.now() < run.finished_at + job.every:
            return False
        job.function()
        run.finished_at = timezone.now()
        run.save(update_fields=["finished_at"])
    return True


def _can_skip_locked() -> bool:
    """SQLite has no row locks; its IMMEDIATE transactions make the second process wait instead."""
    return transaction.get_connection().features.has_select_for_update_skip_locked


def clear_expired_sessions() -> None:
    """Delete the sessions that can no longer be used."""
    call_command("clearsessions")
