"""Forms of the steps between the first word and the end."""

from typing import Any

from django import forms

from minato_dx.core.calendar import today
from minato_dx.core.fields import DayField, TextField
from minato_dx.core.forms import StepForm
from minato_dx.organization.models import User


class WaitForm(StepForm):
    not_done = "まだ期限を止めていません"
    submit_label = "返信を待つ"

    reason = TextField(
        label="何を待っていますか",
        help_text="例：申込書の写しを1枚、送ってください",
        error_messages={"required": "何を待っているかを書いてください。相談者に届きます。"},
    )


class ResumeForm(StepForm):
    submit_label = "待つのをやめる"
    back_label = "待ったまま戻る"


class AssessForm(StepForm):
    submit_label = "見立てに進む"


class StartForm(StepForm):
    not_done = "まだ始めていません"
    submit_label = "実施を始める"

    plan = TextField(
        label="だれが、いつまでに、何をしますか",
        help_text="例：12月18日までに、汐見が電子申請の様式を作り、保育課で試します",
        error_messages={"required": "だれが、いつまでに、何をするかを書いてください。1行でかまいません。"},
    )


class LiveForm(StepForm):
    not_done = "まだ記録していません"
    submit_label = "この日に運用を始めたと記録する"

    on = DayField(label="運用を始めた日", initial=today, help_text="今日より前の日も選べます。")


class RethinkForm(StepForm):
    not_done = "まだ戻していません"
    submit_label = "見立てに戻す"

    reason = TextField(
        label="見立てに戻す理由",
        error_messages={"required": "見立てに戻す理由を書いてください。相談者も読みます。"},
    )


class StaffChoiceField(forms.ModelChoiceField):
    """A member of the DX section with what they have in hand (``open_count``) and whether they are there."""

    def label_from_instance(self, obj: Any) -> str:
        away = "、きょうは不在" if obj.is_away else ""
        return f"{obj.name}（進行中{obj.open_count}件{away}）"


class ReassignForm(StepForm):
    not_done = "まだ替えていません"
    submit_label = "担当を替える"

    to = StaffChoiceField(
        label="新しい担当",
        queryset=User.objects.none(),
        empty_label="選んでください",
        error_messages={"required": "新しい担当を選んでください。"},
    )
    reason = TextField(
        label="担当を替える理由",
        error_messages={"required": "担当を替える理由を書いてください。新しい担当と相談者も読みます。"},
    )

    def __init__(self, *args: Any, candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("to", candidates)


class SolvedForm(StepForm):
    submit_label = "解決したと伝える"

    comment = TextField(label="ひとこと", required=False, rows=2, help_text="例：型を使ったら、すぐにできました")


class StillForm(StepForm):
    not_done = "まだ伝えていません"
    submit_label = "まだ困っていると伝える"

    comment = TextField(
        label="いま、何に困っていますか",
        error_messages={"required": "いま何に困っているかを書いてください。1文でかまいません。"},
    )
