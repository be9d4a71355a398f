"""What an exhibition's own page shows of its day."""

from typing import Any

from django import template
from django.urls import reverse

from showcase.enums import ExhibitionState
from showcase.models import Exhibition
from showcase.permissions import can_read_report, can_receive

register = template.Library()

SECTION = (
    ("受付", "exhibition_reception"),
    ("来場のようす", "exhibition_live"),
    ("会場の画面", "exhibition_display"),
    ("アンケートの結果", "exhibition_survey_results"),
    ("ブースの符号を印刷する", "exhibition_stamp_codes"),
)
VISITORS = (("スタンプカード", "exhibition_stamps"), ("アンケート", "exhibition_survey"))
AFTER = (ExhibitionState.RUNNING, ExhibitionState.CLOSED, ExhibitionState.REPORTED)
# Nothing of the day is there yet, or will be.
BEFORE = (ExhibitionState.PLANNED, ExhibitionState.APPLICATIONS, ExhibitionState.CANCELLED)


@register.inclusion_tag("showcase/day/_links.html", takes_context=True)
def day_links(context: dict[str, Any], exhibition: Exhibition) -> dict[str, Any]:
    """Draw the ways to the pages of the day, those of the reception for whoever stands there. No query."""
    rows = [] if exhibition.state in BEFORE else [*VISITORS]
    if can_read_report(context["request"].user, exhibition) and exhibition.state in AFTER:
        rows.append(("報告", "exhibition_report"))
    if rows and can_receive(context["request"].user):
        rows += SECTION
    return {"links": [(label, reverse(name, args=[exhibition.pk])) for label, name in rows]}
