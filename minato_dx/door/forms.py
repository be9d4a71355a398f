"""Steps that kinds of several pillars begin with."""

from typing import Any

from django import forms

from minato_dx.core.corporate_number import read_corporate_number
from minato_dx.core.text import is_blank
from minato_dx.door.offers import StepForm


def text_input(**attrs: str) -> forms.TextInput:
    """Return a line to type in, with what the browser is told of it."""
    return forms.TextInput(attrs=attrs)


def mail_field(**more: Any) -> forms.EmailField:
    """Return the field for the address that a mail has to confirm."""
    return forms.EmailField(
        label="メールアドレス",
        max_length=254,
        help_text="確認のメールをお送りします。届いたリンクを開くと、受付が完了します。",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "w-6"}),
        error_messages={
            "required": "メールアドレスを入れてください。ここに確認のメールをお送りします。",
            "invalid": "メールアドレスの形になっていません。「@」の前後を確かめてください。",
        },
        **more,
    )


def read_field() -> forms.BooleanField:
    """Return the tick for having read what stands above the form."""
    return forms.BooleanField(
        label="上の「はじめにお読みください」を読みました",
        error_messages={"required": "「はじめにお読みください」を読んで、印を付けてください。"},
    )


class CompanyStep(StepForm):
    """Which company it is, and whom one reaches there: the first step of what companies submit."""

    marked_optional = ("no_number_reason", "address", "contact_department", "contact_phone")

    number = forms.CharField(
        label="法人番号",
        required=False,
        max_length=40,
        help_text="13けたの数字。全角でも入力できます。国税庁の法人番号公表サイトで調べられます。",
        widget=text_input(inputmode="numeric", autocomplete="off", **{"class": "w-4"}),
    )
    no_number_reason = forms.CharField(
        label="法人番号がない理由",
        required=False,
        max_length=200,
        help_text="法人番号があるときは、空けておきます。例：海外の会社",
    )
    company_name = forms.CharField(
        label="会社名",
        max_length=120,
        widget=text_input(autocomplete="organization"),
        error_messages={"required": "会社名を入れてください。"},
    )
    address = forms.CharField(
        label="所在地", required=False, max_length=200, widget=text_input(autocomplete="street-address")
    )
    contact_name = forms.CharField(
        label="ご担当者の氏名",
        max_length=80,
        widget=text_input(autocomplete="name", **{"class": "w-6"}),
        error_messages={"required": "ご担当者の氏名を入れてください。"},
    )
    contact_department = forms.CharField(label="部署・役職", required=False, max_length=120)
    contact_mail = mail_field()
    contact_phone = forms.CharField(
        label="電話番号",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "class": "w-4"}),
    )
    has_read = read_field()

    def clean_number(self) -> str:
        typed = self.cleaned_data["number"]
        return "" if is_blank(typed) else read_corporate_number(typed)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("number") == "" and is_blank(data.get("no_number_reason", "")):
            self.add_error("number", "法人番号を入れてください。ないときは、その理由を次の欄に書いてください。")
        return data
