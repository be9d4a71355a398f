"""What an exhibition's own page shows of its day."""

from typing import Any

from django import template
from django.urls import reverse

from showcase.enums import ExhibitionState
from showcase.models import Exhibition
from showcase.permissions import can_receive

register = template.Library()

SECTION = (
    ("受付", "exhibition_reception"),
    ("来場のようす", "exhibition_live"),
    ("会場の画面", "exhibition_display"),
    ("アンケートの結果", "exhibition_survey_results"),
    ("ブースの符号を印刷する", "exhibition_stamp_codes"),
)
VISITORS = (("スタンプカード", "exhibition_stamps"), ("アンケート", "exhibition_survey"))
# Nothing of the day is there yet, or will be.
BEFORE = (ExhibitionState.PLANNED, ExhibitionState.APPLICATIONS, ExhibitionState.CANCELLED)


@register.inclusion_tag("showcase/day/_links.html", takes_context=True)
def day_links(context: dict[str, Any], exhibition: Exhibition) -> dict[str, Any]:
    """Draw the ways to the pages of the day, those of the reception for whoever stands there. No query."""
    rows = [] if exhibition.state in BEFORE else [*VISITORS]
    if rows and can_receive(context["request"].user):
        rows += SECTION
    return {"links": [(label, reverse(name, args=[exhibition.pk])) for label, name in rows]}
