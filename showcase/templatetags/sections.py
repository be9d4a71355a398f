"""The parts of the showcase, led to from each of its lists."""

from typing import Any

from django import template
from django.urls import reverse

from showcase.permissions import can_run_exhibitions

register = template.Library()

SECTIONS = (
    ("まとめ", "showcase_front"),
    ("成功事例", "story_list"),
    ("ほかの自治体の事例", "case_list"),
    ("調査依頼", "research_list"),
    ("展示会", "exhibition_list"),
    ("うちの出展", "exhibitor_mine"),
)
DESK_SECTIONS = (("展示会の準備", "exhibition_plan"),)


@register.inclusion_tag("showcase/_sections.html", takes_context=True)
def showcase_sections(context: dict[str, Any]) -> dict[str, Any]:
    """Draw the links to the other parts; the one that is open is marked."""
    request = context["request"]
    path = request.path
    shown = SECTIONS + (DESK_SECTIONS if can_run_exhibitions(request.user) else ())
    rows = [(label, reverse(name)) for label, name in shown]
    return {"sections": [(label, url, path == url) for label, url in rows]}
