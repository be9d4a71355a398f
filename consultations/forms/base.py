"""What the forms of all steps share: a question, a verb, and the safe way back."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from consultations.forms.intake import plain_text
from minato_dx.core.forms import PortalForm
from minato_dx.core.layout import Button, Buttons
from minato_dx.core.text import is_blank

REASON_LENGTH = 4000


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


class StepForm(PortalForm):
    """One step of a consultation: its fields, the button that takes it, and the link back."""

    submit_css = "btn-primary"
    back_label = "やめて戻る"

    def __init__(self, *args: Any, back_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.back_url = back_url

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label, self.submit_css), Button(self.back_label, url=self.back_url))
        return Layout(*self.fields, buttons)
