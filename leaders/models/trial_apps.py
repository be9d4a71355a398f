"""The register of trial apps: what was built, with what, for whose work, and whether it is still in use."""

from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from leaders.enums import AppState
from leaders.models.teams import Team
from minato_dx.core.calendar import today
from minato_dx.organization.models import Division, User
from minato_dx.reference.models import InHouseTool, Work


class TrialAppQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Keep all for whoever works in the ward: what one division built is of use to another."""
        return self if user.may_sign_in(today()) else self.none()


class TrialApp(models.Model):
    """Something small that a division uses and somebody answers for. Readable for everybody in the ward."""

    name = models.CharField("名前", max_length=80)
    about = models.TextField("何をするものか", max_length=2000)
    tool = models.ForeignKey(
        InHouseTool, models.PROTECT, verbose_name="使ったツール", null=True, blank=True, related_name="+"
    )
    other_tool = models.CharField("一覧にないツール", max_length=80, blank=True)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name="使う課", related_name="+")
    work = models.ForeignKey(Work, models.PROTECT, verbose_name="業務", null=True, blank=True, related_name="+")
    handles_personal_data = models.BooleanField("個人情報を扱う", choices=[(True, "扱う"), (False, "扱わない")])
    state = models.CharField("状態", max_length=10, choices=AppState.choices, default=AppState.TRYING)
    team = models.ForeignKey(
        Team, models.PROTECT, verbose_name="作った班", null=True, blank=True, related_name="trial_apps"
    )
    # Empty while an owner is being looked for.
    owner = models.ForeignKey(User, models.PROTECT, verbose_name="持ち主", null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("登録した日時")
    created_by = models.ForeignKey(User, models.PROTECT, verbose_name="登録した人", related_name="+")
    confirmed_on = models.DateField("最後に確かめた日")
    confirmed_by = models.ForeignKey(User, models.PROTECT, verbose_name="確かめた人", related_name="+")
    asked_on = models.DateField("持ち主に聞いた日", null=True, blank=True)
    retired_reason = models.CharField("やめた理由", max_length=200, blank=True)

    objects = TrialAppQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "試作アプリ"
        ordering = ("-created_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(tool__isnull=False) | ~Q(other_tool=""),
                name="leaders_trial_app_has_tool",
                violation_error_message="使ったツールを選ぶか、名前を書いてください。",
            ),
            models.CheckConstraint(condition=Q(state__in=AppState.values), name="leaders_trial_app_state_known"),
            models.CheckConstraint(
                condition=Q(state=AppState.RETIRED) | Q(retired_reason=""), name="leaders_trial_app_retired_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "confirmed_on"], name="leaders_trial_app_to_ask"),
            models.Index(fields=["owner", "state"], name="leaders_trial_app_owner"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def tool_name(self) -> str:
        return self.tool.name if self.tool else self.other_tool

    @property
    def state_badge(self) -> AppState:
        return AppState(self.state)
