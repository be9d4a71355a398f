"""A vendor's proposal: what was proposed by whom, who has it, and where it stands."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Case, F, GeneratedField, Q, Value, When
from django_fsm import FSMField, FSMModelMixin, transition

from minato_dx.core.calendar import fiscal_year_label, today
from minato_dx.organization.models import User
from minato_dx.reference.models import Company, CompanyContact, FieldOfWork
from proposals import permissions
from proposals.enums import (
    ENDED,
    OPEN,
    SHOWN,
    TEXT_LENGTH,
    UNDECIDED,
    CostRange,
    Outcome,
    PromiseKind,
    Source,
    State,
    ToolKind,
    YesNoUnknown,
)


def _works_on(proposal: Any, user: Any) -> bool:
    return permissions.can_work_on(user, proposal)


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Keep all for the desk, and nothing for anybody else: what is shared in-house is a catalogue of its own."""
        return self if permissions.is_at_desk(user) else self.none()

    def open(self) -> Self:
        return self.filter(is_open=True)

    def shared_with(self, user: User) -> Self:
        """Keep what all staff may read: what is shown in-house, without its confidential parts."""
        return self.filter(state__in=SHOWN) if user.may_sign_in(today()) else self.none()

    def once_shared_with(self, user: User) -> Self:
        """Keep what all staff may read or once could; what is over is marked as such where it is shown."""
        return self.filter(shared_until__isnull=False) if user.may_sign_in(today()) else self.none()


