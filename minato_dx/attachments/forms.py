"""Fields for files."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat

from minato_dx.attachments.models import Attachment
from minato_dx.core.fields import TextField
from minato_dx.core.file_fields import ACCEPTED, FilesField, FilesInput
from minato_dx.core.forms import StepForm
from minato_dx.core.text import is_blank

__all__ = ["ACCEPTED", "DecideForm", "FilesField", "FilesInput", "TakeOffField"]

RELEASE, REFUSE = "release", "refuse"


class TakeOffField(forms.TypedMultipleChoiceField):
    """A tick for each of the files that are there, to take it off; cleans to their keys."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, files: Iterable[Attachment], label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            coerce=uuid.UUID,
            choices=[(str(file.key), f"「{file.name}」（{filesizeformat(file.size)}）を外す") for file in files],
            help_text="選んで登録すると、すぐに外れます。元には戻せません。",
            error_messages={"invalid_choice": "そのファイルは、もう外れています。一覧を確かめてください。"},
        )


class DecideForm(StepForm):
    """What somebody found out about files from outside, for all that were chosen."""

    not_done = "まだ決めていません"
    marked_optional = ()

    decision = forms.ChoiceField(
        label="確かめた結果",
        choices=[
            (RELEASE, "問題なし。開ける状態にする"),
            (REFUSE, "開けない。ファイルの中身を消す"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "確かめた結果を選んでください。"},
    )
    reason = TextField(
        label="開けない理由（「開けない」のとき）",
        rows=3,
        max_length=400,
        required=False,
        help_text="例：ウイルス対策ソフトが検知した。担当への知らせと、このファイルの記録に残ります。",
    )

    def __init__(self, *args: Any, count: int, **kwargs: Any) -> None:
        self.submit_label = f"{count}件に、この結果を入れる"
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("decision") == REFUSE and "reason" in data and is_blank(data["reason"]):
            self.add_error("reason", "開けない理由を書いてください。担当が事業者に伝えるときの、もとになります。")
        return data

    @property
    def releases(self) -> bool:
        return self.cleaned_data["decision"] == RELEASE
