"""みなと保健所."""

from consultations.enums import (
    AnswerKind,
    Frequency,
    Medium,
    Urgency,
    Verdict,
    YesNoUnknown,
)
from minato_dx.portal.demo.script import (
    Agree,
    Answer,
    Case,
    Confirm,
    Effect,
    Hear,
    Note,
    Photo,
    Say,
    Sheet,
    Solved,
    Wait,
    Who,
)
from minato_dx.reference.enums import Network

CHECKUP_CHANGES = Case(
    key="checkup-changes",
    division="0803",
    asker=1,
    started=25,
    at="9:05",
    about="予約・受付",
    wished="予約システムの入れ替え",
    body="""
        健診の予約変更が電話に集中。予約は紙のはがきで日時を送り、合わない方が電話をくださる形です。
        半分くらいの方が変更になります。
    """,
    steps=(
        Say(
            "1 10:00",
            Who.DX,
            """
            {dx}です。半分が変更になるなら、日時を決めて送る必要があるのか、から考えてもよいかもしれません。
            はがきを1枚見せてください。
        """,
        ),
        Say(
            "1 13:30",
            Who.ASKER,
            "はがきの写しを付けます。",
            files=(Photo("健診のお知らせはがき.png", columns=2, rows=8),),
        ),
        Hear("2 9:00", on="4 9:30", place="保健所 打合せ室", attendees="{asker}、{leader}"),
        Sheet(
            "6 14:00",
            {
                "work_name": "乳幼児健診の予約と変更",
                "purpose": "対象の月齢の方に健診の日時を知らせ、変更を受ける。",
                "legal_basis": "母子保健法第12条",
                "related_divisions": "各地区総合支所 区民課",
                "cases_per_year": 5400,
                "minutes_per_case": 9,
                "people": 5,
                "frequency": Frequency.DAILY,
                "media": [Medium.PAPER, Medium.PHONE, Medium.EXCEL],
                "systems": "健診の予定表（Excel）",
                "network": Network.INTERNET,
                "personal_information": YesNoUnknown.YES,
                "judgement": YesNoUnknown.NO,
                "trouble": "変更の電話が1日に25本。かける方も、なかなかつながらない。",
                "why_1": "変更の電話が集中する",
                "why_2": "日時をこちらで決めて送っている",
                "why_3": "会場の人数をならすために、割りふってきた",
                "why_4": "枠を見せて選んでもらう方法がなかった",
                "asked_for": "予約システムの入れ替え",
                "really_needed": "空いている枠を見て、本人が選べること",
                "verdict": Verdict.FITTING,
                "verdict_reason": """
                枠の数も時間も決まっていて、予約受付システムに合います。はがきは「選んでください」
                のお知らせに変えます。
            """,
                "human_reason": "発育に心配がある方の電話は、保健師が受ける。",
            },
        ),
        Confirm("8 9:00"),
        Say(
            "9 9:30",
            Who.DX,
            """
            会場の人数をならす件は、枠の数で決められそうです。1回48人、うち8人分は電話のために残す形でどうで
            しょう。
        """,
        ),
        Say(
            "9 15:45",
            Who.ASKER,
            """
            電話のための8人分、助かります。外国の方と、スマホを使わない方がいらっしゃるので。
        """,
        ),
        Wait("11 9:00", "直近3回の健診で、変更した人と来なかった人の数を教えてください。"),
        Say(
            "18 17:05",
            Who.ASKER,
            """
            変更が71人、連絡なしで来なかった方が19人（3回で144人のうち）でした。半分、はほんとうでした。
        """,
        ),
        Answer(
            "19 11:00",
            AnswerKind.SOLUTION,
            """
            予約受付システムで、対象の方に枠を選んでもらう案です。前日にお知らせのメールが届くので、
            来忘れも減る見込みです。1回48人のうち8人分は、電話で受けるために残します。
            """,
            tool="予約受付システム",
            effect=Effect("乳幼児健診の予約と変更", 5400, 9, 3, running=36, initial=40, basis="直近3回の健診の変更数"),
        ),
        Agree("23 10:15", text="電話の8人分を残すことを条件に。3か月後に減らすかどうか見ましょう。"),
        Say("24 9:20", Who.DX, "合意をいただきました。枠の型を作って、来週お見せします。"),
    ),
)

