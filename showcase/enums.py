"""Closed lists of the showcase."""

from django.db import models

from minato_dx.core.looks import BadgeChoices, draw

# What lower rooms (files, messages, wishes) call a story.
STORY_KIND = "story"
# The front page, for messages about a week; the id is but the week.
FRONT_KIND = "showcase_front"
# Its long texts, written in Markdown.
MARKED = ("before", "done", "result", "ingenuity", "constraints_met", "evaluation")
TITLE_LENGTH, SUMMARY_LENGTH, TEXT_LENGTH = 80, 300, 4000
QUESTION_LENGTH, REASON_LENGTH = 1000, 400


class State(BadgeChoices):
    """Where a story stands on its way to all staff."""

    DRAFT = "draft", "下書き"
    ASKED = "asked", "同意待ち"
    REVIEW = "review", "公開前の確認"
    PUBLISHED = "published", "公開"
    UNPUBLISHED = "unpublished", "公開終了"


draw(
    State,
    {
        State.DRAFT: ("end", "file"),
        State.ASKED: ("you", "hourglass"),
        State.REVIEW: ("dx", "search"),
        State.PUBLISHED: ("live", "check"),
        State.UNPUBLISHED: ("end", "x"),
    },
)


class ConsentRole(models.TextChoices):
    """As what somebody agrees that the story is shown."""

    REQUESTER = "requester", "相談した人"
    HEAD = "head", "所属長"
    OWNER = "owner", "アプリの持ち主"
    HELPER = "helper", "聞ける人"


class Said(models.TextChoices):
    """What somebody said to being shown."""

    WAITING = "waiting", "返事待ち"
    YES = "yes", "同意"
    NO = "no", "見送り"


class AdoptionState(BadgeChoices):
    """How far another division came with what a story tells."""

    TRYING = "trying", "試している"
    ADOPTED = "adopted", "取り入れた"
    ADAPTED = "adapted", "変えて取り入れた"
    GAVE_UP = "gave_up", "見送った"


draw(
    AdoptionState,
    {
        AdoptionState.TRYING: ("dx", "play"),
        AdoptionState.ADOPTED: ("live", "check"),
        AdoptionState.ADAPTED: ("live", "half"),
        AdoptionState.GAVE_UP: ("end", "x"),
    },
)


# --- Exhibitions ------------------------------------------------------------------------------------------

EXHIBITION_KIND, EXHIBITOR_KIND, PROGRAMME_KIND = "exhibition", "exhibitor", "programme_item"
# The page that an exhibitor's own people and the DX section have, beside the booth that visitors see.
EXHIBITOR_PAGE_KIND = "exhibitor_page"
# What the public door calls the registration of somebody who comes from elsewhere.
VISIT_KIND = "visit"


class ExhibitionState(BadgeChoices):
    """Where an exhibition stands, from the first plan to its report."""

    PLANNED = "planned", "計画中"
    APPLICATIONS = "applications", "出展者を募集中"
    PUBLISHED = "published", "案内中"
    RUNNING = "running", "開催中"
    CLOSED = "closed", "閉会"
    REPORTED = "reported", "報告済み"
    CANCELLED = "cancelled", "中止"


draw(
    ExhibitionState,
    {
        ExhibitionState.PLANNED: ("end", "file"),
        ExhibitionState.APPLICATIONS: ("dx", "hourglass"),
        ExhibitionState.PUBLISHED: ("live", "check"),
        ExhibitionState.RUNNING: ("live", "check"),
        ExhibitionState.CLOSED: ("end", "check"),
        ExhibitionState.REPORTED: ("end", "check"),
        ExhibitionState.CANCELLED: ("end", "x"),
    },
)

# All staff may read of an exhibition in these states; before, it is the DX section's and the exhibitors' own.
SHOWN = (
    ExhibitionState.PUBLISHED,
    ExhibitionState.RUNNING,
    ExhibitionState.CLOSED,
    ExhibitionState.REPORTED,
    ExhibitionState.CANCELLED,
)
# Seats may be reserved and programmes chosen from in these.
OPEN_TO_VISITORS = (ExhibitionState.PUBLISHED, ExhibitionState.RUNNING)


