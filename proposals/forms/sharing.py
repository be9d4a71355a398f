"""What is asked about a shared proposal, and what the desk says to it."""

import datetime as dt
import uuid
from typing import Any

from crispy_forms.layout import Layout
from django import forms

from minato_dx.core.fields import DayField, TextField
from minato_dx.core.forms import StepForm
from minato_dx.core.layout import Button, Buttons, Choices
from proposals.enums import TEXT_LENGTH
from proposals.services.granting import MOST_DAYS, PURPOSE_LENGTH, REASON_LENGTH, USUAL_DAYS

ALLOW, REFUSE = "allow", "refuse"
READ_BY_ALL = "返事は、すべての職員が読みます。非公開の部分のことは書かないでください。"


class AskForm(StepForm):
    """One question for the desk; ``token`` names one submission."""

    not_done = "まだ送っていません"
    submit_label = "担当に聞く"

    token = forms.CharField(required=False, widget=forms.HiddenInput)
    text = TextField(
        label="聞きたいこと",
        rows=3,
        max_length=TEXT_LENGTH,
        help_text="担当が事業者に確かめて答えます。質問と返事は、課の名前と一緒に、すべての職員が読みます。",
        error_messages={"required": "聞きたいことを書いてください。1文でかまいません。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4

    def clean_token(self) -> uuid.UUID:
        """Return the form's mark; one that is no mark is replaced, as the reader can mend nothing about it."""
        try:
            return uuid.UUID(self.cleaned_data["token"])
        except ValueError:
            return uuid.uuid4()


class AnswerForm(StepForm):
    not_done = "まだ答えていません"
    submit_label = "この返事で答える"

    text = TextField(
        label="返事",
        rows=5,
        max_length=TEXT_LENGTH,
        help_text=READ_BY_ALL,
        error_messages={"required": "返事を書いてください。"},
    )


class PurposeForm(StepForm):
    not_done = "まだ申し込んでいません"
    submit_label = "見たいと申し込む"

    purpose = TextField(
        label="何のために見るか",
        rows=3,
        max_length=PURPOSE_LENGTH,
        help_text="例：来年度の窓口の見直しで、費用を比べるため",
        error_messages={"required": "何のために見るかを書いてください。担当は、これを読んで決めます。"},
    )


class DecideForm(StepForm):
    """Yes until a day, or no with the reason."""

    not_done = "まだ決めていません"
    # Of the two below, the one that belongs to the decision is needed: neither is simply 任意.
    marked_optional = ()
    submit_label = "この内容で決める"

    decision = forms.ChoiceField(
        label="見せますか",
        choices=[(ALLOW, "見せる"), (REFUSE, "見せない")],
        widget=forms.RadioSelect,
        error_messages={"required": "見せるか、見せないかを選んでください。"},
    )
    last_day = DayField(
        label="見られる最後の日（見せるとき）",
        required=False,
        help_text=f"その日まで見られます。{MOST_DAYS}日先まで選べます。",
    )
    reason = TextField(
        label="見せない理由（見せないとき。申し込んだ人に伝わります）", rows=3, max_length=REASON_LENGTH, required=False
    )

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = day + dt.timedelta(days=USUAL_DAYS)

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        return Layout(Choices("decision"), "last_day", "reason", buttons)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("decision") == ALLOW and not data.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", "見られる最後の日を入れてください。")
        if data.get("decision") == REFUSE and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "見せない理由を書いてください。申し込んだ人に伝えます。")
        return data


class EndForm(StepForm):
    not_done = "まだ終えていません"
    submit_label = "見られる期間を終える"
    submit_css = "btn-outline-danger"

    reason = TextField(
        label="終える理由（見ている人に伝わります）",
        rows=2,
        max_length=REASON_LENGTH,
        error_messages={"required": "終える理由を書いてください。見ている人に伝えます。"},
    )


class OpenForm(StepForm):
    """One tick before the confidential parts open."""

    not_done = "まだ開いていません"
    submit_label = "記録して開く"
    back_label = "開かずに戻る"

    promised = forms.BooleanField(
        label="申し込んだ目的だけに使い、ほかの人に渡しません",
        error_messages={"required": "目的のほかに使わず、ほかの人に渡さないことを確かめて、印を付けてください。"},
    )
