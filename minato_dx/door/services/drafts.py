"""Writing a submission, step by step: each step is kept as it was typed, and files as they came."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from minato_dx.core.files.names import clean_name
from minato_dx.core.files.uploads import Upload, check_upload
from minato_dx.door.enums import DATABASE, SubmissionState
from minato_dx.door.exceptions import DoorError, Gone
from minato_dx.door.models import Submission, SubmittedFile
from minato_dx.door.services.keys import hash_of

LONGEST_ANSWER = 20_000


def start_draft(*, kind: str, key: str, step: str, typed: Mapping[str, list[str]], now: dt.datetime) -> Submission:
    """Begin a draft with its first step; the same form sent twice, or twenty times at once, is one draft."""
    try:
        with transaction.atomic(using=DATABASE):
            draft, is_new = Submission.objects.get_or_create(
                draft_hash=hash_of(key), defaults={"kind": kind, "started_at": now, "changed_at": now}
            )
    except IntegrityError:
        draft, is_new = Submission.objects.get(draft_hash=hash_of(key)), False
    if not is_new and (draft.kind != kind or draft.state != SubmissionState.DRAFT):
        return draft
    return save_step(draft=draft, step=step, typed=typed, now=now)


def draft_of(*, key: str) -> Submission:
    """Return the draft of that key. Raises Gone where there is none, or it was sent."""
    found = Submission.objects.filter(draft_hash=hash_of(key), state=SubmissionState.DRAFT).first()
    if found is None:
        raise Gone
    return found


@transaction.atomic(using=DATABASE)
def save_step(*, draft: Submission, step: str, typed: Mapping[str, list[str]], now: dt.datetime) -> Submission:
    """Keep what was typed in one step. Raises Gone once the draft was sent."""
    draft = lock_draft(draft)
    draft.answers = draft.answers | {step: {name: [_cut(one) for one in values] for name, values in typed.items()}}
    draft.changed_at = now
    draft.save(update_fields=["answers", "changed_at"])
    return draft


def lock_draft(draft: Submission) -> Submission:
    """Return the draft read again and locked until the transaction ends. Raises Gone once it was sent."""
    row = Submission.objects.select_for_update().filter(pk=draft.pk, state=SubmissionState.DRAFT).first()
    if row is None:
        raise Gone
    return row


def _cut(text: str) -> str:
    """No field takes so much; what is longer is no answer, and the door keeps no more of it."""
    return text[:LONGEST_ANSWER]


@transaction.atomic(using=DATABASE)
def add_files(
    *, draft: Submission, uploads: Iterable[Upload], is_confidential: bool, now: dt.datetime
) -> list[SubmittedFile]:
    """Keep files with a draft. Raises ValidationError for one that may not be, and DoorError for too many."""
    draft = lock_draft(draft)
    uploads = list(uploads)
    most = settings.ATTACHMENT_MAX_COUNT
    already = draft.files.count()
    if already + len(uploads) > most:
        raise DoorError(
            f"ファイルは合わせて{most}つまでです。いま{already}つ付いています。要らないものを外してください。"
        )
    rows = []
    for upload in uploads:
        content_type = check_upload(upload, strict=True)
        row = SubmittedFile(
            submission=draft,
            name=clean_name(upload.name or ""),
            sha256=_digest(upload),
            size=upload.size or 0,
            content_type=content_type,
            is_confidential=is_confidential,
            uploaded_at=now,
        )
        row.blob.save("blob", upload, save=False)
        row.save()
        rows.append(row)
    draft.changed_at = now
    draft.save(update_fields=["changed_at"])
    return rows


def _digest(upload: Any) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


@transaction.atomic(using=DATABASE)
def remove_file(*, draft: Submission, key: Any, now: dt.datetime) -> None:
    """Take a file off a draft of one's own. Raises Gone for any other file."""
    draft = lock_draft(draft)
    row = SubmittedFile.objects.filter(submission=draft, key=key).first()
    if row is None:
        raise Gone
    drop_blob(row)
    row.delete()
    draft.changed_at = now
    draft.save(update_fields=["changed_at"])


def drop_blob(row: SubmittedFile) -> None:
    """Delete the content on commit: a rollback keeps it. The caller saves or deletes the row."""
    name, storage = str(row.blob.name or ""), row.blob.storage
    row.blob.name = ""
    if name:
        transaction.on_commit(lambda: storage.delete(name), using=DATABASE)
