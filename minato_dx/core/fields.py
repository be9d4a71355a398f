"""Form fields for what people type: numbers in any width, days in the forms that documents use."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from minato_dx.core.date_input import parse_day, parse_time
from minato_dx.core.links import LINK_LENGTH, LINK_SCHEMES, WRONG_LINK
from minato_dx.core.text import is_blank, plain_text, to_number

LARGEST_COUNT = 99_999_999
REASON_LENGTH = 4000


class DayInput(forms.DateInput):
    """The browser's own calendar; its value is always ISO."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "w-4", **(attrs or {})}, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day, chosen or typed: ``2026-11-24``, ``11/24``, ``令和8年11月24日``, in any width (see ``parse_day``)."""

    widget = DayInput

    def to_python(self, value: Any) -> dt.date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        if is_blank(value):
            return None
        try:
            return parse_day(value)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class ClockInput(forms.TimeInput):
    """The browser's own clock; its value is always ``10:30``."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "w-3", **(attrs or {})}, format="%H:%M")


class ClockField(forms.TimeField):
    """A time of day, chosen or typed: ``10:30``, ``10時半``, ``午後1時`` in any width (see ``parse_time``)."""

    widget = ClockInput

    def to_python(self, value: Any) -> dt.time | None:
        if not isinstance(value, str):
            return super().to_python(value)
        if is_blank(value):
            return None
        try:
            return parse_time(value)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class _NumberField:
    """What counts and amounts share: a plain input, digits of any width, separators on the way out."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".removesuffix(".0") if isinstance(value, int | Decimal) else value

    def to_python(self, value: Any) -> Any:
        number = to_number(value) if isinstance(value, str) else value
        return super().to_python(number)  # type: ignore[misc]  # a form field stands beside it


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


class TextField(forms.CharField):
    """A text of several lines; nothing but white space, invisible characters included, is nothing."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 3, max_length: int = REASON_LENGTH, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        text = plain_text(super().to_python(value) or "")
        return "" if is_blank(text) else text

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")


class ScoreField(forms.TypedChoiceField):
    """A whole number on a scale such as 1 to 5, each with its words; ``scale`` are (number, words) pairs."""

    widget = forms.RadioSelect

    def __init__(self, *, scale: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        required = f"{scale[0][0]}から{scale[-1][0]}のどれかを選んでください。"
        super().__init__(choices=scale, coerce=int, error_messages={"required": required}, **kwargs)


class LinkField(forms.URLField):
    """An address on the web, http or https and nothing else; without a scheme it is https."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.URLInput(attrs={"autocomplete": "off"})
        words = {"invalid": WRONG_LINK}
        super().__init__(
            max_length=LINK_LENGTH, assume_scheme="https", error_messages=words, **{"widget": widget} | kwargs
        )

    def clean(self, value: Any) -> str:
        link: str = super().clean(value)
        if link and link.partition(":")[0].lower() not in LINK_SCHEMES:
            raise ValidationError(WRONG_LINK, code="invalid")
        return link
