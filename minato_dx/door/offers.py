"""What may be submitted through the door: each pillar registers its kind; the door itself knows none.

A kind's module is named in ``settings.DOOR_KINDS`` and is imported by the door's process, which has none of the
intranet's apps and databases: its forms stand on ``core`` alone, and what they offer comes with what the intranet
published.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from minato_dx.core.forms import PortalForm

Answers = Mapping[str, Mapping[str, list[str]]]


class StepForm(PortalForm):
    """One page of questions. ``published`` is what the intranet publishes: choices, periods."""

    # Field → the tick that marks it as confidential, for the pages that read it back.
    confidential_ticks: Mapping[str, str] = {}

    def __init__(self, *args: Any, published: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.published = published


@dataclass(frozen=True, slots=True)
class Step:
    """One of the few known steps: its name in what is stored, the word in the list of steps, its heading, its form."""

    name: str
    label: str
    title: str
    form: type[StepForm]
    takes_files: bool = False


@dataclass(frozen=True, slots=True)
class SubmissionKind:
    """A kind of submission: where its pages are, what they say, and which answers are its title and mail address."""

    name: str
    title: str
    lead: str
    notes_template: str
    steps: tuple[Step, ...]
    title_of: Callable[[Answers], str]
    mail_of: Callable[[Answers], str]

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
