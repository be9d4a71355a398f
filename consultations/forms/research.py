"""What is asked of others, in whose words, and what they answer."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from consultations.enums import FINDING_LENGTH, RESEARCH_LENGTH, FindingState, ResearchOutcome, Source
from consultations.services.findings import Told
from minato_dx.core.fields import LinkField, TextField
from minato_dx.core.forms import StepForm
from minato_dx.core.layout import Button, Buttons, Choices, OptionalField
from minato_dx.reference.models import Company, FieldOfWork, Municipality
from minato_dx.reference.selectors import fields_of_work, municipality_by_code

OFF = {"autocomplete": "off"}


class AskOthersForm(StepForm):
    """One sentence is enough."""

    not_done = "まだ依頼していません"
    submit_label = "調査を依頼する"

    question = TextField(
        label="ほかの自治体に聞いてみたいこと",
        rows=3,
        max_length=RESEARCH_LENGTH,
        help_text="1文でかまいません。例：窓口の混み具合を、住民に見せているところはありますか",
        error_messages={"required": "聞いてみたいことを書いてください。1文でかまいません。"},
    )
    field = forms.ModelChoiceField(
        label="分野", queryset=FieldOfWork.objects.none(), required=False, empty_label="決めていない"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("field", fields_of_work())

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        return Layout("question", OptionalField("field"), buttons)


class WordingForm(StepForm):
    not_done = "まだ決めていません"
    submit_label = "この文にする"

    wording = TextField(
        label="公開する文",
        rows=4,
        max_length=RESEARCH_LENGTH,
        help_text="課の名前や、どの課か分かる言い方は書きません。すべての職員と、事業者、ほかの自治体の人が読みます。",
        error_messages={"required": "公開する文を書いてください。"},
    )


class PassOnForm(StepForm):
    not_done = "まだ聞き始めていません"
    submit_label = "聞き始める"

    to = forms.CharField(
        label="だれに聞くか",
        required=False,
        max_length=RESEARCH_LENGTH,
        help_text="例：提案の窓口に来ている事業者、近くの区のDX担当",
    )


class SayWhyForm(StepForm):
    """A reason, and the button that takes the step."""

    reason = TextField(
        label="理由",
        rows=3,
        max_length=RESEARCH_LENGTH,
        error_messages={"required": "理由を書いてください。1文でかまいません。"},
    )

    def __init__(self, *args: Any, submit_label: str, not_done: str, is_optional: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_label, self.not_done = submit_label, not_done
        self.fields["reason"].required = not is_optional


class CloseResearchForm(StepForm):
    not_done = "まだ終えていません"
    submit_label = "調査を終える"

    outcome = forms.ChoiceField(
        label="どうなりましたか",
        choices=ResearchOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "どうなったかを選んでください。"},
    )
    text = TextField(label="依頼した人に伝えること", rows=3, max_length=RESEARCH_LENGTH, required=False)

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        return Layout(Choices("outcome"), OptionalField("text"), buttons)


class TellForm(StepForm):
    """What anybody of the staff knows of others who solved it."""

    not_done = "まだ送っていません"
    submit_label = "教える"
    optional = ("code", "link")

    text = TextField(
        label="知っていること",
        rows=4,
        max_length=FINDING_LENGTH,
        help_text="どこが、何をしたか。1文でかまいません。",
        error_messages={"required": "知っていることを書いてください。1文でかまいません。"},
    )
    code = forms.CharField(
        label="取り組んだ自治体の団体コード",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs=OFF),
        help_text="6桁の数字。分からないときは、空のままで、名前を「知っていること」に書いてください。",
    )
    link = LinkField(label="リンク", required=False, help_text="資料やページのアドレス。")

    def clean_code(self) -> Municipality | None:
        typed = self.cleaned_data["code"]
        return municipality_by_code(typed) if typed else None

    @property
    def told(self) -> Told:
        """Return what was typed."""
        data = self.cleaned_data
        return Told(text=data["text"], link=data["link"], municipality=data.get("code"))

    def get_layout(self) -> Layout:
        names = [OptionalField(name) if name in self.optional else name for name in self.fields]
        return Layout(*names, Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url)))


class NoteFindingForm(TellForm):
    """What came by mail, phone or link, noted by the DX section."""

    submit_label = "回答を記録する"
    optional = ("code", "link", "told_by", "company")

    source = forms.ChoiceField(
        label="だれから",
        choices=Source.choices,
        initial=Source.MUNICIPALITY,
        widget=forms.RadioSelect,
        error_messages={"required": "だれからの回答かを選んでください。"},
    )
    told_by = forms.CharField(
        label="教えてくれた人", required=False, max_length=120, help_text="団体や会社の名前。個人の名前は要りません。"
    )
    company = forms.ModelChoiceField(
        label="関わった事業者", queryset=Company.objects.none(), required=False, empty_label="いない・分からない"
    )
    field_order = ("source", "told_by", "text", "code", "link", "company")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("company", Company.objects.order_by("name_key", "pk"))

    @property
    def told(self) -> Told:
        data = self.cleaned_data
        return Told(
            text=data["text"], link=data["link"], municipality=data.get("code"), source=data["source"],
            told_by=data["told_by"], company=data["company"],
        )  # fmt: skip

    def get_layout(self) -> Layout:
        names: list[Any] = [OptionalField(name) if name in self.optional else name for name in self.fields]
        names[0] = Choices("source")
        return Layout(*names, Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url)))


USE, LEAVE_OUT = FindingState.CHECKED.value, FindingState.LEFT_OUT.value


class CheckFindingForm(StepForm):
    not_done = "まだ決めていません"
    submit_label = "決める"

    said = forms.ChoiceField(
        label="この回答を、依頼した課に渡しますか",
        choices=[(USE, "内容を確かめたので渡す"), (LEAVE_OUT, "渡さない")],
        widget=forms.RadioSelect,
        error_messages={"required": "渡すか、渡さないかを選んでください。"},
    )
    reason = forms.CharField(label="渡さない理由", required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("said") == LEAVE_OUT and not data.get("reason"):
            self.add_error("reason", "渡さない理由を書いてください。1文でかまいません。")
        return data

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        return Layout(Choices("said"), OptionalField("reason"), buttons)
