"""The tasks of the post: nudges to look at what is owed."""

from celery import shared_task

from minato_dx.core.nudge import nudge
from minato_dx.notifications.services.relay import relay as send_what_is_owed

# Well below the hard time limit of a task, which would cut a mail in two; the rest is the next task's.
MAILS_A_TASK = 100
SECONDS_A_TASK = 120


@shared_task
def relay() -> None:
    """Send what is owed and due, and wake the next one where that is more than one task should do."""
    if send_what_is_owed(limit=MAILS_A_TASK, seconds=SECONDS_A_TASK).is_cut:
        nudge(relay)
