"""What the public door hears of a proposal that came through it; of others there is nothing to tell."""

import datetime as dt

from minato_dx.exchange.services.telling import tell_door
from proposals.enums import ENDED, PROPOSAL_KIND, REVISABLE, AnswerKind, State
from proposals.models import Proposal, VendorAnswer

# What the vendor reads on the status page.
PUBLIC_STATES = {
    State.RECEIVED: "受付",
    State.INCOMPLETE: "補正をお待ちしています",
    State.SCREENING: "審査中",
    State.SHARED: "庁内で共有しています",
    State.TRANSFERRED: "別の窓口へ引き継ぎました",
    State.DECLINED: "見送り",
    State.DIALOGUE: "対話中",
    State.CLOSED: "終了",
    State.WITHDRAWN: "取り下げ",
    State.EXPIRED: "共有の期間が終わりました",
    State.MERGED: "前のご提案と合わせて検討しています",
}
WANTS_REPLY = (AnswerKind.INCOMPLETE, AnswerKind.QUESTION)


def tell_status(*, proposal: Proposal, now: dt.datetime) -> None:
    """Owe the door where the proposal stands, inside the caller's transaction."""
    if proposal.door_key is None:
        return
    payload = {
        "number": proposal.number,
        "state": PUBLIC_STATES[State(proposal.state)],
        "at": now.isoformat(),
        "is_revisable": proposal.state in REVISABLE,
        "has_ended": proposal.state in ENDED,
    }
    tell_door(key=str(proposal.door_key), kind=PROPOSAL_KIND, event="status", payload=payload, now=now)


def tell_message(*, proposal: Proposal, answer: VendorAnswer, now: dt.datetime) -> None:
    """Owe the door what the desk writes to the vendor, word by word, inside the caller's transaction."""
    if proposal.door_key is None:
        return
    kind = AnswerKind(answer.kind)
    payload = {
        "key": f"answer-{answer.pk}",
        "label": kind.label,
        "text": answer.text,
        "wants_reply": kind in WANTS_REPLY,
        "at": now.isoformat(),
    }
    tell_door(key=str(proposal.door_key), kind=PROPOSAL_KIND, event="message", payload=payload, now=now)


def answer_of(*, proposal: Proposal, key: str) -> VendorAnswer | None:
    """Return the message that the door calls ``key``, where it is one of this proposal."""
    number = key.removeprefix("answer-")
    return VendorAnswer.objects.filter(proposal=proposal, pk=number).first() if number.isdecimal() else None
