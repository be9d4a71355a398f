"""土木管理課 and 環境リサイクル支援部."""

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
    AskChange,
    Case,
    Close,
    Confirm,
    Effect,
    Hear,
    Live,
    Realised,
    Reopen,
    Say,
    Sheet,
    Start,
    Wait,
    Who,
)
from minato_dx.reference.enums import Network

OCCUPANCY = Case(
    key="occupancy",
    division="1105",
    asker=1,
    started=275,
    at="13:30",
    about="申請・届出",
    body="""
        道路の占用の更新の通知を、毎年2,300件送り直している。
        同じ看板、同じ会社、同じ金額なのに、毎年いちから書いてもらっている。
    """,
    steps=(
        Say("1 9:00", Who.DX, "「同じ」が3つ並びましたね。変わるのは何件くらいか、去年の分で数えられますか。"),
        Say("4 14:20", Who.ASKER, "2,300件中、変わったのは190件でした。1割もない…。"),
        Hear("5 9:00", on="7 13:30", place="土木管理課"),
        Sheet(
            "9 10:00",
            {
                "work_name": "道路占用の更新",
                "purpose": "看板などの占用の許可を更新し、占用料を決める。",
                "legal_basis": "道路法第32条、区の占用料条例",
                "cases_per_year": 2300,
                "minutes_per_case": 20,
                "people": 4,
                "frequency": Frequency.YEARLY,
                "busy_when": "2月から3月",
                "busy_cases_per_day": 58,
                "busy_days_per_year": 40,
                "media": [Medium.PAPER, Medium.SEAL, Medium.EXCEL],
                "systems": "占用台帳",
                "network": Network.LGWAN,
                "personal_information": YesNoUnknown.NO,
                "judgement": YesNoUnknown.NO,
                "trouble": "2月と3月は、通知と受付だけで終わる。",
                "why_1": "2,300件を受け直す",
                "why_2": "変わらない方にも、申請書を出してもらっている",
                "why_3": "許可の期間が1年になっている",
                "why_4": "占用料が毎年変わっていたころの名残。いまは3年に1度しか変わらない",
                "asked_for": "電子申請",
                "really_needed": "許可の期間を、料金の見直しに合わせること",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": "電子申請にしても2,300件は2,300件です。期間を3年にすると、件数が3分の1になります。",
                "human_reason": "危ない看板がないか、現地で見ること。",
            },
        ),
        Confirm("10 9:00"),
        Answer(
            "13 11:00",
            AnswerKind.REDESIGN,
            "許可の期間を1年から3年にし、変わったときだけ届け出てもらう案です。",
            eliminate="変わらない方の更新の申請",
            simplify="変更の届出は、電子申請で受けます。",
            remains="現地の確認。",
            effect=Effect("道路占用の更新", 2300, 20, 6, initial=60, basis="昨年度の2,300件の変更の有無"),
        ),
        AskChange(
            "16 15:00",
            """
            3年にすると、危ない看板を見つける機会が減りませんか。現地を見る回数を減らさない形にしてください。
        """,
        ),
        Answer(
            "20 10:00",
            AnswerKind.REDESIGN,
            """
            期間を3年にし、空いた時間で毎年3分の1ずつ現地を回る形に直しました。
            見て回る件数は、いまの年300件から760件にふえます。
            """,
            eliminate="変わらない方の更新の申請",
            combine="3年に1度の更新と、料金の見直しの通知",
            simplify="変更の届出は、電子申請で受けます。",
            remains="毎年3分の1ずつの現地の確認（760件）。",
            effect=Effect(
                "道路占用の更新",
                2300,
                20,
                6,
                running=190,
                initial=60,
                basis="昨年度の2,300件、現地確認1件15分",
            ),
        ),
        Agree("22 13:00", text="これなら、むしろ安全になります。"),
        Start("25 9:00", "規則の改正は{asker}さん、届出の画面は{dx}が作ります。"),
        Wait("27 9:00", "規則の改正の手続きをお待ちしています。"),
        Say("70 14:00", Who.ASKER, "規則の改正が終わりました。会社への説明会も2回。質問は「いつから？」だけでした。"),
        Live("72 9:00"),
        Realised(
            "129 10:30",
            Effect(
                "道路占用の更新",
                2300,
                20,
                6.5,
                running=190,
                method=EffectMethod.RECORDED,
                basis="運用後の届出と作業の記録",
            ),
        ),
        Close(
            "132 9:00",
            Outcome.REDESIGN,
            """
            更新の受付がほぼなくなり、その時間で毎年760件の看板を見て回っています。
            はじめの3か月で、落ちそうな看板を4つ見つけました。
        """,
        ),
    ),
)

