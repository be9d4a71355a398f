"""What staff made of the shared proposals: wishes, questions answered and waiting, and who reads what is hidden."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.utils import timezone

from consultations.services.interests import say, wish
from minato_dx.organization.models import User
from minato_dx.portal.demo.consultations import stamp
from minato_dx.portal.demo.scene import Stage
from proposals.enums import PROPOSAL_KIND, State
from proposals.models import Proposal
from proposals.services.asking import answer_question, ask_desk
from proposals.services.granting import allow_grant, ask_grant

READER, LEADER, ELSEWHERE, CARE = ("0903", 1), ("0903", 2), ("0704", 1), ("0703", 1)
PURPOSE = "来年度の窓口の見直しで、いまのやり方と比べるため"
WAITING_PURPOSE = "電話を減らす方法を、課で話し合うため"


@dataclass(frozen=True, slots=True)
class Talk:
    """What one proposal brought: who wished for it in which words, and what was asked of the desk."""

    wishes: tuple[tuple[tuple[str, int], str], ...]
    question: str
    answer: str
    waiting: str


TALKS = {
    State.SHARED: Talk(
        ((LEADER, "入園の時期は、同じ質問の電話が続きます"), (ELSEWHERE, "")),
        "いまのホームページの中に置けますか。",
        "置けるとのことです。見本のページがあるので、見たい課には担当がお見せします。",
        "質問と答えは、だれが直しますか。",
    ),
    State.DIALOGUE: Talk(
        ((READER, "窓口が2つあり、どちらの待ち時間も聞かれます"), (ELSEWHERE, ""), (CARE, "認定の時期が混みます")),
        "いまの番号札の機械と一緒に使えますか。",
        "使えるとのことです。機械の番号を、職員が1日に数回入れます。機械をつなぐ工事は要りません。",
        "外国語の案内はありますか。",
    ),
}  # fmt: skip


def load_sharing(*, stage: Stage) -> None:
    """Let staff wish, ask and read, in the last days."""
    for state, talk in TALKS.items():
        for proposal in Proposal.objects.filter(state=state).select_related("assignee"):
            _wish(stage, proposal, talk)
            _ask(stage, proposal, talk)
            if proposal.parts.exists():
                _read(stage, proposal)


def _person(stage: Stage, place: tuple[str, int]) -> User:
    return stage.company.by_place[place]


def _wish(stage: Stage, proposal: Proposal, talk: Talk) -> None:
    moment = stage.timeline.moment(-6, "15:20")
    for place, words in talk.wishes:
        person = _person(stage, place)
        row = wish(user=person, kind=PROPOSAL_KIND, object_id=proposal.pk, now=moment)
        if words:
            say(interest=row, user=person, sentence=words)
    stamp(stage, moment)


def _ask(stage: Stage, proposal: Proposal, talk: Talk) -> None:
    desk = stage.user(proposal.assignee_id)
    asked, answered = stage.timeline.moment(-6, "16:05"), stage.timeline.moment(-5, "10:30")
    first = ask_desk(proposal=proposal, asker=_person(stage, READER), text=talk.question, token=uuid.uuid4(), now=asked)
    stamp(stage, asked)
    answer_question(question=first, actor=desk, text=talk.answer, now=answered)
    stamp(stage, answered)
    waits = stage.timeline.moment(-1, "16:40")
    ask_desk(proposal=proposal, asker=_person(stage, ELSEWHERE), text=talk.waiting, token=uuid.uuid4(), now=waits)
    stamp(stage, waits)


def _read(stage: Stage, proposal: Proposal) -> None:
    """Somebody may read what is hidden for a month, and somebody else waits for an answer."""
    granted, waits = stage.timeline.moment(-3, "11:00"), stage.timeline.moment(-1, "17:05")
    row = ask_grant(proposal=proposal, user=_person(stage, READER), purpose=PURPOSE, now=granted)
    last_day = timezone.localdate(granted) + dt.timedelta(days=30)
    allow_grant(grant=row, actor=stage.user(proposal.assignee_id), last_day=last_day, now=granted)
    stamp(stage, granted)
    ask_grant(proposal=proposal, user=_person(stage, ELSEWHERE), purpose=WAITING_PURPOSE, now=waits)
    stamp(stage, waits)
