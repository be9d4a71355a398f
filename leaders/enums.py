"""Closed lists of the leaders' pillar; a state also says how it looks: whose turn it is, and its icon."""

from django.db import models

from minato_dx.core.looks import BadgeChoices, draw


class Kind(models.TextChoices):
    """What a recommendation asks for."""

    NEW = "new", "推薦"
    RENEW = "renew", "任期の更新"
    RELEASE = "release", "解任"


class State(BadgeChoices):
    """Where a recommendation stands. What was decided and is not published yet is no state: it has its own table."""

    DRAFT = "draft", "下書き"
    SUBMITTED = "submitted", "推薦"
    CHECKED = "checked", "確認済・決定待ち"
    RETURNED = "returned", "差し戻し"
    APPROVED = "approved", "任命"
    DECLINED = "declined", "不承認"
    WITHDRAWN = "withdrawn", "取り下げ"


draw(
    State,
    {
        State.DRAFT: ("end", "dash"),
        State.SUBMITTED: ("dx", "inbox"),
        State.CHECKED: ("dx", "hourglass"),
        State.RETURNED: ("you", "reply"),
        State.APPROVED: ("live", "seal"),
        State.DECLINED: ("end", "x"),
        State.WITHDRAWN: ("end", "x"),
    },
)

# One of these, or an approved one, is all that a division has in one cohort.
OPEN = (State.DRAFT, State.SUBMITTED, State.CHECKED, State.RETURNED)
ENDED = (State.APPROVED, State.DECLINED, State.WITHDRAWN)


class Consent(models.TextChoices):
    """What the candidate says."""

    ASKED = "asked", "返事を待っています"
    GIVEN = "given", "同意"
    REFUSED = "refused", "辞退"


class Outcome(models.TextChoices):
    """What the CIO decides."""

    APPROVED = "approved", "承認"
    RETURNED = "returned", "差し戻し"
    DECLINED = "declined", "不承認"


# What stands until it is published, and is published once.
FINAL = (Outcome.APPROVED, Outcome.DECLINED)


class LetterKind(models.TextChoices):
    """The verb of a letter."""

    APPOINT = "appoint", "命ずる"
    COMMISSION = "commission", "委嘱する"
    RELEASE = "release", "解く"


class EndReason(models.TextChoices):
    """Why a term ended, and so why a division is vacant."""

    EXPIRED = "expired", "任期満了"
    MOVED = "moved", "異動"
    LEFT = "left", "退職"
    RELEASED = "released", "解任"


class OnTransfer(models.TextChoices):
    """What becomes of the term of a leader who moves to another division; uncovered it is at once, either way."""

    AT_ONCE = "at_once", "異動の日に終わる"
    YEAR_END = "year_end", "年度末に終わる"
    CONTINUES = "continues", "解任するまで続く"


class Cover(BadgeChoices):
    """How a division stands on a day."""

    TRAINED = "trained", "配置済み"
    TRAINING = "training", "研修中"
    APPOINTED = "appointed", "任命済み"
    RECOMMENDED = "recommended", "推薦中"
    VACANT = "vacant", "空席"
    NEVER = "never", "未配置"


draw(
    Cover,
    {
        Cover.TRAINED: ("live", "check"),
        Cover.TRAINING: ("dx", "book"),
        Cover.APPOINTED: ("dx", "seal"),
        Cover.RECOMMENDED: ("you", "reply"),
        Cover.VACANT: ("late", "alert"),
        Cover.NEVER: ("end", "dash"),
    },
)
# What the plan counts: a leader who is trained, or is being trained.
COVERED = (Cover.TRAINED, Cover.TRAINING)


class ModuleKind(models.TextChoices):
    """The two halves of a training."""

    BASICS = "basics", "基礎知識"
    PRACTICE = "practice", "実践"


class Presence(BadgeChoices):
    """How a trainee took part in a session; nobody has a line before the reception or the list says something."""

    PRESENT = "present", "出席"
    LATE = "late", "遅刻"
    MADE_UP = "made_up", "補講で出席"
    EXCUSED = "excused", "欠席（連絡あり）"
    ABSENT = "absent", "欠席"


draw(
    Presence,
    {
        Presence.PRESENT: ("live", "check"),
        Presence.LATE: ("live", "clock"),
        Presence.MADE_UP: ("live", "check"),
        Presence.EXCUSED: ("end", "dash"),
        Presence.ABSENT: ("late", "alert"),
    },
)
# What the rule of completion counts as having been there.
ATTENDED = (Presence.PRESENT, Presence.LATE, Presence.MADE_UP)


class Entry(models.TextChoices):
    """How a line of attendance came to be."""

    CODE = "code", "受付の符号"
    NAME = "name", "受付で氏名から"
    LIST = "list", "出席の一覧"
    SELF = "self", "本人の連絡"
    IMPORT = "import", "取り込み"


class SkillStage(models.TextChoices):
    """When the trainees look at what they can do."""

    BEFORE = "before", "受講前"
    AFTER = "after", "受講後"
    YEAR_LATER = "year", "1年後"


class AppState(BadgeChoices):
    """Whether a trial app is of use."""

    TRYING = "trying", "試している"
    IN_USE = "in_use", "使っている"
    RETIRED = "retired", "やめた"


draw(
    AppState,
    {
        AppState.TRYING: ("dx", "play"),
        AppState.IN_USE: ("live", "check"),
        AppState.RETIRED: ("end", "x"),
    },
)
# What somebody answers for.
APPS_ALIVE = (AppState.TRYING, AppState.IN_USE)


class Learned(BadgeChoices):
    """How far a leader's training is."""

    TRAINED = "trained", "研修を修了"
    TRAINING = "training", "研修中"
    AHEAD = "ahead", "研修はこれから"


draw(
    Learned,
    {
        Learned.TRAINED: ("live", "check"),
        Learned.TRAINING: ("dx", "book"),
        Learned.AHEAD: ("end", "dash"),
    },
)


class QuestionState(BadgeChoices):
    """Whether a leader's question is answered to the asker's satisfaction."""

    OPEN = "open", "回答を募集中"
    SOLVED = "solved", "解決済み"


draw(QuestionState, {QuestionState.OPEN: ("dx", "hourglass"), QuestionState.SOLVED: ("live", "check")})
