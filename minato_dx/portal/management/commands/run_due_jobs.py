"""``manage.py run_due_jobs``: one round, or with ``--loop`` a round a minute until told to stop."""

import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections

from minato_dx.portal.due_jobs import run_due_jobs

SECONDS_BETWEEN_ROUNDS = 60


class Command(BaseCommand):
    help = "期限の来た定期処理を実行します（Redisがない環境では --loop で動かし続けます）。"

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
            run_due_jobs()
            connections.close_all()
            stop.wait(SECONDS_BETWEEN_ROUNDS)
