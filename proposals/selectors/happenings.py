"""What the desk knows of a company's past: proposals, answers, replies, dialogues, contacts. Nothing confidential."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from minato_dx.organization.models import User
from minato_dx.reference.enums import ContactChannel
from minato_dx.reference.happenings import Happening
from minato_dx.reference.models import Company, ContactLog
from proposals.enums import PROPOSAL_KIND
from proposals.models import Dialogue, Proposal, VendorAnswer, VendorReply
from proposals.selectors.contacts import contacts_for

TEXT_LENGTH = 120


def happenings_with(company: Company, user: User, limit: int) -> Iterator[Happening]:
    """Yield what happened with the company, of each kind the newest ``limit``. Five queries."""
    proposals = Proposal.objects.visible_to(user).filter(company=company)
    yield from _proposals(proposals, limit)
    yield from _answers(_newest(VendorAnswer.objects.filter(proposal__in=proposals), "sent_at", limit))
    yield from _replies(_newest(VendorReply.objects.filter(proposal__in=proposals), "received_at", limit))
    dialogues = Dialogue.objects.visible_to(user).filter(proposal__company=company)
    yield from _dialogues(_newest(dialogues, "starts_at", limit))
    yield from _contacts(contacts_for(user).filter(company=company), limit)


def _newest(rows: QuerySet[Any], moment: str, limit: int) -> QuerySet[Any]:
    return rows.select_related("proposal").order_by(f"-{moment}", "-pk")[:limit]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TEXT_LENGTH else line[: TEXT_LENGTH - 1] + "…"


def _named(proposal: Proposal) -> str:
    return f"{proposal.title}（{proposal.number}）"


def _page_of(proposal: Proposal) -> str:
    return reverse("proposal_detail", args=[proposal.slug])


def _proposals(rows: QuerySet[Proposal], limit: int) -> Iterator[Happening]:
    for row in rows.order_by("-received_at", "-pk")[:limit]:
        yield Happening(row.received_at, f"提案（{row.get_source_display()}）", _named(row), _page_of(row))


def _answers(rows: QuerySet[VendorAnswer]) -> Iterator[Happening]:
    for row in rows:
        kind = f"区の回答：{row.get_kind_display()}"
        # The text stands on the proposal's page: it begins as all of them do.
        yield Happening(row.sent_at, kind, _named(row.proposal), _page_of(row.proposal))


def _replies(rows: QuerySet[VendorReply]) -> Iterator[Happening]:
    for row in rows:
        title, url = _named(row.proposal), _page_of(row.proposal)
        yield Happening(row.received_at, "事業者の返事", title, url, _short(row.text))


def _dialogues(rows: QuerySet[Dialogue]) -> Iterator[Happening]:
    for row in rows:
        kind = f"対話 第{row.number}回（{row.get_state_display()}）"
        url = reverse("dialogue_detail", args=[row.pk])
        yield Happening(row.starts_at, kind, _named(row.proposal), url, _short(row.followed or row.record))


def _contacts(rows: QuerySet[ContactLog], limit: int) -> Iterator[Happening]:
    """Leave out what the log has of a dialogue and of a proposal's receipt: they are told of themselves."""
    received = Proposal.objects.filter(pk=OuterRef("object_id"), received_at=OuterRef("at"))
    rows = rows.exclude(channel=ContactChannel.MEETING).exclude(Exists(received), object_kind=PROPOSAL_KIND)
    for row in rows.select_related("by").order_by("-at", "-pk")[:limit]:
        kind = f"{row.get_direction_display()}の{row.get_channel_display()}"
        text = f"約束：{row.promised}" if row.promised else ""
        url = reverse("contact_detail", args=[row.pk])
        yield Happening(row.at, kind, f"{_short(row.summary)}（{row.by.name}）", url, text)
