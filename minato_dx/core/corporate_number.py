"""法人番号: thirteen digits of which the first checks the others."""

import unicodedata

from django.core.exceptions import ValidationError

DIGITS = 13
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー－-  \u3000", ""))
WHERE_TO_FIND = "法人番号は、国税庁の法人番号公表サイトで確かめられます。"


def check_digit(rest: str) -> int:
    """Return the first digit for the other twelve: 9 − (Σ Pn·Qn mod 9), Pn the nth digit from the right, Qn 1 or 2.

    Source: 法人番号の指定等に関する省令 第2条.
    """
    total = sum(int(digit) * (1 if place % 2 else 2) for place, digit in enumerate(reversed(rest), 1))
    return 9 - total % 9


def read_corporate_number(text: str) -> str:
    """Return the thirteen digits of a number as typed: full width, with dashes, spaces or a leading T.

    Raises ValidationError in words that say how to mend it.
    """
    digits = unicodedata.normalize("NFKC", text).translate(_DASHES).strip().upper().removeprefix("T")
    if not (digits.isascii() and digits.isdecimal()):
        raise ValidationError(f"数字13桁で入れてください。{WHERE_TO_FIND}", code="not_digits")
    if len(digits) == DIGITS - 1:
        raise ValidationError(
            f"12桁は「会社法人等番号」です。先頭に1桁を足した、13桁の法人番号を入れてください。{WHERE_TO_FIND}",
            code="twelve",
        )
    if len(digits) != DIGITS:
        raise ValidationError(f"数字13桁で入れてください。いまは{len(digits)}桁です。{WHERE_TO_FIND}", code="length")
    if digits[0] == "0" or int(digits[0]) != check_digit(digits[1:]):
        raise ValidationError(f"数字のどれかが違っています。書き写しを確かめてください。{WHERE_TO_FIND}", code="check")
    return digits
