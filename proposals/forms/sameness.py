"""With which earlier proposal one is linked, or goes on."""

from typing import Any

from django import forms

from minato_dx.core.forms import StepForm
from proposals.forms.steps import TellForm
from proposals.models import Proposal

NONE_CHOSEN = "前の提案を選んでください。"


class _EarlierChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number}「{obj.title}」（{obj.company.name}）"


def _earlier() -> _EarlierChoice:
    return _EarlierChoice(
        label="前の提案",
        queryset=Proposal.objects.none(),
        empty_label="選んでください",
        error_messages={"required": NONE_CHOSEN},
    )


class LinkForm(StepForm):
    not_done = "まだつなげていません"
    submit_label = "つなげる"

    into = _earlier()

    def __init__(self, *args: Any, earlier: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("into", earlier)


class MergeForm(TellForm):
    into = _earlier()

    def __init__(self, *args: Any, earlier: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("into", earlier)

    def rows(self) -> list[Any]:
        return ["into"]
