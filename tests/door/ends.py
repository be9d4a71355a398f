"""The two ends of the exchange in one test: the door and the ward, each with a key of its own."""

from pathlib import Path
from typing import Any

from django.utils import timezone

from minato_dx.core.bundles.joining import PUBLIC, own_key
from minato_dx.door.services.intranet import exchange as door_exchange
from minato_dx.exchange.services.running import exchange


class Ends:
    """Both ends side by side, each with a key of its own."""

    def __init__(self, settings: Any, folder: Path) -> None:
        self.settings, self.folder = settings, folder

    def door(self) -> tuple[int, int]:
        self.settings.EXCHANGE_KEY_FILE = self.folder / "door-key"
        own_key(PUBLIC)
        return door_exchange(now=timezone.now())

    def ward(self) -> tuple[int, int]:
        self.settings.EXCHANGE_KEY_FILE = self.folder / "ward-key"
        here, self.settings.ROOT_URLCONF = self.settings.ROOT_URLCONF, "minato_dx.urls"
        try:
            return exchange()
        finally:
            self.settings.ROOT_URLCONF = here

    def both(self) -> None:
        """Let everything that is owed go over, both ways."""
        for _ in range(3):
            self.door()
            self.ward()
