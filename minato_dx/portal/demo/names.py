"""Invented names: uncommon surnames and everyday given names, put together by a fixed stride.

The same list comes out on every machine. No pair is taken from a real list of officials.
"""

from collections.abc import Iterator
from math import gcd

SURNAMES = """
浅葱/あさぎ 桐生/きりゅう 若槻/わかつき 霞野/かすみの 白波/しらなみ 青柳/あおやぎ 夏目/なつめ 秋津/あきつ
冬木/ふゆき 春日井/かすがい 月岡/つきおか 星合/ほしあい 雪村/ゆきむら 霧島/きりしま 露木/つゆき 風間/かざま
海老名/えびな 浜名/はまな 潮田/うしおだ 川辺/かわべ 瀬尾/せのお 滝沢/たきざわ 沢渡/さわたり 泉谷/いずみや
沼尻/ぬまじり 湖東/ことう 峰岸/みねぎし 岳野/たけの 丘本/おかもと 野分/のわき 原島/はらしま 森川/もりかわ
林崎/はやしざき 木暮/こぐれ 杉生/すぎお 松風/まつかぜ 竹之内/たけのうち 梅津/うめづ 桜庭/さくらば 桃井/ももい
柳瀬/やなせ 榎並/えなみ 楠本/くすもと 橘田/きった 椿山/つばきやま 萩野/はぎの 葛西/かさい 菅沼/すがぬま
蓮見/はすみ 芦澤/あしざわ 稲荷田/いなりだ 粟野/あわの 麦倉/むぎくら 綾部/あやべ 錦見/にしきみ 絹川/きぬかわ
染谷/そめや 織部/おりべ 弓削/ゆげ 鏑木/かぶらぎ 剣持/けんもち 鈴鹿/すずか 笛木/ふえき 琴平/ことひら
鶴巻/つるまき 鷹野/たかの 鴨志田/かもしだ 鷺沼/さぎぬま 鹿野/かの 猪俣/いのまた 熊倉/くまくら 乾/いぬい
辰巳/たつみ 二階堂/にかいどう 四方/よも 六角/ろっかく 七尾/ななお 八雲/やくも 九鬼/くき 十文字/じゅうもんじ
百瀬/ももせ 千家/せんげ 万代/ばんだい 髙瀬/たかせ 髙梨/たかなし 𠮷野/よしの 𠮷川/よしかわ 德永/とくなが
濵口/はまぐち 邉見/へんみ 齋木/さいき 御影/みかげ 有明/ありあけ 朝比奈/あさひな 日向/ひゅうが 日高/ひだか
光岡/みつおか 影山/かげやま 音羽/おとわ 文月/ふづき 小金井/こがねい 銀林/ぎんばやし 赤羽根/あかばね
緑川/みどりかわ 藍原/あいはら 紫藤/しどう 黒部/くろべ 灰谷/はいたに 真鍋/まなべ 深瀬/ふかせ 遠山/とおやま
長峰/ながみね 広重/ひろしげ 細谷/ほそや 重松/しげまつ
""".split()

GIVEN_NAMES = """
千早/ちはや 徹也/てつや 里沙/りさ 実/みのる 祐介/ゆうすけ 由香里/ゆかり 涼/りょう 葵/あおい 聡/さとし
直美/なおみ 玲子/れいこ 誠/まこと 薫/かおる 翔太/しょうた 結衣/ゆい 大輔/だいすけ 麻衣/まい 拓海/たくみ 彩/あや
亮/りょう 香織/かおり 修/おさむ 和佳/わか 俊介/しゅんすけ 美咲/みさき 浩二/こうじ 奈々/なな 慎吾/しんご
優子/ゆうこ 健/けん 遥/はるか 貴之/たかゆき 智美/ともみ 洋平/ようへい 久美/くみ 隼人/はやと 真由/まゆ
雅人/まさと 沙織/さおり 昇/のぼる 楓/かえで 達郎/たつろう 恵理/えり 圭/けい 菜摘/なつみ 秀樹/ひでき 詩織/しおり
一馬/かずま 典子/のりこ 悠/ゆう 春香/はるか 正樹/まさき 瑞穂/みずほ 駿/しゅん 弥生/やよい 創/はじめ 佳代/かよ
岳/がく 美和/みわ 光/ひかる 志保/しほ 孝志/たかし 凜/りん 英治/えいじ 文子/ふみこ 蓮/れん 静香/しずか 裕/ゆたか
早苗/さなえ 望/のぞみ 渉/わたる 宏美/ひろみ 学/まなぶ
""".split()

# Neighbours in the list above are alike on purpose; the strides keep them out of one division.
SURNAME_STRIDE = 37
GIVEN_STRIDE = 29


def invented_names(taken: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield ``(name, kana)`` without end of the supply in sight, none twice and none of ``taken``."""
    surnames = [entry.split("/") for entry in SURNAMES]
    given = [entry.split("/") for entry in GIVEN_NAMES]
    if gcd(SURNAME_STRIDE, len(surnames)) != 1 or gcd(GIVEN_STRIDE, len(given)) != 1:
        raise ValueError("the strides must visit every name")
    seen = set(taken)
    for place in range(len(surnames) * len(given)):
        surname, surname_kana = surnames[place * SURNAME_STRIDE % len(surnames)]
        first, first_kana = given[(place * GIVEN_STRIDE + place // len(surnames)) % len(given)]
        name = f"{surname} {first}"
        if name not in seen:
            seen.add(name)
            yield name, f"{surname_kana} {first_kana}"
