"""What the DX section writes of an exhibition, its halls and booths."""

import datetime as dt
from typing import Any

from crispy_forms.layout import Layout
from django import forms

from minato_dx.core.fields import AmountField, ClockField, CountField, DayField, TextField
from minato_dx.core.forms import StepForm
from minato_dx.core.layout import Button, Buttons, Choices, FieldRow, OptionalField, UnitField
from minato_dx.reference.models import FieldOfWork
from showcase.enums import TEXT_LENGTH, TITLE_LENGTH
from showcase.models import Booth, Exhibition, Hall
from showcase.selectors.exhibitions.planning import last_exhibitions, version_of
from showcase.services.exhibitions.halls import BoothFacts
from showcase.services.exhibitions.planning import Day, ExhibitionFacts

DAYS = 4
OPENS, CLOSES = dt.time(10), dt.time(16)
COPIED = {
    "copy_halls": "会場・配置図・ブース",
    "copy_programme": "プログラムの時間割（題名は決め直します）",
    "copy_exhibitors": "出展者（全員を「招待中」にします）",
}
PICTURES = {"class": "form-control", "accept": "image/png,image/jpeg,image/webp"}


class ExhibitionForm(StepForm):
    """An exhibition with up to four days."""

    not_done = "まだ保存していません"
    submit_label = "保存する"
    marked_optional = (
        "theme", "about", "field", "applications_until", "terms",
        *(f"{name}_{place}" for name in ("day", "opens", "closes") for place in range(2, DAYS + 1)),
    )  # fmt: skip

    title = forms.CharField(
        label="名前",
        max_length=TITLE_LENGTH,
        help_text="例：第4回 庁内DX展示会",
        error_messages={"required": "展示会の名前を書いてください。"},
    )
    theme = forms.CharField(label="テーマ", max_length=120, required=False, help_text="例：窓口を変える")
    place = forms.CharField(
        label="場所",
        max_length=120,
        help_text="例：本庁舎1階ロビーと9階",
        error_messages={"required": "場所を書いてください。会場ごとの場所は、あとで入れられます。"},
    )
    about = TextField(label="案内文", rows=5, required=False, max_length=TEXT_LENGTH)
    field = forms.ModelChoiceField(
        label="主な分野", queryset=FieldOfWork.objects.none(), required=False, empty_label="決めていない"
    )
    for_officials = forms.BooleanField(label="ほかの自治体・団体の職員も来場できる", required=False)
    for_vendors = forms.BooleanField(label="企業の人も来場できる", required=False)
    applications_until = DayField(
        label="出展申込みの締切",
        required=False,
        help_text="この日まで、課・班・企業から申込みを受けます。",
    )
    terms = TextField(
        label="出展の条件",
        rows=4,
        required=False,
        max_length=TEXT_LENGTH,
        help_text="企業が公開の受付から申し込むときに、そのまま読みます。",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, exhibition: Exhibition | None = None, **kwargs: Any) -> None:
        self.base_fields = self.base_fields | _day_fields()
        super().__init__(*args, **kwargs)
        self.offer("field", FieldOfWork.objects.filter(is_active=True).order_by("order", "pk"))
        if exhibition is not None:
            self._fill(exhibition)

    def _fill(self, exhibition: Exhibition) -> None:
        for name in ("title", "theme", "place", "about", "field", "for_officials", "for_vendors",
                     "applications_until", "terms"):  # fmt: skip
            self.fields[name].initial = getattr(exhibition, name)
        self.fields["seen"].initial = version_of(exhibition)
        for place, day in enumerate(exhibition.days.all()[:DAYS], 1):
            self.fields[f"day_{place}"].initial = day.day
            self.fields[f"opens_{place}"].initial = day.opens_at
            self.fields[f"closes_{place}"].initial = day.closes_at

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for place in range(1, DAYS + 1):
            day, opens, closes = (data.get(f"{name}_{place}") for name in ("day", "opens", "closes"))
            if day and not (opens and closes) and not self.errors.get(f"opens_{place}"):
                self.add_error(f"opens_{place}", "開く時刻と閉じる時刻を入れてください。例：10:00と16:00")
        return data

    def get_layout(self) -> Layout:
        days = [FieldRow(*(f"{name}_{place}" for name in ("day", "opens", "closes"))) for place in range(1, DAYS + 1)]
        return Layout(
            "title", "theme", "place", *days, "about", "field", "for_officials", "for_vendors",
            "applications_until", "terms", "seen", *self.further(), self.buttons(),
        )  # fmt: skip

    def further(self) -> list[Any]:
        """Return what else is asked."""
        return []

    def buttons(self) -> Buttons:
        return Buttons(Button(self.submit_label, self.submit_css), Button(self.back_label, url=self.back_url))


def exhibition_facts(data: dict[str, Any]) -> ExhibitionFacts:
    """Return the form's cleaned data as the service takes it."""
    days = [
        Day(data[f"day_{place}"], data[f"opens_{place}"], data[f"closes_{place}"])
        for place in range(1, DAYS + 1)
        if data.get(f"day_{place}")
    ]
    names = ("title", "place", "theme", "about", "field", "for_officials", "for_vendors", "applications_until",
             "terms")  # fmt: skip
    return ExhibitionFacts(days=days, **{name: data[name] for name in names})


