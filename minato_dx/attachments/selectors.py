"""Reads of files."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from minato_dx.attachments.enums import FileState
from minato_dx.attachments.models import Attachment, Scan
from minato_dx.core import registry
from minato_dx.organization.models import User


def files_of(*, kind: str, ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """Return the files of several things of one kind, by thing, in one query."""
    found: dict[int, list[Attachment]] = defaultdict(list)
    for row in Attachment.objects.filter(kind=kind, object_id__in=list(ids)):
        found[row.object_id].append(row)
    return found


def may_download(*, attachment: Attachment, user: User) -> bool:
    """Tell whether the file was released, and the user may see the thing it belongs to."""
    if not attachment.is_released:
        return False
    kind = registry.get(attachment.kind)
    return attachment.object_id in kind.visible_ids(user, [attachment.object_id])


# So long may a scanner take, its repeated tries included, before somebody should look at it.
PATIENCE = dt.timedelta(hours=1)
CONCEALED = "（見られる人が限られるファイル）"


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file in quarantine as the DX section reads of it: what is around it, and nothing of its content."""

    row: Attachment
    name: str
    place: registry.Place
    last: Scan | None

    @property
    def sender(self) -> str:
        return self.row.uploaded_by.name if self.row.uploaded_by else "庁外から"


def in_quarantine() -> QuerySet[Attachment]:
    """Return the files that wait, the oldest first."""
    return Attachment.objects.filter(state=FileState.QUARANTINED).order_by("uploaded_at", "pk")


def waiting_files(*, rows: Iterable[Attachment] | QuerySet[Attachment], user: User) -> list[WaitingFile]:
    """Return the files of ``rows`` as ``user`` may read of them. Two queries, and those of each owning kind.

    What belongs to a thing that the user may not see (a confidential part) is there without its name.
    """
    found: Sequence[Attachment] = list(rows)
    scans: dict[int, Scan] = {}
    for scan in Scan.objects.filter(attachment__in=[row.pk for row in found]).order_by("at", "pk"):
        scans[scan.attachment_id] = scan
    visible: dict[str, set[int]] = {}
    places: dict[str, dict[int, registry.Place]] = {}
    for name in sorted({row.kind for row in found}):
        ids = [row.object_id for row in found if row.kind == name]
        kind = registry.get(name)
        visible[name], places[name] = kind.visible_ids(user, ids), dict(kind.places_of(ids))
    return [
        WaitingFile(
            row=row,
            name=row.name if row.object_id in visible[row.kind] else CONCEALED,
            place=places[row.kind].get(row.object_id, registry.NOWHERE),
            last=scans.get(row.pk),
        )
        for row in found
    ]


def complaints_about_files() -> list[str]:
    """Return what is wrong with the scanning, for the health check; where no scanner is set, people decide."""
    if not settings.CLAMAV_SOCKET:
        return []
    old = in_quarantine().filter(uploaded_at__lt=timezone.now() - PATIENCE).count()
    return [f"{old} files wait for the scanner"] if old else []
