"""The answer, and what the division's head says to it."""

from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.urls import reverse
from django.utils.html import format_html

from consultations.enums import KINDS_TO_AGREE, AnswerKind
from consultations.forms.effects import EffectInputs
from consultations.services.answers import Reply
from minato_dx.core.fields import TextField
from minato_dx.core.forms import StepForm
from minato_dx.core.layout import Button, Buttons, Choices
from minato_dx.core.text import is_blank
from minato_dx.reference.models import InHouseTool
from minato_dx.reference.selectors import catalogue

BODY_LENGTH = 20_000
KIND_HINTS = {
    AnswerKind.ON_THE_SPOT: "使い方や考え方を伝えれば足りる",
    AnswerKind.NO_TOOL: "いまのやり方のままで解決できる",
    AnswerKind.SOLUTION: "庁内ツールなどを使って変える。所属長の合意をもらう",
    AnswerKind.REDESIGN: "業務のはじめから組み直す。所属長の合意をもらう",
}
# Eliminate, combine, rearrange, simplify: in this order, because what is eliminated need not be simplified.
ECRS = {
    "eliminate": ("やめること", "なくしても困らない作業はありませんか。例：押印、控えの保管"),
    "combine": ("まとめること", "一緒にできる作業はありませんか。例：2つの台帳を1つにする"),
    "rearrange": (
        "順番や担い手を変えること",
        "先にすること、ほかの人がすることで楽になりませんか。例：受付のときに確かめる",
    ),
    "simplify": ("簡単にすること", "残った作業を、短く、やさしくできませんか。例：選ぶだけの様式にする"),
}
ECRS_MISSING = "「やめる・まとめる・変える・簡単にする」のうち、少なくとも1つを書いてください。"
ESTIMATE_FIELDS = (
    "work_name",
    "cases_per_year",
    "minutes_before",
    "minutes_after",
    "running_hours_per_year",
    "initial_hours",
    "method",
    "basis",
)
NEEDED_TO_AGREE = ("work_name", "cases_per_year", "minutes_before", "minutes_after", "method", "basis")


class ToolField(forms.ModelChoiceField):
    """A tool of the catalogue with its one line; the page beside explains the rest."""

    def label_from_instance(self, obj: InHouseTool) -> str:
        return f"{obj.name}：{obj.summary}"


def _ecrs(name: str) -> TextField:
    label, hint = ECRS[name]
    return TextField(label=label, help_text=hint, required=False, rows=2)


class AnswerForm(EffectInputs):
    """An answer of any kind. Which fields count follows from ``kind``; what others hold is passed over."""

    not_done = "まだ送っていません"
    back_label = "相談へ戻る"
    form_tag = False
    marked_optional = {"tool", "remains", "running_hours_per_year", "initial_hours"}

    kind = forms.ChoiceField(
        label="どう答えますか",
        choices=AnswerKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "どう答えるかを、4つの中から選んでください。"},
    )
    body = TextField(
        label="回答",
        rows=6,
        max_length=BODY_LENGTH,
        error_messages={"required": "回答を書いてください。相談者が読んで、次に何をすればよいか分かる文にします。"},
    )
    tool = ToolField(
        label="使う庁内ツール", queryset=InHouseTool.objects.none(), required=False, empty_label="選ばない"
    )
    eliminate = _ecrs("eliminate")
    combine = _ecrs("combine")
    rearrange = _ecrs("rearrange")
    simplify = _ecrs("simplify")
    remains = TextField(
        label="残ること（人が行うこと）",
        help_text="人でなければできない仕事です。例：はじめての方の不安を聞く",
        required=False,
        rows=2,
    )
    work_name = forms.CharField(
        label="業務名", max_length=120, required=False, help_text="同じ時間を二度数えないために使います。"
    )

    field_order = ["kind", "body", "tool", *ECRS, "remains", "work_name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].help_text = "次に何をすればよいかを、相談者のことばで書きます。"
        self.fields["tool"].queryset = catalogue()
        self.fields["tool"].help_text = format_html(
            '向き不向きは<a href="{}" target="_blank" rel="noopener">庁内ツールの一覧</a>に'
            "あります（別のタブで開きます）。",
            reverse("tool_list"),
        )
        # Whether these are needed depends on the kind; ``clean`` asks for them.
        for name in ESTIMATE_FIELDS:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind = data.get("kind")
        if kind in KINDS_TO_AGREE:
            self._ask_for(NEEDED_TO_AGREE)
        else:
            self._pass_over(ESTIMATE_FIELDS)
        if kind == AnswerKind.NO_TOOL:
            self._pass_over(("tool",))
        if kind != AnswerKind.REDESIGN:
            self._pass_over((*ECRS, "remains"))
        elif all(is_blank(data.get(name, "")) and name not in self.errors for name in ECRS):
            self.add_error("eliminate", ECRS_MISSING)
        return data

    def _pass_over(self, names: tuple[str, ...]) -> None:
        for name in names:
            self.errors.pop(name, None)

    def _ask_for(self, names: tuple[str, ...]) -> None:
        for name in names:
            if name not in self.errors and self.cleaned_data.get(name) in (None, ""):
                self.add_error(name, self.fields[name].error_messages["required"])

    @property
    def reply(self) -> Reply:
        """Return what the service takes; only after ``is_valid``."""
        data = self.cleaned_data
        kind = AnswerKind(data["kind"])
        redesign = {name: data[name] for name in (*ECRS, "remains")} if kind == AnswerKind.REDESIGN else {}
        return Reply(
            kind=kind,
            body=data["body"],
            tool=None if kind == AnswerKind.NO_TOOL else data["tool"],
            estimate=self.estimate(data["work_name"]) if kind in KINDS_TO_AGREE else None,
            **redesign,
        )

    def get_layout(self) -> Layout:
        return Layout(
            Choices("kind", hints={str(kind): hint for kind, hint in KIND_HINTS.items()}),
            "body",
            Div("tool", css_class="for-tool"),
            Div(
                HTML('{% include "consultations/_answer_ecrs_head.html" %}'),
                *ECRS,
                "remains",
                css_class="for-redesign section stack stack--5",
            ),
            Div(
                HTML('{% include "consultations/_answer_estimate_head.html" %}'),
                "work_name",
                *self.input_layout(),
                css_class="for-change section stack stack--5",
            ),
            HTML('{% include "consultations/_answer_next.html" %}'),
            Buttons("回答・提案を送る", Button(self.back_label, url=self.back_url)),
        )


class AgreeForm(StepForm):
    """The head agrees; a word with it is welcome."""

    not_done = "まだ合意していません"

    comment = TextField(label="ひとこと", required=False, help_text="担当と相談者が読みます。")


class ChangeForm(StepForm):
    """The head asks for a change."""

    not_done = "まだお願いしていません"

    comment = TextField(
        label="直してほしいところがあるとき",
        help_text="担当と相談者が読みます。例：件数は年300件です",
        error_messages={"required": "どこを直してほしいかを書いてください。担当と相談者が読みます。"},
    )
