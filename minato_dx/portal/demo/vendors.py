"""What vendors and the ward said to each other: dialogues, calls and mails, and cold calls that divisions handed on."""

import datetime as dt
import uuid
from dataclasses import dataclass

from minato_dx.organization.models import Division
from minato_dx.portal.demo.consultations import stamp
from minato_dx.portal.demo.named import HEAD
from minato_dx.portal.demo.scene import Stage
from minato_dx.portal.demo.staffing import KASUMI, KATSURAGI, SHIOMI
from minato_dx.reference.enums import ContactChannel, ContactDirection
from minato_dx.reference.models import Company, FieldOfWork
from proposals.enums import State
from proposals.models import Proposal
from proposals.services.calls import CallFacts, forward_call, note_invitation
from proposals.services.contacts import Said, keep_contact_promise, log_contact
from proposals.services.dialogue_rules import Party
from proposals.services.dialogue_times import Booking
from proposals.services.dialogues import plan_dialogue, record_dialogue

NURSERY, INSURANCE = "0903", "0704"
IN, OUT = ContactDirection.INCOMING, ContactDirection.OUTGOING
PHONE, MAIL, VISIT = ContactChannel.PHONE, ContactChannel.MAIL, ContactChannel.VISIT


@dataclass(frozen=True, slots=True)
class Talk:
    """One dialogue about the proposal that is in dialogue, on a working day; what was said, if it was."""

    day: int
    clock: str
    people: tuple[int, ...]
    place: str
    record: str = ""
    followed: str = ""


TALKS = (
    Talk(
        -34, "14:00", (1, HEAD), "保育課 打合せ机",
        "窓口が混む月初めだけ試す案を聞きました。番号は職員が1日3回入れます。\n区民の名前や電話番号は使いません。",
        "保育課が、試す窓口と期間を1枚にまとめる（次回まで）。霞が、試用の約束ごとを事業者に送る。",
    ),
    Talk(-1, "10:00", (1,), "本庁舎4階 打合せコーナー"),
    Talk(6, "15:00", (1, HEAD), "保育課 打合せ机"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """One contact: which company, how many working days ago, by whom, and what was promised until which day."""

    company: str
    ago: int
    clock: str
    by: str
    how: tuple[ContactChannel, ContactDirection]
    about: str
    summary: str
    promised: str = ""
    until: int | None = None
    kept: bool = False


WORDS = (
    Word("架空システムズ合同会社", 58, "10:10", KASUMI, (PHONE, IN), "予約・受付",
         "ほかの区での使われ方を、先に説明したいとのこと。対話の日を決めてからと伝えた。"),
    Word("架空システムズ合同会社", 33, "16:20", KASUMI, (MAIL, OUT), "予約・受付",
         "試用の約束ごとを送った。", "試す窓口と期間を知らせる", -12, True),
    Word("例題工業株式会社", 12, "11:30", KATSURAGI, (PHONE, IN), "予約・受付",
         "順番の案内の機器を見てほしいとのこと。提案の窓口から送るようにお願いした。"),
    Word("例題工業株式会社", 6, "15:05", KATSURAGI, (PHONE, OUT), "現場・巡回",
         "データの置き場所を聞いた。社内で確かめて折り返すとのこと。", "折り返しを待ち、来なければ電話する", -2),
    Word("見本データ株式会社", 3, "9:50", SHIOMI, (VISIT, IN), "入力・転記",
         "読み取りの精度の表を受け取った。窓口で見て返事をすると伝えた。", "表についての質問を、まとめて送る", 4),
)  # fmt: skip


def load_vendors(*, stage: Stage) -> None:
    """Let them talk, each at its own moment."""
    _Talks(stage).all()
    for word in WORDS:
        _say(stage, word)
    _hand_on(stage)


class _Talks:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.proposal = Proposal.objects.select_related("assignee").filter(state=State.DIALOGUE).earliest("pk")
        self.host = stage.user(self.proposal.assignee_id)
        self.division = Division.objects.get(key=NURSERY)
        self.people = {place: stage.company.by_place[NURSERY, place] for place in (HEAD, 1)}

    def all(self) -> None:
        for talk in TALKS:
            starts_at = self.stage.timeline.moment(talk.day, talk.clock)
            planned_at = self.stage.timeline.moment(min(talk.day - 6, -1), "9:20")
            people = [self.people[place] for place in talk.people]
            dialogue = plan_dialogue(
                proposal=self.proposal,
                actor=self.host,
                party=Party(self.division, people, "公共営業 架空さん"),
                booking=Booking(host=self.host, starts_at=starts_at, place=talk.place),
                now=planned_at,
            )
            stamp(self.stage, planned_at)
            if talk.record:
                moment = starts_at + dt.timedelta(hours=2)
                record_dialogue(
                    dialogue=dialogue, actor=self.host, record=talk.record, followed=talk.followed, now=moment
                )
                stamp(self.stage, moment)


def _say(stage: Stage, word: Word) -> None:
    now = stage.timeline.moment(-word.ago, word.clock)
    actor = stage.company.by_number[word.by]
    company = Company.objects.get(name=word.company)
    channel, direction = word.how
    entry = log_contact(
        company=company,
        said=Said(
            at=now,
            channel=channel,
            direction=direction,
            summary=word.summary,
            contact=company.contacts.first(),
            field=FieldOfWork.objects.get(name=word.about),
            promised=word.promised,
            promised_until=None if word.until is None else stage.timeline.day(word.until),
        ),
        actor=actor,
        now=now,
    )
    if word.kept and word.until is not None:
        keep_contact_promise(entry=entry, actor=actor, day=stage.timeline.day(word.until))


def _hand_on(stage: Stage) -> None:
    """Two cold calls of one division, the first of them answered, and one of another."""
    masago, isobe = stage.company.by_place[NURSERY, 1], stage.company.by_place[INSURANCE, 1]
    told = (
        (masago, -15, CallFacts("仮名サービス株式会社", "仮名 四季 03-0000-0000", "登園の記録を紙でなくすという電話")),
        (isobe, -2, CallFacts("例題ソリューション", "", "介護の申請を読み取る機械の見学をすすめられた")),
        (masago, -1, CallFacts("見本パートナーズ株式会社", "partner@example.com")),
    )
    for number, (sender, day, facts) in enumerate(told):
        now = stage.timeline.moment(day, "11:15")
        call = forward_call(sender=sender, facts=facts, token=uuid.uuid4(), now=now)
        stamp(stage, now)
        if number == 0:
            moment = stage.timeline.moment(day + 1, "9:30")
            kasumi = stage.company.by_number[KASUMI]
            note_invitation(call=call, actor=kasumi, note="メールで、窓口のアドレスを送りました。", now=moment)
            stamp(stage, moment)
