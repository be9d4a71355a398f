"""What another municipality did: told in a few words, with its source, and looked at before all staff read it."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django_fsm import FSMField, FSMModelMixin, transition

from consultations.models import Finding
from minato_dx.core.calendar import today
from minato_dx.core.links import LINK_LENGTH, is_web_link
from minato_dx.core.text import normalise_key
from minato_dx.organization.models import User
from minato_dx.reference.models import Company, FieldOfWork, Municipality
from showcase import permissions
from showcase.enums import REASON_LENGTH, SUMMARY_LENGTH, TITLE_LENGTH, CaseState, FoundBy, ToolKind

EFFECT_LENGTH = 400
CASE_STEPS = {
    "begin": "書きました",
    "change": "直しました",
    "publish": "確かめて公開しました",
    "rewrite": "書き直しに戻しました",
    "unpublish": "公開を終えました",
}


def _edits(_case: Any, user: Any) -> bool:
    return permissions.is_editor(user)


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Keep what is shown to all staff; the rest for the DX section, who writes and checks it."""
        if not user.may_sign_in(today()):
            return self.none()
        return self if permissions.is_editor(user) else self.filter(state=CaseState.PUBLISHED)

    def published_for(self, user: User) -> Self:
        """Keep what all staff may read."""
        return self.filter(state=CaseState.PUBLISHED) if user.may_sign_in(today()) else self.none()


class Case(FSMModelMixin, models.Model):
    """One case of another municipality, known by its code.

    An effect names its source; its day is empty where the source tells none. ``version`` counts changes, so that
    whoever writes on an older one is told.
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name="自治体", related_name="+", db_index=False
    )
    title = models.CharField("件名", max_length=TITLE_LENGTH)
    field = models.ForeignKey(
        FieldOfWork, models.SET_NULL, verbose_name="分野", null=True, blank=True, related_name="+", db_index=False
    )
    tool_kind = models.CharField("道具の種類", max_length=10, choices=ToolKind.choices, blank=True)
    tool = models.CharField("道具の名前", max_length=120, blank=True)
    summary = models.TextField("概要", max_length=SUMMARY_LENGTH)
    effect = models.TextField("効果", max_length=EFFECT_LENGTH, blank=True)
    effect_source = models.CharField("効果の出典", max_length=200, blank=True)
    effect_on = models.DateField("効果の時点", null=True, blank=True)
    # Not a URLField, whose own check lets more schemes pass.
    link = models.CharField(
        "リンク",
        max_length=LINK_LENGTH,
        blank=True,
        validators=[is_web_link],
    )
    found_by = models.CharField("見つけ方", max_length=10, choices=FoundBy.choices)
    finder = models.CharField("見つけた人", max_length=120, blank=True)
    found_on = models.DateField("見つけた日")
    company = models.ForeignKey(
        Company, models.SET_NULL, verbose_name="関わった事業者", null=True, blank=True, related_name="+"
    )

    source_finding = models.OneToOneField(
        Finding, models.SET_NULL, verbose_name="もとの回答", null=True, blank=True, related_name="+"
    )

    state = FSMField("状態", max_length=12, choices=CaseState.choices, default=CaseState.DRAFT, protected=True)
    version = models.PositiveIntegerField("版", default=1)
    author = models.ForeignKey(User, models.PROTECT, verbose_name="書いた人", related_name="+")
    changed_by = models.ForeignKey(User, models.PROTECT, verbose_name="最後に書いた人", related_name="+")
    checked_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="確かめた人", null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("書いた日時")
    changed_at = models.DateTimeField("最後に書いた日時")
    published_at = models.DateTimeField("公開した日時", null=True, blank=True)
    words_key = models.TextField("検索用", editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ほかの自治体の事例"
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in CaseState]), name="showcase_case_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=CaseState.PUBLISHED) | (Q(published_at__isnull=False) & Q(checked_by__isnull=False)),
                name="showcase_case_published_is_checked",
            ),
            models.CheckConstraint(
                condition=Q(effect="") | ~Q(effect_source=""),
                name="showcase_case_effect_has_source",
                violation_error_message="効果を書いたときは、出典も書いてください。",
            ),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="http://") | Q(link__startswith="https://"),
                name="showcase_case_link_is_http",
                violation_error_message="リンクは http:// か https:// で始めてください。",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at", "-id"], name="showcase_case_newest"),
            models.Index(fields=["municipality", "state"], name="showcase_case_municipality"),
            models.Index(fields=["field", "state"], name="showcase_case_field"),
            models.Index(fields=["state", "tool_kind"], name="showcase_case_tool_kind"),
            models.Index(fields=["state", "found_by"], name="showcase_case_found_by"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fold()
        super().save(*args, **kwargs)

    def fold(self) -> None:
        """Keep beside the words how they are looked for. The municipality keeps its own key."""
        words = (self.title, self.summary, self.effect, self.tool, self.get_tool_kind_display())
        self.words_key = normalise_key(" ".join(words))

    @property
    def state_badge(self) -> CaseState:
        return CaseState(self.state)

    @property
    def facts_text(self) -> str:
        """Return ``東京都墨田区・情報共有・AI-OCR``; what is not known is left out."""
        parts = (str(self.municipality), self.field.name if self.field else "", self.get_tool_kind_display())
        return "・".join(part for part in parts if part)

    # --- Transitions. Each touches this row only; services do the rest. -----------------------------------

    @transition(field=state, source=CaseState.DRAFT, target=CaseState.PUBLISHED, permission=_edits)
    def publish(self) -> None:
        """It was compared with its source, and all staff may read it."""

    @transition(
        field=state, source=[CaseState.PUBLISHED, CaseState.UNPUBLISHED], target=CaseState.DRAFT, permission=_edits
    )
    def rewrite(self) -> None:
        """It is written on, and checked anew."""

    @transition(field=state, source=CaseState.PUBLISHED, target=CaseState.UNPUBLISHED, permission=_edits)
    def unpublish(self) -> None:
        """It is taken down, with the reason."""


class CaseLog(models.Model):
    """A step of the case: who took it, when and why. Rows are only ever added."""

    case = models.ForeignKey(Case, models.CASCADE, verbose_name="事例", related_name="steps", db_index=False)
    name = models.CharField("できごと", max_length=20)
    from_state = models.CharField("前の状態", max_length=12, choices=CaseState.choices, blank=True)
    to_state = models.CharField("後の状態", max_length=12, choices=CaseState.choices)
    actor = models.ForeignKey(User, models.PROTECT, verbose_name="した人", related_name="+")
    actor_name = models.CharField("氏名（その日）", max_length=80)
    actor_post = models.CharField("職名（その日）", max_length=120, blank=True)
    reason = models.TextField("理由", max_length=REASON_LENGTH, blank=True)
    created_at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "ほかの自治体の事例の経過"
        ordering = ("created_at", "id")
        indexes = [models.Index(fields=["case", "created_at", "id"], name="showcase_case_log")]

    def __str__(self) -> str:
        return f"{self.name} {self.created_at:%Y-%m-%d}"

    @property
    def label(self) -> str:
        """What happened, in words."""
        return CASE_STEPS[self.name]
