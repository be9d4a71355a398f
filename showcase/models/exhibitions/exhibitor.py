"""Who shows something at an exhibition: a company, a division or a team of leaders, and their own people."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django_fsm import FSMField, FSMModelMixin, transition

from leaders.models import Team
from minato_dx.core.calendar import today
from minato_dx.organization.models import Division, User
from minato_dx.organization.roles import roles_of
from minato_dx.reference.models import Company, CompanyContact, FieldOfWork, InHouseTool
from showcase import permissions
from showcase.enums import SHOWN, SUMMARY_LENGTH, TEXT_LENGTH, TITLE_LENGTH, ExhibitorKind, ExhibitorState
from showcase.models.exhibitions.exhibition import EXHIBITION_STEP_LABELS, Booth, Exhibition

State = ExhibitorState

EXHIBITOR_STEP_LABELS = {
    "invite": "招待しました",
    "apply": "申し込みました",
    "select": "出展が決まりました",
    "decline": "見送りました",
    "withdraw": "辞退しました",
    "reopen": "選び直しに戻しました",
    "change": "内容を変えました",
}


def _runs(_exhibitor: Any, user: Any) -> bool:
    return permissions.can_run_exhibitions(user)


def _answers(exhibitor: Any, user: Any) -> bool:
    return permissions.can_speak_for(user, exhibitor)


class ExhibitorQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Keep those chosen for an exhibition that is shown; the DX section sees all, divisions and teams their own."""
        if not user.may_sign_in(today()):
            return self.none()
        if permissions.can_run_exhibitions(user):
            return self
        shown = Q(state=State.SELECTED, exhibition__state__in=SHOWN)
        own = Q(division__in=roles_of(user).division_ids) | Q(team__members__trainee__person=user)
        mine = Exhibitor.objects.filter(own).values("pk")
        return self.filter(shown | Q(pk__in=mine))

    def shown(self) -> Self:
        """Keep those that visitors meet."""
        return self.filter(state=State.SELECTED, exhibition__state__in=SHOWN)


