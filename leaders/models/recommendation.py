"""A recommendation: whom a division's head wants to see appointed, renewed or released, and what happened to it."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, FSMModelMixin, transition

from leaders import permissions
from leaders.enums import OPEN, Consent, Kind, LetterKind, State
from leaders.models.plan import Cohort
from leaders.models.terms import LeaderTerm
from minato_dx.organization.models import Department, Division, User
from minato_dx.organization.roles import roles_of

REASON_LENGTH = 2000


def _recommends(recommendation: Any, user: Any) -> bool:
    return permissions.can_recommend_for(user, recommendation.division_id)


def _checks(_recommendation: Any, user: Any) -> bool:
    return permissions.can_check(user)


class RecommendationQuerySet(models.QuerySet):
    """Recommendations asked for by who may see them."""

    def visible_to(self, user: User) -> Self:
        """Keep what ``user`` may see: the DX section all but drafts, the head the division's, the candidate their own.

        CIO and deputy see what the section has checked.
        """
        roles = roles_of(user)
        headed = roles.headed_division_ids | roles.acting_headed_division_ids
        mine = Q(division__in=headed) | (Q(recommended_by=user))
        sent = ~Q(state=State.DRAFT)
        seen = mine | (Q(candidate=user) & sent)
        if permissions.can_check(user):
            seen |= sent
        if permissions.is_in_deciders_office(user):
            seen |= Q(checked_at__isnull=False)
        return self.filter(seen)

    def open(self) -> Self:
        return self.filter(state__in=[str(state) for state in OPEN])


class Recommendation(FSMModelMixin, models.Model):
    """One recommendation of one person by one head. The names are those of the day on which it was sent."""

    kind = models.CharField("種類", max_length=10, choices=Kind.choices, default=Kind.NEW)
    cohort = models.ForeignKey(
        Cohort, models.PROTECT, verbose_name="期", null=True, blank=True, related_name="recommendations", db_index=False
    )
    # The term that is to be renewed or to end.
    term = models.ForeignKey(
        LeaderTerm, models.PROTECT, verbose_name="任期", null=True, blank=True, related_name="recommendations"
    )
    division = models.ForeignKey(Division, models.PROTECT, verbose_name="課", related_name="+", db_index=False)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="部", related_name="+")
    division_name = models.CharField("課の名前（その日）", max_length=80)
    department_name = models.CharField("部の名前（その日）", max_length=80)
    candidate = models.ForeignKey(User, models.PROTECT, verbose_name="候補者", related_name="+", db_index=False)
    candidate_name = models.CharField("候補者の氏名（その日）", max_length=80)
    candidate_post = models.CharField("候補者の職名（その日）", max_length=80, blank=True)
    recommended_by = models.ForeignKey(User, models.PROTECT, verbose_name="推薦した所属長", related_name="+")
    recommended_by_name = models.CharField("所属長の氏名（その日）", max_length=80)
    recommended_by_post = models.CharField("所属長の職名（その日）", max_length=120, blank=True)
    reason = models.TextField("理由", max_length=REASON_LENGTH)
    expected_use = models.TextField("任せたいこと", max_length=REASON_LENGTH, blank=True)
    effective_on = models.DateField("発令日")
    letter_kind = models.CharField(
        "任命書の種類", max_length=10, choices=LetterKind.choices, default=LetterKind.APPOINT
    )

    state = FSMField("状態", max_length=10, choices=State.choices, default=State.DRAFT, protected=True)
    consent = models.CharField("本人の同意", max_length=8, choices=Consent.choices, default=Consent.ASKED)
    consent_comment = models.CharField("本人のことば", max_length=400, blank=True)
    consent_at = models.DateTimeField("本人が答えた日時", null=True, blank=True)
    question = models.TextField("差し戻しの理由", max_length=REASON_LENGTH, blank=True)
    created_at = models.DateTimeField("作った日時")
    submitted_at = models.DateTimeField("推薦した日時", null=True, blank=True)
    checked_at = models.DateTimeField("確認した日時", null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, verbose_name="差し替える前の推薦", null=True, blank=True, related_name="replaced_by"
    )
    submission_token = models.UUIDField("送信の印", null=True, unique=True, editable=False)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "推薦"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "division"],
                condition=Q(state__in=[*(str(state) for state in OPEN), str(State.APPROVED)]),
                name="leaders_one_recommendation_per_cohort",
                violation_error_message="この期には、この課の推薦がもうあります。",
            ),
            models.UniqueConstraint(
                fields=["term"],
                condition=Q(state__in=[str(state) for state in OPEN]),
                name="leaders_one_open_change_per_term",
                violation_error_message="この任期の更新か解任の申し出が、もうあります。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in State], kind__in=[str(kind) for kind in Kind]),
                name="leaders_recommendation_known",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.NEW, cohort__isnull=False, term__isnull=True)
                | (~Q(kind=Kind.NEW) & Q(cohort__isnull=True, term__isnull=False)),
                name="leaders_recommendation_of_cohort_or_term",
            ),
            models.CheckConstraint(
                condition=~Q(candidate=F("recommended_by")),
                name="leaders_nobody_recommends_themselves",
                violation_error_message="自分を推薦することはできません。課のほかの人を選んでください。",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) | Q(submitted_at__isnull=False) | Q(state=State.WITHDRAWN),
                name="leaders_recommendation_sent_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["checked", "approved"])
                | Q(kind=Kind.RELEASE, checked_at__isnull=False)
                | Q(consent=Consent.GIVEN, checked_at__isnull=False),
                name="leaders_checked_has_consent",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "effective_on", "department"], name="leaders_recommendation_wait"),
            models.Index(fields=["division", "state"], name="leaders_recommendation_of_div"),
            models.Index(fields=["candidate", "state"], name="leaders_recommendation_of_man"),
            models.Index(fields=["cohort", "state"], name="leaders_recommendation_in"),
        ]

    def __str__(self) -> str:
        return f"{self.division_name} {self.candidate_name}"

    @property
    def stage(self) -> State:
        """Return the state as a member, with its words and looks."""
        return State(self.state)

    @transition("state", source=[State.DRAFT, State.RETURNED], target=State.SUBMITTED, permission=_recommends)
    def submit(self) -> None:
        """Send it to the DX section, or send it again with an answer to the question."""

    @transition("state", source=State.SUBMITTED, target=State.CHECKED, permission=_checks)
    def check_off(self) -> None:
        """Pass it on to the CIO."""

    @transition("state", source=[State.SUBMITTED, State.CHECKED], target=State.RETURNED)
    def give_back(self) -> None:
        """Give it back to the head with a question."""

    @transition("state", source=list(OPEN), target=State.WITHDRAWN, permission=_recommends)
    def withdraw(self) -> None:
        """Take it back."""

    @transition("state", source=State.CHECKED, target=State.APPROVED)
    def approve(self) -> None:
        """Publish that it was approved."""

    @transition("state", source=State.CHECKED, target=State.DECLINED)
    def decline(self) -> None:
        """Publish that it was declined."""


STEP_LABELS = {
    "create": "作りました",
    "submit": "推薦しました",
    "consent": "同意しました",
    "refuse": "辞退しました",
    "check_off": "確認して、決定をお願いしました",
    "give_back": "差し戻しました",
    "return": "CIOが差し戻しました",
    "withdraw": "取り下げました",
    "publish": "発令",
    "not_published": "発令できませんでした",
}


class RecommendationLog(models.Model):
    """A step of a recommendation. Rows are only ever added; an unpublished decision is not among them."""

    recommendation = models.ForeignKey(
        Recommendation, models.CASCADE, verbose_name="推薦", related_name="steps", db_index=False
    )
    name = models.CharField("できごと", max_length=30)
    from_state = models.CharField("前の状態", max_length=10, choices=State.choices, blank=True)
    to_state = models.CharField("後の状態", max_length=10, choices=State.choices)
    actor = models.ForeignKey(User, models.PROTECT, verbose_name="した人", null=True, blank=True, related_name="+")
    actor_name = models.CharField("氏名（その日）", max_length=80, blank=True)
    actor_post = models.CharField("職名（その日）", max_length=120, blank=True)
    text = models.TextField("内容", max_length=4000, blank=True)
    created_at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "推薦の経過"
        ordering = ("created_at", "id")
        indexes = [models.Index(fields=["recommendation", "created_at", "id"], name="leaders_steps_in_order")]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"

    @property
    def label(self) -> str:
        """Return what happened, in words."""
        return STEP_LABELS[self.name]


class NoCandidate(models.Model):
    """A head's answer that the division recommends nobody in this cohort, and why."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, verbose_name="期", related_name="without_candidate")
    division = models.ForeignKey(Division, models.PROTECT, verbose_name="課", related_name="+")
    division_name = models.CharField("課の名前（その日）", max_length=80)
    answered_by = models.ForeignKey(User, models.PROTECT, verbose_name="答えた所属長", related_name="+")
    reason = models.TextField("理由", max_length=REASON_LENGTH)
    answered_at = models.DateTimeField("答えた日時")

    class Meta:
        verbose_name = verbose_name_plural = "推薦しないという回答"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "division"],
                name="leaders_one_answer_per_cohort",
                violation_error_message="この期には、もう回答しています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort} {self.division_name}"
