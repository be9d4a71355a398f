"""教育委員会事務局."""

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
    LendAsTheme,
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

RESERVED_BOOKS = Case(
    key="reserved-books",
    division="1704",
    asker=1,
    started=66,
    at="10:30",
    about="問い合わせ対応",
    body="""
        予約の本が届いたことを、電話で知らせている方が月に900人います。留守だと3回かけます。
        メールの方も選べるのですが…。
    """,
    steps=(
        Say(
            "1 9:00",
            Who.DX,
            """
            電話を希望される理由に、心当たりはありますか。メールを持っていない方ばかりでもないような気がしま
            す。
        """,
        ),
        Say(
            "2 14:40",
            Who.ASKER,
            """
            窓口の人に聞きました。利用者カードを作るとき、電話番号の欄が上、メールが裏面だそうです。裏は、
            見ないですね。
        """,
        ),
        Answer(
            "4 10:00",
            AnswerKind.ON_THE_SPOT,
            """
            カードの申込書で、メールの欄を表の電話番号の隣に移しましょう。いま電話の方には、次に来られたときに
            「メールでもお知らせできます」と書いたしおりを本にはさみます。

            耳の聞こえにくい方、メールが苦手な方への電話は、いままでどおり続けてください。
            """,
        ),
        Solved(
            "9 16:50",
            """
            しおりをはさみ始めて1週間で、64人がメールに替えてくださいました。電話の時間が、
            本棚の時間になっています。
        """,
        ),
    ),
)

SCHOOL_AID = Case(
    key="school-aid",
    division="1801",
    asker=1,
    started=338,
    at="11:20",
    about="申請・届出",
    body="""
        就学援助の申請書、印鑑もれの返送が毎年400通。届くのが遅れると、4月分の援助に間に合わない。
        必要な方ほど、書くのがむずかしい。
    """,
    steps=(
        Say(
            "1 9:10",
            Who.DX,
            """
            「必要な方ほど」というところ、心に留めます。申請書と案内を、はじめて見る目で読ませてください。
        """,
        ),
        Hear("2 9:00", on="4 13:00", place="学務課", attendees="{asker}、{leader}"),
        Sheet(
            "6 11:00",
            {
                "work_name": "就学援助の申請の受付",
                "purpose": "学用品や給食の費用の援助を、申請により決める。",
                "legal_basis": "学校教育法第19条",
                "related_divisions": "区立小中学校、税務課",
                "cases_per_year": 1600,
                "minutes_per_case": 11,
                "people": 4,
                "frequency": Frequency.YEARLY,
                "busy_when": "4月から5月",
                "busy_cases_per_day": 45,
                "busy_days_per_year": 30,
                "media": [Medium.PAPER, Medium.SEAL],
                "systems": "就学援助システム",
                "network": Network.MY_NUMBER,
                "personal_information": YesNoUnknown.YES,
                "judgement": YesNoUnknown.YES,
                "judgement_note": "収入の変わり目の方の扱い",
                "trouble": "印鑑もれの返送が毎年400通。",
                "why_1": "返送が多い",
                "why_2": "印鑑がないものを返している",
                "why_3": "口座の同意のために、印鑑が要ることになっている",
                "why_4": "同意は署名で足りると分かったあとも、様式を直していない",
                "asked_for": "記入の見本をふやすこと",
                "really_needed": "返さなくてよい申請書",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": "見本をふやすと、読むものがふえます。印鑑をやめれば、返すものが減ります。",
                "human_reason": "収入が急に変わった家庭の話を聞くこと。",
            },
        ),
        Confirm("7 9:00"),
        Answer(
            "9 13:00",
            AnswerKind.REDESIGN,
            """
            印鑑をやめ、申請書を3枚から1枚にします。新しい道具は使いません。
            学校に出しても、区に送っても、どちらでもよいことにします。
            """,
            eliminate="・印鑑\n・印鑑もれの返送の往復",
            combine="申請書、同意書、口座の届けを1枚に",
            simplify="案内の文を、4ページから1ページに。",
            remains="収入が変わったご家庭の相談。",
            effect=Effect("就学援助の申請の受付", 1600, 11, 6, initial=24, basis="昨年度の返送400通と作業の記録"),
        ),
        Agree("12 11:30", text="案内が1ページになるのが、一番うれしいです。"),
        Start("15 9:00", "{asker}さんが1枚の様式を作り、校長会で説明します。"),
        Wait("17 9:00", "校長会での説明をお待ちしています。"),
        Say(
            "36 14:00",
            Who.ASKER,
            """
            校長会で説明しました。ある校長先生が「これなら家庭訪問のときに一緒に書ける」と。
        """,
        ),
        Live("38 9:00"),
        Realised(
            "95 10:00",
            Effect("就学援助の申請の受付", 1600, 11, 5, method=EffectMethod.RECORDED, basis="運用後3か月の受付の記録"),
        ),
        Close(
            "98 9:40",
            Outcome.REDESIGN,
            """
            押印をやめたら、往復の郵便もなくなりました。返送は400通から9通に。年160時間です。
            援助が遅れたご家庭は、ありませんでした。
        """,
        ),
    ),
)

