"""Choices of the consultation; each state also says how it looks: whose turn it is, and its icon."""

from django.db import models

from minato_dx.core.looks import BadgeChoices, draw


class State(BadgeChoices):
    """Where a consultation stands. What is not sent yet is a draft and has no row here."""

    RECEIVED = "received", "受付"
    HEARING = "hearing", "ヒアリング"
    ASSESSING = "assessing", "見立て中"
    ANSWERED = "answered", "回答済み・確認待ち"
    PROPOSED = "proposed", "提案中・合意待ち"
    AGREED = "agreed", "合意"
    IN_PROGRESS = "in_progress", "実施中"
    MEASURING = "measuring", "効果測定中"
    WAITING = "waiting", "返信待ち"
    CLOSED = "closed", "完了"
    WITHDRAWN = "withdrawn", "取り下げ"
    MERGED = "merged", "統合"
    HANDED_OVER = "handed_over", "引き継ぎ"


draw(
    State,
    {
        State.RECEIVED: ("dx", "inbox"),
        State.HEARING: ("dx", "talk"),
        State.ASSESSING: ("dx", "search"),
        State.ANSWERED: ("you", "reply"),
        State.PROPOSED: ("you", "reply"),
        State.AGREED: ("live", "check"),
        State.IN_PROGRESS: ("live", "play"),
        State.MEASURING: ("live", "chart"),
        State.WAITING: ("you", "hourglass"),
        State.CLOSED: ("end", "check"),
        State.WITHDRAWN: ("end", "x"),
        State.MERGED: ("end", "merge"),
        State.HANDED_OVER: ("end", "arrow"),
    },
)

# Every state in which work goes on, apart from waiting for the requester's reply.
WORKING = (
    State.RECEIVED,
    State.HEARING,
    State.ASSESSING,
    State.ANSWERED,
    State.PROPOSED,
    State.AGREED,
    State.IN_PROGRESS,
    State.MEASURING,
)
OPEN = (*WORKING, State.WAITING)
ENDED = (State.CLOSED, State.WITHDRAWN, State.MERGED, State.HANDED_OVER)


class Outcome(models.TextChoices):
    """How a consultation ended; "no tool needed" is a success as well."""

    SOLUTION = "solution", "解決策を導入"
    REDESIGN = "redesign", "業務を見直し"
    NO_TOOL = "no_tool", "ツール不要で解決"
    ON_THE_SPOT = "on_the_spot", "その場で回答"
    BY_LEADER = "by_leader", "課のリーダーが解決"
    HANDED_OVER = "handed_over", "引き継ぎ"
    WITHDRAWN = "withdrawn", "取り下げ"


class Channel(models.TextChoices):
    """How the consultation reached the DX section."""

    PORTAL = "portal", "ポータル"
    PHONE = "phone", "電話"
    VISIT = "visit", "来庁"


class Urgency(models.TextChoices):
    NONE = "none", "急がない"
    THIS_MONTH = "this_month", "今月中に"
    THIS_WEEK = "this_week", "今週中に"


class PromiseKind(models.TextChoices):
    """What is promised next, and by whom it is owed."""

    FIRST_REPLY = "first_reply", "最初の返事"
    LEADER_REPLY = "leader_reply", "リーダーの返事"
    NEXT_STEP = "next_step", "次の一手"
    CONFIRMATION = "confirmation", "相談者の確認"
    AGREEMENT = "agreement", "所属長の合意"
    MEASUREMENT = "measurement", "実績の記入"


# What the DX section owes; the other promises are the division's to keep.
OWED_BY_DX = (PromiseKind.FIRST_REPLY, PromiseKind.NEXT_STEP)


class Side(models.TextChoices):
    """On which side of the table a message was written."""

    ASKER = "asker", "相談者側"
    DX = "dx", "デジタル改革担当"


class HearingState(models.TextChoices):
    """What came of a hearing; a postponed one is followed by a new one."""

    PLANNED = "planned", "予定"
    HELD = "held", "実施済み"
    NO_SHOW = "no_show", "会えませんでした"
    POSTPONED = "postponed", "延期"
    CANCELLED = "cancelled", "取りやめ"


# A hearing that did not take place has no sheet to write on.
NOT_HELD = (HearingState.NO_SHOW, HearingState.POSTPONED, HearingState.CANCELLED)


class SheetState(models.TextChoices):
    """How far the hearing sheet has come."""

    WRITING = "writing", "記入中"
    ASKED = "asked", "相談者の確認待ち"
    CORRECTED = "corrected", "訂正の申し出あり"
    CONFIRMED = "confirmed", "確認済み"


