"""What is written of another municipality's case, and by what the library is narrowed down."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from minato_dx.core.calendar import today
from minato_dx.core.fields import DayField, LinkField, TextField
from minato_dx.core.forms import PortalForm, StepForm
from minato_dx.core.layout import Button, Buttons, Choices, OptionalField
from minato_dx.reference.models import Company, FieldOfWork, Municipality
from minato_dx.reference.selectors import municipalities_called, municipality_by_code
from showcase.enums import SUMMARY_LENGTH, TITLE_LENGTH, FoundBy, ToolKind
from showcase.forms.lists import ALL, SEARCH, SMALL
from showcase.models import Case
from showcase.models.cases import EFFECT_LENGTH
from showcase.selectors.cases import CASE_SORTS, CASE_TABS, CaseChoices, CaseConditions
from showcase.services.cases.writing import WRITTEN

OFF = {"autocomplete": "off"}


class CaseForm(StepForm):
    """One case. A municipality is named by its code; a name that was typed is answered with the ones it can mean."""

    not_done = "まだ保存していません"
    submit_label = "保存する"

    code = forms.CharField(
        label="自治体",
        max_length=80,
        widget=forms.TextInput(attrs=OFF),
        help_text="団体コード（6桁）。分からないときは名前を入れて「保存する」を押すと、候補が出ます。",
        error_messages={"required": "自治体の団体コードを入れてください。名前を入れると、候補が出ます。"},
    )
    candidate = forms.ChoiceField(label="どの自治体ですか", required=False, widget=forms.RadioSelect)
    title = forms.CharField(
        label="件名",
        max_length=TITLE_LENGTH,
        help_text="何をどうしたかを、ひとことで。",
        error_messages={"required": "件名を書いてください。"},
    )
    summary = TextField(
        label="概要",
        rows=4,
        max_length=SUMMARY_LENGTH,
        help_text=f"{SUMMARY_LENGTH}字まで。うちの課でもできるかを考えられるように書きます。",
        error_messages={"required": "概要を書いてください。1文でかまいません。"},
    )
    field = forms.ModelChoiceField(
        label="分野", queryset=FieldOfWork.objects.none(), required=False, empty_label="決めていない"
    )
    tool_kind = forms.ChoiceField(label="道具の種類", required=False, choices=[("", "分からない"), *ToolKind.choices])
    tool = forms.CharField(label="道具の名前", required=False, max_length=120)
    effect = TextField(
        label="効果",
        rows=2,
        required=False,
        max_length=EFFECT_LENGTH,
        help_text="相手が公表した数字や言葉のままに書きます。",
    )
    effect_source = forms.CharField(
        label="効果の出典",
        required=False,
        max_length=200,
        help_text="資料やページの名前、聞いた相手。効果を書いたときは必要です。",
    )
    effect_on = DayField(label="効果の時点", required=False, help_text="分からないときは空のままで。")
    link = LinkField(
        label="リンク",
        required=False,
        help_text="https:// か http:// から始まるアドレス。",
    )
    found_by = forms.ChoiceField(
        label="見つけ方",
        choices=FoundBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "どこから知ったかを選んでください。"},
    )
    finder = forms.CharField(
        label="見つけた人", required=False, max_length=120, help_text="課と名前、または会社の名前。"
    )
    found_on = DayField(label="見つけた日", error_messages={"required": "見つけた日を入れてください。"})
    company = forms.ModelChoiceField(
        label="関わった事業者", queryset=Company.objects.none(), required=False, empty_label="いない・分からない"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    marked_optional = (
        "field", "tool_kind", "tool", "effect", "effect_source", "effect_on", "link", "finder", "company",
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("field", FieldOfWork.objects.filter(is_active=True).order_by("order", "pk"))
        self.offer("company", Company.objects.order_by("name_key", "pk"))
        self.candidates: list[Municipality] = []
        self.fields["found_on"].initial = today()
        self.fields["found_by"].initial = FoundBy.STAFF
        if case is not None:
            self._fill(case)
        # Radios of the municipalities that a typed name can mean are there once it was typed.
        typed = str(self.data.get("code", "")).strip() if self.is_bound else ""
        if typed and not typed[0].isdecimal():
            self.candidates = municipalities_called(typed)
        self.offer("candidate", [(row.code, f"{row}（{row.code}）") for row in self.candidates])

    def _fill(self, case: Case) -> None:
        for name in (*WRITTEN, "version"):
            if name in self.fields:
                self.fields[name].initial = getattr(case, name)
        if case.municipality_id is not None:
            self.fields["code"].initial = f"{case.municipality.code} {case.municipality}"

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("code"):
            data["municipality"] = self._municipality(data)
        if data.get("effect") and not data.get("effect_source"):
            self.add_error(
                "effect_source", "効果の出典を書いてください。資料やページの名前、聞いた相手でかまいません。"
            )
        return data

    def _municipality(self, data: dict[str, Any]) -> Municipality | None:
        chosen = data.get("candidate")
        if chosen:
            return next(row for row in self.candidates if row.code == chosen)
        if self.candidates:
            many = (
                f"「{data['code']}」に当たる自治体は{len(self.candidates)}つあります。" if self.candidates[1:] else ""
            )
            self.add_error("candidate", f"{many}名前だけでは決められません。この中から選んでください。")
            return None
        try:
            return municipality_by_code(data["code"])
        except ValidationError as fault:
            self.add_error("code", fault)
            return None

    @property
    def words(self) -> dict[str, Any]:
        """Return what was written, with every name that the services take."""
        return {name: self.cleaned_data[name] for name in WRITTEN}

    def get_layout(self) -> Layout:
        after_code = [Choices("candidate")] if self.candidates else []
        rest = [name for name in self.fields if name not in ("code", "candidate", "found_by")]
        at = rest.index("finder")
        buttons = Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url))
        fields = [OptionalField(name) if name in self.marked_optional else name for name in rest]
        return Layout("code", *after_code, *fields[:at], Choices("found_by"), *fields[at:], buttons)


class CheckForm(StepForm):
    """Whoever shows a case answers for it that it was compared with its source."""

    not_done = "まだ公開していません"
    submit_label = "公開する"

    compared = forms.BooleanField(
        label="出典と見比べて、書いてあることが合っていると確かめました",
        error_messages={"required": "出典と見比べてから、ここにチェックを入れてください。"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


def _select(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, widget=forms.Select(attrs=SMALL))


class CasesForm(PortalForm):
    """What the library is narrowed down by."""

    q = forms.CharField(label="ことば", required=False, max_length=80, widget=forms.TextInput(attrs=SEARCH))
    field = forms.ModelChoiceField(
        label="分野",
        required=False,
        queryset=FieldOfWork.objects.none(),
        empty_label=ALL,
        widget=forms.Select(attrs=SMALL),
    )
    tool_kind = _select("道具の種類")
    place = _select("自治体")
    found_by = _select("見つけ方")
    sort = _select("並び順")
    tab = forms.ChoiceField(required=False, choices=list(CASE_TABS.items()), widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: CaseChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("field", offered.fields)
        self.offer("tool_kind", [("", ALL), *offered.tool_kinds])
        self.offer("place", [("", ALL), *offered.places])
        self.offer("found_by", [("", ALL), *offered.ways])
        self.offer("sort", [(name, label) for name, (label, _order) in CASE_SORTS.items()])

    @property
    def conditions(self) -> CaseConditions:
        """Return what was chosen; a condition that cannot be is left out, and its error shown."""
        data = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        names = ("tool_kind", "place", "found_by", "sort")
        rest = {name: data.get(name) or "" for name in names}
        return CaseConditions(words=data.get("q") or "", field=data.get("field"), **rest)

    @property
    def chosen(self) -> list[str]:
        """Return the conditions as words."""
        found = self.conditions
        words = [f"「{found.words}」"] if found.words else []
        words += [f"分野「{found.field}」"] if found.field else []
        return words + self.conditions_in("tool_kind", "place", "found_by")

    @property
    def tab_name(self) -> str:
        return self.cleaned_data["tab"] if self.is_valid() else ""
