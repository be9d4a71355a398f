"""What the desk's pages show of dialogues, contacts and calls."""

from typing import Any

from django import template

from proposals.enums import SHOWN
from proposals.models import Proposal
from proposals.permissions import can_work_on
from proposals.selectors.calls import new_count
from proposals.selectors.dialogues import dialogues_about

register = template.Library()


@register.inclusion_tag("proposals/_dialogue_panel.html", takes_context=True)
def dialogue_panel(context: dict[str, Any], proposal: Proposal) -> dict[str, Any]:
    """List the dialogues, and offer to arrange another one; nothing where there can be none."""
    user = context["request"].user
    return {
        "proposal": proposal,
        "dialogues": dialogues_about(proposal=proposal),
        "may_plan": proposal.state in SHOWN and can_work_on(user, proposal),
    }


@register.inclusion_tag("proposals/_desk_links.html", takes_context=True)
def desk_links(context: dict[str, Any]) -> dict[str, Any]:
    """Link the desk's pages to one another, with the number of calls that wait."""
    return {"here": context["request"].path, "calls": new_count()}
