"""The demo's next exhibition held today, for tests of its day; afterwards everything is as it was before."""

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from tests.browser.conftest import Portal

COMING = "SELECT id FROM showcase_exhibition WHERE state = 'published' ORDER BY starts_on LIMIT 1"


@dataclass
class Held:
    """The exhibition, and the codes of those who registered for it."""

    portal: Portal
    pk: int
    hall: int
    booth: int
    codes: list[str]

    def url(self, path: str) -> str:
        return self.portal.url(f"/exhibitions/{self.pk}/{path}")

    def taken_in(self) -> list[tuple]:
        """Return (visitor, means) of everybody taken in at the entrance."""
        rows = "SELECT visitor_id, means FROM showcase_checkin WHERE exhibition_id = ? AND hall_id = ?"
        return self.portal.ask(rows, self.pk, self.hall)


@contextlib.contextmanager
def held_today(portal: Portal) -> Iterator[Held]:
    """Move the exhibition's first day to today and open its doors."""
    [(pk,)] = portal.ask(COMING)
    [(hall,)] = portal.ask('SELECT id FROM showcase_hall WHERE exhibition_id = ? ORDER BY "order", id LIMIT 1', pk)
    [(booth,)] = portal.ask("SELECT MIN(id) FROM showcase_exhibitor WHERE exhibition_id = ? AND state = 'selected'", pk)
    codes = [code for (code,) in portal.ask("SELECT code FROM showcase_visitor WHERE exhibition_id = ?", pk)]
    today = dt.datetime.now(ZoneInfo("Asia/Tokyo")).date()
    first = "SELECT MIN(id) FROM showcase_exhibitionday WHERE exhibition_id = ?"
    with (
        contextlib.closing(sqlite3.connect(portal.database)) as live,
        contextlib.closing(sqlite3.connect(":memory:")) as before,
    ):
        live.backup(before)
        with live:
            live.execute(f"UPDATE showcase_exhibitionday SET day = ? WHERE id = ({first})", (today, pk))  # noqa: S608
            live.execute("UPDATE showcase_exhibition SET state = 'running' WHERE id = ?", (pk,))
        yield Held(portal, pk, hall, booth, codes)
        before.backup(live)
