"""The parts of the showcase, led to from each of its lists."""

from typing import Any

from django import template
from django.urls import reverse

register = template.Library()

SECTIONS = (("まとめ", "showcase_front"), ("成功事例", "story_list"))


@register.inclusion_tag("showcase/_sections.html", takes_context=True)
def showcase_sections(context: dict[str, Any]) -> dict[str, Any]:
    """Draw the links to the other parts; the one that is open is marked."""
    path = context["request"].path
    rows = [(label, reverse(name)) for label, name in SECTIONS]
    return {"sections": [(label, url, path == url) for label, url in rows]}
