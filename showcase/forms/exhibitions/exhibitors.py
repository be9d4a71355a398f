"""Inviting, choosing and describing exhibitors."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from leaders.models import Team
from minato_dx.core.calendar import jst
from minato_dx.core.fields import ClockField, DayField, TextField
from minato_dx.core.forms import PortalForm, StepForm
from minato_dx.core.layout import Button, Buttons, Choices, FieldRow, OptionalField
from minato_dx.organization.models import Division
from minato_dx.organization.selectors import current_divisions
from minato_dx.reference.enums import ContactChannel, ContactDirection
from minato_dx.reference.models import Company
from showcase.enums import TEXT_LENGTH, TITLE_LENGTH, ExhibitorKind, ExhibitorState
from showcase.models import Booth, Exhibitor
from showcase.selectors.exhibitions.exhibitors import Conditions

SMALL = {"class": "form-select form-select-sm"}
SEARCH = {"type": "search", "class": "form-control form-control-sm"}
PICK = "選んでください"


class ExhibitorsForm(PortalForm):
    """By what the list of exhibitors is narrowed down."""

    q = forms.CharField(label="ことば", required=False, max_length=80, widget=forms.TextInput(attrs=SEARCH))
    state = forms.ChoiceField(
        label="状態",
        required=False,
        choices=[("", "すべて"), *ExhibitorState.choices],
        widget=forms.Select(attrs=SMALL),
    )
    kind = forms.ChoiceField(
        label="区分", required=False, choices=[("", "すべて"), *ExhibitorKind.choices], widget=forms.Select(attrs=SMALL)
    )

    @property
    def conditions(self) -> Conditions:
        """Return what was chosen; a condition that cannot be is left out, and its error shown."""
        data = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return Conditions(words=data.get("q") or "", state=data.get("state") or "", kind=data.get("kind") or "")

    @property
    def chosen(self) -> list[str]:
        """Return the conditions as words."""
        if not self.is_valid():
            return []
        words = [f"「{self.cleaned_data['q']}」"] if self.cleaned_data["q"] else []
        return words + self.conditions_in("state", "kind")


class InviteForm(StepForm):
    """Whom to invite: a company of the records or a new one, a division, or a team."""

    not_done = "まだ招待していません"
    submit_label = "招待する"
    marked_optional = ()

    kind = forms.ChoiceField(
        label="だれを招待しますか", choices=ExhibitorKind.choices, initial=ExhibitorKind.COMPANY,
        widget=forms.RadioSelect,
    )  # fmt: skip
    company = forms.ModelChoiceField(
        label="企業（記録から選ぶ）", queryset=Company.objects.none(), required=False, empty_label="記録にない"
    )
    company_name = forms.CharField(label="企業の名称（記録にないとき）", max_length=120, required=False)
    corporate_number = forms.CharField(
        label="法人番号", max_length=40, required=False, help_text="国税庁の13けたの番号です。"
    )
    no_number_reason = forms.CharField(label="法人番号がない理由", max_length=200, required=False)
    contact_name = forms.CharField(label="相手の氏名", max_length=80, required=False)
    contact_mail = forms.EmailField(
        label="相手のメールアドレス",
        required=False,
        help_text="招待のメールが、公開の窓口からこの宛先に届きます。",
        error_messages={"invalid": "メールアドレスの形になっていません。例：name@example.jp"},
    )
    division = forms.ModelChoiceField(label="課", queryset=Division.objects.none(), required=False, empty_label=PICK)
    team = forms.ModelChoiceField(
        label="DXリーダーの班", queryset=Team.objects.none(), required=False, empty_label=PICK
    )

    def __init__(self, *args: Any, day: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("company", Company.objects.order_by("name_key", "pk"))
        versions = list(current_divisions(day=day))
        self.names = {version.division_id: f"{version.department.name} {version.name}" for version in versions}
        self.offer("division", Division.objects.filter(pk__in=self.names))
        self.fields["division"].label_from_instance = lambda one: self.names.get(one.pk, str(one))  # type: ignore[attr-defined]
        self.offer("team", Team.objects.select_related("programme").order_by("-programme", "order", "pk"))
        self.fields["team"].label_from_instance = lambda one: f"{one.name}（{one.programme.name}）"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind = data.get("kind")
        if kind == ExhibitorKind.COMPANY and not (data.get("company") or data.get("company_name", "").strip()):
            self.add_error("company", "企業を選ぶか、名称を書いてください。")
        elif kind in (ExhibitorKind.DIVISION, ExhibitorKind.TEAM) and not data.get(kind):
            self.add_error(kind, f"{ExhibitorKind(kind).label}を選んでください。")
        return data

    def get_layout(self) -> Layout:
        optional = ("company", "company_name", "corporate_number", "no_number_reason", "contact_name", "contact_mail",
                    "division", "team")  # fmt: skip
        return Layout(
            Choices("kind"),
            *(OptionalField(name) for name in optional),
            Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url)),
        )


class BoothChoiceForm(StepForm):
    not_done = "まだ決めていません"
    submit_label = "決める"
    marked_optional = ()

    booth = forms.ModelChoiceField(
        label="ブース",
        queryset=Booth.objects.none(),
        required=False,
        empty_label="決めない（空きに戻す）",
        help_text="空いているブースだけを選べます。",
    )

    def __init__(self, *args: Any, booths: Any, exhibitor: Exhibitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("booth", booths)
        self.fields["booth"].initial = exhibitor.booth_id
        self.fields["booth"].label_from_instance = _with_facilities  # type: ignore[attr-defined]


def _with_facilities(booth: Booth) -> str:
    has = [word for word, there in (("電源", booth.has_power), ("ネットワーク", booth.has_network)) if there]
    return f"{booth.hall.name} {booth.code}（{'・'.join(has) or '設備なし'}）"


class NoticeForm(StepForm):
    """The same words to all exhibitors that were chosen."""

    not_done = "まだ送っていません"
    submit_label = "全員に送る"

    title = forms.CharField(
        label="件名", max_length=TITLE_LENGTH, error_messages={"required": "件名を書いてください。"}
    )
    text = TextField(
        label="本文", rows=6, max_length=TEXT_LENGTH, error_messages={"required": "本文を書いてください。"}
    )


class ContactForm(StepForm):
    """What was said with a company about its booth."""

    not_done = "まだ記録していません"
    submit_label = "記録する"

    day = DayField(label="日", error_messages={"required": "連絡した日を入れてください。"})
    time = ClockField(label="時刻", error_messages={"required": "連絡した時刻を入れてください。例：10:30"})
    channel = forms.ChoiceField(
        label="方法", choices=ContactChannel.choices, initial=ContactChannel.PHONE, widget=forms.RadioSelect
    )
    direction = forms.ChoiceField(
        label="どちらから", choices=ContactDirection.choices, initial=ContactDirection.OUTGOING,
        widget=forms.RadioSelect,
    )  # fmt: skip
    summary = TextField(
        label="内容", rows=4, max_length=4000, error_messages={"required": "話したことを書いてください。"}
    )

    def get_layout(self) -> Layout:
        return Layout(
            FieldRow("day", "time"), Choices("channel"), Choices("direction"), "summary",
            Buttons(Button(self.submit_label), Button(self.back_label, url=self.back_url)),
        )  # fmt: skip


def contact_moment(data: dict[str, Any]) -> Any:
    """Return when it was, as an aware moment."""
    return jst(data["day"], data["time"])
