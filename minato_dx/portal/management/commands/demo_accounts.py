"""``manage.py demo_accounts``: with whom one may sign in to the demo."""

from typing import Any
from unicodedata import east_asian_width

from django.core.management.base import BaseCommand, CommandError

from minato_dx.core.calendar import today
from minato_dx.organization.selectors import demo_people
from minato_dx.portal.demo.people import DEMO_PASSWORD


class Command(BaseCommand):
    help = "お試しの人の役割・職員番号・氏名と、共通のパスワードを表示します。"

    def handle(self, *args: Any, **options: Any) -> None:
        people = list(demo_people(day=today()))
        if not people:
            raise CommandError("お試しの人がいません。manage.py load_demo で入れてください。")
        self.stdout.write("お試しの人（すべて架空）")
        for person in people:
            self.stdout.write(f"  {_padded(person.demo_role, 24)}{person.staff_number}  {person.name}")
        self.stdout.write(f"  パスワード（共通）: {DEMO_PASSWORD}")


def _padded(text: str, width: int) -> str:
    """Fill up to ``width`` columns of a terminal, where a Japanese character takes two."""
    used = sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)
    return text + " " * max(1, width - used)
