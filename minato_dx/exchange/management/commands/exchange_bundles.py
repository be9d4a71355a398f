"""``manage.py exchange_bundles``: one round with the public door; the clock does the same every minute."""

from typing import Any

from django.core.management.base import BaseCommand

from minato_dx.exchange.services.running import exchange


class Command(BaseCommand):
    help = "公開の窓口と1回やりとりします（定期処理でも毎分実行されます）。"

    def handle(self, *args: Any, **options: Any) -> None:
        taken, written = exchange()
        self.stdout.write(f"受け取り {taken}件、書き出し {written}件")
