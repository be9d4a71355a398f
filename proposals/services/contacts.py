"""Contacts with companies as the desk notes them: a call, a mail, a visit, and what was promised."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.organization.models import User
from minato_dx.reference.enums import ContactChannel, ContactDirection
from minato_dx.reference.models import Company, CompanyContact, ContactLog, FieldOfWork
from minato_dx.reference.services import (
    CompanyFacts,
    ContactNote,
    find_or_create_company,
    keep_promise,
    note_contact,
)
from proposals.enums import PROPOSAL_KIND
from proposals.exceptions import ProposalError
from proposals.models import Proposal
from proposals.permissions import is_at_desk


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody writes down of a contact. ``new_contact`` is a person who is not known yet, with ``reached_at``."""

    at: dt.datetime
    channel: ContactChannel
    direction: ContactDirection
    summary: str
    contact: CompanyContact | None = None
    new_contact: str = ""
    reached_at: str = ""
    field: FieldOfWork | None = None
    promised: str = ""
    promised_until: dt.date | None = None
    proposal: Proposal | None = None


@transaction.atomic
def log_contact(*, company: Company | CompanyFacts, said: Said, actor: User, now: dt.datetime) -> ContactLog:
    """Note a contact, with a company of the records or one that is new.

    Sent twice, it is one: the same words with the same company at the same moment by the same person. Raises
    ProposalError for a person or proposal of another company, and ValidationError for what cannot be noted.
    """
    require(is_at_desk(actor))
    firm = company if isinstance(company, Company) else find_or_create_company(facts=company, now=now)
    # One company's contacts are noted one after another, so that the same one is not noted twice.
    firm = Company.objects.select_for_update().get(pk=firm.pk)
    _require_theirs(firm, said)
    same = ContactLog.objects.filter(company=firm, at=said.at, by=actor, summary=said.summary.strip())
    return same.first() or _note(firm, said, actor, now)


def _require_theirs(company: Company, said: Said) -> None:
    if said.contact is not None and said.contact.company_id != company.pk:
        raise ProposalError("ほかの事業者の担当者です。相手を選び直してください。", "contact")
    if said.proposal is not None and said.proposal.company_id != company.pk:
        raise ProposalError("ほかの事業者の提案です。提案を選び直してください。", "proposal")


def _note(company: Company, said: Said, actor: User, now: dt.datetime) -> ContactLog:
    contact = said.contact
    if contact is None and not is_blank(said.new_contact):
        reached = said.reached_at.strip()
        way = {"mail": reached} if "@" in reached else {"phone": reached}
        contact = CompanyContact.objects.create(company=company, name=said.new_contact.strip(), **way)
    return note_contact(
        company=company,
        facts=ContactNote(
            at=said.at,
            channel=said.channel,
            direction=said.direction,
            summary=said.summary,
            contact=contact,
            field=said.field,
            promised=said.promised,
            promised_until=said.promised_until,
            about=(PROPOSAL_KIND, said.proposal.pk) if said.proposal else None,
        ),
        by=actor,
        now=now,
    )


def keep_contact_promise(*, entry: ContactLog, actor: User, day: dt.date) -> ContactLog:
    """Note that what was promised was done on ``day``; said twice, the first day counts.

    Raises ProposalError where nothing was promised.
    """
    require(is_at_desk(actor))
    if not entry.promised:
        raise ProposalError("この連絡には、約束したことがありません。")
    return keep_promise(entry=entry, day=day)
