"""What leaders write of themselves and to each other, and the conditions of the two lists."""

import datetime as dt
from typing import Any

from crispy_forms.layout import HTML, Layout
from django import forms
from django.urls import reverse

from minato_dx.core.fields import TextField
from minato_dx.core.forms import PortalForm, StepForm
from minato_dx.core.layout import Button, Buttons, Choices, FieldRow, OptionalField
from minato_dx.organization.models import Department
from minato_dx.reference.models import FieldOfWork, InHouseTool
from minato_dx.reference.selectors import catalogue, fields_of_work

WORDS_LENGTH = 100
SMALL_SELECT = {"class": "form-select form-select-sm"}
SMALL_SEARCH = {"type": "search", "class": "form-control form-control-sm"}
TITLE_LENGTH, TEXT_LENGTH = 80, 4000


class ConditionsForm(PortalForm):
    """Words, tool and field of work. What cannot be understood narrows nothing."""

    q = forms.CharField(
        label="ことば", required=False, max_length=WORDS_LENGTH, widget=forms.TextInput(attrs=SMALL_SEARCH)
    )
    tool = forms.ModelChoiceField(
        label="庁内ツール",
        queryset=InHouseTool.objects.none(),
        required=False,
        empty_label="すべて",
        widget=forms.Select(attrs=SMALL_SELECT),
    )
    field = forms.ModelChoiceField(
        label="分野",
        queryset=FieldOfWork.objects.none(),
        required=False,
        empty_label="すべて",
        widget=forms.Select(attrs=SMALL_SELECT),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("tool", catalogue())
        self.offer("field", fields_of_work())

    @property
    def conditions(self) -> dict[str, Any]:
        """Return what was understood, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def chosen(self) -> list[str]:
        """Return the conditions in words, for the sentence that says what is shown."""
        return [self._in_words(name, value) for name, value in self.conditions.items()]

    def _in_words(self, name: str, value: Any) -> str:
        return f"{self.fields[name].label}「{value}」"


class DirectoryForm(ConditionsForm):
    department = forms.ModelChoiceField(
        label="部",
        queryset=Department.objects.none(),
        required=False,
        empty_label="すべて",
        widget=forms.Select(attrs=SMALL_SELECT),
    )

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = Department.objects.on(day)
        self.offer("department", departments)


class QuestionsForm(ConditionsForm):
    own = forms.ChoiceField(
        label="質問した人",
        required=False,
        choices=[("", "みんな"), ("1", "自分")],
        widget=forms.Select(attrs=SMALL_SELECT),
    )

    def _in_words(self, name: str, value: Any) -> str:
        return "自分の質問" if name == "own" else super()._in_words(name, value)


class ProfileForm(StepForm):
    """What one is good at: words, and ticks in the ward's lists."""

    not_done = "まだ登録していません"
    submit_label = "紹介を登録する"
    marked_optional = ()

    good_at = TextField(
        label="得意なこと・聞いてほしいこと",
        rows=5,
        max_length=1000,
        required=False,
        help_text="例：電子申請の様式づくり。窓口の待ち時間の数え方も話せます。",
    )
    tools = forms.ModelMultipleChoiceField(
        label="使える庁内ツール",
        queryset=InHouseTool.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="選んだツールや分野の質問があると、お知らせが届くことがあります。",
    )
    knows_fields = forms.ModelMultipleChoiceField(
        label="詳しい分野",
        queryset=FieldOfWork.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("tools", catalogue())
        self.offer("knows_fields", fields_of_work())

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        return Layout(OptionalField("good_at"), Choices("tools"), Choices("knows_fields"), buttons)


class AskForm(StepForm):
    """One sentence, and whatever helps to answer it. Earlier questions like it are shown below the sentence."""

    not_done = "まだ質問していません"
    submit_label = "質問する"
    marked_optional = ()

    title = forms.CharField(
        label="聞きたいこと",
        max_length=TITLE_LENGTH,
        help_text="1文で書きます。例：電子申請の受付メールの文面は、どこで直せますか。",
        error_messages={"required": "聞きたいことを、1文で書いてください。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = TextField(
        label="くわしく",
        rows=5,
        max_length=TEXT_LENGTH,
        required=False,
        help_text="試したことや、困っている場面を書くと、答えやすくなります。個人情報は書かないでください。",
    )
    tool = forms.ModelChoiceField(
        label="庁内ツール", queryset=InHouseTool.objects.none(), required=False, empty_label="選ばない"
    )
    field = forms.ModelChoiceField(
        label="分野", queryset=FieldOfWork.objects.none(), required=False, empty_label="選ばない"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("tool", catalogue())
        self.offer("field", fields_of_work())
        self.fields["title"].widget.attrs |= {
            "hx-get": reverse("leader_question_similar"),
            "hx-trigger": "input changed delay:400ms",
            "hx-target": "#similar",
            "hx-sync": "this:replace",
        }

    def get_layout(self) -> Layout:
        return Layout(
            "title",
            HTML('<div id="similar">{% include "leaders/_similar_questions.html" %}</div>'),
            OptionalField("text"),
            FieldRow(OptionalField("tool"), OptionalField("field")),
            HTML("<p class='sub'>ツールか分野を選ぶと、詳しいリーダーにお知らせが届きます。</p>"),
            Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url)),
        )


class ReplyForm(StepForm):
    not_done = "まだ回答していません"
    submit_label = "回答する"
    back_label = "一覧へ戻る"

    text = TextField(
        label="回答", rows=4, max_length=TEXT_LENGTH, error_messages={"required": "回答を書いてください。"}
    )


class ReplyEditForm(ReplyForm):
    not_done = "まだ直していません"
    submit_label = "回答を直す"
    back_label = "やめて戻る"


class WithdrawQuestionForm(StepForm):
    not_done = "まだ取り下げていません"
    submit_label = "質問を取り下げる"
    submit_css = "btn-outline-danger"
