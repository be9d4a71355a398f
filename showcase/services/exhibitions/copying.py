"""Last time's exhibition as a start: its halls and booths, the pattern of its programme, and whom to invite."""

import datetime as dt
from collections.abc import Collection

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from minato_dx.attachments.models import Attachment
from minato_dx.attachments.services import attach
from minato_dx.core.calendar import jst
from minato_dx.core.steps import require
from minato_dx.organization.models import User
from minato_dx.scheduling.enums import EventState
from showcase.enums import EXHIBITION_KIND, TITLE_LENGTH, ExhibitorState, ItemKind
from showcase.exceptions import ShowcaseError
from showcase.models import Booth, Exhibition, Exhibitor, Hall, ProgrammeItem
from showcase.permissions import can_run_exhibitions
from showcase.services.exhibitions.planning import lock_changeable
from showcase.services.exhibitions.programme import ItemFacts, plan_item
from showcase.services.exhibitions.steps import log

HALLS, PROGRAMME, EXHIBITORS = "copy_halls", "copy_programme", "copy_exhibitors"
UNNAMED = "題名は未定"


@transaction.atomic
def copy_from(
    *, exhibition: Exhibition, earlier: Exhibition, parts: Collection[str], actor: User, now: dt.datetime
) -> list[str]:
    """Fill a new exhibition from an earlier one, and return in words what could not be copied.

    Exhibitors who were chosen last time are noted as invited; nobody is told before the DX section says so.
    """
    require(can_run_exhibitions(actor))
    row = lock_changeable(exhibition)
    row.copied_from = earlier
    row.save()
    if HALLS in parts:
        _copy_halls(row, earlier, actor)
    left_out = _copy_programme(row, earlier, actor, now) if PROGRAMME in parts else []
    if EXHIBITORS in parts:
        _copy_exhibitors(row, earlier, actor, now)
    return left_out


def _copy_halls(row: Exhibition, earlier: Exhibition, actor: User) -> None:
    for hall in earlier.halls.select_related("plan").prefetch_related("booths"):
        new = Hall(exhibition=row, name=hall.name, place=hall.place, order=hall.order)
        if hall.plan is not None:
            new.plan, new.plan_alt = _copy_of(hall.plan, row, actor), hall.plan_alt
        new.save()
        Booth.objects.bulk_create(
            Booth(
                exhibition=row,
                hall=new,
                code=booth.code,
                x=booth.x,
                y=booth.y,
                has_power=booth.has_power,
                has_network=booth.has_network,
                order=booth.order,
            )
            for booth in hall.booths.all()
        )


def _copy_of(plan: Attachment, row: Exhibition, actor: User) -> Attachment:
    with plan.blob.open() as blob:
        upload = SimpleUploadedFile(plan.name, blob.read(), content_type=plan.content_type)
    [copy] = attach(uploads=[upload], kind=EXHIBITION_KIND, object_id=row.pk, user=actor)
    return copy


def _copy_programme(row: Exhibition, earlier: Exhibition, actor: User, now: dt.datetime) -> list[str]:
    """Plan each item at the same time of the same day of the exhibition; what has no such day is left out."""
    days = [one.day for one in row.days.all()]
    before = {one.day: place for place, one in enumerate(earlier.days.all())}
    left_out = []
    for item in earlier.programme.filter(event__state=EventState.PLANNED).select_related("event__room", "field"):
        starts_at = timezone.localtime(item.event.starts_at)
        place = before.get(starts_at.date(), len(days))
        if place >= len(days):
            left_out.append(f"「{item.title}」は、{place + 1}日目がないので写していません。")
            continue
        refusal = _plan(row, item, jst(days[place], starts_at.time()), actor, now)
        left_out += [f"「{item.title}」は写していません。{refusal}"] if refusal else []
    return left_out


def _plan(row: Exhibition, item: ProgrammeItem, starts_at: dt.datetime, actor: User, now: dt.datetime) -> str:
    """Plan it, or return why not."""
    is_window = item.kind == ItemKind.WINDOW
    facts = ItemFacts(
        kind=ItemKind(item.kind),
        title=item.title if is_window else f"{UNNAMED}（前回：{item.title}）"[:TITLE_LENGTH],
        starts_at=starts_at,
        ends_at=starts_at + (item.event.ends_at - item.event.starts_at),
        room=item.event.room,
        place="" if item.event.room else item.event.place,
        capacity=item.event.capacity,
        is_open_to_outsiders=item.is_open_to_outsiders,
        field=item.field,
    )
    try:
        with transaction.atomic():
            plan_item(exhibition=row, facts=facts, actor=actor, now=now)
    except ShowcaseError as refusal:
        return refusal.message
    return ""


def _copy_exhibitors(row: Exhibition, earlier: Exhibition, actor: User, now: dt.datetime) -> None:
    """Note whom to invite: who exhibited last time, with what they showed as a start."""
    for one in earlier.exhibitors.filter(state=ExhibitorState.SELECTED).order_by("pk"):
        new = Exhibitor(exhibition=row, created_at=now)
        for name in ("kind", "company", "contact", "division", "team", "name", "field", "tool", "needs_power",
                     "needs_network", "needs_space"):  # fmt: skip
            setattr(new, name, getattr(one, name))
        new.save()
        log(row=new, actor=actor, name="invite", before="", now=now)
