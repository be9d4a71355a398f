"""選挙管理委員会, 監査 and 議会."""

from consultations.enums import (
    AnswerKind,
    EffectMethod,
    Frequency,
    Medium,
    Outcome,
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
    Realised,
    Say,
    Sheet,
    Solved,
    Start,
    Wait,
    Who,
)
from minato_dx.reference.enums import Network

POLLING = Case(
    key="polling",
    division="1901",
    asker=1,
    started=240,
    at="9:20",
    about="集計・報告",
    body="""
        投票所の従事者の名簿づくり。600人の希望を紙で集め、Excelに入れ、Wordで通知を作り、当日は電話で穴うめ。
        同じ名前を5回は打っています。
    """,
    steps=(
        Say(
            "1 10:00",
            Who.DX,
            """
            5回、数えたのですね。はじめの1回だけにできそうです。次の選挙までに、どのくらい時間がありますか。
        """,
        ),
        Say("1 13:10", Who.ASKER, "予定では9か月。ただし、予定どおりにいかないのが選挙です…。"),
        Hear("2 9:00", on="4 14:00", place="選挙管理委員会事務局", minutes=60, attendees="{asker}、{leader}"),
        Sheet(
            "6 11:00",
            {
                "work_name": "投票所の従事者の名簿",
                "purpose": "従事する職員を募り、投票所に割りふり、知らせる。",
                "legal_basis": "公職選挙法第37条ほか",
                "related_divisions": "全課",
                "cases_per_year": 1200,
                "minutes_per_case": 18,
                "people": 4,
                "frequency": Frequency.YEARLY,
                "media": [Medium.PAPER, Medium.EXCEL, Medium.PHONE],
                "network": Network.LGWAN,
                "personal_information": YesNoUnknown.YES,
                "judgement": YesNoUnknown.YES,
                "judgement_note": "経験と組み合わせ",
                "trouble": "同じ名前を5回打つ。",
                "why_1": "5回打つ",
                "why_2": "募集、名簿、通知、名札、手当の5つが別のファイル",
                "why_3": "ファイルごとに、作った人と時期がちがう",
                "asked_for": "従事者の管理システム",
                "really_needed": "1つの一覧から、残りの4つが出ること",
                "verdict": Verdict.FITTING,
                "verdict_reason": """
                募集をアプリで受ければ、その一覧から通知、名札、手当の表を出せます。急な選挙でも使えます。
            """,
                "human_reason": "投票所の組み合わせを考え、当日に駆けつけること。",
            },
        ),
        Confirm("7 9:10"),
        Answer(
            "10 14:00",
            AnswerKind.SOLUTION,
            """
            募集をアプリで受け、その一覧から残りの4つを出しましょう。職員番号で氏名が出るので、
            名前を打つのは0回になります。当日の穴うめ用に、控えの人の一覧も同じ画面に出ます。
            """,
            tool="ノーコードのアプリ作成ツール",
            effect=Effect("投票所の従事者の名簿", 1200, 18, 6, running=12, initial=45, basis="前回の選挙の作業日誌"),
        ),
        Agree("12 9:30", text="急な選挙に間に合う形で。紙の控えは残してください。"),
        Start("15 9:00", "{dx}がアプリを作り、{asker}さんが控えの紙の出し方を決めます。"),
        Wait("17 9:00", "模擬の募集（30人）の結果をお待ちしています。"),
        Say("42 10:50", Who.ASKER, "30人の模擬募集、10分で集まりました。これまでは2週間です。"),
        Live("44 9:00"),
        Realised(
            "101 15:00",
            Effect(
                "投票所の従事者の名簿",
                1200,
                18,
                5.5,
                running=12,
                method=EffectMethod.RECORDED,
                basis="模擬と本番1回の作業日誌",
            ),
        ),
        Close(
            "104 11:00",
            Outcome.SOLUTION,
            """
            名前を打つのは0回になり、年およそ240時間が減りました。
            当日に急な欠席が4人ありましたが、控えの一覧から15分で埋まっています。
        """,
        ),
    ),
)

