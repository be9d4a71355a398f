"""Waking the relay when something new is owed. What is not woken is found at the next tick."""

from celery import current_app
from django.conf import settings
from django.db import transaction

from minato_dx.core.nudge import nudge

RELAY = "minato_dx.notifications.tasks.relay"


def wake_relay() -> None:
    """Have the relay look at what is owed once the running transaction is committed; asked twice, it looks once.

    With Redis a worker does it. Without, it is done here where the mail only moves to the portal's own outbox, and
    left to the loop of ``run_due_jobs`` where a mail server has to be waited for: no page waits for one.
    """
    if not settings.REDIS_URL and not settings.MAIL_IS_KEPT:
        return
    asked = transaction.get_connection().run_on_commit
    if any(getattr(function, "wakes_relay", False) for _savepoints, function, _robust in asked):
        return
    transaction.on_commit(_Wake(), robust=True)


class _Wake:
    """The nudge itself, which the next asker finds and leaves alone."""

    wakes_relay = True
    __qualname__ = "wake_relay"

    def __call__(self) -> None:
        nudge(current_app.tasks[RELAY])
