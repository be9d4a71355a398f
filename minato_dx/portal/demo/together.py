"""Leaders among themselves: what each is good at, and what they asked each other."""

from dataclasses import dataclass

from leaders.models import LeaderQuestion
from leaders.services.together import ask_question, mark_helpful, reply, settle_question, write_profile
from minato_dx.organization.models import User
from minato_dx.portal.demo.consultations import stamp
from minato_dx.portal.demo.named import HEAD
from minato_dx.portal.demo.organisation import DX_SECTION
from minato_dx.portal.demo.scene import Stage
from minato_dx.portal.demo.staffing import LEADERS
from minato_dx.reference.models import FieldOfWork, InHouseTool

REQUESTS, SURVEY, BOOKING = "電子申請サービス", "アンケートフォーム", "予約受付システム"
RPA, OCR, APPS = "RPA（定型作業の自動化）", "AI-OCR（手書き文字の読み取り）", "ノーコードのアプリ作成ツール"
WRITING, SHEETS = "文書生成AI（LGWAN版）", "共有フォルダとExcelの型"

# What is good at, tools, fields of work; the leaders take them in turn, and every seventh has written nothing yet.
PROFILES = (
    ("電子申請の様式づくり。項目を減らす相談から一緒にできます。", (REQUESTS,), ("申請・届出",)),
    ("Excelの集計の型を係で使っています。関数よりも、表の形を整えるところが得意です。", (SHEETS,), ("集計・報告",)),
    ("庁内の照会をアンケートフォームに替えました。回答の催促のしかたも工夫しています。", (SURVEY,), ("集計・報告",)),
    ("窓口の予約の枠の作り方。電話の予約を残しながら移しました。", (BOOKING,), ("予約・受付",)),
    ("業務フローを書いて、なくせる作業を見つけるところ。", (), ("入力・転記",)),
    ("文書生成AIで、お知らせの下書きと要約をしています。確かめ方も話せます。", (WRITING,), ("問い合わせ対応",)),
    (
        "毎月の転記を自動化しました。手順を変えずに始めて、苦労したところもお話しできます。",
        (RPA, APPS),
        ("入力・転記",),
    ),
    ("手書きの申込書の読み取り。向く用紙と向かない用紙が分かってきました。", (OCR,), ("入力・転記", "申請・届出")),
)
WITHOUT_PROFILE = 7


