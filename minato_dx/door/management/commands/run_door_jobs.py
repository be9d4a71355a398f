"""``manage.py run_door_jobs`` at the door: one round, or with ``--loop`` one every few seconds until told to stop."""

import logging
import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, connections
from django.utils import timezone

from minato_dx.core.bundles.joining import PUBLIC, PeerUnknown, own_key
from minato_dx.door.services.intranet import exchange
from minato_dx.door.services.mailing import send_owed
from minato_dx.door.services.upkeep import tidy

# Somebody waits for the mail that confirms an address.
SECONDS_BETWEEN_ROUNDS = 10

log = logging.getLogger(__name__)


def run_once() -> None:
    """Send mails, exchange bundles with the intranet, throw away what need not be kept."""
    now = timezone.now()
    send_owed(now=now)
    own_key(PUBLIC)
    try:
        exchange(now=now)
    except PeerUnknown as unknown:
        log.info("No exchange: %s", unknown)
    tidy(now=now)
    # For the container's health check.
    (settings.DATA_DIR / "door-jobs").touch()


class Command(BaseCommand):
    help = "公開の窓口の定期処理（メール、庁内とのやりとり、要らなくなったものの消去）を実行します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="止められるまで10秒ごとに繰り返します。")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["loop"]:
            run_once()
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
        try:
            run_once()
        except (OperationalError, OSError):
            log.exception("The database or the exchange folder does not answer; the next round tries again.")
