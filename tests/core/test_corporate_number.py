"""法人番号 and 団体コード: the check digits, and what people type."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from minato_dx.core import corporate_number, municipality_code
from minato_dx.core.corporate_number import read_corporate_number
from minato_dx.core.municipality_code import read_municipality_code

TWELVE = st.text("0123456789", min_size=12, max_size=12)
FIVE = st.text("0123456789", min_size=5, max_size=5)


def full(rest: str) -> str:
    return f"{corporate_number.check_digit(rest)}{rest}"


@pytest.mark.parametrize(
    "typed",
    [
        "8000020131032",
        "８００００２０１３１０３２",
        "8000-0201-31032",
        "T8000020131032",
        " 8000020131032　",
    ],
)
def test_the_wards_own_number_in_every_spelling(typed: str) -> None:
    assert read_corporate_number(typed) == "8000020131032"


@given(TWELVE)
def test_every_number_with_its_check_digit_is_read(rest: str) -> None:
    assert read_corporate_number(full(rest)) == full(rest)
    assert full(rest)[0] in "123456789"


@given(TWELVE, st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_found_unless_the_check_cannot_see_it(rest: str, place: int, step: int) -> None:
    number = full(rest)
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    seen_as_right = wrong[0] != "0" and int(wrong[0]) == corporate_number.check_digit(wrong[1:])
    if seen_as_right:
        # Modulo 9, a 0 and a 9 are one digit.
        assert {number[place], wrong[place]} == {"0", "9"}
    else:
        with pytest.raises(ValidationError):
            read_corporate_number(wrong)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("000020131032", "12桁は「会社法人等番号」です"),
        ("0000020131032", "数字のどれかが違っています"),
        ("7000020131032", "数字のどれかが違っています"),
        ("80000201310321", "いまは14桁です"),
        ("123", "いまは3桁です"),
        ("八〇〇〇", "数字13桁で入れてください"),
        ("", "数字13桁で入れてください"),
        ("٨٠٠٠٠٢٠١٣١٠٣٢", "数字13桁で入れてください"),
    ],
)
def test_a_wrong_number_is_answered_with_how_to_mend_it(typed: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words) as refusal:
        read_corporate_number(typed)
    assert "法人番号公表サイト" in refusal.value.messages[0]


@pytest.mark.parametrize("code", ["131032", "231118", "271071", "１３１０３２", "011002"])
def test_the_three_wards_of_one_name_have_three_codes(code: str) -> None:
    assert len(read_municipality_code(code)) == 6


@given(FIVE)
def test_every_code_with_its_check_digit_is_read(rest: str) -> None:
    code = f"{rest}{municipality_code.check_digit(rest)}"
    assert read_municipality_code(code) == code


@pytest.mark.parametrize(
    ("typed", "words"),
    [("13103", "検査数字"), ("131033", "違っています"), ("1310321", "いまは7桁"), ("港区", "数字6桁")],
)
def test_a_wrong_code_is_answered_with_how_to_mend_it(typed: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        read_municipality_code(typed)
