"""総務部 and 会計室."""

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
    HandOver,
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

OFFICIAL_SEAL = Case(
    key="official-seal",
    division="1501",
    asker=2,
    started=186,
    at="15:55",
    about="文書・決裁",
    body="""
        公印をもらいに、毎日たくさんの方が総務課に並びます。並んでいる文書を見ると、
        公印が要らないものが多い気がします。
    """,
    steps=(
        Say("1 9:30", Who.DX, "受ける側からの相談、うれしいです。2週間、並んだ文書の種類だけを数えてみませんか。"),
        Wait(
            "1 9:40",
            "2週間分の文書の種類と枚数をお待ちしています。並んだ方にシールを選んでもらうと楽です。",
        ),
        Say("12 16:30", Who.ASKER, "2週間で612枚でした。うち388枚は、庁内あてか、定めのない通知でした。"),
        Hear("13 9:00", on="14 10:00", place="総務課", attendees="{asker}、文書の係"),
        Sheet(
            "16 9:00",
            {
                "work_name": "公印の押印",
                "purpose": "区が出す文書に公印をおす。",
                "legal_basis": "公印規程",
                "related_divisions": "全課",
                "cases_per_year": 15900,
                "minutes_per_case": 6,
                "people": 2,
                "frequency": Frequency.DAILY,
                "media": [Medium.PAPER, Medium.SEAL],
                "personal_information": YesNoUnknown.UNKNOWN,
                "judgement": YesNoUnknown.NO,
                "trouble": "押印を待つ列ができる。",
                "why_1": "列ができる",
                "why_2": "要らない文書まで並んでいる",
                "why_3": "「公印省略」と書いてよい範囲が、知られていない",
                "why_4": "規程の別表にはあるが、見る機会がない",
                "asked_for": "電子の公印",
                "really_needed": "要らないものが、来なくなること",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": "6割は、いまの規程のままで公印を省けます。電子の公印は、残りを見てから考えます。",
            },
        ),
        Confirm("17 9:00"),
        Answer(
            "19 13:00",
            AnswerKind.NO_TOOL,
            """
            規程も道具も変えずに、「公印の要らない文書」の一覧を1枚、公印の机の前に貼りましょう。
            並んでいる人が、自分で気付いて帰れます。

            同じ1枚を、起案の画面のよくある質問にも載せます。文面は一緒に書きました。
            """,
        ),
        Solved("24 16:00", "貼った翌日から、列が半分になりました。「早く貼ってほしかった」と怒られました。"),
    ),
)

QUOTES = Case(
    key="quotes",
    division="1506",
    asker=1,
    started=52,
    at="10:15",
    about="会計・契約",
    body="見積り合わせの依頼と回答を、いまもFAXでやりとりしている。1件に5社。番号のかけまちがいが怖い。",
    steps=(
        Say(
            "1 9:30",
            Who.DX,
            """
            かけまちがいは、起きてからでは取り返しがつきませんね。都の共同の電子調達で、
            少額の見積りを扱えるか確かめます。
        """,
        ),
        Say("3 16:00", Who.DX, "電子調達の担当に確かめました。次の更新で、少額の見積りも対象になるそうです。"),
        Say("4 9:20", Who.ASKER, "それなら、そちらに合わせます。それまでの番号の確認だけ、気を付けます。"),
        HandOver(
            "4 11:10",
            to="契約管財課 電子調達の更新チーム",
            reason="""
            電子調達の更新で少額の見積りが対象になるため、更新チームにお渡しします。
            それまでのあいだは、FAXの短縮番号を2人で読み合わせる手順を置いておきました。
        """,
        ),
    ),
)

