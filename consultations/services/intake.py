"""A new consultation: one sentence, or not even that."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from consultations.enums import Channel, PromiseKind, Side, Urgency
from consultations.exceptions import NoDivision
from consultations.models import Consultation, Draft, Message
from consultations.permissions import can_enter_for_others
from consultations.selectors.leader_first import leader_to_ask
from consultations.services.leader_first import LEADER_DAYS, give_turn
from consultations.services.promises import due_after, make_promise
from consultations.services.routing import Desk, desk_for
from consultations.services.telling import tell
from consultations.services.transitions import log
from minato_dx.attachments.services import attach, move
from minato_dx.attachments.validators import Upload
from minato_dx.core.calendar import fiscal_year
from minato_dx.core.steps import require
from minato_dx.core.text import first_sentence
from minato_dx.organization.models import DivisionVersion, User
from minato_dx.organization.selectors import division_version, main_membership, post_label
from minato_dx.reference.models import FieldOfWork
from minato_dx.reference.selectors import portal_settings
from minato_dx.reference.services import draw_number

SERIES = "consultation"
MEET_FIRST_TITLE = "まず会って話したい"
INTAKE_DRAFT = "intake"
ENTER_DRAFT = "enter"


@dataclass(frozen=True, slots=True)
class Intake:
    """What was filled in; everything but the sentence may be left out, and with ``meet_first`` even that."""

    body: str = ""
    meet_first: bool = False
    preferred_times: str = ""
    field: FieldOfWork | None = None
    urgency: str = Urgency.NONE
    urgency_reason: str = ""
    wished_solution: str = ""
    is_private: bool = False
    ask_leader: bool = False
    division_id: int | None = None
    files: Sequence[Upload] = ()


def submission_token(*, form_token: uuid.UUID, sender: User, body: str, person: str = "") -> uuid.UUID:
    """Name one submission of a form: the same text of the same form is the same submission, however often it comes.

    A form that was sent and comes back with another text (the browser's "back") is another submission, so that
    nothing typed is lost. ``person`` tells for whom it was entered.
    """
    return uuid.uuid5(form_token, f"{sender.pk}:{person}:{body}")


def was_submitted(token: uuid.UUID) -> bool:
    """Tell whether that submission has become a consultation already."""
    return Consultation.objects.filter(submission_token=token).exists()


def requesting_division(*, requester: User, division_id: int | None, day: dt.date) -> DivisionVersion:
    """Return the division the requester asks for: the one chosen among their own, otherwise their main one.

    Raises NoDivision where they belong to none today.
    """
    if division_id is None:
        membership = main_membership(user=requester, day=day)
        if membership is None:
            raise NoDivision("所属の課が登録されていません。システム管理者に知らせると、相談を送れるようになります。")
        division_id = membership.division_id
    version = division_version(division_id=division_id, day=day)
    if version is None:
        raise NoDivision("所属の課が見つかりません。組織改正のあとは、システム管理者に知らせてください。")
    return version


def submit_consultation(
    *,
    requester: User,
    intake: Intake,
    token: uuid.UUID,
    entered_by: User | None = None,
    channel: Channel = Channel.PORTAL,
    now: dt.datetime | None = None,
) -> Consultation:
    """Receive a consultation, give it its number, route it, promise the first reply and tell who has it.

    ``token`` names one submission: sent twice, it returns the consultation that the first one made. Raises NoDivision
    where the requester belongs to no division, PermissionDenied where ``entered_by`` may not enter for others, and
    ValidationError for a file that may not be attached.
    """
    require(entered_by is None or can_enter_for_others(entered_by))
    earlier = _submitted_before(token=token, requester=requester)
    if earlier is not None:
        return earlier
    try:
        with transaction.atomic():
            return _receive(
                requester=requester,
                intake=intake,
                token=token,
                entered_by=entered_by,
                channel=channel,
                now=now or timezone.now(),
            )
    except IntegrityError:
        # The same submission, sent twice at the same moment: the other one was first.
        earlier = _submitted_before(token=token, requester=requester)
        if earlier is None:
            raise
        return earlier


def _submitted_before(*, token: uuid.UUID, requester: User) -> Consultation | None:
    return Consultation.objects.filter(submission_token=token, requester=requester).select_related("assignee").first()


def _receive(
    *, requester: User, intake: Intake, token: uuid.UUID, entered_by: User | None, channel: Channel, now: dt.datetime
) -> Consultation:
    day = timezone.localdate(now)
    actor = entered_by or requester
    version = requesting_division(requester=requester, division_id=intake.division_id, day=day)
    desk = desk_for(department=version.department, day=day)
    title = first_sentence(intake.body) or MEET_FIRST_TITLE
    leader = _leader_to_ask(requester=requester, intake=intake, version=version, day=day)
    kind = PromiseKind.LEADER_REPLY if leader else PromiseKind.FIRST_REPLY
    due_at = due_after(now=now, working_days=LEADER_DAYS if leader else portal_settings().first_reply_days)
    consultation = Consultation(
        fiscal_year=fiscal_year(day),
        submission_token=token,
        requester=requester,
        entered_by=entered_by,
        channel=channel,
        division_id=version.division_id,
        department=version.department,
        division_name=version.name,
        department_name=version.department.name,
        title=title,
        body=intake.body,
        meet_first=intake.meet_first,
        preferred_times=intake.preferred_times,
        field=intake.field,
        urgency=intake.urgency,
        urgency_reason=intake.urgency_reason,
        wished_solution=intake.wished_solution,
        is_private=intake.is_private,
        assignee=desk.answers,
        received_at=now,
        last_word=first_sentence(intake.body) or "会って話したい",
        last_word_by=requester.name,
        last_word_side=Side.ASKER,
        last_word_at=now,
        next_due_at=due_at,
        next_due_kind=kind,
    )
    # The number is drawn last, so that its series is locked for a moment only.
    consultation.serial = draw_number(series=SERIES, fiscal_year=consultation.fiscal_year)
    consultation.save()
    _open_thread(consultation=consultation, requester=requester, intake=intake, actor=actor, desk=desk, now=now)
    make_promise(consultation=consultation, kind=kind, due_at=due_at, now=now)
    if leader is not None:
        give_turn(consultation=consultation, leader=leader, due_at=due_at, actor=actor, now=now)
        return consultation
    tell(
        consultation=consultation,
        kind="assigned",
        event="received",
        to=[desk.answers, requester],
        by=actor,
        text=f"新しい相談です（{consultation.division_name}）" if not intake.is_private else "新しい相談です（非公開）",
    )
    return consultation


def _leader_to_ask(*, requester: User, intake: Intake, version: DivisionVersion, day: dt.date) -> User | None:
    """Return the leader who is asked first; None where nobody wished it, or there is nobody to ask."""
    if not intake.ask_leader or intake.is_private:
        return None
    return leader_to_ask(division_id=version.division_id, requester=requester, day=day)


def _open_thread(
    *, consultation: Consultation, requester: User, intake: Intake, actor: User, desk: Desk, now: dt.datetime
) -> None:
    message = Message.objects.create(
        consultation=consultation,
        author=requester,
        author_post=post_label(user=requester, day=timezone.localdate(now)),
        side=Side.ASKER,
        body=intake.body or "うまく言えないので、まず会って話したいです。",
        created_at=now,
    )
    attach(uploads=intake.files, kind="message", object_id=message.pk, user=actor)
    draft = Draft.objects.filter(user=actor, key=ENTER_DRAFT if consultation.entered_by else INTAKE_DRAFT).first()
    if draft is not None:
        move(from_kind="draft", from_id=draft.pk, to_kind="message", to_id=message.pk)
        draft.delete()
    stand_in = f"（{desk.main.name}が不在のため）" if desk.main_is_absent and desk.main else ""
    log(
        consultation=consultation,
        actor=actor,
        name="receive",
        before="",
        now=now,
        detail=f"{consultation.department_name}の担当は{desk.answers.name}です{stand_in}",
    )