class Exhibitor(FSMModelMixin, models.Model):
    """One who exhibits. ``key`` is what the public door knows a company's invitation and page by."""

    exhibition = models.ForeignKey(
        Exhibition, models.CASCADE, verbose_name="展示会", related_name="exhibitors", db_index=False
    )
    kind = models.CharField("区分", max_length=10, choices=ExhibitorKind.choices)
    company = models.ForeignKey(Company, models.PROTECT, verbose_name="事業者", null=True, blank=True, related_name="+")
    contact = models.ForeignKey(
        CompanyContact, models.SET_NULL, verbose_name="相手", null=True, blank=True, related_name="+"
    )
    division = models.ForeignKey(Division, models.PROTECT, verbose_name="課", null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, verbose_name="班", null=True, blank=True, related_name="+")
    name = models.CharField("出展者の名前（その日）", max_length=120)
    key = models.UUIDField("鍵", default=uuid.uuid4, unique=True, editable=False)

    title = models.CharField("見せるもの", max_length=TITLE_LENGTH, blank=True)
    summary = models.TextField("ひとことで", max_length=SUMMARY_LENGTH, blank=True)
    about = models.TextField("内容", max_length=TEXT_LENGTH, blank=True)
    difficulty = models.TextField("つまずいたところ・気をつけること", max_length=TEXT_LENGTH, blank=True)
    cost = models.CharField("費用", max_length=120, blank=True)
    field = models.ForeignKey(
        FieldOfWork, models.SET_NULL, verbose_name="分野", null=True, blank=True, related_name="+"
    )
    tool = models.ForeignKey(
        InHouseTool, models.SET_NULL, verbose_name="使う庁内ツール", null=True, blank=True, related_name="+"
    )
    needs_power = models.BooleanField("電源が要る", default=False)
    needs_network = models.BooleanField("ネットワークが要る", default=False)
    needs_space = models.CharField("広さ・持ち込むもの", max_length=200, blank=True)
    booth = models.OneToOneField(
        Booth, models.SET_NULL, verbose_name="ブース", null=True, blank=True, related_name="exhibitor"
    )
    reason = models.TextField("選んだ・見送った理由（庁内だけ）", max_length=2000, blank=True)
    state = FSMField("状態", max_length=10, choices=State.choices, default=State.INVITED, protected=True)
    created_at = models.DateTimeField("記録した日時")
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)
    # Since when the public door knows this company's invitation or application, and its number there.
    at_door_since = models.DateTimeField("公開の窓口に知らせた日時", null=True, blank=True, editable=False)
    door_receipt = models.CharField("窓口の受付番号", max_length=20, blank=True, editable=False)
    # Of what the door was told last, so that the same is not told again.
    told_digest = models.CharField("窓口に知らせた内容（ハッシュ）", max_length=64, blank=True, editable=False)

    objects = ExhibitorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "出展者"
        ordering = ("booth__order", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ExhibitorKind.COMPANY, company__isnull=False, division__isnull=True, team__isnull=True)
                | Q(kind=ExhibitorKind.DIVISION, company__isnull=True, division__isnull=False, team__isnull=True)
                | Q(kind=ExhibitorKind.TEAM, company__isnull=True, division__isnull=True, team__isnull=False),
                name="showcase_exhibitor_is_one_of_three",
            ),
            *(
                models.UniqueConstraint(
                    fields=["exhibition", who],
                    name=f"showcase_exhibitor_{who}_once",
                    violation_error_message="この展示会には、もう記録があります。",
                )
                for who in ("company", "division", "team")
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in State]), name="showcase_exhibitor_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.DECLINED) | ~Q(reason=""),
                name="showcase_declined_says_why",
                violation_error_message="見送るときは、理由を書いてください。",
            ),
            models.CheckConstraint(
                condition=Q(booth__isnull=True) | Q(state=State.SELECTED), name="showcase_booth_of_the_selected"
            ),
        ]
        indexes = [
            models.Index(fields=["exhibition", "state", "id"], name="showcase_exhibitor_list"),
            models.Index(fields=["exhibition", "field"], name="showcase_exhibitor_field"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state_badge(self) -> State:
        return State(self.state)

    @transition(field=state, source=State.INVITED, target=State.APPLIED, permission=_answers)
    def apply(self) -> None:
        """Whoever was invited says what they would show."""

    @transition(field=state, source=State.APPLIED, target=State.SELECTED, permission=_runs)
    def select(self) -> None:
        """They get a booth, with the reason."""

    @transition(field=state, source=State.APPLIED, target=State.DECLINED, permission=_runs)
    def decline(self) -> None:
        """They get none this time, with the reason."""

    @transition(
        field=state, source=[State.SELECTED, State.DECLINED, State.WITHDRAWN], target=State.APPLIED, permission=_runs
    )
    def reopen(self) -> None:
        """The choice is made again."""

    @transition(
        field=state, source=[State.INVITED, State.APPLIED, State.SELECTED], target=State.WITHDRAWN, permission=_answers
    )
    def withdraw(self) -> None:
        """They do not come; the booth is free again."""


class ExhibitorPerson(models.Model):
    """Somebody who stands at the booth and wears a badge. ``user`` where it is one of the ward's own staff."""

    exhibitor = models.ForeignKey(Exhibitor, models.CASCADE, verbose_name="出展者", related_name="people")
    user = models.ForeignKey(User, models.PROTECT, verbose_name="職員", null=True, blank=True, related_name="+")
    name = models.CharField("名札の名前", max_length=80)
    role = models.CharField("役割", max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "ブースの担当者"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["exhibitor", "user"],
                condition=Q(user__isnull=False),
                name="showcase_booth_person_once",
                violation_error_message="この人は、もうブースの担当者です。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ExhibitorNotice(models.Model):
    """What all exhibitors of an exhibition are told at the same moment. Sent once, never changed."""

    exhibition = models.ForeignKey(
        Exhibition, models.CASCADE, verbose_name="展示会", related_name="notices", db_index=False
    )
    title = models.CharField("件名", max_length=TITLE_LENGTH)
    text = models.TextField("本文", max_length=TEXT_LENGTH)
    sent_by = models.ForeignKey(User, models.PROTECT, verbose_name="送った人", related_name="+")
    sent_at = models.DateTimeField("送った日時")

    class Meta:
        verbose_name = verbose_name_plural = "出展者への連絡"
        ordering = ("-sent_at", "-id")
        indexes = [models.Index(fields=["exhibition", "-sent_at"], name="showcase_notice_list")]

    def __str__(self) -> str:
        return self.title


class ExhibitionLog(models.Model):
    """A step of an exhibition or of one of its exhibitors. Rows are only ever added.

    ``actor`` is empty where the clock did it, or a company through the public door.
    """

    exhibition = models.ForeignKey(
        Exhibition, models.CASCADE, verbose_name="展示会", related_name="steps", db_index=False
    )
    exhibitor = models.ForeignKey(
        Exhibitor, models.CASCADE, verbose_name="出展者", null=True, blank=True, related_name="steps"
    )
    name = models.CharField("できごと", max_length=20)
    from_state = models.CharField("前の状態", max_length=12, blank=True)
    to_state = models.CharField("後の状態", max_length=12)
    actor = models.ForeignKey(User, models.PROTECT, verbose_name="した人", null=True, blank=True, related_name="+")
    actor_name = models.CharField("氏名（その日）", max_length=120)
    actor_post = models.CharField("職名（その日）", max_length=120, blank=True)
    reason = models.TextField("理由", max_length=2000, blank=True)
    created_at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "展示会の経過"
        ordering = ("created_at", "id")
        indexes = [models.Index(fields=["exhibition", "created_at", "id"], name="showcase_exhibition_log")]

    def __str__(self) -> str:
        return f"{self.name} {self.created_at:%Y-%m-%d}"

    @property
    def label(self) -> str:
        """What happened, in words."""
        return (EXHIBITOR_STEP_LABELS if self.exhibitor_id else EXHIBITION_STEP_LABELS)[self.name]
