"""One plan for each state of a consultation: who acts next, what they do, and with which button.

What a plan says to whom is decided in ``next_step``; no state is without a plan.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from django.utils import timezone

from consultations.enums import HearingState, Outcome, PromiseKind, SheetState, State
from consultations.models import Consultation
from consultations.selectors.buttons import Viewer
from consultations.selectors.counts import MEASURING_SOON
from consultations.selectors.people import Contact, Surroundings
from consultations.selectors.thread import HearingLine
from minato_dx.core.badges import clock
from minato_dx.core.calendar import short_day
from minato_dx.core.steps import Act

# The whole text of an outcome stands in the thread; the panel shows how it begins.
OUTCOME_SHOWN = 300


class Turn(Enum):
    """Who acts next."""

    REQUESTER = auto()
    HEAD = auto()
    DX = auto()
    LEADER = auto()
    NOBODY = auto()


@dataclass(frozen=True, slots=True)
class Situation:
    """What the next step depends on."""

    case: Consultation
    viewer: Viewer
    acts: dict[str, Act]
    around: Surroundings
    hearings: Sequence[HearingLine]
    now: dt.datetime
    waits_for: str = ""
    wished_times: str = ""
    reopen_until: dt.date | None = None
    related: Mapping[int, Consultation] = field(default_factory=dict)

    @property
    def assignee(self) -> str:
        return f"{self.around.assignee.surname}さん"

    @property
    def requester(self) -> str:
        return f"{self.around.requester.surname}さん"

    @property
    def is_overdue(self) -> bool:
        due = self.case.next_due_at
        return due is not None and not self.case.is_waiting and due < self.now

    @property
    def agreeing(self) -> Contact | None:
        """Who agrees for the division today: the head, or the acting head where the head cannot."""
        people = [person for person in self.around.heads if person.pk == self.case.head_at_work_id]
        people += self.around.acting_heads
        return next((person for person in people if person.pk != self.case.requester_id), None)

    @property
    def asked(self) -> HearingLine | None:
        """The newest hearing whose sheet waits for the requester's confirmation."""
        return next((row for row in reversed(self.hearings) if row.sheet_state == SheetState.ASKED), None)

    @property
    def planned(self) -> HearingLine | None:
        return next((row for row in reversed(self.hearings) if row.state == HearingState.PLANNED), None)


@dataclass(frozen=True, slots=True)
class Plan:
    """A state's next step before it is worded for one viewer.

    ``asker`` is read by the division, ``dx`` by whoever works on it and the rest of the DX section; ``requester`` and
    ``head`` only by those whose turn it is. ``main`` names what to do, the first that the viewer can do is the button.
    """

    turn: Turn
    asker: str
    dx: str
    requester: str = ""
    head: str = ""
    leader: str = ""
    main: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    after: str = ""
    heading: str = ""


def _received(s: Situation) -> Plan:
    if s.case.is_with_leader and s.around.asked_leader is not None:
        return _with_leader(s, f"{s.around.asked_leader.surname}さん")
    meets = "会う日時を相談します" if s.case.meet_first and not s.case.body else "最初のお返事をします"
    if s.case.next_due_kind == PromiseKind.FIRST_REPLY:
        asker, dx = f"{s.assignee}が読んで、{meets}。", f"{s.requester}に{meets}。会って聞くときは、日時を決めます。"
    else:
        asker = f"{s.assignee}が、次に何をするかをお知らせします。"
        dx = f"{s.requester}に聞きたいことがあれば、会う日を決めます。答えが分かれば、その場で回答できます。"
    first = s.case.next_due_kind == PromiseKind.FIRST_REPLY and not s.case.meet_first and not s.wished_times
    main = ("reply", "begin_hearing") if first and s.viewer.works_on else ("begin_hearing",)
    beside = ("begin_hearing", "give_answer", "choose_time")
    requester = f"{asker}会う日時は、いま選ぶこともできます。"
    return Plan(Turn.DX, asker, _with_wish(s, dx), requester=requester, main=main, beside=beside)


def _with_leader(s: Situation, leader: str) -> Plan:
    way_on = f"解決しないときは、担当の{s.assignee}に回ります。"
    if s.case.next_due_kind == PromiseKind.CONFIRMATION:
        return Plan(
            Turn.REQUESTER,
            f"リーダーの{leader}が答えました。{s.requester}が、解決したかどうかを返事します。",
            f"リーダーの{leader}が答え、{s.requester}の返事を待っています。{way_on}",
            requester=f"リーダーの{leader}の回答を読んで、解決したかどうかを教えてください。",
            main=("solved_with_leader", "leader_answer"),
            beside=("hand_on",),
        )
    due = short_day(timezone.localdate(s.case.next_due_at or s.now))
    asker = f"課のDXリーダーの{leader}が、{due}までに答えます。{way_on}"
    dx = f"まず、課のリーダーの{leader}が聞いています。{due}までに答えがなければ、{s.assignee}に回ります。"
    return Plan(
        Turn.LEADER,
        asker,
        dx,
        leader=f"{s.requester}からの相談です。{due}までに、答えるか、担当に回してください。",
        main=("leader_answer", "hand_on") if not s.viewer.is_requester else (),
        beside=("hand_on", "reply"),
    )


