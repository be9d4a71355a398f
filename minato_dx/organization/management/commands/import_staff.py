"""Import staff and their memberships (columns: docs/imports.md)."""

from collections.abc import Callable
from typing import Any

from minato_dx.organization.management.import_command import ImportCommand
from minato_dx.organization.services.import_report import Report
from minato_dx.organization.services.staff_import import import_staff


class Command(ImportCommand):
    help = "職員と所属をCSVファイルから取り込みます。"

    def importer(self, options: dict[str, Any]) -> Callable[..., Report]:
        return import_staff
