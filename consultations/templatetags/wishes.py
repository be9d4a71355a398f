"""What the page of a thing, and that of a consultation, shows of 「うちの課でもできる」."""

from typing import Any

from django import template

from consultations import wishes
from consultations.models import Consultation
from consultations.selectors.interests import origin_of, wish_panel

register = template.Library()


@register.inclusion_tag("consultations/_wish_panel.html", takes_context=True)
def wish_panel_of(context: dict[str, Any], kind: str, object_id: int) -> dict[str, Any]:
    """Offer the button, and show who of the division, or how many divisions, wished for it."""
    request = context["request"]
    panel = wish_panel(user=request.user, kind=kind, object_id=object_id)
    return {"panel": panel, "kind": kind, "object_id": object_id, "request": request}


@register.inclusion_tag("consultations/_wish_origin.html", takes_context=True)
def wish_origin(context: dict[str, Any], case: Consultation) -> dict[str, Any]:
    """Show what a consultation began at; the link only where the reader may see the thing."""
    origin = origin_of(consultation_id=case.pk)
    url = ""
    if origin is not None:
        what = wishes.get(origin.kind)
        user = context["request"].user
        url = what.url(origin.object_id) if what.visible(user, [origin.object_id]) else ""
    return {"origin": origin, "url": url}
