"""What an exhibitor writes of itself, its people and its materials."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from minato_dx.attachments.forms import ACCEPTED, FilesField, FilesInput, TakeOffField
from minato_dx.attachments.models import Attachment
from minato_dx.attachments.validators import KINDS_IN_WORDS, check_upload
from minato_dx.core.fields import TextField
from minato_dx.core.forms import StepForm
from minato_dx.core.layout import Button, Buttons, Choices, OptionalField
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork, InHouseTool
from showcase.enums import SUMMARY_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from showcase.models import Exhibitor
from showcase.services.exhibitions.describing import MOST_FILES, WORDS, PageWords


class PageForm(StepForm):
    """What an exhibitor shows, and what the booth needs."""

    not_done = "まだ保存していません"
    submit_label = "保存する"
    marked_optional = ("about", "difficulty", "cost", "field", "tool", "needs_space")

    title = forms.CharField(
        label="見せるもの",
        max_length=TITLE_LENGTH,
        help_text="例：紙の申込書を、写真から表にする",
        error_messages={"required": "見せるものを、ひとことで書いてください。"},
    )
    summary = TextField(
        label="ひとことで",
        rows=3,
        max_length=SUMMARY_LENGTH,
        help_text=f"{SUMMARY_LENGTH}字まで。一覧に出ます。",
        error_messages={"required": "何がどうなるかを、1文で書いてください。"},
    )
    about = TextField(label="内容", rows=5, required=False, max_length=TEXT_LENGTH)
    difficulty = TextField(
        label="つまずいたところ・気をつけること",
        rows=3,
        required=False,
        max_length=TEXT_LENGTH,
        help_text="うまくいかなかったことも、見る人の役に立ちます。",
    )
    cost = forms.CharField(
        label="費用", max_length=120, required=False, help_text="例：0円（庁内のツールだけ）、年12万円から"
    )
    field = forms.ModelChoiceField(
        label="分野", queryset=FieldOfWork.objects.none(), required=False, empty_label="決めていない"
    )
    tool = forms.ModelChoiceField(
        label="使う庁内ツール", queryset=InHouseTool.objects.none(), required=False, empty_label="使わない"
    )
    needs_power = forms.BooleanField(label="電源が要る", required=False)
    needs_network = forms.BooleanField(label="ネットワークが要る", required=False)
    needs_space = forms.CharField(
        label="広さ・持ち込むもの", max_length=200, required=False, help_text="例：幅60cmの機械を1台持ち込む"
    )

    def __init__(self, *args: Any, exhibitor: Exhibitor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("tool", InHouseTool.objects.order_by("name"))
        self.offer("field", FieldOfWork.objects.filter(is_active=True).order_by("order", "pk"))
        if exhibitor is not None:
            for name in WORDS:
                self.fields[name].initial = getattr(exhibitor, name)


def page_words(data: dict[str, Any]) -> PageWords:
    """Return the form's cleaned data as the service takes it."""
    return PageWords(**{name: data[name] for name in WORDS})


class ApplyForm(PageForm):
    """An application of one's own division or team."""

    not_done = "まだ申し込んでいません"
    submit_label = "申し込む"

    who = forms.ChoiceField(
        label="出展するのは", widget=forms.RadioSelect, error_messages={"required": "どれかを選んでください。"}
    )

    def __init__(self, *args: Any, owners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("who", owners)
        if len(owners) == 1:
            self.fields["who"].initial = owners[0][0]

    def get_layout(self) -> Layout:
        return Layout(
            Choices("who"), *WORDS, Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        )


class PersonForm(StepForm):
    """One more person at the booth."""

    not_done = "まだ加えていません"
    submit_label = "加える"
    back_label = "出展の画面に戻る"
    marked_optional = ()

    user = forms.ModelChoiceField(
        label="職員", queryset=User.objects.none(), required=False, empty_label="職員のほかの人"
    )
    name = forms.CharField(
        label="名札の名前", max_length=80, required=False, help_text="職員を選んだときは要りません。"
    )
    role = forms.CharField(label="役割", max_length=80, required=False, help_text="例：説明、受付")

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("user", members)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("user") and not data.get("name", "").strip():
            self.add_error("name", "職員を選ぶか、名札の名前を入れてください。")
        return data

    def get_layout(self) -> Layout:
        return Layout(
            OptionalField("user"), OptionalField("name"), OptionalField("role"),
            Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url)),
        )  # fmt: skip


class MaterialsForm(StepForm):
    """Files for those who visit the booth."""

    not_done = "まだ保存していません"
    submit_label = "保存する"
    back_label = "出展の画面に戻る"
    marked_optional = ()

    files = FilesField(
        label="加える資料",
        required=False,
        help_text=f"ブースのページを見る人が開けます。{KINDS_IN_WORDS}を、合わせて{MOST_FILES}つまで。",
        widget=FilesInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, *args: Any, kept: list[Attachment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept
        if kept:
            self.fields["remove"] = TakeOffField(files=kept, label="外す資料")

    def get_layout(self) -> Layout:
        remove = [Choices("remove", optional=True)] if self.kept else []
        return Layout(
            OptionalField("files"), *remove,
            Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url)),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        files, removed = data.get("files") or [], data.get("remove") or []
        for file in files:
            try:
                check_upload(file)
            except forms.ValidationError as fault:
                self.add_error("files", fault)
        if len(self.kept) - len(removed) + len(files) > MOST_FILES:
            self.add_error("files", f"資料は、合わせて{MOST_FILES}つまでです。")
        return data
