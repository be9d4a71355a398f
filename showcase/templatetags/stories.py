"""What a consultation's page shows of the story that came of it."""

from typing import Any

from django import template

from consultations.enums import State
from consultations.models import Consultation
from showcase.selectors.stories import panel_of

register = template.Library()


@register.inclusion_tag("showcase/_story_panel.html", takes_context=True)
def story_panel(context: dict[str, Any], case: Consultation) -> dict[str, Any]:
    """Offer to tell a closed consultation as a story, or lead to it; before its end there is nothing to tell."""
    request = context["request"]
    is_over = case.state == State.CLOSED and not case.is_private
    panel = panel_of(case=case, user=request.user) if is_over else None
    return {"panel": panel, "case": case, "request": request}
