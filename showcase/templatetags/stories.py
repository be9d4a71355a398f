"""What a consultation's page shows of the story that came of it."""

from typing import Any

from django import template
from django.urls import reverse

from consultations.enums import State
from consultations.models import Consultation
from leaders.models import TrialApp
from showcase.enums import AdoptionState
from showcase.selectors.adoptions import asked_at_the_end
from showcase.selectors.stories import panel_of, panel_of_app

register = template.Library()

# What needs no words; giving up says why.
ONE_CLICK = [
    (state.value, state.label) for state in (AdoptionState.ADOPTED, AdoptionState.ADAPTED, AdoptionState.TRYING)
]


@register.inclusion_tag("showcase/_story_panel.html", takes_context=True)
def story_panel(context: dict[str, Any], case: Consultation) -> dict[str, Any]:
    """Offer to tell a closed consultation as a story, or lead to it; before its end there is nothing to tell."""
    request = context["request"]
    is_over = case.state == State.CLOSED and not case.is_private
    panel = panel_of(case=case, user=request.user) if is_over else None
    about = "この相談の内容から下書きを作ります。相談した人と所属長が同意するまで、ほかの課には見えません。"
    return {"panel": panel, "about": about, "begin_url": reverse("story_begin", args=[case]), "request": request}


@register.inclusion_tag("showcase/_adoption_panel.html", takes_context=True)
def adoption_panel(context: dict[str, Any], case: Consultation) -> dict[str, Any]:
    """Ask at the end of a consultation that began at a story what became of it, in one click."""
    request = context["request"]
    asked = asked_at_the_end(case=case, user=request.user)
    return {"asked": asked, "case": case, "one_click": ONE_CLICK, "request": request}


@register.inclusion_tag("showcase/_story_panel.html", takes_context=True)
def story_panel_of_app(context: dict[str, Any], app: TrialApp) -> dict[str, Any]:
    """Offer to tell of a trial app that is in use, or lead to its story."""
    request = context["request"]
    about = "登録の内容から下書きを作ります。持ち主と所属長が同意するまで、ほかの課には見えません。"
    panel = panel_of_app(app=app, user=request.user)
    return {"panel": panel, "about": about, "begin_url": reverse("story_begin_app", args=[app.pk]), "request": request}


@register.filter
def counts_text(story: Any) -> str:
    """Return ``取り入れた課 2・参考になった 5人・質問 1件`` of a story with its counts; what is none is left out."""
    parts = (
        (story.adopted_count, f"取り入れた課 {story.adopted_count}"),
        (story.useful_count, f"参考になった {story.useful_count}人"),
        (story.question_count, f"質問 {story.question_count}件"),
    )
    return "・".join(text for count, text in parts if count)
