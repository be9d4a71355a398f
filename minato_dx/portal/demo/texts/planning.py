"""企画経営部."""

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
    Note,
    Realised,
    Say,
    Sheet,
    Solved,
    Start,
    Wait,
    Who,
)
from minato_dx.reference.enums import Network

BUDGET = Case(
    key="budget",
    division="1307",
    asker=1,
    started=352,
    at="9:30",
    about="集計・報告",
    body="""
        予算要求の照会Excelの取りまとめが、毎年の山です。1,400枚。
        シートの名前が1文字ちがうだけで集計から落ちるので、最後は目で追っています。
    """,
    steps=(
        Say("1 13:00", Who.DX, "1文字ちがうと落ちる、は怖いですね。課の方が名前を変えるのは、どんなときでしょう。"),
        Say("2 10:10", Who.ASKER, "「新規」や「再提出」を足したいときです。気持ちは分かるんです。"),
        Hear("3 9:00", on="5 10:00", place="財政課", minutes=60, attendees="{asker}、{leader}"),
        Sheet(
            "8 11:00",
            {
                "work_name": "予算要求の取りまとめ",
                "purpose": "各課の予算要求を集め、査定の資料にする。",
                "legal_basis": "地方自治法第211条、予算事務規則",
                "related_divisions": "全課",
                "cases_per_year": 1400,
                "minutes_per_case": 40,
                "people": 7,
                "frequency": Frequency.YEARLY,
                "busy_when": "10月から12月",
                "busy_cases_per_day": 40,
                "busy_days_per_year": 35,
                "media": [Medium.EXCEL, Medium.PAPER, Medium.SYSTEM],
                "systems": "財務会計システム、Excel",
                "network": Network.LGWAN,
                "personal_information": YesNoUnknown.NO,
                "judgement": YesNoUnknown.YES,
                "judgement_note": "査定の内容",
                "trouble": "集計から落ちたものを目で追い、要求の中身を読む時間が残らない。",
                "why_1": "集計から落ちる",
                "why_2": "シートの名前と行を、書く人が変える",
                "why_3": "「新規」や「再提出」を書く欄がない",
                "why_4": "様式を直すと全課に影響するので、毎年見送ってきた",
                "why_5": "見送る理由を、だれも確かめていない",
                "asked_for": "新しい予算システム",
                "really_needed": "書きたいことを書ける欄と、変えられない名前",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": """
                システムの入れ替えには3年かかります。書きたいことの欄を作り、名前を変えられない型にすれば、
                次の要求から落ちなくなります。
            """,
                "human_reason": "要求の背景を読み、各課と話すこと。",
            },
        ),
        Confirm("10 9:00"),
        Answer(
            "13 15:00",
            AnswerKind.REDESIGN,
            """
            様式を1つに絞り、名前と行を変えられないようにします。「新規・再提出・見直し」は選ぶ欄にします。
            紙の提出はやめます。
            """,
            tool="共有フォルダとExcelの型",
            eliminate="・紙の提出（1,400枚が3部）\n・財政課での打ち直し",
            combine="12種類あった様式を1つに",
            simplify="「新規」などは選ぶだけ。前の年の数字は、はじめから入れておきます。",
            remains="査定の話し合い。ここに時間を移します。",
            effect=Effect(
                "予算要求の取りまとめ",
                1400,
                40,
                18,
                running=24,
                initial=90,
                basis="昨年の1,400枚の作業記録",
            ),
        ),
        Agree("16 14:00", text="様式は私の名前で変えます。全課に影響する、は理由になりません。"),
        Start("19 9:00", "{asker}さんが様式を、{dx}が型を作ります。3つの課で先に試します。"),
        Wait("21 9:00", "3つの課での試しをお待ちしています。"),
        Say(
            "55 16:00",
            Who.ASKER,
            """
            土木課、学務課、会計室で試しました。直してほしいところは14か所。ぜんぶ、もっともでした。
        """,
        ),
        Live("58 9:00"),
        Realised(
            "114 13:00",
            Effect(
                "予算要求の取りまとめ",
                1400,
                40,
                20,
                running=24,
                method=EffectMethod.RECORDED,
                basis="当初と補正の要求の作業記録",
            ),
        ),
        Close(
            "117 10:00",
            Outcome.REDESIGN,
            """
            取りまとめは年およそ440時間減り、集計から落ちたものは0件でした。
            その時間で、各課と話す日を12日ふやしています。
        """,
        ),
        Realised(
            "178 11:00",
            Effect(
                "予算要求の取りまとめ",
                1400,
                40,
                19,
                running=30,
                method=EffectMethod.RECORDED,
                basis="そのあとの補正2回を含む作業記録",
            ),
            months=6,
        ),
    ),
)

NIGHT_CALLS = Case(
    key="private-night-calls",
    division="1305",
    asker=1,
    started=194,
    at="12:55",
    about="情報共有",
    private=True,
    body="""
        急な日程変更の連絡を、夜も私の携帯で受けています。変更表を直せるのが私だけだからです。
        家族が入院してから、つらくなってきました。上には言わずに、何かできることはありますか。
    """,
    steps=(
        Say(
            "0 14:30",
            Who.DX,
            """
            {dx}です。書きにくいことを書いてくださって、ありがとうございます。この相談は課の方には見えません。
            きょうのうちに、私から電話してもよいでしょうか。
        """,
        ),
        Say("0 15:10", Who.ASKER, "16時半なら席を外せます。"),
        Note("1 9:00", Who.DX, "電話で40分。業務の話と、本人の休みの話を分けた。人事課の相談窓口も案内済み。"),
        Answer(
            "1 11:30",
            AnswerKind.ON_THE_SPOT,
            """
            お電話でお話ししたことを書いておきます。

            ①変更表は、グループウェアの予定に移すと、係の3人が携帯から直せます。設定は10分です。
            ②夜の連絡は、当番の携帯に替えられます。守衛室に1台あります。
            ③①は「係の練習」として、だれにも事情を話さずに始められます。

            休みのことは、人事課の相談窓口（内線3396）が秘密を守って聞いてくれます。
            """,
        ),
        Solved(
            "9 12:40",
            """
            ①を始めました。きのうの夜は、鳴りませんでした。話を聞いてもらえただけでも、
            ずいぶん楽になりました。
        """,
        ),
    ),
)

MEET_FIRST = Case(
    key="meet-first",
    division="1308",
    asker=2,
    started=0,
    at="13:15",
    meet_first=True,
    preferred_times="午前中なら、どの日でも。電話は苦手なので、メッセージでお願いします",
    body="",
)

AGREEMENTS = Case(
    key="agreements",
    division="1304",
    asker=2,
    started=9,
    at="10:40",
    about="会計・契約",
    body="企業との協定が87本あり、期限の管理を1人の手帳でしている。先月、更新を1本忘れかけた。",
    steps=(
        Say(
            "1 10:00",
            Who.DX,
            """
            忘れかけたことに気付けて、よかったです。手帳にある項目を教えてください。名前は伏せて、
            見出しだけで結構です。
        """,
        ),
        Wait(
            "2 11:00",
            """
            協定の一覧にしたい項目（相手、期限、更新のしかた、など）をお待ちしています。箇条書きで結構です。
        """,
        ),
    ),
)

CASES = (BUDGET, NIGHT_CALLS, MEET_FIRST, AGREEMENTS)
