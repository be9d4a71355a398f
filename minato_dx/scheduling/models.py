"""Rooms, times that are offered, events, who has a seat in them, and what time they take of whom."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from minato_dx.core import registry
from minato_dx.core.calendar import today
from minato_dx.core.no_overlap import NoOverlap
from minato_dx.organization.models import User
from minato_dx.scheduling.enums import ACTIVE, EventCategory, EventState, SeatRole, SeatState


def new_uid() -> str:
    """Return a UID that no other event has (RFC 7986, 5.3: a plain UUID)."""
    return str(uuid.uuid4())


class Room(models.Model):
    """A room that can be taken for a meeting."""

    name = models.CharField("名前", max_length=60, unique=True)
    place = models.CharField("場所", max_length=120, blank=True, help_text="例：本庁舎4階")
    capacity = models.PositiveSmallIntegerField("定員", null=True, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    is_active = models.BooleanField("選択肢に出す", default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = verbose_name_plural = "会議室"
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name


class EventQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Keep the events in which ``user`` has a seat, of things that they may see today.

        One query for each kind of thing they have to do with; nothing for somebody who has left.
        """
        if not user.may_sign_in(today()):
            return self.none()
        own = self.filter(seats__person=user, seats__state__in=ACTIVE)
        things: dict[str, set[int]] = {}
        for kind, object_id in own.order_by().values_list("object_kind", "object_id").distinct():
            things.setdefault(kind, set()).add(object_id)
        seen = Q(pk__in=[])
        for kind, ids in things.items():
            seen |= Q(object_kind=kind, object_id__in=registry.get(kind).visible_ids(user, ids))
        return own.filter(seen)