COURT_CALLS = Case(
    key="court-calls",
    division="1703",
    asker=2,
    started=70,
    at="14:00",
    about="問い合わせ対応",
    body="""
        施設の空き確認の電話が多い。予約システムはあるのに、です。
        抽選のあとの「キャンセル待ち」を、電話でしか聞けないからだと思います。
    """,
    steps=(
        Say(
            "1 10:30",
            Who.DX,
            """
            予約システムがあるのに電話、という謎は面白いです。電話の何割が、キャンセル待ちでしょうか。
        """,
        ),
        Say("4 16:00", Who.ASKER, "3日で143本。キャンセル待ちが97本、使い方が31本、そのほか15本です。"),
        Hear("5 9:00", on="7 10:00", place="生涯学習スポーツ振興課", attendees="{asker}、施設の受付の人"),
        Sheet(
            "9 14:00",
            {
                "work_name": "スポーツ施設の空きの問い合わせ対応",
                "purpose": "体育館とコートの空き、キャンセル待ちの問い合わせに答える。",
                "cases_per_year": 11000,
                "minutes_per_case": 4,
                "people": 6,
                "frequency": Frequency.DAILY,
                "media": [Medium.PHONE, Medium.SYSTEM],
                "systems": "施設予約システム",
                "network": Network.INTERNET,
                "personal_information": YesNoUnknown.NO,
                "judgement": YesNoUnknown.NO,
                "trouble": "1日45本の電話。受付に人が並ぶ。",
                "why_1": "キャンセルが出たかを、電話で聞く",
                "why_2": "キャンセルは、翌朝まで画面に出ない",
                "why_3": "夜に1回だけ、画面を新しくする設定になっている",
                "asked_for": "電話の自動応答",
                "really_needed": "キャンセルが、すぐ画面に出ること",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": "設定を変えれば、キャンセルは10分で画面に出せます。電話をかける理由がなくなります。",
                "human_reason": "はじめて使う団体への案内。",
            },
        ),
        Confirm("11 9:00"),
        Answer(
            "14 10:00",
            AnswerKind.SOLUTION,
            """
            いまの予約システムの設定を変えて、キャンセルを10分ごとに画面に出しましょう。
            空きが出たらメールで知らせる機能も、契約の中に入っていました。
            """,
            tool="予約受付システム",
            effect=Effect(
                "スポーツ施設の空きの問い合わせ対応", 11000, 4, 1.5, running=12, initial=20, basis="3日間143本の記録"
            ),
        ),
        Agree("17 13:00", text="窓口の掲示も、同じ日に変えましょう。"),
        Start("20 9:00", "システムの会社に設定を頼みます。{asker}さんが掲示の文を作ります。"),
        Wait("21 9:00", "運営の会社との取り決めの変更と、施設の受付4か所への説明をお待ちしています。"),
        Say("68 15:30", Who.ASKER, "4か所とも説明が終わりました。いつでも切り替えられます。"),
        Say("69 9:20", Who.DX, "設定の日は、利用の少ない火曜の朝にします。その日は私が体育館の受付に立ちます。"),
        LendAsTheme("69 9:40"),
    ),
)

