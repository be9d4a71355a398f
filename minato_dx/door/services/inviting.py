"""What the intranet begins: somebody is invited, and answers behind a mailed key, as if they had come by themselves."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from minato_dx.core.bundles.sealing import BundleItem
from minato_dx.door.models import Submission
from minato_dx.door.services import wording
from minato_dx.door.services.keys import hash_of, new_key
from minato_dx.door.services.mailing import owe
from minato_dx.door.services.sending import draw_receipt, status_link


def invite(item: BundleItem, now: dt.datetime) -> None:
    """Begin a submission with what the intranet knows, and mail its key; the same invitation again changes nothing.

    The address needs no confirming: whoever opens the link has got the mail. Only a hash of the key is kept.
    """
    told: Mapping[str, Any] = item.payload
    if Submission.objects.filter(key=item.key).exists():
        return
    row = Submission(
        key=item.key,
        kind=item.kind,
        # Of a key that nobody has: what is written to answer it is a draft of its own.
        draft_hash=hash_of(new_key()),
        mail=str(told["mail"]),
        title=str(told["title"])[:120],
        answers=dict(told.get("answers", {})),
        page=dict(told.get("page", {})),
        desk_state=str(told["state"])[:40],
        is_invitation=True,
        started_at=now,
        changed_at=now,
    )
    draw_receipt(row, now)
    row.save()
    owe(to=row.mail, now=now, **wording.invitation(submission=row, told=told, link=status_link(row, now)))
