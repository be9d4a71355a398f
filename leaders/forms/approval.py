"""Deciding: the choice for a changed row, the reason, and the password once more."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from leaders.models.recommendation import REASON_LENGTH
from leaders.services.stepping_up import MISSING
from minato_dx.core.fields import TextField
from minato_dx.core.forms import StepForm
from minato_dx.core.layout import Button, Buttons, Choices

REST, NONE = "rest", "none"
IF_CHANGED = ((REST, "残りの人は任命する"), (NONE, "全員の決定をやめる"))


class PasswordField(forms.CharField):
    """The password once more; whether it is the right one the service says."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="パスワード",
            error_messages={"required": MISSING},
            strip=False,
            help_text="任命は記録に残ります。確認のため、もう一度入れてください。",
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "w-6"}),
            **kwargs,
        )


class DecideForm(StepForm):
    """The review's own form: what to do where a row changed meanwhile, and the password."""

    not_done = "まだ決定していません"
    back_label = "選び直す"

    if_changed = forms.ChoiceField(
        label="決定のあいだに、異動などで任命できない人が出たとき",
        choices=IF_CHANGED,
        widget=forms.RadioSelect,
        initial=REST,
    )
    password = PasswordField()

    def __init__(self, *args: Any, count: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_label = f"{count}人を承認する"
        if count == 1:
            del self.fields["if_changed"]

    def get_layout(self) -> Layout:
        rows: list[Any] = [Choices("if_changed")] if "if_changed" in self.fields else []
        return Layout(*rows, "password", Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url)))

    @property
    def all_or_none(self) -> bool:
        return self.cleaned_data.get("if_changed") == NONE


class RefusalForm(StepForm):
    """A question to the head, or a refusal with its reason."""

    reason = TextField(label="", max_length=REASON_LENGTH)
    password = PasswordField()

    def __init__(self, *args: Any, label: str, button: str, missing: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].error_messages["required"] = missing
        self.submit_label = button

    def get_layout(self) -> Layout:
        return Layout("reason", "password", Buttons(Button(self.submit_label, "btn-outline-primary")))
