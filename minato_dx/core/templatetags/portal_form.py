"""The Python side of the crispy pack "portal"."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.template.context import Context

from minato_dx.core.field_view import HIDDEN, FieldView

register = template.Library()

# What layout.FieldWith hands over, under names that no page's own context uses.
ADDED_BY_LAYOUT = {
    "unit": "field_unit",
    "unit_width": "field_unit_width",
    "force_optional": "field_optional",
    "option_hints": "field_option_hints",
}


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One line of the summary: a message and, where it belongs to a field that can be seen, its id."""

    text: str
    target_id: str = ""


@register.simple_tag(takes_context=True)
def field_view(context: Context) -> FieldView:
    """Prepare the field that crispy hands to ``portal/field.html``, with what a layout object adds to it."""
    added = {name: context[key] for name, key in ADDED_BY_LAYOUT.items() if key in context}
    return FieldView(context["field"], **added)


@register.filter
def error_lines(form: forms.BaseForm) -> list[ErrorLine]:
    """Return every message of a form in the order of its fields, those of the form as a whole first."""
    return list(_error_lines(form))


def _error_lines(form: forms.BaseForm) -> Iterator[ErrorLine]:
    for message in form.non_field_errors():
        yield ErrorLine(str(message))
    for bound in form:
        view = FieldView(bound)
        target = "" if view.kind == HIDDEN else view.target_id
        for message in bound.errors:
            yield ErrorLine(str(message), target)


@register.filter
def error_title(form: Any) -> str:
    """Return the summary's heading: what has not happened, and how many places to mend."""
    begin = getattr(form, "not_done", "まだ登録していません")
    places = sum(1 for bound in form if bound.errors and not bound.is_hidden)
    return f"{begin}。{places}か所を直してください" if places else begin


@register.filter
def kept_text(form: forms.BaseForm) -> str:
    """Return what a browser keeps of the typed input: all but passwords and chosen files."""
    widgets = [bound.field.widget for bound in form]
    if any(isinstance(widget, forms.PasswordInput) for widget in widgets):
        return ""
    if form.files and any(isinstance(widget, forms.FileInput) for widget in widgets):
        return "書いた内容は残っています。ファイルだけ、もう一度選んでください。"
    return "書いた内容は残っています。"
