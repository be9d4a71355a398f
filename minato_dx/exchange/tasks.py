"""The exchange's task: a nudge to look at what is there and what is owed."""

from celery import shared_task

from minato_dx.exchange.services import running


@shared_task
def exchange() -> None:
    """Take in from the door, and hand out to it."""
    running.exchange()