AUDIT_PAPERS = Case(
    key="audit-papers",
    division="2001",
    asker=1,
    started=44,
    at="13:50",
    about="文書・決裁",
    body="""
        監査の事前資料が紙で届き、台車で運んでいます。委員4人分を綴じて、終わると3年間の保存。
        倉庫がもう入りません。
    """,
    steps=(
        Say("1 10:10", Who.DX, "台車で、は重みが伝わります。委員の方は、資料に書きこみをされますか。"),
        Say("1 15:00", Who.ASKER, "お2人は付せんだけ、お2人は書きこまれます。"),
        Hear("2 9:00", on="4 14:00", place="監査事務局"),
        Sheet(
            "6 10:00",
            {
                "work_name": "監査の事前資料の準備",
                "purpose": "監査の対象の課から資料を集め、委員に渡す。",
                "legal_basis": "地方自治法第199条",
                "related_divisions": "監査の対象の課",
                "cases_per_year": 180,
                "minutes_per_case": 95,
                "people": 3,
                "frequency": Frequency.MONTHLY,
                "media": [Medium.PAPER],
                "network": Network.LGWAN,
                "personal_information": YesNoUnknown.YES,
                "judgement": YesNoUnknown.NO,
                "trouble": "紙を運び、綴じ、しまう。倉庫がいっぱい。",
                "why_1": "紙で届き、紙で配る",
                "why_2": "各課は、画面の資料を刷って出している",
                "why_3": "紙で出す、と依頼文に書いてある",
                "asked_for": "倉庫の増設",
                "really_needed": "刷らずに渡せること",
                "verdict": Verdict.FITTING,
                "verdict_reason": """
                もとが画面の資料なので、刷らずに見るのが一番です。書きこみたい方の分だけ、
                抜き刷りを残します。
            """,
                "human_reason": "資料を前にした質問と説明。",
            },
        ),
        Confirm("7 9:00"),
        Answer(
            "10 11:00",
            AnswerKind.SOLUTION,
            """
            ペーパーレス会議で資料をお見せする案です。書きこむ委員には、付せんを付けた頁だけを刷ってお渡しします。
            依頼文の「紙で」の1行も直します。
            """,
            tool="ペーパーレス会議",
            effect=Effect(
                "監査の事前資料の準備", 180, 95, 45, running=6, initial=16, basis="直近2回の監査の準備の記録"
            ),
        ),
        Agree("12 15:20", text="委員には私から話します。お1人ずつ。"),
        Start("15 9:00", "局長から委員に話し、{asker}さんが次回の監査で1つの課だけ試します。"),
        Wait("16 9:00", "次回の監査での試しをお待ちしています。"),
        Say(
            "43 16:10",
            Who.ASKER,
            """
            1つの課で試しました。書きこむ派の委員お1人が「付せんの頁だけで足りる」とおっしゃいました。
        """,
        ),
        Say(
            "44 9:30",
            Who.DX,
            """
            それは大きいですね。次は対象の課を3つにふやしましょう。タブレットの台数を確かめておきます。
        """,
        ),
    ),
)

HANDOUTS = Case(
    key="handouts",
    division="2101",
    asker=1,
    started=130,
    at="17:05",
    about="文書・決裁",
    body="議会の資料の差し替え。直前に1行変わると、34部を全部ほどいて綴じ直しです。もう少し何とかなりませんか。",
    steps=(
        Say("1 9:15", Who.DX, "34部をほどくのは…。差し替えは、いつ、だれが決めて、どう伝わるのでしょう。"),
        Say("1 11:20", Who.ASKER, "前の日の夕方、所管の課から電話です。直した紙が届くのは当日の朝です。"),
        Answer(
            "3 10:00",
            AnswerKind.ON_THE_SPOT,
            """
            綴じるのを、前の日ではなく当日の朝にしませんか。前の日は、穴をあけて順に重ねるところまでにします。
            1枚の差し替えなら、34部で10分です。

            あわせて、所管の課への依頼文に「差し替えの締切は前日の正午」と入れる案を付けました。
            """,
        ),
        Solved(
            "10 12:10",
            """
            先日の会議で、差し替えが2枚ありました。ほんとうに10分でした。正午の締切も守っていただけました。
        """,
        ),
    ),
)

CASES = (POLLING, AUDIT_PAPERS, HANDOUTS)
