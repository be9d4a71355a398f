"""Saving a sheet while two people may be writing on it: what differs, and who decides which value stays."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from consultations.enums import Medium
from consultations.exceptions import EditConflict
from consultations.forms.sheets import SheetForm
from consultations.models import HearingSheet
from consultations.services import save_sheet
from consultations.services.sheets import SHEET_FIELDS
from minato_dx.organization.models import User

KEEP_PREFIX = "keep_"
DECIDING = "deciding"
MINE, THEIRS = "mine", "theirs"
# An autosave that was still under way when its writer pressed the button is the writer's own older text.
OWN_ECHO = dt.timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two people wrote differently."""

    name: str
    label: str
    mine: str
    theirs: str
    theirs_value: str | list[str]
    chosen: str = ""

    @property
    def keep_name(self) -> str:
        return f"{KEEP_PREFIX}{self.name}"

    @property
    def is_undecided(self) -> bool:
        return self.chosen == ""


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save: the sheet as it stands now, and what somebody has to choose first."""

    sheet: HearingSheet
    differences: list[Difference]


def store(*, form: SheetForm, sheet: HearingSheet, actor: User) -> Saved:
    """Save every valid value of a validated ``form``, unless another person changed the same sheet meanwhile.

    Values chosen on the page of differences (``keep_<field>``) count as decided. Raises ConsultationError where the
    sheet can no longer be written on.
    """
    if form.data.get(DECIDING):
        differences = differences_of(form=form, sheet=sheet)
        if any(difference.is_undecided for difference in differences):
            return Saved(sheet, differences)
    values = _decided(form)
    revision = form.cleaned_data.get("version", -1)
    try:
        return Saved(_save(sheet, actor, values, revision), [])
    except EditConflict:
        current = HearingSheet.objects.select_related("updated_by").get(pk=sheet.pk)
    differences = differences_of(form=form, sheet=current)
    if not differences or _is_own_echo(current, actor, revision):
        return Saved(_save(current, actor, values, current.revision), [])
    return Saved(current, differences)


def _decided(form: SheetForm) -> dict[str, Any]:
    """What the writer wants to see on the sheet: where they chose the other's value, theirs stays."""
    return {name: value for name, value in form.valid_values.items() if form.data.get(f"{KEEP_PREFIX}{name}") != THEIRS}


def _save(sheet: HearingSheet, actor: User, values: dict[str, Any], revision: int) -> HearingSheet:
    unchanged = all(_is_same(value, getattr(sheet, name)) for name, value in values.items())
    if unchanged and sheet.revision == revision:
        return sheet
    return save_sheet(sheet=sheet, actor=actor, values=values, revision=revision)


def _is_own_echo(sheet: HearingSheet, actor: User, revision: int) -> bool:
    return (
        sheet.updated_by_id == actor.pk
        and sheet.revision == revision + 1
        and sheet.updated_at is not None
        and timezone.now() - sheet.updated_at < OWN_ECHO
    )


def differences_of(*, form: SheetForm, sheet: HearingSheet) -> list[Difference]:
    """Return the fields of which ``form`` and ``sheet`` say different things, in the order of the sheet."""
    values = form.valid_values
    return [
        Difference(
            name=name,
            label=str(form.fields[name].label),
            mine=_in_words(form, name, values[name]),
            theirs=_in_words(form, name, getattr(sheet, name)),
            theirs_value=_as_typed(form, name, getattr(sheet, name)),
            chosen=form.data.get(f"{KEEP_PREFIX}{name}", ""),
        )
        for name in SHEET_FIELDS
        if name in values and not _is_same(values[name], getattr(sheet, name))
    ]


def _is_same(mine: Any, theirs: Any) -> bool:
    # What is ticked has no order.
    return bool(set(mine) == set(theirs) if isinstance(mine, list) else mine == theirs)


def _as_typed(form: SheetForm, name: str, value: Any) -> str | list[str]:
    if isinstance(value, list):
        return [str(item) for item in value]
    return "" if value is None else str(form.fields[name].prepare_value(value))


def _in_words(form: SheetForm, name: str, value: Any) -> str:
    if name == "media":
        return "、".join(str(Medium(item).label) for item in value if item in Medium.values)
    choices = dict(getattr(form.fields[name], "choices", []))
    if choices:
        return str(choices[value]) if value else ""
    typed = _as_typed(form, name, value)
    return typed if isinstance(typed, str) else "、".join(typed)