def _day_fields() -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for place in range(1, DAYS + 1):
        required = place == 1
        words = {"required": "開催する日を入れてください。"}
        fields[f"day_{place}"] = DayField(label=f"{place}日目", required=required, error_messages=words)
        opens, closes = (OPENS, CLOSES) if place == 1 else (None, None)
        fields[f"opens_{place}"] = ClockField(label="開く時刻", required=False, initial=opens)
        fields[f"closes_{place}"] = ClockField(label="閉じる時刻", required=False, initial=closes)
    return fields


class NewExhibitionForm(ExhibitionForm):
    """A new exhibition, begun from an earlier one or from nothing."""

    submit_label = "計画を始める"

    copied_from = forms.ModelChoiceField(
        label="もとにする展示会",
        queryset=Exhibition.objects.none(),
        required=False,
        empty_label="使わない",
        help_text="選ぶと、前の展示会から写して始められます。日と時刻は、上に入れたものになります。",
    )
    parts = forms.MultipleChoiceField(
        label="写すもの",
        choices=list(COPIED.items()),
        initial=list(COPIED),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("copied_from", last_exhibitions())

    def further(self) -> list[Any]:
        return [OptionalField("copied_from"), Choices("parts", optional=True)]


class HallForm(StepForm):
    """A hall, its plan and the words for those who do not see the plan."""

    not_done = "まだ保存していません"
    submit_label = "保存する"
    marked_optional = ("place", "plan", "plan_alt")

    name = forms.CharField(
        label="会場の名前",
        max_length=60,
        help_text="例：1階ロビー",
        error_messages={"required": "会場の名前を書いてください。"},
    )
    place = forms.CharField(label="場所", max_length=120, required=False, help_text="例：本庁舎1階")
    order = CountField(label="並び順", max_value=99, initial=0, help_text="小さいものから並びます。")
    plan = forms.FileField(
        label="配置図",
        required=False,
        widget=forms.FileInput(attrs=PICTURES),
        help_text="PNG、JPEG、WebP。この上にブースを置きます。",
    )
    plan_alt = TextField(
        label="配置図の説明",
        rows=2,
        max_length=400,
        required=False,
        help_text="図を見ない人に読み上げられます。例：左に入口、上の壁に沿ってA-1からA-3が並ぶ",
    )

    def __init__(self, *args: Any, hall: Hall | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if hall is None:
            return
        for name in ("name", "place", "order", "plan_alt"):
            self.fields[name].initial = getattr(hall, name)
        if hall.plan_id:
            self.fields["without_plan"] = forms.BooleanField(label="いまの配置図を外す", required=False)


class BoothForm(StepForm):
    """A booth: its number, where it stands on the plan, and what is there."""

    not_done = "まだ保存していません"
    submit_label = "保存する"

    code = forms.CharField(
        label="ブースの番号",
        max_length=10,
        help_text="例：A-3",
        error_messages={"required": "ブースの番号を書いてください。例：A-3"},
    )
    hall = forms.ModelChoiceField(
        label="会場",
        queryset=Hall.objects.none(),
        empty_label=None,
        error_messages={"required": "会場を選んでください。"},
    )
    x = AmountField(label="左から", max_value=100, required=False)
    y = AmountField(label="上から", max_value=100, required=False)
    has_power = forms.BooleanField(label="電源がある", required=False, initial=True)
    has_network = forms.BooleanField(label="ネットワークがある", required=False)

    def __init__(self, *args: Any, hall: Hall, booth: Booth | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("hall", hall.exhibition.halls.all())
        self.fields["hall"].initial = hall
        if booth is not None:
            for name in ("code", "x", "y", "has_power", "has_network"):
                self.fields[name].initial = getattr(booth, name)

    def get_layout(self) -> Layout:
        return Layout(
            "code",
            "hall",
            FieldRow(UnitField("x", "%", optional=True), UnitField("y", "%", optional=True)),
            "has_power",
            "has_network",
            Buttons(Button(self.submit_label, self.submit_css), Button(self.back_label, url=self.back_url)),
        )


def booth_facts(data: dict[str, Any]) -> BoothFacts:
    """Return the form's cleaned data as the service takes it."""
    return BoothFacts(**{name: data[name] for name in ("code", "x", "y", "has_power", "has_network")})


class PlainForm(StepForm):
    """A step that needs nothing but the decision."""

    def __init__(self, *args: Any, submit_label: str, submit_css: str = "btn-primary", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_label, self.submit_css = submit_label, submit_css


class WithdrawForm(PlainForm):
    marked_optional = ("reason",)

    reason = TextField(label="理由", rows=3, max_length=1000, required=False)


class ReasonForm(PlainForm):
    reason = TextField(
        label="理由",
        rows=3,
        max_length=1000,
        error_messages={"required": "理由を書いてください。1文でかまいません。"},
    )
