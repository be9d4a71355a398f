"""What the page of a research request shows of the case that came of an answer."""

from typing import Any

from django import template

from consultations.models import Finding
from showcase.permissions import is_editor
from showcase.selectors.cases import case_of

register = template.Library()


@register.inclusion_tag("showcase/_case_of_finding.html", takes_context=True)
def case_of_finding(context: dict[str, Any], finding: Finding) -> dict[str, Any]:
    """Lead to the case that came of an answer, or offer to the DX section to make one."""
    request = context["request"]
    case = case_of(finding=finding, user=request.user)
    return {"case": case, "finding": finding, "may_make": is_editor(request.user), "request": request}
