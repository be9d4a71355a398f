"""``manage.py wait_for_database``: what a container does before it migrates or serves."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections


class Command(BaseCommand):
    help = "データベースが応答するまで待ちます。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seconds", type=float, default=60, help="待つ時間の上限（秒）。")

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections["door" if settings.DOOR else "default"]
        end = time.monotonic() + options["seconds"]
        while True:
            try:
                connection.ensure_connection()
            except OperationalError as error:
                if time.monotonic() >= end:
                    raise CommandError(f"データベースに接続できません: {error}") from error
                time.sleep(min(1, options["seconds"]))
            else:
                return
