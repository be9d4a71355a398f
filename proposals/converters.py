"""Receipt numbers of proposals in addresses: ``2026-0012``, as those of consultations."""

from consultations.converters import ReceiptConverter, ReceiptNumber

__all__ = ["ReceiptConverter", "ReceiptNumber"]
