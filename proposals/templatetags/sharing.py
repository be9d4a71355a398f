"""What the desk's own pages show of its dealings with staff."""

from typing import Any

from django import template

from proposals.models import Proposal
from proposals.permissions import can_work_on
from proposals.selectors import asking, granting

register = template.Library()


@register.inclusion_tag("proposals/_desk_sharing.html", takes_context=True)
def desk_sharing(context: dict[str, Any], proposal: Proposal) -> dict[str, Any]:
    """Show which questions wait for an answer, and who asked for the confidential parts or may read them."""
    user = context["request"].user
    questions = asking.questions_about(proposal=proposal, user=user) if proposal.shared_until else []
    return {
        "proposal": proposal,
        "request": context["request"],
        "questions": [row for row in questions if row.answered_at is None],
        "grants": granting.open_grants(proposal=proposal) if proposal.shared_until else [],
        "works": can_work_on(user, proposal),
    }


@register.inclusion_tag("proposals/_desk_waiting.html", takes_context=True)
def desk_waiting(context: dict[str, Any]) -> dict[str, Any]:
    """Show how many questions and requests wait for an answer of the desk."""
    user = context["request"].user
    return {
        "questions": asking.question_tab_counts(user=user)[asking.OPEN],
        "grants": granting.grant_tab_counts(user=user)[granting.ASKED],
    }
