"""What lower rooms (files, messages, events, wishes) are told about exhibitions, exhibitors and programmes."""

from collections.abc import Callable, Iterable

from django.urls import reverse

from consultations import wishes
from minato_dx.core.registry import Place, RegisteredKind, register
from minato_dx.organization.models import User
from showcase.enums import EXHIBITION_KIND, EXHIBITOR_KIND, PROGRAMME_KIND, ExhibitorKind
from showcase.models import Exhibition, Exhibitor, ProgrammeItem


def _seen(model: type[Exhibition | Exhibitor | ProgrammeItem]) -> Callable[[User, Iterable[int]], set[int]]:
    def visible(user: User, ids: Iterable[int]) -> set[int]:
        return set(model.objects.visible_to(user).filter(pk__in=list(ids)).values_list("pk", flat=True))

    return visible


def _exhibition_url(object_id: int) -> str:
    return reverse("exhibition_detail", args=[object_id])


def _exhibitor_url(object_id: int) -> str:
    return reverse("exhibitor_detail", args=[object_id])


def _item_url(object_id: int) -> str:
    exhibition = ProgrammeItem.objects.values_list("exhibition", flat=True).get(pk=object_id)
    return f"{_exhibition_url(exhibition)}#item-{object_id}"


def _exhibitions(ids: Iterable[int]) -> dict[int, Place]:
    rows = Exhibition.objects.filter(pk__in=list(ids)).values_list("pk", "title")
    return {pk: Place(title, _exhibition_url(pk)) for pk, title in rows}


def _exhibitors(ids: Iterable[int]) -> dict[int, Place]:
    rows = Exhibitor.objects.filter(pk__in=list(ids)).values_list("pk", "name", "exhibition__title")
    return {pk: Place(f"{exhibition}「{name}」", _exhibitor_url(pk)) for pk, name, exhibition in rows}


def _items(ids: Iterable[int]) -> dict[int, Place]:
    rows = ProgrammeItem.objects.filter(pk__in=list(ids)).values_list("pk", "title", "exhibition", "exhibition__title")
    return {
        pk: Place(f"{exhibition}「{title}」", f"{_exhibition_url(exhibition_id)}#item-{pk}")
        for pk, title, exhibition_id, exhibition in rows
    }


# --- 「うちの課でもできる」 ------------------------------------------------------------------------------------


def _shown(user: User, ids: Iterable[int]) -> set[int]:
    rows = Exhibitor.objects.visible_to(user).shown().filter(pk__in=list(ids))
    return set(rows.values_list("pk", flat=True))


def _title(object_id: int) -> str:
    return Exhibitor.objects.values_list("title", flat=True).get(pk=object_id)


def _beginning(object_id: int) -> wishes.Beginning:
    row = Exhibitor.objects.select_related("exhibition").get(pk=object_id)
    words = f"{row.exhibition.title}で見た「{row.title}」（{row.name}）を、うちの課でもできないか相談したいです。"
    return wishes.Beginning(body=words, field_id=row.field_id)


def _told(object_id: int) -> list[User]:
    """Return who runs the exhibition, and the booth's own people where they are of the ward; companies see counts."""
    row = Exhibitor.objects.select_related("exhibition__organizer").get(pk=object_id)
    if row.kind == ExhibitorKind.COMPANY:
        return [row.exhibition.organizer]
    own = [person.user for person in row.people.select_related("user") if person.user is not None]
    return [row.exhibition.organizer, *own]


def register_exhibitions() -> None:
    """Make exhibitions, exhibitors and programmes known."""
    register(EXHIBITION_KIND, RegisteredKind(visible=_seen(Exhibition), url=_exhibition_url, places=_exhibitions))
    register(EXHIBITOR_KIND, RegisteredKind(visible=_seen(Exhibitor), url=_exhibitor_url, places=_exhibitors))
    register(PROGRAMME_KIND, RegisteredKind(visible=_seen(ProgrammeItem), url=_item_url, places=_items))
    wishes.register(
        EXHIBITOR_KIND,
        wishes.WishKind(
            label="展示会のブース",
            open_to=_shown,
            visible=_seen(Exhibitor),
            title=_title,
            url=_exhibitor_url,
            beginning=_beginning,
            told=_told,
        ),
    )
