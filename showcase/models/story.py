"""A success story: what was done, what came of it, and who agreed that it is shown."""

from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django_fsm import FSMField, FSMModelMixin, transition

from consultations.enums import EffectStage
from consultations.models import Consultation
from leaders.models import TrialApp
from minato_dx.attachments.models import Attachment
from minato_dx.core.calendar import today
from minato_dx.organization.models import Department, Division, User
from minato_dx.reference.models import FieldOfWork, InHouseTool
from showcase import permissions
from showcase.enums import SUMMARY_LENGTH, TEXT_LENGTH, TITLE_LENGTH, ConsentRole, Said, State

STEP_LABELS = {
    "begin": "書き始めました",
    "ask": "同意を確かめました",
    "agree": "同意しました",
    "pass_on": "同意がそろいました",
    "refuse": "直してほしいところがあります",
    "publish": "公開しました",
    "send_back": "直しをお願いしました",
    "rewrite": "下書きに戻しました",
    "unpublish": "公開を終えました",
}


def _writes(story: Any, user: Any) -> bool:
    return permissions.can_write(user, story)


def _reviews(story: Any, user: Any) -> bool:
    return permissions.can_review(user, story)


def _takes_down(story: Any, user: Any) -> bool:
    return permissions.can_take_down(user, story)


def _stage_hours(label: str) -> models.DecimalField:
    return models.DecimalField(label, max_digits=10, decimal_places=1, null=True, blank=True)


class StoryQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Keep what is shown to all staff; the rest for the DX section, who writes it, and who is asked to agree.

        Where its consultation was made private since, what is not published is the requester's alone.
        """
        if not user.may_sign_in(today()):
            return self.none()
        concealed = Q(source_consultation__is_private=True) & ~Q(state=State.PUBLISHED) & ~Q(contact=user)
        rows = self.exclude(concealed)
        if permissions.is_editor(user):
            return rows
        asked = StoryConsent.objects.filter(person=user).values("story")
        return rows.filter(Q(state=State.PUBLISHED) | Q(author=user) | Q(contact=user) | Q(pk__in=asked))

    def published_for(self, user: User) -> Self:
        """Keep what all staff may read."""
        return self.filter(state=State.PUBLISHED) if user.may_sign_in(today()) else self.none()


class Story(FSMModelMixin, models.Model):
    """One story, in the fields of デジタル庁's case data model (GIF 451-3).

    ``version`` counts its changes: an agreement is to one version, and whoever writes on an older one is told.
    The hours are those of the effect ledger on the day the story was last written: what was agreed to stays as it is.
    """

    source_consultation = models.ForeignKey(
        Consultation, models.PROTECT, verbose_name="もとの相談", null=True, blank=True, related_name="+", db_index=False
    )
    source_trial_app = models.ForeignKey(
        TrialApp,
        models.PROTECT,
        verbose_name="もとの試作アプリ",
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    division = models.ForeignKey(Division, models.PROTECT, verbose_name="課", related_name="+", db_index=False)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="部", related_name="+", db_index=False)
    division_name = models.CharField("課の名前（その日）", max_length=80)

    title = models.CharField("件名", max_length=TITLE_LENGTH)
    summary = models.TextField("概要", max_length=SUMMARY_LENGTH, blank=True)
    before = models.TextField("困っていたこと", max_length=TEXT_LENGTH, blank=True)
    done = models.TextField("したこと", max_length=TEXT_LENGTH, blank=True)
    result = models.TextField("成果", max_length=TEXT_LENGTH, blank=True)
    ingenuity = models.TextField("工夫", max_length=TEXT_LENGTH, blank=True)
    constraints_met = models.TextField("制約・つまずいたところ", max_length=TEXT_LENGTH, blank=True)
    evaluation = models.TextField("評価方法", max_length=TEXT_LENGTH, blank=True)
    tool = models.ForeignKey(
        InHouseTool, models.SET_NULL, verbose_name="使った庁内ツール", null=True, blank=True, related_name="+"
    )
    field = models.ForeignKey(
        FieldOfWork, models.SET_NULL, verbose_name="分野", null=True, blank=True, related_name="+", db_index=False
    )
    hours_per_year = models.DecimalField("1年の時間", max_digits=10, decimal_places=1, null=True, blank=True)
    hours_stage = models.CharField("時間の段階", max_length=8, choices=EffectStage.choices, blank=True)
    hours_formula = models.CharField("時間の出し方", max_length=200, blank=True)
    hours_proposed = _stage_hours("提案時の時間")
    hours_agreed = _stage_hours("合意した時間")
    hours_realised = _stage_hours("実績の時間")

    author = models.ForeignKey(User, models.PROTECT, verbose_name="書き始めた人", related_name="+")
    changed_by = models.ForeignKey(User, models.PROTECT, verbose_name="最後に書いた人", related_name="+")
    contact = models.ForeignKey(User, models.PROTECT, verbose_name="聞ける人", related_name="+")
    version = models.PositiveIntegerField("版", default=1)
    state = FSMField("状態", max_length=12, choices=State.choices, default=State.DRAFT, protected=True)
    created_at = models.DateTimeField("書き始めた日時")
    changed_at = models.DateTimeField("最後に書いた日時")
    published_at = models.DateTimeField("公開した日時", null=True, blank=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "成功事例"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["source_consultation"], name="showcase_one_story_of_a_consultation"),
            models.UniqueConstraint(fields=["source_trial_app"], name="showcase_one_story_of_a_trial_app"),
            models.CheckConstraint(
                condition=Q(source_consultation__isnull=False) ^ Q(source_trial_app__isnull=False),
                name="showcase_story_has_one_source",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in State]), name="showcase_story_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(published_at__isnull=False), name="showcase_published_has_time"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at", "-id"], name="showcase_story_newest"),
            models.Index(fields=["state", "-hours_per_year", "-id"], name="showcase_story_effect"),
            models.Index(fields=["department", "state"], name="showcase_story_department"),
            models.Index(fields=["field", "state"], name="showcase_story_field"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state_badge(self) -> State:
        return State(self.state)

    @property
    def is_concealed(self) -> bool:
        """Tell whether its consultation was made private since: then what is not published is the requester's."""
        return self.source_consultation is not None and self.source_consultation.is_private

    @property
    def figures(self) -> list[tuple[EffectStage, Decimal]]:
        """Hours a year at each stage that is known, in the order in which they came."""
        values = (self.hours_proposed, self.hours_agreed, self.hours_realised)
        return [(stage, value) for stage, value in zip(EffectStage, values, strict=True) if value is not None]

    # --- Transitions. Each touches this row only; services do the rest. -----------------------------------

    @transition(field=state, source=State.DRAFT, target=State.ASKED, permission=_writes)
    def ask(self) -> None:
        """Those whom it tells of are asked whether it may be shown."""

    @transition(field=state, source=State.ASKED, target=State.REVIEW)
    def pass_on(self) -> None:
        """Everybody who was asked has agreed."""

    @transition(field=state, source=State.ASKED, target=State.DRAFT)
    def refuse(self) -> None:
        """Somebody who was asked does not agree to it as it is."""

    @transition(field=state, source=State.REVIEW, target=State.PUBLISHED, permission=_reviews)
    def publish(self) -> None:
        """All staff may read it."""

    @transition(field=state, source=State.REVIEW, target=State.DRAFT, permission=_reviews)
    def send_back(self) -> None:
        """Something is to be mended first."""

    @transition(
        field=state, source=[State.ASKED, State.REVIEW, State.UNPUBLISHED], target=State.DRAFT, permission=_writes
    )
    def rewrite(self) -> None:
        """It is written on; whoever agreed is asked again."""

    @transition(field=state, source=State.PUBLISHED, target=State.UNPUBLISHED, permission=_takes_down)
    def unpublish(self) -> None:
        """It is taken down, with the reason."""


