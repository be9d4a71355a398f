"""The thread of a consultation: what was said, done, arranged and answered, in order of time."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import F

from consultations.enums import EffectStage, HearingState, SheetState, Side
from consultations.models import Answer, Consultation, EffectEntry
from consultations.selectors.moments import as_moment
from consultations.selectors.wording import Event, event_of, surname

MESSAGE, NOTE, LOG, ANSWER, HEARING, FILE = "message", "note", "log", "answer", "hearing", "file"
# At one and the same moment: what was written, then what it set going, then the answer that came of it.
ORDER = {MESSAGE: 0, NOTE: 1, LOG: 2, ANSWER: 3}
# One statement. Messages, notes and steps: what, id, moment, author's id, name and post, side, text, the step's name,
# state before and after, detail. Hearings: id, moment, hearer's id and name, place, state, whether the sheet was handed
# out, its state, number. Files: id, moment, the message's (or draft's) id, name, type, kind, key, size.
THREAD_SQL = """
SELECT 'message', m.id, m.created_at, m.author_id, u.name, m.author_post, m.side, m.body, '', '', '', ''
FROM consultations_message m JOIN organization_user u ON u.id = m.author_id
WHERE m.consultation_id = %(id)s
UNION ALL
SELECT 'log', t.id, t.created_at, t.actor_id, t.actor_name, t.actor_post, '', t.reason,
       t.name, t.from_state, t.to_state, t.detail
FROM consultations_transitionlog t
WHERE t.consultation_id = %(id)s
UNION ALL
SELECT 'hearing', h.id, h.starts_at, h.hearer_id, u.name, h.place, h.state,
       CASE WHEN s.asked_at IS NULL THEN '' ELSE 'asked' END, s.state, '', '', CAST(h.number AS text)
FROM consultations_hearing h
JOIN consultations_hearingsheet s ON s.hearing_id = h.id
JOIN organization_user u ON u.id = h.hearer_id
WHERE h.consultation_id = %(id)s
UNION ALL
SELECT 'file', f.id, f.uploaded_at, f.object_id, f.name, f.content_type, f.kind, CAST(f.key AS text),
       '', '', '', CAST(f.size AS text)
FROM consultations_message m JOIN attachments_attachment f ON f.kind = 'message' AND f.object_id = m.id
WHERE m.consultation_id = %(id)s
UNION ALL
SELECT 'file', f.id, f.uploaded_at, f.object_id, f.name, f.content_type, f.kind, CAST(f.key AS text),
       '', '', '', CAST(f.size AS text)
FROM attachments_attachment f WHERE f.kind = 'draft' AND f.object_id = %(draft)s
"""
# A part of the statement for those who may read them, and no part of it for anybody else.
NOTES_SQL = """
UNION ALL
SELECT 'note', n.id, n.created_at, n.author_id, u.name, '', '', n.body, '', '', '', ''
FROM consultations_internalnote n JOIN organization_user u ON u.id = n.author_id
WHERE n.consultation_id = %(id)s
"""
NO_DRAFT = 0


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of a message, or laid beside the viewer's own reply."""

    pk: int
    key: uuid.UUID
    name: str
    size: int
    content_type: str

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class HearingLine:
    """A hearing and how far its sheet has come; ``was_asked``: the sheet was handed to the requester."""

    pk: int
    number: int
    state: HearingState
    starts_at: dt.datetime
    place: str
    hearer_name: str
    sheet_state: SheetState
    was_asked: bool

    @property
    def hearer(self) -> str:
        """Return the surname of who hears."""
        return surname(self.hearer_name)


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
    files: list[FileLine] = field(default_factory=list)
    event: Event | None = None
    hearing: HearingLine | None = None
    effect: EffectEntry | None = None
    answer: Answer | None = None

    @property
    def is_from_dx(self) -> bool:
        return self.side == Side.DX

    @property
    def order(self) -> tuple[dt.datetime, int, int]:
        return self.at, ORDER[self.what], self.pk


@dataclass(slots=True)
class Thread:
    """The whole thread, oldest first, and what was read along with it."""

    entries: list[Entry] = field(default_factory=list)
    hearings: list[HearingLine] = field(default_factory=list)
    kept_files: list[FileLine] = field(default_factory=list)