REPAIRS = Case(
    key="repairs",
    division="1802",
    asker=1,
    started=132,
    at="9:10",
    about="情報共有",
    body="""
        学校からの修繕の依頼が、電話とFAXとメールで来ます。28校。
        「あれ、どうなりました？」に答えるために、毎日ノートをめくっています。
    """,
    steps=(
        Say(
            "1 10:00",
            Who.DX,
            """
            「あれ、どうなりました」は、進み具合が見えないから出る言葉ですね。ノートを1週間分、
            見せてください。
        """,
        ),
        Hear("1 13:30", on="3 14:00", place="学校施設担当", attendees="{asker}、{colleague}"),
        Sheet(
            "5 11:00",
            {
                "work_name": "学校の修繕の依頼の受付",
                "purpose": "学校から修繕の依頼を受け、業者に頼み、終わりを確かめる。",
                "related_divisions": "区立小中学校28校",
                "cases_per_year": 1450,
                "minutes_per_case": 30,
                "people": 5,
                "frequency": Frequency.DAILY,
                "busy_when": "8月と3月",
                "busy_cases_per_day": 12,
                "busy_days_per_year": 40,
                "media": [Medium.PHONE, Medium.FAX, Medium.MAIL, Medium.PAPER],
                "network": Network.LGWAN,
                "personal_information": YesNoUnknown.NO,
                "judgement": YesNoUnknown.YES,
                "judgement_note": "急ぐかどうか",
                "trouble": "進み具合の問い合わせに、1日2時間かかる。",
                "why_1": "進み具合を聞かれる",
                "why_2": "学校から見える場所がない",
                "why_3": "受け口が3つあり、1つの一覧になっていない",
                "asked_for": "ノートの電子化",
                "really_needed": "学校と同じ一覧を見ること",
                "verdict": Verdict.FITTING,
                "verdict_reason": "28校が写真を付けて書きこみ、進み具合を自分で見られるアプリが合います。",
                "human_reason": "危ないかどうかを、電話で聞いて決めること。",
            },
        ),
        Confirm("6 9:00"),
        Answer(
            "9 11:00",
            AnswerKind.SOLUTION,
            """
            修繕の依頼アプリを作り、28校と同じ一覧を見る案です。危ないものは、いままでどおり電話です。
            写真が付くと、現場を見に行く回数も減ります。
            """,
            tool="ノーコードのアプリ作成ツール",
            effect=Effect("学校の修繕の依頼の受付", 1450, 30, 15, running=24, initial=40, basis="1週間34件の記録"),
        ),
        Agree("11 14:00", text="電話を残す線引きを、1枚の絵にして学校に渡してください。"),
        Start("14 9:00", "{dx}がアプリを、{asker}さんが電話の線引きの絵を作ります。4校で試します。"),
        Wait("16 9:00", "4校での試しをお待ちしています。"),
        Say("68 16:20", Who.ASKER, "4校、2か月で86件。「どうなりました」の電話は、4校からは0件でした。"),
        Live("71 9:00"),
        Realised(
            "130 14:30",
            Effect(
                "学校の修繕の依頼の受付",
                1450,
                30,
                17,
                running=24,
                method=EffectMethod.RECORDED,
                basis="28校の3か月の記録（371件）",
            ),
        ),
        Say(
            "131 9:00",
            Who.DX,
            """
            実績をありがとうございます。年290時間。この時間を何に使っているか、一言いただけますか。
            それを書いて完了にします。
        """,
        ),
    ),
)

CASES = (RESERVED_BOOKS, SCHOOL_AID, COURT_CALLS, REPAIRS)
