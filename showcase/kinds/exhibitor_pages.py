"""What messages are told about an exhibitor's own page, which its people and the DX section open and nobody else."""

from collections.abc import Iterable

from django.urls import reverse

from minato_dx.core.registry import Place, RegisteredKind, register
from minato_dx.organization.models import User
from showcase.enums import EXHIBITOR_PAGE_KIND
from showcase.models import Exhibitor
from showcase.selectors.exhibitions.exhibitors import pages_of


def _visible(user: User, ids: Iterable[int]) -> set[int]:
    return pages_of(user=user, ids=list(ids))


def _url(object_id: int) -> str:
    return reverse("exhibitor_page", args=[object_id])


def _places(ids: Iterable[int]) -> dict[int, Place]:
    rows = Exhibitor.objects.filter(pk__in=list(ids)).values_list("pk", "name", "exhibition__title")
    return {pk: Place(f"{exhibition}：{name}の出展", _url(pk)) for pk, name, exhibition in rows}


def register_exhibitor_pages() -> None:
    """Make the pages known."""
    register(EXHIBITOR_PAGE_KIND, RegisteredKind(visible=_visible, url=_url, places=_places))
