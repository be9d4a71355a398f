"""「ほかではどうしている？」: a division asks who else has solved this, and others answer without knowing who asked."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django_fsm import FSMField, FSMModelMixin, transition

from consultations import permissions
from consultations.enums import (
    FINDING_LENGTH,
    RESEARCH_ENDED,
    RESEARCH_LENGTH,
    RESEARCH_WAITS,
    FindingState,
    ResearchOutcome,
    ResearchState,
    Source,
)
from consultations.models.consultation import Consultation
from minato_dx.core.calendar import today
from minato_dx.core.links import LINK_LENGTH, is_web_link
from minato_dx.organization.models import Department, Division, User
from minato_dx.organization.roles import roles_of
from minato_dx.reference.models import Company, FieldOfWork, Municipality

RESEARCH_STEPS = {
    "ask": "依頼しました",
    "accept": "公開する文を決めました",
    "pass_on": "ほかの人に聞き始めました",
    "close": "完了しました",
    "decline": "見送りました",
    "withdraw": "取り下げました",
    "answer": "回答が届きました",
    "check": "回答を確かめました",
    "leave_out": "回答を使わないことにしました",
}


def _runs(_row: Any, user: Any) -> bool:
    return permissions.can_run_research(user)


def _asked(row: Any, user: Any) -> bool:
    return row.asker_id == user.pk


class ResearchQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Keep those that the user may read with the division's name: one's own, those of one's divisions, and for the
        DX section all. What was asked from a consultation that is private by now is for those who see that one.
        """
        if not user.may_sign_in(today()):
            return self.none()
        own = Q(asker=user)
        unconcealed = Q(consultation__isnull=True) | Q(consultation__is_private=False)
        unconcealed |= Q(consultation__in=Consultation.objects.visible_to(user).filter(is_private=True).values("pk"))
        roles = roles_of(user)
        if roles.is_dx_staff:
            return self.filter(own | unconcealed)
        return self.filter(own | (unconcealed & Q(division__in=roles.division_ids)))

    def open_to(self, user: User) -> Self:
        """Keep those that all staff are asked; of these others read the public wording and nothing else."""
        return self.filter(state=ResearchState.PASSED_ON) if user.may_sign_in(today()) else self.none()


class ResearchRequest(FSMModelMixin, models.Model):
    """One division's question; ``public_wording`` is all that anybody outside the division and the DX section reads."""

    asker = models.ForeignKey(User, models.PROTECT, verbose_name="依頼した人", related_name="+")
    division = models.ForeignKey(Division, models.PROTECT, verbose_name="課", related_name="+", db_index=False)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="部", related_name="+")
    division_name = models.CharField("課の名前（その日）", max_length=80)
    consultation = models.ForeignKey(
        Consultation, models.PROTECT, verbose_name="もとの相談", null=True, blank=True, related_name="+"
    )
    question = models.TextField("知りたいこと", max_length=RESEARCH_LENGTH)
    field = models.ForeignKey(
        FieldOfWork, models.SET_NULL, verbose_name="分野", null=True, blank=True, related_name="+"
    )
    public_wording = models.TextField("公開する文", max_length=RESEARCH_LENGTH, blank=True)

    state = FSMField("状態", max_length=10, choices=ResearchState.choices, default=ResearchState.ASKED, protected=True)
    handled_by = models.ForeignKey(User, models.PROTECT, verbose_name="担当", null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField("依頼した日時")
    answer_by = models.DateField("いつまでに返事をするか")
    passed_on_at = models.DateTimeField("聞き始めた日時", null=True, blank=True)
    passed_on_to = models.CharField("聞いた相手", max_length=RESEARCH_LENGTH, blank=True)
    ended_at = models.DateTimeField("終わった日時", null=True, blank=True)
    outcome = models.CharField("結果", max_length=8, choices=ResearchOutcome.choices, blank=True)

    objects = ResearchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "調査依頼"
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in ResearchState]),
                name="consultations_research_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=ResearchState.PASSED_ON) | (~Q(public_wording="") & Q(passed_on_at__isnull=False)),
                name="consultations_research_passed_on_has_wording",
            ),
            models.CheckConstraint(
                condition=~Q(state=ResearchState.CLOSED) | ~Q(outcome=""), name="consultations_research_closed_says_how"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in RESEARCH_ENDED]) ^ Q(ended_at__isnull=True),
                name="consultations_research_ended_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-passed_on_at", "-id"], name="consult_research_open"),
            models.Index(fields=["division", "-asked_at"], name="consult_research_by_division"),
        ]

    def __str__(self) -> str:
        # Administrators read this; what the division wrote is not for them.
        return self.public_wording or f"調査依頼{self.pk}"

    @property
    def state_badge(self) -> ResearchState:
        return ResearchState(self.state)

    @property
    def is_late(self) -> bool:
        """Tell whether the division should have heard whether others are asked."""
        return self.state in RESEARCH_WAITS and self.answer_by < today()

    # --- Transitions. Each touches this row only; services do the rest. -----------------------------------

    @transition(
        field=state,
        source=[ResearchState.ASKED, ResearchState.ACCEPTED],
        target=ResearchState.ACCEPTED,
        permission=_runs,
    )
    def accept(self) -> None:
        """The DX section found words that do not tell who asks."""

    @transition(field=state, source=ResearchState.ACCEPTED, target=ResearchState.PASSED_ON, permission=_runs)
    def pass_on(self) -> None:
        """Vendors, colleagues elsewhere and all staff are asked."""

    @transition(field=state, source=ResearchState.PASSED_ON, target=ResearchState.CLOSED, permission=_runs)
    def close(self) -> None:
        """Nobody is asked any more; what came of it is said."""

    @transition(
        field=state,
        source=[ResearchState.ASKED, ResearchState.ACCEPTED],
        target=ResearchState.DECLINED,
        permission=_runs,
    )
    def decline(self) -> None:
        """Others are not asked, with the reason."""

    @transition(
        field=state,
        source=[ResearchState.ASKED, ResearchState.ACCEPTED, ResearchState.PASSED_ON],
        target=ResearchState.WITHDRAWN,
        permission=_asked,
    )
    def withdraw(self) -> None:
        """Whoever asked does not need it any more."""


