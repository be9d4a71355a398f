"""産業・地域振興支援部."""

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
    Live,
    Realised,
    Say,
    Sheet,
    Start,
    Wait,
    Who,
)
from minato_dx.reference.enums import Network

LOANS = Case(
    key="loans",
    division="0603",
    asker=2,
    started=250,
    at="10:20",
    about="申請・届出",
    channel=Channel.PHONE,
    body="融資の紹介状を出すまでに、同じ会社の方に3回来てもらっている。早く借りたい方ほど、間に合わない。",
    steps=(
        Say(
            "1 10:00",
            Who.DX,
            """
            お電話ありがとうございました。3回の中身を順に教えてください。待っている日数も、分かる範囲で。
        """,
        ),
        Say("1 16:00", Who.ASKER, "相談、書類、受け取りで3回です。相談から紹介状まで、平均で18日でした。"),
        Hear("3 9:00", on="5 14:00", place="産業振興課", minutes=60, attendees="{asker}、相談員2人"),
        Sheet(
            "8 10:00",
            {
                "work_name": "融資のあっせん",
                "purpose": "中小企業の融資の相談を受け、金融機関への紹介状を出す。",
                "related_divisions": "契約する金融機関14店",
                "cases_per_year": 1300,
                "minutes_per_case": 85,
                "people": 6,
                "frequency": Frequency.DAILY,
                "media": [Medium.PAPER, Medium.SEAL, Medium.EXCEL],
                "network": Network.INTERNET,
                "personal_information": YesNoUnknown.YES,
                "judgement": YesNoUnknown.YES,
                "judgement_note": "資金の使いみちが制度に合うか",
                "trouble": "紹介状まで18日かかる。",
                "why_1": "3回来てもらう",
                "why_2": "書類がそろわず、出直しになる",
                "why_3": "業種で要る書類がちがい、来てみるまで分からない",
                "why_4": "案内の一覧が、業種で分かれていない",
                "asked_for": "来庁の予約システム",
                "really_needed": "来る前に、自分に要る書類が分かること",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": """
                予約を取りやすくしても、書類が足りなければ出直しになります。先に書類の案内を業種で分けます。
            """,
                "human_reason": "事業の見通しを一緒に考える相談。",
            },
        ),
        Confirm("10 9:00"),
        Answer(
            "13 11:00",
            AnswerKind.REDESIGN,
            """
            書類を業種で5種類に分けて案内し、写真で先に送ってもらう形にします。
            来ていただくのは、相談の1回だけです。紹介状は金融機関へ直接送ります。
            """,
            tool="電子申請サービス",
            eliminate="紹介状の受け取りの来庁",
            combine="書類の確認を、来庁の前にまとめて",
            rearrange="書類を見てから、相談の日を決めます。",
            remains="相談員が会って話すこと。ここには前より時間をかけます。",
            effect=Effect("融資のあっせん", 1300, 85, 50, running=60, initial=50, basis="直近1か月108件の来庁の回数"),
        ),
        Agree("16 15:00"),
        Start("19 9:00", "5種類の案内を相談員2人と作り、{dx}が写真の受け口を作ります。"),
        Wait("21 9:00", "業種ごとの書類の一覧をお待ちしています。"),
        Say("46 11:00", Who.ASKER, "一覧ができました。飲食だけで3通りあり、思ったより難物でした。"),
        Live("48 9:00"),
        Realised(
            "105 13:00",
            Effect(
                "融資のあっせん",
                1300,
                85,
                62,
                running=60,
                method=EffectMethod.RECORDED,
                basis="運用後2か月の台帳（221件）",
            ),
        ),
        Close(
            "108 10:30",
            Outcome.REDESIGN,
            """
            紹介状まで18日が11日になりました。3割の方はやはり2回来られるため、減った時間は見込みの6割ほどです。
            減った分は、創業の相談を受ける枠を週に2つふやしています。
        """,
        ),
    ),
)

CENTRE_CALLS = Case(
    key="centre-calls",
    division="0601",
    asker=2,
    started=13,
    at="9:30",
    about="問い合わせ対応",
    wished="チャットボット",
    body="""
        区民センターの空きを、課あての電話で聞かれます。課では分からないので、
        センターに電話して折り返しています。1日8本くらい。
    """,
    steps=(
        Say(
            "1 11:20",
            Who.DX,
            """
            {dx}です。電話をくださる方は、どこで課の番号を知ったのでしょう。次の8本だけ、
            聞いてみてもらえますか。
        """,
        ),
        Wait("1 11:30", "電話8本分の「どこで番号を知りましたか」をお待ちしています。"),
        Say(
            "6 15:15",
            Who.ASKER,
            """
            8本中7本が「区のお知らせの紙」でした。催しの案内の一番下に、課の番号が大きく載っています。
            センターの番号はありません…。
        """,
        ),
        Answer(
            "10 10:00",
            AnswerKind.NO_TOOL,
            """
            チャットボットより先に、次のお知らせから番号を1行直しましょう。「空きのことは、各センターへ」と
            5つのセンターの番号を並べ、課の番号は小さくします。

            ホームページの同じ箇所は、きょう私が直しの依頼を出しました。2週間たっても電話が減らなければ、
            教えてください。
            """,
        ),
    ),
)

EASY_JAPANESE = Case(
    key="easy-japanese",
    division="0602",
    asker=1,
    started=6,
    at="10:55",
    about="文書・決裁",
    body="""
        各課のお知らせを「やさしい日本語」に直す仕事が、わたし1人に集まっています。今月は23本。
        直すのは好きなのですが、さすがに追いつきません😅
    """,
    steps=(
        Say(
            "1 9:20",
            Who.DX,
            """
            23本を1人で…。好きなところを残して、しんどいところを減らしましょう。
            どこに一番時間がかかりますか。
        """,
        ),
        Say("1 13:45", Who.ASKER, "はじめの書き出しです。長い文を短く切るところまで来れば、あとは楽しいです。"),
        Answer(
            "4 11:00",
            AnswerKind.ON_THE_SPOT,
            """
            では、書き出しだけを文書生成AIに任せましょう。「やさしい日本語の12のきまり」を入れた指示文を作りました。
            貼り付けると、短く切った下書きが出ます。言葉選びは{asker}さんの仕事として残します。

            →お知らせに個人の名前がないことを確かめてから使ってください。
            →各課にも同じ指示文を配れば、下書きまでは各課でできます。
            """,
            tool="文書生成AI（LGWAN版）",
        ),
    ),
)

MAP_STOCK = Case(
    key="map-stock",
    division="0604",
    asker=1,
    started=0,
    at="16:45",
    about="集計・報告",
    body="観光マップの在庫をノートで数えている。8か国語、置き場所が14か所。英語だけいつも足りない。",
)

CASES = (LOANS, CENTRE_CALLS, EASY_JAPANESE, MAP_STOCK)
