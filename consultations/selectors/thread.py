"""The thread of a consultation: what was said, done, arranged and answered, in order of time."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Q

from consultations.enums import EffectStage, Side
from consultations.models import Answer, Consultation, EffectEntry, Hearing
from consultations.selectors.moments import as_moment
from consultations.selectors.wording import Event, event_of
from minato_dx.attachments.models import Attachment

MESSAGE, NOTE, LOG, ANSWER = "message", "note", "log", "answer"
# At one and the same moment: what was written, then what it set going, then the answer that came of it.
ORDER = {MESSAGE: 0, NOTE: 1, LOG: 2, ANSWER: 3}
# what, id, moment, author's id, name and post, side, text, the step's name, state before and after, detail.
THREAD_SQL = """
SELECT 'message', m.id, m.created_at, m.author_id, u.name, m.author_post, m.side, m.body, '', '', '', ''
FROM consultations_message m JOIN organization_user u ON u.id = m.author_id
WHERE m.consultation_id = %(id)s
UNION ALL
SELECT 'log', t.id, t.created_at, t.actor_id, t.actor_name, t.actor_post, '', t.reason,
       t.name, t.from_state, t.to_state, t.detail
FROM consultations_transitionlog t
WHERE t.consultation_id = %(id)s
"""
# A part of the statement for those who may read them, and no part of it for anybody else.
NOTES_SQL = """
UNION ALL
SELECT 'note', n.id, n.created_at, n.author_id, u.name, '', '', n.body, '', '', '', ''
FROM consultations_internalnote n JOIN organization_user u ON u.id = n.author_id
WHERE n.consultation_id = %(id)s
"""


@dataclass(slots=True)
class Entry:
    """One thing in the thread; ``what`` says which of the parts below are filled."""

    what: str
    pk: int
    at: dt.datetime
    author_id: int
    author: str
    post: str = ""
    side: str = ""
    text: str = ""
    files: list[Attachment] = field(default_factory=list)
    event: Event | None = None
    hearing: Hearing | None = None
    entry: EffectEntry | None = None
    answer: Answer | None = None

    @property
    def is_from_dx(self) -> bool:
        return self.side == Side.DX

    @property
    def order(self) -> tuple[dt.datetime, int, int]:
        return self.at, ORDER[self.what], self.pk


def read_thread(
    *,
    consultation: Consultation,
    with_notes: bool,
    hearings: Iterable[Hearing],
    answers: Iterable[Answer],
    effects: Iterable[EffectEntry],
) -> list[Entry]:
    """Return the whole thread, oldest first, with one query: a UNION ALL of its tables.

    Internal notes are part of the statement only where ``with_notes``. Hearings, answers and effects have been read
    already (see below) and are put to their places; the files are put there by ``place_files``.
    """
    entries = [_entry(*row) for row in _rows(consultation, with_notes=with_notes)]
    entries += [_answer_entry(answer) for answer in answers]
    entries.sort(key=lambda entry: entry.order)
    _place_hearings(entries, hearings)
    _place_effects(entries, effects)
    return entries


def _rows(consultation: Consultation, *, with_notes: bool) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(THREAD_SQL + NOTES_SQL if with_notes else THREAD_SQL, {"id": consultation.pk})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _entry(
    what: str,
    pk: int,
    at: dt.datetime | str,
    author_id: int,
    author: str,
    post: str,
    side: str,
    text: str,
    name: str,
    before: str,
    after: str,
    detail: str,
) -> Entry:
    event = event_of(name=name, actor=author, before=before, after=after, detail=detail) if what == LOG else None
    if event is not None and not event.shows_reason:
        text = ""
    return Entry(what, pk, as_moment(at), author_id, author, post, side, text, event=event)


def _answer_entry(answer: Answer) -> Entry:
    return Entry(
        ANSWER, answer.pk, answer.created_at, answer.author_id, answer.author.name, side=Side.DX, answer=answer
    )


def _place_hearings(entries: list[Entry], hearings: Iterable[Hearing]) -> None:
    """Each hearing was arranged by one logged step, in the order of their numbers."""
    steps = [entry for entry in entries if entry.event is not None and entry.event.arranges_hearing]
    for step, hearing in zip(steps, hearings, strict=False):
        step.hearing = hearing


def _place_effects(entries: list[Entry], effects: Iterable[EffectEntry]) -> None:
    """What became real stands beside the step that recorded it; both were written at one moment."""
    recorded = {entry.entered_at: entry for entry in effects if entry.stage == EffectStage.REALISED}
    for entry in entries:
        if entry.event is not None and entry.event.records_effect:
            entry.entry = recorded.get(entry.at)


def place_files(entries: list[Entry], *, draft_id: int | None) -> list[Attachment]:
    """Put every file to its message, and return those laid beside the viewer's own draft; one query for both."""
    messages = {entry.pk: entry for entry in entries if entry.what == MESSAGE}
    wanted = Q(kind="message", object_id__in=list(messages))
    if draft_id is not None:
        wanted |= Q(kind="draft", object_id=draft_id)
    of_draft = []
    for file in Attachment.objects.filter(wanted):
        if file.kind == "draft":
            of_draft.append(file)
        else:
            messages[file.object_id].files.append(file)
    return of_draft


# --- What the rest of the page reads too, one query each -------------------------------------------------


def hearings_of(consultation: Consultation) -> list[Hearing]:
    """Return the hearings in order, each with its sheet and who hears."""
    return list(Hearing.objects.filter(consultation=consultation).select_related("sheet", "hearer"))


def answers_of(consultation: Consultation) -> list[Answer]:
    """Return the answers in order, with their tool and author."""
    return list(Answer.objects.filter(consultation=consultation).select_related("tool", "author"))


def effects_of(consultation: Consultation) -> list[EffectEntry]:
    """Return every entry of hours, superseded ones included, oldest first, with their work."""
    return list(EffectEntry.objects.filter(consultation=consultation).select_related("work"))


def give_estimates(answers: Iterable[Answer], effects: Iterable[EffectEntry]) -> None:
    """Put to each answer, as ``estimate``, its newest hours: those agreed where it was agreed to."""
    by_answer = {entry.answer_id: entry for entry in effects if entry.answer_id is not None}
    for answer in answers:
        answer.estimate = by_answer.get(answer.pk)  # type: ignore[attr-defined]
