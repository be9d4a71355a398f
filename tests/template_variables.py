"""Make an undefined variable in one of our own templates an error of the test that renders it."""

import inspect
from pathlib import Path

from django.template.base import Origin

ROOT = Path(__file__).resolve().parent.parent


class UndefinedTemplateVariable(AssertionError):
    """A template of ours asked for a variable or attribute that is not there."""


def _template_being_rendered() -> str:
    """Return the file of the innermost template node on the call stack, or an empty text."""
    frame = inspect.currentframe()
    while frame is not None:
        origin = getattr(frame.f_locals.get("self"), "origin", None)
        if isinstance(origin, Origin):
            return origin.name
        frame = frame.f_back
    return ""


def is_ours(template: str) -> bool:
    path = Path(template)
    return path.is_relative_to(ROOT) and "site-packages" not in path.parts


class Undefined(str):
    """Stands in for the engine's ``string_if_invalid``: the engine formats it with the variable's name."""

    __slots__ = ()

    def __contains__(self, text: object) -> bool:
        return text == "%s"

    def __bool__(self) -> bool:
        return True

    def __mod__(self, variable: object) -> str:
        template = _template_being_rendered()
        if is_ours(template):
            raise UndefinedTemplateVariable(f"{variable} is undefined in {Path(template).relative_to(ROOT)}")
        return ""
