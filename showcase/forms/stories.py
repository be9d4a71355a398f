"""What is written of a story, and said to it."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from minato_dx.core.fields import TextField
from minato_dx.core.forms import StepForm
from minato_dx.core.layout import Button, Buttons, Choices, OptionalField
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork, InHouseTool
from showcase.enums import SUMMARY_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from showcase.models import Story
from showcase.services.writing import WRITTEN

YES, NO = "yes", "no"
SUMMARY_HELP = f"{SUMMARY_LENGTH}字まで。一覧に出ます。"
MARKS = "行の頭に「- 」と書くと箇条書き、**で囲むと太字、[ことば](https://…)と書くとリンクになります。"
NAMES = "個人の名前や、区民のことが分かる内容は書かないでください。"


def _long(label: str, rows: int, help_text: str = "") -> TextField:
    return TextField(label=label, rows=rows, required=False, max_length=TEXT_LENGTH, help_text=help_text)


OPTIONAL = ("ingenuity", "constraints_met", "evaluation", "tool", "field")


class StoryForm(StepForm):
    """All of a story's words. Only the title has to be there: the rest may wait until somebody is to be asked."""

    not_done = "まだ保存していません"
    submit_label = "保存する"
    form_tag = False
    # The others are not asked for here, but have to be there before anybody is asked to agree.
    marked_optional = OPTIONAL

    title = forms.CharField(
        label="件名",
        max_length=TITLE_LENGTH,
        help_text="何がどうなったかを、ひとことで。例：窓口の待ち人数を課のページで見せた",
        error_messages={"required": "件名を書いてください。"},
    )
    summary = TextField(
        label="概要",
        rows=3,
        required=False,
        max_length=SUMMARY_LENGTH,
        help_text=SUMMARY_HELP,
    )
    before = _long("困っていたこと", 4, NAMES)
    done = _long("したこと", 6, f"ほかの課の人がまねできるように、順番に書きます。{MARKS}")
    result = _long("成果", 4, "減った時間と、その時間を何に使っているかを書きます。")
    ingenuity = _long("工夫", 3)
    constraints_met = _long("制約・つまずいたところ", 3, "うまくいかなかったことも、ほかの課の役に立ちます。")
    evaluation = _long("評価方法", 2, "成果をどう確かめたか。例：1週間の記録、件数の集計")
    tool = forms.ModelChoiceField(
        label="使った庁内ツール", queryset=InHouseTool.objects.none(), required=False, empty_label="使っていない"
    )
    field = forms.ModelChoiceField(
        label="分野", queryset=FieldOfWork.objects.none(), required=False, empty_label="決めていない"
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, story: Story, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("tool", InHouseTool.objects.order_by("name"))
        self.offer("field", FieldOfWork.objects.filter(is_active=True).order_by("order", "pk"))
        for name in (*WRITTEN, "version"):
            self.fields[name].initial = getattr(story, name)

    def get_layout(self) -> Layout:
        return Layout(
            *WRITTEN, "version", Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        )


class HelperForm(StepForm):
    """One more person who can be asked."""

    not_done = "まだ加えていません"
    submit_label = "加える"
    back_label = "事例に戻る"

    person = forms.ModelChoiceField(
        label="ほかに聞ける人",
        queryset=User.objects.none(),
        empty_label="選んでください",
        help_text="この課に所属している人です。公開の前に、名前を出してよいかを本人に聞きます。",
        error_messages={"required": "人を選んでください。"},
    )

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("person", members)


class PictureForm(StepForm):
    """One picture, and the words for those who do not see it."""

    not_done = "まだ付けていません"
    submit_label = "写真を付ける"
    back_label = "事例に戻る"

    picture = forms.FileField(
        label="写真",
        help_text="PNG、JPEG、WebP。小さくして付けます。撮った場所などの情報は消します。",
        widget=forms.FileInput(attrs={"class": "form-control", "accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"required": "写真を選んでください。"},
    )
    alt = forms.CharField(
        label="写っているもの",
        max_length=200,
        help_text="画面を見ない人に読み上げられます。例：待ち人数を出している課のページ",
        error_messages={"required": "写っているものを書いてください。"},
    )


class PlainForm(StepForm):
    """A step that needs nothing but the decision."""

    def __init__(self, *args: Any, submit_label: str, submit_css: str = "btn-primary", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_label, self.submit_css = submit_label, submit_css


class ReasonForm(PlainForm):
    reason = TextField(label="理由", rows=3, error_messages={"required": "理由を書いてください。1文でかまいません。"})


class ConsentForm(StepForm):
    not_done = "まだ答えていません"
    submit_label = "答える"

    said = forms.ChoiceField(
        label="この内容で、すべての職員に見せてよいですか",
        choices=[(YES, "同意する"), (NO, "直してほしいところがある")],
        widget=forms.RadioSelect,
        error_messages={"required": "どちらかを選んでください。"},
    )
    comment = TextField(label="直してほしいところ", rows=3, required=False, max_length=400)

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        return Layout(Choices("said"), OptionalField("comment"), buttons)
