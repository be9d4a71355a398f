"""``manage.py load_demo``: the invented ward, loaded once, never beside real people."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from minato_dx.portal.demo import guard, loader


class Command(BaseCommand):
    help = "お試しデータ（75課、架空の職員と相談）を入れます。実在の職員がいるデータベースには入れません。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reset", action="store_true", help="いまのお試しデータを消して、今日の日付で入れ直します。"
        )
        parser.add_argument(
            "--refresh", action="store_true", help="古くなっていて、だれも使っていないときだけ入れ直します。"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = guard.is_loaded()
        if loaded and not self._to_be_replaced(**options):
            self.stdout.write("お試しデータは、既に入っています。")
            return
        reason = guard.reason_to_refuse()
        if reason:
            raise CommandError(reason)
        with transaction.atomic():
            if loaded:
                self.stdout.write("いまのお試しデータを消しています。")
                loader.wipe()
            loader.load(say=self._say, progress=self._show_progress)
        self.stdout.write("お試しデータを入れました。")

    def _to_be_replaced(self, *, reset: bool, refresh: bool, **_others: Any) -> bool:
        return reset or (refresh and not guard.reason_to_refuse() and guard.is_stale())

    def _say(self, what: str) -> None:
        self.stdout.write(f"  {what}")

    def _show_progress(self, done: int, total: int) -> None:
        """Count on a terminal only: a log file needs no hundred lines."""
        if self.stdout.isatty():
            self.stdout.write(f"\r  {done}/{total}", ending="\n" if done == total else "")
            self.stdout.flush()
