"""子ども政策課 and 子ども家庭支援センター."""

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
    Csv,
    Effect,
    Hear,
    Live,
    OpenSummary,
    Realised,
    Rethink,
    Say,
    Sheet,
    Solved,
    Start,
    Wait,
    Who,
)
from minato_dx.reference.enums import Network

PRIVATE_ROSTER = Case(
    key="private-roster",
    division="0904",
    asker=2,
    started=30,
    at="17:10",
    about="予約・受付",
    private=True,
    body="""
        行事の予約簿をわたし一人で持っていて、休めません。休むと電話が携帯に来ます。
        引き継ぎたいのですが、課の中では言い出しにくくて、ここに書きました。
    """,
    steps=(
        Say(
            "1 9:00",
            Who.DX,
            """
            {dx}です。書いてくださって、ありがとうございます。この相談を読めるのは、私と、私が休みの日の副担当、課長の雲井だけです。
            お会いする場所は、課の外にしましょう。
        """,
        ),
        Say("1 12:20", Who.ASKER, "ありがとうございます。お昼休みの前後だと、席を外しても目立ちません。"),
        Hear("2 9:10", on="5 11:30", place="区役所5階 相談室1", minutes=45),
        Sheet(
            "7 10:00",
            {
                "work_name": "行事の予約受付",
                "purpose": "子育て講座と相談会の予約を電話で受け、名簿を作る。",
                "cases_per_year": 1900,
                "minutes_per_case": 8,
                "people": 1,
                "frequency": Frequency.DAILY,
                "media": [Medium.PHONE, Medium.PAPER],
                "network": Network.UNKNOWN,
                "personal_information": YesNoUnknown.YES,
                "judgement": YesNoUnknown.NO,
                "trouble": "予約簿が1冊しかなく、1人しか受けられない。休みの日にも電話が来る。",
                "why_1": "休みの日にも、わたしに電話が来る",
                "why_2": "予約簿を見られるのが、わたしだけ",
                "why_3": "予約簿が紙で、机の中にある",
                "why_4": "はじめに一人で受けると言ってしまい、そのまま5年たった",
                "asked_for": "引き継ぎの資料の作り方",
                "really_needed": "だれが出ても受けられる予約の形",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": "引き継ぎの資料を作っても、予約簿が1冊のままでは次の人が同じことになります。",
                "human_reason": "講座に来るのが不安な方の話を聞くこと。",
            },
        ),
        Confirm("9 12:15"),
        Answer(
            "12 11:00",
            AnswerKind.REDESIGN,
            """
            予約簿をやめて、予約受付システムに移す案です。{asker}さんの頑張りに頼らない形にします。
            所属長には、あなたが決めた文だけをお見せします。相談のやりとりは見えません。
            """,
            tool="予約受付システム",
            eliminate="紙の予約簿と、前日の確認の電話",
            combine="講座と相談会で別々だった名簿を1つに",
            rearrange="電話を受けるのを、その日の窓口の係に",
            remains="はじめての方、心配そうな方の電話は、途中で替わって聞きます。",
            effect=Effect("行事の予約受付", 1900, 8, 2, running=20, initial=24, basis="2か月分の予約簿の件数"),
        ),
        Wait("13 9:00", "所属長にお見せする要約を、{asker}さんの言葉で書いてください。急ぎません。"),
        Say("28 16:45", Who.ASKER, "何度も書き直して、3行にしました。これなら見せられます。"),
        OpenSummary(
            "28 16:50",
            """
            行事の予約を、紙の予約簿から予約受付システムに移したいです。いまは1冊の予約簿を1人で持っていて、
            休みの日の受付が止まります。どの係の人でも受けられるようになります。
        """,
        ),
    ),
)

