"""``manage.py exchange_key``: print this side's public key, for the other side's DX_EXCHANGE_PEER_KEY."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from minato_dx.core.bundles.joining import INTRANET, PUBLIC, own_key


class Command(BaseCommand):
    help = "この側の公開鍵を表示します。もう一方の DX_EXCHANGE_PEER_KEY に入れてください。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(own_key(PUBLIC if settings.DOOR else INTRANET).public_text)
