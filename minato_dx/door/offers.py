"""What may be submitted through the door: each pillar registers its kind; the door itself knows none.

A kind's module is named in ``settings.DOOR_KINDS`` and is imported by the door's process, which has none of the
intranet's apps and databases: its forms stand on ``core`` alone, and what they offer comes with what the intranet
published.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from minato_dx.core.forms import PortalForm

Answers = Mapping[str, Mapping[str, list[str]]]


class StepForm(PortalForm):
    """One page of questions. ``published`` is what the intranet publishes: choices, periods.

    ``answers`` are those of the steps written so far, for a step whose choices depend on an earlier one.
    """

    # Field → the tick that marks it as confidential, for the pages that read it back.
    confidential_ticks: Mapping[str, str] = {}

    def __init__(self, *args: Any, published: Mapping[str, Any], answers: Answers | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.published, self.answers = published, answers or {}


@dataclass(frozen=True, slots=True)
class Step:
    """One of the few known steps: its name in what is stored, the word in the list of steps, its heading, its form."""

    name: str
    label: str
    title: str
    form: type[StepForm]
    takes_files: bool = False
    takes_confidential: bool = True


def always_open(_published: Mapping[str, Any], _answers: Answers, _today: dt.date) -> str:
    """Refuse nothing: what may be submitted at any time."""
    return ""


def no_acts(_page: Mapping[str, Any], _action: str, _thing: str, _now: dt.datetime) -> str:
    """Refuse every act: a kind whose status page has no buttons of its own."""
    return "この受付では、できません。"


@dataclass(frozen=True, slots=True)
class Words:
    """What the status page of a kind calls its parts."""

    waiting: str = "受付（窓口に届けています）"
    taken_over: str = "審査が始まったので、書いていただいた内容は、公開のこの場所から庁内に移しました。"
    revise: str = "内容を変える"
    not_revisable: str = "審査が始まったので、内容は変えられません。"
    too_late: str = (
        "審査が始まったので、内容は変えられません。変えたいことは、窓口からの連絡へのお返事でお知らせください。"
    )
    withdraw: str = "取り下げる"
    withdrawn: str = "取り下げ"
    withdraw_ask: str = "を取り下げますか"
    withdrawing: str = (
        "取り下げると、審査も、庁内での共有も終わります。元には戻せません。もう一度ご提案いただくことはできます。"
    )


@dataclass(frozen=True, slots=True)
class SubmissionKind:
    """A kind of submission: where its pages are, what they say, and which answers are its title and mail address.

    ``page`` names what the intranet publishes for its forms. ``refuse`` says why nothing (more) is taken, empty where
    it is; with answers, why these are not. ``status_template`` draws what the intranet tells of one submission
    (``Submission.page``), and ``refuse_act`` says why one of its buttons may not be pressed, empty where it may;
    what is not ``is_revisable`` is changed by its buttons alone.
    """

    name: str
    title: str
    lead: str
    notes_template: str
    steps: tuple[Step, ...]
    title_of: Callable[[Answers], str]
    mail_of: Callable[[Answers], str]
    page: str = "settings"
    refuse: Callable[[Mapping[str, Any], Answers, dt.date], str] = always_open
    status_template: str = ""
    refuse_act: Callable[[Mapping[str, Any], str, str, dt.datetime], str] = no_acts
    is_revisable: bool = True
    words: Words = Words()

    def place_of(self, name: str) -> int:
        """Return the number of a step, from 1."""
        return 1 + [step.name for step in self.steps].index(name)


_kinds: dict[str, SubmissionKind] = {}


def register(kind: SubmissionKind) -> None:
    """Make the kind known; registering one name twice is a programming error."""
    if kind.name in _kinds:
        raise ValueError(f"kind {kind.name!r} is registered twice")
    _kinds[kind.name] = kind


def registered() -> tuple[SubmissionKind, ...]:
    return tuple(_kinds.values())


def get(name: str) -> SubmissionKind:
    """Return the kind, or raise KeyError for a name that no pillar has registered."""
    return _kinds[name]


def first_answer(answers: Answers, step: str, field: str) -> str:
    """Return what was typed in a field, empty where nothing was."""
    typed = answers.get(step, {}).get(field) or [""]
    return typed[0]
