"""What each exhibition is told to be. Companies, cities elsewhere and all figures are invented."""

from dataclasses import dataclass, field

from showcase.enums import ExhibitorState

SELECTED, APPLIED, INVITED = ExhibitorState.SELECTED, ExhibitorState.APPLIED, ExhibitorState.INVITED
DECLINED, WITHDRAWN = ExhibitorState.DECLINED, ExhibitorState.WITHDRAWN
LOBBY, UPSTAIRS = "1階ロビー", "9階大会議室"
BIG, SMALL = "会議室901", "研修室"
PAPER, BOOKING, QUESTIONS, SUMS = "入力・転記", "予約・受付", "問い合わせ対応", "集計・報告"
FORMS, PAPERS, SHARED, OUTSIDE = "申請・届出", "文書・決裁", "情報共有", "現場・巡回"


@dataclass(frozen=True, slots=True)
class Shown:
    """One exhibitor: a company by its name, a division by its key, or a team by its place in its class."""

    who: str
    title: str = ""
    summary: str = ""
    about: str = ""
    difficulty: str = ""
    cost: str = ""
    field: str = ""
    tool: str = ""
    booth: str = ""
    state: ExhibitorState = SELECTED
    reason: str = ""
    power: bool = True
    network: bool = False
    space: str = ""
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One seminar on a day (0 the first) with its room, or a window of time where there is no room."""

    day: int
    clock: str
    minutes: int
    title: str
    capacity: int
    room: str = ""
    about: str = ""
    speaker: str = ""
    field: str = ""
    who: str = ""
    staff_only: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One exhibition; days are working days from the last finished one."""

    title: str
    theme: str
    about: str
    days: tuple[int, ...]
    planned: int
    halls: dict[str, tuple[str, ...]]  # hall → codes of its booths
    exhibitors: tuple[Shown, ...]
    programme: tuple[Item, ...]
    notices: tuple[tuple[int, str, str], ...] = ()
    visitors: tuple[int, int, int] = (0, 0, 0)  # staff, officials from elsewhere, vendors' people
    is_reported: bool = field(default=False)
    is_published: bool = field(default=True)


FIRST = Told(
    title="第1回 庁内DX展示会",
    theme="はじめての庁内DX展",
    about="課で使っている道具と、企業の新しい道具を、同じ場所で見られるようにしました。",
    days=(-235,), planned=-290,
    halls={LOBBY: ("1", "2", "3", "4", "5", "6")},
    exhibitors=(
        Shown("見本データ株式会社", "手書きの届出書を読み取る", "打ち直す時間を減らします。", field=PAPER, booth="1",
              cost="1件10円から", people=("見本 一郎",)),
        Shown("架空システムズ合同会社", "窓口の順番を、来る前に見る", "混む時間を避けてもらえます。", field=BOOKING,
              booth="2", cost="年12万円から", people=("架空 二葉",)),
        Shown("例題工業株式会社", "道路の写真を地図に置く", "撮った場所に写真が並びます。", field=OUTSIDE, booth="3",
              people=("例題 三郎",)),
        Shown("0104", "窓口の待ち人数を課のページで", "10分ごとの人数を見せています。", field=BOOKING, booth="4",
              tool="電子申請サービス", cost="0円"),
        Shown("0302", "備品の貸出簿をフォームに", "借りた団体と返す日が残ります。", field=SUMS, booth="5",
              tool="ノーコードのアプリ作成ツール", cost="0円"),
    ),
    programme=(
        Item(0, "10:30", 40, "庁内のツールでできること", 20, BIG, field=SHARED),
        Item(0, "14:00", 40, "電子申請を始める前に決めること", 20, BIG, field=FORMS),
    ),
    visitors=(74, 0, 0), is_reported=True,
)  # fmt: skip