PERMIT_LETTERS = Case(
    key="permit-letters",
    division="0801",
    asker=1,
    started=172,
    at="16:30",
    about="文書・決裁",
    body="""
        営業許可の更新のお知らせを、1件ずつWordで名前を打ちかえて印刷しています。今月は212件。
        システムから一覧はExcelで出せます。
    """,
    steps=(
        Answer(
            "1 9:15",
            AnswerKind.ON_THE_SPOT,
            """
            Excelの一覧があるなら、Wordの「差し込み印刷」で212件が一度に刷れます。新しい道具は要りません。

            →手順を3枚の絵にしました。共有フォルダ「差し込み印刷のしかた」に置いています。
            →はじめの1回は、きょうの15時に席まで伺って一緒にやります。
            """,
        ),
        Say("1 16:40", Who.ASKER, "刷れました。212件で20分…。いままでの2日は何だったのでしょう。"),
        Solved("2 8:45", "係の全員ができるようになりました。"),
    ),
)

TRACING = Case(
    key="tracing",
    division="0802",
    asker=1,
    started=15,
    at="17:08",
    about="入力・転記",
    urgency=Urgency.THIS_WEEK,
    urgency_reason="流行の時期に入る前に直したい",
    body="""
        聞き取りを電話でしながら紙に書いて、あとで2つのシステムに同じことを入れています。
        夜の7時から入力が始まる日もあります
    """,
    steps=(
        Say("1 9:00", Who.DX, "夜の7時から、は続けてはいけない形です。早めに伺います。{d3}の午前はいかがですか。"),
        Say("1 9:40", Who.ASKER, "はい、お願いします"),
        Hear("1 9:55", on="3 10:30", place="保健予防課", minutes=60, attendees="{asker}、保健師2人"),
        Sheet(
            "5 11:30",
            {
                "work_name": "感染症の聞き取りの記録",
                "purpose": "患者と接触した方に電話で聞き取り、国と区のシステムに登録する。",
                "legal_basis": "感染症法第15条",
                "cases_per_year": 1500,
                "minutes_per_case": 55,
                "people": 7,
                "frequency": Frequency.IRREGULAR,
                "busy_when": "流行の時期",
                "busy_cases_per_day": 20,
                "busy_days_per_year": 50,
                "slack_when": "流行のない時期",
                "slack_cases_per_day": 3,
                "slack_days_per_year": 150,
                "media": [Medium.PHONE, Medium.PAPER, Medium.SYSTEM],
                "systems": "国の感染症システム、区の相談記録システム",
                "network": Network.MY_NUMBER,
                "personal_information": YesNoUnknown.YES,
                "judgement": YesNoUnknown.YES,
                "judgement_note": "どこまで接触者とみるか",
                "trouble": "同じ内容を紙に1回、システムに2回書いている。",
                "why_1": "夜に入力が残る",
                "why_2": "電話のあいだは紙に書き、あとで入れている",
                "why_3": "国の画面が、聞く順番と合っていない",
                "why_4": "区のシステムにも入れるのは、統計を区で出すため",
                "asked_for": "紙を読み取る機械",
                "really_needed": "聞く順番のまま入れられる画面が1つあること",
                "verdict": Verdict.NOT_CLEAR,
                "verdict_reason": "区のシステムへの入力をやめられるかを、統計の担当に確かめてから決めます。",
                "human_reason": "不安の強い方の話を聞くこと。",
            },
        ),
        Confirm("7 8:40"),
        Note(
            "9 16:00",
            Who.DX,
            """
            統計の担当に照会中。国のシステムの出力で足りるなら、区への入力はやめられる。返事待ち。
        """,
        ),
        Note(
            "14 9:20",
            Who.SECTION_HEAD,
            """
            見立ての約束を過ぎています。照会の返事がまだなら、途中経過だけでもきょう伝えてください。
        """,
        ),
    ),
)

CASES = (CHECKUP_CHANGES, PERMIT_LETTERS, TRACING)
