"""Keeping what is being typed."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from consultations.models import Draft
from minato_dx.attachments.models import Attachment
from minato_dx.attachments.services import attach, clear, discard
from minato_dx.attachments.validators import Upload
from minato_dx.organization.models import User

DRAFT_KIND = "draft"
KEEP_FOR = dt.timedelta(days=90)


@transaction.atomic
def write_draft(*, user: User, key: str, data: dict[str, object]) -> Draft:
    """Keep the fields of one form as they are now; the newest save wins, as it is one person's own text."""
    kept = {name: _without_nul(value) for name, value in data.items()}
    draft, _ = Draft.objects.update_or_create(user=user, key=key, defaults={"data": kept})
    return draft


def _without_nul(value: object) -> object:
    """PostgreSQL holds no NUL in a text."""
    if isinstance(value, list):
        return [_without_nul(each) for each in value]
    return value.replace("\x00", "") if isinstance(value, str) else value


@transaction.atomic
def keep_files(*, user: User, key: str, data: dict[str, object], uploads: Iterable[Upload]) -> list[Attachment]:
    """Lay files beside a draft, so that a form with an error elsewhere does not ask for them again.

    Raises ValidationError for a file that may not be attached; then nothing changes.
    """
    draft = write_draft(user=user, key=key, data=data)
    return attach(uploads=uploads, kind=DRAFT_KIND, object_id=draft.pk, user=user)


def remove_file(*, user: User, key: str, file_key: uuid.UUID) -> None:
    """Take one file away from the user's own draft; one that is not there is none to take away."""
    draft = Draft.objects.filter(user=user, key=key).first()
    if draft is not None:
        discard(key=file_key, kind=DRAFT_KIND, object_id=draft.pk, user=user)


def discard_draft(*, user: User, key: str) -> None:
    """Throw away what was typed into one form, with the files laid beside it."""
    draft = Draft.objects.filter(user=user, key=key).first()
    if draft is not None:
        _remove([draft.pk])


def sweep_drafts() -> int:
    """Remove what nobody has touched for ninety days and return how many drafts that were."""
    old = list(Draft.objects.filter(updated_at__lt=timezone.now() - KEEP_FOR).values_list("pk", flat=True))
    _remove(old)
    return len(old)


@transaction.atomic
def _remove(ids: list[int]) -> None:
    clear(kind=DRAFT_KIND, object_ids=ids)
    Draft.objects.filter(pk__in=ids).delete()