SECOND = Told(
    title="第2回 庁内DX展示会",
    theme="紙と電話を減らす",
    about="ほかの自治体の方にも見ていただけるようにしました。セミナーは2つの部屋で行います。",
    days=(-98, -97), planned=-160,
    halls={LOBBY: ("A-1", "A-2", "A-3", "A-4", "A-5"), UPSTAIRS: ("B-1", "B-2", "B-3", "B-4")},
    exhibitors=(
        Shown("見本データ株式会社", "届出書を写真から表にする", "読めなかった欄だけを職員が直します。", field=PAPER,
              booth="A-1", cost="1件8円から", people=("見本 一郎",)),
        Shown("架空システムズ合同会社", "順番の案内を電話に送る", "順番が近くなると知らせが届きます。", field=BOOKING,
              booth="A-2", cost="年12万円から", people=("架空 二葉", "架空 六実")),
        Shown("仮名サービス株式会社", "照会の返事を1つの表に集める", "各課は自分の行だけを書きます。", field=SUMS,
              booth="A-3", cost="年30万円から", people=("仮名 四季",)),
        Shown("見本パートナーズ株式会社", "電話の要点を文字に残す", "かけ直しの前に読み返せます。", field=QUESTIONS,
              booth="A-4", cost="1席 月3,000円から", people=("見本 七海",)),
        Shown("例題ソリューション株式会社", "申請書の記入例を画面で見せる", "書き直しを減らします。", field=FORMS,
              state=DECLINED, reason="ほかの出展と内容が重なりました。次の機会を案内しています。"),
        Shown("0903", "延長保育の申込みをフォームに", "園ごとの一覧まで自動でできます。", field=FORMS, booth="B-1",
              tool="電子申請サービス", cost="0円", difficulty="紙の申込みも、初年度は残しました。"),
        Shown("0704", "認定調査の日程の型", "予定の重なりに色が付きます。", field=SUMS, booth="B-2",
              tool="共有フォルダとExcelの型", cost="0円"),
        Shown("1104", "道路の不具合の地図", "通報の場所と直した日が1枚で分かります。", field=OUTSIDE, booth="B-3",
              tool="庁内地図", cost="0円"),
    ),
    programme=(
        Item(0, "10:30", 40, "紙をやめる前に、件数を数える", 24, BIG, field=FORMS),
        Item(0, "13:30", 40, "電話を減らした課の1年", 24, BIG, field=QUESTIONS, who="0903"),
        Item(0, "15:00", 40, "文字の読み取りの得意と不得意", 16, SMALL, field=PAPER, who="見本データ株式会社"),
        Item(1, "10:30", 40, "窓口の順番をどう見せるか", 24, BIG, field=BOOKING, who="架空システムズ合同会社"),
        Item(1, "14:00", 60, "集計の型をその場で作る", 16, SMALL, field=SUMS, who="0704", staff_only=True),
    ),
    notices=((-110, "搬入の時間", "前日の16時から17時に、本庁舎の西側の入口から搬入してください。"),),
    visitors=(168, 34, 13), is_reported=True,
)  # fmt: skip

