"""``manage.py run_due_jobs``: one round, or with ``--loop`` a round a minute until told to stop."""

import logging
import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, connections

from minato_dx.exchange.services.running import exchange
from minato_dx.notifications.services.relay import relay
from minato_dx.portal.due_jobs import run_due_jobs

SECONDS_BETWEEN_ROUNDS = 60

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "期限の来た定期処理を実行します（Redisがない環境では --loop で動かし続けます。メールも送ります）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="止められるまで1分ごとに繰り返します。")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["loop"]:
            self.stdout.write("\n".join(run_due_jobs()) or "期限の来た処理はありません。")
            return
        stop = threading.Event()

        def ask_to_stop(number: int, frame: FrameType | None) -> None:
            stop.set()

        # The round under way is finished first.
        signal.signal(signal.SIGTERM, ask_to_stop)
        signal.signal(signal.SIGINT, ask_to_stop)
        while not stop.is_set():
            self._round()
            connections.close_all()
            stop.wait(SECONDS_BETWEEN_ROUNDS)

    def _round(self) -> None:
        """Do what beat and a worker do where there is Redis; a database that is away for a while is waited for."""
        try:
            run_due_jobs()
            relay()
            exchange()
        except (OperationalError, OSError):
            log.exception("The database, or the exchange's folder, does not answer; the next round tries again.")
