"""Invented consultations of three years: who asked whom, when, and how far it came.

One in ten is open, at every size. A real ward closes what it receives, so that 100,000 open ones among a million never
happen; a share that stays the same is what lets the sizes be compared. The newest are open more often than the old.
"""

import datetime as dt
import random
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from consultations.enums import Outcome, PromiseKind, Side, State
from minato_dx.core.calendar import close_of, fiscal_year
from tests.benchmarks.web.ward import Place

YEARS = 3
PRIVATE_SHARE = 0.03
# (share of the rows, newest first; how many of them are open): a tenth in all.
OPEN_SHARES = ((0.05, 0.9), (0.10, 0.4), (0.85, 0.0176))
OPEN_STATES = {
    State.RECEIVED: 12, State.HEARING: 15, State.ASSESSING: 22, State.ANSWERED: 12, State.PROPOSED: 9,
    State.AGREED: 4, State.IN_PROGRESS: 9, State.MEASURING: 6, State.WAITING: 11,
}  # fmt: skip
ENDED_STATES = {State.CLOSED: 90, State.WITHDRAWN: 5, State.HANDED_OVER: 5}
OUTCOMES = {Outcome.ON_THE_SPOT: 45, Outcome.SOLUTION: 25, Outcome.NO_TOOL: 18, Outcome.REDESIGN: 12}
PROMISES = {
    State.RECEIVED: PromiseKind.FIRST_REPLY,
    State.ANSWERED: PromiseKind.CONFIRMATION,
    State.PROPOSED: PromiseKind.AGREEMENT,
    State.MEASURING: PromiseKind.MEASUREMENT,
}
SENTENCES = (
    "申込書が紙で、毎月おなじ内容を打ち直している", "ファクスで届く報告書の転記に2日かかる",
    "台帳が3つあり、どれが正しいか分からない",
    "電話の問い合わせが同じ内容ばかりで、窓口が空かない", "予約の変更を電話だけで受けている",
    "会議の資料を印刷して配っている",
    "写真の整理に半日かかる", "集計のたびに各課へExcelを配って集めている", "押印と郵送の往復で2週間かかる",
    "どのツールを使えばよいか分からない", "引き継ぎの資料がなく、前任者に聞いている", "同じ住所を4つの画面に入れている",
)  # fmt: skip
DETAILS = (
    "月に400件ほどあり、2人で手分けをしています。", "年度末はこの作業だけで1日が終わります。",
    "様式は10年以上変わっていません。", "間違いが見つかると、はじめから確かめ直します。",
    "前に調べたときは、予算がつきませんでした。",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """The outline of one consultation, from which the rows of every table are made."""

    number: int
    fiscal_year: int
    serial: int
    place: Place
    requester: tuple[int, str]
    title: str
    body: str
    state: State
    outcome: str
    is_private: bool
    received_at: dt.datetime
    due_at: dt.datetime | None
    due_kind: str
    moments: tuple[dt.datetime, dt.datetime, dt.datetime]
    closed_at: dt.datetime | None

    @property
    def last_side(self) -> Side:
        return Side.DX if self.state != State.RECEIVED else Side.ASKER


class Ward:
    """Draws consultations, always the same ones for a seed."""

    def __init__(self, *, places: list[Place], now: dt.datetime, seed: int = 20261124) -> None:
        self.places = places
        self.now = now
        self.rng = random.Random(seed)
        self.today_closes = close_of(now.date())

    def cases(self, count: int) -> Iterator[Case]:
        """Yield ``count`` consultations from the oldest to the newest."""
        serials: dict[int, int] = {}
        span = dt.timedelta(days=365 * YEARS)
        for number in range(1, count + 1):
            received_at = self.now - span * ((count - number + 1) / count)
            year = fiscal_year((received_at + dt.timedelta(hours=9)).date())
            serials[year] = serials.get(year, 0) + 1
            yield self._case(number, (year, serials[year]), received_at, age=(count - number) / count)

    def _case(self, number: int, receipt: tuple[int, int], received_at: dt.datetime, *, age: float) -> Case:
        rng = self.rng
        place = rng.choice(self.places)
        is_open = rng.random() < _open_share(age)
        state = _drawn(rng, OPEN_STATES if is_open else ENDED_STATES)
        gap = (self.now - received_at) / 4
        first = received_at + min(gap, dt.timedelta(days=rng.random() * 2))
        last = first + min(gap, dt.timedelta(days=rng.random() * 20))
        sentence = rng.choice(SENTENCES)
        return Case(
            number=number,
            fiscal_year=receipt[0],
            serial=receipt[1],
            place=place,
            requester=rng.choice(place.staff),
            title=f"{sentence}（{number}）",
            body=f"{sentence}。{rng.choice(DETAILS)}{rng.choice(DETAILS)}",
            state=state,
            outcome=str(_drawn(rng, OUTCOMES)) if state == State.CLOSED else "",
            is_private=rng.random() < PRIVATE_SHARE,
            received_at=received_at,
            due_at=self._due(state) if is_open else None,
            due_kind=str(PROMISES.get(state, PromiseKind.NEXT_STEP)) if is_open else "",
            moments=(received_at, first, last),
            closed_at=None if is_open else last,
        )

    def _due(self, state: State) -> dt.datetime:
        """Return a promise's moment: one in ten is over."""
        days = 90 if state == State.MEASURING else 4 if state == State.RECEIVED else 20
        return self.today_closes + dt.timedelta(days=round(self.rng.random() * days - days / 10))


def _open_share(age: float) -> float:
    reached = list(accumulate(share for share, _ in OPEN_SHARES))
    return OPEN_SHARES[min(bisect(reached, age), len(OPEN_SHARES) - 1)][1]


def _drawn(rng: random.Random, weights: dict[Any, int]) -> Any:
    return rng.choices(list(weights), list(weights.values()))[0]