class Proposal(FSMModelMixin, models.Model):
    """One proposal at the desk. Confidential parts are not here: they have a table of their own."""

    fiscal_year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("番号")
    submission_token = models.UUIDField("送信の印", default=uuid.uuid4, unique=True, editable=False)
    # What the door calls it, where it came by the door: its own key, and the receipt number that the vendor has.
    door_key = models.UUIDField("窓口の鍵", null=True, blank=True, unique=True, editable=False)
    door_receipt = models.CharField("窓口の受付番号", max_length=20, blank=True)
    source = models.CharField("受け方", max_length=10, choices=Source.choices)
    entered_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="入力した人", null=True, blank=True, related_name="+"
    )
    company = models.ForeignKey(Company, models.PROTECT, verbose_name="事業者", related_name="+", db_index=False)
    contact = models.ForeignKey(
        CompanyContact, models.SET_NULL, verbose_name="相手", null=True, blank=True, related_name="+"
    )

    title = models.CharField("件名", max_length=80)
    problem = models.TextField("何を解決するか", max_length=TEXT_LENGTH)
    for_whom = models.CharField("だれのためか", max_length=200, blank=True)
    fields = models.ManyToManyField(FieldOfWork, verbose_name="分野", related_name="+")
    tool_kind = models.CharField("種類", max_length=12, choices=ToolKind.choices, blank=True)
    how = models.TextField("どう解決するか", max_length=TEXT_LENGTH, blank=True)
    evidence = models.TextField("実績", max_length=TEXT_LENGTH, blank=True)
    cost_range = models.CharField("費用（年）", max_length=10, choices=CostRange.choices, default=CostRange.UNKNOWN)
    cost_note = models.CharField("費用の説明", max_length=200, blank=True)
    free_trial = models.CharField(
        "無料で試せる", max_length=10, choices=YesNoUnknown.choices, default=YesNoUnknown.UNKNOWN
    )
    lgwan_asp = models.CharField("LGWAN-ASP", max_length=10, choices=YesNoUnknown.choices, default=YesNoUnknown.UNKNOWN)
    ismap = models.CharField("ISMAP", max_length=10, choices=YesNoUnknown.choices, default=YesNoUnknown.UNKNOWN)
    iso27001 = models.CharField("ISO 27001", max_length=10, choices=YesNoUnknown.choices, default=YesNoUnknown.UNKNOWN)
    data_location = models.CharField("データの置き場所", max_length=120, blank=True)

    state = FSMField("状態", max_length=12, choices=State.choices, default=State.RECEIVED, protected=True)
    is_open = GeneratedField(
        verbose_name="進行中",
        expression=Case(When(state__in=[str(state) for state in OPEN], then=Value(True)), default=Value(False)),
        output_field=models.BooleanField(verbose_name="進行中"),
        db_persist=True,
    )
    assignee = models.ForeignKey(User, models.PROTECT, verbose_name="担当", related_name="+", db_index=False)
    received_at = models.DateTimeField("受付日時")
    next_due_at = models.DateTimeField("次の約束の日時", null=True, blank=True)
    next_due_kind = models.CharField("次の約束", max_length=12, choices=PromiseKind.choices, blank=True)
    decided_at = models.DateTimeField("審査の結果を決めた日時", null=True, blank=True)
    shared_until = models.DateField("庁内で見せる最後の日", null=True, blank=True)
    transferred_to = models.CharField("移送先", max_length=120, blank=True)
    outcome = models.CharField("対話の結果", max_length=12, choices=Outcome.choices, blank=True)
    closed_at = models.DateTimeField("終わった日時", null=True, blank=True)
    same_as = models.ForeignKey(
        "self", models.PROTECT, verbose_name="前の同じ提案", null=True, blank=True, related_name="later_ones"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提案"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "serial"], name="proposals_number_unique"),
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in State]), name="proposals_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(s) for s in OPEN], closed_at__isnull=True)
                | Q(state__in=[str(s) for s in ENDED], closed_at__isnull=False),
                name="proposals_ended_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.TRANSFERRED) | ~Q(transferred_to=""), name="proposals_transferred_somewhere"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED) | ~Q(outcome=""), name="proposals_closed_has_outcome"
            ),
            models.CheckConstraint(
                condition=Q(same_as__isnull=True) | ~Q(same_as=F("id")), name="proposals_not_same_as_itself"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.MERGED) | Q(same_as__isnull=False), name="proposals_merged_into_something"
            ),
            models.CheckConstraint(
                condition=Q(is_open=True) | Q(next_due_at__isnull=True), name="proposals_ended_promises_nothing"
            ),
        ]
        indexes = [
            models.Index(fields=["company", "-id"], name="proposals_by_company"),
            models.Index(fields=["state", "-id"], name="proposals_by_state"),
            models.Index(fields=["assignee", "next_due_at"], condition=Q(is_open=True), name="proposals_open_assignee"),
            models.Index(fields=["next_due_at", "id"], condition=Q(is_open=True), name="proposals_open_due"),
            models.Index(fields=["state", "shared_until"], name="proposals_shared_until"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The receipt number as people say it: ``提案 令和8年度-0012``."""
        return f"提案 {fiscal_year_label(self.fiscal_year)}-{self.serial:04d}"

    @property
    def slug(self) -> str:
        """The receipt number as the address has it: ``2026-0012``."""
        return f"{self.fiscal_year}-{self.serial:04d}"

    @property
    def state_badge(self) -> State:
        return State(self.state)

    # --- Transitions. Each touches this row only; services do the rest. -----------------------------------

    @transition(
        field=state,
        source=[State.RECEIVED, State.SCREENING],
        target=State.INCOMPLETE,
        permission=_works_on,
        custom={"label": "補正をお願いする"},
    )
    def ask_back(self) -> None:
        """Something is missing; the clock stops until the vendor answers."""

    @transition(
        field=state,
        source=State.INCOMPLETE,
        target=State.SCREENING,
        permission=_works_on,
        custom={"label": "補正を受け取った"},
    )
    def complete(self) -> None:
        """What was missing is there."""

    @transition(
        field=state,
        source=State.RECEIVED,
        target=State.SCREENING,
        permission=_works_on,
        custom={"label": "審査に進む"},
    )
    def begin_screening(self) -> None:
        """It is complete, and is reviewed."""

    @transition(
        field=state,
        source=State.SCREENING,
        target=State.SHARED,
        permission=_works_on,
        custom={"label": "庁内に共有する"},
    )
    def share(self) -> None:
        """All staff may read it, but for its confidential parts."""

    @transition(
        field=state,
        source=[State.RECEIVED, State.SCREENING],
        target=State.TRANSFERRED,
        permission=_works_on,
        custom={"label": "別の窓口へ移送する"},
    )
    def transfer(self) -> None:
        """Another desk answers it."""

    @transition(
        field=state,
        source=[State.RECEIVED, State.INCOMPLETE, State.SCREENING],
        target=State.DECLINED,
        permission=_works_on,
        custom={"label": "見送る"},
    )
    def decline(self) -> None:
        """The desk says no, with the reason."""

    @transition(
        field=state, source=State.SHARED, target=State.DIALOGUE, permission=_works_on, custom={"label": "対話を始める"}
    )
    def begin_dialogue(self) -> None:
        """Divisions and vendor talk, the desk being present."""

    @transition(
        field=state,
        source=[State.SHARED, State.DIALOGUE],
        target=State.CLOSED,
        permission=_works_on,
        custom={"label": "結果を記録して終える"},
    )
    def close(self) -> None:
        """It is known what came of it."""

    @transition(
        field=state,
        source=[*UNDECIDED, State.SHARED, State.DIALOGUE],
        target=State.WITHDRAWN,
        permission=_works_on,
        custom={"label": "取り下げを記録する"},
    )
    def withdraw(self) -> None:
        """The vendor takes it back."""

    @transition(
        field=state,
        source=[*UNDECIDED],
        target=State.MERGED,
        permission=_works_on,
        custom={"label": "前の提案と合わせる"},
    )
    def merge(self) -> None:
        """It is the same as an earlier one, which goes on."""

    @transition(field=state, source=State.SHARED, target=State.EXPIRED, custom={"label": "期限が切れた"})
    def expire(self) -> None:
        """Its time in the catalogue is over; the clock does this."""


class EvidenceCity(models.Model):
    """A municipality that uses it already, by its code: never by its name alone."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, verbose_name="提案", related_name="cities", db_index=False)
    code = models.CharField("団体コード", max_length=6)
    name = models.CharField("名称（その日）", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "使っている自治体"
        ordering = ("code",)
        constraints = [models.UniqueConstraint(fields=["proposal", "code"], name="proposals_city_once")]

    def __str__(self) -> str:
        return self.name


class Promise(models.Model):
    """What is promised to the vendor, by when, and whether it was kept."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, verbose_name="提案", related_name="promises", db_index=False)
    kind = models.CharField("約束", max_length=12, choices=PromiseKind.choices)
    made_at = models.DateTimeField("約束した日時")
    due_at = models.DateTimeField("期限")
    paused_at = models.DateTimeField("止めた日時", null=True, blank=True)
    kept_at = models.DateTimeField("果たした日時", null=True, blank=True)
    dropped_at = models.DateTimeField("なくなった日時", null=True, blank=True)
    reminded_at = models.DateTimeField("期限の日を知らせた日時", null=True, blank=True)
    lateness_told_at = models.DateTimeField("遅れを知らせた日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "提案の約束"
        ordering = ("id",)
        constraints = [
            # The first answer and the decision are promised at the same time, each once at a time.
            models.UniqueConstraint(
                fields=["proposal", "kind"],
                condition=Q(kept_at__isnull=True, dropped_at__isnull=True),
                name="proposals_one_open_promise_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(kept_at__isnull=True) | Q(dropped_at__isnull=True), name="proposals_kept_or_dropped"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(
                    kept_at__isnull=True, dropped_at__isnull=True, paused_at__isnull=True, lateness_told_at__isnull=True
                ),
                name="proposals_promise_to_watch",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_at:%Y-%m-%d}"


class TransitionLog(models.Model):
    """A step of the proposal: who took it, when and why. Rows are only ever added."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, verbose_name="提案", related_name="steps", db_index=False)
    name = models.CharField("できごと", max_length=30)
    from_state = models.CharField("前の状態", max_length=12, choices=State.choices, blank=True)
    to_state = models.CharField("後の状態", max_length=12, choices=State.choices)
    actor = models.ForeignKey(User, models.PROTECT, verbose_name="した人", null=True, blank=True, related_name="+")
    actor_name = models.CharField("氏名（その日）", max_length=80, blank=True)
    actor_post = models.CharField("職名（その日）", max_length=120, blank=True)
    reason = models.TextField("理由", max_length=TEXT_LENGTH, blank=True)
    created_at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "提案の経過"
        ordering = ("created_at", "id")
        indexes = [models.Index(fields=["proposal", "created_at", "id"], name="proposals_log")]

    def __str__(self) -> str:
        return f"{self.name} {self.created_at:%Y-%m-%d}"
