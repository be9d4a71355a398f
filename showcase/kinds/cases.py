"""What lower rooms (messages, wishes) are told about other municipalities' cases."""

from collections.abc import Iterable

from django.urls import reverse

from consultations import wishes
from minato_dx.core.registry import Place, RegisteredKind, register
from minato_dx.organization.models import User
from showcase.enums import CASE_KIND
from showcase.models import Case


def _visible(user: User, ids: Iterable[int]) -> set[int]:
    return set(Case.objects.visible_to(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _published(user: User, ids: Iterable[int]) -> set[int]:
    return set(Case.objects.published_for(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _url(object_id: int) -> str:
    return reverse("case_detail", args=[object_id])


def _case(object_id: int) -> Case:
    return Case.objects.select_related("municipality", "checked_by").get(pk=object_id)


def _title(object_id: int) -> str:
    case = _case(object_id)
    return f"{case.municipality}：{case.title}"


def _places(ids: Iterable[int]) -> dict[int, Place]:
    rows = Case.objects.filter(pk__in=list(ids)).values_list("pk", "title")
    return {pk: Place(f"ほかの自治体の事例「{title}」", _url(pk)) for pk, title in rows}


def _beginning(object_id: int) -> wishes.Beginning:
    case = _case(object_id)
    words = f"{case.municipality}の事例「{case.title}」を見て、うちの課でもできないか相談したいです。"
    return wishes.Beginning(body=words, field_id=case.field_id)


def _told(object_id: int) -> list[User]:
    """Return who of the DX section checked it: the one in the ward who knows the source."""
    case = _case(object_id)
    return [case.checked_by] if case.checked_by is not None else []


def register_cases() -> None:
    """Make cases known."""
    register(CASE_KIND, RegisteredKind(visible=_visible, url=_url, places=_places))
    wishes.register(
        CASE_KIND,
        wishes.WishKind(
            label="ほかの自治体の事例",
            open_to=_published,
            visible=_visible,
            title=_title,
            url=_url,
            beginning=_beginning,
            told=_told,
        ),
    )
