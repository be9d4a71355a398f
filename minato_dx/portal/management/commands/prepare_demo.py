"""``manage.py prepare_demo``: what ``make run`` needs before it serves, in one process."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "データベースと静的ファイルを整え、デモのデータを入れます（何度実行しても同じ結果になります）。"

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("load_demo", refresh=True)
