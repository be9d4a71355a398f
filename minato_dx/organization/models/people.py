"""Who one is: the person, and the slip with which they come in for the first time."""

import datetime as dt

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from minato_dx.organization.managers import UserManager

staff_number_form = RegexValidator(
    r"^[0-9A-Za-z-]+\Z", "職員番号は、半角の数字・英字・ハイフンで入れてください（先頭の0も省かずに）。"
)
extension_form = RegexValidator(r"^[0-9-]+\Z", "内線は、半角の数字とハイフンで入れてください。例：2300")


class User(AbstractBaseUser):
    """A person of the ward. What they are (post, head, duty, office) is dated and stands in rows of its own."""

    staff_number = models.CharField("職員番号", max_length=20, unique=True, validators=[staff_number_form])
    name = models.CharField("氏名", max_length=80)
    kana = models.CharField("ふりがな", max_length=120, blank=True)
    email = models.EmailField("メール", blank=True)
    extension = models.CharField("内線", max_length=20, blank=True, validators=[extension_form])
    is_active = models.BooleanField(
        "ログインできる",
        default=True,
        help_text="一時的に止めるときに外します。退職・転出した人は、外さずに「離職日」を入れてください。",
    )
    is_administrator = models.BooleanField("システム管理者", default=False)
    left_on = models.DateField("離職日", null=True, blank=True, help_text="この日からログインできません。")
    must_change_password = models.BooleanField("次のログインでパスワードを変える", default=False)
    is_demo = models.BooleanField("お試しの人", default=False, editable=False)
    demo_role = models.CharField("お試しの役割", max_length=40, blank=True, editable=False)

    USERNAME_FIELD = "staff_number"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "職員"
        ordering = ["staff_number"]
        indexes = [
            models.Index(fields=["name"], name="organization_user_name"),
            models.Index(fields=["kana"], name="organization_user_kana"),
            models.Index(
                fields=["demo_role"], name="organization_user_demo", condition=Q(is_demo=True) & ~Q(demo_role="")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(staff_number="") & ~Q(name=""),
                name="organization_user_number_and_name",
                violation_error_message="職員番号と氏名を入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def surname(self) -> str:
        """Return the part of the name before the first space (of any width)."""
        return (self.name.split() or [self.name])[0]

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Tell Django admin whether the person may enter: administrators only."""
        return self.is_administrator

    @property
    def is_superuser(self) -> bool:
        return self.is_administrator

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and self.is_administrator

    def has_perms(self, perm_list: list[str], obj: object = None) -> bool:
        return self.is_active and self.is_administrator

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_administrator

    def has_left(self, day: dt.date) -> bool:
        """Tell whether ``day`` (JST) is the first day out of employment or later."""
        return self.left_on is not None and self.left_on <= day

    def may_sign_in(self, day: dt.date) -> bool:
        """Tell whether the account works on ``day`` (JST)."""
        return self.is_active and not self.has_left(day)


class FirstLoginSlip(models.Model):
    """A one-time code, given on paper or by mail; only its keyed hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="first_login_slips", verbose_name="職員")
    code_hash = models.CharField("符号のハッシュ", max_length=64)
    issued_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="発行した人"
    )
    issued_at = models.DateTimeField("発行日時")
    expires_at = models.DateTimeField("期限")
    used_at = models.DateTimeField("使った日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "初回ログイン票"
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(used_at__isnull=True), name="organization_slip_one_unused_each"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="organization_slip_expires_later"),
        ]

    def __str__(self) -> str:
        return f"初回ログイン票 {self.pk}"
