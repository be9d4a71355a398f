"""The little language in which the demo consultations are told.

A case says on which working day it began, counted back from the last finished one, and lists its steps. A step's
``when`` is ``"3 11:05"``: the third working day after the case began, at 11:05.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from consultations.enums import AnswerKind, Channel, EffectMethod, Outcome, Urgency


class Who(enum.Enum):
    """Somebody by their part in a case, whoever that is on the day."""

    ASKER = "asker"
    COLLEAGUE = "colleague"
    LEADER = "leader"
    HEAD = "head"
    ACTING = "acting"
    DX = "dx"
    DEPUTY = "deputy"
    SECTION_HEAD = "section_head"


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of a filled-in paper form, drawn when it is needed."""

    name: str
    columns: int = 5
    rows: int = 14


@dataclass(frozen=True, slots=True)
class Csv:
    """A small table as a file."""

    name: str
    text: str


File = Photo | Csv


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens in a case."""

    when: str


@dataclass(frozen=True, slots=True)
class Say(Step):
    who: Who
    text: str
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Note(Step):
    who: Who
    text: str


@dataclass(frozen=True, slots=True)
class Hear(Step):
    """A hearing is arranged; ``on`` is written like ``when`` and may lie ahead of today."""

    on: str
    place: str
    minutes: int = 30
    attendees: str = "{asker}"


@dataclass(frozen=True, slots=True)
class Wish(Step):
    """The requester wishes for times, each written like ``when``."""

    times: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class CancelHearing(Step):
    who: Who
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet(Step):
    """The newest hearing's sheet is written and, unless ``ask`` is false, sent to be confirmed."""

    values: Mapping[str, Any]
    ask: bool = True


@dataclass(frozen=True, slots=True)
class Confirm(Step):
    pass


@dataclass(frozen=True, slots=True)
class Correct(Step):
    text: str


@dataclass(frozen=True, slots=True)
class Assess(Step):
    pass


@dataclass(frozen=True, slots=True)
class Effect:
    """Cases a year, minutes a case before and after, new running hours a year, hours of preparation once."""

    work: str
    cases: int
    before: float
    after: float
    running: float = 0
    initial: float = 0
    method: EffectMethod = EffectMethod.ESTIMATED
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Answer(Step):
    kind: AnswerKind
    text: str
    tool: str = ""
    eliminate: str = ""
    combine: str = ""
    rearrange: str = ""
    simplify: str = ""
    remains: str = ""
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Agree(Step):
    who: Who = Who.HEAD
    text: str = ""


@dataclass(frozen=True, slots=True)
class AskChange(Step):
    text: str
    who: Who = Who.HEAD


@dataclass(frozen=True, slots=True)
class Solved(Step):
    text: str = ""


@dataclass(frozen=True, slots=True)
class LeaderAnswers(Step):
    """The leader who was asked first answers."""

    text: str


@dataclass(frozen=True, slots=True)
class SolvedWithLeader(Step):
    text: str = ""


@dataclass(frozen=True, slots=True)
class LendAsTheme(Step):
    """The requester lends the case to the leaders' group work."""


@dataclass(frozen=True, slots=True)
class Still(Step):
    text: str


@dataclass(frozen=True, slots=True)
class Start(Step):
    plan: str


@dataclass(frozen=True, slots=True)
class Live(Step):
    pass


@dataclass(frozen=True, slots=True)
class Realised(Step):
    effect: Effect
    months: int = 3
    who: Who = Who.ASKER


@dataclass(frozen=True, slots=True)
class Close(Step):
    outcome: Outcome
    text: str


@dataclass(frozen=True, slots=True)
class Wait(Step):
    reason: str


@dataclass(frozen=True, slots=True)
class Rethink(Step):
    reason: str


@dataclass(frozen=True, slots=True)
class Reassign(Step):
    """Somebody else takes the case over; ``to`` is a staff number."""

    to: str
    reason: str
    who: Who = Who.DX


@dataclass(frozen=True, slots=True)
class Withdraw(Step):
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Merge(Step):
    into: str
    reason: str


@dataclass(frozen=True, slots=True)
class HandOver(Step):
    to: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reopen(Step):
    who: Who
    reason: str


@dataclass(frozen=True, slots=True)
class OpenSummary(Step):
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """One consultation: who asked what, when, and everything that followed."""

    key: str
    division: str
    asker: int
    started: int
    at: str
    body: str
    steps: tuple[Step, ...] = ()
    about: str = "わからない"
    urgency: Urgency = Urgency.NONE
    urgency_reason: str = ""
    wished: str = ""
    private: bool = False
    ask_leader: bool = False
    meet_first: bool = False
    preferred_times: str = ""
    channel: Channel = Channel.PORTAL
    files: tuple[File, ...] = field(default=())
