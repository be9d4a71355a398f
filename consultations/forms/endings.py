"""Forms of the ways a consultation ends, and of the way back."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from consultations.converters import ReceiptNumber
from consultations.enums import Outcome
from consultations.models import Consultation
from consultations.permissions import can_work_on
from consultations.selectors.lists import receipt_number_in
from minato_dx.core.fields import TextField
from minato_dx.core.forms import StepForm
from minato_dx.organization.models import User


class WithdrawForm(StepForm):
    submit_label = "相談を取り下げる"
    submit_css = "btn-outline-danger"
    back_label = "取り下げずに戻る"

    reason = TextField(label="理由", required=False, rows=2, help_text="例：課の中で解決しました")


class ReopenForm(StepForm):
    not_done = "まだ再開していません"
    submit_label = "相談を再開する"
    back_label = "再開せずに戻る"

    reason = TextField(
        label="再開する理由",
        error_messages={"required": "再開する理由を書いてください。担当が読みます。"},
    )


class CloseForm(StepForm):
    not_done = "まだ完了にしていません"
    submit_label = "完了にする"
    back_label = "完了にせず戻る"

    outcome = forms.ChoiceField(
        label="結果", widget=forms.RadioSelect, error_messages={"required": "結果を選んでください。"}
    )
    text = TextField(
        label="結果の説明",
        rows=6,
        help_text="相談者が読みます。何が変わったか、これからどうするかを書きます。",
        error_messages={"required": "結果の説明を書いてください。相談者が読みます。"},
    )

    def __init__(self, *args: Any, outcomes: Iterable[Outcome], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("outcome", [(outcome.value, outcome.label) for outcome in outcomes])


class MergeForm(StepForm):
    """Asks twice: which one, and, once its title was shown, whether it is the right one."""

    not_done = "まだ統合していません"
    submit_label = "統合先を確かめる"
    back_label = "統合せずに戻る"

    number = forms.CharField(
        label="統合先の受付番号",
        max_length=40,
        help_text="例：令和8年度-0123。2026-0123でもかまいません。",
        error_messages={"required": "統合先の受付番号を書いてください。"},
    )
    reason = TextField(
        label="統合する理由",
        error_messages={"required": "統合する理由を書いてください。相談者が読みます。"},
    )
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Consultation, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.user = case, user
        self.target: Consultation | None = None

    def clean_number(self) -> str:
        text: str = self.cleaned_data["number"]
        self.target = self._find(text)
        return text

    def _find(self, text: str) -> Consultation:
        number = receipt_number_in(text) or self._of_this_year(text)
        if number is None:
            raise ValidationError("受付番号は「令和8年度-0123」の形で書いてください。")
        rows = Consultation.objects.visible_to(self.user).select_related("requester", "assignee", "division")
        target = rows.filter(fiscal_year=number.fiscal_year, serial=number.serial).first()
        if target is None:
            raise ValidationError("その番号の相談は見つかりません。番号を確かめてください。")
        if target.pk == self.case.pk:
            raise ValidationError("いま開いている相談の番号です。統合先の番号を書いてください。")
        if not can_work_on(self.user, target):
            raise ValidationError(
                f"{target.number}はあなたの担当ではないので、統合先にできません。担当の{target.assignee.surname}さんに相談してください。"
            )
        return target

    def _of_this_year(self, text: str) -> ReceiptNumber | None:
        digits = unicodedata.normalize("NFKC", text).strip()
        serial = digits.isdecimal() and len(digits) <= 9
        return ReceiptNumber(self.case.fiscal_year, int(digits)) if serial else None

    @property
    def is_confirmed(self) -> bool:
        """Tell whether the consultation just shown is the one that was typed."""
        return self.target is not None and self.cleaned_data["confirmed"] == self.target.slug

    def ask_to_confirm(self) -> None:
        """Prepare the form to be shown again beside the consultation that was found."""
        self.data = self.data.copy()
        self.data["confirmed"] = self.target.slug if self.target else ""
        self.submit_label = "この相談に統合する"


class HandOverForm(StepForm):
    not_done = "まだ引き継いでいません"
    submit_label = "引き継ぐ"
    back_label = "引き継がずに戻る"

    to = forms.CharField(
        label="引き継ぎ先の窓口",
        max_length=120,
        help_text="例：情報政策課 端末担当（内線2400）",
        error_messages={"required": "引き継ぎ先の窓口を書いてください。"},
    )
    reason = TextField(
        label="引き継ぐ理由",
        error_messages={"required": "引き継ぐ理由を書いてください。相談者が読みます。"},
    )
