"""全国地方公共団体コード: six digits of which the last checks the others."""

import unicodedata

from django.core.exceptions import ValidationError

DIGITS = 6
_WEIGHTS = (6, 5, 4, 3, 2)


def check_digit(rest: str) -> int:
    """Return the sixth digit for the first five: (11 − (6a+5b+4c+3d+2e) mod 11) mod 10.

    Source: 総務省「全国地方公共団体コード」仕様.
    """
    total = sum(int(digit) * weight for digit, weight in zip(rest, _WEIGHTS, strict=True))
    return (11 - total % 11) % 10


def read_municipality_code(text: str) -> str:
    """Return the six digits of a code as typed in any width. Raises ValidationError that says how to mend it."""
    digits = unicodedata.normalize("NFKC", text).strip()
    if not (digits.isascii() and digits.isdecimal()):
        raise ValidationError("団体コードは、数字6桁で入れてください。", code="not_digits")
    if len(digits) == DIGITS - 1:
        raise ValidationError("5桁のコードには、最後に検査数字を1桁足した6桁のコードを入れてください。", code="five")
    if len(digits) != DIGITS:
        raise ValidationError(f"団体コードは6桁です。いまは{len(digits)}桁です。", code="length")
    if int(digits[-1]) != check_digit(digits[:-1]):
        raise ValidationError("団体コードの数字のどれかが違っています。書き写しを確かめてください。", code="check")
    return digits
