"""What teams write, and what the DX section sets for their work."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Layout
from django import forms

from leaders.forms.training import HandInForm, RegisterForm
from leaders.models import Milestone, PeerCriterion, Team
from minato_dx.attachments.forms import ACCEPTED, FilesField, FilesInput, TakeOffField
from minato_dx.attachments.models import Attachment
from minato_dx.attachments.validators import KINDS_IN_WORDS
from minato_dx.core.fields import CountField, DayField, ScoreField, TextField
from minato_dx.core.forms import StepForm
from minato_dx.core.layout import Button, Buttons, Choices, OptionalField, UnitField
from minato_dx.reference.models import InHouseTool
from minato_dx.reference.selectors import catalogue

GOOD = [("1", "1 まだこれから"), ("2", "2"), ("3", "3 よい"), ("4", "4"), ("5", "5 とてもよい")]


class TeamForm(StepForm):
    """What the team is called, what it takes up, and with which tool."""

    not_done = "まだ登録していません"
    submit_label = "登録する"
    marked_optional = ()

    name = forms.CharField(label="班の名前", max_length=40, error_messages={"required": "班の名前を入れてください。"})
    theme = forms.CharField(
        label="テーマ",
        max_length=200,
        required=False,
        help_text="だれの、どんな困りごとに取り組むかを、1文で書きます。",
    )
    tool = forms.ModelChoiceField(
        label="使う庁内ツール", queryset=InHouseTool.objects.none(), required=False, empty_label="まだ決めていない"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("tool", catalogue())

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        return Layout("name", OptionalField("theme"), OptionalField("tool"), buttons)


class TeamWorkForm(HandInForm):
    """What the team built, once for all: words, and pictures of it."""

    text = None  # type: ignore[assignment]  # Django's way to drop an inherited field
    about = TextField(
        label="作ったもの",
        rows=8,
        max_length=8000,
        error_messages={"required": "何を作ったかを、書いてください。"},
        help_text="だれの、どの仕事が、どう変わるかを書きます。メンバー全員の提出になります。",
    )
    files = FilesField(
        label="画面の写し・資料",
        required=False,
        help_text=f"画像は、班のページに並びます。{KINDS_IN_WORDS}を、5つまで。",
        widget=FilesInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, *args: Any, kept: Sequence[Attachment] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kept:
            self.fields["remove"] = TakeOffField(files=kept, label="前に付けたファイルを外す")

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        remove = [Choices("remove", optional=True)] if "remove" in self.fields else []
        return Layout("about", OptionalField("files"), *remove, buttons)


class VerdictForm(StepForm):
    """One row of choices for each criterion, and a word."""

    not_done = "まだ採点していません"
    submit_label = "採点を送る"

    remark = TextField(label="ひとこと（班に届きます。名前は出ません）", rows=3, max_length=1000, required=False)

    def __init__(self, *args: Any, criteria: list[PeerCriterion], **kwargs: Any) -> None:
        self.criteria = criteria
        own = {self._name(one): ScoreField(label=one.name, scale=GOOD) for one in criteria}
        self.base_fields = own | {"remark": self.base_fields["remark"]}
        super().__init__(*args, **kwargs)

    @staticmethod
    def _name(criterion: PeerCriterion) -> str:
        return f"criterion_{criterion.pk}"

    def get_layout(self) -> Layout:
        buttons = Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        names = [self._name(one) for one in self.criteria]
        return Layout(*(Choices(name) for name in names), OptionalField("remark"), buttons)

    @property
    def scores(self) -> dict[int, int]:
        return {one.pk: self.cleaned_data[self._name(one)] for one in self.criteria}


class SuggestForm(StepForm):
    """How many people make a team."""

    not_done = "まだ分けていません"
    submit_label = "班分けを提案する"
    submit_css = "btn-outline-primary"

    size = CountField(label="1班の人数", min_value=2, max_value=10, initial=4)

    def get_layout(self) -> Layout:
        return Layout(UnitField("size", "人くらい"), Buttons(Button(self.submit_label, self.submit_css)))


class PlacesForm(StepForm):
    """Each trainee's team, changed by hand; drawn by the page as a table."""

    not_done = "まだ保存していません"

    def __init__(self, *args: Any, people: list[tuple[int, str, int | None]], teams: list[Team], **kwargs: Any) -> None:
        choices = [("", "（班なし）"), *((str(team.pk), team.name) for team in teams)]
        self.base_fields = {
            f"place_{pk}": forms.ChoiceField(
                label=f"{name}さんの班",
                choices=choices,
                initial=str(place or ""),
                required=False,
                widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
                error_messages={"invalid_choice": "班が変わりました。選び直してください。"},
            )
            for pk, name, place in people
        }
        super().__init__(*args, **kwargs)

    @property
    def places(self) -> dict[int, int | None]:
        rows = self.cleaned_data.items()
        return {int(name.removeprefix("place_")): int(value) if value else None for name, value in rows}


class MilestoneForm(RegisterForm):
    parent = "programme"

    due_on = DayField(label="期日")

    class Meta:
        model = Milestone
        fields = ("name", "due_on")