def read_thread(*, consultation: Consultation, with_notes: bool, draft_id: int | None, is_answered: bool) -> Thread:
    """Return the thread with one query, and two more where ``is_answered``: the answers and their hours.

    Internal notes are part of the statement only where ``with_notes``. ``draft_id`` is the viewer's own reply in
    writing, whose files come back as ``kept_files``.
    """
    thread = Thread()
    files: dict[int, list[FileLine]] = {}
    for what, *columns in _rows(consultation, with_notes=with_notes, draft_id=draft_id):
        if what == HEARING:
            thread.hearings.append(_hearing(*columns))
        elif what == FILE:
            pk, _, owner, name, content_type, kind, key, *_, size = columns
            line = FileLine(pk, uuid.UUID(key), name, int(size), content_type)
            (thread.kept_files if kind == "draft" else files.setdefault(owner, [])).append(line)
        else:
            thread.entries.append(_entry(what, *columns))
    effects: list[EffectEntry] = []
    if is_answered:
        effects = effects_of(consultation)
        thread.entries += [_answer_entry(answer, effects) for answer in answers_of(consultation)]
    _put_in_order(thread, files, effects)
    return thread


def _rows(consultation: Consultation, *, with_notes: bool, draft_id: int | None) -> list[tuple[Any, ...]]:
    values = {"id": consultation.pk, "draft": draft_id or NO_DRAFT}
    with connection.cursor() as cursor:
        cursor.execute(THREAD_SQL + NOTES_SQL if with_notes else THREAD_SQL, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _hearing(
    pk: int, at: Any, _hearer: int, name: str, place: str, state: str, asked: str, sheet: str, *more: str
) -> HearingLine:
    return HearingLine(
        pk=pk,
        number=int(more[-1]),
        state=HearingState(state),
        starts_at=as_moment(at),
        place=place,
        hearer_name=name,
        sheet_state=SheetState(sheet),
        was_asked=bool(asked),
    )


def _entry(
    what: str, pk: int, at: Any, author_id: int, author: str, post: str, side: str, text: str, *step: str
) -> Entry:
    event = None
    if what == LOG:
        name, before, after, detail = step
        event = event_of(name=name, actor=author, before=before, after=after, detail=detail)
        text = text if event.shows_reason else ""
    return Entry(what, pk, as_moment(at), author_id, author, post, side, text, event=event)


def _answer_entry(answer: Answer, effects: Iterable[EffectEntry]) -> Entry:
    """Put to the answer its newest hours: those agreed where it was agreed to."""
    hours = [entry for entry in effects if entry.answer_id == answer.pk]
    author: str = answer.author_name  # type: ignore[attr-defined]  # annotated
    return Entry(
        ANSWER,
        answer.pk,
        answer.created_at,
        answer.author_id,
        author,
        side=Side.DX,
        answer=answer,
        effect=hours[-1] if hours else None,
    )


def _put_in_order(thread: Thread, files: dict[int, list[FileLine]], effects: Iterable[EffectEntry]) -> None:
    thread.entries.sort(key=lambda entry: entry.order)
    thread.hearings.sort(key=lambda hearing: hearing.number)
    for lines in (thread.kept_files, *files.values()):
        lines.sort(key=lambda line: line.pk)
    # Each hearing was arranged by one logged step, in the order of their numbers.
    arranged = [entry for entry in thread.entries if entry.event is not None and entry.event.arranges_hearing]
    for step, hearing in zip(arranged, thread.hearings, strict=False):
        step.hearing = hearing
    # What became real stands beside the step that recorded it; both were written at one moment.
    recorded = {entry.entered_at: entry for entry in effects if entry.stage == EffectStage.REALISED}
    for entry in thread.entries:
        if entry.what == MESSAGE:
            entry.files = files.get(entry.pk, [])
        elif entry.event is not None and entry.event.records_effect:
            entry.effect = recorded.get(entry.at)


def answers_of(consultation: Consultation) -> list[Answer]:
    """Return the answers in order, each with ``author_name`` and its tool's ``tool_name`` and ``tool_summary``."""
    rows = Answer.objects.filter(consultation=consultation)
    return list(
        rows.annotate(author_name=F("author__name"), tool_name=F("tool__name"), tool_summary=F("tool__summary"))
    )


def effects_of(consultation: Consultation) -> list[EffectEntry]:
    """Return every entry of hours, superseded ones included, oldest first, each with its ``work_name``."""
    return list(EffectEntry.objects.filter(consultation=consultation).annotate(work_name=F("work__name")))
