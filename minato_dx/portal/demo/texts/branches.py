"""管理課, 協働推進課 and まちづくり課 of the 地区総合支所."""

from consultations.enums import (
    AnswerKind,
    Channel,
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
    LeaderAnswers,
    LendAsTheme,
    Live,
    Photo,
    Realised,
    Say,
    Sheet,
    Solved,
    SolvedWithLeader,
    Start,
    Wait,
    Who,
    Withdraw,
)
from minato_dx.reference.enums import Network

SPONSORSHIP = Case(
    key="sponsorship",
    division="0102",
    asker=1,
    started=47,
    at="10:05",
    about="申請・届出",
    body="""
        町会・自治会の行事の後援申請が紙で、印鑑をもらいに役員さんが何度も来庁されます。
        会長さんは80代の方も多く、坂の上から歩いて来られます。
    """,
    steps=(
        Say(
            "1 11:00",
            Who.DX,
            """
            {dx}です。来ていただいている回数を減らすのが一番だと思います。1件の申請で、何回来られますか。
        """,
        ),
        Say("1 16:20", Who.ASKER, "相談、提出、直し、受け取りで4回が普通です。"),
        Hear("2 9:00", on="4 10:00", place="芝地区総合支所 協働推進課", attendees="{asker}、{colleague}"),
        Sheet(
            "6 10:00",
            {
                "work_name": "町会・自治会の行事の後援",
                "purpose": "地域の行事に区が後援するかを決め、知らせる。",
                "legal_basis": "後援等の承認に関する要綱",
                "cases_per_year": 260,
                "minutes_per_case": 75,
                "people": 2,
                "frequency": Frequency.WEEKLY,
                "media": [Medium.PAPER, Medium.SEAL],
                "network": Network.INTERNET,
                "personal_information": YesNoUnknown.NO,
                "judgement": YesNoUnknown.YES,
                "judgement_note": "後援にふさわしいか",
                "trouble": "役員の方に4回来ていただいている。",
                "why_1": "4回の来庁が要る",
                "why_2": "直しと受け取りも、窓口でしている",
                "why_3": "承認書に公印があり、手渡しを前提にしている",
                "why_4": "公印が要ると思いこんでいたが、要綱には書いていない",
                "asked_for": "電子申請",
                "really_needed": "来るのは1回、または0回ですむこと",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": """
                電子申請だけでは、使わない会長さんの4回は変わりません。直しと受け取りを電話と郵送に変えるほう
                が先です。
            """,
                "human_reason": "行事の相談を聞き、地域のことを知る機会。",
            },
        ),
        Confirm("8 9:30"),
        Answer(
            "12 14:00",
            AnswerKind.REDESIGN,
            """
            相談の1回を大事にして、あとの3回をなくす案です。
            電子申請は、使いたい方だけの入口として足します。
            """,
            tool="電子申請サービス",
            eliminate="・承認書の公印\n・受け取りの来庁（郵送にします）",
            combine="相談と提出を1回に。相談しながら、職員が一緒に書きます。",
            simplify="申請書を3枚から1枚に。毎年の行事は、前の年の写しに印を付けるだけにします。",
            remains="相談に来られた方と話すこと。",
            effect=Effect("町会・自治会の行事の後援", 260, 75, 40, running=8, initial=20, basis="直近20件の記録"),
        ),
        Agree("15 11:10", text="公印の件は総務課に確認済みです。進めてください。"),
        Start("18 9:00", "{asker}さんが1枚の申請書を作り、町会連合会の会合で説明します。"),
        Wait("19 9:00", "町会連合会の会合での説明をお待ちしています。"),
        Say(
            "46 10:10",
            Who.ASKER,
            """
            会合で説明しました。「来なくていいのはありがたいが、さみしい」という声もありました。
            相談の1回は残ると伝えました。
        """,
        ),
        Say("47 9:00", Who.DX, "よい返事だと思います。1枚の申請書は来週から使えます。"),
    ),
)

POTHOLES = Case(
    key="potholes",
    division="0203",
    asker=2,
    started=22,
    at="13:40",
    about="現場・巡回",
    body="""
        道路の穴の通報を電話で受けて、紙の地図に赤ペンで書いています。
        去年と同じところが何度も出てくるのに、去年の地図は倉庫です。
    """,
    files=(Photo("赤ペンの地図の控え.png", columns=6, rows=16),),
    steps=(
        Say(
            "1 10:10",
            Who.DX,
            """
            去年の地図が倉庫、というのがもったいないですね。場所の記録が重なって見えれば、
            直す順番も変わりそうです。
        """,
        ),
        Hear("2 9:00", on="4 13:00", place="麻布地区総合支所 まちづくり課", attendees="{asker}、{colleague}"),
        Sheet(
            "6 11:00",
            {
                "work_name": "道路の不具合の通報の受付",
                "purpose": "道路の穴や段差の通報を受け、現場を見て直す。",
                "legal_basis": "道路法第42条",
                "related_divisions": "土木課",
                "cases_per_year": 1100,
                "minutes_per_case": 14,
                "people": 4,
                "frequency": Frequency.DAILY,
                "media": [Medium.PHONE, Medium.PAPER],
                "network": Network.LGWAN,
                "personal_information": YesNoUnknown.UNKNOWN,
                "judgement": YesNoUnknown.YES,
                "judgement_note": "すぐ直すか、まとめて直すか",
                "trouble": "同じ場所の通報が重なり、現場に2度行くことがある。",
                "why_1": "同じ場所に2度行く",
                "why_2": "前の通報が、地図を広げないと分からない",
                "why_3": "地図は1枚で、年ごとに新しくしている",
                "asked_for": "通報アプリ",
                "really_needed": "過去の通報と一緒に見える地図",
                "verdict": Verdict.FITTING,
                "verdict_reason": """
                場所に結びつく記録なので、庁内地図が合います。区民の方向けの通報アプリは、
                受ける側が整ってから考えます。
            """,
                "human_reason": "現場を見て、危なさを判断すること。",
            },
        ),
        Confirm("8 13:10"),
        Say("12 11:00", Who.DX, "土木課にも聞きました。同じ地図に入れれば、土木課の台帳ともつながります。"),
        Answer(
            "13 15:00",
            AnswerKind.SOLUTION,
            """
            庁内地図に通報の層を作り、電話を受けながら点を置く形にしましょう。
            3年分の赤ペンの地図は、夏の実習生と一緒に入れます。
            """,
            tool="庁内地図",
            effect=Effect("道路の不具合の通報の受付", 1100, 14, 7, running=10, initial=60, basis="2週間42件の記録"),
        ),
        Say("18 16:00", Who.DX, "課長のご予定が詰まっているようでしたら、5分の立ち話で説明に伺います。"),
        LendAsTheme("19 9:00"),
    ),
)

ROOM_KEYS = Case(
    key="room-keys",
    division="0201",
    asker=1,
    started=120,
    at="15:20",
    about="予約・受付",
    channel=Channel.VISIT,
    body="会議室の鍵の貸出簿を、電子化したい。書き忘れがあり、鍵がどこにあるか分からなくなる。",
    steps=(
        Say(
            "1 9:40",
            Who.DX,
            """
            先日は席まで来てくださり、ありがとうございました。1つだけ。その会議室、
            鍵をかけないといけない理由はありますか。
        """,
        ),
        Say(
            "1 17:00",
            Who.ASKER,
            """
            考えたことがありませんでした。昔、備品のテレビがあったからだと思います。いまは机だけです。
        """,
        ),
        Answer(
            "3 10:30",
            AnswerKind.NO_TOOL,
            """
            では、昼のあいだは鍵をかけないことにしてはいかがでしょう。貸出簿も、鍵の置き場も要らなくなります。
            朝に守衛さんが開け、夜に閉めます。守衛さんには私からお願いしておきました。
            """,
        ),
        Solved("8 9:05", "1週間、何も起きませんでした。貸出簿は捨てました。"),
    ),
)

FESTIVAL = Case(
    key="festival",
    division="0302",
    asker=1,
    started=75,
    at="12:40",
    about="集計・報告",
    body="地域のお祭りの応援職員の割りふり表づくり。60人分の希望を聞いて、パズルのように組んでいます。",
    steps=(
        Say(
            "1 9:30",
            Who.DX,
            """
            60人のパズル、見てみたいです。希望の聞き方を変えるだけで、半分は片付くかもしれません。
        """,
        ),
        Withdraw(
            "2 11:30",
            """
            応援の人数が半分になり、手で組めそうです。来年もあるので、そのときにまた相談させてください。
        """,
        ),
    ),
)

INSPECTION = Case(
    key="inspection",
    division="0401",
    asker=2,
    started=262,
    at="9:50",
    about="現場・巡回",
    body="""
        庁舎の設備の点検表を紙でつけています。1日に3回、42か所。
        あとでExcelに写していますが、写した表をだれが見ているのかは知りません。
    """,
    steps=(
        Say(
            "1 13:00",
            Who.DX,
            """
            「だれが見ているのか知らない」、そこを一緒に確かめましょう。点検に1回ついて行ってもよいですか。
        """,
        ),
        Hear("1 14:10", on="3 9:00", place="高輪地区総合支所（点検に同行）", minutes=60),
        Say(
            "3 11:20",
            Who.DX,
            """
            ご一緒してよく分かりました。42か所のうち、ここ3年で異常が出たのは6か所だけなのですね。
        """,
        ),
        Sheet(
            "5 15:00",
            {
                "work_name": "庁舎設備の日常点検",
                "purpose": "空調、電気、給水の計器を見て、異常がないか確かめる。",
                "cases_per_year": 735,
                "minutes_per_case": 70,
                "people": 3,
                "frequency": Frequency.DAILY,
                "media": [Medium.PAPER, Medium.EXCEL],
                "network": Network.LGWAN,
                "personal_information": YesNoUnknown.NO,
                "judgement": YesNoUnknown.YES,
                "judgement_note": "異常かどうか",
                "trouble": "点検と転記に、1回70分かかる。",
                "why_1": "42か所を1日3回見て、写している",
                "why_2": "全部を同じ回数見ている",
                "why_3": "開庁したときの点検表を、そのまま使っている",
                "asked_for": "点検表の電子化",
                "really_needed": "異常の出るところを、よく見ること",
                "verdict": Verdict.FITTING,
                "verdict_reason": "アプリにすると転記がなくなります。あわせて、36か所は1日1回に減らせます。",
                "human_reason": "音やにおいで、いつもとちがうと気付くこと。",
            },
        ),
        Confirm("6 9:00"),
        Answer(
            "9 11:00",
            AnswerKind.SOLUTION,
            """
            点検のアプリを作り、写真と数字をその場で入れます。36か所は1日1回にします。転記はやめます。
            """,
            tool="ノーコードのアプリ作成ツール",
            effect=Effect("庁舎設備の日常点検", 735, 70, 30, running=20, initial=30, basis="点検への同行1回の実測"),
        ),
        Agree("11 10:00", text="回数を減らす36か所は、設備の会社の意見を聞いてから決めること。"),
        Start("14 9:00", "設備の会社に36か所を見てもらい、アプリは{dx}が作ります。"),
        Wait("16 9:00", "設備の会社の意見をお待ちしています。"),
        Say("38 14:00", Who.ASKER, "36か所のうち、9か所は1日2回を続けたほうがよいそうです。"),
        Live("40 8:30"),
        Realised(
            "97 10:00",
            Effect(
                "庁舎設備の日常点検", 735, 70, 45, running=20, method=EffectMethod.MEASURED, basis="1週間15回の実測"
            ),
        ),
        Close(
            "100 13:00",
            Outcome.SOLUTION,
            """
            転記がなくなり、点検は1回70分から45分になりました。9か所の回数を残したので、
            見込みほど短くはなっていません。そのかわり、給水ポンプの異音に早く気付けています。
        """,
        ),
    ),
)

MINUTES = Case(
    key="minutes",
    division="0502",
    asker=1,
    started=88,
    at="17:12",
    about="文書・決裁",
    body="懇談会の記録づくりに、録音を聞き直して丸2日かかります。2時間の会議が年に24回。せめて半分にしたい…。",
    ask_leader=True,
    steps=(
        LeaderAnswers(
            "1 10:40",
            """
            録音を聞き直すかわりに、オンライン会議の文字起こしを使っています。会場でも、端末を1台置くだけです。

            はじめに「記録のために文字起こしをします」と伝えて、うなずいていただければ使えます。
            要約の下書きは文書生成AI（LGWAN版）で。お名前は消してから貼り付けてください。
            """,
        ),
        SolvedWithLeader("5 15:40", "先日の会で使いました。下書きまで40分。言い回しを直して、午前中に終わりました。"),
    ),
)

CASES = (SPONSORSHIP, POTHOLES, ROOM_KEYS, FESTIVAL, INSPECTION, MINUTES)
