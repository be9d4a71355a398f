"""Which rows live where: those of the door in its own database, and nothing else there."""

from typing import Any

from minato_dx.door.enums import DATABASE

APP = "door"


class DoorRouter:
    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return DATABASE if model._meta.app_label == APP else None

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        return self.db_for_read(model)

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool | None:
        """Refuse whatever would cross."""
        labels = {one._meta.app_label, other._meta.app_label}
        return labels == {APP} if APP in labels else None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (db == DATABASE) == (app_label == APP)
