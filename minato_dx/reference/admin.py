"""Master data in the administrators' site."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from minato_dx.core.corporate_number import read_corporate_number
from minato_dx.organization.admin.base import HistoryAdmin, division_name
from minato_dx.reference.models import (
    ClosedDay,
    Company,
    CompanyContact,
    ContactLog,
    FieldOfWork,
    InHouseTool,
    Municipality,
    NumberSeries,
    PortalSettings,
    Work,
)
from minato_dx.reference.selectors import portal_settings
from minato_dx.reference.services import sealed_series


@admin.register(FieldOfWork)
class FieldOfWorkAdmin(HistoryAdmin):
    """Fields that consultations and tools point to are switched off and not deleted."""

    list_display = ("name", "order", "is_active")
    list_editable = ("order", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name",)

    def has_delete_permission(self, request: HttpRequest, obj: FieldOfWork | None = None) -> bool:
        return False


@admin.register(InHouseTool)
class InHouseToolAdmin(HistoryAdmin):
    list_display = ("name", "summary", "network", "ask_whom", "order", "is_active")
    list_editable = ("order", "is_active")
    list_filter = ("network", "is_active", "fields")
    search_fields = ("name", "summary", "good_for", "examples")
    filter_horizontal = ("fields",)
    fieldsets = (
        (None, {"fields": ("name", "summary", "network", "ask_whom", "fields")}),
        ("説明", {"fields": ("good_for", "not_good_for", "how_to_start", "examples")}),
        ("一覧", {"fields": ("order", "is_active")}),
    )

    def has_delete_permission(self, request: HttpRequest, obj: InHouseTool | None = None) -> bool:
        """Answers point to tools: one that is gone is taken off the list."""
        return False


@admin.register(ClosedDay)
class ClosedDayAdmin(HistoryAdmin):
    list_display = ("day", "reason")
    search_fields = ("reason",)
    date_hierarchy = "day"

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[ClosedDay]) -> None:
        """Delete one by one: each takes itself out of what is remembered."""
        for row in queryset:
            row.delete()


@admin.register(PortalSettings)
class PortalSettingsAdmin(HistoryAdmin):
    """The one row: its list is the row itself, with the defaults where nothing was saved yet."""

    fieldsets = (
        ("困ったときの連絡先", {"fields": ("contact_name", "contact_extension")}),
        (
            "約束の日数",
            {
                "fields": (
                    "first_reply_days",
                    "next_step_days",
                    "agreement_days",
                    "vendor_answer_days",
                    "reopen_days",
                ),
                "description": "変えたあとの約束から使います。もう約束した期限は変わりません。"
                "画面に出るまで、1分ほどかかることがあります。",
            },
        ),
        ("メール", {"fields": ("private_in_mail",)}),
        (
            "事業者",
            {
                "fields": ("vendor_contact_years",),
                "description": "毎晩、過ぎたものから消えます。0にすると消えません。消えたものは戻りません。",
            },
        ),
        (
            "展示会",
            {
                "fields": ("visitor_days",),
                "description": "毎晩、過ぎたものから消えます。0にすると消えません。消えたものは戻りません。",
            },
        ),
        ("効果の計算", {"fields": ("hourly_rate_yen",)}),
    )

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> PortalSettings | None:
        row: PortalSettings | None = super().get_object(request, object_id, from_field)
        return portal_settings() if row is None and object_id == "1" else row

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:reference_portalsettings_change", args=[1]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PortalSettings | None = None) -> bool:
        return False


@admin.register(Work)
class WorkAdmin(admin.ModelAdmin):
    """Works come about with hearings; here a name is put right, or one ends."""

    list_display = ("name", "division_on_day", "valid_from", "valid_to")
    list_filter = (("valid_to", admin.EmptyFieldListFilter),)
    search_fields = ("name", "name_key")
    readonly_fields = ("division_on_day", "valid_from")
    fields = ("division_on_day", "name", "valid_from", "valid_to")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Work]:
        rows: QuerySet[Work] = super().get_queryset(request).annotate(division_label=division_name())
        return rows

    @admin.display(description="課", ordering="division_label")
    def division_on_day(self, work: Any) -> str:
        return str(work.division_label)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Work | None = None) -> bool:
        return False


class CompanyForm(forms.ModelForm):
    """The number is read as people write it, and its check digit tried."""

    corporate_number = forms.CharField(label="法人番号", required=False, max_length=40, empty_value=None)
    website = forms.URLField(label="ウェブサイト", required=False, max_length=300, assume_scheme="https")

    def clean_corporate_number(self) -> str | None:
        typed = self.cleaned_data["corporate_number"]
        return read_corporate_number(typed) if typed else None


class ContactInline(admin.TabularInline):
    model = CompanyContact
    fields = ("name", "department", "mail", "phone", "is_active")
    extra = 0


@admin.register(Company)
class CompanyAdmin(HistoryAdmin):
    """One record for each company; contacts with it point here, and so it is not deleted."""

    form = CompanyForm
    list_display = ("name", "corporate_number", "address", "created_at")
    list_filter = (("corporate_number", admin.EmptyFieldListFilter),)
    search_fields = ("name", "name_key", "corporate_number", "contacts__name", "contacts__mail")
    fields = ("name", "corporate_number", "no_number_reason", "address", "website", "note", "created_at")
    readonly_fields = ("created_at",)
    inlines = (ContactInline,)

    def save_model(self, request: HttpRequest, obj: Company, form: Any, change: bool) -> None:
        if not change:
            obj.created_at = timezone.now()
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Company | None = None) -> bool:
        return False


@admin.register(ContactLog)
class ContactLogAdmin(admin.ModelAdmin):
    """To look at only: what was said and promised is appended by those who said it."""

    list_display = ("at", "company", "channel", "direction", "by", "promised", "promised_until", "kept_on")
    list_filter = ("channel", "direction", "field", ("kept_on", admin.EmptyFieldListFilter))
    list_select_related = ("company", "by", "field")
    search_fields = ("company__name", "company__corporate_number", "summary", "promised", "by__name")
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ContactLog | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ContactLog | None = None) -> bool:
        return False


@admin.register(Municipality)
class MunicipalityAdmin(HistoryAdmin):
    """All come from one file (`import_municipalities`); here one is put right, or a prefecture added."""

    list_display = ("code", "prefecture", "name", "kana")
    list_filter = ("prefecture",)
    search_fields = ("code", "name_key")

    def get_readonly_fields(self, request: HttpRequest, obj: Municipality | None = None) -> tuple[str, ...]:
        """A code is an identity: a municipality with another one is another one."""
        return ("code",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Municipality | None = None) -> bool:
        """Cases point to municipalities, also to one that was merged into another."""
        return False


@admin.register(NumberSeries)
class NumberSeriesAdmin(admin.ModelAdmin):
    """To look at only: a number once given is never given again."""

    list_display = ("series", "fiscal_year", "last")
    ordering = ("-fiscal_year", "series")

    def get_queryset(self, request: HttpRequest) -> QuerySet[NumberSeries]:
        return super().get_queryset(request).exclude(series__in=sealed_series())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: NumberSeries | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: NumberSeries | None = None) -> bool:
        return False