class Frequency(models.TextChoices):
    DAILY = "daily", "毎日"
    WEEKLY = "weekly", "毎週"
    MONTHLY = "monthly", "毎月"
    YEARLY = "yearly", "年に数回"
    IRREGULAR = "irregular", "不定期"


class Medium(models.TextChoices):
    """What the work runs on today."""

    PAPER = "paper", "紙"
    PHONE = "phone", "電話"
    FAX = "fax", "FAX"
    SEAL = "seal", "押印"
    EXCEL = "excel", "Excel"
    MAIL = "mail", "メール"
    SYSTEM = "system", "業務システム"


class YesNoUnknown(models.TextChoices):
    YES = "yes", "はい"
    NO = "no", "いいえ"
    UNKNOWN = "unknown", "わからない"


class Verdict(models.TextChoices):
    """「求めている解決策は適切か」"""

    FITTING = "yes", "適切"
    NOT_FITTING = "no", "適切でない"
    NOT_CLEAR = "not_clear", "まだ分からない"


class AnswerKind(models.TextChoices):
    ON_THE_SPOT = "on_the_spot", "その場の回答"
    NO_TOOL = "no_tool", "ツールは要らない"
    SOLUTION = "solution", "解決策の導入"
    REDESIGN = "redesign", "業務の見直し"


# These change the work and so carry an estimate and need the division head's agreement.
KINDS_TO_AGREE = (AnswerKind.SOLUTION, AnswerKind.REDESIGN)


class AnswerState(models.TextChoices):
    GIVEN = "given", "回答"
    PROPOSED = "proposed", "提案中"
    AGREED = "agreed", "合意"
    CHANGE_ASKED = "change_asked", "修正依頼"
    REPLACED = "replaced", "差し替え"


class RequesterVerdict(models.TextChoices):
    SOLVED = "solved", "解決した"
    STILL_IN_TROUBLE = "still", "まだ困っている"


class EffectStage(models.TextChoices):
    """Proposed, agreed and realised hours are three numbers."""

    PROPOSED = "proposed", "提案時の見込み"
    AGREED = "agreed", "合意した見込み"
    REALISED = "realised", "実績"


class EffectMethod(models.TextChoices):
    MEASURED = "measured", "実測"
    RECORDED = "recorded", "実績記入"
    ESTIMATED = "estimated", "推定積上げ"
    RATIO = "ratio", "比率"


# --- Research requests: "who else has solved this?" ----------------------------------------------------------

RESEARCH_KIND = "research"
RESEARCH_LENGTH, FINDING_LENGTH = 400, 1000


class ResearchState(BadgeChoices):
    """Where a division's question to others stands; others read it while it is passed on."""

    ASKED = "asked", "受付"
    ACCEPTED = "accepted", "聞く準備中"
    PASSED_ON = "passed_on", "調査中"
    CLOSED = "closed", "完了"
    DECLINED = "declined", "見送り"
    WITHDRAWN = "withdrawn", "取り下げ"


draw(
    ResearchState,
    {
        ResearchState.ASKED: ("dx", "inbox"),
        ResearchState.ACCEPTED: ("dx", "file"),
        ResearchState.PASSED_ON: ("dx", "search"),
        ResearchState.CLOSED: ("end", "check"),
        ResearchState.DECLINED: ("end", "x"),
        ResearchState.WITHDRAWN: ("end", "x"),
    },
)
RESEARCH_WAITS = (ResearchState.ASKED, ResearchState.ACCEPTED)
RESEARCH_OPEN = (*RESEARCH_WAITS, ResearchState.PASSED_ON)
RESEARCH_ENDED = (ResearchState.CLOSED, ResearchState.DECLINED, ResearchState.WITHDRAWN)


class ResearchOutcome(models.TextChoices):
    """What came of asking others."""

    FOUND = "found", "参考になる例が見つかった"
    NOTHING = "nothing", "例は見つからなかった"
    SOLVED = "solved", "聞く前に解決した"


class Source(models.TextChoices):
    """From whom an answer came."""

    MUNICIPALITY = "municipality", "ほかの自治体"
    VENDOR = "vendor", "事業者"
    STAFF = "staff", "庁内の職員"


class FindingState(BadgeChoices):
    """Whether an answer was compared with what it names; whoever asked reads it from then on."""

    RECEIVED = "received", "確かめる前"
    CHECKED = "checked", "確かめた"
    LEFT_OUT = "left_out", "使わない"


draw(
    FindingState,
    {
        FindingState.RECEIVED: ("dx", "search"),
        FindingState.CHECKED: ("live", "check"),
        FindingState.LEFT_OUT: ("end", "x"),
    },
)
