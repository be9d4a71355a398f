"""Layout objects of the crispy pack "portal": what a form of ours is laid out with, beside plain field names."""

from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import Div, LayoutObject
from crispy_forms.utils import render_field
from django.forms import BaseForm
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class FieldWith(LayoutObject):
    """A single field drawn with something added to it."""

    def __init__(self, name: str, **extra: Any) -> None:
        self.fields = [name]
        self.extra = extra

    def render(self, form: BaseForm, context: Context, template_pack: str = "portal", **kwargs: Any) -> SafeString:
        return render_field(
            self.fields[0], form, context, template_pack=template_pack, layout_object=self, extra_context=self.extra
        )


class UnitField(FieldWith):
    """A number and its unit: ``UnitField("minutes_per_case", "分/件")``; ``width`` is one of the ``.w-…`` classes."""

    def __init__(self, name: str, unit: str, *, optional: bool = False, width: str = "w-4") -> None:
        super().__init__(name, field_unit=unit, field_optional=optional, field_unit_width=width)


class Choices(FieldWith):
    """Radio buttons or tick boxes, with a line of explanation under some of them.

    ``Choices("verdict", hints={"no": "業務の見直し案へ進みます"})``: keys are the values of the choices.
    """

    def __init__(self, name: str, *, hints: dict[str, str] | None = None, optional: bool = False) -> None:
        super().__init__(name, field_option_hints=hints or {}, field_optional=optional)


class OptionalField(FieldWith):
    """A field marked 任意 whatever the form says about its others."""

    def __init__(self, name: str) -> None:
        super().__init__(name, field_optional=True)


class FieldRow(Div):
    """Short fields side by side where there is room, below each other on a phone."""

    css_class = "fields"


class Section(LayoutObject):
    """A numbered part of a long sheet: ``Section("s2", "2 件数と時間", UnitField(…), …)``."""

    template = "%s/layout/section.html"

    def __init__(self, css_id: str, title: str, *fields: Any, text: str = "") -> None:
        self.css_id, self.title, self.text = css_id, title, text
        self.fields = list(fields)

    def render(self, form: BaseForm, context: Context, template_pack: str = "portal", **kwargs: Any) -> SafeString:
        fields = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string(self.get_template_name(template_pack), {"section": self, "fields": fields})


@dataclass(frozen=True, slots=True)
class Button:
    """One button or way back of a form; with an address it is a link."""

    label: str
    css_class: str = "btn-primary"
    name: str = ""
    value: str = ""
    url: str = ""
    wait: str = ""


class Buttons(LayoutObject):
    """What a form ends with: ``Buttons("相談を送る", Button("戻る", url=…))``; a plain text is the main act."""

    template = "%s/layout/buttons.html"

    def __init__(self, *buttons: str | Button) -> None:
        self.buttons = [Button(button) if isinstance(button, str) else button for button in buttons]
        self.fields: list[Any] = []

    def render(self, form: BaseForm, context: Context, template_pack: str = "portal", **kwargs: Any) -> SafeString:
        return render_to_string(self.get_template_name(template_pack), {"buttons": self.buttons})
