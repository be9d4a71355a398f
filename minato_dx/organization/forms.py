"""Forms of the sign-in and of one's own facts."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from minato_dx.core import calendar
from minato_dx.core.forms import PortalForm, PortalFormMixin, PortalModelForm
from minato_dx.core.layout import Button, Buttons
from minato_dx.organization.enums import ImportKind
from minato_dx.organization.managers import normalise_staff_number
from minato_dx.organization.models import User

IMPORT_MAX_BYTES = 5 * 1024 * 1024
HOW_TO_CHOOSE = "10文字以上にしてください。数字だけのもの、職員番号やメールに似たもの、よく使われるものは使えません。"
NOT_MATCHING = (
    "職員番号かパスワードが違います。職員番号は先頭の0も入れてください。"
    "初めての方は、初回ログイン票の符号をパスワードの欄に入れてください。"
)


def _staff_number_field() -> forms.CharField:
    return forms.CharField(
        label="職員番号",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "username", "class": "w-4"}),
    )


class LoginForm(PortalFormMixin, AuthenticationForm):
    """Staff number and password; digits of any width are understood."""

    not_done = "まだログインしていません"
    error_messages = {"invalid_login": NOT_MATCHING, "inactive": NOT_MATCHING}

    username = _staff_number_field()
    password = forms.CharField(
        label="パスワード",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "w-6"}),
    )

    def get_layout(self) -> Layout:
        main = Button("ログイン", css_class="btn-primary btn-lg")
        forgotten = Button("パスワードを忘れたとき", css_class="btn-link", url=reverse("password_reset"))
        return Layout("username", "password", Buttons(main, forgotten))

    def clean_username(self) -> str:
        return normalise_staff_number(self.cleaned_data["username"])


class StaffNumberForm(PortalForm):
    """Whose password is to be set anew."""

    not_done = "まだ受け付けていません"
    submit_label = "再設定のメールを受け取る"

    staff_number = _staff_number_field()


class _NewPasswordMixin(PortalFormMixin):
    not_done = "パスワードはまだ変わっていません"
    submit_label = "パスワードを決める"

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "新しいパスワード"
        self.fields["new_password1"].help_text = HOW_TO_CHOOSE
        self.fields["new_password2"].label = "新しいパスワード（確認）"
        self.fields["new_password2"].help_text = "同じものを、もう一度入れてください。"
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "w-6"
            field.error_messages["required"] = f"{field.label}を入れてください。"
            if name != "old_password":
                field.widget.attrs.pop("autofocus", None)


class FirstPasswordForm(_NewPasswordMixin, SetPasswordForm):
    """A new password where there is no old one to ask for."""

    error_messages = {"password_mismatch": "2つの新しいパスワードが違います。同じものを入れてください。"}


class ChangePasswordForm(_NewPasswordMixin, PasswordChangeForm):
    """A new password of someone who knows the old one."""

    error_messages = {
        "password_mismatch": "2つの新しいパスワードが違います。同じものを入れてください。",
        "password_incorrect": "いまのパスワードが違います。忘れたときは、ログアウトしてから再設定してください。",
    }
    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "いまのパスワード"
        self.fields["old_password"].error_messages["required"] = "いまのパスワードを入れてください。"


class ContactForm(PortalModelForm):
    """What people keep up to date about themselves."""

    submit_label = "連絡先を保存する"
    not_done = "まだ保存していません"

    class Meta:
        model = User
        fields = ["extension", "email"]
        help_texts = {
            "extension": "例：2300。相談の画面で、相手に表示されます。",
            "email": "お知らせと、パスワードの再設定に使います。",
        }


class ImportForm(forms.Form):
    """A file to import; drawn in the administrators' site."""

    kind = forms.ChoiceField(label="何を取り込むか", choices=ImportKind.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        label="CSVファイル",
        help_text="UTF-8かShift_JIS（CP932）のCSV、5MBまで。Excelでは「CSV UTF-8」で保存してください。",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": "ファイルを選んでください。", "empty": "ファイルの中身が空です。"},
    )
    as_of = forms.DateField(
        label="適用日",
        initial=calendar.today,
        help_text="組織だけに使います。この日から新しい名称や所属になります。",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日付として読めません。「2027-04-01」の形にしてください。"},
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size > IMPORT_MAX_BYTES:
            raise forms.ValidationError("5MBを超えています。ファイルを分けて取り込んでください。")
        return file
