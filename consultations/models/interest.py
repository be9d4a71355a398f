"""「うちの課でもできる」: a division's wish for something that an upper app shows (a proposal, a story)."""

from typing import Self

from django.db import models
from django.db.models import Q

from consultations.models.consultation import Consultation
from minato_dx.core.calendar import today
from minato_dx.organization.models import Division, User
from minato_dx.organization.roles import roles_of


class InterestQuerySet(models.QuerySet):
    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def visible_to(self, user: User) -> Self:
        """Keep one's own, those of one's divisions of today, and for the DX section all."""
        if not user.may_sign_in(today()):
            return self.none()
        roles = roles_of(user)
        if roles.is_dx_staff:
            return self
        return self.filter(Q(user=user) | Q(division__in=roles.division_ids))


class Interest(models.Model):
    """One person's wish for their division; a consultation may have come of it.

    ``(kind, object_id)`` is a thing that its owner registered; ``title`` is what it was called that day.
    """

    kind = models.CharField("対象の種類", max_length=40)
    object_id = models.PositiveBigIntegerField("対象")
    title = models.CharField("対象の名前（その日）", max_length=120)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name="課", related_name="+", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, verbose_name="職員", related_name="+", db_index=False)
    sentence = models.CharField("ひとこと", max_length=400, blank=True)
    created_at = models.DateTimeField("日時")
    withdrawn_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    consultation = models.ForeignKey(
        Consultation, models.PROTECT, verbose_name="ここから始めた相談", null=True, blank=True, related_name="+"
    )

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "うちの課でもできる"
        ordering = ("-created_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "user"],
                condition=Q(withdrawn_at__isnull=True),
                name="consultations_interest_once",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "object_id", "-created_at"], name="consult_interest_by_thing"),
            models.Index(fields=["division", "-created_at"], name="consult_interest_by_division"),
            models.Index(fields=["user", "-created_at"], name="consult_interest_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.user}"
