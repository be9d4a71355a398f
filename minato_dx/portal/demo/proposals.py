"""Proposals of invented vendors at the desk, in every state in which the desk has something to do."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from minato_dx.organization.models import User
from minato_dx.portal.demo.consultations import stamp
from minato_dx.portal.demo.scene import Stage
from minato_dx.portal.demo.staffing import DUTIES
from minato_dx.reference.models import FieldOfWork
from minato_dx.reference.services import CompanyFacts
from proposals.enums import (
    Advice,
    AnswerKind,
    CostRange,
    Criterion,
    Outcome,
    Part,
    Source,
    State,
    ToolKind,
    YesNoUnknown,
)
from proposals.models import FieldDesk, Proposal
from proposals.services import deciding
from proposals.services.confidential import declare
from proposals.services.receiving import ContactFacts, ProposalFacts, record_proposal
from proposals.services.reviewing import ask_reviewers, give_review
from proposals.services.wording import draft_answer

WITHOUT_NUMBER = "お試しのデータのため、法人番号はありません"
YES, NO = YesNoUnknown.YES, YesNoUnknown.NO
COMMENT = "窓口の打ち直しは多くの課にあります。試せる範囲が小さいので、始めやすいと考えます。"


@dataclass(frozen=True, slots=True)
class Told:
    """One proposal: which vendor how many working days ago, what was proposed, and how far it has come."""

    company: str
    person: str
    ago: int
    title: str
    problem: str
    about: str
    source: Source = Source.MAIL
    state: State = State.RECEIVED
    reason: str = ""
    outcome: Outcome = Outcome.NOT_NOW
    facts: dict[str, Any] = field(default_factory=dict)


PROPOSALS = (
    Told(
        "見本データ株式会社", "見本 一郎", 120, "届出書の手書き文字を読み取る",
        "手書きの届出書を打ち直す時間を減らします。読めなかった欄だけを職員が直します。",
        "入力・転記", Source.VISIT, State.CLOSED, "3つの課で1か月試しました。効果が確かめられました。", Outcome.TRIAL,
        {"cost_range": CostRange.MIDDLE, "free_trial": YES, "lgwan_asp": YES, "iso27001": YES,
         "tool_kind": ToolKind.AI},
    ),
    Told(
        "架空システムズ合同会社", "架空 二葉", 64, "窓口の順番を、来る前に見られるようにする",
        "混む時間を避けてもらい、待合の人を減らします。番号は職員が1日数回入れます。",
        "予約・受付", Source.MAIL, State.DIALOGUE,
        facts={"cost_range": CostRange.SMALL, "free_trial": YES, "for_whom": "窓口のある課",
               "tool_kind": ToolKind.CLOUD, "evidence": "3つの市の窓口で使われています。"},
    ),
    Told(
        "見本データ株式会社", "見本 一郎", 41, "よくある質問を、電話の前に答える",
        "電話で多い質問を、区民が画面で確かめられるようにします。",
        "問い合わせ対応", Source.MAIL, State.SHARED,
        facts={"cost_range": CostRange.NONE, "lgwan_asp": NO, "data_location": "国内のデータセンター",
               "tool_kind": ToolKind.CLOUD,
               "confidential": {Part.HOW: "質問の並べ替えに、独自の方式を使っています。"}},
    ),
    Told(
        "例題工業株式会社", "例題 三郎", 33, "道路の傷みを、車の映像から見つける",
        "見回りの車で撮った映像から、ひび割れを地図に落とします。",
        "現場・巡回", Source.VISIT, State.TRANSFERRED, "道路の管理の担当（街づくり支援部）",
        facts={"cost_range": CostRange.LARGE},
    ),
    Told(
        "仮名サービス株式会社", "仮名 四季", 28, "職員向けの事務用品の一括購入",
        "事務用品をまとめて安く買えます。",
        "会計・契約", Source.PHONE, State.DECLINED,
        "業務の改善を伴わない、商品の販売のご案内は、窓口では受け付けていません。",
    ),
    Told(
        "架空システムズ合同会社", "架空 二葉", 15, "会議の記録を、その場で下書きする",
        "話したことを文字にし、決まったことを分けて下書きにします。",
        "文書・決裁", Source.MAIL, State.SCREENING,
        facts={"cost_range": CostRange.SMALL, "free_trial": YES, "lgwan_asp": YES,
               "confidential": {Part.COST: "1時間あたり80円。年に300時間まで。"}},
    ),
    Told(
        "例題工業株式会社", "例題 三郎", 9, "現場の写真を、台帳に自動で入れる",
        "撮った写真を、場所と日付で台帳に並べます。",
        "現場・巡回", Source.PHONE, State.INCOMPLETE,
        "データの置き場所と、無料で試せるかを教えてください。",
    ),
    Told(
        "仮名サービス株式会社", "仮名 四季", 2, "庁内の照会を、返事だけ集める",
        "照会の表を1つにまとめ、各課は自分の行だけを書きます。",
        "集計・報告", Source.VISIT, facts={"cost_range": CostRange.UNKNOWN},
    ),
)  # fmt: skip
# Which member of the section has which fields, by the department they serve.
DESKS = {
    "入力・転記": "09", "予約・受付": "01", "問い合わせ対応": "09", "現場・巡回": "12", "会計・契約": "13",
    "文書・決裁": "13", "集計・報告": "01",
}  # fmt: skip


def load_proposals(*, stage: Stage) -> None:
    """Let vendors propose and the desk answer, each at its own moment."""
    people = _desk(stage)
    for told in sorted(PROPOSALS, key=lambda one: -one.ago):
        _Walk(stage, told, people).all()


def _desk(stage: Stage) -> list[User]:
    for name, code in DESKS.items():
        main, deputy = (stage.company.by_number[number] for number in DUTIES[code])
        FieldDesk.objects.create(field=FieldOfWork.objects.get(name=name), staff=main, deputy=deputy)
    numbers = {number for pair in DUTIES.values() for number in pair}
    return [stage.company.by_number[number] for number in sorted(numbers)]


class _Walk:
    """One proposal from its receipt to the state it is told to be in; three working days between the steps."""

    def __init__(self, stage: Stage, told: Told, people: list[User]) -> None:
        self.stage, self.told, self.people, self.offset = stage, told, people, -told.ago

    def all(self) -> None:
        proposal = self._receive()
        steps: dict[State, tuple[Callable[[Proposal, User, dt.datetime], object], ...]] = {
            State.INCOMPLETE: (self._ask_back,),
            State.TRANSFERRED: (self._transfer,),
            State.DECLINED: (self._decline,),
            State.SCREENING: (self._screen,),
            State.SHARED: (self._screen, self._review, self._share),
            State.DIALOGUE: (self._screen, self._review, self._share, self._talk),
            State.CLOSED: (self._screen, self._review, self._share, self._talk, self._close),
        }
        for step in steps.get(self.told.state, ()):
            self.offset += 3
            moment = self.stage.timeline.moment(self.offset, "10:40")
            step(Proposal.objects.select_related("company").get(pk=proposal.pk), proposal.assignee, moment)
            stamp(self.stage, moment)

    def _receive(self) -> Proposal:
        told, moment = self.told, self.stage.timeline.moment(self.offset, "14:10")
        field_of_work = FieldOfWork.objects.get(name=told.about)
        actor = FieldDesk.objects.select_related("staff").get(field=field_of_work).staff
        facts = ProposalFacts(title=told.title, problem=told.problem, fields=[field_of_work], **told.facts)
        proposal = record_proposal(
            company=CompanyFacts(name=told.company, no_number_reason=WITHOUT_NUMBER),
            contact=ContactFacts(name=told.person, department="公共営業"),
            facts=facts,
            source=told.source,
            actor=self.stage.user(actor.pk),
            token=uuid.uuid4(),
            now=moment,
        )
        stamp(self.stage, moment)
        return proposal

    def _text(self, proposal: Proposal, kind: AnswerKind) -> str:
        return draft_answer(proposal=proposal, kind=kind, reason=self.told.reason)

    def _ask_back(self, proposal: Proposal, actor: User, now: dt.datetime) -> None:
        text = self._text(proposal, AnswerKind.INCOMPLETE)
        deciding.ask_back(proposal=proposal, actor=actor, text=text, now=now)

    def _transfer(self, proposal: Proposal, actor: User, now: dt.datetime) -> None:
        text = self._text(proposal, AnswerKind.TRANSFERRED)
        deciding.transfer(proposal=proposal, actor=actor, to=self.told.reason, text=text, now=now)

    def _decline(self, proposal: Proposal, actor: User, now: dt.datetime) -> None:
        text = self._text(proposal, AnswerKind.DECLINED)
        deciding.decline(proposal=proposal, actor=actor, reason=self.told.reason, text=text, now=now)

    def _screen(self, proposal: Proposal, actor: User, now: dt.datetime) -> None:
        text = self._text(proposal, AnswerKind.RECEIPT)
        deciding.begin_screening(proposal=proposal, actor=actor, text=text, now=now)
        reviewers = [person for person in self.people if person.pk != actor.pk][:2]
        ask_reviewers(proposal=proposal, people=reviewers, actor=actor, now=now)

    def _review(self, proposal: Proposal, _actor: User, now: dt.datetime) -> None:
        for number, review in enumerate(proposal.reviews.select_related("reviewer")):
            reviewer = self.stage.user(review.reviewer_id)
            declare(proposal=proposal, actor=reviewer, has_conflict=False, now=now)
            scores = {one: 3 + (number + place) % 3 for place, one in enumerate(Criterion.values)}
            give_review(proposal=proposal, actor=reviewer, scores=scores, advice=Advice.SHARE, comment=COMMENT, now=now)

    def _share(self, proposal: Proposal, actor: User, now: dt.datetime) -> None:
        deciding.share(proposal=proposal, actor=actor, text=self._text(proposal, AnswerKind.SHARED), now=now)

    def _talk(self, proposal: Proposal, actor: User, now: dt.datetime) -> None:
        deciding.begin_dialogue(proposal=proposal, actor=actor, note="窓口のある2つの課と話し始めました。", now=now)

    def _close(self, proposal: Proposal, actor: User, now: dt.datetime) -> None:
        text = self._text(proposal, AnswerKind.OUTCOME)
        deciding.close(proposal=proposal, actor=actor, outcome=self.told.outcome, text=text, now=now)