PLAN_PROGRESS = Case(
    key="plan-progress",
    division="0901",
    asker=1,
    started=285,
    at="14:15",
    about="集計・報告",
    wished="RPA",
    body="""
        計画の進み具合の調査を、年2回、各課にExcelで照会しています。
        返ってくる80のシートをつなぐだけで2週間かかります。RPAでつなげませんか。
    """,
    files=(
        Csv(
            "照会の一覧.csv",
            """
        番号,照会先,シート数,返ってきた日数\n1,各地区総合支所,20,9\n2,保健福祉支援部,14,12\n
    """
            "3,学校教育部,11,15\n4,そのほか,35,10\n",
        ),
    ),
    steps=(
        Say(
            "2 10:05",
            Who.DX,
            """
            RPAでつなぐことはできます。その前に1つだけ。80のシートのうち、
            前回から中身が変わったのはどのくらいですか。
        """,
        ),
        Say("3 16:20", Who.ASKER, "見てみたら、変わっていたのは22でした。残りは日付だけ直して返ってきています。"),
        Hear("4 9:00", on="6 10:00", place="子ども政策課"),
        Sheet(
            "9 13:00",
            {
                "work_name": "計画の進み具合の調査",
                "purpose": "計画に載せた80の取組について、各課から進み具合を集め、議会への報告にまとめる。",
                "cases_per_year": 160,
                "minutes_per_case": 45,
                "people": 2,
                "frequency": Frequency.YEARLY,
                "media": [Medium.EXCEL, Medium.MAIL],
                "network": Network.LGWAN,
                "personal_information": YesNoUnknown.NO,
                "trouble": "つなぐのに2週間、問い合わせに1週間かかる。",
                "why_1": "80のシートを1つずつ開いてつないでいる",
                "why_2": "シートの行を、照会先が足したり消したりする",
                "asked_for": "RPA",
                "really_needed": "速くつなげること",
                "verdict": Verdict.FITTING,
                "verdict_reason": "操作が決まっていて件数も多く、RPAに向いています。",
            },
        ),
        Confirm("10 9:40"),
        Answer(
            "13 15:00",
            AnswerKind.SOLUTION,
            """
            RPAで、夜のあいだに80のシートを1つにつなぐ案です。行がずれたものは、朝に一覧で知らせます。
            """,
            tool="RPA（定型作業の自動化）",
            effect=Effect("計画の進み具合の調査", 160, 45, 25, running=10, initial=40, basis="担当2人の聞き取り"),
        ),
        Agree("16 11:00"),
        Start("19 9:00", "前回の80シートで試します。{dx}が2週間で作ります。"),
        Wait("21 10:00", "前回のシートをお待ちしています。"),
        Say("25 14:30", Who.ASKER, "前回分を共有フォルダに置きました。様式が4種類あることに、いま気付きました…。"),
        Rethink(
            "27 11:20",
            """
            試したところ、様式が4種類あり、設問も課ごとに少しずつ違いました。つなぎ方を速くするより、
            聞くことを減らすほうが先だと分かりました。前の案は取り下げて、案を作り直します。
        """,
        ),
        Answer(
            "30 13:30",
            AnswerKind.REDESIGN,
            """
            毎回80を全部聞くのをやめ、変わったところだけを聞く形にします。RPAは使いません。
            前の案より、各課の手間も減ります。
            """,
            eliminate="・変わらない取組（前回は58）を毎回書いてもらうこと\n・課長の確認印",
            combine="4種類の様式を1つに",
            simplify="前回の答えを先に入れておき、変わったときだけ書き足してもらいます。",
            remains="止まっている取組について、理由を会って聞くこと。",
            effect=Effect("計画の進み具合の調査", 160, 45, 12, initial=20, basis="前回の80シートを分けて数えたもの"),
        ),
        Agree("33 10:30", text="こちらのほうがよいと思います。議会への報告も短くできそうです。"),
        Start("36 9:00", "{asker}さんが次回の照会文を直し、{dx}が前回の答えを入れた様式を作ります。"),
        Live("40 9:00"),
        Realised(
            "98 16:00",
            Effect("計画の進み具合の調査", 160, 45, 15, method=EffectMethod.RECORDED, basis="1回目の調査の作業記録"),
        ),
        Close(
            "101 10:00",
            Outcome.REDESIGN,
            """
            聞くのは変わったところだけになり、取りまとめは3日で終わりました。
            空いた時間で、止まっていた取組の3課に会いに行っています。
        """,
        ),
    ),
)

VISITOR_COUNT = Case(
    key="visitor-count",
    division="0904",
    asker=1,
    started=140,
    at="11:50",
    about="集計・報告",
    body="ひろばの来場者数を「正」の字で数えて、月末に電卓で足しています。これ、何かありますか？",
    steps=(
        Answer(
            "0 14:05",
            AnswerKind.ON_THE_SPOT,
            """
            あります。アンケートフォームで「大人」「子ども」「はじめて」の3つのボタンだけの画面を作って、
            入口のタブレットに出しておけば、押した数がその日のうちに集計されます。

            見本を作っておきました。共有フォルダの「ひろば受付」を開いてみてください。
            """,
            tool="アンケートフォーム",
        ),
        Solved("3 10:10", "もう動いています。お子さんがボタンを押したがるので、台を少し高くしました。"),
    ),
)

CASES = (PRIVATE_ROSTER, PLAN_PROGRESS, VISITOR_COUNT)
