"""Handing a cold call on, and what the desk did about it."""

import uuid

from django import forms

from minato_dx.core.fields import TextField
from minato_dx.core.forms import PortalForm, StepForm
from proposals.enums import TEXT_LENGTH
from proposals.services.calls import CallFacts


class ForwardForm(PortalForm):
    """The company's name is enough."""

    not_done = "まだ転送していません"

    token = forms.CharField(required=False, widget=forms.HiddenInput)
    company_name = forms.CharField(
        label="事業者の名称",
        max_length=120,
        help_text="聞き取れた分だけでかまいません。",
        error_messages={"required": "事業者の名称を入れてください。聞き取れた分だけでかまいません。"},
    )
    contact = forms.CharField(
        label="相手の連絡先", required=False, max_length=200, help_text="氏名、電話番号、メールアドレスなど"
    )
    text = TextField(label="何の話か", rows=2, max_length=TEXT_LENGTH, required=False)

    def clean_token(self) -> uuid.UUID:
        """Return the form's mark; one that is no mark is replaced, as the reader can mend nothing about it."""
        try:
            return uuid.UUID(self.cleaned_data["token"])
        except ValueError:
            return uuid.uuid4()

    @property
    def facts(self) -> CallFacts:
        data = self.cleaned_data
        return CallFacts(company_name=data["company_name"], contact=data["contact"], text=data["text"])


class InvitedForm(StepForm):
    not_done = "まだ記録していません"
    submit_label = "窓口を案内したと記録する"

    note = forms.CharField(
        label="どうしたか",
        required=False,
        max_length=400,
        help_text="転送した職員に届きます。例：メールで窓口のアドレスを送りました",
    )
