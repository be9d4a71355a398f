"""高齢者支援課, 介護保険課 and 障害者福祉課."""

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
    Csv,
    Effect,
    Hear,
    LeaderAnswers,
    Live,
    Merge,
    Note,
    Photo,
    Realised,
    Say,
    Sheet,
    Start,
    Wait,
    Who,
    Wish,
)
from minato_dx.reference.enums import Network

THREE_LEDGERS = Case(
    key="three-ledgers",
    division="0704",
    asker=1,
    started=2,
    at="10:12",
    about="情報共有",
    body="""
        台帳が3つあり、どれが正しいか分からない。係ごとに持っていて、直した日がちがう。
        住所が3通りの方もいる。至急ではないのですが、年度末が心配です。
    """,
    files=(
        Csv(
            "3つの台帳の件数.csv",
            "台帳,持っている係,件数,最後に直した日\n台帳A,給付係,4182,先週\n"
            "台帳B,認定係,4197,今月はじめ\n台帳C,保険料係,4160,分からない\n",
        ),
    ),
    steps=(
        Note(
            "2 9:00",
            Who.DEPUTY,
            """
            汐見さん、磯部さんの件、きょうが最初のお返事の日です。手が要るようなら代わります。
        """,
        ),
    ),
)

FAX_REPORTS = Case(
    key="fax-reports",
    division="0703",
    asker=1,
    started=1,
    at="15:10",
    about="入力・転記",
    urgency=Urgency.THIS_MONTH,
    urgency_reason="毎月10日が締めのため",
    body="""
        ファクスで届く報告書の打ち直しに毎月2日かかる。事業所は43か所、1か所あたり2枚から5枚。
        数字だけでなく、特記事項も打っている。
    """,
    steps=(
        Say(
            "1 8:50",
            Who.ASKER,
            "写真を付けました。これで濃いほうです。",
            files=(Photo("FAX報告書.png", columns=4, rows=18),),
        ),
        Wish("1 16:20", times=("4 9:00", "5 14:00"), note="月はじめは報告書の締めなので、朝が助かります。"),
    ),
)

FAINT_FAX = Case(
    key="faint-fax",
    division="0703",
    asker=2,
    started=1,
    at="16:40",
    about="入力・転記",
    body="事業所からのFAXがかすれて読めず、電話で聞き直しています。3と8が見分けられません。",
    steps=(
        Merge(
            "1 10:30",
            into="fax-reports",
            reason="""
            同じ報告書について、矢作さんからも先に相談がありました。1つにまとめてお答えします。
            「3と8」のお話は、そちらに書き写しておきます。
        """,
        ),
    ),
)

CERTIFICATION = Case(
    key="certification",
    division="0704",
    asker=2,
    started=318,
    at="10:30",
    about="問い合わせ対応",
    wished="進み具合が分かるシステム",
    body="""
        「認定の結果はまだか」という電話が毎日30件あります。調べて折り返すのに、1件6分。
        ケアマネジャーさんからの電話が半分です。
    """,
    steps=(
        Say(
            "1 10:00",
            Who.DX,
            """
            半分が同じ相手なら、まとめて知らせる手がありそうです。誰から何件来ているか、
            3日だけ書き留めてみませんか。
        """,
        ),
        Say("6 16:50", Who.ASKER, "3日で94件。事業所からが51件、うち8つの事業所で38件でした。"),
        Hear("7 9:00", on="8 15:00", place="介護保険課", attendees="{asker}、{colleague}"),
        Sheet(
            "10 11:00",
            {
                "work_name": "認定の進み具合の問い合わせ対応",
                "purpose": "要介護認定の結果がいつ出るかを、本人とケアマネジャーに答える。",
                "legal_basis": "介護保険法第27条",
                "cases_per_year": 7200,
                "minutes_per_case": 6,
                "people": 6,
                "frequency": Frequency.DAILY,
                "media": [Medium.PHONE, Medium.SYSTEM],
                "systems": "介護保険システム",
                "network": Network.MY_NUMBER,
                "personal_information": YesNoUnknown.YES,
                "judgement": YesNoUnknown.NO,
                "trouble": "調べて折り返す電話に、年720時間かかる。",
                "why_1": "結果がいつ出るかを、電話で聞かれる",
                "why_2": "申請したときに、見込みの日を伝えていない",
                "why_3": "早く出ることも遅れることもあり、言って外れると苦情になると考えている",
                "why_4": "平均の日数を、だれも出したことがない",
                "asked_for": "進み具合が分かるシステム",
                "really_needed": "はじめに、見込みの日を伝えること",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": "見込みの日と、遅れるときの知らせがあれば、聞く理由がなくなります。",
                "human_reason": "結果に納得がいかない方への説明。",
            },
        ),
        Confirm("12 9:00"),
        Answer(
            "15 14:00",
            AnswerKind.REDESIGN,
            """
            受付票に見込みの日を書き、遅れるときだけこちらから知らせる形にします。
            事業所には、週に1度、担当している方の一覧を渡します。
            """,
            eliminate="事業所からの1件ずつの問い合わせ",
            combine="事業所への返事を、週1回の一覧に",
            rearrange="聞かれてから調べるのではなく、遅れそうなときに先に知らせます。",
            remains="ご本人とご家族からの電話は、いままでどおり人が受けます。",
            effect=Effect(
                "認定の進み具合の問い合わせ対応", 7200, 6, 1, running=52, initial=20, basis="3日間94件の記録"
            ),
        ),
        Agree("18 10:00", text="見込みの日は「およそ」と入れること。"),
        Start("21 9:00", "受付票の様式を直し、一覧を出す手順を作ります。"),
        Wait("23 9:00", "8つの事業所への説明をお待ちしています。"),
        Say(
            "44 11:30",
            Who.ASKER,
            """
            8つとも回りました。「週1回で足りるか」と心配されましたが、まず2か月やってみます。
        """,
        ),
        Live("46 9:00"),
        Realised(
            "103 16:40",
            Effect(
                "認定の進み具合の問い合わせ対応",
                7200,
                6,
                3.5,
                running=52,
                method=EffectMethod.RECORDED,
                basis="運用後の1か月の電話の記録（352件）",
            ),
        ),
        Say(
            "104 10:00",
            Who.DX,
            """
            見込みの半分ほどですね。電話は減ったけれど、残った電話は短くならない、とのこと。
            話を聞いてほしい方の電話なのだと思います。悪い数字ではないと考えます。
        """,
        ),
        Close(
            "106 9:30",
            Outcome.REDESIGN,
            """
            電話は1日30件から17件になりました。減った時間は見込みの半分ほどですが、
            残った電話は事情を聞く電話で、そこに時間を使えています。
        """,
        ),
    ),
)

