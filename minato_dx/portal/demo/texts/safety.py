"""防災危機管理室."""

from consultations.enums import (
    AnswerKind,
    Channel,
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
    Say,
    Sheet,
    Wait,
    Who,
)
from minato_dx.reference.enums import Network

SUPPORT_LIST = Case(
    key="support-list",
    division="1401",
    asker=1,
    started=29,
    at="9:15",
    about="文書・決裁",
    urgency=Urgency.THIS_MONTH,
    urgency_reason="総合防災訓練までに差し替えたい",
    body="""
        災害時に支援が要る方の名簿を、印刷して212の協力者に配り、半年ごとに差し替えています。
        古い名簿の回収が終わらないうちに、次の差し替えが来ます。
    """,
    steps=(
        Say("1 9:40", Who.DX, "回収が終わらないのは、心配ですね。配る先の212は、半年でどのくらい入れ替わりますか。"),
        Say("1 14:00", Who.ASKER, "入れ替わるのは15くらいです。名簿の中身も、変わるのは1割ほどです。"),
        Hear("2 9:30", on="4 13:30", place="防災課", minutes=60, attendees="{asker}、{leader}、{acting}"),
        Sheet(
            "7 10:00",
            {
                "work_name": "避難行動要支援者名簿の差し替え",
                "purpose": "災害のときに支援が要る方の名簿を、同意を得て協力者に渡す。",
                "legal_basis": "災害対策基本法第49条の10",
                "related_divisions": "高齢者支援課、障害者福祉課、各地区総合支所",
                "cases_per_year": 424,
                "minutes_per_case": 50,
                "people": 4,
                "frequency": Frequency.YEARLY,
                "media": [Medium.PAPER, Medium.EXCEL],
                "systems": "要支援者名簿システム",
                "network": Network.MY_NUMBER,
                "personal_information": YesNoUnknown.YES,
                "judgement": YesNoUnknown.NO,
                "trouble": "差し替えと回収に追われ、古い名簿が残る。",
                "why_1": "古い名簿が残る",
                "why_2": "全部を刷り直して、全部を回収している",
                "why_3": "どこが変わったかを、協力者に伝える方法がない",
                "why_4": "名簿が区域ごとに製本されていて、1枚だけ替えられない",
                "asked_for": "タブレットで見る名簿",
                "really_needed": "変わったページだけを替えられる名簿",
                "verdict": Verdict.NOT_FITTING,
                "verdict_reason": """
                停電のときに使う名簿なので、紙を残す理由があります。1世帯1枚のとじ方に変え、
                変わったページだけを手渡しで替えるのが確かです。
            """,
                "human_reason": "名簿を渡すときに、協力者と顔を合わせること。",
            },
        ),
        Confirm("9 9:00"),
        Wait("10 9:00", "個人情報の扱いについて、総務課の意見をもらってください。"),
        Say("21 15:30", Who.ASKER, "総務課から、1枚ずつ番号を振れば問題ないとの返事でした。"),
        Answer(
            "23 14:00",
            AnswerKind.REDESIGN,
            """
            名簿を1世帯1枚にして番号を振り、変わったページだけを半年ごとに替える案です。
            紙はやめません。停電の夜に使うものだからです。
            """,
            eliminate="・全部の刷り直し\n・全部の回収",
            combine="差し替えの日を、地域の防災訓練の日と一緒に",
            simplify="番号の表で、どのページが新しいかを見分けます。",
            remains="手渡しと、顔合わせ。",
            effect=Effect(
                "避難行動要支援者名簿の差し替え", 424, 50, 20, running=16, initial=70, basis="前回の差し替えの記録"
            ),
        ),
        Agree(
            "27 11:00",
            who=Who.ACTING,
            text="""
            課長が不在のため、代理として合意します。訓練の日と合わせる点を、町会にも先に話しておきます。
        """,
        ),
        Say("28 9:10", Who.DX, "ありがとうございます。番号の振り方を{asker}さんと決めて、来週から始めます。"),
    ),
)

PATROL = Case(
    key="patrol",
    division="1402",
    asker=1,
    started=5,
    at="9:55",
    about="現場・巡回",
    channel=Channel.PHONE,
    body="青色パトロールの日報。委託の会社から紙で届き、場所を地図に書き写している。１日３台、毎日。",
    steps=(
        Say("1 11:10", Who.DX, "お電話ありがとうございました。日報を1週間分、そのままの束で見せていただけますか。"),
        Say("2 9:30", Who.ASKER, "用意しておきます。{d7}の11時はいかがでしょう。会社の方も来られます。"),
        Hear("2 9:50", on="7 11:00", place="防災危機管理室の打合せ机", attendees="{asker}、委託の会社の1人"),
    ),
)

CASES = (SUPPORT_LIST, PATROL)
