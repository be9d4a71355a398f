"""The parts that a vendor marks as confidential, each as one text; the same in the desk's form and at the door."""

from collections.abc import Mapping
from typing import Any

from django import forms

from minato_dx.core.text import is_blank
from proposals.enums import Part, YesNoUnknown


def hidden_texts(form: Any, data: Mapping[str, Any]) -> dict[str, str]:
    """Return part → text of each part that was ticked; a part with several inputs becomes one text.

    ``form`` names and words the fields, ``data`` are their cleaned values.
    """
    cities = [f"{code} {name}" for code, name in data["cities"].items()]
    texts = {
        Part.HOW: data["how"],
        Part.EVIDENCE: "\n".join([data["evidence"], *cities]),
        Part.COST: _in_words(form, data, "cost_range", "cost_note"),
        Part.SECURITY: _in_words(form, data, "lgwan_asp", "ismap", "iso27001", "data_location"),
    }
    return {part.value: text for part, text in texts.items() if data[f"hide_{part.value}"] and not is_blank(text)}


def _in_words(form: Any, data: Mapping[str, Any], *names: str) -> str:
    """Return a line for each of the inputs that says something."""
    lines = []
    for name in names:
        value, field = data[name], form.fields[name]
        if isinstance(field, forms.ChoiceField):
            value = form.label_of(name, value) if value and value != YesNoUnknown.UNKNOWN else ""
        if value:
            lines.append(f"{field.label}：{value}")
    return "\n".join(lines)
