"""Closed lists of the proposal desk; a state also says how it looks: whose turn it is, and its icon."""

from django.db import models

from minato_dx.core.looks import BadgeChoices, draw

# What lower rooms (files, messages) call a proposal, and its confidential files.
PROPOSAL_KIND, CONFIDENTIAL_KIND = "proposal", "proposal_confidential"
DIALOGUE_KIND, CONTACT_KIND, CALL_KIND = "dialogue", "company_contact", "forwarded_call"
# What they call the same proposal as staff outside the desk read it.
SHARED_KIND = "shared_proposal"
# What they call all that is shared, as a message about a week of it points there.
CATALOGUE_KIND = "shared_catalogue"
TEXT_LENGTH = 4000


class State(BadgeChoices):
    """Where a proposal stands at the desk. What nobody has confirmed yet is at the door and has no row here."""

    RECEIVED = "received", "受付"
    INCOMPLETE = "incomplete", "補正待ち"
    SCREENING = "screening", "審査"
    SHARED = "shared", "庁内共有"
    TRANSFERRED = "transferred", "移送"
    DECLINED = "declined", "見送り"
    DIALOGUE = "dialogue", "対話"
    CLOSED = "closed", "完了"
    WITHDRAWN = "withdrawn", "取り下げ"
    EXPIRED = "expired", "期限切れ"
    MERGED = "merged", "統合"


draw(
    State,
    {
        State.RECEIVED: ("dx", "inbox"),
        State.INCOMPLETE: ("you", "hourglass"),
        State.SCREENING: ("dx", "search"),
        State.SHARED: ("live", "check"),
        State.TRANSFERRED: ("end", "arrow"),
        State.DECLINED: ("end", "x"),
        State.DIALOGUE: ("live", "talk"),
        State.CLOSED: ("end", "check"),
        State.WITHDRAWN: ("end", "x"),
        State.EXPIRED: ("end", "clock"),
        State.MERGED: ("end", "merge"),
    },
)
OPEN = (State.RECEIVED, State.INCOMPLETE, State.SCREENING, State.SHARED, State.DIALOGUE)
# What the desk has not decided on yet.
UNDECIDED = (State.RECEIVED, State.INCOMPLETE, State.SCREENING)
# What all staff may read, but for its confidential parts.
SHOWN = (State.SHARED, State.DIALOGUE)
ENDED = (State.TRANSFERRED, State.DECLINED, State.CLOSED, State.WITHDRAWN, State.EXPIRED, State.MERGED)
# What the vendor may still change by themselves: nobody has begun to judge it.
REVISABLE = (State.RECEIVED, State.INCOMPLETE)


class Source(models.TextChoices):
    """How a proposal came to the desk."""

    DOOR = "door", "提案の窓口"
    MAIL = "mail", "メール"
    PHONE = "phone", "電話"
    VISIT = "visit", "来庁"
    FORWARDED = "forwarded", "課からの転送"


class ToolKind(models.TextChoices):
    """What kind of thing is proposed; the vendor chooses one."""

    CLOUD = "cloud", "クラウドサービス"
    PACKAGE = "package", "業務システム"
    AUTOMATION = "automation", "RPA・自動化"
    AI = "ai", "AI"
    DATA = "data", "データの活用"
    DEVICE = "device", "機器"
    SERVICE = "service", "支援・委託"
    OTHER = "other", "どれでもない"


class CostRange(models.TextChoices):
    """What it costs a year, as the vendor says; ranges, because an exact price belongs to procurement."""

    UNKNOWN = "unknown", "聞いていない"
    NONE = "none", "かからない"
    SMALL = "small", "50万円まで"
    MIDDLE = "middle", "50万円から500万円"
    LARGE = "large", "500万円より上"


class YesNoUnknown(models.TextChoices):
    YES = "yes", "はい"
    NO = "no", "いいえ"
    UNKNOWN = "unknown", "聞いていない"


class Part(models.TextChoices):
    """What a vendor may mark as confidential; it is kept in a table of its own."""

    HOW = "how", "どう解決するか"
    EVIDENCE = "evidence", "実績"
    COST = "cost", "費用"
    SECURITY = "security", "安全とネットワーク"


class Criterion(models.TextChoices):
    """By what a proposal is reviewed."""

    SERVICE = "service", "住民サービスの向上"
    WORK = "work", "業務改善"
    FEASIBLE = "feasible", "実現性"
    COST = "cost", "費用"
    SAFE = "safe", "安全性"
    ORIGINAL = "original", "独自性"


class Advice(models.TextChoices):
    """What a reviewer advises."""

    SHARE = "share", "庁内に共有する"
    TRANSFER = "transfer", "別の窓口へ移送する"
    DECLINE = "decline", "見送る"


class Outcome(models.TextChoices):
    """What came of a dialogue. Whatever needs spending goes to ordinary procurement."""

    TRIAL = "trial", "試行"
    PROCUREMENT = "procurement", "通常の調達手続へ"
    ADOPTED = "adopted", "採用"
    NOT_NOW = "not_now", "いまは見送り"


class PromiseKind(models.TextChoices):
    FIRST_ANSWER = "first_answer", "最初の返事"
    DECISION = "decision", "審査の結果"
    NEXT_STEP = "next_step", "対話の次の一手"


class AnswerKind(models.TextChoices):
    """What the desk tells the vendor."""

    RECEIPT = "receipt", "受付のお知らせ"
    INCOMPLETE = "incomplete", "補正のお願い"
    SHARED = "shared", "庁内で共有"
    TRANSFERRED = "transferred", "別の窓口へ移送"
    DECLINED = "declined", "見送り"
    OUTCOME = "outcome", "対話の結果"
    QUESTION = "question", "質問"
    MERGED = "merged", "前の提案と合わせる"


class GrantState(models.TextChoices):
    """What became of the request to read the confidential parts of a shared proposal."""

    ASKED = "asked", "返事待ち"
    GRANTED = "granted", "見られます"
    REFUSED = "refused", "見られません"
    ENDED = "ended", "終了"


class DialogueState(BadgeChoices):
    PLANNED = "planned", "予定"
    HELD = "held", "実施済み"
    CANCELLED = "cancelled", "取りやめ"


draw(
    DialogueState,
    {
        DialogueState.PLANNED: ("dx", "cal"),
        DialogueState.HELD: ("live", "check"),
        DialogueState.CANCELLED: ("end", "x"),
    },
)


class MatchState(models.TextChoices):
    """What the desk made of a consultation that a proposal might serve."""

    INTRODUCED = "introduced", "紹介した"
    DISMISSED = "dismissed", "合わない"


class CallState(BadgeChoices):
    """What became of a cold call that a division handed on."""

    NEW = "new", "受け取りました"
    INVITED = "invited", "窓口を案内した"
    RECORDED = "recorded", "提案として受け付けた"


draw(
    CallState,
    {
        CallState.NEW: ("dx", "inbox"),
        CallState.INVITED: ("end", "reply"),
        CallState.RECORDED: ("live", "check"),
    },
)
