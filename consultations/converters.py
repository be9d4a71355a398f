"""Receipt numbers in addresses."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from consultations.models import Consultation


class ReceiptNumber(NamedTuple):
    """``2026-0123`` as its two numbers."""

    fiscal_year: int
    serial: int


class ReceiptConverter:
    """Match ``2026-0123``; five digits and more fit."""

    regex = r"\d{4}-\d{4,9}"

    def to_python(self, value: str) -> ReceiptNumber:
        year, serial = value.split("-")
        # One number, one address: 2026-00123 is not another spelling of 2026-0123.
        if len(serial) > 4 and serial.startswith("0"):
            raise ValueError
        return ReceiptNumber(int(year), int(serial))

    def to_url(self, value: "Consultation | ReceiptNumber | str") -> str:
        if isinstance(value, ReceiptNumber):
            return f"{value.fiscal_year}-{value.serial:04d}"
        return value if isinstance(value, str) else value.slug
