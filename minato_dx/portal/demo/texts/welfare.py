"""保健福祉課, 生活福祉調整課 and 国保年金課."""

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
    AskChange,
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
    Withdraw,
)
from minato_dx.reference.enums import Network

SEAL_AND_POST = Case(
    key="seal-and-post",
    division="0707",
    asker=1,
    started=33,
    at="13:05",
    about="申請・届出",
    wished="電子申請",
    body="""
        申請書の押印と郵送の往復をなくしたい。印鑑もれで返すと、次に届くのは10日後。
        そのあいだ、ご本人は給付を待つことになる。
    """,
    steps=(
        Say("1 9:20", Who.DX, "10日待たせてしまう、という点から考えたいです。返しているのは月に何件くらいでしょう。"),
        Say("1 13:15", Who.ASKER, "先月は84件です。うち61件が印鑑だけの理由でした。"),
        Hear("2 9:30", on="4 10:00", place="国保年金課", attendees="{asker}、{leader}"),
        Sheet(
            "6 11:30",
            {
                "work_name": "療養費の申請の受付",
                "purpose": "立て替えた医療費の払い戻しの申請を、窓口と郵送で受ける。",
                "legal_basis": "国民健康保険法第54条",
                "cases_per_year": 3800,
                "minutes_per_case": 18,
                "people": 4,
                "frequency": Frequency.DAILY,
                "media": [Medium.PAPER, Medium.SEAL, Medium.SYSTEM],
                "systems": "国民健康保険システム",
                "network": Network.MY_NUMBER,
                "personal_information": YesNoUnknown.YES,
                "judgement": YesNoUnknown.YES,
                "judgement_note": "領収書と診療の内容の照合",
                "trouble": "印鑑もれで返すことが多く、支払いまで平均31日かかる。",
                "why_1": "申請書を返すことが多い",
                "why_2": "印鑑がないものを返している",
                "why_3": "様式に「印」の欄がある",
                "why_4": "押印を見直したとき、郵送の様式だけが残った",
                "asked_for": "電子申請",
                "really_needed": "返さずにすむ申請書",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": """
                電子申請にしても、領収書の原本の確認は残ります。先に印の欄をなくし、記入例を変えるだけで、
                返す件数の7割が消えます。
            """,
                "human_reason": "領収書を読み、内容を確かめること。",
            },
        ),
        Confirm("8 9:10"),
        Answer(
            "12 14:00",
            AnswerKind.REDESIGN,
            """
            押印の欄をなくし、記入もれは電話1本で直せるようにする案です。電子申請は、そのあとで考えます。
            """,
            eliminate="・押印\n・印鑑もれの返送",
            simplify="申請書をA4の1枚にし、記入例を裏に刷ります。",
            remains="領収書の照合、ご本人への説明。",
            effect=Effect("療養費の申請の受付", 3800, 18, 11, initial=30, basis="1か月分の申請316件の内訳"),
        ),
        AskChange(
            "15 11:30",
            """
            押印をなくすことに異存はありません。ただ、記入もれを電話で直すと、聞き取った側の責任が残ります。
            電話で直してよい項目を決めてください。件数の見込みも、外国語の申請を分けて見たいです。
        """,
        ),
        Wait("17 10:00", "外国語の申請が月に何件あるか、教えてください。1か月分で足ります。"),
        Say(
            "28 15:10",
            Who.ASKER,
            """
            遅くなりました。先月は316件のうち47件でした。記入もれは日本語の申請の2倍あります。
        """,
        ),
        Answer(
            "31 11:00",
            AnswerKind.REDESIGN,
            """
            第2案です。電話で直してよいのは、電話番号、口座の支店名、日付の3つだけにしました。
            外国語の申請には、英語と中国語の記入例を付けます。見込みは、外国語の申請を別に数えています。
            """,
            eliminate="・押印\n・印鑑もれの返送",
            simplify="・申請書をA4の1枚にし、記入例を裏に刷ります\n・外国語の記入例を2種類用意します",
            remains="・領収書の照合\n・電話で直した3つの項目の記録（だれが、いつ聞いたか）",
            effect=Effect(
                "療養費の申請の受付",
                3800,
                18,
                12,
                running=15,
                initial=48,
                basis="316件を日本語・外国語に分けた内訳",
            ),
        ),
    ),
)

QUEUE = Case(
    key="queue",
    division="0707",
    asker=2,
    started=330,
    at="8:40",
    about="問い合わせ対応",
    body="""
        窓口で「あと何人待つのか」と何度も聞かれます。数えて答えているあいだ、手続きの手が止まります。
        月曜の朝がいちばんひどいです。
    """,
    steps=(
        Say(
            "1 9:00",
            Who.DX,
            """
            混む朝に伺って、1時間だけ後ろで数えさせてください。邪魔にならないところに立ちます。
        """,
        ),
        Hear("1 10:30", on="3 8:45", place="国保年金課の窓口", minutes=60),
        Sheet(
            "5 14:00",
            {
                "work_name": "窓口の待ち時間の案内",
                "purpose": "待っている方に、順番とおよその時間を知らせる。",
                "cases_per_year": 12600,
                "minutes_per_case": 3,
                "people": 5,
                "frequency": Frequency.DAILY,
                "media": [Medium.PAPER],
                "network": Network.INTERNET,
                "personal_information": YesNoUnknown.NO,
                "judgement": YesNoUnknown.NO,
                "trouble": "待ち時間を聞かれるたびに、手続きが止まる。",
                "why_1": "待ち時間を聞かれる",
                "why_2": "番号札に、何人待ちかが書かれていない",
                "why_3": "来る前に混み具合を知る方法もなく、朝に集まる",
                "asked_for": "案内の人をふやすこと",
                "really_needed": "来る前と待つあいだに、混み具合が見えること",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": """
                人をふやしても、朝に集まることは変わりません。見えるようにすると、来る時間が分かれます。
            """,
                "human_reason": "書き方に困っている方への声かけ。",
            },
        ),
        Confirm("6 9:30"),
        Answer(
            "9 11:00",
            AnswerKind.SOLUTION,
            """
            番号案内を入れて、待っている人数を窓口の画面と課のページに出しましょう。
            空いている時間が分かると、急がない方は午後に来てくださいます。
            """,
            tool="窓口番号案内",
            effect=Effect("窓口の待ち時間の案内", 12600, 3, 0.5, initial=24, basis="混む朝の1時間の実測と来庁者数"),
        ),
        Agree("12 16:00", text="ぜひ。月曜だけでも早く。"),
        Start("15 9:00", "番号札の機械を借り、{asker}さんが画面の文を考えます。3週間で始めます。"),
        Wait("17 9:00", "画面に出す文の案をお待ちしています。"),
        Say(
            "31 13:10",
            Who.ASKER,
            """
            「いま5人お待ちです。およそ20分」と出すことにしました。分を出すかどうかで、課でもめました（笑）
        """,
        ),
        Live("33 8:30"),
        Realised(
            "90 11:00",
            Effect(
                "窓口の待ち時間の案内",
                12600,
                3,
                1,
                method=EffectMethod.MEASURED,
                basis="4週間、聞かれた回数を正の字で記録",
            ),
        ),
        Close(
            "93 15:00",
            Outcome.SOLUTION,
            """
            待ち時間を聞かれる回数が3分の1になり、年420時間が相談の時間に変わりました。
            月曜の朝に来る方も、2割ほど午後に移っています。
        """,
        ),
    ),
)

ENCLOSING = Case(
    key="enclosing",
    division="0701",
    asker=1,
    started=205,
    at="14:50",
    about="文書・決裁",
    wished="封入の機械",
    body="""
        民生委員さんへの配布物を、毎月160人分、手で封入しています。係の4人で半日です。
        封入の機械を借りられませんか。
    """,
    steps=(
        Say("1 11:10", Who.DX, "何種類くらい入れていますか。そして、皆さんは月に1度、集まりませんか。"),
        Say("1 15:40", Who.ASKER, "7種類くらいです。毎月10日ごろに地区ごとの定例会があります。…あ。"),
        Hear("2 10:00", on="4 10:00", place="保健福祉課", attendees="{asker}、{leader}"),
        Sheet(
            "6 9:30",
            {
                "work_name": "民生委員への配布",
                "purpose": "区からのお知らせと調査の紙を、毎月届ける。",
                "cases_per_year": 1920,
                "minutes_per_case": 5,
                "people": 4,
                "frequency": Frequency.MONTHLY,
                "media": [Medium.PAPER],
                "personal_information": YesNoUnknown.NO,
                "trouble": "毎月の封入に、4人で半日かかる。",
                "why_1": "160人分を封入している",
                "why_2": "定例会で渡せるのに、郵送している",
                "why_3": "定例会の日より前に届けたい紙が1種類だけあり、全部をそれに合わせている",
                "asked_for": "封入の機械",
                "really_needed": "急ぐ1種類だけを先に届けること",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": "急ぐのは7種類のうち1つだけでした。残りを定例会で渡せば、封入は要りません。",
                "human_reason": "定例会で顔を合わせ、困っている世帯の話を聞くこと。",
            },
        ),
        Confirm("7 9:00"),
        Answer(
            "10 13:30",
            AnswerKind.NO_TOOL,
            """
            機械は要りません。急ぐ1種類はメールとFAXで送り、残りは定例会の机に束で置いて、
            各自で取っていただきましょう。来られない方の分だけ、担当が届けます。

            郵送がなくなるので、切手代も浮きます。定例会の会長さんへの説明には、私も行きます。
        """,
        ),
        Say("12 10:00", Who.ASKER, "会長さんに聞いたら「前からそうすればいいと思っていた」と言われました。"),
        Solved("15 9:20", "今月から束で置くことにしました。封入の半日が、まるごとなくなりました。"),
    ),
)

VISIT_SCHEDULE = Case(
    key="visit-schedule",
    division="0706",
    asker=1,
    started=110,
    at="16:05",
    about="情報共有",
    body="訪問の予定をホワイトボードだけで回しています。外からは見えず、だれがどこにいるか分からない時間があります。",
    steps=(
        Say(
            "2 9:15",
            Who.DX,
            """
            外にいる人からも見えるように、ということですね。ボードの写真を見ながら話せればと思います。
            {d5}はいかがですか。
        """,
        ),
        Say("2 14:00", Who.ASKER, "{d5}の午後でお願いします。"),
        Hear("2 15:30", on="5 13:30", place="生活福祉調整課"),
        Withdraw(
            "4 11:45",
            """
            課の中で話し、係の組み替えが終わるまで待つことになりました。ご準備いただいたのに申し訳ありません。
            落ち着いたら、あらためて相談します。
        """,
        ),
    ),
)

CASES = (SEAL_AND_POST, QUEUE, ENCLOSING, VISIT_SCHEDULE)
