"""「うちの課でもできる」: wished for, said in a sentence, taken back, and made a consultation."""

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone

from consultations import wishes
from consultations.exceptions import ConsultationError
from consultations.models import Consultation, Interest
from consultations.services.intake import Intake, requesting_division, submit_consultation
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.notifications.enums import Topic
from minato_dx.notifications.services import notify
from minato_dx.organization.models import User
from minato_dx.organization.roles import roles_of
from minato_dx.reference.models import FieldOfWork

SENTENCE_LENGTH = 400
TITLE_LENGTH = 120
# One wish makes one consultation, however often the button is pressed.
TOKENS = uuid.UUID("5b0f7b0e-5f54-4a38-9a9e-1f6c2f0f4f11")


def wish(*, user: User, kind: str, object_id: int, now: dt.datetime) -> Interest:
    """Note that the user's division could do it too; pressed twice, it is one wish.

    Raises PermissionDenied for a thing that is not open to the user, and NoDivision for somebody of no division.
    """
    require(object_id in wishes.get(kind).open_to(user, [object_id]))
    try:
        with transaction.atomic():
            return _wish(user=user, kind=kind, object_id=object_id, now=now)
    except IntegrityError:
        return Interest.objects.standing().get(user=user, kind=kind, object_id=object_id)


def _wish(*, user: User, kind: str, object_id: int, now: dt.datetime) -> Interest:
    earlier = Interest.objects.standing().filter(user=user, kind=kind, object_id=object_id).first()
    if earlier is not None:
        return earlier
    what = wishes.get(kind)
    version = requesting_division(requester=user, division_id=None, day=timezone.localdate(now))
    row = Interest.objects.create(
        kind=kind,
        object_id=object_id,
        title=what.title(object_id)[:TITLE_LENGTH],
        division_id=version.division_id,
        user=user,
        created_at=now,
    )
    notify(
        event=f"interest:{row.pk}",
        kind="interest",
        topic=Topic.PROGRESS,
        recipients=[person for person in what.told(object_id) if person.pk != user.pk],
        title=f"{version.name}の{user.name}さんが「うちの課でもできる」と言っています",
        text=row.title,
        object_kind=kind,
        object_id=object_id,
        in_office_hours=True,
        now=now,
    )
    return row


def _lock_own(interest: Interest, user: User) -> Interest:
    row = Interest.objects.select_for_update(of=("self",)).get(pk=interest.pk)
    require(row.user_id == user.pk)
    return row


@transaction.atomic
def say(*, interest: Interest, user: User, sentence: str) -> Interest:
    """Keep the one sentence that goes with one's wish; empty takes it away."""
    row = _lock_own(interest, user)
    if len(sentence) > SENTENCE_LENGTH:
        raise ConsultationError(f"ひとことは{SENTENCE_LENGTH}字までです。いま{len(sentence)}字です。")
    row.sentence = "" if is_blank(sentence) else sentence.strip()
    row.save(update_fields=["sentence"])
    return row


@transaction.atomic
def withdraw(*, interest: Interest, user: User, now: dt.datetime) -> Interest:
    """Take one's wish back. Raises ConsultationError once a consultation has come of it."""
    row = _lock_own(interest, user)
    if row.consultation_id is not None:
        raise ConsultationError("相談を始めているので、取り消せません。やめるときは、相談を取り下げてください。")
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
    return row


@transaction.atomic
def restore(*, interest: Interest, user: User) -> Interest:
    """Undo the taking back; where one has wished for it anew meanwhile, that wish stands."""
    row = _lock_own(interest, user)
    again = Interest.objects.standing().filter(user=user, kind=row.kind, object_id=row.object_id).first()
    if again is not None:
        return again
    row.withdrawn_at = None
    row.save(update_fields=["withdrawn_at"])
    return row


@transaction.atomic
def begin_consultation(*, interest: Interest, user: User, now: dt.datetime) -> Consultation:
    """Make the wish a consultation of the user's, filled in and linked; pressed twice, it is one.

    Raises ConsultationError for a wish that was taken back, and NoDivision as an intake does.
    """
    row = _lock_own(interest, user)
    if row.consultation is not None:
        return row.consultation
    if row.withdrawn_at is not None:
        raise ConsultationError("取り消した「うちの課でもできる」です。もう一度押してから始めてください。")
    beginning = wishes.get(row.kind).beginning(row.object_id)
    body = f"{beginning.body}\n\n{row.sentence}" if row.sentence else beginning.body
    # Without a field none is found: no row has the number 0.
    field = FieldOfWork.objects.filter(pk=beginning.field_id or 0, is_active=True).first()
    row.consultation = submit_consultation(
        requester=user,
        intake=Intake(body=body, field=field, division_id=row.division_id if _belongs(user, row) else None),
        token=uuid.uuid5(TOKENS, str(row.pk)),
        now=now,
    )
    row.save(update_fields=["consultation"])
    return row.consultation


def _belongs(user: User, row: Interest) -> bool:
    return row.division_id in roles_of(user).division_ids