@dataclass(frozen=True, slots=True)
class Answer:
    """Who replied so many working days after the question, and whether it helped."""

    division: str
    after: int
    text: str
    helped: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: who asked how many working days ago, what came back, and whether it is solved."""

    division: str
    ago: int
    title: str
    text: str = ""
    tool: str = ""
    field: str = ""
    answers: tuple[Answer, ...] = ()
    solved: bool = False


QUESTIONS = (
    Asked(
        "0701",
        96,
        "電子申請の受付メールの文面は、どこで直せますか",
        "申請した方に届くメールに、持ち物を書き足したいです。",
        REQUESTS,
        "申請・届出",
        (
            Answer("0104", 1, "様式の編集画面の「通知」で直せます。公開中の様式でも、すぐに変わります。", helped=True),
            Answer("0701", 1, "できました。ありがとうございます。"),
        ),
        solved=True,
    ),
    Asked(
        "1601",
        74,
        "紙の申込みも残すとき、二重の申込みをどう防いでいますか",
        "高齢の方が多く、紙の受付はやめられません。両方で申し込む方が、月に2、3件あります。",
        REQUESTS,
        "申請・届出",
        (
            Answer("0902", 1, "一覧を毎朝1つに合わせて、氏名と生年月日で重なりを見ています。"),
            Answer(
                "0803",
                2,
                "紙に「電子申請をした方は不要です」と書いたら、ほとんどなくなりました。",
                helped=True,
            ),
        ),
        solved=True,
    ),
    Asked(
        "0502",
        58,
        "課内の照会をフォームにしたら、回答が集まりません",
        "メールで頼んでいたときより、期限に遅れる人が増えました。",
        SURVEY,
        "集計・報告",
        (
            Answer("1504", 1, "締切の前の日に、まだの人にだけ声をかけています。", helped=True),
            Answer("1307", 3, "質問を5つまでに減らしました。前の年の回答を見せておくと早いです。"),
        ),
        solved=True,
    ),
    Asked(
        "1801",
        41,
        "手書きの数字の読み取りは、どのくらい合っていますか",
        "7と1の取り違えが心配です。",
        OCR,
        "入力・転記",
        (
            Answer("0707", 1, "うちの用紙では1,000件で6件の間違いでした。枠を大きくすると減ります。"),
            Answer(
                DX_SECTION,
                2,
                "合計と件数を別に数えて、突き合わせる方法があります。用紙を見せてください。",
                helped=True,
            ),
        ),
        solved=True,
    ),
    Asked(
        "0903",
        27,
        "文書生成AIで作ったお知らせを、どう確かめていますか",
        "保護者へのお知らせの下書きに使っています。日付や金額の間違いが怖いです。",
        WRITING,
        "問い合わせ対応",
        (
            Answer("1401", 1, "元の資料を横に置いて、数字だけを2人で読み合わせています。3分です。", helped=True),
            Answer("0601", 2, "名前は入れない決まりなので、○○にしておき、後から自分で入れています。"),
        ),
    ),
    Asked(
        "1105",
        15,
        "予約の枠を、当日の朝に増やすことはできますか",
        "職員の休みが急に決まり、枠の数が変わることがあります。",
        BOOKING,
        "予約・受付",
        (
            Answer("0704", 1, "増やすのはすぐにできます。予約の入っている枠は減らせません。"),
            Answer("0903", 2, "うちでは枠を1つ残しておき、職員がそろった朝に開けています。"),
        ),
    ),
    Asked(
        "0203",
        6,
        "転記をやめたいのですが、自動化とフォームのどちらから始めましたか",
        "紙の届出を見ながら、システムへ月に80件入力しています。",
        field="入力・転記",
        answers=(Answer("0302", 1, "先にフォームにしました。入力がなくなり、自動化はいらなくなりました。"),),
    ),
    Asked(
        "0903",
        2,
        "係の人に使ってもらうには、最初に何を見せるとよいですか",
        "説明会をしても、その場だけになりがちです。",
    ),
)


def load_together(*, stage: Stage) -> None:
    """Let most leaders say what they are good at, and ask and answer each other, by the services the pages use."""
    _write_profiles(stage)
    for asked in QUESTIONS:
        _play(stage, asked)


def _write_profiles(stage: Stage) -> None:
    tools = {tool.name: tool for tool in InHouseTool.objects.all()}
    fields = {field.name: field for field in FieldOfWork.objects.all()}
    moment = stage.timeline.moment(-100, "10:30")
    for place, division in enumerate(sorted(key for batch in LEADERS for key in batch)):
        if place % WITHOUT_PROFILE == WITHOUT_PROFILE - 1:
            continue
        good_at, own_tools, own_fields = PROFILES[place % len(PROFILES)]
        write_profile(
            actor=stage.company.leader(division),
            good_at=good_at,
            tools=[tools[name] for name in own_tools],
            fields=[fields[name] for name in own_fields],
            now=moment,
        )


def _play(stage: Stage, asked: Asked) -> None:
    asker, moment = stage.company.leader(asked.division), stage.timeline.moment(-asked.ago, "11:20")
    question = ask_question(
        actor=asker,
        title=asked.title,
        text=asked.text,
        tool=InHouseTool.objects.filter(name=asked.tool).first(),
        field=FieldOfWork.objects.filter(name=asked.field).first(),
        now=moment,
    )
    stamp(stage, moment)
    for place, answer in enumerate(asked.answers):
        _answer(stage, asked, question, answer, clock=f"{13 + place}:40")
    if asked.solved:
        last = stage.timeline.moment(max(answer.after for answer in asked.answers) - asked.ago, "16:50")
        settle_question(question=question, actor=asker, solved=True, now=last)


def _answer(stage: Stage, asked: Asked, question: LeaderQuestion, answer: Answer, *, clock: str) -> None:
    moment = stage.timeline.moment(answer.after - asked.ago, clock)
    row = reply(question=question, actor=_author(stage, answer.division), text=answer.text, now=moment)
    stamp(stage, moment)
    if answer.helped:
        mark_helpful(reply=row, actor=stage.company.leader(asked.division), helped=True)


def _author(stage: Stage, division: str) -> User:
    return stage.company.by_place[division, HEAD] if division == DX_SECTION else stage.company.leader(division)