SURVEY_PHOTOS = Case(
    key="survey-photos",
    division="0705",
    asker=1,
    started=88,
    at="9:40",
    about="現場・巡回",
    body="""
        現地調査の写真整理に追われています。デジカメで撮って、戻ってパソコンに入れて、
        どのお宅の写真かを思い出しながら名前を付けています。ときどき思い出せません。
    """,
    steps=(
        Say(
            "1 10:30",
            Who.DX,
            """
            思い出しながら、は大変ですね。撮るときにお宅の番号が一緒に残れば、
            あとの作業は要らなくなりそうです。
        """,
        ),
        Hear("2 9:00", on="3 14:00", place="障害者福祉課", attendees="{asker}、{colleague}"),
        Sheet(
            "5 10:00",
            {
                "work_name": "住宅改修の現地調査の記録",
                "purpose": "住宅改修の前と後に現地を見て、写真と寸法を残す。",
                "cases_per_year": 640,
                "minutes_per_case": 25,
                "people": 3,
                "frequency": Frequency.WEEKLY,
                "media": [Medium.PAPER, Medium.EXCEL],
                "systems": "デジタルカメラ、Excel",
                "network": Network.LGWAN,
                "personal_information": YesNoUnknown.YES,
                "judgement": YesNoUnknown.YES,
                "judgement_note": "改修が要るかどうか",
                "trouble": "写真とお宅を結び付ける作業に、1件25分かかる。",
                "why_1": "写真の名前を、戻ってから付けている",
                "why_2": "撮るときに、どのお宅かを残していない",
                "why_3": "カメラと調査票が別々で、結び付けるものがない",
                "asked_for": "写真を整理するソフト",
                "really_needed": "撮ったそのときに、お宅の番号が付くこと",
                "verdict": Verdict.FITTING,
                "verdict_reason": """
                調査票と写真を1つの画面で残すアプリが合います。持ち出し用のタブレットは、課に2台あります。
            """,
                "human_reason": "困っていることを、その場で一緒に見ること。",
            },
        ),
        Confirm("6 8:55"),
        Answer(
            "9 13:00",
            AnswerKind.SOLUTION,
            """
            調査票のアプリを作りましょう。お宅の番号を選んでから撮ると、写真がその行に入ります。
            戻ってからの名前付けは要りません。住所は入れず、番号だけを持ち出します。
            """,
            tool="ノーコードのアプリ作成ツール",
            effect=Effect("住宅改修の現地調査の記録", 640, 25, 8, running=12, initial=28, basis="先月の54件の作業時間"),
        ),
        Agree("11 9:30", text="番号だけを持ち出す形なら結構です。"),
        Start("14 9:15", "{dx}が1週間で形を作り、{asker}さんが5件で試します。"),
        Wait("16 11:00", "5件の試しをお待ちしています。使いにくいところは、箇条書きで結構です。"),
        Say(
            "33 10:25",
            Who.ASKER,
            """
            5件やってみました。
            ・手袋のままだと押せない
            ・「浴室」が上から12番目にあって遠い

            この2つだけです。
        """,
        ),
        Say("34 15:00", Who.DX, "ボタンを大きくして、よく使う部屋を上に並べました。"),
        Live("36 9:00"),
        Say(
            "83 9:30",
            Who.DX,
            """
            運用が始まって2か月あまりです。3か月の実績を書く日が近づいたので、
            先月の件数と1件の分数を見ておいてください。
        """,
        ),
    ),
)

ATTENDANCE_SHEETS = Case(
    key="attendance-sheets",
    division="0704",
    asker=1,
    started=4,
    at="10:20",
    about="入力・転記",
    ask_leader=True,
    body="事業者向け説明会の出欠を紙で集めて、あとで表に打っています。月に2回、60人分です。",
    steps=(
        LeaderAnswers(
            "1 9:30",
            """
            出欠は、電子申請の簡単なフォームで取れます。返事がそのまま表になるので、打つ作業はなくなります。
            うちの係で使っているフォームの写しを、共有フォルダに置きました。
            """,
        ),
    ),
)

CASES = (ATTENDANCE_SHEETS, THREE_LEDGERS, FAX_REPORTS, FAINT_FAX, CERTIFICATION, SURVEY_PHOTOS)
