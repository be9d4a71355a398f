"""Halls and the booths on their plans."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from minato_dx.attachments.services import attach, take_off
from minato_dx.core.steps import require
from minato_dx.core.text import is_blank
from minato_dx.organization.models import User
from showcase.enums import EXHIBITION_KIND
from showcase.exceptions import ShowcaseError
from showcase.models import Booth, Exhibition, Hall
from showcase.permissions import can_run_exhibitions
from showcase.services.exhibitions.planning import lock_changeable
from showcase.services.pictures import smaller

BOOTHS_IN_A_HALL = 100


@dataclass(frozen=True, slots=True)
class HallFacts:
    """What is written of a hall; without ``plan`` the picture stays as it is, unless it is taken off."""

    name: str
    place: str = ""
    order: int = 0
    plan: "UploadedFile[Any] | None" = None
    plan_alt: str = ""
    without_plan: bool = False


@dataclass(frozen=True, slots=True)
class BoothFacts:
    """What is written of a booth; ``x`` and ``y`` in percent of the plan, both or neither."""

    code: str
    x: Decimal | None = None
    y: Decimal | None = None
    has_power: bool = True
    has_network: bool = False


@transaction.atomic
def save_hall(*, exhibition: Exhibition, hall: Hall | None, facts: HallFacts, actor: User) -> Hall:
    """Add a hall, or change one. Raises ShowcaseError, by field, for a name that is there and a plan without words."""
    require(can_run_exhibitions(actor))
    exhibition = lock_changeable(exhibition)
    row = exhibition.halls.select_related("plan").get(pk=hall.pk) if hall else Hall(exhibition=exhibition)
    row.name, row.place, row.order = facts.name.strip(), facts.place.strip(), facts.order
    if exhibition.halls.filter(name=row.name).exclude(pk=row.pk).exists():
        raise ShowcaseError("同じ名前の会場がもうあります。", "name")
    before = row.plan
    if facts.plan is not None:
        picture = smaller(facts.plan, field="plan")
        [row.plan] = attach(uploads=[picture], kind=EXHIBITION_KIND, object_id=exhibition.pk, user=actor)
    elif facts.without_plan:
        row.plan = None
    row.plan_alt = facts.plan_alt.strip() if row.plan else ""
    if row.plan is not None and is_blank(row.plan_alt):
        raise ShowcaseError("配置図には、見えない人のための説明を書いてください。", "plan_alt")
    row.save()
    if before is not None and before.pk != row.plan_id:
        take_off(keys=[before.key], kind=EXHIBITION_KIND, object_id=exhibition.pk)
    return row


@transaction.atomic
def remove_hall(*, hall: Hall, actor: User) -> None:
    """Take a hall away. Raises ShowcaseError while booths stand in it."""
    require(can_run_exhibitions(actor))
    exhibition = lock_changeable(hall.exhibition)
    row = exhibition.halls.select_related("plan").filter(pk=hall.pk).first()
    if row is None:
        return
    if row.booths.exists():
        raise ShowcaseError("ブースのある会場は消せません。先にブースを消すか、ほかの会場に移してください。")
    plan = row.plan
    row.delete()
    if plan is not None:
        take_off(keys=[plan.key], kind=EXHIBITION_KIND, object_id=exhibition.pk)


@transaction.atomic
def save_booth(*, hall: Hall, booth: Booth | None, facts: BoothFacts, actor: User) -> Booth:
    """Add a booth to a hall, or change one. Raises ShowcaseError, by field, for a number that is there already."""
    require(can_run_exhibitions(actor))
    exhibition = lock_changeable(hall.exhibition)
    row = exhibition.booths.get(pk=booth.pk) if booth else Booth(exhibition=exhibition, order=_next_order(hall))
    row.hall = hall
    row.code = facts.code.strip()
    row.x, row.y = facts.x, facts.y
    row.has_power, row.has_network = facts.has_power, facts.has_network
    if exhibition.booths.filter(code=row.code).exclude(pk=row.pk).exists():
        raise ShowcaseError(f"「{row.code}」のブースがもうあります。別の番号にしてください。", "code")
    if (row.x is None) != (row.y is None):
        raise ShowcaseError("位置は、左からと上からの両方を入れるか、両方とも空けてください。", "x")
    row.save()
    return row


def _next_order(hall: Hall) -> int:
    """Return the place after the hall's last booth; halls follow one another by their own order."""
    last = hall.booths.order_by("-order").values_list("order", flat=True).first()
    return (hall.order * BOOTHS_IN_A_HALL if last is None else last) + 1


@transaction.atomic
def remove_booth(*, booth: Booth, actor: User) -> None:
    """Take a booth away. Raises ShowcaseError while somebody is to stand there."""
    require(can_run_exhibitions(actor))
    exhibition = lock_changeable(booth.exhibition)
    row = exhibition.booths.select_related("exhibitor").filter(pk=booth.pk).first()
    if row is None:
        return
    if row.taken_by is not None:
        raise ShowcaseError(f"「{row.code}」には{row.taken_by.name}が決まっています。先に別のブースに移してください。")
    row.delete()
