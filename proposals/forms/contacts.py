"""Noting a contact with a company, and narrowing down the log of them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from minato_dx.core.calendar import fiscal_year_label, jst, local
from minato_dx.core.corporate_number import read_corporate_number
from minato_dx.core.fields import ClockField, DayField, TextField
from minato_dx.core.forms import PortalForm
from minato_dx.core.text import is_blank
from minato_dx.organization.models import User
from minato_dx.reference.enums import ContactChannel, ContactDirection
from minato_dx.reference.models import Company, CompanyContact, FieldOfWork
from minato_dx.reference.selectors import fields_of_work
from minato_dx.reference.services import CompanyFacts
from proposals.enums import TEXT_LENGTH
from proposals.models import Proposal
from proposals.selectors.contacts import NO_FIELD, TABS, ContactConditions
from proposals.services.contacts import Said

SMALL = {"class": "form-select form-select-sm"}
# A meeting comes from the dialogues, and the door from the proposals.
CHANNELS = (ContactChannel.PHONE, ContactChannel.MAIL, ContactChannel.VISIT)
FIRST_YEAR = 2000
PHONE_LENGTH = 40


class ContactFilterForm(PortalForm):
    """The conditions of the log, as the address holds them; figures of other pages link here."""

    q = forms.CharField(
        label="事業者",
        required=False,
        max_length=80,
        widget=forms.TextInput(
            attrs={"type": "search", "class": "form-control form-control-sm", "placeholder": "名称・法人番号"}
        ),
    )
    channel = forms.ChoiceField(
        label="方法",
        required=False,
        choices=[("", "すべて"), *ContactChannel.choices],
        widget=forms.Select(attrs=SMALL),
    )
    direction = forms.ChoiceField(
        label="どちらから",
        required=False,
        choices=[("", "すべて"), *ContactDirection.choices],
        widget=forms.Select(attrs=SMALL),
    )
    field = forms.ChoiceField(label="分野", required=False, widget=forms.Select(attrs=SMALL))
    staff = forms.ChoiceField(label="職員", required=False, widget=forms.Select(attrs=SMALL))
    company = forms.ModelChoiceField(
        label="事業者", queryset=Company.objects.all(), required=False, widget=forms.HiddenInput
    )
    year = forms.IntegerField(
        label="年度", required=False, min_value=FIRST_YEAR, max_value=2100, widget=forms.HiddenInput
    )
    tab = forms.ChoiceField(required=False, choices=list(TABS.items()), widget=forms.HiddenInput)

    def __init__(self, *args: Any, work_fields: Iterable[FieldOfWork], people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = [(str(one.pk), one.name) for one in work_fields]
        self.offer("field", [("", "すべて"), *fields, (NO_FIELD, "分野なし")])
        self.offer("staff", [("", "すべて"), *((str(one.pk), one.name) for one in people)])

    @property
    def conditions(self) -> ContactConditions:
        """Return what was chosen; nothing where it cannot be understood."""
        data: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        return ContactConditions(
            words=data.get("q") or "",
            channel=data.get("channel") or "",
            direction=data.get("direction") or "",
            field=data.get("field") or "",
            staff_id=int(data["staff"]) if data.get("staff") else None,
            company=data.get("company"),
            year=data.get("year"),
        )

    @property
    def tab_name(self) -> str:
        return self.cleaned_data["tab"] if self.is_valid() else ""

    @property
    def chosen(self) -> list[str]:
        """Return the conditions in words, for the sentence that says what is shown."""
        if not self.is_valid():
            return []
        found = self.conditions
        words = [f"事業者「{found.words}」"] if found.words else []
        words += [f"事業者「{found.company}」"] if found.company else []
        words += [fiscal_year_label(found.year)] if found.year else []
        return words + self.conditions_in("channel", "direction", "field", "staff")


class CompanyForm(PortalForm):
    """A company that is not in the records yet."""

    number = forms.CharField(
        label="法人番号",
        required=False,
        max_length=40,
        help_text="数字13桁。全角でも、間に「-」が入っていてもかまいません。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    no_number_reason = forms.CharField(
        label="法人番号がない理由", required=False, max_length=200, help_text="例：電話で聞いていない、個人事業主"
    )
    company_name = forms.CharField(
        label="事業者の名称", max_length=120, error_messages={"required": "事業者の名称を入れてください。"}
    )
    marked_optional = ()

    def clean_number(self) -> str:
        typed = self.cleaned_data["number"]
        return "" if is_blank(typed) else read_corporate_number(typed)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("number") == "" and is_blank(data.get("no_number_reason", "")):
            self.add_error("number", "法人番号を入れてください。わからないときは、その理由を書いてください。")
        return data

    @property
    def facts(self) -> CompanyFacts:
        data = self.cleaned_data
        return CompanyFacts(
            name=data["company_name"],
            corporate_number=data["number"],
            no_number_reason=data["no_number_reason"],
        )


class ContactForm(PortalForm):
    """Who said what to whom: four inputs are needed, two of them filled in already."""

    not_done = "まだ記録していません"

    channel = forms.ChoiceField(
        label="方法",
        choices=[(one.value, one.label) for one in CHANNELS],
        initial=ContactChannel.PHONE,
        widget=forms.RadioSelect,
        error_messages={"required": "方法を選んでください。"},
    )
    direction = forms.ChoiceField(
        label="どちらから",
        choices=ContactDirection.choices,
        initial=ContactDirection.INCOMING,
        widget=forms.RadioSelect,
        error_messages={"required": "どちらからの連絡かを選んでください。"},
    )
    on = DayField(label="日", error_messages={"required": "連絡した日を入れてください。"})
    clock = ClockField(label="時刻", error_messages={"required": "連絡した時刻を入れてください。"})
    contact = forms.ModelChoiceField(
        label="相手", queryset=CompanyContact.objects.none(), required=False, empty_label="選ばない"
    )
    new_contact = forms.CharField(label="相手の氏名", required=False, max_length=80)
    reached_at = forms.CharField(label="電話番号かメールアドレス", required=False, max_length=80)
    summary = TextField(
        label="話したこと",
        rows=4,
        max_length=TEXT_LENGTH,
        error_messages={"required": "話したことを書いてください。1行でかまいません。"},
    )
    field = forms.ModelChoiceField(
        label="分野", queryset=FieldOfWork.objects.none(), required=False, empty_label="なし"
    )
    proposal = forms.ModelChoiceField(
        label="どの提案のことか", queryset=Proposal.objects.none(), required=False, empty_label="なし"
    )
    promised = forms.CharField(
        label="約束したこと", required=False, max_length=200, help_text="例：担当課の意見を聞いて、電話でお返事する"
    )
    promised_until = DayField(
        label="いつまでに", required=False, help_text="その日の朝と、過ぎたときに、1回ずつお知らせします。"
    )

    def __init__(self, *args: Any, company: Company | None, proposals: Any, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        here = local(now)
        self.fields["on"].initial = here.date()
        self.fields["clock"].initial = here.time().replace(second=0, microsecond=0)
        self.offer("field", fields_of_work())
        self.offer("proposal", proposals)
        people = company.contacts.filter(is_active=True, erased_at__isnull=True) if company else None
        if people is None or not people.exists():
            del self.fields["contact"]
        else:
            self.offer("contact", people)
            self.fields["new_contact"].label = "一覧にない相手の氏名"
        if company is None:
            del self.fields["proposal"]

    def clean_reached_at(self) -> str:
        typed: str = self.cleaned_data["reached_at"]
        if "@" in typed:
            validate_email(typed)
        elif len(typed) > PHONE_LENGTH:
            raise ValidationError(f"電話番号は{PHONE_LENGTH}文字までで入れてください。")
        return typed

    def clean(self) -> dict[str, Any]:
        """Add ``at``, the moment (JST)."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        day, clock = data.get("on"), data.get("clock")
        if day is not None and day.year < FIRST_YEAR:
            self.add_error("on", f"{FIRST_YEAR}年からあとの日を入れてください。")
        elif day is not None and clock is not None:
            data["at"] = jst(day, clock)
            if data["at"] > self.now:
                self.add_error("on", "連絡した日時は、いまより前にしてください。")
        if data.get("reached_at") and not data.get("new_contact") and "new_contact" not in self.errors:
            self.add_error("new_contact", "連絡先の相手の氏名を入れてください。")
        if data.get("promised_until") and not data.get("promised") and "promised" not in self.errors:
            self.add_error("promised", "その日までに何をするのかを、書いてください。")
        return data

    @property
    def said(self) -> Said:
        data = self.cleaned_data
        return Said(
            at=data["at"],
            channel=ContactChannel(data["channel"]),
            direction=ContactDirection(data["direction"]),
            summary=data["summary"],
            contact=data.get("contact"),
            new_contact=data["new_contact"],
            reached_at=data["reached_at"],
            field=data["field"],
            promised=data["promised"],
            promised_until=data["promised_until"],
            proposal=data.get("proposal"),
        )
