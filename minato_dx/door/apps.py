from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class DoorConfig(AppConfig):
    name = "minato_dx.door"
    verbose_name = "公開の窓口"

    def ready(self) -> None:
        for module in settings.DOOR_KINDS:
            import_module(module)
