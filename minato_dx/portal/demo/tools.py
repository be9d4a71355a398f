"""The in-house tools of the invented ward: generic ones, with invented contacts."""

from dataclasses import dataclass

from minato_dx.portal.demo.words import tidy
from minato_dx.reference.enums import Network
from minato_dx.reference.models import FieldOfWork, InHouseTool


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    summary: str
    good_for: str
    not_good_for: str
    network: Network
    ask_whom: str
    how_to_start: str
    examples: str
    fields: tuple[str, ...]


TOOLS = (
    Tool(
        name="電子申請サービス",
        summary="申込みや届出を、スマートフォンやパソコンから受け付ける",
        good_for="""
            ・書いてもらう項目が決まっている申込み、届出、アンケートつきの募集
            ・添付書類が写真で足りるもの
            ・受け付けた内容を、そのままExcelの一覧にしたいもの
            ・手数料をキャッシュレスで受けたいもの
        """,
        not_good_for="""
            ・窓口で話を聞きながら書く申請（相談が本体のもの）
            ・書く項目が相手ごとに大きく変わるもの
            ・10件に満たない、1回きりの受付（メールや電話のほうが早く済みます）
        """,
        network=Network.INTERNET,
        ask_whom="情報政策課 電子申請の窓口（内線3331）",
        how_to_start="""
            ①いまの申請書を1枚用意します。
            ②項目を減らせないか、担当と一緒に見ます。
            ③様式を作り、課の中で3人に試してもらってから公開します。2週間ほどです。
        """,
        examples="""
            ・産業振興課：融資の書類の事前の確認
            ・子ども若者支援課：学童クラブの入会申請
            ・土木管理課：占用の変更の届出
        """,
        fields=("申請・届出", "予約・受付"),
    ),
    Tool(
        name="予約受付システム",
        summary="空いている日時を見せて、その場で予約を取ってもらう",
        good_for="""
            ・相談、健診、講座のように、枠の数と時間が決まっているもの
            ・予約の変更や取消しを、本人にしてもらいたいもの
            ・前日のお知らせメールで、来忘れを減らしたいもの
        """,
        not_good_for="""
            ・先着順をやめて、事情を聞いて決めるもの
            ・枠の数が当日の朝まで決まらないもの
            ・空きの問い合わせだけが多いとき（まず空きを見せるほうが先です）
        """,
        network=Network.INTERNET,
        ask_whom="情報政策課 予約受付の窓口（内線3332）",
        how_to_start="""
            1週間分の枠を紙に書いてお持ちください。枠の型を一緒に作ります。はじめの1か月は電話の受付も残します。
        """,
        examples="""
            ・健康推進課：健診の予約と変更（準備中）
            ・建築課：窓口相談の枠
        """,
        fields=("予約・受付",),
    ),
    Tool(
        name="アンケートフォーム",
        summary="答えてもらった内容が、その場で集計される",
        good_for="""
            ・庁内の照会や、講座のあとの感想
            ・選択肢が中心で、名前や住所をあまり書かないもの
            ・件数をその場で数えたいもの
        """,
        not_good_for="""
            ・個人情報をまとめて集めるもの（電子申請サービスを使います）
            ・紙で答える方がほとんどの調査
        """,
        network=Network.INTERNET,
        ask_whom="情報政策課 利用支援係（内線3334）",
        how_to_start="使う日の3日前までに、課のメールアドレスで利用の申込みをします。当日から作れます。",
        examples="""
            ・子ども家庭支援センター：ひろばの来場者の記録
            ・地域振興課：催しの参加者アンケート
        """,
        fields=("集計・報告", "問い合わせ対応"),
    ),
    Tool(
        name="RPA（定型作業の自動化）",
        summary="パソコンの決まった操作を、夜のあいだに代わりにする",
        good_for="""
            ・Excelの一覧を見ながら、業務システムへ1件ずつ入れる作業
            ・手順が変わらず、月に100件を超えるもの
            ・判断のいらない照会と転記
        """,
        not_good_for="""
            ・人が見て決めるところが途中にあるもの
            ・画面や様式が年に何度も変わるもの
            ・転記そのものをなくせるもの（なくすほうが先です）
        """,
        network=Network.LGWAN,
        ask_whom="デジタル改革担当 自動化の相談（内線2344）",
        how_to_start="""
            作業をしているところを30分見せてください。手順書はいりません。効果が年50時間に届かないものは、別の方法を考えます。
        """,
        examples="""
            ・税務課：送付先の登録
            ・会計室：支払予定の照会
        """,
        fields=("入力・転記", "集計・報告"),
    ),
    Tool(
        name="AI-OCR（手書き文字の読み取り）",
        summary="手書きの申請書やFAXを読み取って、Excelにする",
        good_for="""
            ・様式がそろっていて、枚数の多い紙
            ・数字と選択肢が中心のもの
            ・紙を減らすまでの、つなぎとして
        """,
        not_good_for="""
            ・様式がばらばらのもの、かすれたFAX（読み取ったあとの直しが増えます）
            ・月に50枚に満たないもの
            ・文章で書かれた聞き取りの記録
        """,
        network=Network.LGWAN,
        ask_whom="デジタル改革担当 自動化の相談（内線2344）",
        how_to_start="実物を10枚お持ちください。その場で読み取って、どのくらい直しが要るかを一緒に数えます。",
        examples="・国保年金課：郵送で届いた届出の入力",
        fields=("入力・転記",),
    ),
    Tool(
        name="ノーコードのアプリ作成ツール",
        summary="台帳や進み具合の一覧を、課の人が自分で作れる",
        good_for="""
            ・Excelの台帳を何人も同時に開いて困っているもの
            ・現場で写真を付けて報告し、課で一覧にしたいもの
            ・だれが、いつ直したかを残したいもの
        """,
        not_good_for="""
            ・マイナンバーを扱うもの
            ・すでに業務システムがあり、二重に入れることになるもの
            ・作った人しか直せなくなるほど複雑なもの
        """,
        network=Network.LGWAN,
        ask_whom="デジタル改革担当 アプリづくりの会（内線2348）",
        how_to_start="毎月第2水曜の「アプリづくりの会」に、いまの台帳を持っておいでください。予約はいりません。",
        examples="""
            ・学校施設担当：修繕の依頼と進み具合
            ・高輪 管理課：設備の点検
        """,
        fields=("情報共有", "現場・巡回", "集計・報告"),
    ),
    Tool(
        name="チャットボット",
        summary="よくある質問に、夜も休みの日も答える",
        good_for="""
            ・同じ質問が、月に100件を超えるもの
            ・答えが短く、人によって変わらないもの
            ・「どこに聞けばよいか」の案内
        """,
        not_good_for="""
            ・一人ひとりの事情を聞いて答えるもの
            ・答えがまだ文書になっていないもの（FAQを書くのが先です）
        """,
        network=Network.INTERNET,
        ask_whom="連携協創担当 問い合わせ改善（内線3291）",
        how_to_start="先月いちばん多かった質問を10個書き出してください。答えの文を一緒に整えてから載せます。",
        examples="・保育課：入園の時期と必要な書類の案内（準備中）",
        fields=("問い合わせ対応",),
    ),
    Tool(
        name="文書生成AI（LGWAN版）",
        summary="文案、要約、やさしい日本語への書きかえの下書きを作る",
        good_for="""
            ・お知らせ文やメールの下書き
            ・会議の記録の要約
            ・むずかしい文をやさしい日本語にするときの、はじめの案
        """,
        not_good_for="""
            ・個人が分かることを入れる作業（入れてはいけません）
            ・数字や法令の確認（まちがえることがあります。かならず原典を見ます）
            ・そのまま外へ出す文（人が読んで、人の名前で出します）
        """,
        network=Network.LGWAN,
        ask_whom="デジタル改革担当 文書生成AI（内線2347）",
        how_to_start="15分の動画を見て、利用の約束に同意すると、その日から使えます。",
        examples="""
            ・国際化・文化芸術担当：やさしい日本語の下書き
            ・芝浦港南 協働推進課：懇談会の記録の要約
        """,
        fields=("文書・決裁", "問い合わせ対応"),
    ),
    Tool(
        name="共有フォルダとExcelの型",
        summary="置き場所と名前の付け方、入力の形をそろえる",
        good_for="""
            ・ファイルが人ごとに散らばっているもの
            ・集めたExcelの形がちがい、まとめ直しているもの
            ・新しい道具を入れるほどではないもの
        """,
        not_good_for="""
            ・20人を超えて同時に書きこむ台帳
            ・外の人とやりとりするもの
        """,
        network=Network.LGWAN,
        ask_whom="デジタル改革担当（内線2300）",
        how_to_start="型の見本を5種類用意しています。いちばん近いものを選び、1時間で課の形に直します。",
        examples="""
            ・土木課：現場写真の整理
            ・保育課：園からの月次報告
        """,
        fields=("情報共有", "集計・報告", "現場・巡回"),
    ),
    Tool(
        name="オンライン会議",
        summary="離れた場所の人と、画面を見ながら話す。文字起こしもできる",
        good_for="""
            ・短い打合せのための移動を減らしたいとき
            ・資料を一緒に直しながら話したいとき
            ・あとで記録を作る会議
        """,
        not_good_for="""
            ・はじめて会う方の、込み入った相談
            ・個人の事情を扱う会議の録音
        """,
        network=Network.INTERNET,
        ask_whom="情報政策課 利用支援係（内線3334）",
        how_to_start="会議用の端末を各階に2台置いています。グループウェアの「端末」から予約します。",
        examples="・福祉施設整備担当：工事の定例打合せ",
        fields=("情報共有", "文書・決裁"),
    ),
    Tool(
        name="ペーパーレス会議",
        summary="資料を印刷せずに、タブレットで同じページを見る",
        good_for="""
            ・資料が厚く、差し替えの多い会議
            ・当日の朝まで資料が動く会議
        """,
        not_good_for="""
            ・大きな図面を広げて話すもの
            ・紙に書きこみながら進める打合せ
        """,
        network=Network.LGWAN,
        ask_whom="総務課 会議の支援（内線3371）",
        how_to_start="会議の1週間前に、人数と日時を知らせてください。当日の朝、タブレットを会議室に運びます。",
        examples="""
            ・監査事務局：監査の事前資料（準備中）
            ・企画課：庁議
        """,
        fields=("文書・決裁", "情報共有"),
    ),
    Tool(
        name="電子決裁",
        summary="起案から決裁、保存までを画面の上でする",
        good_for="""
            ・決裁をもらうために持ち回っている文書
            ・出先と本庁を行き来する文書
            ・あとから探すことの多い文書
        """,
        not_good_for="""
            ・原本を紙で残す定めのある契約書
            ・決裁の前に話し合いが要るもの（決裁を急ぐ前に、話す場を）
        """,
        network=Network.LGWAN,
        ask_whom="総務課 文書の窓口（内線3372）",
        how_to_start="課の決裁の順番を1枚に書いてください。順番そのものを短くできないかも、一緒に見ます。",
        examples="・総務課：公印をおさない通知",
        fields=("文書・決裁", "会計・契約"),
    ),
    Tool(
        name="窓口番号案内",
        summary="待っている人数と順番を、窓口の画面と課のページに出す",
        good_for="""
            ・1日に30人を超える窓口
            ・混む時間と空く時間の差が大きい窓口
        """,
        not_good_for="""
            ・予約の方だけを受ける窓口
            ・並ぶ方が少なく、声をかければ足りる窓口
        """,
        network=Network.INTERNET,
        ask_whom="国保年金課 窓口係（内線3062）に実物があります",
        how_to_start="1週間、来た人数を時間ごとに数えてみてください。数える紙は、デジタル改革担当にあります。",
        examples="・国保年金課：待っている人数を課のページに掲載",
        fields=("問い合わせ対応", "予約・受付"),
    ),
    Tool(
        name="庁内地図",
        summary="場所に結びつく記録を、地図の上で見て、直す",
        good_for="""
            ・「どこで」が分からないと動けないもの（道路、街路樹、掲示板）
            ・写真と場所を一緒に残したいもの
            ・ほかの課の地図と重ねて見たいもの
        """,
        not_good_for="""
            ・場所の数が20に満たないもの（一覧で足ります）
            ・境界をセンチメートルで決めるもの
        """,
        network=Network.LGWAN,
        ask_whom="都市計画課 地図の窓口（内線3150）",
        how_to_start="場所の一覧をExcelでお持ちください。住所から点を置くところまで、その日にできます。",
        examples="・防災課：防災倉庫と給水の場所",
        fields=("現場・巡回", "情報共有"),
    ),
)


def load_tools() -> None:
    """Write the catalogue with its fields of work."""
    fields = {field.name: field for field in FieldOfWork.objects.all()}
    for order, tool in enumerate(TOOLS, start=1):
        row = InHouseTool.objects.create(
            name=tool.name,
            summary=tool.summary,
            good_for=tidy(tool.good_for),
            not_good_for=tidy(tool.not_good_for),
            network=tool.network,
            ask_whom=tool.ask_whom,
            how_to_start=tidy(tool.how_to_start),
            examples=tidy(tool.examples),
            order=order,
        )
        row.fields.set(fields[name] for name in tool.fields)