COMING = Told(
    title="第3回 庁内DX展示会",
    theme="窓口を変える",
    about=(
        "窓口と、窓口の後ろの仕事を変えた課の話を、その課の職員から聞けます。企業の道具もその場で試せます。\n\n"
        "1つのブースは10分ほどで回れます。気になったら「うちの課でもできる」を押してください。"
    ),
    days=(11, 12), planned=-42,
    halls={
        LOBBY: ("A-1", "A-2", "A-3", "A-4", "A-5", "A-6"),
        UPSTAIRS: ("B-1", "B-2", "B-3", "B-4", "B-5", "B-6"),
    },
    exhibitors=(
        Shown(
            "見本データ株式会社", "紙の申込書を、写真から表にする",
            "手書きの申込書をスマートフォンで撮ると、Excelの表になります。読みにくい字は、職員が確かめる印が付きます。",
            "庁内のネットワークの中だけで動きます。住所と生年月日は、区の台帳の書き方に合わせて直します。"
            "\n\n当日は、見本の申込書をその場で撮って試せます。",
            "続け字と、欄からはみ出した字は読めません。1割ほどは手で直すことになります。",
            "1件8円から（年1,000件まで）", PAPER, booth="A-1", network=True, people=("見本 一郎", "見本 七緒"),
        ),
        Shown(
            "架空システムズ合同会社", "順番が近くなったら電話に知らせる",
            "番号札を取った方の電話に、順番が近いことを知らせます。待合の人が減ります。",
            "番号の機械はそのまま使えます。職員がすることはふえません。",
            "電話番号を預かるので、個人情報の届出が要ります。", "年12万円から", BOOKING, booth="A-2",
            network=True, space="番号の機械（幅60cm）を1台持ち込みます", people=("架空 二葉",),
        ),
        Shown(
            "仮名サービス株式会社", "照会の返事だけを集める",
            "各課への照会を1つの表にまとめます。各課は自分の行だけを書きます。",
            "返事のない課への催促の文面も、自動で用意します。",
            "様式を先に決めておかないと、あとで作り直しになります。",
            "年30万円から", SUMS, booth="A-3", people=("仮名 四季",),
        ),
        Shown(
            "見本パートナーズ株式会社", "電話で聞いたことを、そのまま文字に残す",
            "電話の内容が文字になり、要点が3行にまとまります。", "個人情報の部分は、残さない設定にできます。",
            "雑音の多い窓口では、聞き間違いがふえます。", "1席 月3,000円から", QUESTIONS, booth="A-4", network=True,
            people=("見本 七海",),
        ),
        Shown(
            "架空ネットワークス株式会社", "庁内の道案内を画面で見せる",
            "行き先の課を選ぶと、いまいる場所からの道順が出ます。", "", "地図の更新を、だれがするかを決めておきます。",
            "画面1台 月5,000円から", SHARED, booth="A-5", space="自立する画面（高さ180cm）を1台持ち込みます",
            people=("架空 九十九",),
        ),
        Shown(
            "例題工業株式会社", "現場の写真を、台帳に並べる",
            "撮った写真が、場所と日付で台帳に並びます。", "通信のない場所でも撮れ、戻ってから送れます。",
            "古い写真は場所が分からないので、並びません。", "1人 月800円から", OUTSIDE, booth="A-6",
            people=("例題 三郎",),
        ),
        Shown(
            "0903", "一時保育の空きを、電話の前に見せる",
            "園ごとの空きを、毎朝フォームに入れるだけで、課のページに出します。",
            "電話は1日に20件ほどから7件になりました（課で2週間数えました）。",
            "園が入れ忘れると古いままなので、入れた時刻も一緒に出しています。", "0円", BOOKING,
            "電子申請サービス", booth="B-1",
        ),
        Shown(
            "0704", "認定調査の日程を、重ならないように組む",
            "調査員の予定と訪問先を1枚の表にまとめ、重なりに色が付きます。",
            "表の型をそのまま配れます。ブースで一緒に作ることもできます。",
            "急な変更は、表より電話のほうが速いことがあります。", "0円", SUMS, "共有フォルダとExcelの型", booth="B-2",
        ),
        Shown(
            "1104", "道路の不具合を、地図から探す",
            "通報のあった場所と、直した日を1枚の地図で見られます。", "",
            "場所の書き方がそろっていない古い通報は、手で置き直しました。", "0円", OUTSIDE, "庁内地図", booth="B-3",
        ),
        Shown(
            "1班", "来る前に見える、窓口の待ち人数",
            "DXリーダーの班が研修で作りました。番号を1日3回入れると、待ち人数の表ができます。", "",
            "入れる回数を6回から3回に減らして、続くようになりました。", "0円", BOOKING, "電子申請サービス",
            booth="B-4",
        ),
        Shown("0707", "国保の届出の「よくある間違い」", "間違いの多い欄を先に見せると、書き直しが減ります。",
              field=FORMS, state=APPLIED, power=False),
        Shown("例題ソリューション株式会社", "申請書の記入例を、窓口の画面に出す", "書き直しを減らします。",
              field=FORMS, cost="月1万円から", state=APPLIED, network=True),
        Shown("1203", state=INVITED),
        Shown("2班", state=INVITED),
        Shown("仮名クラウド株式会社", "保存した文書を、年度で片付ける", "保存年限の過ぎた文書を一覧にします。",
              field=PAPERS, state=DECLINED,
              reason="窓口というテーマと離れています。文書の管理をテーマにする次の回に案内します。"),
        Shown("見本ロジ株式会社", "備品の場所を札で探す", "札を読むと場所が出ます。", field=SHARED, state=WITHDRAWN,
              reason="展示の機器がほかの催しと重なったとのこと。"),
    ),
    programme=(
        Item(0, "10:00", 90, "10時からの入場", 60),
        Item(0, "13:00", 90, "13時からの入場", 60),
        Item(1, "10:00", 90, "10時からの入場", 60),
        Item(1, "13:00", 90, "13時からの入場", 60),
        Item(0, "10:30", 40, "「書かない窓口」を1年続けて分かったこと", 30, BIG,
             "始める前に決めておいてよかったことと、続けてから変えたことを話します。", "区民課の職員", FORMS),
        Item(0, "13:30", 40, "紙の申込書を写真から表に：できること、できないこと", 30, BIG,
             "読めない字の実例も見せます。", "見本データ株式会社", PAPER, "見本データ株式会社"),
        Item(0, "14:00", 60, "待ち人数の表をその場で作る", 8, SMALL,
             "課のパソコンを1台持ってきてください。", "DXリーダー1班", BOOKING, "1班", True),
        Item(1, "10:30", 40, "電話が3分の1になるまで", 30, BIG,
             "一時保育の空きを見せるまでの3か月を話します。", "保育課の職員", QUESTIONS, "0903"),
        Item(1, "13:30", 40, "順番の知らせと個人情報", 30, BIG,
             "電話番号を預かるときに決めることを話します。", "架空システムズ合同会社", BOOKING,
             "架空システムズ合同会社"),
        Item(1, "14:00", 60, "日程の型をその場で作る", 16, SMALL,
             "表計算だけで作ります。", "介護保険課の職員", SUMS, "0704", True),
    ),
    notices=(
        (-9, "ブースの場所が決まりました", "それぞれのページで、ブースの番号と設備を確かめてください。"),
        (-2, "搬入の時間と名札",
         "搬入は前日の16時から17時です。名札は当日の朝、受付でお渡しします。"
         "お立ちになる方の名前を、3日前までに入れてください。"),
    ),
)  # fmt: skip

