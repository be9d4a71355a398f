"""What the log says of each step, in the words that everybody in the case reads."""

from dataclasses import dataclass

from consultations.enums import State

MOVED = "「{before}」から「{after}」になりました（{who}）"


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence with {who}, {before}, {after} and {detail}; ``icon`` empty = that of the new state."""

    sentence: str
    icon: str = ""
    # The words of a decision or of the requester stand on the answer's card already.
    shows_reason: bool = True


# Every name that a service logs; the states' labels come from the row itself.
WORDINGS = {
    "receive": Wording("受け付けました。{detail}"),
    "begin_hearing": Wording(MOVED + "。{detail}"),
    "arrange_hearing": Wording("次のヒアリングを決めました（{who}）。{detail}", "cal"),
    "choose_time": Wording("会う日時を選びました（{who}）。{detail}", "cal"),
    "propose_times": Wording("会いたい日時を伝えました（{who}）。{detail}", "cal"),
    "move_hearing": Wording("ヒアリングの日時を変えました（{who}）。{detail}", "cal"),
    "change_hearer": Wording("{detail}（{who}）", "user"),
    "cancel_hearing": Wording("{detail}（{who}）", "x"),
    "postpone_hearing": Wording("{detail}（{who}）", "clock"),
    "note_no_show": Wording("{detail}（{who}）", "info"),
    "confirm_sheet": Wording("{detail}（{who}）", "check"),
    "correct_sheet": Wording("{detail}（{who}）", "undo"),
    "begin_assessing": Wording(MOVED),
    "give_answer": Wording("回答しました（{who}）"),
    "propose": Wording("提案しました。所属長の合意を待ちます（{who}）"),
    "agree": Wording("提案に合意しました（{who}）", shows_reason=False),
    "ask_change": Wording("提案の修正をお願いしました（{who}）", "undo", shows_reason=False),
    "still_in_trouble": Wording("「まだ困っている」とのお返事です（{who}）", "undo", shows_reason=False),
    "confirm_solved": Wording("「解決した」とのお返事です。完了になりました（{who}）", shows_reason=False),
    "ask_leader": Wording("{detail}（{who}）", "user"),
    "hand_on": Wording("{detail}", "arrow"),
    "solved_with_leader": Wording("リーダーの回答で解決しました。完了になりました（{who}）", shows_reason=False),
    "start_work": Wording("実施を始めました（{who}）"),
    "go_live": Wording("{detail}（{who}）"),
    "record_realised": Wording("{detail}（{who}）", "chart"),
    "rethink": Wording("見立てに戻しました（{who}）", "undo"),
    "close": Wording("完了にしました（{who}）"),
    "wait": Wording("お返事を待っています。期限を止めました（{who}）"),
    "resume": Wording("「{after}」に戻りました。期限がまた進みます（{who}）", "play"),
    "withdraw": Wording("相談を取り下げました（{who}）"),
    "merge": Wording("{detail}（{who}）"),
    "hand_over": Wording("{detail}（{who}）"),
    "reopen": Wording("相談を再開しました（{who}）", "undo"),
    "reassign": Wording("{detail}（{who}）", "user"),
    "set_privacy": Wording("{detail}（{who}）", "lock"),
    "lend_as_theme": Wording("{detail}（{who}）", "book"),
    "open_summary": Wording("{detail}（{who}）", "lock"),
}
# For a name of a later version: never an empty line.
ANY_STEP = Wording(MOVED)


@dataclass(frozen=True, slots=True)
class Event:
    """A logged step as a line of the thread."""

    name: str
    sentence: str
    icon: str
    shows_reason: bool
    detail: str = ""

    @property
    def arranges_hearing(self) -> bool:
        return self.name in ("begin_hearing", "arrange_hearing", "choose_time")

    @property
    def answers_wish(self) -> bool:
        return self.arranges_hearing or self.name == "move_hearing"

    @property
    def records_effect(self) -> bool:
        return self.name == "record_realised"


def event_of(*, name: str, actor: str, before: str, after: str, detail: str) -> Event:
    """Return the line for a logged step; ``before`` and ``after`` are values of State, ``before`` empty at first."""
    wording = WORDINGS.get(name, ANY_STEP)
    sentence = wording.sentence.format(
        who=surname(actor), before=State(before).label if before else "", after=State(after).label, detail=detail
    )
    return Event(name, sentence, wording.icon or State(after).icon, wording.shows_reason, detail)


def surname(name: str) -> str:
    """Return the part of a name of the day before its first space."""
    return (name.split() or [name])[0]
