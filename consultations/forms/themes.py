"""Lending a consultation, and taking one up."""

from typing import Any

from django import forms

from consultations.models import TrainingTheme
from minato_dx.core.forms import PortalForm, StepForm


class LendForm(StepForm):
    """Nothing to fill in; it carries what is wanted, so that sent twice it does not change back."""

    back_label = "変えずに戻る"

    wanted = forms.ChoiceField(choices=[("lend", "使ってもらう"), ("keep", "やめる")], widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lends = self["wanted"].value() != "keep"
        self.submit_label = "テーマに使ってもらう" if lends else "テーマに使うのをやめる"


class ThemeChoiceForm(PortalForm):
    """One of the themes that are free; the page draws them with what was said of each."""

    theme = forms.ModelChoiceField(
        queryset=TrainingTheme.objects.none(),
        required=False,
        error_messages={"invalid_choice": "このテーマは、もう選べません。別のテーマを選んでください。"},
    )

    def __init__(self, *args: Any, themes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("theme", themes)
