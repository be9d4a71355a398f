"""Reads of files."""

from collections import defaultdict
from collections.abc import Iterable

from minato_dx.attachments.models import Attachment
from minato_dx.core import registry
from minato_dx.organization.models import User


def files_of(*, kind: str, ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """Return the files of several things of one kind, by thing, in one query."""
    found: dict[int, list[Attachment]] = defaultdict(list)
    for row in Attachment.objects.filter(kind=kind, object_id__in=list(ids)):
        found[row.object_id].append(row)
    return found


def may_download(*, attachment: Attachment, user: User) -> bool:
    """Tell whether the user may see the thing the file belongs to."""
    kind = registry.get(attachment.kind)
    return attachment.object_id in kind.visible_ids(user, [attachment.object_id])
