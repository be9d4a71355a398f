"""The invented people whom pages, mocks and documents know by name, and where each of them sits."""

from dataclasses import dataclass

from minato_dx.organization.enums import Office
from minato_dx.portal.demo.organisation import DX_SECTION

HEAD = 0  # the place of the head in a division; staff follow from 1


@dataclass(frozen=True, slots=True)
class Named:
    """A person with a fixed number; ``role`` makes one of the demo accounts of the sign-in page."""

    number: str
    name: str
    kana: str
    division: str = ""
    place: int = HEAD
    post: str = ""
    extension: str = ""
    role: str = ""
    is_administrator: bool = False
    is_newcomer: bool = False  # came on the last first of April


ACCOUNTS = (
    Named("0004121", "真砂 陽菜", "まさご ひな", "0903", 1, "主任", "3121", "所管課の職員"),
    Named("0004128", "柊 美月", "ひいらぎ みつき", "0903", 2, "主事", "3128", "DX推進リーダー"),
    Named("0002033", "朝霧 健一", "あさぎり けんいち", "0903", HEAD, "課長", "3120", "所属長"),
    Named("0003345", "汐見 拓也", "しおみ たくや", DX_SECTION, 1, "主任", "2345", "DX担当"),
    Named("0003346", "波多野 凪", "はたの なぎ", DX_SECTION, 2, "主任", "2346", "DX担当（副担当）"),
    Named("0001907", "雲井 直人", "くもい なおと", DX_SECTION, HEAD, "担当課長", "2340", "デジタル改革担当課長"),
    Named("0000002", "千歳 高志", "ちとせ たかし", extension="2001", role="CIO（副区長）"),
    Named("0000003", "篠宮 礼子", "しのみや れいこ", extension="2002", role="CIOの代決者"),
    Named("0009001", "管理 太郎", "かんり たろう", "1309", 9, "主任", "2390", "システム管理者", is_administrator=True),
)

OTHERS = (
    Named("0000014", "久遠 慧", "くおん けい", extension="2003"),
    Named("0003347", "霞 由衣", "かすみ ゆい", DX_SECTION, 3, "主任", "2341"),
    Named("0003352", "桂木 亮介", "かつらぎ りょうすけ", DX_SECTION, 4, "主任", "2342"),
    Named("0003358", "氷室 玲奈", "ひむろ れな", DX_SECTION, 5, "主任", "2343"),
    Named("0003361", "水無瀬 崇", "みなせ たかし", DX_SECTION, 6, "係長", "2344"),
    Named("0003367", "東雲 さつき", "しののめ さつき", DX_SECTION, 7, "主事", "2347"),
    Named("0003374", "常盤 直樹", "ときわ なおき", DX_SECTION, 8, "主任", "2348"),
    Named("0003379", "一色 文乃", "いっしき ふみの", DX_SECTION, 9, "主事", "2349"),
    Named("0008412", "若竹 航", "わかたけ わたる", DX_SECTION, 10, "主事", "2339", is_newcomer=True),
    Named("0004207", "磯部 千尋", "いそべ ちひろ", "0704", 1, "主任"),
    Named("0004215", "矢作 恵", "やはぎ めぐみ", "0703", 1, "主任"),
    Named("0004233", "苫米地 徹", "とまべち とおる", "1001", 1, "主任"),
    Named("0004246", "鳴海 理沙", "なるみ りさ", "0902", 1, "主任"),
    Named("0004251", "榊原 実", "さかきばら みのる", "0707", 1, "主任"),
    Named("0004268", "三枝 祐", "さえぐさ ゆう", "0803", 1, "主任"),
    Named("0004274", "髙﨑 德子", "たかさき とくこ", "0705", 1, "主任"),
)

OFFICES = {Office.CIO: "0000002", Office.CIO_DEPUTY: "0000003", Office.CIO_AIDE: "0000014"}
