"""A company's whole past with the ward, brought together from the pillars, and the list of all companies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, IntegerField, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from minato_dx.organization.models import User
from minato_dx.reference.happenings import Happening, happenings_of
from minato_dx.reference.models import Company, CompanyContact, ContactLog
from proposals.models import Proposal, VendorAnswer
from proposals.selectors.contacts import companies_with, contacts_for, owed_to_companies

PROPOSALS_SHOWN = 50
HAPPENINGS_SHOWN = 60
SORTS: Mapping[str, tuple[str, Sequence[Any]]] = {
    "": ("最近連絡した順", (F("last_contact").desc(nulls_last=True), "name_key", "pk")),
    "name": ("名称順", ("name_key", "pk")),
    "proposals": ("提案の多い順", ("-proposal_count", "name_key", "pk")),
    "owed": ("約束の残りが多い順", ("-owed_count", "name_key", "pk")),
}


def listed_companies(*, user: User, words: str, sort: str) -> QuerySet[Company]:
    """Return the companies whose name or 法人番号 has every word, in any width, with what a line counts. One query."""
    rows: QuerySet[Company] = Company.objects.all()
    for word in words.split():
        rows = rows.filter(pk__in=companies_with(word).order_by().values("pk"))
    proposals = Proposal.objects.visible_to(user).filter(company=OuterRef("pk"))
    log = contacts_for(user).filter(company=OuterRef("pk"))
    owed = owed_to_companies(user).filter(company=OuterRef("pk"))
    found: QuerySet[Company] = rows.annotate(
        proposal_count=_count(proposals),
        open_count=_count(proposals.filter(is_open=True)),
        contact_count=_count(log),
        owed_count=_count(owed),
        last_contact=Subquery(log.order_by().values("company").annotate(last=Max("at")).values("last")),
    )
    return found.order_by(*SORTS[sort][1])


def _count(rows: QuerySet[Any]) -> Coalesce:
    number = rows.order_by().values("company").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), Value(0))


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal, and what was last sent about it."""

    proposal: Proposal
    last_answer: VendorAnswer | None


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """Everything on the page of one company."""

    contacts: list[CompanyContact]
    owed: list[ContactLog]
    proposals: list[ProposalLine]
    has_more_proposals: bool
    happenings: list[Happening]
    has_more_happenings: bool


def company_page(*, company: Company, user: User) -> CompanyPage:
    """Return a company's page, as a member of the desk reads it. Four queries, and those of the apps."""
    rows = Proposal.objects.visible_to(user).filter(company=company).order_by("-received_at", "-pk")
    proposals = list(rows.select_related("assignee").prefetch_related("answers")[: PROPOSALS_SHOWN + 1])
    happenings = happenings_of(company=company, user=user, limit=HAPPENINGS_SHOWN + 1)
    owed = owed_to_companies(user).filter(company=company)
    return CompanyPage(
        contacts=list(company.contacts.order_by("-is_active", "pk")),
        owed=list(owed.select_related("by", "contact").order_by(F("promised_until").asc(nulls_last=True), "pk")),
        proposals=[_line(row) for row in proposals[:PROPOSALS_SHOWN]],
        has_more_proposals=len(proposals) > PROPOSALS_SHOWN,
        happenings=happenings[:HAPPENINGS_SHOWN],
        has_more_happenings=len(happenings) > HAPPENINGS_SHOWN,
    )


def _line(proposal: Proposal) -> ProposalLine:
    answers = list(proposal.answers.all())
    return ProposalLine(proposal, answers[-1] if answers else None)
