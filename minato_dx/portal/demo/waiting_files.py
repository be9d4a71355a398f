"""Files that vendors handed in and that nobody has looked at yet: they are named, and do not open."""

import datetime as dt

from minato_dx.attachments.models import Attachment
from minato_dx.attachments.services import attach
from minato_dx.portal.demo.files import make_upload
from minato_dx.portal.demo.script import Csv, File, Photo
from proposals.enums import CONFIDENTIAL_KIND, PROPOSAL_KIND, State
from proposals.models import Proposal

AFTER = dt.timedelta(minutes=2)
PRICES = "項目,年額（円）\n利用料（1課）,240000\n設定,60000\n"
TIMES = "作業,いま（分）,使ったあと（分）\n受け取り,6,2\n打ち直し,12,3\n"


def load_waiting_files() -> None:
    """Hand in two files with the newest proposal that was received, and a confidential one with another."""
    received = list(Proposal.objects.filter(state__in=(State.RECEIVED, State.SCREENING)).order_by("-received_at")[:2])
    if len(received) < 2:
        return
    newest, other = received
    _hand_in(newest, PROPOSAL_KIND, Photo("画面の見本.png"))
    _hand_in(newest, PROPOSAL_KIND, Csv("かかる時間の比べ方.csv", TIMES))
    _hand_in(other, CONFIDENTIAL_KIND, Csv("費用の内訳.csv", PRICES))


def _hand_in(proposal: Proposal, kind: str, file: File) -> None:
    rows = attach(uploads=[make_upload(file)], kind=kind, object_id=proposal.pk, user=None, quarantined=True)
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).update(uploaded_at=proposal.received_at + AFTER)
