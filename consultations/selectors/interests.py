"""Who wished for what, as far as the reader may know."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from consultations import wishes
from consultations.models import Interest
from minato_dx.core.calendar import today
from minato_dx.core.text import normalise_key
from minato_dx.organization.models import DivisionVersion, User
from minato_dx.organization.roles import roles_of


@dataclass(frozen=True, slots=True)
class WishPanel:
    """What the page of a thing shows: one's own wish, those of one's division, and for the DX section the number."""

    own: Interest | None
    withdrawn: Interest | None
    colleagues: Sequence[Interest]
    divisions: int | None
    is_open: bool
    has_division: bool


def wish_panel(*, user: User, kind: str, object_id: int) -> WishPanel:
    """Return the panel of one thing. Four queries at most."""
    rows = Interest.objects.visible_to(user).filter(kind=kind, object_id=object_id)
    standing = list(rows.standing().select_related("user", "consultation").order_by("created_at", "pk"))
    roles = roles_of(user)
    own = next((row for row in standing if row.user_id == user.pk), None)
    return WishPanel(
        own=own,
        withdrawn=None if own else _last_withdrawn(rows, user),
        colleagues=[row for row in standing if row.user_id != user.pk and row.division_id in roles.division_ids],
        divisions=len({row.division_id for row in standing}) if roles.is_dx_staff else None,
        is_open=object_id in wishes.get(kind).open_to(user, [object_id]),
        has_division=bool(roles.division_ids),
    )


def _last_withdrawn(rows: QuerySet[Interest], user: User) -> Interest | None:
    found: Interest | None = rows.filter(user=user, withdrawn_at__isnull=False).order_by("-withdrawn_at").first()
    return found


@dataclass(frozen=True, slots=True)
class WishConditions:
    """What the list is narrowed down by; what is empty narrows nothing."""

    words: str = ""
    kind: str = ""
    begun: str = ""
    thing: tuple[str, int] | None = None
    division_id: int | None = None


def listed_wishes(*, user: User, conditions: WishConditions) -> QuerySet[Interest]:
    """Return the standing wishes that the user may see and the conditions keep, the newest first.

    One query, and one more for words.
    """
    rows: QuerySet[Interest] = Interest.objects.visible_to(user).standing()
    if conditions.kind:
        rows = rows.filter(kind=conditions.kind)
    if conditions.thing:
        kind, object_id = conditions.thing
        rows = rows.filter(kind=kind, object_id=object_id)
    if conditions.division_id:
        rows = rows.filter(division=conditions.division_id)
    if conditions.begun:
        rows = rows.filter(consultation__isnull=conditions.begun == "no")
    keys = [key for key in map(normalise_key, conditions.words.split()) if key]
    if keys:
        rows = rows.filter(pk__in=_ids_with(rows, keys))
    rows = _with_division_name(rows)
    return rows.select_related("user", "consultation").order_by("-created_at", "-pk")


def _with_division_name(rows: QuerySet[Interest]) -> QuerySet[Interest]:
    names = DivisionVersion.objects.filter(division=OuterRef("division"), valid_from__lte=today())
    name = Coalesce(Subquery(names.order_by("-valid_from").values("name")[:1]), Value(""))
    found: QuerySet[Interest] = rows.annotate(division_name=name)
    return found


@dataclass(frozen=True, slots=True)
class WishChoices:
    """What the list can be narrowed down by, as (value, label): what was wished for, and by which divisions."""

    things: list[tuple[str, str]]
    divisions: list[tuple[str, str]]


def wish_choices(*, user: User) -> WishChoices:
    """Return the things and divisions of the standing wishes that the user may see. One query.

    A thing that was renamed is called as it was last; its value is ``kind-number``.
    """
    rows = _with_division_name(Interest.objects.visible_to(user).standing()).order_by("created_at", "pk")
    things: dict[str, str] = {}
    divisions: dict[str, str] = {}
    for row in rows:
        things[f"{row.kind}-{row.object_id}"] = row.title
        divisions[str(row.division_id)] = row.division_name  # type: ignore[attr-defined]  # annotated above
    return WishChoices(things=_by_label(things), divisions=_by_label(divisions))


def _by_label(labels: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(labels.items(), key=lambda line: (line[1], line[0]))


def _ids_with(rows: QuerySet[Interest], keys: Sequence[str]) -> list[int]:
    """Folded here: neither database finds ＯＣＲ by ocr, and a ward has some hundreds of wishes."""
    lines = rows.values_list("pk", "title", "sentence", "user__name")
    return [pk for pk, *texts in lines if all(key in normalise_key(" ".join(texts)) for key in keys)]


def origin_of(*, consultation_id: int) -> Interest | None:
    """Return the wish that a consultation came of. One query."""
    return Interest.objects.filter(consultation=consultation_id).filter(Q(withdrawn_at__isnull=True)).first()
