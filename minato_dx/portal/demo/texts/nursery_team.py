"""保育課: what her colleagues have asked."""

from consultations.enums import (
    AnswerKind,
    EffectMethod,
    Frequency,
    Medium,
    Outcome,
    Urgency,
    Verdict,
    YesNoUnknown,
)
from minato_dx.portal.demo.script import (
    Agree,
    Answer,
    Case,
    Close,
    Confirm,
    Effect,
    Hear,
    Live,
    Photo,
    Realised,
    Say,
    Sheet,
    Start,
    Wait,
    Who,
)
from minato_dx.reference.enums import Network

EXTENDED_CARE = Case(
    key="extended-care",
    division="0903",
    asker=3,
    started=21,
    at="8:55",
    about="申請・届出",
    urgency=Urgency.THIS_MONTH,
    urgency_reason="担当が1人減り、月末の入力が回らない",
    wished="スマートフォンから申し込んでもらう",
    body="""
        延長保育の申込みが紙で、毎月おなじ内容を打ち直しています。
        12の園から届く申込書を、2人で3日かけて入れています。先月と同じ内容の方が、たぶん8割です。
    """,
    files=(Photo("延長保育申込書.png", columns=3, rows=10),),
    steps=(
        Say("0 14:30", Who.LEADER, "係長、これは前から気になっていました。申込書の写しを10枚、用意しておきます。"),
        Say(
            "1 10:15",
            Who.DX,
            """
            写真を見ました。「先月と同じ」が8割というのが大事なところだと思います。伺って、
            束のまま見せてください。
        """,
        ),
        Hear("1 11:20", on="4 15:00", place="保育課の打合せ机", attendees="{asker}、{leader}"),
        Sheet(
            "6 10:40",
            {
                "work_name": "延長保育の申込み受付",
                "purpose": "月ぎめの延長保育の申込みを園で受け、課で利用料の計算に使う台帳へ入れる。",
                "legal_basis": "区立保育園延長保育実施要綱",
                "related_divisions": "区立保育園12園、会計室",
                "cases_per_year": 5760,
                "minutes_per_case": 6,
                "people": 2,
                "frequency": Frequency.MONTHLY,
                "media": [Medium.PAPER, Medium.SEAL, Medium.EXCEL],
                "systems": "延長保育利用者台帳（Excel）",
                "network": Network.LGWAN,
                "personal_information": YesNoUnknown.YES,
                "judgement": YesNoUnknown.NO,
                "trouble": "毎月480枚の申込書を打ち直している。月末の3日間、ほかの仕事が止まる。",
                "why_1": "毎月480枚を打ち直している",
                "why_2": "変わらない人にも、毎月出してもらっている",
                "why_3": "要綱に「利用月ごとに申し込む」と書いてある",
                "why_4": "利用料を月ごとに決めていたころの決まりが、そのまま残っている",
                "asked_for": "スマートフォンからの申込み",
                "really_needed": "変わった人だけが届け出ればよい形",
                "verdict": Verdict.FITTING,
                "verdict_reason": """
                スマートフォンの申込みは合っています。あわせて、変わらない方は出さなくてよい形（自動で続く）に
                すると、枚数が5分の1になります。要綱の1行を直すことが前提です。
            """,
                "human_reason": "急に迎えが遅れる日の相談は、園で人が受ける。",
            },
        ),
        Confirm("8 9:30"),
        Say(
            "9 13:15",
            Who.ASKER,
            """
            要綱の件、過去の起案を見ました。月ごとにした理由は、どこにも書いてありませんでした。
        """,
        ),
        Wait("11 10:00", "園での受け取り方を、2つの園に聞いてみてください。困る場面がないか知りたいです。"),
        Say(
            "17 16:45",
            Who.ASKER,
            """
            2園に聞きました。園で紙を預からなくてよくなるなら助かる、とのことです。
            紙の方も少しは残ると思います。
        """,
        ),
        Answer(
            "19 11:30",
            AnswerKind.SOLUTION,
            """
            延長保育の申込みを、電子申請サービスで受ける案です。

            ・はじめの1回と、変わったときだけ出してもらいます
            ・届いた内容は、そのまま台帳（Excel）になります
            ・紙で出したい方は、園で先生が一緒に入力します

            要綱の「利用月ごとに」を「変わるときに」に直す起案も、{dx}が手伝います。
            """,
            tool="電子申請サービス",
            effect=Effect(
                "延長保育の申込み受付", 5760, 6, 1.5, running=30, initial=45, basis="申込書480枚／月、入力の実測20枚"
            ),
        ),
    ),
)

