from hypothesis import given
from hypothesis import strategies as st

from minato_dx.core.likeness import common_words, likeness, pairs_of, weights_of

TEXT = st.text(alphabet="申請書の読み取り窓口ABC ａｂｃ、。", max_size=40)


@given(TEXT)
def test_a_text_is_wholly_like_itself(text: str) -> None:
    pairs = pairs_of(text)
    assert likeness(pairs, pairs, {}) == (1.0 if pairs else 0.0)


@given(TEXT, TEXT)
def test_likeness_has_no_direction_and_stays_within_its_bounds(one: str, other: str) -> None:
    first, second = pairs_of(one), pairs_of(other)
    weights = weights_of([first, second])
    assert likeness(first, second, weights) == likeness(second, first, weights)
    assert 0 <= likeness(first, second, weights) <= 1


def test_width_and_case_make_no_difference() -> None:
    assert pairs_of("ＯＣＲで読む") == pairs_of("ocrで読む")


def test_what_stands_everywhere_weighs_less_than_what_is_rare() -> None:
    texts = [pairs_of(text) for text in ("申請書の提案", "名簿の提案", "地図の提案")]
    weights = weights_of(texts)
    assert weights["提案"] < weights["地図"]


def test_hiragana_alone_is_nothing() -> None:
    assert pairs_of("ですから") == frozenset()


def test_the_longest_shared_stretch_is_the_reason() -> None:
    assert common_words("手書きの申込書の読み取り", "申込書の読み取りサービス") == "申込書の読み取り"
    assert common_words("申込", "申込") == ""
    assert common_words("しています", "しています") == ""


def test_particles_at_its_ends_are_no_part_of_the_reason() -> None:
    assert common_words("電話で聞かれる", "課あての電話で答える") == "電話"
    assert common_words("台帳を打ち直しています", "届出書を打ち直す") == "打ち直"
