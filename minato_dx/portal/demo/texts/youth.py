"""子ども若者支援課 and 児童相談所."""

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
    Correct,
    Effect,
    Hear,
    Live,
    Note,
    Say,
    Sheet,
    Start,
    Wait,
    Who,
)
from minato_dx.reference.enums import Network

BENEFIT_CALLS = Case(
    key="benefit-calls",
    division="0902",
    asker=1,
    started=11,
    at="10:48",
    about="問い合わせ対応",
    urgency=Urgency.THIS_MONTH,
    urgency_reason="支給日までに審査を終えたい",
    body="""
        給付の問い合わせ電話が多く、審査が進みません。「届きましたか」「いつ振り込まれますか」の2つがほとんどです。
        午前中は3人とも電話です。
    """,
    steps=(
        Say(
            "1 9:30",
            Who.DX,
            """
            {dx}です。午前中に3人とも、というのは相当ですね。電話を減らす前に、まず中身を見せてください。
            {d4}の10時に伺ってもよいですか。
        """,
        ),
        Say("1 11:15", Who.ASKER, "大丈夫です。電話の横に座ってもらえると、たぶん一番早いです。"),
        Hear("2 8:50", on="4 10:00", place="子ども若者支援課", minutes=60, attendees="{asker}、{leader}"),
        Say(
            "4 16:40",
            Who.DX,
            """
            1時間で電話が17本でした。「届きましたか」が9本、「いつ振り込まれますか」が6本。数えると、
            よく分かります。
        """,
        ),
        Sheet(
            "7 11:00",
            {
                "work_name": "給付の問い合わせ対応",
                "purpose": "申請の到着と振込日についての電話に答える。",
                "cases_per_year": 3000,
                "minutes_per_case": 6,
                "people": 3,
                "frequency": Frequency.DAILY,
                "media": [Medium.PHONE, Medium.PAPER, Medium.SYSTEM],
                "systems": "給付管理システム",
                "network": Network.MY_NUMBER,
                "personal_information": YesNoUnknown.YES,
                "judgement": YesNoUnknown.NO,
                "trouble": "電話で審査が止まり、振込が遅れ、さらに電話が増える。",
                "why_1": "申請が届いたか、振込がいつかを聞く電話が続く",
                "why_2": "申請した人に、届いたことを知らせていない",
                "why_3": "審査が終わってから、はじめて通知を送る決まりになっている",
                "asked_for": "電話の自動応答",
                "really_needed": "申請した人が、電話をしなくても進み具合を知れること",
                "verdict": Verdict.NOT_CLEAR,
                "verdict_reason": "年間の件数がまだ分かりません。1週間数えてから決めます。",
            },
        ),
        Correct(
            "9 15:30",
            """
            件数を数えてみました。先週の5日間で105本、月にすると420本くらいです。
            年3,000件は少なすぎます。
        """,
        ),
        Sheet(
            "10 13:20",
            {
                "cases_per_year": 5040,
                "normal_cases_per_day": 15,
                "normal_days_per_year": 160,
                "busy_when": "支給月の前後2週間",
                "busy_cases_per_day": 33,
                "busy_days_per_year": 80,
                "why_4": "途中で知らせると、また問い合わせが増えると考えていた",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": """
                自動応答は「届きましたか」に答えられません。届いた日に受付のお知らせを送り、
                振込予定日を先に伝えるほうが、電話そのものを減らせます。
            """,
                "human_reason": "支給の対象にならなかった方への説明は、人が行う。",
            },
        ),
        Confirm("11 9:30"),
        Say(
            "11 9:34",
            Who.ASKER,
            """
            確認しました。「途中で知らせると増える」は、言われてみると確かめたことがありませんでした。
        """,
        ),
    ),
    wished="電話の自動応答",
)

AFTER_SCHOOL = Case(
    key="after-school",
    division="0902",
    asker=2,
    started=105,
    at="15:35",
    about="申請・届出",
    wished="申請書を読み取る機械",
    body="""
        学童クラブの入会申請を、窓口で受けて、電話で直して、Excelに写して、システムにも入れています。
        同じことを3回書いている気がします。
    """,
    steps=(
        Say(
            "1 10:20",
            Who.DX,
            """
            「3回書いている」をそのまま図にしてみたいです。申請書が来てから結果を送るまで、
            順に見せてください。
        """,
        ),
        Hear("2 9:00", on="5 13:30", place="子ども若者支援課の窓口", minutes=90, attendees="{asker}、{colleague}"),
        Say("5 16:00", Who.ASKER, "きょうはありがとうございました。付せんが27枚になったのには笑ってしまいました…。"),
        Sheet(
            "8 10:30",
            {
                "work_name": "学童クラブ入会申請の受付",
                "purpose": "学童クラブの入会申請を受け、審査し、結果を送る。",
                "legal_basis": "区立学童クラブ条例",
                "related_divisions": "各地区総合支所 管理課、税務課",
                "cases_per_year": 3600,
                "minutes_per_case": 34,
                "people": 5,
                "frequency": Frequency.YEARLY,
                "busy_when": "11月から1月",
                "busy_cases_per_day": 55,
                "busy_days_per_year": 45,
                "media": [Medium.PAPER, Medium.SEAL, Medium.PHONE, Medium.EXCEL, Medium.SYSTEM],
                "systems": "学童クラブ管理システム、Excelの台帳",
                "network": Network.LGWAN,
                "personal_information": YesNoUnknown.YES,
                "judgement": YesNoUnknown.YES,
                "judgement_note": "家庭の事情による優先の順",
                "trouble": "同じ内容を3回書き、11月から1月は毎日残業になる。",
                "why_1": "同じ内容を3回書いている",
                "why_2": "紙を正本とし、台帳とシステムをそれぞれ写しとして持っている",
                "why_3": "システムの帳票では審査会の資料が作れず、台帳を別に作った",
                "why_4": "審査会の資料は10年前の様式のまま、だれも直してよいか聞いていない",
                "why_5": "様式を決めた人がいなくなり、直す権限がどこにあるか分からない",
                "asked_for": "申請書を読み取る機械",
                "really_needed": "1回だけ書けば、台帳も審査会の資料もできること",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": """
                読み取る機械を入れると、3回書くうちの1回が速くなるだけです。申請がそのまま台帳になり、
                台帳から審査会の資料ができるよう、はじめから組み直すほうが効きます。
            """,
                "human_reason": "家庭の事情を読み、迷うときに話し合うのは、人が行う。",
            },
        ),
        Confirm("10 9:15"),
        Note("10 14:00", Who.DX, "審査会の様式は要綱ではなく内規。課長の決裁で直せることを総務課に確認済み。"),
        Answer(
            "14 11:00",
            AnswerKind.REDESIGN,
            """
            入会申請の受付を、はじめから組み直す案です。17ある工程を8つにします。

            機械の読み取りは使いません。紙で出したい方のための手伝いは、窓口に残します。
            """,
            tool="電子申請サービス",
            eliminate="""
                ・押印を確かめること（定めがありません）
                ・記入もれの電話（入力のときに気付ける形にします）
                ・Excelの台帳に写すこと
            """,
            combine="申請の受付と台帳づくりを1つにします。届いた申請が、そのまま台帳の1行になります。",
            rearrange="課税情報の照会を、1件ずつではなく、1日1回まとめて行います。",
            simplify="結果の紙は、希望した方だけに送ります。ほかの方は申請した画面で見られます。",
            remains="審査は人が行います。紙で出す方の入力は、窓口で一緒に行います。",
            effect=Effect(
                "学童クラブ入会申請の受付",
                3600,
                34,
                10.2,
                running=48,
                initial=120,
                basis="工程ごとの実測（20件）と件数の割合の積上げ",
            ),
        ),
        Agree("17 16:10", text="審査会の様式は、私から委員長に話します。"),
        Start(
            "21 9:30",
            """
            {asker}さんが様式を、{dx}が申請の画面を作ります。次の募集の1か月前までに、
            5人の保護者に試してもらいます。
        """,
        ),
        Wait("23 13:00", "審査会の委員長への説明と、5人の保護者の試し入力をお待ちしています。"),
        Say(
            "80 11:40",
            Who.ASKER,
            """
            5人とも最後まで入力できました。平均9分。1人だけ「きょうだいを足す」
            ボタンに気付かなかったそうです。
        """,
        ),
        Say("81 9:05", Who.DX, "ボタンの位置を上げました。これで公開しましょう。"),
        Live("83 9:00"),
        Say("90 17:00", Who.ASKER, "1週間で214件。紙は31件でした。電話は、まだ拍子抜けするくらい静かです。"),
    ),
)

INTERVIEW_RECORDS = Case(
    key="interview-records",
    division="1001",
    asker=1,
    started=6,
    at="9:25",
    about="情報共有",
    body="""
        面談記録の共有に時間がかかる。書いた人の手元に紙があり、夜間の対応のときに経過が追えない。
        システムにも入れてはいるが、入るのが2、3日あとになる。
    """,
    urgency=Urgency.THIS_WEEK,
    urgency_reason="夜間当番の引き継ぎに関わるため",
    steps=(
        Say(
            "0 11:40",
            Who.DX,
            """
            {dx}です。夜間の対応に関わるとのこと、早めに伺います。記録の中身は見ません。
            書いてから、ほかの人が読めるまでの流れだけを聞かせてください。
        """,
        ),
        Say("1 8:45", Who.ASKER, "助かります。今週は立てこんでいて、来週の午後なら2人で出られます。"),
        Hear("2 10:10", on="8 14:00", place="児童相談所 会議室1", minutes=60, attendees="{asker}、夜間当番の職員1人"),
        Say(
            "2 10:15",
            Who.DX,
            """
            {d8}の14時に会議室を取りました。それまでに、先週の夜間で「経過が分からず困った」回数だけ、
            数えておいていただけますか。
        """,
        ),
        Note("3 9:10", Who.DX, "個人番号系の端末での作業。持ち出しの話にはしない。まず「2、3日」の理由を聞く。"),
    ),
)

CASES = (BENEFIT_CALLS, AFTER_SCHOOL, INTERVIEW_RECORDS)
