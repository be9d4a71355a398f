"""``manage.py exchange_rewrite NUMBER`` at the door: write a bundle again whose file got lost."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from minato_dx.core.bundles.exchange import hand_out
from minato_dx.door.models import DoorBundle
from minato_dx.door.services.intranet import rewrite, side


class Command(BaseCommand):
    help = "庁内へ渡すファイルを、番号を指定してもう一度書き出します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, help="番号")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rewrite(number=options["number"])
        except DoorBundle.DoesNotExist as error:
            raise CommandError(f"{options['number']}番は、まだ作られていません。") from error
        hand_out(side(), now=timezone.now())
        self.stdout.write(f"{options['number']}番を書き出しました。")
