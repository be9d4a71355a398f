"""Numbers as they stand on screen."""

from decimal import Decimal

import pytest

from minato_dx.core.figures import number_text
from minato_dx.core.templatetags.portal_ui import hours


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1120, "1,120"),
        (Decimal("1120.0"), "1,120"),
        (Decimal("1E+3"), "1,000"),
        (Decimal("12.25"), "12.3"),
        (Decimal("0.05"), "0.1"),
        (Decimal("-0.04"), "0"),
        (Decimal("-12.25"), "-12.3"),
        (12.5, "12.5"),
    ],
)
def test_figures_and_formulas_round_alike(value: Decimal | float | int, text: str) -> None:
    assert number_text(value) == text
    assert hours(value) == text