NEXT = Told(
    title="第4回 庁内DX展示会",
    theme="外に出る仕事を軽くする",
    about="現場に出る仕事、見回り、点検で使えるものを集めます。",
    days=(60,), planned=-8,
    halls={LOBBY: ("1", "2", "3", "4")},
    exhibitors=(
        Shown("見本データ株式会社", state=INVITED),
        Shown("0903", "見回りの記録を写真から作る", "撮った写真が、そのまま記録になります。", field=OUTSIDE,
              state=APPLIED),
    ),
    programme=(),
    is_published=False,
)  # fmt: skip
PAST = (FIRST, SECOND)
# Who came from elsewhere: invented cities and bodies.
BODIES: tuple[str, ...] = (
    "見本市", "架空市", "例題町", "仮名村", "見本県", "架空広域連合", "例題市教育委員会", "仮名市", "見本町",
    "架空区", "例題広域事務組合",
)  # fmt: skip
FIRMS: tuple[str, ...] = ("見本データ株式会社", "架空システムズ合同会社", "仮名クラウド株式会社", "例題工業株式会社")
REMARKS = (
    ("うちの窓口でも、まず待ち人数を数えてみます。", BOOKING),
    ("実際に使っている課の人から聞けたのがよかったです。", SHARED),
    ("つまずいたところまで話してくれたのが助かりました。", SHARED),
    ("手書きの届出が多いので、読み取りを詳しく知りたいです。", PAPER),
    ("電話の件数を、まず1週間数えてみようと思いました。", QUESTIONS),
    ("費用の目安が書いてあって、課で話しやすいです。", SUMS),
    ("昼休みに来たら混んでいました。時間を分けてほしいです。", BOOKING),
    ("専用の道具がなくても、表計算でできると分かりました。", SUMS),
    ("様式をそろえるところから始めたいです。", FORMS),
    ("現場から戻ってからの写真の整理に使えそうです。", OUTSIDE),
    ("個人情報の扱いを、もう少し詳しく聞きたいです。", FORMS),
    ("次は文書の管理のテーマでもやってほしいです。", PAPERS),
)
