"""Files that came with a proposal, once it is known what is in them."""

import datetime as dt

from django.db import transaction

from minato_dx.attachments.models import Attachment
from minato_dx.notifications.enums import Topic
from proposals.enums import CONFIDENTIAL_KIND, PROPOSAL_KIND
from proposals.models import Proposal
from proposals.services.telling import tell


@transaction.atomic
def tell_of_refused_file(*, attachment: Attachment, now: dt.datetime) -> None:
    """Owe the assigned person the news that a file opens to nobody; a confidential one is not named."""
    if attachment.kind not in (PROPOSAL_KIND, CONFIDENTIAL_KIND):
        return
    proposal = Proposal.objects.select_related("assignee").filter(pk=attachment.object_id).first()
    if proposal is None:
        return
    name = f"「{attachment.name}」" if attachment.kind == PROPOSAL_KIND else "非公開のファイルの1つ"
    tell(
        proposal=proposal,
        event=f"file:{attachment.pk}:refused",
        to=[proposal.assignee],
        text="付いてきたファイルに、危険なものが見つかりました",
        details=f"{name}は開けません。要るものなら、作り直して付けるよう、事業者に頼んでください。",
        topic=Topic.TURN,
        now=now,
    )
