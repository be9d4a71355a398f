"""What the steps of every kind of case share: how one is offered, may it be taken, and who was quicker."""

from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django_fsm import has_transition_perm

from minato_dx.core.badges import clock

LOOK_AGAIN = "画面を開き直して、いまの状態を確かめてください。"


class Logged(Protocol):
    """A line of a log of steps; without a name it was the clock."""

    actor_name: Any
    created_at: Any


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do: a link to the page on which it is done."""

    name: str
    label: str
    url: str


def require(allowed: bool) -> None:
    """Raise PermissionDenied (403) unless ``allowed``."""
    if not allowed:
        raise PermissionDenied


def may_take(method: Any, actor: object) -> bool:
    """Tell whether the transition ``method`` is the actor's to take, apart from the state."""
    # The library's types know Django's own user classes only.
    return bool(has_transition_perm(method, cast(Any, actor)))


def who_was_quicker(*, thing: str, state: str, last: Logged | None) -> str:
    """Return the sentence that says who moved ``thing`` (such as この相談) to ``state``, and when (JST).

    ``last`` is the step that brought it there; without one, or where it was the clock's, the state is all it says.
    """
    if last is None or not last.actor_name:
        return f"{thing}は「{state}」です。{LOOK_AGAIN}"
    when = timezone.localtime(last.created_at)
    moment = f"{when.month}月{when.day}日{clock(when)}"
    return f"{thing}は、{last.actor_name}さんが{moment}に「{state}」にしました。{LOOK_AGAIN}"
