"""What this person may do with this consultation now, each with its page: the one table of buttons.

The states are not listed here a second time: what can be done is what the transitions of the model allow.
"""

import copy
import functools
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from consultations.enums import State
from consultations.models import Consultation
from consultations.permissions import (
    can_change_privacy,
    can_lend_as_theme,
    can_record_effect,
    can_see_notes,
    can_work_on,
    can_write_message,
    is_requester,
    leads_division,
)
from minato_dx.core.steps import Act
from minato_dx.organization.models import User
from minato_dx.organization.roles import roles_of

# Transition → its page and the words of its button. Two transitions of one page make one button.
PAGES = {
    "begin_hearing": ("hearing_create", "ヒアリングの日を決める"),
    "choose_time": ("meeting_choose", "会う日時を選ぶ"),
    "begin_assessing": ("consultation_assess", "見立てに進む"),
    "give_answer": ("answer_create", "回答・提案を書く"),
    "propose": ("answer_create", "回答・提案を書く"),
    "agree": ("agreement", "提案を読んで、合意する"),
    "ask_change": ("agreement", "提案を読んで、合意する"),
    "confirm_solved": ("consultation_solved", "解決した"),
    "still_in_trouble": ("consultation_still", "まだ困っている"),
    "solved_with_leader": ("leader_solved", "解決した"),
    "start_work": ("consultation_start", "実施を始める"),
    "go_live": ("consultation_live", "運用を始めた日を記録する"),
    "close": ("consultation_close", "完了にする"),
    "wait": ("consultation_wait", "返信を待つ（期限を止める）"),
    "resume": ("consultation_resume", "待つのをやめる"),
    "rethink": ("consultation_rethink", "見立てに戻す"),
    "merge": ("consultation_merge", "ほかの相談に統合する"),
    "hand_over": ("consultation_hand_over", "別の窓口へ引き継ぐ"),
    "withdraw": ("consultation_withdraw", "相談を取り下げる"),
    "reopen": ("consultation_reopen", "相談を再開する"),
}


ANY_NUMBER, ANY_HEARING = "2000-0001", 1


@functools.lru_cache(maxsize=64)
def _ending(url_name: str, has_hearing: bool) -> str:
    """Return what a page's address has after that of its case; asked of the URLconf once."""
    args = [ANY_NUMBER, ANY_HEARING] if has_hearing else [ANY_NUMBER]
    return reverse(url_name, args=args).removeprefix(_base(ANY_NUMBER)).replace(f"/{ANY_HEARING}/", "/{hearing}/")


@functools.lru_cache(maxsize=4096)
def _base(slug: str) -> str:
    return reverse("consultation_detail", args=[slug])


def address(case: Consultation, url_name: str, hearing: int | None = None) -> str:
    """Return the address of a page of the case; one page shows twenty of them, so ``reverse`` is asked once."""
    return _base(case.slug) + _ending(url_name, hearing is not None).format(hearing=hearing)


@dataclass(frozen=True, slots=True)
class Viewer:
    """What this person is to this consultation, asked once for the whole page."""

    user: User
    is_requester: bool
    works_on: bool
    writes: bool
    sees_notes: bool
    sees_accesses: bool
    is_dx_staff: bool
    records_effect: bool


def may_see_accesses(*, user: User, case: Consultation) -> bool:
    """Tell whether ``user`` reads who opened a private case: its requester and the section head."""
    return case.is_private and (is_requester(user, case) or roles_of(user).is_section_head)


def viewer_of(*, user: User, case: Consultation) -> Viewer:
    """Return what ``user`` is to the case; at most one query, and none for its requester and those who work on it."""
    roles = roles_of(user)
    return Viewer(
        user=user,
        is_requester=is_requester(user, case),
        works_on=can_work_on(user, case),
        writes=can_write_message(user, case),
        sees_notes=can_see_notes(user, case),
        sees_accesses=may_see_accesses(user=user, case=case),
        is_dx_staff=roles.is_dx_staff,
        records_effect=can_record_effect(user, case),
    )


def acts_for(*, case: Consultation, viewer: Viewer) -> dict[str, Act]:
    """Return everything that can be done now, by name, in the order in which it is offered."""
    available = _available(case, viewer.user)
    acts = {
        name: Act(name, label, address(case, url_name))
        for name, (url_name, label) in PAGES.items()
        if name in available
    }
    return _once_per_page(acts | _without_transition(case, viewer))


def _available(case: Consultation, user: User) -> set[str]:
    """The transitions out of the present state, and those out of the one it returns to once the waiting ends."""
    names = _names(case, user)
    if case.is_waiting:
        resumed: Any = copy.copy(case)
        resumed.resume()  # in memory only: what would be possible then
        names |= _names(resumed, user) - {"wait"}
    return names


def _names(case: Any, user: User) -> set[str]:
    return {transition.name for transition in case.get_available_user_state_transitions(user)}


def _without_transition(case: Consultation, viewer: Viewer) -> dict[str, Act]:
    """What changes something else than the state."""

    def act(name: str, label: str, url_name: str) -> Act:
        return Act(name, label, address(case, url_name))

    acts = []
    if viewer.works_on and case.working_state == State.HEARING:
        acts.append(act("arrange_hearing", "ヒアリングの日を加える", "hearing_create"))
    if viewer.works_on and case.is_open:
        acts.append(act("reassign", "担当を替える", "consultation_reassign"))
    if viewer.is_requester and case.is_private and case.working_state == State.PROPOSED:
        acts.append(act("open_summary", "要約を所属長に見せる", "consultation_summary"))
    if viewer.records_effect and case.went_live_on and case.working_state in (State.MEASURING, State.CLOSED):
        acts.append(act("record_realised", "実績を書く", "effect_record"))
    if can_change_privacy(viewer.user, case):
        label = "課の人にも見せる" if case.is_private else "非公開にする"
        acts.append(act("set_privacy", label, "consultation_privacy"))
    return {entry.name: entry for entry in [*acts, *_about_leaders(case, viewer)]}


def _about_leaders(case: Consultation, viewer: Viewer) -> list[Act]:
    """What the division's leader does, and what may be lent to the leaders' group work."""
    acts = []
    if case.is_with_leader and leads_division(viewer.user, case):
        acts.append(Act("leader_answer", "答える・担当に回す", address(case, "leader_answer")))
    if case.is_with_leader and viewer.is_requester:
        acts.append(Act("hand_on", "担当に回す", address(case, "leader_hand_on")))
    if can_lend_as_theme(viewer.user, case) and case.is_open:
        acts.append(Act("lend_as_theme", "リーダー研修のテーマに使ってもらう", address(case, "consultation_theme")))
    return acts


def _once_per_page(acts: dict[str, Act]) -> dict[str, Act]:
    seen: set[str] = set()
    kept = {}
    for name, act in acts.items():
        if act.url not in seen:
            seen.add(act.url)
            kept[name] = act
    return kept
