"""``manage.py relay_mail``: send what is owed, without Redis; with ``--loop`` until told to stop."""

import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, connections

from minato_dx.notifications.services.relay import relay

SECONDS_BETWEEN_ROUNDS = 5


class Command(BaseCommand):
    help = "送ることになっているメールを送ります（Redisやワーカーがなくても使えます）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="止められるまで、数秒ごとに繰り返します。")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["loop"]:
            report = relay()
            self.stdout.write(
                f"送信 {report.sent}通、送信箱 {report.kept}通、見送り {report.dropped}通、"
                f"後で再送 {report.failed}通、届けられない {report.dead}通"
            )
            return
        stop = threading.Event()

        def ask_to_stop(number: int, frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, ask_to_stop)
        signal.signal(signal.SIGINT, ask_to_stop)
        while not stop.is_set():
            try:
                relay()
            except OperationalError as fault:
                self.stderr.write(f"データベースに届きません。続けて試します：{fault}")
            connections.close_all()
            stop.wait(SECONDS_BETWEEN_ROUNDS)
