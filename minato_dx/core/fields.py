"""Form fields for what people type: numbers in any width, days in the forms that documents use."""

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms

from minato_dx.core.text import to_number

LARGEST_COUNT = 99_999_999
DAY_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d")


class DayInput(forms.DateInput):
    """The browser's own calendar; its value is always ISO."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "w-4", **(attrs or {})}, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day, chosen or typed: ``2026-11-24``, ``2026/11/24``, ``2026年11月24日``, in any width."""

    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=DAY_FORMATS, **kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        return super().to_python(unicodedata.normalize("NFKC", value) if isinstance(value, str) else value)


class _NumberField:
    """What counts and amounts share: a plain input, digits of any width, separators on the way out."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}" if isinstance(value, int | Decimal) else value

    def to_python(self, value: Any) -> Any:
        return super().to_python(to_number(value) if isinstance(value, str) else value)  # type: ignore[misc]


class CountField(_NumberField, forms.IntegerField):
    """A whole number of things, 0 to 99,999,999: ``９，６００`` is 9600."""

    widget = forms.TextInput

    def __init__(self, *, min_value: int = 0, max_value: int = LARGEST_COUNT, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "class": "text-end", "autocomplete": "off"}


class AmountField(_NumberField, forms.DecimalField):
    """A number with at most ``decimal_places`` (1) places, 0 or more: minutes per case, hours."""

    widget = forms.TextInput

    def __init__(
        self, *, min_value: int = 0, max_value: int = LARGEST_COUNT, decimal_places: int = 1, **kwargs: Any
    ) -> None:
        super().__init__(min_value=min_value, max_value=max_value, decimal_places=decimal_places, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "class": "text-end", "autocomplete": "off"}
