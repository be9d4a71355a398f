"""Dialogues: the vendor, the division and the desk at one table, and what followed."""

from typing import Self

from django.db import models
from django.db.models import Q

from minato_dx.core.calendar import today
from minato_dx.organization.models import Division, User
from minato_dx.scheduling.models import Event
from proposals import permissions
from proposals.enums import TEXT_LENGTH, DialogueState
from proposals.models.proposal import Proposal


class DialogueQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Keep all for the desk, and for anybody else those in which they have or had a seat."""
        if permissions.is_at_desk(user):
            return self
        if not user.may_sign_in(today()):
            return self.none()
        with_seat = Dialogue.people.through.objects.filter(user=user).values("dialogue")
        return self.filter(Q(host=user) | Q(pk__in=with_seat))


class Dialogue(models.Model):
    """One meeting about a proposal: host of the desk, people of a division, and the vendor; there may be several."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, verbose_name="提案", related_name="dialogues", db_index=False
    )
    number = models.PositiveSmallIntegerField("第何回")
    state = models.CharField("状態", max_length=10, choices=DialogueState.choices, default=DialogueState.PLANNED)
    starts_at = models.DateTimeField("日時")
    minutes = models.PositiveSmallIntegerField("長さ（分）", default=60)
    place = models.CharField("場所", max_length=120)
    host = models.ForeignKey(User, models.PROTECT, verbose_name="窓口の担当", related_name="+")
    division = models.ForeignKey(Division, models.PROTECT, verbose_name="参加する課", related_name="+")
    people = models.ManyToManyField(User, verbose_name="参加する職員", related_name="+", blank=True)
    vendor_people = models.CharField("事業者の出席者", max_length=200, blank=True)
    # What takes the time in the calendars.
    event = models.OneToOneField(
        Event, models.PROTECT, verbose_name="予定", null=True, blank=True, related_name="+", editable=False
    )
    record = models.TextField("話したこと", max_length=TEXT_LENGTH, blank=True)
    followed = models.TextField("このあとすること", max_length=TEXT_LENGTH, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="書いた人", null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField("書いた日時", null=True, blank=True)
    created_at = models.DateTimeField("決めた日時")

    objects = DialogueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "対話"
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="proposals_dialogue_number"),
            models.CheckConstraint(
                condition=~Q(state=DialogueState.HELD) | Q(recorded_at__isnull=False), name="proposals_held_is_recorded"
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], condition=Q(state="planned"), name="proposals_dialogue_planned"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} 第{self.number}回"

    @property
    def state_badge(self) -> DialogueState:
        return DialogueState(self.state)
