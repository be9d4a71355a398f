"""The survey: three taps and, for who likes, a sentence."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from minato_dx.core.fields import TextField
from minato_dx.core.forms import StepForm
from minato_dx.core.layout import Button, Buttons, Choices, OptionalField
from minato_dx.reference.models import FieldOfWork
from minato_dx.reference.selectors import fields_of_work
from showcase.enums import Awareness, NextStep
from showcase.models import SurveyAnswer
from showcase.services.exhibitions.surveying import Said

COMMENT_LENGTH = 1000
USEFUL = [("5", "5 とても役立つ"), ("4", "4"), ("3", "3 どちらともいえない"), ("2", "2"), ("1", "1 役立たない")]
NAMES = "名前は伝わりません。区民や同僚の個人のことは書かないでください。"


def _choice(label: str, choices: Any, error: str, *, required: bool = True) -> forms.ChoiceField:
    messages = {"required": error, "invalid_choice": error}
    return forms.ChoiceField(
        label=label, choices=choices, required=required, widget=forms.RadioSelect, error_messages=messages
    )


class BoothSurveyForm(StepForm):
    """Of one booth."""

    not_done = "まだ答えていません"
    submit_label = "答える"
    marked_optional = ("comment",)

    useful = _choice("仕事に役立ちそうですか", USEFUL, "仕事に役立ちそうかを、5から1のどれかで選んでください。")
    next_step = _choice(
        "次にしたいことはありますか",
        NextStep.choices,
        "次にしたいことを、どれか1つ選んでください。",
    )
    comment = TextField(label="ひとこと", rows=3, required=False, max_length=COMMENT_LENGTH, help_text=NAMES)

    def __init__(self, *args: Any, earlier: SurveyAnswer | None = None, **kwargs: Any) -> None:
        if earlier is not None:
            names = ("awareness", "useful", "next_step", "comment", "theme")
            kwargs["initial"] = {name: getattr(earlier, name) for name in names}
            kwargs["initial"]["useful"] = str(earlier.useful)
        super().__init__(*args, **kwargs)
        if earlier is not None:
            self.submit_label = "答えを直す"

    def get_layout(self) -> Layout:
        return Layout(Choices("useful"), Choices("next_step"), OptionalField("comment"), self._end())

    def _end(self) -> Buttons:
        return Buttons(self.submit_label, Button("戻る", "btn-link", url=self.back_url))

    @property
    def said(self) -> Said:
        """Return the answer as the service takes it."""
        data = self.cleaned_data
        return Said(
            useful=int(data["useful"]),
            next_step=data["next_step"],
            awareness=data.get("awareness", ""),
            comment=data["comment"],
            theme=data.get("theme"),
        )


class SurveyForm(BoothSurveyForm):
    """Of the whole."""

    marked_optional = ("comment", "theme")

    awareness = _choice(
        "展示会を見て、DXへの見方は変わりましたか", Awareness.choices, "見方が変わったかを選んでください。"
    )
    theme = forms.ModelChoiceField(
        label="ひとことの分野", queryset=FieldOfWork.objects.none(), required=False, empty_label="選ばない"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("theme", fields_of_work())

    def get_layout(self) -> Layout:
        return Layout(
            Choices("awareness"), Choices("useful"), Choices("next_step"),
            OptionalField("comment"), OptionalField("theme"), self._end(),
        )  # fmt: skip
