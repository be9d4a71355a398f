"""Plan, cohorts and recommendations of the invented ward, brought about by the services that the pages use."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from leaders.enums import Outcome
from leaders.models import Cohort, LeaderTerm, Plan, PlanYear, Recommendation
from leaders.services.deciding import decide
from leaders.services.recommending import (
    Nomination,
    answer_consent,
    answer_no_candidate,
    check_off,
    give_back,
    recommend,
    withdraw,
)
from minato_dx.organization.models import Division, User
from minato_dx.portal.demo.consultations import stamp
from minato_dx.portal.demo.named import HEAD, OFFICES
from minato_dx.portal.demo.organisation import DX_SECTION
from minato_dx.portal.demo.people import Company
from minato_dx.portal.demo.roster import Years
from minato_dx.portal.demo.scene import Stage
from minato_dx.portal.demo.staffing import LEADERS, leader_start
from minato_dx.portal.demo.timeline import Timeline
from minato_dx.portal.demo.together import load_together
from minato_dx.portal.demo.training import load_training
from minato_dx.portal.demo.trial_apps import load_trial_apps

TARGETS = (35, 55, 75)
OPEN_COHORT = len(LEADERS) + 1
TRAINING_DAYS, DAYS_TO_TRAINING = 170, 7
CANDIDATE = 1  # the place in a division of whom its head recommends

WAITING = ("0101", "0102", "0201", "0301", "0706", "0904", "1001", "1203")
DECIDED = ("0802", "1101")
TO_CHECK = ("1102", "1301")
ASKED = ("0202", "0204")
GIVEN_BACK, DRAFT, TAKEN_BACK = "1305", "1310", "0402"
WITHOUT = {
    "2001": "4人の事務局で、監査の時期と重なります。来年度に考えます。",
    "2101": "定例会の準備があり、半年の研修に出せる人がいません。次の期に推薦します。",
}
REASONS = (
    "窓口の申請書を自分で見直した経験があり、周りの職員からよく相談を受けています。",
    "表計算の集計を係の中で教えています。ほかの課の事例も、進んで調べています。",
    "異動してきて2年目です。前の職場で電子申請の受付を担当していました。",
    "業務の手順書を新しくまとめました。紙の多い仕事を減らしたいと話しています。",
)
USES = (
    "課の中の最初の相談相手になってもらい、月に1回、困りごとを集めてもらいます。",
    "",
    "電子申請に移す手続きを選んでもらいます。",
)
COMMENT = "自分の課の仕事を見直すきっかけにしたいです。"
QUESTION = "任せたいことを、もう少し具体的に書いてください。課の中でどの仕事から始めますか。"


@dataclass(frozen=True, slots=True)
class Act:
    """One step on a working day; the acts of a division follow one another."""

    offset: int
    clock: str
    happen: Callable[[dt.datetime], None]


def load_leaders(*, stage: Stage, years: Years) -> None:
    """Write plan and cohorts, and let heads, candidates, the DX section and the CIO act on the open one."""
    _load_plan(years)
    _load_past_cohorts(stage, years)
    cohort = _open_cohort(stage.timeline)
    acts = sorted(_Acts(stage.company, cohort).all(), key=lambda act: stage.timeline.moment(act.offset, act.clock))
    for act in acts:
        moment = stage.timeline.moment(act.offset, act.clock)
        act.happen(moment)
        stamp(stage, moment)
    load_together(stage=stage)
    load_trial_apps(stage=stage, years=years)


def _load_plan(years: Years) -> None:
    plan = Plan.objects.create(name="DX推進リーダー3か年計画")
    for step, target in enumerate(TARGETS):
        PlanYear.objects.create(plan=plan, fiscal_year=years.april_before.year + step, target=target)


def _load_past_cohorts(stage: Stage, years: Years) -> None:
    for batch in range(len(LEADERS)):
        appointed = leader_start(start=years.start, batch=batch)
        begins = appointed + dt.timedelta(days=DAYS_TO_TRAINING)
        ends = begins + dt.timedelta(days=TRAINING_DAYS)
        cohort = Cohort.objects.create(
            number=batch + 1,
            recommend_from=appointed - dt.timedelta(days=60),
            recommend_until=appointed - dt.timedelta(days=20),
            appoint_on=appointed,
            training_from=begins,
            training_until=ends,
        )
        LeaderTerm.objects.filter(valid_from=appointed).update(cohort=cohort)
        terms = LeaderTerm.objects.filter(cohort=cohort).select_related("person", "division").order_by("division__key")
        load_training(stage=stage, cohort=cohort, terms=list(terms), is_last=batch == len(LEADERS) - 1)


def _open_cohort(timeline: Timeline) -> Cohort:
    appointed = timeline.day(10)
    begins = appointed + dt.timedelta(days=DAYS_TO_TRAINING)
    return Cohort.objects.create(
        number=OPEN_COHORT,
        recommend_from=timeline.day(-20),
        recommend_until=timeline.day(5),
        appoint_on=appointed,
        training_from=begins,
        training_until=begins + dt.timedelta(days=TRAINING_DAYS),
        note="半年の研修です。月に1回、勤務時間の中で受けてもらいます。",
    )


class _Acts:
    """Who does what on which day; a division's number in the list makes its day and its words."""

    def __init__(self, company: Company, cohort: Cohort) -> None:
        self.company, self.cohort = company, cohort
        self.section_head = company.by_place[DX_SECTION, HEAD]

    def all(self) -> Iterator[Act]:
        asked_first = (*WAITING, *DECIDED, *TO_CHECK, *ASKED, GIVEN_BACK, TAKEN_BACK)
        for place, key in enumerate(asked_first):
            yield Act(place % 6 - 14, f"{9 + place % 7}:20", partial(self._recommend, place, key))
        for place, key in enumerate((*WAITING, *DECIDED, *TO_CHECK)):
            yield Act(
                place % 4 - 8, f"{10 + place % 6}:40", partial(self._consent, key, COMMENT if place % 3 == 0 else "")
            )
        for place, key in enumerate((*WAITING, *DECIDED)):
            yield Act(-4, f"{9 + place % 8}:05", partial(self._check, key))
        yield Act(-3, "11:30", partial(self._give_back, GIVEN_BACK))
        yield Act(-3, "15:10", partial(self._withdraw, TAKEN_BACK))
        yield Act(-2, "10:15", self._decide)
        yield Act(-1, "16:45", partial(self._recommend, len(asked_first), DRAFT, as_draft=True))
        for key, reason in WITHOUT.items():
            yield Act(-5, "13:30", partial(self._refuse, key, reason))

    def _head(self, key: str) -> User:
        return self.company.by_place[key, HEAD]

    def _row(self, key: str) -> Recommendation:
        return Recommendation.objects.select_related("candidate").get(cohort=self.cohort, division__key=key)

    def _recommend(self, place: int, key: str, now: dt.datetime, *, as_draft: bool = False) -> None:
        nomination = Nomination(
            candidate=self.company.by_place[key, CANDIDATE],
            reason=REASONS[place % len(REASONS)],
            expected_use=USES[place % len(USES)],
        )
        recommend(
            cohort=self.cohort,
            division=Division.objects.get(key=key),
            actor=self._head(key),
            nomination=nomination,
            as_draft=as_draft,
            now=now,
        )

    def _consent(self, key: str, comment: str, now: dt.datetime) -> None:
        row = self._row(key)
        answer_consent(recommendation=row, actor=row.candidate, agrees=True, comment=comment, now=now)

    def _check(self, key: str, now: dt.datetime) -> None:
        check_off(recommendation=self._row(key), actor=self.section_head, now=now)

    def _give_back(self, key: str, now: dt.datetime) -> None:
        give_back(recommendation=self._row(key), actor=self.section_head, question=QUESTION, now=now)

    def _withdraw(self, key: str, now: dt.datetime) -> None:
        reason = "候補者が年度内に育児休業に入るためです。次の期に推薦します。"
        withdraw(recommendation=self._row(key), actor=self._head(key), reason=reason, now=now)

    def _decide(self, now: dt.datetime) -> None:
        cio = next(self.company.by_number[number] for office, number in OFFICES.items() if office == "cio")
        decide(actor=cio, ids=[self._row(key).pk for key in DECIDED], outcome=Outcome.APPROVED, now=now)

    def _refuse(self, key: str, reason: str, now: dt.datetime) -> None:
        answer_no_candidate(
            cohort=self.cohort,
            division=Division.objects.get(key=key),
            actor=self._head(key),
            reason=reason,
            now=now,
        )
