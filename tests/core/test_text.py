import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minato_dx.core.text import first_sentence, is_blank, normalise_key, to_number


@pytest.mark.parametrize("text", ["", " ", "　　", "\n\t ", "\u200b", "\ufeff\u2060", "\u00a0\u3000\r\n"])
def test_is_blank_sees_through_invisible_characters(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["紙", "　紙　", "。", "😀", "𠮷", "\ue000", "0"])
def test_is_blank_keeps_whatever_can_be_seen(text):
    assert not is_blank(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＤＸ推進課", "DX推進課"),
        ("子ども 家庭　支援部", "子ども家庭支援部"),
        ("ﾃﾞｼﾞﾀﾙ改革", "デジタル改革"),
        ("Wi-Fi", "WI-FI"),
    ],
)
def test_normalise_key_is_equal_for_two_spellings_of_one_name(one, other):
    assert normalise_key(one) == normalise_key(other)


@pytest.mark.parametrize(("one", "other"), [("髙﨑", "高崎"), ("𠮷川", "吉川"), ("保育課", "保険課")])
def test_normalise_key_keeps_different_names_apart(one, other):
    assert normalise_key(one) != normalise_key(other)


@given(st.text())
def test_a_key_of_a_key_is_the_same_key(text):
    key = normalise_key(text)

    assert normalise_key(key) == key
    assert not any(char.isspace() for char in key)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("台帳が紙です。毎月打ち直しています。", "台帳が紙です"),
        ("どれを使えばいい？教えてください", "どれを使えばいい"),
        ("\n\n　電話が多い\n窓口が止まる", "電話が多い"),
        ("１．台帳が3つある。", "１．台帳が3つある"),
        ("1件3．5分かかる。", "1件3．5分かかる"),
        ("https://example.jp/?q=1 が開けない。", "https://example.jp/?q=1 が開けない"),
        ("改行\tと　空白", "改行 と 空白"),
        ("？？？", "？？？"),
        ("　\n", ""),
        ("", ""),
    ],
)
def test_first_sentence(text, expected):
    assert first_sentence(text) == expected


def test_first_sentence_marks_where_it_was_cut():
    sentence = first_sentence("あ" * 61)

    assert sentence == "あ" * 59 + "…"
    assert first_sentence("あ" * 60) == "あ" * 60


@given(st.text(max_size=300), st.integers(1, 80))
def test_first_sentence_is_one_short_line_and_empty_only_for_blank_texts(text, limit):
    sentence = first_sentence(text, limit)

    assert len(sentence) <= limit
    assert "\n" not in sentence
    assert bool(sentence) or is_blank(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("９，６００", "9600"), (" 1,120 ", "1120"), ("７．５", "7.5"), ("１２、０００", "12000")]
)
def test_to_number(text, expected):
    assert to_number(text) == expected


@given(st.integers(0, 10**9))
def test_to_number_reads_every_width(number):
    wide = f"{number:,}".translate({ord(char): ord(char) + 0xFEE0 for char in "0123456789,"})

    assert unicodedata.normalize("NFKC", wide) == f"{number:,}"
    assert int(to_number(wide)) == number
