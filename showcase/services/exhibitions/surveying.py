"""What visitors say in a minute: once for the whole and once for each booth, changed as often as they like."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from minato_dx.core.steps import require
from minato_dx.organization.models import User
from minato_dx.reference.models import FieldOfWork
from showcase.enums import ExhibitionState
from showcase.exceptions import ShowcaseError
from showcase.models import Exhibition, Exhibitor, SurveyAnswer, Visitor
from showcase.permissions import can_run_exhibitions

NOT_YET = "アンケートは、展示会が始まってから答えられます。"
OVER = "報告をまとめたので、アンケートは締め切りました。"


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: how useful it was from 1 to 5; awareness is asked of the whole alone."""

    useful: int
    next_step: str = ""
    awareness: str = ""
    comment: str = ""
    theme: FieldOfWork | None = None


def why_closed(*, exhibition: Exhibition, day: dt.date) -> str:
    """Return why the survey takes no answers on ``day``; empty where it does."""
    state = exhibition.state
    if state == ExhibitionState.REPORTED:
        return OVER
    has_begun = state == ExhibitionState.PUBLISHED and exhibition.starts_on <= day
    if has_begun or state in (ExhibitionState.RUNNING, ExhibitionState.CLOSED):
        return ""
    return NOT_YET


@transaction.atomic
def answer_survey(*, visitor: Visitor, exhibitor: Exhibitor | None, said: Said, now: dt.datetime) -> SurveyAnswer:
    """Write the visitor's answer, of the whole where no exhibitor is given; an earlier one is replaced.

    Raises ShowcaseError while the survey is closed.
    """
    if exhibitor is not None and exhibitor.exhibition_id != visitor.exhibition_id:
        raise ValueError("a visitor of one exhibition, and a booth of another")
    locked = Visitor.objects.select_for_update(of=("self",)).select_related("exhibition").get(pk=visitor.pk)
    closed = why_closed(exhibition=locked.exhibition, day=timezone.localdate(now))
    if closed:
        raise ShowcaseError(closed)
    row, _is_new = SurveyAnswer.objects.update_or_create(
        exhibition=locked.exhibition,
        visitor=locked,
        exhibitor=exhibitor,
        defaults={
            "awareness": "" if exhibitor else said.awareness,
            "useful": said.useful,
            "next_step": said.next_step,
            "comment": said.comment,
            "theme": exhibitor.field if exhibitor else said.theme,
            "answered_at": now,
        },
    )
    return row


def put_under_theme(*, answer: SurveyAnswer, theme: FieldOfWork | None, actor: User) -> None:
    """Let the DX section read a comment under another field of work; nothing else of it can be changed."""
    require(can_run_exhibitions(actor))
    answer.theme = theme
    answer.save(update_fields=["theme"])
