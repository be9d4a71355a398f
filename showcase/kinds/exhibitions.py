"""What lower rooms (files, messages, events) are told about exhibitions, exhibitors and programmes."""

from collections.abc import Callable, Iterable

from django.urls import reverse

from minato_dx.core.registry import Place, RegisteredKind, register
from minato_dx.organization.models import User
from showcase.enums import EXHIBITION_KIND, EXHIBITOR_KIND, PROGRAMME_KIND
from showcase.models import Exhibition, Exhibitor, ProgrammeItem


def _seen(model: type[Exhibition | Exhibitor | ProgrammeItem]) -> Callable[[User, Iterable[int]], set[int]]:
    def visible(user: User, ids: Iterable[int]) -> set[int]:
        return set(model.objects.visible_to(user).filter(pk__in=list(ids)).values_list("pk", flat=True))

    return visible


def _url(_object_id: int) -> str:
    # Until exhibitions have pages of their own.
    return reverse("home")


def _exhibitions(ids: Iterable[int]) -> dict[int, Place]:
    rows = Exhibition.objects.filter(pk__in=list(ids)).values_list("pk", "title")
    return {pk: Place(title, _url(pk)) for pk, title in rows}


def _exhibitors(ids: Iterable[int]) -> dict[int, Place]:
    rows = Exhibitor.objects.filter(pk__in=list(ids)).values_list("pk", "name", "exhibition__title")
    return {pk: Place(f"{exhibition}「{name}」", _url(pk)) for pk, name, exhibition in rows}


def _items(ids: Iterable[int]) -> dict[int, Place]:
    rows = ProgrammeItem.objects.filter(pk__in=list(ids)).values_list("pk", "title", "exhibition__title")
    return {pk: Place(f"{exhibition}「{title}」", _url(pk)) for pk, title, exhibition in rows}


def register_exhibitions() -> None:
    """Make exhibitions, exhibitors and programmes known."""
    register(EXHIBITION_KIND, RegisteredKind(visible=_seen(Exhibition), url=_url, places=_exhibitions))
    register(EXHIBITOR_KIND, RegisteredKind(visible=_seen(Exhibitor), url=_url, places=_exhibitors))
    register(PROGRAMME_KIND, RegisteredKind(visible=_seen(ProgrammeItem), url=_url, places=_items))
