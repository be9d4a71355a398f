"""What this person may do with this proposal now, each with its page: the one table of buttons."""

from typing import Any

from django.urls import reverse

from minato_dx.core.steps import Act
from minato_dx.organization.models import User
from proposals.enums import SHOWN, State
from proposals.models import Proposal
from proposals.permissions import can_reassign, can_work_on, is_at_desk

# Transition → its page and the words of its button, in the order in which they are offered.
PAGES = {
    "begin_screening": ("proposal_begin", "審査に進む"),
    "complete": ("proposal_complete", "補正を受け取った"),
    "share": ("proposal_share", "庁内に共有する"),
    "begin_dialogue": ("proposal_dialogue", "日時を決めずに対話を始める"),
    "close": ("proposal_close", "結果を記録して終える"),
    "ask_back": ("proposal_ask_back", "補正をお願いする"),
    "transfer": ("proposal_transfer", "別の窓口へ移送する"),
    "decline": ("proposal_decline", "見送る"),
    "merge": ("proposal_merge", "前の提案と合わせる"),
    "withdraw": ("proposal_withdraw", "取り下げを記録する"),
}


def acts_for(*, proposal: Proposal, user: User) -> list[Act]:
    """Return what can be done now, the likeliest first."""
    # The state field gives the model this method; its types know nothing of it.
    fsm: Any = proposal
    names = {step.name for step in fsm.get_available_user_state_transitions(user)}
    acts = [_act(proposal, name, *PAGES[name]) for name in PAGES if name in names]
    if can_work_on(user, proposal) and proposal.state == State.SCREENING:
        acts.insert(0, _act(proposal, "reviewers", "proposal_reviewers", "審査する人を決める"))
    if can_work_on(user, proposal) and proposal.state in SHOWN:
        first = proposal.state == State.SHARED
        acts.insert(0 if first else 1, _act(proposal, "plan_dialogue", "dialogue_plan", "対話の日時を決める"))
    if can_work_on(user, proposal) and proposal.is_open:
        acts.append(_act(proposal, "ask_vendor", "proposal_ask_vendor", "事業者に質問する"))
    if can_reassign(user) and proposal.is_open:
        acts.append(_act(proposal, "reassign", "proposal_reassign", "担当を替える"))
    return acts


def confidential_act(*, proposal: Proposal, user: User) -> Act | None:
    """Return the way to the confidential parts, for the desk."""
    return _act(proposal, "open", "proposal_confidential", "非公開の部分を開く") if is_at_desk(user) else None


def _act(proposal: Proposal, name: str, url_name: str, label: str) -> Act:
    return Act(name, label, reverse(url_name, args=[proposal.slug]))


def may_merge(*, proposal: Proposal, user: User) -> bool:
    """Tell whether the proposal can still be merged into an earlier one, by this person."""
    return any(act.name == "merge" for act in acts_for(proposal=proposal, user=user))
