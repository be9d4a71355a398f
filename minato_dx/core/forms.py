"""The base of every form of ours: drawn by the crispy pack, marked 任意, with errors that tell how to mend them."""

from collections.abc import Collection, Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.functional import cached_property

from minato_dx.core.error_texts import mend_error_messages
from minato_dx.core.layout import Button, Buttons


class PortalHelper(FormHelper):
    """Crispy's helper whose ``form_action`` is a plain address: crispy would look up a URL name with every field."""

    form_action = ""


class PortalFormMixin:
    """Give a form its helper and its words.

    ``not_done`` heads the error summary (what has not happened). ``marked_optional`` None marks every field that
    is not required; a collection of names marks just those. ``submit_label`` is the verb of the main act.
    Override ``get_layout`` for an order or shape of its own, ``form_tag`` where the page draws the form tag.
    """

    not_done = "まだ登録していません"
    marked_optional: Collection[str] | None = None
    submit_label = ""
    form_tag = True
    form_id = ""
    form_method = "post"

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            mend_error_messages(field, str(field.label or name))
            # A browser cuts what is pasted at maxlength without a word; the server says how much is too much.
            field.widget.attrs.pop("maxlength", None)

    def offer(self, name: str, options: Iterable[Any]) -> None:
        """Set what the field ``name`` is chosen from: rows where it stands for a row, else (value, label) pairs."""
        # The forms' own mapping knows plain fields only.
        field: Any = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = options
        else:
            field.choices = options

    def label_of(self, name: str, value: str) -> str:
        """Return the words of ``value`` among the choices of the field ``name``, in a group or not."""
        field: Any = self.fields[name]
        labels: dict[str, str] = {}
        for key, label in field.choices:
            labels |= dict(label) if isinstance(label, list | tuple) else {str(key): str(label)}
        return str(labels[value])

    def conditions_in(self, *names: str) -> list[str]:
        """Return what these fields of a list's conditions were set to, each as 状態「受付」; open ones are left out."""
        chosen = [name for name in names if self.cleaned_data.get(name)]
        return [f"{self.fields[name].label}「{self.label_of(name, self.cleaned_data[name])}」" for name in chosen]

    def get_layout(self) -> Layout:
        """Return the fields in order and, where there is a verb for it, the button."""
        end = [Buttons(self.submit_label)] if self.submit_label else []
        return Layout(*self.fields, *end)

    @cached_property
    def helper(self) -> FormHelper:
        """Return crispy's description of this form; built when it is drawn and not before."""
        helper = PortalHelper()
        helper.form_tag = self.form_tag
        helper.form_id = self.form_id
        helper.form_method = self.form_method
        helper.form_class = "stack stack--5"
        # The browser's own bubbles name no way to mend; the server's messages do.
        helper.attrs = {"novalidate": True}
        helper.layout = self.get_layout()
        return helper


class PortalForm(PortalFormMixin, forms.Form):
    """A plain form of ours."""


class PortalModelForm(PortalFormMixin, forms.ModelForm):
    """A form of ours over one row."""


class StepForm(PortalForm):
    """One step: its fields, the button that takes it, and the link back."""

    submit_css = "btn-primary"
    back_label = "やめて戻る"

    def __init__(self, *args: Any, back_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.back_url = back_url

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label, self.submit_css), Button(self.back_label, url=self.back_url))
        return Layout(*self.fields, buttons)
