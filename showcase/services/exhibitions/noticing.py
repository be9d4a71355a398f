"""What all exhibitors are told: one text, to all that were chosen, at the same moment."""

import datetime as dt

from django.db import transaction

from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import User
from minato_dx.reference.enums import ContactChannel, ContactDirection
from showcase.enums import ExhibitorState
from showcase.exceptions import ShowcaseError
from showcase.models import Exhibition, Exhibitor, ExhibitorNotice
from showcase.permissions import can_run_exhibitions
from showcase.services.exhibitions.door_telling import tell_notice
from showcase.services.exhibitions.planning import lock_changeable
from showcase.services.exhibitions.telling import note_with_company, tell_exhibitor_people


@transaction.atomic
def send_notice(*, exhibition: Exhibition, title: str, text: str, actor: User, now: dt.datetime) -> ExhibitorNotice:
    """Tell all chosen exhibitors the same. Companies read it on their page at the public door.

    Raises ShowcaseError, by field, for no words, and where nobody was chosen yet.
    """
    require(can_run_exhibitions(actor))
    for field, words in (("title", title), ("text", text)):
        if is_blank(words):
            raise ShowcaseError("件名と本文を書いてください。", field)
    row = lock_changeable(exhibition)
    exhibitors = list(
        row.exhibitors.filter(state=ExhibitorState.SELECTED).select_related("company", "contact", "division", "team")
    )
    if not exhibitors:
        raise ShowcaseError("出展が決まった人が、まだいません。決まってから送ってください。")
    notice = ExhibitorNotice.objects.create(
        exhibition=row, title=title.strip(), text=text.strip(), sent_by=actor, sent_at=now
    )
    for exhibitor in exhibitors:
        exhibitor.exhibition = row
        _tell(exhibitor, notice, now)
    tell_notice(notice=notice, now=now)
    return notice


def _tell(exhibitor: Exhibitor, notice: ExhibitorNotice, now: dt.datetime) -> None:
    tell_exhibitor_people(
        exhibitor=exhibitor,
        event=f"notice:{notice.pk}",
        title=f"出展者への連絡：{notice.title}",
        text=notice.text,
        topic=Topic.MESSAGE,
        now=now,
    )
    note_with_company(
        exhibitor=exhibitor, summary=f"全出展者に連絡した：{notice.title}\n{notice.text}", by=notice.sent_by, now=now
    )


@transaction.atomic
def note_contact_with(
    *,
    exhibitor: Exhibitor,
    summary: str,
    channel: ContactChannel,
    direction: ContactDirection,
    at: dt.datetime,
    actor: User,
    now: dt.datetime,
) -> None:
    """Note what was said with one company about its booth; others do not read it.

    Raises ShowcaseError, by field, for no words, a moment ahead, and for divisions and teams.
    """
    require(can_run_exhibitions(actor))
    if exhibitor.company is None:
        raise ShowcaseError("連絡の記録は、企業とのものだけです。")
    if is_blank(summary):
        raise ShowcaseError("話したことを書いてください。1行でかまいません。", "summary")
    if at > now:
        raise ShowcaseError("連絡した日時は、いまより前にしてください。", "at")
    note_with_company(
        exhibitor=exhibitor, summary=summary, by=actor, channel=channel, direction=direction, at=at, now=now
    )
