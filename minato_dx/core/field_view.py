"""What the crispy pack "portal" draws of one bound field: ids, words, classes and ARIA joined once, in Python.

The templates of the pack hold the HTML; they ask for nothing that a form of Django's own does not have, so that
``AuthenticationForm`` and its like look the same without being rewritten.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

HIDDEN, CHOICES, TICK, INPUT = "hidden", "choices", "tick", "input"


@dataclass(frozen=True, slots=True)
class Option:
    """One radio button or check box of a group."""

    id: str
    label: str
    attrs: SafeString
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FieldView:
    """A bound field, ready to be drawn."""

    bound: BoundField
    unit: str = ""
    unit_width: str = "w-4"
    force_optional: bool = False
    option_hints: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Tell which of the pack's shapes this field takes."""
        widget = self.bound.field.widget
        if widget.is_hidden:
            return HIDDEN
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return CHOICES
        return TICK if isinstance(widget, forms.CheckboxInput) else INPUT

    @property
    def id(self) -> str:
        return self.bound.field.widget.attrs.get("id") or self.bound.auto_id

    @property
    def target_id(self) -> str:
        """Return the id that an error summary links to: of a group, its first button."""
        return f"{self.id}_0" if self.kind == CHOICES else self.id

    @property
    def optional(self) -> bool:
        """Tell whether 任意 stands beside the label; a single tick box never needs it."""
        if self.force_optional:
            return True
        marked = getattr(self.bound.form, "marked_optional", None)
        if marked is not None:
            return self.bound.name in marked
        return not self.bound.field.required and self.kind != TICK

    @property
    def hint_id(self) -> str:
        return f"{self.id}_helptext"

    @property
    def error_id(self) -> str:
        return f"{self.id}_error"

    @property
    def unit_id(self) -> str:
        return f"{self.id}_unit"

    @property
    def described_by(self) -> str:
        """Return the ids of hint, error and unit, in the order in which they are read."""
        parts = (
            (self.bound.help_text, self.hint_id),
            (self.bound.errors, self.error_id),
            (self.unit, self.unit_id),
        )
        return " ".join(name for present, name in parts if present)

    @property
    def widget(self) -> SafeString:
        """Return the input itself with its classes and ARIA attributes."""
        attrs: dict[str, str | bool] = {"class": self._classes()}
        if self.described_by:
            attrs["aria-describedby"] = self.described_by
        return self.bound.as_widget(attrs=attrs)

    @property
    def options(self) -> Iterator[Option]:
        """Yield the buttons of a group in order; groups of options are drawn one after the other."""
        bound, widget = self.bound, self.bound.field.widget
        attrs = {**bound.build_widget_attrs({"id": self.id}), "class": "form-check-input"}
        groups = widget.optgroups(bound.html_name, widget.format_value(bound.value()), attrs)
        for _, options, _ in groups:
            for option in options:
                yield self._option(option)

    def _option(self, option: dict[str, Any]) -> Option:
        value = str(option["value"])
        attrs = {"type": option["type"], "name": option["name"], "value": value, **option["attrs"]}
        return Option(
            id=option["attrs"]["id"],
            label=str(option["label"]),
            attrs=flatatt(attrs),
            hint=self.option_hints.get(value, ""),
        )

    def _classes(self) -> str:
        widget = self.bound.field.widget
        base = "form-control"
        if self.kind == TICK:
            base = "form-check-input"
        elif isinstance(widget, forms.Select):
            base = "form-select"
        own = widget.attrs.get("class", "")
        return f"{base} {own}".strip()