class StoryConsent(models.Model):
    """What one person says to one version of a story being shown. Said once, it is not changed."""

    story = models.ForeignKey(Story, models.CASCADE, verbose_name="事例", related_name="consents", db_index=False)
    version = models.PositiveIntegerField("版")
    person = models.ForeignKey(User, models.PROTECT, verbose_name="職員", related_name="+")
    role = models.CharField("立場", max_length=10, choices=ConsentRole.choices)
    said = models.CharField("返事", max_length=8, choices=Said.choices, default=Said.WAITING)
    comment = models.CharField("ことば", max_length=400, blank=True)
    asked_at = models.DateTimeField("聞いた日時")
    said_at = models.DateTimeField("返事の日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公開への同意"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["story", "version", "person"], name="showcase_asked_once_a_version"),
            models.CheckConstraint(
                condition=Q(said=Said.WAITING, said_at__isnull=True)
                | (~Q(said=Said.WAITING) & Q(said_at__isnull=False)),
                name="showcase_said_has_its_time",
            ),
            models.CheckConstraint(condition=~Q(said=Said.NO) | ~Q(comment=""), name="showcase_no_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.get_said_display()}"


class StoryHelper(models.Model):
    """Somebody of the division who can be asked too; named on the page once they agreed to it."""

    story = models.ForeignKey(Story, models.CASCADE, verbose_name="事例", related_name="helpers", db_index=False)
    person = models.ForeignKey(User, models.PROTECT, verbose_name="職員", related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "ほかに聞ける人"
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["story", "person"], name="showcase_helper_once")]

    def __str__(self) -> str:
        return self.person.name


class StoryPicture(models.Model):
    """A picture of a story, with the words for those who do not see it."""

    story = models.ForeignKey(Story, models.CASCADE, verbose_name="事例", related_name="pictures")
    file = models.OneToOneField(Attachment, models.CASCADE, verbose_name="ファイル", related_name="+")
    alt = models.CharField("写っているもの", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "事例の写真"
        ordering = ("id",)
        constraints = [models.CheckConstraint(condition=~Q(alt=""), name="showcase_picture_says_what_it_shows")]

    def __str__(self) -> str:
        return self.alt


class StoryLog(models.Model):
    """A step of the story: who took it, when and why. Rows are only ever added."""

    story = models.ForeignKey(Story, models.CASCADE, verbose_name="事例", related_name="steps", db_index=False)
    name = models.CharField("できごと", max_length=20)
    from_state = models.CharField("前の状態", max_length=12, choices=State.choices, blank=True)
    to_state = models.CharField("後の状態", max_length=12, choices=State.choices)
    actor = models.ForeignKey(User, models.PROTECT, verbose_name="した人", related_name="+")
    actor_name = models.CharField("氏名（その日）", max_length=80)
    actor_post = models.CharField("職名（その日）", max_length=120, blank=True)
    reason = models.TextField("理由", max_length=TEXT_LENGTH, blank=True)
    created_at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "事例の経過"
        ordering = ("created_at", "id")
        indexes = [models.Index(fields=["story", "created_at", "id"], name="showcase_story_log")]

    def __str__(self) -> str:
        return f"{self.name} {self.created_at:%Y-%m-%d}"

    @property
    def label(self) -> str:
        """What happened, in words."""
        return STEP_LABELS[self.name]
