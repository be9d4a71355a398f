"""Import departments and divisions (columns: docs/imports.md)."""

from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.management.base import CommandError

from minato_dx.core import calendar
from minato_dx.core.date_input import parse_day
from minato_dx.organization.management.import_command import ImportCommand
from minato_dx.organization.services.import_report import Report
from minato_dx.organization.services.organization_import import import_organization


class Command(ImportCommand):
    help = "部と課をCSVファイルから取り込みます。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--as-of", default="", help="適用日。この日から新しい名称などにします（省くときょう）")

    def importer(self, options: dict[str, Any]) -> Callable[..., Report]:
        try:
            as_of = parse_day(options["as_of"]) if options["as_of"] else calendar.today()
        except ValueError as fault:
            text = f"--as-of の「{options['as_of']}」は日付として読めません。2027-04-01 の形にしてください。"
            raise CommandError(text) from fault
        return partial(import_organization, as_of=as_of)