class Finding(models.Model):
    """One answer to a research request; who asked reads it once the DX section has compared it with what it names."""

    request = models.ForeignKey(
        ResearchRequest, models.CASCADE, verbose_name="調査依頼", related_name="findings", db_index=False
    )
    source = models.CharField("だれから", max_length=12, choices=Source.choices)
    told_by = models.CharField("教えてくれた人", max_length=120, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name="取り組んだ自治体", null=True, blank=True, related_name="+"
    )
    company = models.ForeignKey(
        Company, models.SET_NULL, verbose_name="関わった事業者", null=True, blank=True, related_name="+"
    )
    text = models.TextField("内容", max_length=FINDING_LENGTH)
    link = models.CharField("リンク", max_length=LINK_LENGTH, blank=True, validators=[is_web_link])
    state = models.CharField("状態", max_length=10, choices=FindingState.choices, default=FindingState.RECEIVED)
    reason = models.CharField("使わない理由", max_length=200, blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, verbose_name="書いた人", related_name="+")
    noted_at = models.DateTimeField("書いた日時")
    checked_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="確かめた人", null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField("確かめた日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "調査依頼への回答"
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state=FindingState.RECEIVED, checked_at__isnull=True, checked_by__isnull=True)
                | (~Q(state=FindingState.RECEIVED) & Q(checked_at__isnull=False, checked_by__isnull=False)),
                name="consultations_finding_checked_has_who",
            ),
            models.CheckConstraint(
                condition=~Q(state=FindingState.LEFT_OUT) | ~Q(reason=""),
                name="consultations_finding_left_out_says_why",
            ),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="http://") | Q(link__startswith="https://"),
                name="consultations_finding_link_is_http",
                violation_error_message="リンクは http:// か https:// で始めてください。",
            ),
        ]
        indexes = [models.Index(fields=["request", "state", "id"], name="consult_finding_by_request")]

    def __str__(self) -> str:
        return self.text

    @property
    def state_badge(self) -> FindingState:
        return FindingState(self.state)


class ResearchLog(models.Model):
    """A step of a request: who took it, when and why. Rows are only ever added."""

    request = models.ForeignKey(
        ResearchRequest, models.CASCADE, verbose_name="調査依頼", related_name="steps", db_index=False
    )
    name = models.CharField("できごと", max_length=12)
    from_state = models.CharField("前の状態", max_length=10, choices=ResearchState.choices, blank=True)
    to_state = models.CharField("後の状態", max_length=10, choices=ResearchState.choices)
    actor = models.ForeignKey(User, models.PROTECT, verbose_name="した人", related_name="+")
    actor_name = models.CharField("氏名（その日）", max_length=80)
    actor_post = models.CharField("職名（その日）", max_length=120, blank=True)
    reason = models.TextField("内容", max_length=RESEARCH_LENGTH, blank=True)
    created_at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "調査依頼の経過"
        ordering = ("created_at", "id")
        indexes = [models.Index(fields=["request", "created_at", "id"], name="consult_research_log")]

    def __str__(self) -> str:
        return f"{self.name} {self.created_at:%Y-%m-%d}"

    @property
    def label(self) -> str:
        """What happened, in words."""
        return RESEARCH_STEPS[self.name]