class ExhibitorKind(models.TextChoices):
    """Who shows something: a company, a division, or a team of leaders."""

    COMPANY = "company", "企業"
    DIVISION = "division", "課"
    TEAM = "team", "DXリーダーの班"


class ExhibitorState(BadgeChoices):
    """Where somebody stands on the way to a booth."""

    INVITED = "invited", "招待中"
    APPLIED = "applied", "申込み"
    SELECTED = "selected", "出展決定"
    DECLINED = "declined", "見送り"
    WITHDRAWN = "withdrawn", "辞退"


draw(
    ExhibitorState,
    {
        ExhibitorState.INVITED: ("you", "hourglass"),
        ExhibitorState.APPLIED: ("dx", "search"),
        ExhibitorState.SELECTED: ("live", "check"),
        ExhibitorState.DECLINED: ("end", "x"),
        ExhibitorState.WITHDRAWN: ("end", "x"),
    },
)


class ItemKind(models.TextChoices):
    """What can be reserved in an exhibition."""

    SEMINAR = "seminar", "セミナー"
    WINDOW = "window", "入場の時間帯"


class VisitorKind(models.TextChoices):
    """Who comes: their numbers are told apart in the report."""

    STAFF = "staff", "職員"
    OFFICIAL = "official", "ほかの自治体・団体の職員"
    VENDOR = "vendor", "企業の人"


class CheckInMeans(models.TextChoices):
    """How somebody was noted at the reception, a seminar's door or a booth."""

    SCANNER = "scanner", "読み取り機"
    CAMERA = "camera", "カメラ"
    NAME = "name", "氏名"
    SELF = "self", "本人"


class Awareness(models.TextChoices):
    """Whether the visit changed how somebody sees DX (the question that 墨田区's exhibition was judged by)."""

    CHANGED = "changed", "変わった"
    SOMEWHAT = "somewhat", "少し変わった"
    SAME = "same", "変わらない"


class NextStep(models.TextChoices):
    """What a visitor wants to do next."""

    CONSULT = "consult", "相談してみたい"
    TALK = "talk", "課で話してみたい"
    MORE = "more", "もっと知りたい"
    NOTHING = "nothing", "いまは特にない"


# --- Cases of other municipalities ------------------------------------------------------------------------

CASE_KIND = "case"


class CaseState(BadgeChoices):
    """Where a case stands on its way to all staff."""

    DRAFT = "draft", "確かめる前"
    PUBLISHED = "published", "公開"
    UNPUBLISHED = "unpublished", "公開終了"


draw(
    CaseState,
    {
        CaseState.DRAFT: ("dx", "search"),
        CaseState.PUBLISHED: ("live", "check"),
        CaseState.UNPUBLISHED: ("end", "x"),
    },
)


class ToolKind(models.TextChoices):
    """With what kind of tool another municipality did it; the product's own name is a free text beside it."""

    FORM = "form", "電子申請"
    NO_CODE = "no_code", "ノーコード"
    RPA = "rpa", "RPA"
    OCR = "ocr", "AI-OCR"
    AI = "ai", "生成AI"
    CHATBOT = "chatbot", "チャットボット"
    SPEECH = "speech", "音声の文字起こし"
    DATA = "data", "データの集計・見える化"
    PAYMENT = "payment", "キャッシュレス"
    RULES = "rules", "ツールなし（しくみ・進め方）"
    OTHER = "other", "そのほか"


class FoundBy(models.TextChoices):
    """From whom the ward knows of a case."""

    VENDOR = "vendor", "事業者から"
    STAFF = "staff", "職員が見つけた"
    VISIT = "visit", "視察・訪問"
    RESEARCH = "research", "調査依頼への回答"
