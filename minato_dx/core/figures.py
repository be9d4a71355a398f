"""Numbers as they stand on screen, in figures and formulas alike."""

from decimal import ROUND_HALF_UP, Decimal

_ONE_PLACE = Decimal("0.1")


def number_text(value: Decimal | float | int) -> str:
    """Return ``1,120`` or ``12.5``: separators, at most one decimal, halves rounded up."""
    # Adding nothing takes the sign from a zero.
    rounded = Decimal(str(value)).quantize(_ONE_PLACE, ROUND_HALF_UP) + 0
    return f"{rounded:,}".removesuffix(".0")
