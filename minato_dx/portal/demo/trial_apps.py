"""Small apps that leaders built: in use, being tried, retired, and one whose owner moved away in April."""

import datetime as dt
from dataclasses import dataclass

from leaders.enums import AppState
from leaders.models import LeaderTerm, TrialApp
from leaders.services.app_owners import ask_owners, follow_owners
from leaders.services.trial_apps import AppFacts, confirm_app, hand_to, register_app
from minato_dx.organization.models import Division, User
from minato_dx.portal.demo.consultations import stamp
from minato_dx.portal.demo.named import HEAD
from minato_dx.portal.demo.organisation import DX_SECTION
from minato_dx.portal.demo.roster import Years
from minato_dx.portal.demo.scene import Stage
from minato_dx.reference.models import InHouseTool

REQUESTS, SURVEY, BOOKING = "電子申請サービス", "アンケートフォーム", "予約受付システム"
NO_CODE, RPA, SHEETS = "ノーコードのアプリ作成ツール", "RPA（定型作業の自動化）", "共有フォルダとExcelの型"
CHATBOT, MAP = "チャットボット", "庁内地図"
IN_USE, TRYING, RETIRED = AppState.IN_USE, AppState.TRYING, AppState.RETIRED


@dataclass(frozen=True, slots=True)
class Built:
    """An app: registered and then confirmed on working days counted from the last finished one."""

    division: str
    name: str
    about: str
    tool: str
    registered: int
    confirmed: tuple[tuple[int, AppState], ...] = ()
    state: AppState = TRYING
    work: str = ""
    personal: bool = False
    reason: str = ""


BUILT = (
    Built(
        "0903", "延長保育の申込みの受付", "延長保育の申込みをフォームで受け付け、園ごとの一覧にします。",
        REQUESTS, -190, state=IN_USE, work="延長保育の申込み", personal=True,
    ),
    Built(
        "0903", "園の見学の予約表", "見学できる日と人数を園に入れてもらい、空きのある日を保護者に選んでもらいます。",
        BOOKING, -45, ((-12, IN_USE),), work="保育園の見学の受付", personal=True,
    ),
    Built(
        "0704", "認定調査の日程の型", "調査員の予定と訪問先を1枚の表にまとめ、重なりに色が付きます。",
        SHEETS, -170, ((-30, IN_USE),), work="認定調査の日程調整", personal=True,
    ),
    Built(
        "0703", "見守り訪問の集計", "訪問の記録を地区と月ごとに集計して、グラフで見せます。",
        NO_CODE, -120, ((-60, IN_USE),), work="見守り訪問の報告", personal=True,
    ),
    Built(
        "0104", "窓口の混み具合の記録", "30分ごとの待ち人数を番号案内から写し、曜日ごとに比べます。",
        SHEETS, -150, ((-20, IN_USE),), work="窓口の案内",
    ),
    Built(
        "0302", "備品の貸出簿", "テントや机を借りた団体と返す日を残し、前の日に一覧を出します。",
        NO_CODE, -95, ((-70, IN_USE),), work="備品の貸出し",
    ),
    Built(
        "0601", "町会アンケートの集計", "町会に送る年1回のアンケートを、質問ごとに集計します。",
        NO_CODE, -200, ((-25, RETIRED),), reason="年1回の調査なので、アンケートフォームの集計で足りました。",
    ),
    Built(
        "0902", "学童クラブの入会書類の確認", "届いた書類の不足を一覧にして、保護者への連絡の下書きを作ります。",
        RPA, -35, work="学童クラブの入会申請", personal=True,
    ),
    Built(
        "1104", "道路の不具合の地図", "通報のあった場所を地図に落とし、直した日を記録します。",
        MAP, -140, ((-50, IN_USE),), work="道路の通報の受付",
    ),
    Built(
        "1307", "予算の照会の回答状況", "各課への照会の回答を集めて、まだの課が分かるようにします。",
        SURVEY, -80, ((-40, IN_USE),), work="予算要求の取りまとめ",
    ),
    Built(
        "1203", "粗大ごみのよくある質問", "電話で多い質問と答えを、チャットボットに入れる前に課の中で試しています。",
        CHATBOT, -18, work="粗大ごみの問い合わせ対応",
    ),
    Built(
        "1901", "投票所の従事者の希望調べ", "従事できる日と投票所の希望を、職員にフォームで聞きます。",
        SURVEY, -105, ((-90, IN_USE),), work="投票所の従事者の配置", personal=True,
    ),
)  # fmt: skip
# Built before April by leaders who moved away then; the head of the second division has named somebody since.
LEFT_BEHIND = (
    Built(
        "1001", "研修の参加の記録", "職員が受けた研修と日付を残し、受けていない人が分かるようにします。",
        SHEETS, -300, state=IN_USE, work="職員研修の管理", personal=True,
    ),
    Built(
        "0604", "観光パンフレットの在庫表", "置き場所ごとの部数を写真から入れて、足りなくなる前に知らせます。",
        NO_CODE, -290, state=IN_USE, work="パンフレットの配布",
    ),
)  # fmt: skip
NAMED_SINCE, NAMED_ON = "0604", -100
ASKED = -3
MORNING = dt.time(9, 0)


def load_trial_apps(*, stage: Stage, years: Years) -> None:
    """Register the apps, let April pass, and ask the owners who have not confirmed theirs for long."""
    section_head = stage.company.by_place[DX_SECTION, HEAD]
    for built in LEFT_BEHIND:
        term = LeaderTerm.objects.select_related("person").get(division__key=built.division, valid_to=years.last_april)
        _register(stage, built, actor=section_head, owner=term.person)
    april = stage.timeline.first_morning(years.last_april, MORNING)
    follow_owners(now=april)
    stamp(stage, april)
    for built in sorted(BUILT, key=lambda one: one.registered):
        _register(stage, built, actor=stage.company.leader(built.division))
    for built in BUILT:
        _confirm(stage, built)
    _name_owner(stage)
    moment = stage.timeline.moment(ASKED, "9:00")
    ask_owners(now=moment)
    stamp(stage, moment)


def _register(stage: Stage, built: Built, *, actor: User, owner: User | None = None) -> None:
    moment = stage.timeline.moment(built.registered, "15:40")
    facts = AppFacts(
        name=built.name,
        about=built.about,
        handles_personal_data=built.personal,
        tool=InHouseTool.objects.get(name=built.tool),
        work=built.work,
    )
    division = Division.objects.get(key=built.division)
    register_app(division=division, facts=facts, actor=actor, owner=owner, state=built.state, now=moment)
    stamp(stage, moment)


def _confirm(stage: Stage, built: Built) -> None:
    owner = stage.company.leader(built.division)
    for offset, state in built.confirmed:
        app = TrialApp.objects.get(name=built.name)
        moment = stage.timeline.moment(offset, "11:10")
        reason = built.reason if state == RETIRED else ""
        confirm_app(app=app, actor=owner, state=state, seen=AppState(app.state), reason=reason, now=moment)
        stamp(stage, moment)


def _name_owner(stage: Stage) -> None:
    app = TrialApp.objects.get(division__key=NAMED_SINCE)
    moment = stage.timeline.moment(NAMED_ON, "13:20")
    people = stage.company.by_place
    hand_to(app=app, to=people[NAMED_SINCE, 1], actor=people[NAMED_SINCE, HEAD], seen_owner_id=app.owner_id, now=moment)
    stamp(stage, moment)
