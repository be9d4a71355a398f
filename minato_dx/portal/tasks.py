"""The portal's tasks: beat ticks, the database knows what is due."""

from celery import shared_task

from minato_dx.portal import due_jobs


@shared_task
def run_due_jobs() -> None:
    """Run every registered job whose time has come."""
    due_jobs.run_due_jobs()
