"""A proposal that came by mail, by phone or in person, as a member of the desk writes it down."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from minato_dx.attachments.forms import ACCEPTED, FilesField, FilesInput
from minato_dx.attachments.validators import KINDS_IN_WORDS, Upload, check_upload
from minato_dx.core.calendar import jst, local
from minato_dx.core.corporate_number import read_corporate_number
from minato_dx.core.fields import ClockField, DayField, TextField
from minato_dx.core.forms import PortalForm
from minato_dx.core.text import is_blank
from minato_dx.reference.models import Company
from minato_dx.reference.selectors import fields_of_work
from minato_dx.reference.services import CompanyFacts
from proposals.enums import TEXT_LENGTH, CostRange, Source, ToolKind, YesNoUnknown
from proposals.forms.hiding import hidden_texts
from proposals.services.receiving import ContactFacts, ProposalFacts
from proposals.validators import read_cities

SOURCES = (Source.MAIL, Source.PHONE, Source.VISIT)
FIRST_YEAR = 2000
# Where a refusal of the service names another input than the form has.
NAMES_HERE = {"fields": "work_fields", "received_at": "received_on"}
SHORT_TEXT = {"autocomplete": "off"}
FILES_HELP = (
    f"{KINDS_IN_WORDS}を、公開と非公開を合わせて{settings.ATTACHMENT_MAX_COUNT}つまで。確認が済むまで開けません。"
)


def _tick(label: str, help_text: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=help_text)


def _yes_no(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=YesNoUnknown.choices, initial=YesNoUnknown.UNKNOWN, widget=forms.Select
    )


class RecordForm(PortalForm):
    """Company, title, problem and field are needed; the rest is folded away until somebody has it."""

    not_done = "まだ受け付けていません"
    # Of number and reason one is needed, and the name where the number is not known: neither is simply 任意.
    needed = (
        "source", "received_on", "received_time", "number", "no_number_reason", "company_name", "title", "problem",
        "work_fields",
    )  # fmt: skip

    token = forms.CharField(required=False, widget=forms.HiddenInput)
    source = forms.ChoiceField(
        label="受け方",
        choices=[(one.value, one.label) for one in SOURCES],
        initial=Source.MAIL,
        widget=forms.RadioSelect,
        error_messages={"required": "受け方を選んでください。"},
    )
    received_on = DayField(label="受けた日", error_messages={"required": "受けた日を入れてください。"})
    received_time = ClockField(label="受けた時刻", error_messages={"required": "受けた時刻を入れてください。"})

    number = forms.CharField(
        label="法人番号",
        required=False,
        max_length=40,
        help_text="数字13桁。全角でも、間に「-」が入っていてもかまいません。",
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "off",
                "hx-get": reverse_lazy("proposal_company"),
                "hx-trigger": "change, input changed delay:500ms",
                "hx-target": "#known-company",
            }
        ),
    )
    no_number_reason = forms.CharField(
        label="法人番号がない理由",
        required=False,
        max_length=200,
        help_text="法人番号があるときは、空けておきます。例：海外の会社、個人事業主",
    )
    company_name = forms.CharField(
        label="事業者の名称",
        required=False,
        max_length=120,
        help_text="登録のある法人番号なら、空けておけます。",
        widget=forms.TextInput(attrs=SHORT_TEXT),
    )
    address = forms.CharField(label="所在地", required=False, max_length=200, widget=forms.TextInput(attrs=SHORT_TEXT))
    contact_name = forms.CharField(label="相手の氏名", required=False, max_length=80)
    contact_department = forms.CharField(label="部署・役職", required=False, max_length=120)
    contact_mail = forms.EmailField(label="メールアドレス", required=False, max_length=254)
    contact_phone = forms.CharField(label="電話番号", required=False, max_length=40)

    title = forms.CharField(
        label="件名",
        max_length=80,
        widget=forms.TextInput(
            attrs={
                "hx-get": reverse_lazy("proposal_alike"),
                "hx-trigger": "change, input changed delay:500ms",
                "hx-target": "#alike-titles",
            }
        ),
        error_messages={"required": "件名を入れてください。聞いたことばのままでかまいません。"},
    )
    problem = TextField(
        label="何を解決するか",
        rows=4,
        max_length=TEXT_LENGTH,
        error_messages={"required": "何を解決する提案かを、書いてください。1行でかまいません。"},
    )
    work_fields = forms.ModelMultipleChoiceField(
        label="分野",
        queryset=fields_of_work(),
        help_text="当てはまるものすべて。分野で担当が決まります。",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "分野を1つ以上選んでください。担当が決まります。"},
    )

    tool_kind = forms.ChoiceField(
        label="種類",
        required=False,
        choices=[("", "選んでいない"), *ToolKind.choices],
        help_text="職員が、共有した提案を種類でさがせます。",
    )

    for_whom = forms.CharField(
        label="だれのためか", required=False, max_length=200, help_text="例：窓口の職員、子育て中の区民"
    )
    how = TextField(label="どう解決するか", rows=3, max_length=TEXT_LENGTH, required=False)
    hide_how = _tick("「どう解決するか」は非公開")
    evidence = TextField(label="実績", rows=3, max_length=TEXT_LENGTH, required=False)
    cities = TextField(
        label="使っている自治体",
        rows=2,
        max_length=TEXT_LENGTH,
        required=False,
        help_text="1行に1つ、団体コード（6桁）と名前を書きます。例：131032 港区",
    )
    hide_evidence = _tick("「実績」は非公開", "使っている自治体も、非公開になります。")
    cost_range = forms.ChoiceField(
        label="費用（年）", required=False, choices=CostRange.choices, initial=CostRange.UNKNOWN
    )
    cost_note = forms.CharField(label="費用の説明", required=False, max_length=200)
    hide_cost = _tick("「費用」は非公開")
    free_trial = _yes_no("無料で試せる")
    lgwan_asp = _yes_no("LGWAN-ASPに登録している")
    ismap = _yes_no("ISMAPに登録している")
    iso27001 = _yes_no("ISO 27001の認証がある")
    data_location = forms.CharField(
        label="データの置き場所", required=False, max_length=120, help_text="例：国内のデータセンター"
    )
    hide_security = _tick(
        "「安全とネットワーク」は非公開", "LGWAN-ASP・ISMAP・ISO 27001・データの置き場所が、非公開になります。"
    )
    files = FilesField(
        label="ファイル", required=False, help_text=FILES_HELP, widget=FilesInput(attrs={"accept": ACCEPTED})
    )
    confidential_files = FilesField(
        label="非公開のファイル",
        required=False,
        help_text="事業者が非公開としたものは、こちらに付けてください。",
        widget=FilesInput(attrs={"accept": ACCEPTED}),
    )

    # Inside <details>: it stands open where one of these holds something.
    folded = (
        "tool_kind", "for_whom", "how", "hide_how", "evidence", "cities", "hide_evidence", "cost_range", "cost_note",
        "hide_cost", "free_trial", "lgwan_asp", "ismap", "iso27001", "data_location", "hide_security", "files",
        "confidential_files",
    )  # fmt: skip

    def __init__(self, *args: Any, now: dt.datetime, is_forwarded: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        if is_forwarded:
            self.offer("source", [(Source.FORWARDED.value, Source.FORWARDED.label)])
        self.marked_optional = [
            name for name in self.fields if name not in self.needed and not name.startswith("hide_")
        ]
        here = local(now)
        self.fields["received_on"].initial = here.date()
        self.fields["received_time"].initial = here.time().replace(second=0, microsecond=0)

    @property
    def opens_folded(self) -> bool:
        """Tell whether the part that is folded away holds something to see."""
        return any(name in self.errors or self._is_changed(name) for name in self.folded)

    def _is_changed(self, name: str) -> bool:
        value = self[name].value()
        return bool(value) and str(value) != str(self.fields[name].initial or "")

    # --- What each field makes of the typed ----------------------------------------------------------------------

    def clean_token(self) -> uuid.UUID:
        """Return the form's mark; one that is no mark is replaced, as the reader can mend nothing about it."""
        try:
            return uuid.UUID(self.cleaned_data["token"])
        except ValueError:
            return uuid.uuid4()

    def clean_number(self) -> str:
        typed = self.cleaned_data["number"]
        return "" if is_blank(typed) else read_corporate_number(typed)

    def clean_cities(self) -> dict[str, str]:
        return read_cities(self.cleaned_data["cities"])

    def clean_files(self) -> list[Upload]:
        return _acceptable(self.cleaned_data["files"])

    def clean_confidential_files(self) -> list[Upload]:
        return _acceptable(self.cleaned_data["confidential_files"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_company(data)
        self._check_moment(data)
        count = sum(len(data.get(name) or ()) for name in ("files", "confidential_files"))
        if count > settings.ATTACHMENT_MAX_COUNT:
            self.add_error("files", f"ファイルは合わせて{settings.ATTACHMENT_MAX_COUNT}つまでです。いま{count}つです。")
        return data

    def _check_company(self, data: dict[str, Any]) -> None:
        number = data.get("number")
        if number == "" and is_blank(data.get("no_number_reason", "")):
            self.add_error("number", "法人番号を入れてください。ないときは、その理由を下に書いてください。")
        if not is_blank(data.get("company_name", "")) or "company_name" in self.errors:
            return
        known = Company.objects.filter(corporate_number=number).first() if number else None
        if known is not None:
            data["company_name"] = known.name
        elif number is not None:
            self.add_error("company_name", "事業者の名称を入れてください。")

    def _check_moment(self, data: dict[str, Any]) -> None:
        day, clock = data.get("received_on"), data.get("received_time")
        if day is None or clock is None:
            return
        if day.year < FIRST_YEAR:
            self.add_error("received_on", f"{FIRST_YEAR}年からあとの日を入れてください。")
        elif day > local(self.now).date() or jst(day, clock) > self.now:
            self.add_error("received_on", "受けた日時は、いまより前にしてください。")
        else:
            data["received_at"] = jst(day, clock)

    # --- For the service -----------------------------------------------------------------------------------------

    @property
    def company(self) -> CompanyFacts:
        data = self.cleaned_data
        return CompanyFacts(
            name=data["company_name"],
            corporate_number=data["number"],
            no_number_reason=data["no_number_reason"],
            address=data["address"],
        )

    @property
    def contact(self) -> ContactFacts:
        data = self.cleaned_data
        return ContactFacts(
            name=data["contact_name"],
            department=data["contact_department"],
            mail=data["contact_mail"],
            phone=data["contact_phone"],
        )

    @property
    def facts(self) -> ProposalFacts:
        data = self.cleaned_data
        names = ("title", "problem", "for_whom", "tool_kind", "how", "evidence", "cost_note", "data_location")
        choices = ("free_trial", "lgwan_asp", "ismap", "iso27001")
        return ProposalFacts(
            **{name: data[name] for name in names},
            **{name: data[name] or YesNoUnknown.UNKNOWN for name in choices},
            fields=list(data["work_fields"]),
            cost_range=data["cost_range"] or CostRange.UNKNOWN,
            cities={} if data["hide_evidence"] else data["cities"],
            confidential=hidden_texts(self, data),
            files=data["files"],
            confidential_files=data["confidential_files"],
        )


def _acceptable(uploads: list[Upload]) -> list[Upload]:
    """Return the files; the faults of all of them are told at once."""
    faults: list[str] = []
    for upload in uploads:
        try:
            check_upload(upload, strict=True)
        except ValidationError as fault:
            faults.extend(fault.messages)
    if faults:
        raise ValidationError(faults)
    return uploads
