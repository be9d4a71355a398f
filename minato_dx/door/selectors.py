"""What the door's pages read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from minato_dx.core.calendar import today
from minato_dx.door.models import DeskMessage, PublishedPage, Submission, SubmittedFile
from minato_dx.door.offers import Step, StepForm, SubmissionKind, registered

# What a mere tick means when it is read back.
TICKED = "はい"


def published(name: str) -> dict[str, Any]:
    """Return what the intranet published under a name; empty before it has."""
    row = PublishedPage.objects.filter(name=name).first()
    return row.payload if row else {}


def known_to(*, kind: SubmissionKind, submission: Submission | None = None) -> dict[str, Any]:
    """Return what the forms of a kind are given: what is published, and what the intranet offers this one alone."""
    origin = submission.revises or submission if submission else None
    return published(kind.page) | (origin.page.get("form", {}) if origin else {})


def refusal_of(*, kind: SubmissionKind, known: Mapping[str, Any], draft: Submission | None = None) -> str:
    """Return why nothing (or not this draft) is taken any more, empty where it is; what was received may change."""
    if draft is not None and draft.revises_id is not None:
        return ""
    return kind.refuse(known, draft.answers if draft else {}, today())


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind on the first page of the door, and why it is not open where it is not."""

    kind: SubmissionKind
    refusal: str


def offered() -> list[Offer]:
    """Return every kind that was registered. One query for each."""
    found = []
    for kind in registered():
        known = known_to(kind=kind)
        refusal = refusal_of(kind=kind, known=known) if known else "いま準備をしています。"
        found.append(Offer(kind, refusal))
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """One answer in words; ``is_hidden`` where it was marked as confidential."""

    label: str
    text: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class StepInWords:
    """One step read back: its place from 1, its answers, and whether something in it has to be mended."""

    step: Step
    place: int
    lines: Sequence[Line]
    is_valid: bool


def bound_form(step: Step, answers: Mapping[str, Any], known: Mapping[str, Any]) -> StepForm:
    """Return the step's form with what was typed."""
    return step.form(MultiValueDict(answers.get(step.name, {})), published=known, answers=answers)


def initial_of(step: Step, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed, as the initial values of the step's form; empty for a step not written yet."""
    typed: Mapping[str, list[str]] = answers.get(step.name, {})
    found: dict[str, Any] = {}
    for name, field in step.form.base_fields.items():
        values = typed.get(name)
        if values is None:
            continue
        if isinstance(field, forms.MultipleChoiceField):
            found[name] = values
        elif isinstance(field, forms.BooleanField):
            found[name] = bool(values)
        elif values:
            found[name] = values[0]
    return found


def read_back(*, kind: SubmissionKind, answers: Mapping[str, Any], known: Mapping[str, Any]) -> list[StepInWords]:
    """Return every step in words, to be looked at before it is sent. No query."""
    found = []
    for place, step in enumerate(kind.steps, start=1):
        form = bound_form(step, answers, known)
        is_valid = step.name in answers and form.is_valid()
        found.append(StepInWords(step, place, _lines(form), is_valid))
    return found


def _lines(form: StepForm) -> list[Line]:
    ticks = set(form.confidential_ticks.values())
    lines = []
    for name in form.fields:
        text = _words(form, name)
        if name not in ticks and text:
            tick = form.confidential_ticks.get(name)
            lines.append(Line(str(form.fields[name].label), text, bool(tick and form.data.get(tick))))
    return lines


def _words(form: StepForm, name: str) -> str:
    field: Any = form.fields[name]
    data: Any = form.data
    values = data.getlist(name)
    if isinstance(field, forms.BooleanField):
        return TICKED if values else ""
    if hasattr(field, "choices"):
        labels = {str(key): str(label) for key, label in field.choices}
        return "、".join(labels[value] for value in values if value and value in labels)
    return values[0].strip() if values else ""


@dataclass(frozen=True, slots=True)
class StatusPage:
    """What somebody with the key sees of their submission."""

    submission: Submission
    messages: Sequence[DeskMessage]
    files: Sequence[SubmittedFile]
    words: Sequence[StepInWords]
    known: Mapping[str, Any]

    @property
    def told(self) -> dict[str, Any]:
        """What the kind shows, with the things that were asked for and not answered yet."""
        page: dict[str, Any] = self.submission.page
        return page | {"asked_things": list(page.get("asked", {}))}

    @property
    def waiting(self) -> list[DeskMessage]:
        """The questions that wait for an answer."""
        if not self.submission.is_open:
            return []
        return [message for message in self.messages if message.wants_reply and message.replied_at is None]


def status_page(*, submission: Submission, kind: SubmissionKind) -> StatusPage:
    """Return the page's parts. Four queries."""
    known = known_to(kind=kind, submission=submission)
    return StatusPage(
        submission=submission,
        messages=list(submission.messages.all()),
        files=list(SubmittedFile.objects.filter(submission__in=[submission.pk, *_revisions(submission)])),
        words=_own_words(submission, kind, known),
        known=known,
    )


def _own_words(submission: Submission, kind: SubmissionKind, known: Mapping[str, Any]) -> list[StepInWords]:
    if not submission.answers or submission.is_invitation:
        return []
    return read_back(kind=kind, answers=submission.answers, known=known)


def _revisions(submission: Submission) -> list[int]:
    return list(submission.revisions.filter(sent_at__isnull=False).values_list("pk", flat=True))