class Event(models.Model):
    """Something at a time. ``uid`` never changes; ``sequence`` counts the changes that calendars have to hear of.

    An all-day event begins and ends at midnight (JST), the end not included.
    """

    uid = models.CharField("UID", max_length=36, unique=True, default=new_uid, editable=False)
    sequence = models.PositiveIntegerField("変更の回数", default=0)
    category = models.CharField("種類", max_length=10, choices=EventCategory.choices, default=EventCategory.OTHER)
    object_kind = models.CharField("対象の種類", max_length=40)
    object_id = models.PositiveBigIntegerField("対象")
    title = models.CharField("件名", max_length=200)
    starts_at = models.DateTimeField("始まり")
    ends_at = models.DateTimeField("終わり")
    is_all_day = models.BooleanField("終日", default=False)
    room = models.ForeignKey(Room, models.PROTECT, verbose_name="会議室", null=True, blank=True, related_name="+")
    place = models.CharField("場所", max_length=120, blank=True)
    capacity = models.PositiveSmallIntegerField("定員", null=True, blank=True)
    organizer = models.ForeignKey(User, models.PROTECT, verbose_name="主催する人", related_name="+")
    state = models.CharField("状態", max_length=10, choices=EventState.choices, default=EventState.PLANNED)
    created_at = models.DateTimeField("決めた日時")
    changed_at = models.DateTimeField("変えた日時")

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "予定"
        ordering = ("starts_at", "id")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="scheduling_event_in_order"),
            models.CheckConstraint(
                condition=Q(state__in=EventState.values, category__in=EventCategory.values),
                name="scheduling_event_known",
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="scheduling_event_by_start"),
            models.Index(fields=["object_kind", "object_id"], name="scheduling_event_by_thing"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def where(self) -> str:
        """Return the room with its place, or the place that was named."""
        if self.room is None:
            return self.place
        return f"{self.room.name}（{self.room.place}）" if self.room.place else self.room.name


class Seat(models.Model):
    """One person's part in an event; beyond its capacity they wait in the order in which they came.

    Somebody from outside the ward is no user: their seat is held under the ``outsider`` key that an upper app gave
    them, which also tells them of a free place (``outsiders.register``).
    """

    event = models.ForeignKey(Event, models.CASCADE, verbose_name="予定", related_name="seats", db_index=False)
    person = models.ForeignKey(
        User, models.PROTECT, verbose_name="職員", null=True, blank=True, related_name="+", db_index=False
    )
    outsider = models.UUIDField("庁外の人の鍵", null=True, blank=True, editable=False)
    role = models.CharField("立場", max_length=5, choices=SeatRole.choices, default=SeatRole.GUEST)
    state = models.CharField("状態", max_length=10, choices=SeatState.choices, default=SeatState.CONFIRMED)
    is_binding = models.BooleanField("ほかの予定を入れない", default=True)
    created_at = models.DateTimeField("申し込んだ日時")

    class Meta:
        verbose_name = verbose_name_plural = "参加"
        ordering = ("created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=Q(state__in=[str(state) for state in ACTIVE]),
                name="scheduling_one_seat_each",
            ),
            models.UniqueConstraint(
                fields=["event", "outsider"],
                condition=Q(state__in=[str(state) for state in ACTIVE]),
                name="scheduling_one_outsider_seat",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(outsider__isnull=True), name="scheduling_person_or_outsider"
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state", "created_at", "id"], name="scheduling_seat_in_order"),
            models.Index(fields=["person", "state"], name="scheduling_seat_by_person"),
            models.Index(fields=["outsider"], condition=Q(outsider__isnull=False), name="scheduling_seat_by_outsider"),
        ]

    def __str__(self) -> str:
        return f"{self.person or '庁外の人'} {self.get_state_display()}"


class WaitingOffer(models.Model):
    """A place that became free, offered to whoever waits the longest, until a moment in office hours."""

    seat = models.ForeignKey(Seat, models.CASCADE, verbose_name="参加", related_name="offers")
    offered_at = models.DateTimeField("案内した日時")
    expires_at = models.DateTimeField("返事の期限")
    answered_at = models.DateTimeField("返事をした日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "空きの案内"
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(answered_at__isnull=True), name="scheduling_one_open_offer"
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"], condition=Q(answered_at__isnull=True), name="scheduling_offer_to_expire"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expires_at:%Y-%m-%d %H:%M}"


class Occupation(models.Model):
    """Time that an event takes of one person or one room, its buffer included: the one place where time is taken.

    That nobody and nothing is taken twice is an exclusion constraint on PostgreSQL, and a check under the one write
    lock on SQLite (``services.occupying``).
    """

    event = models.ForeignKey(Event, models.CASCADE, verbose_name="予定", related_name="occupations")
    person = models.ForeignKey(
        User, models.PROTECT, verbose_name="職員", null=True, blank=True, related_name="+", db_index=False
    )
    room = models.ForeignKey(
        Room, models.PROTECT, verbose_name="会議室", null=True, blank=True, related_name="+", db_index=False
    )
    starts_at = models.DateTimeField("始まり")
    ends_at = models.DateTimeField("終わり")

    class Meta:
        verbose_name = verbose_name_plural = "ふさがっている時間"
        ordering = ("starts_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(room__isnull=True), name="scheduling_person_or_room"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="scheduling_occupation_in_order"),
            NoOverlap(
                name="scheduling_person_once",
                fields=("person",),
                by_moments=True,
                violation_error_message="その時間は、ほかの予定が入っています。",
            ),
            NoOverlap(
                name="scheduling_room_once",
                fields=("room",),
                by_moments=True,
                violation_error_message="その時間、会議室はほかの予定で使われています。",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "starts_at"], name="scheduling_taken_person"),
            models.Index(fields=["room", "starts_at"], name="scheduling_taken_room"),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.room} {self.starts_at:%Y-%m-%d %H:%M}"


class Slot(models.Model):
    """A time at which its owner can be met. Whoever takes it makes an event of it."""

    owner = models.ForeignKey(User, models.CASCADE, verbose_name="会える人", related_name="+", db_index=False)
    starts_at = models.DateTimeField("始まり")
    ends_at = models.DateTimeField("終わり")
    buffer_minutes = models.PositiveSmallIntegerField("あとに空ける時間（分）", default=0)
    room = models.ForeignKey(Room, models.PROTECT, verbose_name="会議室", null=True, blank=True, related_name="+")
    place = models.CharField("場所", max_length=120, blank=True)
    series = models.UUIDField("毎週の組", null=True, blank=True, editable=False)
    event = models.OneToOneField(
        Event, models.SET_NULL, verbose_name="決まった予定", null=True, blank=True, related_name="slot"
    )
    is_offered = models.BooleanField("公開している", default=True)
    created_at = models.DateTimeField("公開した日時")

    class Meta:
        verbose_name = verbose_name_plural = "会える時間"
        ordering = ("starts_at", "id")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="scheduling_slot_in_order"),
            NoOverlap(
                name="scheduling_slot_once",
                fields=("owner",),
                only="is_offered",
                by_moments=True,
                violation_error_message="その時間は、もう公開しています。",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "starts_at"], name="scheduling_slot_by_owner"),
            models.Index(fields=["series", "starts_at"], name="scheduling_slot_by_series"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class FeedToken(models.Model):
    """What the address of a person's calendar feed is made of; a new one ends the old address at once."""

    user = models.OneToOneField(User, models.CASCADE, verbose_name="職員", related_name="+")
    nonce = models.UUIDField("印", unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField("作った日時")

    class Meta:
        verbose_name = verbose_name_plural = "購読のアドレス"

    def __str__(self) -> str:
        return f"{self.user}"
