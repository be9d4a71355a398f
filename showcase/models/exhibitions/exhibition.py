"""An exhibition in the ward's own house: its days, and its halls with the booths on their plans."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, FSMModelMixin, transition
from simple_history.models import HistoricalRecords

from minato_dx.attachments.models import Attachment
from minato_dx.core.calendar import today
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from showcase import permissions
from showcase.enums import SHOWN, TEXT_LENGTH, TITLE_LENGTH, ExhibitionState

State = ExhibitionState

EXHIBITION_STEP_LABELS = {
    "plan": "計画を始めました",
    "open_applications": "出展者の募集を始めました",
    "publish": "案内を始めました",
    "start": "開会しました",
    "close": "閉会しました",
    "report": "報告をまとめました",
    "cancel": "中止にしました",
}


def _runs(_exhibition: Any, user: Any) -> bool:
    return permissions.can_run_exhibitions(user)


class ExhibitionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Keep what all staff may read; the DX section, who runs them, also sees what is only planned."""
        if not user.may_sign_in(today()):
            return self.none()
        if permissions.can_run_exhibitions(user):
            return self
        return self.filter(state__in=SHOWN)


class Exhibition(FSMModelMixin, models.Model):
    """One 庁内DX展示会. ``starts_on`` and ``ends_on`` are those of its days, written by the service that sets them."""

    title = models.CharField("名前", max_length=TITLE_LENGTH)
    theme = models.CharField("テーマ", max_length=120, blank=True)
    about = models.TextField("案内文", max_length=TEXT_LENGTH, blank=True)
    place = models.CharField("場所", max_length=120)
    starts_on = models.DateField("始まる日")
    ends_on = models.DateField("終わる日")
    field = models.ForeignKey(
        FieldOfWork, models.SET_NULL, verbose_name="主な分野", null=True, blank=True, related_name="+"
    )
    for_officials = models.BooleanField("ほかの自治体・団体の職員も来場できる", default=False)
    for_vendors = models.BooleanField("企業の人も来場できる", default=False)
    applications_until = models.DateField("出展申込みの締切", null=True, blank=True)
    terms = models.TextField("出展の条件", max_length=TEXT_LENGTH, blank=True)
    organizer = models.ForeignKey(User, models.PROTECT, verbose_name="担当", related_name="+")
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, verbose_name="写したもと", null=True, blank=True, related_name="+"
    )
    state = FSMField("状態", max_length=12, choices=State.choices, default=State.PLANNED, protected=True)
    created_at = models.DateTimeField("計画を始めた日時")
    published_at = models.DateTimeField("案内を始めた日時", null=True, blank=True)

    objects = ExhibitionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "展示会"
        ordering = ("-starts_on", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="showcase_exhibition_in_order"),
            models.CheckConstraint(
                condition=Q(applications_until__isnull=True) | Q(applications_until__lte=F("starts_on")),
                name="showcase_applications_before_it_starts",
                violation_error_message="出展申込みの締切は、開催の日より前にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in State]), name="showcase_exhibition_state_known"
            ),
        ]
        indexes = [models.Index(fields=["state", "-starts_on", "-id"], name="showcase_exhibition_list")]

    def __str__(self) -> str:
        return self.title

    @property
    def state_badge(self) -> State:
        return State(self.state)

    # --- Transitions. Each touches this row only; services do the rest. -----------------------------------

    @transition(field=state, source=State.PLANNED, target=State.APPLICATIONS, permission=_runs)
    def open_applications(self) -> None:
        """Companies, divisions and teams may apply."""

    @transition(field=state, source=[State.PLANNED, State.APPLICATIONS], target=State.PUBLISHED, permission=_runs)
    def publish(self) -> None:
        """All staff read of it and may reserve."""

    @transition(field=state, source=State.PUBLISHED, target=State.RUNNING, permission=_runs)
    def start(self) -> None:
        """The doors are open: by the clock on its first day, or by hand."""

    @transition(field=state, source=State.RUNNING, target=State.CLOSED, permission=_runs)
    def close(self) -> None:
        """It is over: by the clock after its last hour, or by hand."""

    @transition(field=state, source=State.CLOSED, target=State.REPORTED, permission=_runs)
    def report(self) -> None:
        """What came of it is written down."""

    @transition(
        field=state,
        source=[State.PLANNED, State.APPLICATIONS, State.PUBLISHED],
        target=State.CANCELLED,
        permission=_runs,
    )
    def cancel(self) -> None:
        """It does not take place, with the reason."""


class ExhibitionDay(models.Model):
    """A day of an exhibition and its hours (JST)."""

    exhibition = models.ForeignKey(
        Exhibition, models.CASCADE, verbose_name="展示会", related_name="days", db_index=False
    )
    day = models.DateField("日")
    opens_at = models.TimeField("開始")
    closes_at = models.TimeField("終了")

    class Meta:
        verbose_name = verbose_name_plural = "開催日"
        ordering = ("day",)
        constraints = [
            models.UniqueConstraint(
                fields=["exhibition", "day"],
                name="showcase_exhibition_day_once",
                violation_error_message="同じ日が2回あります。",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="showcase_exhibition_day_in_order",
                violation_error_message="終わる時刻は、始まる時刻より後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.opens_at:%H:%M}〜{self.closes_at:%H:%M}"


class Hall(models.Model):
    """A hall of an exhibition, with a picture of its plan and the words for those who do not see it."""

    exhibition = models.ForeignKey(
        Exhibition, models.CASCADE, verbose_name="展示会", related_name="halls", db_index=False
    )
    name = models.CharField("名前", max_length=60)
    place = models.CharField("場所", max_length=120, blank=True, help_text="例：本庁舎1階")
    plan = models.OneToOneField(
        Attachment, models.SET_NULL, verbose_name="配置図", null=True, blank=True, related_name="+"
    )
    plan_alt = models.CharField("配置図の説明", max_length=400, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "会場"
        ordering = ("order", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["exhibition", "name"],
                name="showcase_hall_once",
                violation_error_message="同じ名前の会場がもうあります。",
            ),
            models.CheckConstraint(
                condition=Q(plan__isnull=True) | ~Q(plan_alt=""),
                name="showcase_plan_says_what_it_shows",
                violation_error_message="配置図には、見えない人のための説明を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Booth(models.Model):
    """A place in a hall. ``x`` and ``y`` are percent of the plan's width and height, from its left and upper edge."""

    exhibition = models.ForeignKey(
        Exhibition, models.CASCADE, verbose_name="展示会", related_name="booths", db_index=False
    )
    hall = models.ForeignKey(Hall, models.PROTECT, verbose_name="会場", related_name="booths")
    code = models.CharField("番号", max_length=10, help_text="例：A-3")
    x = models.DecimalField("左から（%）", max_digits=5, decimal_places=2, null=True, blank=True)
    y = models.DecimalField("上から（%）", max_digits=5, decimal_places=2, null=True, blank=True)
    has_power = models.BooleanField("電源がある", default=True)
    has_network = models.BooleanField("ネットワークがある", default=False)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "ブース"
        ordering = ("order", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["exhibition", "code"],
                name="showcase_booth_code_once",
                violation_error_message="同じ番号のブースがもうあります。",
            ),
            models.CheckConstraint(
                condition=Q(x__isnull=True, y__isnull=True) | Q(x__gte=0, x__lte=100, y__gte=0, y__lte=100),
                name="showcase_booth_on_the_plan",
                violation_error_message="位置は、左からと上からの両方を0〜100で入れてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def taken_by(self) -> Any:
        """Who stands here, or None; without a query where it was read with ``select_related``."""
        return getattr(self, "exhibitor", None)
