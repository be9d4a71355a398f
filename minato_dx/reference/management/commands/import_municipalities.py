"""Import other municipalities (where the file comes from: docs/imports.md)."""

from collections.abc import Callable
from typing import Any

from minato_dx.organization.management.import_command import ImportCommand
from minato_dx.organization.services.import_report import Report
from minato_dx.reference.services.municipalities import import_municipalities


class Command(ImportCommand):
    help = "全国の自治体を、code4fukui/localgovjp のCSVファイルから取り込みます。"

    def importer(self, options: dict[str, Any]) -> Callable[..., Report]:
        return import_municipalities
