"""街づくり支援部, apart from 土木管理課."""

from consultations.enums import (
    AnswerKind,
    EffectMethod,
    Frequency,
    Medium,
    Outcome,
    Urgency,
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
    Realised,
    Reassign,
    Say,
    Sheet,
    Solved,
    Start,
    Still,
    Wait,
    Who,
)
from minato_dx.reference.enums import Network

SITE_PHOTOS = Case(
    key="site-photos",
    division="1104",
    asker=2,
    started=345,
    at="8:50",
    about="現場・巡回",
    wished="写真管理ソフト",
    body="""
        工事の現場写真が、人ごとのフォルダに散らばっています。監査の前になると、全員で3日間さがします。
        写真管理ソフトを買ってほしいという声が出ています。
    """,
    files=(
        Csv(
            "写真の置き場所.csv",
            "置き場所,写真の数,名前の付け方\n個人フォルダ（11人）,18400,ばらばら\n"
            "課の共有,5200,日付だけ\n外付けディスク,不明,不明\n",
        ),
    ),
    steps=(
        Say(
            "1 10:40",
            Who.DX,
            """
            外付けディスクの「不明」が気になります。ソフトの前に、置き場所の話をさせてください。
        """,
        ),
        Hear("2 9:10", on="4 16:00", place="土木課", attendees="{asker}、{colleague}"),
        Sheet(
            "6 9:00",
            {
                "work_name": "工事の現場写真の整理",
                "purpose": "工事の段階ごとの写真を残し、検査と監査に備える。",
                "cases_per_year": 1900,
                "minutes_per_case": 6,
                "people": 11,
                "frequency": Frequency.DAILY,
                "media": [Medium.EXCEL, Medium.PAPER],
                "systems": "デジタルカメラ、共有フォルダ",
                "network": Network.LGWAN,
                "personal_information": YesNoUnknown.NO,
                "judgement": YesNoUnknown.NO,
                "trouble": "監査の前に、全員で3日さがす。",
                "why_1": "写真が見つからない",
                "why_2": "置き場所と名前が、人によってちがう",
                "why_3": "決まりを作ったことがなく、前の人のやり方を見て覚えている",
                "asked_for": "写真管理ソフト",
                "really_needed": "だれが置いても同じ場所になる決まり",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": """
                ソフトを買っても、決まりがなければ同じことが起きます。いまの共有フォルダの型で足ります。
            """,
                "human_reason": "どの場面を撮っておくべきかの判断。",
            },
        ),
        Confirm("7 9:00"),
        Answer(
            "9 14:00",
            AnswerKind.SOLUTION,
            """
            工事番号のフォルダに「着工前・施工中・完了」の3つだけを置く型にしましょう。
            名前は付けません。撮った日と順番で足ります。古い写真は動かさず、今年の工事から始めます。
            """,
            tool="共有フォルダとExcelの型",
            effect=Effect("工事の現場写真の整理", 1900, 6, 2, initial=12, basis="2人の1週間の作業記録"),
        ),
        Agree("11 11:00", text="今年の工事から、がよい。欲張らないこと。"),
        Start("13 9:00", "{dx}が型を作り、{asker}さんが朝礼で3分説明します。"),
        Live("16 9:00"),
        Say("40 17:05", Who.ASKER, "新しく来た人が、何も教えなくても正しいところに入れていました。"),
        Realised(
            "76 10:00",
            Effect("工事の現場写真の整理", 1900, 5, 2, method=EffectMethod.RECORDED, basis="3か月の作業記録（5人）"),
        ),
        Close(
            "79 9:00",
            Outcome.SOLUTION,
            """
            年95時間が減りました。費用はかかっていません。
            監査の準備は3日から半日になり、浮いた2日半は現場の見回りに使っています。
        """,
        ),
    ),
)

PLAN_VIEWING = Case(
    key="plan-viewing",
    division="1103",
    asker=1,
    started=27,
    at="11:30",
    about="申請・届出",
    body="""
        建築計画の概要書の閲覧で、窓口が終日ふさがる。1日40人。書庫まで取りに行くので、1人15分はかかる。
        写しの請求が半分以上。
    """,
    steps=(
        Say("1 9:50", Who.DX, "書庫までの往復が一番重そうですね。40人のうち、同じ建物を見に来る方はいますか。"),
        Say("1 16:15", Who.ASKER, "います。大きな建物は、週に何度も同じものを出します。"),
        Hear("2 9:00", on="3 10:00", place="建築課の窓口", minutes=60),
        Sheet(
            "6 10:00",
            {
                "work_name": "建築計画概要書の閲覧と写しの交付",
                "purpose": "概要書を見たい方に閲覧してもらい、写しを交付する。",
                "legal_basis": "建築基準法第93条の2",
                "cases_per_year": 9800,
                "minutes_per_case": 15,
                "people": 5,
                "frequency": Frequency.DAILY,
                "media": [Medium.PAPER, Medium.SYSTEM],
                "systems": "建築確認の台帳システム",
                "network": Network.LGWAN,
                "personal_information": YesNoUnknown.YES,
                "judgement": YesNoUnknown.NO,
                "trouble": "書庫との往復で、審査の相談の時間が取れない。",
                "why_1": "1人15分かかる",
                "why_2": "書庫まで取りに行く",
                "why_3": "画像はあるが、場所から引けない",
                "why_4": "画像を作ったとき、建物の番号だけを付け、地図とつながなかった",
                "asked_for": "閲覧用の端末",
                "really_needed": "住所から、画像がすぐ出ること",
                "verdict": Verdict.NOT_CLEAR,
                "verdict_reason": """
                写しの請求が何件あるかで、端末を置くか、郵送に分けるかが変わります。1か月数えて決めます。
            """,
                "human_reason": "図面の読み方を、はじめての方に説明すること。",
            },
        ),
        Confirm("8 11:00"),
        Wait("10 9:00", "写しの請求の件数を、1か月分だけ数えてください。印を付ける紙を置いていきます。"),
        Say("26 8:50", Who.ASKER, "1か月で、閲覧812人、うち写しが497人でした。不動産の会社の方が7割です。"),
        Reassign(
            "26 9:15",
            to="0003379",
            who=Who.SECTION_HEAD,
            reason="""
            氷室さんが来週まで休みのため、副担当の一色さんが続きを受け持ちます。件数がそろったところなので、
            止めずに進めます。
        """,
        ),
        Say(
            "26 11:40",
            Who.DX,
            """
            引き継いだ{dx}です。7割が会社の方、という数字で見えてきました。数日のうちに見立てをお伝えします。
        """,
        ),
    ),
)

HOUSING_INCOME = Case(
    key="housing-income",
    division="1102",
    asker=2,
    started=0,
    at="10:25",
    about="入力・転記",
    urgency=Urgency.THIS_MONTH,
    urgency_reason="提出の催促を出す前に方針を決めたい",
    wished="AI-OCR",
    body="""
        住宅の収入申告書を手で入力している。870世帯。AI-OCRで読めるでしょうか。手書きで、
        欄外の書きこみが多いです。
    """,
)

BUS_COMMENTS = Case(
    key="bus-comments",
    division="1109",
    asker=2,
    started=96,
    at="15:05",
    about="問い合わせ対応",
    body="コミュニティバスへのご意見メールの仕分けに、毎朝1時間かかります。運行会社あて、区あて、ただの感想…。",
    steps=(
        Say("1 9:30", Who.DX, "毎朝1時間は大きいですね。お急ぎのようなので、まず試せることからお返事します。"),
        Answer(
            "2 10:00",
            AnswerKind.ON_THE_SPOT,
            """
            メールソフトの「振り分け」で、件名に「遅れ」「忘れ物」とあるものを、運行会社の箱に分けてみてください。
            設定の絵を付けます。
            """,
        ),
        Still("7 16:10", "件名が「ご意見」のものばかりで、ほとんど分かれませんでした。"),
        Hear("8 9:00", on="10 9:00", place="地域交通課", attendees="{asker}"),
        Sheet(
            "12 10:00",
            {
                "work_name": "バスへのご意見の仕分け",
                "purpose": "届いたご意見を、答える相手に分ける。",
                "related_divisions": "運行会社",
                "cases_per_year": 4300,
                "minutes_per_case": 3,
                "people": 1,
                "frequency": Frequency.DAILY,
                "media": [Medium.MAIL],
                "network": Network.INTERNET,
                "personal_information": YesNoUnknown.YES,
                "judgement": YesNoUnknown.NO,
                "trouble": "毎朝1時間、仕分けをしている。",
                "why_1": "仕分けに時間がかかる",
                "why_2": "全部が1つのメールアドレスに届く",
                "why_3": "バス停の掲示に、アドレスが1つしか書いていない",
                "asked_for": "AIでの仕分け",
                "really_needed": "はじめから、答える相手に届くこと",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": "仕分けを賢くするより、送る人に選んでもらうほうが確かです。",
            },
        ),
        Confirm("13 9:00"),
        Answer(
            "15 11:30",
            AnswerKind.NO_TOOL,
            """
            道具は足さず、バス停の掲示を貼り替えるときに、QRコードを3つに分けましょう。
            「遅れ・忘れ物」は運行会社へ直接、「路線や停留所」は区へ、「感想」は返事をしない箱へ。

            ちょうど来月、全部の停留所で時刻表の貼り替えがあると聞きました。それに合わせれば、費用もかかりません。
            """,
        ),
        Solved(
            "18 13:20",
            """
            貼り替えの紙に、QRを3つ入れてもらえることになりました。会社の方も助かるそうです。
        """,
        ),
    ),
)

CASES = (SITE_PHOTOS, PLAN_VIEWING, HOUSING_INCOME, BUS_COMMENTS)
