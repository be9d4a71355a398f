"""Walking a proposal to any state by the real services."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from minato_dx.attachments.selectors import in_quarantine
from minato_dx.attachments.services.by_hand import release_files
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from minato_dx.reference.services import CompanyFacts
from proposals.enums import Criterion, Outcome, Source, State
from proposals.models import Proposal
from proposals.services import deciding, sameness
from proposals.services.receiving import ContactFacts, ProposalFacts, record_proposal
from tests.consultations.walk import NOW
from tests.organization.factories import Ward

NUMBER = "8000020131032"
COMPANY = CompanyFacts(name="みなと見本株式会社", corporate_number=NUMBER, address="東京都港区")
TEXT = "みなと見本株式会社 御中\n\nご提案ありがとうございます。"


def facts(**changes: Any) -> ProposalFacts:
    values: dict[str, Any] = {
        "title": "申込書の読み取り",
        "problem": "手書きの申込書を打ち直す時間をなくします",
        "fields": list(FieldOfWork.objects.filter(name="紙の読み取り")),
    }
    return ProposalFacts(**values | changes)


def propose(ward: Ward, *, company: CompanyFacts = COMPANY, **changes: Any) -> Proposal:
    """Record a proposal that came by mail, as the ward's ``dx_main``."""
    return _record(ward.dx_main, company=company, **changes)


def _record(actor: User, *, company: CompanyFacts = COMPANY, **changes: Any) -> Proposal:
    token = changes.pop("token", None) or uuid.uuid4()
    return record_proposal(
        company=company,
        contact=changes.pop("contact", ContactFacts(name="見本 太郎", mail="taro@example.com")),
        facts=facts(**changes),
        source=Source.MAIL,
        actor=actor,
        token=token,
        now=NOW,
    )


def advance(proposal: Proposal, to: State) -> Proposal:
    """Walk a received proposal to ``to``; what ends as merged is a later one of the same company."""
    if to == State.MERGED:
        later = _record(proposal.assignee)
        sameness.merge(proposal=later, actor=later.assignee, into=proposal, text=TEXT, now=NOW)
        return fresh(later)
    do: dict[str, Any] = {"proposal": proposal, "actor": proposal.assignee, "now": NOW}
    walks: dict[State, list[Callable[[], object]]] = {
        State.INCOMPLETE: [lambda: deciding.ask_back(**do, text=TEXT)],
        State.TRANSFERRED: [lambda: deciding.transfer(**do, to="民間協創担当", text=TEXT)],
        State.DECLINED: [lambda: deciding.decline(**do, reason="同じ機能を持っています", text=TEXT)],
        State.WITHDRAWN: [lambda: deciding.withdraw(**do, reason="")],
        State.SCREENING: [lambda: deciding.begin_screening(**do, text=TEXT)],
    }
    walks[State.SHARED] = [*walks[State.SCREENING], lambda: deciding.share(**do, text=TEXT)]
    walks[State.DIALOGUE] = [*walks[State.SHARED], lambda: deciding.begin_dialogue(**do)]
    walks[State.CLOSED] = [*walks[State.DIALOGUE], lambda: deciding.close(**do, outcome=Outcome.TRIAL, text=TEXT)]
    walks[State.EXPIRED] = [*walks[State.SHARED], lambda: deciding.expire_due(day=dt.date(2027, 11, 25), now=NOW)]
    for step in walks.get(to, []):
        step()
    return fresh(proposal)


def fresh(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_related("company", "assignee").get(pk=proposal.pk)


def scores(value: int = 4) -> dict[str, int]:
    return dict.fromkeys(Criterion.values, value)


def release_all(actor: User) -> None:
    """Let every file be opened that waits in quarantine, as a member of the section does by hand."""
    ids = list(in_quarantine().values_list("pk", flat=True))
    release_files(ids=ids, actor=actor, now=NOW)
