"""Forms about who sees a consultation."""

from typing import Any

from django import forms

from minato_dx.core.fields import TextField
from minato_dx.core.forms import StepForm


class PrivacyForm(StepForm):
    """Nothing to fill in: the page says what will change, the button does it.

    The form carries what is wanted, so that sent twice it does not change back again.
    """

    back_label = "変えずに戻る"

    wanted = forms.ChoiceField(choices=[("private", "非公開"), ("shared", "課で共有")], widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_label = "非公開にする" if self["wanted"].value() == "private" else "課の人にも見せる"


class SummaryForm(StepForm):
    not_done = "まだ見せていません"
    submit_label = "所属長に見せる"
    back_label = "見せずに戻る"

    summary = TextField(
        label="所属長に見せる要約",
        rows=5,
        max_length=2000,
        help_text="例：延長保育の申込みを電子申請に変える提案です。1件12分が4分になる見込みです。",
        error_messages={"required": "所属長に見せる要約を書いてください。ここに書いた文と提案だけが見えます。"},
    )
