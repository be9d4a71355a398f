"""What comes of a file in quarantine: it opens, it never does, or it goes on waiting. Each leaves a row."""

import datetime as dt

from django.db import transaction

from minato_dx.attachments.enums import FileState, Verdict
from minato_dx.attachments.models import Attachment, Scan
from minato_dx.attachments.signals import file_refused
from minato_dx.organization.models import User

ENGINE_LENGTH, DETAIL_LENGTH = 40, 400


def note(
    row: Attachment, verdict: Verdict, *, engine: str, detail: str, now: dt.datetime, by: User | None = None
) -> Scan:
    """Add what was found, by a program or by somebody."""
    return Scan.objects.create(
        attachment=row,
        verdict=verdict,
        engine=engine[:ENGINE_LENGTH],
        detail=detail[:DETAIL_LENGTH],
        by=by,
        at=now,
    )


def release(row: Attachment, *, engine: str, now: dt.datetime, by: User | None = None, detail: str = "") -> None:
    """Let a locked file be opened by those who may see its thing."""
    note(row, Verdict.CLEAN, engine=engine, detail=detail, now=now, by=by)
    row.state = FileState.RELEASED
    row.save(update_fields=["state"])


def refuse(row: Attachment, *, engine: str, detail: str, now: dt.datetime, by: User | None = None) -> None:
    """Let a locked file never be opened: its content goes on commit, its name and what was found stay."""
    note(row, Verdict.INFECTED, engine=engine, detail=detail, now=now, by=by)
    drop_blob(row)
    row.state = FileState.REFUSED
    row.save(update_fields=["state", "blob"])
    transaction.on_commit(lambda: file_refused.send(sender=Attachment, attachment=row))


def drop_blob(row: Attachment) -> None:
    """Delete the content on commit: a rollback brings it back. The caller saves or deletes the row."""
    storage, name = row.blob.storage, str(row.blob.name or "")
    row.blob.name = ""
    if name:
        transaction.on_commit(lambda: storage.delete(name))
