"""Mending what is known of a company, and noting whom one reaches there."""

from typing import Any

from django import forms

from minato_dx.core.fields import TextField
from minato_dx.core.forms import StepForm
from minato_dx.reference.services import CompanyChange, Person

OFF = {"autocomplete": "off"}


class CompanyForm(StepForm):
    """Name, address, website and note; ``seen`` is the version that was read."""

    not_done = "まだ直していません"
    submit_label = "直す"

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label="事業者の名称",
        max_length=120,
        widget=forms.TextInput(attrs=OFF),
        error_messages={"required": "事業者の名称を入れてください。"},
    )
    address = forms.CharField(label="所在地", required=False, max_length=200, widget=forms.TextInput(attrs=OFF))
    website = forms.URLField(
        label="ウェブサイト",
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text="例：https://www.example.com",
        widget=forms.URLInput(attrs=OFF),
    )
    note = TextField(
        label="メモ",
        rows=4,
        max_length=2000,
        required=False,
        help_text="デジタル改革担当だけが見ます。次に話す人が知っておくとよいことを書きます。",
    )

    @property
    def change(self) -> CompanyChange:
        """Return what was typed."""
        data = self.cleaned_data
        return CompanyChange(data["name"], data["address"], data["website"], data["note"])

    @property
    def version(self) -> int:
        """Return the version that was read; 0, which is never the newest, where the form does not say."""
        return self.cleaned_data["seen"] or 0

    def show_version(self, version: int) -> None:
        """Take ``version`` as read from now on: the reader has both in view."""
        data: Any = self.data.copy()
        data["seen"] = str(version)
        self.data = data


class PersonForm(StepForm):
    """Somebody at a company; the name alone is enough."""

    not_done = "まだ加えていません"
    submit_label = "担当者を加える"

    name = forms.CharField(
        label="氏名",
        max_length=80,
        widget=forms.TextInput(attrs=OFF),
        error_messages={"required": "担当者の氏名を入れてください。姓だけでもかまいません。"},
    )
    department = forms.CharField(label="部署・役職", required=False, max_length=120)
    mail = forms.EmailField(label="メールアドレス", required=False, max_length=254)
    phone = forms.CharField(label="電話番号", required=False, max_length=40, widget=forms.TextInput(attrs=OFF))

    @property
    def person(self) -> Person:
        """Return what was typed."""
        data = self.cleaned_data
        return Person(data["name"], data["department"], data["mail"], data["phone"])
