"""The consultation itself: what troubles a division, who has it, and where it stands."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Case, F, GeneratedField, Q, Value, When
from django.utils.functional import cached_property
from django_fsm import RETURN_VALUE, FSMField, FSMModelMixin, transition

from consultations import permissions
from consultations.enums import (
    ENDED,
    OPEN,
    WORKING,
    Channel,
    Outcome,
    PromiseKind,
    Side,
    State,
    Urgency,
)
from consultations.models.consultation_queryset import ConsultationQuerySet
from minato_dx.core.calendar import fiscal_year_label, today
from minato_dx.organization.models import Department, Division, User
from minato_dx.organization.selectors import head_of, is_absent
from minato_dx.reference.models import FieldOfWork

BODY_LENGTH = 20_000


# What django-fsm asks before a transition; it hands both over untyped.


def _works_on(consultation: Any, user: Any) -> bool:
    return permissions.can_work_on(user, consultation)


def _asks(consultation: Any, user: Any) -> bool:
    return permissions.is_requester(user, consultation)


def _either(consultation: Any, user: Any) -> bool:
    return _asks(consultation, user) or _works_on(consultation, user)


def _agrees(consultation: Any, user: Any) -> bool:
    return permissions.may_agree(user, consultation)


def _leader_has_answered(consultation: Any) -> bool:
    return bool(consultation.next_due_kind == PromiseKind.CONFIRMATION)


def _takes_part(consultation: Any, user: Any) -> bool:
    return permissions.can_write_message(user, consultation)


_BY_PROMISE = ("next_due_at", "id", "is_private", "assignee", "requester")


def _open_index(name: str, *fields: str) -> models.Index:
    """Return an index of the open ones; a column named twice stands where it came first."""
    return models.Index(fields=list(dict.fromkeys(fields)), condition=Q(is_open=True), name=f"consult_{name}")


class Consultation(FSMModelMixin, models.Model):
    """One consultation, from one sentence to its end."""

    fiscal_year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("番号")
    submission_token = models.UUIDField("送信の印", default=uuid.uuid4, unique=True, editable=False)

    requester = models.ForeignKey(User, models.PROTECT, verbose_name="相談者", related_name="+", db_index=False)
    entered_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="代わりに入力した人", null=True, blank=True, related_name="+"
    )
    channel = models.CharField("受け方", max_length=8, choices=Channel.choices, default=Channel.PORTAL)
    # The organisation of the day: names stay as they were, whatever is renamed later.
    division = models.ForeignKey(Division, models.PROTECT, verbose_name="課", related_name="+", db_index=False)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name="部", related_name="+", db_index=False)
    division_name = models.CharField("課の名前（受付の日）", max_length=80)
    department_name = models.CharField("部の名前（受付の日）", max_length=80)

    title = models.CharField("件名", max_length=80)
    body = models.TextField("困っていること", max_length=BODY_LENGTH, blank=True)
    meet_first = models.BooleanField("まず会って話したい", default=False)
    preferred_times = models.CharField("会いやすい日時", max_length=200, blank=True)
    field = models.ForeignKey(FieldOfWork, models.PROTECT, verbose_name="分野", null=True, blank=True, related_name="+")
    urgency = models.CharField("急ぎ", max_length=10, choices=Urgency.choices, default=Urgency.NONE)
    urgency_reason = models.CharField("急ぐ理由", max_length=200, blank=True)
    wished_solution = models.TextField("こうなるとよいと思うこと", max_length=2000, blank=True)
    is_private = models.BooleanField("非公開", default=False)
    head_summary = models.TextField("所属長に見せる要約", max_length=2000, blank=True)
    head_summary_opened_at = models.DateTimeField("要約を見せた日時", null=True, blank=True)

    state = FSMField("状態", max_length=12, choices=State.choices, default=State.RECEIVED, protected=True)
    resumes_to = models.CharField("待つ前の状態", max_length=12, choices=State.choices, blank=True)
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
    went_live_on = models.DateField("実施を始めた日", null=True, blank=True)

    last_word = models.CharField("最後の発言", max_length=80, blank=True)
    last_word_by = models.CharField("最後に発言した人", max_length=80, blank=True)
    last_word_side = models.CharField("最後に発言した側", max_length=5, choices=Side.choices, default=Side.ASKER)
    last_word_at = models.DateTimeField("最後の発言の日時")

    outcome = models.CharField("結果", max_length=12, choices=Outcome.choices, blank=True)
    outcome_text = models.TextField("結果の説明", max_length=4000, blank=True)
    closed_at = models.DateTimeField("終わった日時", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name="統合先", null=True, blank=True, related_name="merged_ones"
    )
    handed_over_to = models.CharField("引き継ぎ先", max_length=120, blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "相談"
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "serial"], name="consultations_number_unique"),
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in State]), name="consultations_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WAITING) | Q(resumes_to__in=[str(state) for state in WORKING]),
                name="consultations_waiting_knows_where_to_return",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(s) for s in OPEN], closed_at__isnull=True)
                | Q(state__in=[str(s) for s in ENDED], closed_at__isnull=False),
                name="consultations_ended_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED) | ~Q(outcome=""), name="consultations_closed_has_outcome"
            ),
            models.CheckConstraint(
                condition=Q(state=State.MERGED, merged_into__isnull=False)
                | (~Q(state=State.MERGED) & Q(merged_into__isnull=True)),
                name="consultations_merged_names_the_other",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="consultations_not_merged_into_self",
            ),
            models.CheckConstraint(
                condition=Q(is_open=True) | Q(next_due_at__isnull=True), name="consultations_ended_promises_nothing"
            ),
        ]
        # The lists show the open ones, whose indexes stay small however much has ended. Those by promise carry what
        # somebody may see and what a list is narrowed by, so that counting reads no rows.
        indexes = [
            models.Index(fields=["requester", "-id"], name="consult_by_requester"),
            models.Index(fields=["division", "-id"], name="consult_by_division"),
            models.Index(fields=["state", "received_at", "id"], name="consult_by_state"),
            models.Index(fields=["received_at", "id"], name="consult_by_received"),
            models.Index(fields=["assignee", "received_at", "id"], name="consult_assignee_received"),
            models.Index(fields=["department", "received_at", "id"], name="consult_department_received"),
            _open_index(
                "open_due", *_BY_PROMISE, "department", "division", "field", "state", "next_due_kind", "received_at"
            ),
            _open_index("open_assignee", "assignee", *_BY_PROMISE, "state"),
            _open_index("open_department", "department", *_BY_PROMISE, "state", "received_at"),
            _open_index("open_division", "division", *_BY_PROMISE, "state", "received_at"),
            _open_index("open_state", "state", *_BY_PROMISE, "department", "received_at"),
            _open_index("open_field", "field", *_BY_PROMISE),
            _open_index("open_last_word", "last_word_at", "id"),
            _open_index("open_received", "received_at", "id"),
            _open_index("open_number", "fiscal_year", "serial"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The receipt number as people say it: ``令和8年度-0123``."""
        return f"{fiscal_year_label(self.fiscal_year)}-{self.serial:04d}"

    @property
    def slug(self) -> str:
        """The receipt number as the address has it: ``2026-0123``."""
        return f"{self.fiscal_year}-{self.serial:04d}"

    @property
    def state_badge(self) -> State:
        return State(self.state)

    @property
    def is_waiting(self) -> bool:
        """While true, the clock of the next promise stands still."""
        return bool(self.state == State.WAITING)

    @property
    def working_state(self) -> State:
        """The state it is in, or, while waiting for a reply, the one it returns to."""
        return State(self.resumes_to) if self.is_waiting else State(self.state)

    @property
    def is_with_leader(self) -> bool:
        """Tell whether the division's leader was asked first and nobody of the DX section is owed a word by it yet."""
        confirms = self.state == State.RECEIVED and self.next_due_kind == PromiseKind.CONFIRMATION
        return bool(confirms or self.next_due_kind == PromiseKind.LEADER_REPLY)

    @cached_property
    def assignee_is_absent(self) -> bool:
        """Tell whether the assigned person cannot be reached today; ``with_attendance`` reads it along."""
        return is_absent(user=self.assignee, day=today())

    @cached_property
    def head_at_work_id(self) -> int | None:
        """The division's head, None while the post is vacant or the head absent; ``with_attendance`` reads it along."""
        head = head_of(division=self.division, day=today())
        return None if head is None or is_absent(user=head, day=today()) else head.pk

    # --- Transitions. Each touches this row only; services do the rest. -----------------------------------

    @transition(
        field=state,
        source=[State.RECEIVED, State.ASSESSING, State.ANSWERED],
        target=State.HEARING,
        permission=_works_on,
        custom={"label": "ヒアリングの日を決める"},
    )
    def begin_hearing(self) -> None:
        """A hearing has been arranged."""

    @transition(
        field=state,
        source=[State.RECEIVED, State.ASSESSING],
        target=State.HEARING,
        permission=_asks,
        custom={"label": "会う日時を選ぶ"},
    )
    def choose_time(self) -> None:
        """The requester has taken one of the times that the DX section published."""

    @transition(
        field=state,
        source=[State.RECEIVED, State.HEARING],
        target=State.ASSESSING,
        permission=_works_on,
        custom={"label": "見立てに進む"},
    )
    def begin_assessing(self) -> None:
        """What was heard is written down and is being assessed."""

    @transition(
        field=state,
        source=[State.RECEIVED, State.HEARING, State.ASSESSING],
        target=State.ANSWERED,
        permission=_works_on,
        custom={"label": "回答する"},
    )
    def give_answer(self) -> None:
        """An answer that changes nothing in the division's work: it asks the requester only."""

    @transition(
        field=state,
        source=[State.RECEIVED, State.HEARING, State.ASSESSING],
        target=State.PROPOSED,
        permission=_works_on,
        custom={"label": "提案する"},
    )
    def propose(self) -> None:
        """A solution or a redesign that the division's head has to agree to."""

    @transition(
        field=state, source=State.PROPOSED, target=State.AGREED, permission=_agrees, custom={"label": "合意する"}
    )
    def agree(self) -> None:
        """The division's head agrees."""

    @transition(
        field=state,
        source=State.PROPOSED,
        target=State.ASSESSING,
        permission=_agrees,
        custom={"label": "修正をお願いする"},
    )
    def ask_change(self) -> None:
        """The division's head asks for a change."""

    @transition(
        field=state, source=State.ANSWERED, target=State.ASSESSING, permission=_asks, custom={"label": "まだ困っている"}
    )
    def still_in_trouble(self) -> None:
        """The answer did not help."""

    @transition(field=state, source=State.ANSWERED, target=State.CLOSED, permission=_asks, custom={"label": "解決した"})
    def confirm_solved(self) -> None:
        """The answer helped; the requester ends it."""

    @transition(
        field=state,
        source=State.RECEIVED,
        target=State.CLOSED,
        conditions=[_leader_has_answered],
        permission=_asks,
        custom={"label": "リーダーの回答で解決した"},
    )
    def solved_with_leader(self) -> None:
        """The division's own leader helped; the DX section had nothing to do."""

    @transition(
        field=state,
        source=State.AGREED,
        target=State.IN_PROGRESS,
        permission=_works_on,
        custom={"label": "実施を始める"},
    )
    def start_work(self) -> None:
        """The agreed change is being carried out."""

    @transition(
        field=state,
        source=State.IN_PROGRESS,
        target=State.MEASURING,
        permission=_works_on,
        custom={"label": "運用を始めた"},
    )
    def go_live(self) -> None:
        """The change is in use; its effect is measured three months later."""

    @transition(
        field=state,
        source=[State.PROPOSED, State.AGREED, State.IN_PROGRESS, State.MEASURING],
        target=State.ASSESSING,
        permission=_works_on,
        custom={"label": "見立てに戻す"},
    )
    def rethink(self) -> None:
        """The plan does not hold; the assessment is taken up again."""

    @transition(
        field=state,
        source=[State.ANSWERED, State.PROPOSED, State.MEASURING],
        target=State.CLOSED,
        permission=_works_on,
        custom={"label": "完了にする"},
    )
    def close(self) -> None:
        """The DX section ends it with an outcome."""

    @transition(
        field=state, source=list(WORKING), target=State.WAITING, permission=_works_on, custom={"label": "返信を待つ"}
    )
    def wait(self) -> None:
        """Nothing can go on before the requester replies; the clock stops."""
        self.resumes_to = self.state

    @transition(
        field=state,
        source=State.WAITING,
        target=RETURN_VALUE(*WORKING),
        permission=_takes_part,
        custom={"label": "待つのをやめる"},
    )
    def resume(self) -> str:
        """The reply is there, or is not needed any more."""
        target, self.resumes_to = self.resumes_to, ""
        return target

    @transition(
        field=state, source=list(OPEN), target=State.WITHDRAWN, permission=_asks, custom={"label": "取り下げる"}
    )
    def withdraw(self) -> None:
        """The requester takes it back."""

    @transition(field=state, source=list(OPEN), target=State.MERGED, permission=_works_on, custom={"label": "統合する"})
    def merge(self) -> None:
        """It goes on in another consultation."""

    @transition(
        field=state, source=list(OPEN), target=State.HANDED_OVER, permission=_works_on, custom={"label": "引き継ぐ"}
    )
    def hand_over(self) -> None:
        """Another desk takes it."""

    @transition(
        field=state,
        source=list(ENDED),
        target=RETURN_VALUE(State.RECEIVED, State.ASSESSING),
        permission=_either,
        custom={"label": "再開する"},
    )
    def reopen(self) -> str:
        """It is taken up again; ``services.reopen`` minds the thirty days."""
        return State.ASSESSING if self.hearings.exists() or self.answers.exists() else State.RECEIVED
