"""Reading what the public door hands over, with the same forms as there."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from minato_dx.core.bundles.sealing import BundleItem
from minato_dx.door.offers import Step, SubmissionKind, first_answer
from minato_dx.exchange.exceptions import Unacceptable
from showcase.exceptions import ShowcaseError
from showcase.models import Exhibition

# No key is longer.
LONGEST_NUMBER = 18
Take = Callable[[BundleItem, Any], None]


def taken_by(events: Mapping[str, Take], item: BundleItem, now: Any) -> None:
    """Do what happened at the door to one submission. Raises Unacceptable for what cannot be read."""
    try:
        events[item.event](item, now)
    except KeyError as error:
        raise Unacceptable(f"内容を読めません（{error}）。") from error
    except ShowcaseError as refusal:
        raise Unacceptable(refusal.message) from refusal
    except ValidationError as fault:
        raise Unacceptable("、".join(fault.messages)) from fault


def read_answers(kind: SubmissionKind, answers: Mapping[str, Any], published: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cleaned values of every step. Raises Unacceptable where a step does not hold any more."""
    data: dict[str, Any] = {}
    for step in kind.steps:
        data |= read_step(step, answers, published)
    return data


def read_step(step: Step, answers: Mapping[str, Any], published: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cleaned values of one step. Raises Unacceptable where it does not hold any more."""
    form = step.form(MultiValueDict(answers.get(step.name, {})), published=published, answers=answers)
    if not form.is_valid():
        faults = "、".join(str(form.fields[name].label) if name in form.fields else name for name in form.errors)
        raise Unacceptable(f"「{step.label}」に、受け取れない値があります（{faults}）。")
    return form.cleaned_data


def exhibition_in(answers: Mapping[str, Any], step: str) -> Exhibition:
    """Return the exhibition that was chosen in a step. Raises Unacceptable where there is none."""
    typed = first_answer(answers, step, "exhibition")
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER
    found = Exhibition.objects.filter(pk=typed).first() if is_number else None
    if found is None:
        raise Unacceptable("この展示会の記録がありません。")
    return found
