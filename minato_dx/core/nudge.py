"""Wake a task without ever losing what it is about."""

import logging
from typing import Any

from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def nudge(task: Task, *args: Any, run_here: bool = False) -> None:
    """Wake ``task`` with ``args`` once the running transaction is committed; a broker that is down stops nothing.

    The fact itself stands in the database, and a due job finds it there later. Where it stands nowhere (a mail
    asked for just now), ``run_here`` does the work in this process instead.
    """

    def wake() -> None:
        try:
            task.delay(*args)
        except OperationalError:
            logger.exception("the broker is down: %s was not woken", task.name)
            if run_here:
                task.apply(args=args)

    transaction.on_commit(wake, robust=True)