VOUCHERS = Case(
    key="vouchers",
    division="1601",
    asker=0,
    started=226,
    at="16:20",
    about="会計・契約",
    body="""
        会計伝票の差戻しが、月に900件あります。差し戻すほうも、差し戻されるほうも疲れています。
        室長の私から見ても、同じまちがいが何年も続いています。
    """,
    steps=(
        Say(
            "1 10:00",
            Who.DX,
            """
            差戻しの理由を、多い順に5つだけ出せますか。責める表ではなく、直す順番を決める表として。
        """,
        ),
        Say(
            "5 11:00",
            Who.ASKER,
            """
            多い順です。
            ①請求書の日付がない　241
            ②債権者の番号ちがい　198
            ③添付もれ　162
            ④科目ちがい　121
            ⑤そのほか　178
        """,
        ),
        Hear("6 9:00", on="7 15:00", place="会計室", minutes=60, attendees="{asker}、{leader}、審査の係"),
        Sheet(
            "9 10:00",
            {
                "work_name": "支出伝票の審査と差戻し",
                "purpose": "支払いの前に、伝票と請求書が合っているかを見る。",
                "legal_basis": "地方自治法第232条の4、会計事務規則",
                "related_divisions": "全課",
                "cases_per_year": 10800,
                "minutes_per_case": 11,
                "people": 8,
                "frequency": Frequency.DAILY,
                "busy_when": "3月から5月",
                "busy_cases_per_day": 90,
                "busy_days_per_year": 45,
                "media": [Medium.PAPER, Medium.SYSTEM, Medium.PHONE],
                "systems": "財務会計システム",
                "network": Network.LGWAN,
                "personal_information": YesNoUnknown.YES,
                "judgement": YesNoUnknown.YES,
                "judgement_note": "支出してよいか",
                "trouble": "差戻しが月900件。同じまちがいが続く。",
                "why_1": "差戻しが多い",
                "why_2": "上の3つで7割を占める",
                "why_3": "送る前に気付く場面がない",
                "why_4": "まちがいの例が、会計室の中だけにたまっている",
                "why_5": "異動した人が、前の課の癖のまま書いている",
                "asked_for": "差戻しの通知の自動化",
                "really_needed": "送る前に、上の3つに気付けること",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": "通知を速くしても、件数は減りません。送る前の画面で気付けるようにします。",
                "human_reason": "支出してよいかどうかの審査。",
            },
        ),
        Confirm("11 9:00"),
        Answer(
            "13 14:00",
            AnswerKind.REDESIGN,
            """
            差戻しを速くするのではなく、起きないようにする案です。

            伝票を送る画面に「日付・番号・添付」の3つの確認を出し、そろわないと送れないようにします。
            残りのまちがいは、毎週金曜に「今週の3つ」として全課に知らせます。
            """,
            eliminate="・日付もれの差戻し\n・添付もれの差戻し",
            rearrange="確認を、会計室から、送る人の画面へ",
            simplify="差戻しの理由を23種類から5種類に。",
            remains="支出の審査。迷うときは電話で話します。",
            effect=Effect("支出伝票の審査と差戻し", 10800, 11, 4.5, running=80, initial=110, basis="1か月900件の内訳"),
        ),
        Agree(
            "15 10:00",
            who=Who.ACTING,
            text="""
            室長が相談者のため、代理として合意します。画面の3つの確認は、年度末を避けて始めてください。
        """,
        ),
        Start("18 9:00", "財務会計システムの設定を{dx}が頼み、「今週の3つ」は審査の係が書きます。"),
        Wait("20 9:00", "システムの設定の見積りをお待ちしています。"),
        Say("60 13:30", Who.ASKER, "設定の範囲でできるそうです。費用はかかりません。"),
        Live("63 9:00"),
        Realised(
            "119 16:00",
            Effect(
                "支出伝票の審査と差戻し",
                10800,
                11,
                5,
                running=80,
                method=EffectMethod.RECORDED,
                basis="運用後3か月の差戻しの台帳",
            ),
        ),
        Close(
            "122 9:30",
            Outcome.REDESIGN,
            """
            差戻しは月900件から310件になりました。年およそ1,000時間です。
            審査の係は、その時間で各課の新しい担当に伝票の書き方を教えに回っています。
        """,
        ),
    ),
)

CASES = (OFFICIAL_SEAL, QUOTES, VOUCHERS)
