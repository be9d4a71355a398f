"""What other pages show of research requests."""

from typing import Any

from django import template

from consultations.models import Consultation, ResearchRequest
from consultations.selectors.research import open_requests, research_of
from minato_dx.reference.selectors import portal_settings

register = template.Library()

WORDS = """次のことに取り組んだ自治体の例を探しています。

{wording}
{field}
ご存じの例があれば、自治体の名前、取組みの内容、分かる資料を、この案内を送った者（{contact}）までお知らせください。
いただいた情報は、庁内の参考にします。お知らせいただくことは、契約や調達のお約束ではありません。
"""


@register.inclusion_tag("consultations/_research_panel.html", takes_context=True)
def research_panel(context: dict[str, Any], case: Consultation) -> dict[str, Any]:
    """Show what was asked of others about a consultation, and offer to ask."""
    return {"panel": research_of(case=case, user=context["request"].user), "case": case}


@register.inclusion_tag("consultations/_research_open.html", takes_context=True)
def research_open(context: dict[str, Any]) -> dict[str, Any]:
    """Show what others are asked; never who asks."""
    return {"rows": open_requests(user=context["request"].user)}


@register.inclusion_tag("consultations/_research_words.html")
def research_words_to_copy(research: ResearchRequest) -> dict[str, Any]:
    """Offer the text that goes to vendors and colleagues elsewhere; it holds the public wording and no names."""
    field = f"\n分野：{research.field.name}\n" if research.field else ""
    contact = portal_settings().contact_name
    return {"words": WORDS.format(wording=research.public_wording, field=field, contact=contact)}
