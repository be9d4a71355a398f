"""What this person may do with this research request now: the one table of buttons."""

from typing import Any

from django.urls import reverse

from consultations.enums import ResearchState
from consultations.models import ResearchRequest
from consultations.permissions import can_run_research
from minato_dx.core.steps import Act
from minato_dx.organization.models import User

# Transition → its page and the words of its button, in the order in which they are offered.
PAGES = {
    "pass_on": ("research_pass_on", "聞き始める"),
    "accept": ("research_word", "公開する文を決める"),
    "close": ("research_close", "調査を終える"),
    "decline": ("research_decline", "見送る"),
    "withdraw": ("research_withdraw", "取り下げる"),
}
MEND_WORDING = "公開する文を直す"


def research_acts(*, request: ResearchRequest, user: User) -> list[Act]:
    """Return what can be done now, the likeliest first."""
    # The state field gives the model this method; its types know nothing of it.
    fsm: Any = request
    names = {step.name for step in fsm.get_available_user_state_transitions(user)}
    acts = [Act(name, label, reverse(url, args=[request.pk])) for name, (url, label) in PAGES.items() if name in names]
    if request.state == ResearchState.ACCEPTED:
        acts = [Act(act.name, MEND_WORDING, act.url) if act.name == "accept" else act for act in acts]
    if request.state == ResearchState.PASSED_ON and can_run_research(user):
        acts.insert(0, Act("answer", "届いた回答を記録する", reverse("research_answer", args=[request.pk])))
    return acts
