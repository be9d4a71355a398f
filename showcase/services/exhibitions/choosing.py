"""Who exhibits, with the reason, and where each of them stands."""

import datetime as dt

from django.db import transaction

from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.notifications.enums import Topic
from minato_dx.organization.models import User
from minato_dx.reference.enums import ContactChannel, ContactDirection
from showcase.enums import ExhibitorState
from showcase.exceptions import ShowcaseError
from showcase.models import Booth, Exhibitor
from showcase.permissions import can_run_exhibitions
from showcase.services.exhibitions.door_telling import tell_exhibitor
from showcase.services.exhibitions.planning import CHANGEABLE
from showcase.services.exhibitions.steps import conflict, lock_exhibitor, take_step
from showcase.services.exhibitions.telling import note_with_company, tell_desk, tell_exhibitor_people


@transaction.atomic
def select(*, exhibitor: Exhibitor, reason: str, actor: User, now: dt.datetime) -> Exhibitor:
    """Choose an applicant, with the reason that is kept. Raises ShowcaseError without one."""
    return _decide(
        exhibitor, "select", reason, actor, now, "出展が決まりました", "ブースの場所は、決まりしだい載せます。"
    )


@transaction.atomic
def decline(*, exhibitor: Exhibitor, reason: str, actor: User, now: dt.datetime) -> Exhibitor:
    """Say no to an applicant, with the reason that is kept. Raises ShowcaseError without one."""
    return _decide(exhibitor, "decline", reason, actor, now, "今回は見送りになりました", reason.strip())


def _decide(
    exhibitor: Exhibitor, name: str, reason: str, actor: User, now: dt.datetime, result: str, details: str
) -> Exhibitor:
    require(can_run_exhibitions(actor))
    if is_blank(reason):
        raise ShowcaseError(
            "選んだ理由、または見送った理由を書いてください。あとで説明できるように残します。", "reason"
        )
    row = _lock_ahead(exhibitor)
    row.reason, row.decided_at = reason.strip(), now
    take_step(row=row, actor=actor, name=name, now=now, reason=row.reason)
    _tell(row, f"{name}:{now.isoformat()}", result, details, actor, now)
    return row


@transaction.atomic
def reopen(*, exhibitor: Exhibitor, actor: User, now: dt.datetime) -> Exhibitor:
    """Choose anew; a booth that was given is free again."""
    require(can_run_exhibitions(actor))
    row = _lock_ahead(exhibitor)
    row.booth, row.decided_at = None, None
    take_step(row=row, actor=actor, name="reopen", now=now)
    _tell(row, f"reopen:{now.isoformat()}", "出展するかどうかを、選び直しています", "", actor, now)
    return row


@transaction.atomic
def withdraw(*, exhibitor: Exhibitor, reason: str, actor: User, now: dt.datetime) -> Exhibitor:
    """Withdraw for one's own division or team; for a company the DX section notes it. The booth is free again."""
    row = _lock_ahead(exhibitor)
    row.booth = None
    take_step(row=row, actor=actor, name="withdraw", now=now, reason=reason.strip())
    note_with_company(
        exhibitor=row,
        summary=f"展示会「{row.exhibition.title}」への出展を辞退した。{reason.strip()}",
        by=actor,
        channel=ContactChannel.PHONE,
        direction=ContactDirection.INCOMING,
        now=now,
    )
    tell_desk(exhibitor=row, event="withdrawn", text=f"{row.name}が出展を辞退しました", details=reason.strip(), now=now)
    return row


@transaction.atomic
def assign_booth(*, exhibitor: Exhibitor, booth: Booth | None, actor: User, now: dt.datetime) -> Exhibitor:
    """Give a chosen exhibitor a booth, or none. Raises ShowcaseError for a booth that somebody has already."""
    require(can_run_exhibitions(actor))
    row = _lock_ahead(exhibitor)
    if row.state != ExhibitorState.SELECTED:
        raise ShowcaseError("ブースは、出展が決まった人に割り当てます。先に出展を決めてください。", "booth")
    if booth is not None:
        # The exhibition is locked, so that nobody else takes it meanwhile.
        booth = row.exhibition.booths.select_related("exhibitor", "hall").get(pk=booth.pk)
        if booth.taken_by is not None and booth.taken_by.pk != row.pk:
            raise ShowcaseError(
                f"{booth.code}には{booth.taken_by.name}が決まっています。別のブースを選んでください。", "booth"
            )
    if (booth.pk if booth else None) == row.booth_id:
        return row
    row.booth = booth
    row.save()
    tell_exhibitor(exhibitor=row, now=now)
    where = f"{booth.code}（{booth.hall.name}）" if booth else "まだ決まっていません"
    _tell(row, f"booth:{now.isoformat()}", f"ブースの場所：{where}", "", actor, now)
    return row


def _lock_ahead(exhibitor: Exhibitor) -> Exhibitor:
    row = lock_exhibitor(exhibitor)
    if row.exhibition.state not in CHANGEABLE:
        raise conflict(row.exhibition)
    return row


def _tell(row: Exhibitor, event: str, result: str, details: str, actor: User, now: dt.datetime) -> None:
    title = row.exhibition.title
    tell_exhibitor_people(
        exhibitor=row, event=event, title=f"{result}：{title}", text=details, topic=Topic.PROGRESS, now=now
    )
    note_with_company(exhibitor=row, summary=f"展示会「{title}」：{result}", by=actor, now=now)
