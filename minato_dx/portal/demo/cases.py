"""Published cases of other municipalities. What is told of them is all that is known here: no link, no day, no figure
is added, and where a text does not tell its document, the demo does not either."""

import datetime as dt
from dataclasses import dataclass

from minato_dx.portal.demo.consultations import stamp
from minato_dx.portal.demo.named import HEAD
from minato_dx.portal.demo.organisation import DX_SECTION
from minato_dx.portal.demo.scene import Stage
from minato_dx.reference.models import FieldOfWork, Municipality
from showcase.enums import FoundBy, ToolKind
from showcase.models import Case
from showcase.services.cases import writing

SOURCE = "公表されている資料（資料名はまだ書いていません）"
MUNICIPALITIES = (
    ("083411", "茨城県", "東海村", "とうかいむら"),
    ("131075", "東京都", "墨田区", "すみだく"),
    ("172014", "石川県", "金沢市", "かなざわし"),
    ("221309", "静岡県", "浜松市", "はままつし"),
    ("222160", "静岡県", "袋井市", "ふくろいし"),
    ("252107", "滋賀県", "野洲市", "やすし"),
    ("292095", "奈良県", "生駒市", "いこまし"),
    ("382019", "愛媛県", "松山市", "まつやまし"),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one municipality; published unless ``is_draft``."""

    code: str
    title: str
    summary: str
    effect: str = ""
    field: str = ""
    tool_kind: str = ToolKind.RULES
    is_draft: bool = False


CASES = (
    Told(
        "252107", "リーダーが異動しても、解くまで任期を続ける",
        "DX推進リーダーの任期を年度末で切らず、解かれるまで続けています。",
    ),
    Told(
        "382019", "研修のあとに、リーダーが何をするかを決めておく",
        "難しいのは、研修を終えたリーダーに何をしてもらうかだ、という教訓が伝えられています。",
    ),
    Told(
        "221309", "任命書をデジタルで渡す",
        "DXを進める職員の任命書を、紙ではなくデジタルで渡しています。",
        field="文書・決裁",
    ),
    Told(
        "222160", "半年の研修で、発表までやりきる",
        "リーダーは半年かけて、サービスデザイン、業務フロー、費用対効果を学び、発表します。",
    ),
    Told(
        "172014", "DXのリーダーを、1年に20人育てる",
        "5月から11月までの研修で、1年に20人を育てています。研修には100時間から200時間をかけます。",
    ),
    Told(
        "131075", "DXリーダー30人が6班で学び、区長へ報告する",
        "DXリーダーの研修に30人が参加し、6つの班に分かれて6回集まります。最後に、区長へ報告します。",
    ),
    Told(
        "083411", "減らせそうな時間と、減った時間を分けて数えた",
        "業務の見直しで減る時間は、提案したときと、実際に減ったあとで別の数字になります。両方が示されています。",
        effect="提案した時間は12,680時間、実際に減った時間は5,014時間。",
        field="集計・報告",
    ),
    Told(
        "292095", "民間の提案を1つの窓口で受け、窓口も対話に入る",
        "事業者は提案のシートを窓口に出します。窓口が担当の課につなぎ、対話にも同席します。お金がかかるものは、ふつうの調達の手続きに進みます。",
        field="会計・契約",
    ),
    Told(
        "131075", "予算なしで、庁内のDX展示会を開いた",
        "「SUMIDA×DX展」に24の事業者が出展し、2つの部屋でセミナーを開きました。予算はかけていません。",
        effect="来場者は751人（職員548人、43の団体から203人）。88%が「意識が変わった」と答えました。",
        field="情報共有",
    ),
    Told(
        "131075", "展示会に、ほかの団体の人も招く",
        "庁内のDX展示会に、43の団体から203人が来ました。",
        field="情報共有",
        is_draft=True,
    ),
)  # fmt: skip


def load_cases(*, stage: Stage) -> None:
    """Let the DX section write and check them, over the last weeks."""
    for code, prefecture, name, kana in MUNICIPALITIES:
        Municipality.objects.create(code=code, prefecture=prefecture, name=name, kana=kana)
    cities = {row.code: row for row in Municipality.objects.all()}
    fields = {row.name: row for row in FieldOfWork.objects.all()}
    writer = stage.company.by_place[DX_SECTION, 1]
    checker = stage.company.by_place[DX_SECTION, HEAD]
    for nth, told in enumerate(CASES):
        moment = stage.timeline.moment(-25 + 2 * nth, "16:20")
        words = {
            "municipality": cities[told.code], "title": told.title, "field": fields.get(told.field),
            "tool_kind": told.tool_kind, "tool": "", "summary": told.summary, "effect": told.effect,
            "effect_source": SOURCE if told.effect else "", "effect_on": None, "link": "",
            "found_by": FoundBy.STAFF, "finder": "デジタル改革担当", "found_on": moment.date(), "company": None,
        }  # fmt: skip
        case: Case = writing.begin_case(words=words, actor=writer, now=moment)
        if not told.is_draft:
            later = moment + dt.timedelta(minutes=35)
            writing.publish_case(case=case, version=case.version, actor=checker, now=later)
        stamp(stage, moment)
