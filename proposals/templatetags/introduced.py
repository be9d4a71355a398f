"""What a consultation's page shows of proposals, to the DX section."""

from typing import Any

from django import template

from consultations.models import Consultation
from proposals.permissions import is_at_desk
from proposals.selectors.matching import introduced_to

register = template.Library()


@register.inclusion_tag("proposals/_introduced.html", takes_context=True)
def introduced_proposals(context: dict[str, Any], case: Consultation) -> dict[str, Any]:
    """Show the proposals that the desk has introduced to the consultation; to nobody else."""
    user = context["request"].user
    return {"matches": introduced_to(case=case, user=user) if is_at_desk(user) else []}
