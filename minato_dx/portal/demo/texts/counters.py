"""区民課 of the 地区総合支所."""

from consultations.enums import (
    Frequency,
    Medium,
    Verdict,
    YesNoUnknown,
)
from minato_dx.portal.demo.script import (
    Case,
    Confirm,
    HandOver,
    Hear,
    Merge,
    Note,
    Say,
    Sheet,
    Who,
)
from minato_dx.reference.enums import Network

WRITE_ONCE = Case(
    key="write-once",
    division="0104",
    asker=1,
    started=18,
    at="11:15",
    about="申請・届出",
    body="""
        引っ越しの方に、同じ住所と名前を6枚も書いていただいている。ご高齢の方は手が止まる。
        「また書くの？」と言われるのがつらい
    """,
    steps=(
        Say(
            "1 9:30",
            Who.DX,
            """
            {dx}です。6枚のうち、ほんとうに本人が書かないといけないのは何枚か、並べて見てみませんか。
            空の様式を6枚、コピーしておいていただけると助かります。
        """,
        ),
        Hear("3 9:00", on="4 15:30", place="芝地区総合支所 区民課", attendees="{asker}、{leader}"),
        Say("3 13:00", Who.ASKER, "6枚そろえました。数えたら7枚でした…。"),
        Sheet(
            "6 13:00",
            {
                "work_name": "転入の届出と関連の申請",
                "purpose": "転入に伴う届出と、国保・年金・子どもの手当などの申請を窓口で受ける。",
                "legal_basis": "住民基本台帳法第22条ほか",
                "related_divisions": "国保年金課、子ども政策課、ほか4支所の区民課",
                "cases_per_year": 4600,
                "minutes_per_case": 32,
                "people": 8,
                "frequency": Frequency.DAILY,
                "busy_when": "3月末から4月",
                "busy_cases_per_day": 60,
                "busy_days_per_year": 20,
                "media": [Medium.PAPER, Medium.SYSTEM],
                "systems": "住民記録システム、国保システム",
                "network": Network.MY_NUMBER,
                "personal_information": YesNoUnknown.YES,
                "judgement": YesNoUnknown.NO,
                "trouble": "同じことを7枚に書いていただいている。",
                "why_1": "7枚に同じ住所と名前を書く",
                "why_2": "様式が課ごとに決まっている",
                "why_3": "窓口を1つにしたとき、様式は元の課のものをそのまま持ってきた",
                "asked_for": "書かずにすむ窓口の機械",
                "really_needed": "聞き取って、職員が1回入れれば7枚ができること",
                "verdict": Verdict.NOT_CLEAR,
                "verdict_reason": """
                本人の署名が要る様式が何枚あるかで、やり方が変わります。元の課に確かめてから決めます。
            """,
                "human_reason": "引っ越しの事情を聞き、使える制度を案内すること。",
            },
        ),
        Confirm("8 10:20"),
        Say("12 10:00", Who.DX, "署名が要るのは7枚中2枚だと分かりました。次は、聞き取りの順番を一緒に作りたいです。"),
        Hear(
            "12 10:10",
            on="20 9:30",
            place="芝地区総合支所 区民課",
            minutes=60,
            attendees="{asker}、{leader}、国保年金課の1人",
        ),
    ),
)

BUSY_COUNTER = Case(
    key="busy-counter",
    division="0504",
    asker=2,
    started=12,
    at="17:00",
    about="申請・届出",
    body="転入の時期の窓口、待ち時間が90分をこえる日があります。書く紙が多いのが一番の理由だと思います。",
    steps=(
        Say(
            "1 14:00",
            Who.DX,
            """
            {dx}です。書く紙の多さについては、芝の区民課でも見直しが始まっています。一緒に進められないか、
            聞いてみます。
        """,
        ),
        Say("2 9:10", Who.ASKER, "ぜひ。同じ様式ですから。"),
        Note("3 9:30", Who.DX, "霞さんに確認。5支所で同じ様式のため、1件にまとめたほうが速い。"),
        Merge(
            "3 10:00",
            into="write-once",
            reason="""
            芝地区総合支所 区民課と同じ様式、同じ困りごとです。1つにまとめ、次の話し合いから{asker}さんにも
            入っていただきます。
        """,
        ),
    ),
)

POSTAL_REQUESTS = Case(
    key="postal-requests",
    division="0404",
    asker=1,
    started=160,
    at="14:25",
    about="会計・契約",
    body="""
        郵送で届く証明の手数料が、定額小為替です。おつりの小為替を買いに、郵便局へ毎日行っています。
        手数料をキャッシュレスにできれば、この往復がなくなります。
    """,
    steps=(
        Say(
            "2 10:00",
            Who.DX,
            """
            毎日の郵便局、時間も気も使いますね。証明のシステムに支払いを付ける話になりますので、
            担当の課に確かめます。
        """,
        ),
        Say(
            "4 15:30",
            Who.DX,
            """
            情報政策課で、証明の電子請求の準備が進んでいました。小為替の枚数を渡すと、
            計画に入れやすいそうです。
        """,
        ),
        Say("5 9:10", Who.ASKER, "先月は186通、おつりの小為替が143枚です。よろしくお願いします。"),
        HandOver(
            "5 11:00",
            to="情報政策課 証明発行の担当（内線3331）",
            reason="""
            証明の電子請求を準備している情報政策課にお渡しします。先月の186通と143枚の数も、あわせて伝えました。
            来週中に、情報政策課から{asker}さんに電話があります。
        """,
        ),
    ),
)

CASES = (WRITE_ONCE, BUSY_COUNTER, POSTAL_REQUESTS)