MONTHLY_REPORT = Case(
    key="nursery-monthly-report",
    division="0903",
    asker=2,
    started=300,
    at="13:10",
    about="集計・報告",
    wished="園と課でつながる報告システム",
    body="""
        園からの月次報告のExcelが、園ごとに形がちがいます。24園分をつなぐのに毎月1日かかり、
        行がずれていて数字が合わない月もあります。
    """,
    steps=(
        Say(
            "1 9:10",
            Who.DX,
            """
            形がちがうのは、どのあたりでしょう。園が行を足しているのか、もともとの様式が何種類もあるのか…。
        """,
        ),
        Say("1 12:55", Who.ASKER, "両方です。様式が3世代あって、さらに園が行を足しています。"),
        Hear("2 10:00", on="3 13:30", place="保育課"),
        Sheet(
            "5 11:00",
            {
                "work_name": "園からの月次報告の取りまとめ",
                "purpose": "在園児数、職員数、延べ利用を園から集め、区全体の表にする。",
                "cases_per_year": 288,
                "minutes_per_case": 35,
                "people": 2,
                "frequency": Frequency.MONTHLY,
                "media": [Medium.EXCEL, Medium.MAIL],
                "systems": "Excel、グループウェアのメール",
                "network": Network.LGWAN,
                "personal_information": YesNoUnknown.NO,
                "judgement": YesNoUnknown.NO,
                "trouble": "様式がそろわず、つなぐのに毎月1日かかる。",
                "why_1": "つなぐときに行がずれる",
                "why_2": "園が使っている様式が3世代ある",
                "why_3": "新しい様式をメールで送っても、古いものを上書きして使う園がある",
                "why_4": "どれが最新か、園から見て分かる場所がない",
                "asked_for": "報告システム",
                "really_needed": "いつも最新の様式が1つだけある置き場所",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": "システムを入れなくても、置き場所を1つにし、行を足せない型にすれば足ります。",
            },
        ),
        Confirm("6 9:05"),
        Answer(
            "8 14:00",
            AnswerKind.SOLUTION,
            """
            共有フォルダに園ごとの報告を置き、入力できるところだけが白い「型」に替えましょう。
            24園分は、開くと自動で1枚につながります。新しい道具の費用はかかりません。
            """,
            tool="共有フォルダとExcelの型",
            effect=Effect("園からの月次報告の取りまとめ", 288, 35, 10, initial=16, basis="3か月分の作業時間の聞き取り"),
        ),
        Agree("10 16:30", text="園の負担が増えないなら進めてください。"),
        Start("12 9:00", "{asker}さんと{dx}で型を作り、4つの園で翌月分から試します。"),
        Wait("14 9:00", "4つの園での1回目の報告をお待ちしています。"),
        Say("33 15:20", Who.ASKER, "4園とも、ずれなしでした！つなぐのは5分です。5分。"),
        Live("35 10:00"),
        Realised(
            "92 11:40",
            Effect(
                "園からの月次報告の取りまとめ",
                288,
                35,
                14,
                method=EffectMethod.RECORDED,
                basis="3か月分の作業時間の記録",
            ),
        ),
        Close(
            "95 9:20",
            Outcome.SOLUTION,
            """
            24園すべてが新しい型になりました。年およそ100時間が、園をたずねる時間に変わっています。
            3園は紙の報告を写真で送っているため、見込みより少し時間がかかっています。
            """,
        ),
    ),
)

DAY_SHEETS = Case(
    key="day-sheets",
    division="0903",
    asker=1,
    started=0,
    at="16:20",
    about="集計・報告",
    ask_leader=True,
    body="""
        園から届く日報を、毎朝1枚ずつ見て人数を足しています。18園で40分かかります。
        集計だけでも自動になりませんか。
    """,
)

CASES = (DAY_SHEETS, EXTENDED_CARE, MONTHLY_REPORT)
