"""What the two import commands share."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from minato_dx.core.csv_reading import TableErrors
from minato_dx.organization.services.import_report import Report


class ImportCommand(BaseCommand):
    """Read a file, print what becomes of each row, and say what was done or what has to be mended."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="取り込むCSVファイル（UTF-8またはCP932）")
        parser.add_argument("--dry-run", action="store_true", help="何が変わるかを表示するだけで、何も変えません")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
        except OSError as fault:
            raise CommandError(f"{options['file']} を開けません（{fault.strerror}）。") from fault
        try:
            report = self.importer(options)(data=data, dry_run=options["dry_run"])
        except TableErrors as faults:
            lines = "\n".join(str(error) for error in faults.errors)
            raise CommandError(f"{lines}\n{len(faults.errors)}か所を直してください。何も変えていません。") from faults
        self._print(report, dry_run=options["dry_run"], quiet=options["verbosity"] == 0)

    def importer(self, options: dict[str, Any]) -> Callable[..., Report]:
        """Return the service to call with ``data`` and ``dry_run``."""
        raise NotImplementedError

    def _print(self, report: Report, *, dry_run: bool, quiet: bool) -> None:
        if quiet:
            return
        for change in report.changes:
            place = f"{change.line}行目 " if change.line else ""
            detail = f"（{change.detail}）" if change.detail else ""
            self.stdout.write(f"{place}{change.action.value}：{change.subject}{detail}")
        counts = "、".join(f"{action.value} {count}件" for action, count in report.counts().items() if count)
        self.stdout.write(f"{report.encoding}で読みました。{counts}。")
        if dry_run:
            self.stdout.write("確かめただけで、何も変えていません。")
        elif not report.changes_anything:
            self.stdout.write("もうこのとおりになっています。何も変えていません。")
        else:
            self.stdout.write(self.style.SUCCESS(f"取り込みました（{report.change_count}件）。"))
