"""保育課: what the demo's first account has asked."""

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
    Start,
    Wait,
    Who,
)
from minato_dx.reference.enums import Network

TEMPORARY_CARE = Case(
    key="temporary-care",
    division="0903",
    asker=1,
    started=4,
    at="16:20",
    about="予約・受付",
    urgency=Urgency.THIS_MONTH,
    urgency_reason="次の受付開始日（毎月1日）に間に合わせたい",
    wished="予約システム",
    body="""
        一時保育の予約を電話だけで受けています。毎月1日の朝は電話が鳴りやまず、窓口の方をお待たせしてしまいます。
        予約システムを入れたいのですが、何を選べばよいか分かりません。
    """,
    files=(Photo("予約台帳の写真.png"),),
    steps=(
        Note(
            "1 10:30",
            Who.DEPUTY,
            """
            昨年、子ども家庭支援センターも予約システムを検討して見送っています。
            電話の中身を数えるのが先では。
        """,
        ),
        Say(
            "1 11:05",
            Who.DX,
            """
            {dx}です。ご相談ありがとうございます。電話が集中する様子を、現場で見せていただけますか。
            30分ほどで足ります。

            候補は、{d2}の10時か、{d3}の9時です。
        """,
        ),
        Say("1 13:40", Who.ASKER, "{d2}の10時でお願いします。朝の電話が少し落ち着くころです。"),
        Hear("1 13:52", on="2 10:00", place="保育課の窓口", minutes=40, attendees="{asker}、{leader}"),
        Say(
            "2 16:35",
            Who.LEADER,
            """
            同席した{leader}です。きょう受けた電話を数えてみました。38件のうち、
            空きの確認だけで切れたのが23件でした。
        """,
        ),
        Sheet(
            "4 9:15",
            {
                "work_name": "一時保育の予約受付",
                "purpose": """
                保護者の用事や休息のための一時保育について、空きを確認し予約を受ける。
                利用月の前月1日9時から電話で先着順。
            """,
                "legal_basis": "児童福祉法第6条の3第7項、区の実施要綱",
                "related_divisions": "各保育園（一時保育を行う6園）",
                "cases_per_year": 9600,
                "minutes_per_case": 7,
                "people": 4,
                "frequency": Frequency.DAILY,
                "normal_cases_per_day": 36,
                "normal_days_per_year": 204,
                "busy_when": "毎月1日から3日",
                "busy_cases_per_day": 62,
                "busy_days_per_year": 30,
                "slack_when": "年末年始の前後",
                "slack_cases_per_day": 22,
                "slack_days_per_year": 9,
                "media": [Medium.PHONE, Medium.PAPER],
                "systems": "なし（紙の予約台帳）",
                "network": Network.UNKNOWN,
                "personal_information": YesNoUnknown.YES,
                "judgement": YesNoUnknown.NO,
                "trouble": "毎月1日の朝に電話が集中し、窓口の方を待たせている。折り返しの電話もつながらない。",
                "why_1": "毎月1日の朝、電話が集中して窓口が止まる",
                "why_2": "空きがあるかを知る方法が電話しかない",
                "why_3": "空き状況は紙の台帳にあり、園ごとに分かれている",
                "why_4": "園と課が、同じ空き状況を見る場所がない",
                "asked_for": "予約システムの導入",
                "really_needed": "空き状況が、電話をしなくても分かること",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": """
                電話の6割は「空いているか」だけの確認でした。予約の仕組みを変える前に、空きを見えるようにすると、
                朝の集中はおさまる見込みです。予約そのものをどうするかは、そのあとで考えます。
            """,
                "human_reason": "はじめて預ける方の不安を聞くのは、人が行う。",
            },
        ),
        Say(
            "4 9:16",
            Who.DX,
            """
            先日はありがとうございました。電話の6割は「空いているか」だけの確認でした。聞き取り票にまとめたので、
            ちがうところがないか見てください。園の数と、1件7分の見当が合っているかが特に気になっています。
        """,
        ),
    ),
)

ADMISSION_QUESTIONS = Case(
    key="admission-questions",
    division="0903",
    asker=1,
    started=58,
    at="17:02",
    about="問い合わせ対応",
    wished="AIが答えてくれる窓口",
    body="""
        入園の問い合わせが同じ内容ばかりで、申込みの時期は一日じゅう電話に出ています。
        答えはほとんど「入園のしおり」に書いてあることです。しおりを読んでくださいとも言いにくく…。
    """,
    steps=(
        Say(
            "1 9:40",
            Who.DX,
            """
            {dx}です。「読んでくださいとは言いにくい」、そうですよね。どんな質問が多いか、覚えている範囲で5つほど
            教えていただけますか。そこから考えます。
        """,
        ),
        Say(
            "1 16:50",
            Who.ASKER,
            """
            ・いつから申し込めるか
            ・必要な書類は何か
            ・育休中でも申し込めるか
            ・きょうだいは同じ園に入れるか
            ・結果はいつ分かるか

            だいたいこの5つです。
        """,
        ),
        Hear("2 9:20", on="5 14:00", place="区役所5階 相談室2", attendees="{asker}、{leader}"),
        Sheet(
            "6 15:10",
            {
                "work_name": "入園の問い合わせ対応",
                "purpose": "入園の時期、書類、選考についての電話と窓口の問い合わせに答える。",
                "cases_per_year": 5200,
                "minutes_per_case": 5,
                "people": 6,
                "frequency": Frequency.DAILY,
                "busy_when": "10月から12月",
                "busy_cases_per_day": 45,
                "busy_days_per_year": 60,
                "media": [Medium.PHONE, Medium.PAPER],
                "systems": "なし",
                "network": Network.INTERNET,
                "personal_information": YesNoUnknown.NO,
                "judgement": YesNoUnknown.NO,
                "trouble": "同じ質問の電話が続き、審査の時間が取れない。",
                "why_1": "同じ質問の電話が続く",
                "why_2": "しおりが48ページあり、答えにたどりつけない",
                "why_3": "しおりは制度の順に書いてあり、聞きたい順に並んでいない",
                "why_4": "質問を数えたことがなく、何を先に書けばよいか分からなかった",
                "asked_for": "AIが答える窓口",
                "really_needed": "聞きたい順に並んだ答えと、夜でも見られる場所",
                "verdict": Verdict.FITTING,
                "verdict_reason": """
                質問の種類がしぼられていて、答えが人によって変わりません。チャットボットに向いています。
                ただし、答えの文がまだないので、FAQを30問書くことから始めます。
            """,
                "human_reason": "選考の結果に納得がいかない方のお話は、人が聞く。",
            },
        ),
        Confirm("8 10:05"),
        Note(
            "8 11:30",
            Who.DEPUTY,
            """
            FAQの文案は、文書生成AIで下書きを作ると早いです。個人情報は入らないので使えます。
        """,
        ),
        Answer(
            "11 13:30",
            AnswerKind.SOLUTION,
            """
            FAQを30問書き、それをチャットボットに載せる案です。先に紙の「よくある質問」1枚として窓口に置き、
            答えの文が伝わるかを確かめてから公開します。むずかしい質問は、いままでどおり電話につなぎます。
            """,
            tool="チャットボット",
            effect=Effect(
                "入園の問い合わせ対応", 5200, 5, 2, running=24, initial=60, basis="2週間の電話の記録（212件）から"
            ),
        ),
        Agree("13 9:25", text="園長会にも説明が要ります。公開の前に一度、見せる場を作ってください。"),
        Wait("15 10:10", "FAQ30問の下書きをお待ちしています。分からないところは空けたままで送ってください。"),
        Say(
            "40 14:20",
            Who.ASKER,
            """
            お待たせしました。30問のうち27問が書けました。残り3問は、園によって答えが変わるので悩んでいます。
        """,
        ),
        Say("41 10:00", Who.DX, "27問で始めましょう。園で変わるものは「園の電話番号を出す」という答えで十分です。"),
        Start(
            "42 11:15",
            """
            {asker}さんが園長会で文案を見せ、{dx}がチャットボットに載せます。公開は園長会の翌週の予定です。
        """,
        ),
        Wait("43 9:30", "園長会での確認をお待ちしています。"),
        Say(
            "56 16:05",
            Who.ASKER,
            """
            園長会で見ていただきました。「慣らし保育」の説明を足してほしいとのことで、1問増えて28問です。
            あとは直すところはないそうです。
        """,
        ),
        Say("57 9:50", Who.DX, "28問、受け取りました。文案を入れて、課の中だけで見られるようにしておきます。"),
    ),
)

MEETING_ROOM = Case(
    key="meeting-room",
    division="0903",
    asker=1,
    started=152,
    at="11:25",
    about="予約・受付",
    body="""
        会議室の空きを電話で聞かれます。1日に何度も予定表を見に立つのが、地味につらいです。
        空きが見えるシステムはありますか。
    """,
    steps=(
        Say(
            "0 15:30",
            Who.DX,
            """
            {dx}です。汐見が出張のため、代わりにお答えします。その会議室を使うのは、区の職員だけですか。
            外の方も使いますか。
        """,
        ),
        Say("0 16:10", Who.ASKER, "職員だけです。4階の小さい部屋が2つで、園の先生方との打合せに使います。"),
        Answer(
            "2 10:20",
            AnswerKind.NO_TOOL,
            """
            新しいシステムは要りません。いま使っているグループウェアに、会議室2つを「設備」として足すと、
            だれでも空きを見て予約できます。設定は総務課に頼めば、その日に終わります。

            いまの紙の予定表は、1か月だけ並べて置いて、困る人がいなければ片付けてください。
            """,
        ),
        Solved("6 9:15", "総務課がすぐに設定してくれました。電話は、それから1本だけです。"),
    ),
)

CASES = (TEMPORARY_CARE, ADMISSION_QUESTIONS, MEETING_ROOM)
