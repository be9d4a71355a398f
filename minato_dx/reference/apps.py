from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReferenceConfig(AppConfig):
    name = "minato_dx.reference"
    verbose_name = "共通マスタ"

    def ready(self) -> None:
        post_migrate.connect(_after_migrate, sender=self)


def _after_migrate(**_kwargs: object) -> None:
    from minato_dx.reference.services import ensure_first_fields

    ensure_first_fields()