LEDGER_MAKER = Case(
    key="private-ledger-maker",
    division="1105",
    asker=2,
    started=2,
    at="17:05",
    about="わからない",
    private=True,
    urgency=Urgency.THIS_WEEK,
    urgency_reason="来月からは聞けなくなるため",
    body="""
        ある台帳を作った人が来月で辞めます。マクロで動いていて、だれも中を知りません。
        本人に聞きづらい雰囲気で、困っています。
    """,
    steps=(
        Say(
            "1 9:10",
            Who.DX,
            """
            {dx}です。台帳が止まる前に中を見ておきたいですね。どなたかを責める話にならないよう、
            「課の台帳の棚おろし」として伺う形にしませんか。
        """,
        ),
        Say("1 13:20", Who.ASKER, "その形なら自然です。ありがとうございます。"),
        Hear("1 14:00", on="6 15:00", place="区役所5階 相談室2", minutes=45),
    ),
)

CREWS = Case(
    key="crews",
    division="1203",
    asker=2,
    started=118,
    at="9:00",
    about="情報共有",
    wished="編成のアプリ",
    body="""
        収集車の班編成表を毎朝手書きで作っている。休みの連絡が朝5時台に来て、そこから組み直し。
        書き終わるころには、車が出る時間。
    """,
    steps=(
        Say("1 11:00", Who.DX, "朝5時台の場面を見ないと分からない気がします。{d3}の朝、伺ってもよいでしょうか。"),
        Say("1 15:00", Who.ASKER, "来るんですか（笑）コーヒーは出します。"),
        Hear("2 9:00", on="3 5:30", place="清掃事務所", minutes=60, attendees="{asker}、班長2人"),
        Sheet(
            "5 10:00",
            {
                "work_name": "収集の班の編成",
                "purpose": "その日の車と人を組み合わせる。",
                "cases_per_year": 310,
                "minutes_per_case": 45,
                "people": 3,
                "frequency": Frequency.DAILY,
                "media": [Medium.PAPER, Medium.PHONE],
                "network": Network.LGWAN,
                "personal_information": YesNoUnknown.YES,
                "judgement": YesNoUnknown.YES,
                "judgement_note": "組み合わせの相性、体調",
                "trouble": "出発の前に45分かけて書き直している。",
                "why_1": "毎朝、全部を書き直す",
                "why_2": "変わるのは2、3か所なのに、紙では消せない",
                "why_3": "前の日の表を、そのまま使えない",
                "asked_for": "編成のアプリ",
                "really_needed": "変わったところだけ直せる表",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": "アプリより、前の日の表を写して2、3か所を直すExcelの型のほうが、朝5時に迷いません。",
                "human_reason": "その日の体調を見て、組み合わせを決めること。",
            },
        ),
        Confirm("6 9:00"),
        Answer(
            "9 14:00",
            AnswerKind.SOLUTION,
            """
            前の日の表をひな型にして、休みの人だけを選び直すExcelの型を作りましょう。
            大きな画面に映して、みんなで見ながら直せます。
            """,
            tool="共有フォルダとExcelの型",
            effect=Effect("収集の班の編成", 310, 45, 15, initial=10, basis="3日間の実測"),
        ),
        Agree("11 9:00", text="現場が使えると言うなら。"),
        Start("13 9:00", "{dx}が型を作り、班長2人が1週間並べて試します。"),
        Wait("15 9:00", "1週間の試しをお待ちしています。"),
        Say("35 9:30", Who.ASKER, "班長が「字が大きくて見やすい」と。そこか、と思いましたが、大事なところでした。"),
        Live("37 9:00"),
        Realised("95 9:00", Effect("収集の班の編成", 310, 45, 20, method=EffectMethod.MEASURED, basis="10日間の実測")),
        Close(
            "101 10:00",
            Outcome.SOLUTION,
            """
            朝の書き直しが45分から20分になりました。年およそ130時間です。
            その時間で、出発前の体操と声かけを全員でできるようになっています。
        """,
        ),
        Reopen(
            "115 11:20",
            Who.ASKER,
            """
            収集の曜日が変わることになり、いまの型では組めない日が出てきました。作り直すほどではないと思うのですが、
            見ていただけますか。
        """,
        ),
        Say(
            "116 9:00",
            Who.DX,
            """
            再開しました。曜日が変わる日の表を1枚送ってください。型の列を足せば済むか、見てみます。
        """,
        ),
    ),
)

NOISE_LOG = Case(
    key="noise-log",
    division="1201",
    asker=1,
    started=12,
    at="14:10",
    about="情報共有",
    body="""
        騒音の苦情の受付簿が紙で、同じ工事現場の苦情を、別の人が別々に受けている。
        お互い気付くのが翌週だったりする。
    """,
    steps=(
        Say(
            "1 9:10",
            Who.DX,
            """
            翌週に気付く、は相手の方にも申し訳ないですね。同じ現場の重なりが、
            月にどのくらいあるか分かりますか。
        """,
        ),
        Say("1 17:00", Who.ASKER, "感覚では2割ですが、数えたことはないです。"),
        Wait(
            "3 9:20",
            """
            先月の受付簿で、同じ場所の重なりが何件あったか数えてみてください。写真で送ってくだされば、
            こちらで数えます。
        """,
        ),
    ),
)

CASES = (OCCUPANCY, LEDGER_MAKER, CREWS, NOISE_LOG)