def _with_wish(s: Situation, dx: str) -> str:
    """Put the times that the requester wishes for before what the DX side does."""
    return f"会いたい日時の希望が届いています：{s.wished_times}\n\n{dx}" if s.wished_times else dx


def _hearing(s: Situation) -> Plan:
    hearing = s.planned
    if hearing is None:
        return Plan(
            Turn.DX,
            f"{s.assignee}が、お話を聞く日をもう一度決めます。",
            _with_wish(s, f"{s.requester}と、会う日時を決めます。"),
            requester=f"会う日時を選んでください。合う時間がなければ、{s.assignee}に希望を伝えられます。",
            main=("arrange_hearing", "choose_time"),
            beside=("begin_assessing",),
        )
    when = _when(hearing)
    if hearing.starts_at > s.now:
        asker = f"{when}に、{hearing.hearer}さんがお話を聞きます。場所は{hearing.place}です。"
        dx = f"{when}、{hearing.place}で{s.requester}の話を聞きます。聞いたことは聞き取り票に書きます。"
    else:
        asker = f"{hearing.hearer}さんが、聞いたことを聞き取り票にまとめます。"
        dx = f"聞いたことを聞き取り票に書いて、{s.requester}に確認をお願いします。"
    after = "このあと：まとめた聞き取り票を、確認していただきます。"
    beside = ("arrange_hearing", "move_hearing", "hearing_outcome")
    return Plan(Turn.DX, asker, dx, main=("sheet",), beside=beside, after=after)


def _when(hearing: HearingLine) -> str:
    start = timezone.localtime(hearing.starts_at)
    return f"{short_day(start.date())} {clock(start)}"


def _assessing(s: Situation) -> Plan:
    return Plan(
        Turn.DX,
        f"{s.assignee}が見立てを行い、回答か提案をお届けします。",
        "見立てをもとに、回答か提案を書きます。求めている解決策が合わないときは、業務の見直しを提案します。",
        main=("give_answer",),
        beside=("sheet", "begin_hearing"),
        after="このあと：回答を読んで、解決したかどうかを教えていただきます。",
    )


def _answered(s: Situation) -> Plan:
    return Plan(
        Turn.REQUESTER,
        f"{s.requester}が回答を読んで、解決したかどうかを返事します。",
        f"{s.requester}のお返事を待っています。期限を過ぎたら、電話で様子を聞きます。",
        requester=f"{s.assignee}の回答を読んで、解決したかどうかを教えてください。",
        beside=("close",),
    )


def _proposed(s: Situation) -> Plan:
    agreeing = s.agreeing
    if s.case.is_private and s.case.head_summary_opened_at is None:
        return Plan(
            Turn.REQUESTER,
            f"{s.requester}が、所属長に見せる要約を書きます。",
            f"{s.requester}が、所属長に見せる要約を書きます。見せないときは、助言として完了にできます。",
            requester="提案が届きました。実施には所属長の合意が要ります。見せてよいことだけを要約に書いてください。",
            main=("open_summary",),
            beside=("close",),
        )
    if agreeing is None:
        nobody = "合意できる所属長も代理も、登録されていません。"
        return Plan(
            Turn.HEAD,
            f"{nobody}{s.assignee}に、だれが決めるかを知らせてください。",
            f"{nobody}システム管理者に、所属長か代理の登録をお願いしてください。",
        )
    post = f"（{agreeing.post}）" if agreeing.post else ""
    return Plan(
        Turn.HEAD,
        f"{agreeing.surname}さん{post}が提案を読んで、合意するかどうかを決めます。",
        f"{agreeing.surname}さん{post}の合意を待っています。",
        head=f"{s.assignee}の提案を読んで、合意するか、修正をお願いするかを決めてください。",
        main=("agree",),
        beside=("rethink",),
        after="このあと：合意のあと、担当が実施の段取りをお知らせします。",
    )


def _agreed(s: Situation) -> Plan:
    return Plan(
        Turn.DX,
        f"所属長が合意しました。{s.assignee}が、だれが何をいつまでにするかをお知らせします。",
        "所属長が合意しました。だれが、いつまでに、何をするかを決めて、実施を始めます。",
        main=("start_work",),
    )


def _in_progress(s: Situation) -> Plan:
    return Plan(
        Turn.DX,
        f"実施しています。運用が始まったら、{s.assignee}が始まった日を記録します。",
        "実施しています。運用が始まったら、始まった日を記録します。3か月後に実績を聞きます。",
        main=("go_live",),
        after="このあと：運用が始まって3か月たったら、件数と時間を教えていただきます。",
    )


