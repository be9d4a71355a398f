"""What the desk knows of a company already, while somebody writes down its next proposal."""

from dataclasses import dataclass

from minato_dx.organization.models import User
from minato_dx.reference.models import Company
from proposals.models import Proposal

SHOWN = 5


@dataclass(frozen=True, slots=True)
class KnownCompany:
    """A company of the records, its latest proposals, and whether there are more than these."""

    company: Company
    proposals: list[Proposal]
    has_more: bool


def known_company(*, number: str, user: User, other_than: int | None = None) -> KnownCompany | None:
    """Return what is known of the company with that 法人番号, or None; without the proposal ``other_than``.

    At most two queries.
    """
    company = Company.objects.filter(corporate_number=number).first()
    if company is None:
        return None
    rows = Proposal.objects.visible_to(user).filter(company=company).order_by("-pk")
    if other_than is not None:
        rows = rows.exclude(pk=other_than)
    found = list(rows[: SHOWN + 1])
    return KnownCompany(company=company, proposals=found[:SHOWN], has_more=len(found) > SHOWN)
