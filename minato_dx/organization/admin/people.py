"""People, and the slips with which they come in for the first time."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from minato_dx.core import calendar
from minato_dx.core.nudge import nudge
from minato_dx.organization.admin.base import NamesInForms, person_label
from minato_dx.organization.models import FirstLoginSlip, User
from minato_dx.organization.selectors import main_division_name, posts_of
from minato_dx.organization.services.slips import issue_slips
from minato_dx.organization.tasks import send_first_login_slip

NO_PASSWORD = Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)


class StateFilter(admin.SimpleListFilter):
    """Who can come in, who cannot, and why."""

    title = "ログイン"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("ready", "できる"), ("waiting", "パスワード未設定"), ("off", "停止中"), ("left", "離職")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        today = calendar.today()
        here = Q(left_on__isnull=True) | Q(left_on__gt=today)
        conditions = {
            "ready": here & Q(is_active=True) & ~NO_PASSWORD,
            "waiting": here & Q(is_active=True) & NO_PASSWORD,
            "off": here & Q(is_active=False),
            "left": Q(left_on__lte=today),
        }
        return queryset.filter(conditions[self.value()]) if self.value() in conditions else queryset


@admin.register(User)
class UserAdmin(NamesInForms):
    """People without any password field: who needs one gets a slip."""

    list_display = ("name", "staff_number", "kana", "division_name", "extension", "state", "is_administrator")
    list_filter = (StateFilter, "is_administrator", "is_demo")
    search_fields = ("staff_number", "name", "kana", "email")
    ordering = ("staff_number",)
    list_per_page = 50
    actions = ("print_slips", "mail_slips")
    readonly_fields = ("posts", "last_login", "must_change_password")
    fieldsets = (
        (None, {"fields": ("staff_number", "name", "kana", "email", "extension")}),
        ("所属と担当", {"fields": ("posts",)}),
        (
            "ログイン",
            {
                "fields": ("is_active", "left_on", "is_administrator", "last_login", "must_change_password"),
                "description": "パスワードはここでは決めません。一覧で職員を選び、「初回ログイン票」を渡してください。",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).annotate(division_name=main_division_name(day=calendar.today()))

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    @admin.display(description="主たる所属", ordering="division_name")
    def division_name(self, user: Any) -> str:
        return user.division_name

    @admin.display(description="ログイン")
    def state(self, user: User) -> str:
        today = calendar.today()
        if user.has_left(today):
            return "離職"
        if not user.is_active:
            return "停止中"
        return "できる" if user.has_usable_password() else "パスワード未設定"

    @admin.display(description="いまの所属・担当・役職")
    def posts(self, user: User) -> SafeString | str:
        """List what the person is today, with the way to add to it."""
        if user.pk is None:
            return "登録したあとで、「所属」に入れてください。"
        posts = posts_of(user=user, day=calendar.today())
        lines = [f"{post.department_name} {post.division_name} {post.post}" for post in posts.memberships]
        lines += [f"{duty.kind}：{duty.department}" for duty in posts.duties]
        lines += [office.get_office_display() for office in posts.offices]
        shown = format_html_join("", "<div>{}</div>", ([line] for line in lines)) or "ありません"
        add = reverse("admin:organization_membership_add")
        return format_html('{}<div><a href="{}?user={}">所属を足す</a></div>', shown, add, user.pk)

    # --- First-login slips ---------------------------------------------------------------------------
    @admin.action(description="初回ログイン票を印刷する", permissions=["change"])
    def print_slips(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse:
        """Ask first, then show the slips once, several on a sheet."""
        people, left_out = _entitled(queryset, request)
        if "confirmed" not in request.POST:
            return self._ask(request, "print_slips", people, left_out)
        slips = issue_slips(users=people, issued_by=request.user)
        self.log_change_of_many(request, [slip.user for slip in slips], "初回ログイン票を印刷")
        context = {"slips": slips, "navigation": None, "portal_address": settings.PORTAL_URL + reverse("login")}
        return TemplateResponse(request, "organization/slips.html", context)

    @admin.action(description="初回ログイン票をメールで送る", permissions=["change"])
    def mail_slips(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Ask first, then have each slip made and mailed by a task of its own."""
        entitled, left_out = _entitled(queryset, request)
        people = [user for user in entitled if user.email]
        without_mail = [user for user in entitled if not user.email]
        if "confirmed" not in request.POST:
            return self._ask(request, "mail_slips", people, left_out, without_mail)
        for user in people:
            nudge(send_first_login_slip, user.pk, request.user.pk, run_here=True)
        self.log_change_of_many(request, people, "初回ログイン票をメールで送付")
        self.message_user(request, f"{len(people)}人に初回ログイン票を送ります。", messages.SUCCESS)
        return None

    def _ask(
        self,
        request: HttpRequest,
        action: str,
        people: Sequence[User],
        left_out: Sequence[User],
        without_mail: Sequence[User] = (),
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": "初回ログイン票",
            "action": action,
            "action_checkbox_name": admin.helpers.ACTION_CHECKBOX_NAME,
            "people": people,
            "left_out": left_out,
            "without_mail": without_mail,
        }
        return TemplateResponse(request, "admin/organization/user/issue_slips.html", context)

    def log_change_of_many(self, request: HttpRequest, people: Sequence[User], text: str) -> None:
        """Write into the admin's log that something was done for each of ``people``."""
        for user in people:
            self.log_change(request, user, text)

    def autocomplete_label(self, user: Any) -> str:
        """Return what the searching list of people shows."""
        place = f"　{user.division_name}" if user.division_name else ""
        return person_label(user) + place


def _entitled(queryset: QuerySet[User], request: HttpRequest) -> tuple[list[User], list[User]]:
    """Return who may get a slip, and who may not: those who may not sign in, and whoever is asking."""
    today = calendar.today()
    people, left_out = [], []
    for user in queryset.order_by("staff_number"):
        chosen = people if user.may_sign_in(today) and user.pk != request.user.pk else left_out
        chosen.append(user)
    return people, left_out


@admin.register(FirstLoginSlip)
class FirstLoginSlipAdmin(admin.ModelAdmin):
    """To look at only: who got a slip, from whom, and whether it was used."""

    list_display = ("user", "staff_number", "issued_at", "issued_by", "expires_at", "used_at")
    list_filter = (("used_at", admin.EmptyFieldListFilter), "issued_at")
    list_select_related = ("user", "issued_by")
    search_fields = ("user__staff_number", "user__name", "user__kana")
    fields = readonly_fields = ("user", "issued_at", "issued_by", "expires_at", "used_at")

    @admin.display(description="職員番号", ordering="user__staff_number")
    def staff_number(self, slip: FirstLoginSlip) -> str:
        return slip.user.staff_number

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: FirstLoginSlip | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: FirstLoginSlip | None = None) -> bool:
        return False