def _measuring(s: Situation) -> Plan:
    if s.case.next_due_kind != PromiseKind.MEASUREMENT:
        return Plan(
            Turn.DX,
            f"実績が届きました。{s.assignee}が結果をまとめて、完了にします。",
            "実績が届きました。結果をまとめて、完了にします。",
            main=("close",),
            beside=("record_realised",),
        )
    due_at = s.case.next_due_at or s.now
    due = timezone.localdate(due_at)
    asker = f"{short_day(due)}までに、{s.requester}の課で、実際の件数と時間を書きます。"
    if due_at >= s.now + MEASURING_SOON:
        return Plan(
            Turn.NOBODY,
            f"運用が始まりました。{asker}いまは、することはありません。",
            f"運用が始まりました。{short_day(due)}までに、{s.requester}が実績を書きます。",
            heading="効果を測っています",
            beside=("record_realised",),
        )
    return Plan(
        Turn.REQUESTER,
        asker,
        f"{s.requester}が、{short_day(due)}までに実績を書きます。聞き取って代わりに書くこともできます。",
        requester=f"運用が始まって3か月です。{short_day(due)}までに、実際の件数と時間を書いてください。",
        main=("record_realised",),
        beside=("close",),
    )


def _waiting(s: Situation) -> Plan:
    # What the DX side can do meanwhile is what it could do before; the waiting then ends by itself.
    meanwhile = tuple(name for name in PLANS[s.case.working_state](s).main if name != "reply")
    if s.asked is not None:
        return Plan(
            Turn.REQUESTER,
            f"{s.requester}が聞き取り票を確認します。そのあいだ、期限は止まっています。",
            f"{s.requester}の確認を待っています。待つあいだ、期限は止まります。",
            requester=f"{s.assignee}が聞き取り票をまとめました。読んで、ちがうところがあれば直してください。",
            main=meanwhile if s.viewer.works_on else ("sheet", "agree"),
            beside=("sheet", "resume") if s.viewer.works_on else (),
            after="このあと：担当が見立てを行い、回答します。",
        )
    return Plan(
        Turn.REQUESTER,
        f"{s.assignee}が、{s.requester}のお返事を待っています。そのあいだ、期限は止まっています。",
        f"{s.requester}のお返事を待っています。待つあいだ、期限は止まります。",
        requester=f"{s.assignee}が、お返事を待っています。",
        main=meanwhile if s.viewer.works_on else ("agree", "reply"),
        beside=("sheet", "resume") if s.viewer.works_on else (),
        after="このあと：お返事が届くと、期限がまた進みます。",
    )


def _closed(s: Situation) -> Plan:
    outcome = Outcome(s.case.outcome).label if s.case.outcome else ""
    text = s.case.outcome_text
    if len(text) > OUTCOME_SHOWN:
        text = f"{text[:OUTCOME_SHOWN]}…（全文は、やりとりの終わりにあります）"
    return _ended(s, heading=f"完了しました（{outcome}）", text=text)


def _withdrawn(s: Situation) -> Plan:
    return _ended(s, heading="取り下げました", text=s.case.outcome_text or "理由は書かれていません。")


def _merged(s: Situation) -> Plan:
    number = s.case.merged_into.number if s.case.merged_into else ""
    return _ended(s, heading="統合しました", text=f"{number}に統合しました。続きは、そちらでやりとりします。")


def _handed_over(s: Situation) -> Plan:
    return _ended(
        s,
        heading=f"{s.case.handed_over_to}に引き継ぎました",
        text=f"続きは、{s.case.handed_over_to}にお問い合わせください。",
    )


def _ended(s: Situation, *, heading: str, text: str) -> Plan:
    """Nothing is owed any more; what is left is the way back, as long as there is one."""
    last = s.reopen_until
    if "reopen" in s.acts and last is not None:
        after, way_on = f"{short_day(last)}まで、再開できます。", "reopen"
    else:
        after, way_on = "続きや別の困りごとは、新しい相談として送ってください。", "new"
    return Plan(
        Turn.NOBODY, text, text, main=("target",), beside=(way_on, "record_realised"), after=after, heading=heading
    )


PLANS: dict[State, Callable[[Situation], Plan]] = {
    State.RECEIVED: _received,
    State.HEARING: _hearing,
    State.ASSESSING: _assessing,
    State.ANSWERED: _answered,
    State.PROPOSED: _proposed,
    State.AGREED: _agreed,
    State.IN_PROGRESS: _in_progress,
    State.MEASURING: _measuring,
    State.WAITING: _waiting,
    State.CLOSED: _closed,
    State.WITHDRAWN: _withdrawn,
    State.MERGED: _merged,
    State.HANDED_OVER: _handed_over,
}
