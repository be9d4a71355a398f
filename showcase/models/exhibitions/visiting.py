"""The programme of an exhibition, who comes, and where they were."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from minato_dx.core.calendar import today
from minato_dx.core.codes import CODE_LENGTH, new_code
from minato_dx.organization.models import Division, User
from minato_dx.reference.models import FieldOfWork
from minato_dx.scheduling.models import Event
from showcase import permissions
from showcase.enums import SHOWN, TEXT_LENGTH, TITLE_LENGTH, CheckInMeans, ItemKind, VisitorKind
from showcase.models.exhibitions.exhibition import Exhibition, Hall
from showcase.models.exhibitions.exhibitor import Exhibitor


class ProgrammeItemQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Keep the programme of the exhibitions that the user may see."""
        return self.filter(exhibition__in=Exhibition.objects.visible_to(user))


class ProgrammeItem(models.Model):
    """A seminar, or a window of time to come in: a scheduling event whose seats are the reservations."""

    exhibition = models.ForeignKey(
        Exhibition, models.CASCADE, verbose_name="展示会", related_name="programme", db_index=False
    )
    kind = models.CharField("区分", max_length=10, choices=ItemKind.choices, default=ItemKind.SEMINAR)
    event = models.OneToOneField(Event, models.PROTECT, verbose_name="予定", related_name="+")
    title = models.CharField("名前", max_length=TITLE_LENGTH)
    about = models.TextField("内容", max_length=TEXT_LENGTH, blank=True)
    speaker = models.CharField("話す人", max_length=120, blank=True)
    exhibitor = models.ForeignKey(
        Exhibitor, models.SET_NULL, verbose_name="出展者", null=True, blank=True, related_name="seminars"
    )
    field = models.ForeignKey(
        FieldOfWork, models.SET_NULL, verbose_name="分野", null=True, blank=True, related_name="+"
    )
    is_open_to_outsiders = models.BooleanField("庁外の人も予約できる", default=True)

    objects = ProgrammeItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "プログラム"
        ordering = ("event__starts_at", "id")
        indexes = [models.Index(fields=["exhibition", "kind"], name="showcase_programme_list")]

    def __str__(self) -> str:
        return self.title


class VisitorQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Keep the user's own; the DX section, who stands at the reception, sees all."""
        if not user.may_sign_in(today()):
            return self.none()
        if permissions.can_run_exhibitions(user):
            return self
        return self.filter(user=user, exhibition__state__in=SHOWN)


class Visitor(models.Model):
    """Somebody who comes to one exhibition: a member of staff, or somebody from elsewhere who registered at the door.

    ``key`` is what their seats are held under where they are no user (``scheduling.Seat.outsider``); ``code`` is
    what the reception reads. The division is that of the day on which they registered or came.
    """

    exhibition = models.ForeignKey(
        Exhibition, models.CASCADE, verbose_name="展示会", related_name="visitors", db_index=False
    )
    kind = models.CharField("区分", max_length=10, choices=VisitorKind.choices)
    user = models.ForeignKey(User, models.PROTECT, verbose_name="職員", null=True, blank=True, related_name="+")
    division = models.ForeignKey(Division, models.PROTECT, verbose_name="課", null=True, blank=True, related_name="+")
    division_name = models.CharField("課の名前（その日）", max_length=80, blank=True)
    name = models.CharField("氏名", max_length=80, blank=True)
    organization = models.CharField("団体・会社", max_length=120, blank=True)
    mail = models.EmailField("メールアドレス", blank=True)
    key = models.UUIDField("鍵", default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField("来場の符号", max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    created_at = models.DateTimeField("登録した日時")
    erased_at = models.DateTimeField("個人情報を消した日時", null=True, blank=True, editable=False)
    door_receipt = models.CharField("窓口の受付番号", max_length=20, blank=True, editable=False)
    # The seats as the public door was told them last (programme item → state and time): no personal data.
    told = models.JSONField("窓口に知らせた予約", default=dict, blank=True, editable=False)

    objects = VisitorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "来場者"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["exhibition", "user"], condition=Q(user__isnull=False), name="showcase_visitor_once"
            ),
            models.UniqueConstraint(
                fields=["exhibition", "mail"], condition=~Q(mail=""), name="showcase_visitor_mail_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=VisitorKind.STAFF, user__isnull=False)
                | ~Q(kind=VisitorKind.STAFF) & Q(user__isnull=True),
                name="showcase_visitor_staff_is_user",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(name="", mail=""), name="showcase_visitor_erased_is_empty"
            ),
        ]
        indexes = [models.Index(fields=["exhibition", "kind", "id"], name="showcase_visitor_list")]

    def __str__(self) -> str:
        return self.name or (str(self.user) if self.user_id else "（個人情報は消しました）")


class CheckIn(models.Model):
    """That a visitor was somewhere: in a hall on a day, in a seminar, or at a booth (a stamp).

    ``device_id`` is made on the reception's device, so that what is sent twice counts once; the other constraints
    keep two devices from counting one visitor twice at one place.
    """

    exhibition = models.ForeignKey(
        Exhibition, models.CASCADE, verbose_name="展示会", related_name="check_ins", db_index=False
    )
    visitor = models.ForeignKey(Visitor, models.CASCADE, verbose_name="来場者", related_name="check_ins")
    hall = models.ForeignKey(Hall, models.PROTECT, verbose_name="会場", null=True, blank=True, related_name="+")
    item = models.ForeignKey(
        ProgrammeItem, models.PROTECT, verbose_name="プログラム", null=True, blank=True, related_name="check_ins"
    )
    exhibitor = models.ForeignKey(
        Exhibitor, models.PROTECT, verbose_name="ブース", null=True, blank=True, related_name="stamps"
    )
    day = models.DateField("日")
    at = models.DateTimeField("日時")
    received_at = models.DateTimeField("届いた日時")
    means = models.CharField("読み取り方", max_length=10, choices=CheckInMeans.choices)
    device_id = models.UUIDField("端末での番号", unique=True)
    by = models.ForeignKey(User, models.PROTECT, verbose_name="受付した人", null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "来場の記録"
        ordering = ("at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(hall__isnull=False, item__isnull=True, exhibitor__isnull=True)
                | Q(hall__isnull=True, item__isnull=False, exhibitor__isnull=True)
                | Q(hall__isnull=True, item__isnull=True, exhibitor__isnull=False),
                name="showcase_check_in_at_one_place",
            ),
            models.UniqueConstraint(
                fields=["visitor", "hall", "day"], condition=Q(hall__isnull=False), name="showcase_hall_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["visitor", "item"], condition=Q(item__isnull=False), name="showcase_seminar_once"
            ),
            models.UniqueConstraint(
                fields=["visitor", "exhibitor"], condition=Q(exhibitor__isnull=False), name="showcase_stamp_once"
            ),
        ]
        indexes = [models.Index(fields=["exhibition", "at"], name="showcase_check_in_by_time")]

    def __str__(self) -> str:
        return f"{self.visitor} {self.at:%Y-%m-%d %H:%M}"


class NameShown(models.Model):
    """A visitor's word that one company may know who wished for what it shows; taken back by deletion."""

    exhibitor = models.ForeignKey(
        Exhibitor, models.CASCADE, verbose_name="出展者", related_name="names_shown", db_index=False
    )
    user = models.ForeignKey(User, models.CASCADE, verbose_name="職員", related_name="+")
    allowed_at = models.DateTimeField("許した日時")

    class Meta:
        verbose_name = verbose_name_plural = "企業に名前を伝えてよい"
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["exhibitor", "user"], name="showcase_name_shown_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.exhibitor}"
