"""What lower rooms (files, messages, wishes) are told about stories."""

from collections.abc import Iterable

from django.urls import reverse

from consultations import wishes
from minato_dx.core.calendar import today
from minato_dx.core.registry import Place, RegisteredKind, register
from minato_dx.organization.models import User
from showcase.enums import FRONT_KIND, STORY_KIND
from showcase.models import Story
from showcase.selectors.people import desk_of


def _visible(user: User, ids: Iterable[int]) -> set[int]:
    return set(Story.objects.visible_to(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _published(user: User, ids: Iterable[int]) -> set[int]:
    return set(Story.objects.published_for(user).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _url(object_id: int) -> str:
    return reverse("story_detail", args=[object_id])


def _title(object_id: int) -> str:
    return Story.objects.values_list("title", flat=True).get(pk=object_id)


def _staff(user: User, ids: Iterable[int]) -> set[int]:
    """The front page is for all staff; an id is but the week that a message is about."""
    return set(ids) if user.may_sign_in(today()) else set()


def _places(ids: Iterable[int]) -> dict[int, Place]:
    rows = Story.objects.filter(pk__in=list(ids)).values_list("pk", "title")
    return {pk: Place(f"事例「{title}」", _url(pk)) for pk, title in rows}


def _beginning(object_id: int) -> wishes.Beginning:
    story = Story.objects.get(pk=object_id)
    words = f"{story.division_name}の事例「{story.title}」を見て、うちの課でもできないか相談したいです。"
    return wishes.Beginning(body=words, field_id=story.field_id)


def _told(object_id: int) -> list[User]:
    """Return whoever can be asked about the story, and who of the DX section had it."""
    rows = Story.objects.select_related("contact", "source_consultation__assignee", "department")
    story = rows.get(pk=object_id)
    desk = desk_of(story=story, day=today())
    return [story.contact, desk] if desk is not None else [story.contact]


def register_stories() -> None:
    """Make stories known, and the front page that messages about a week lead to."""
    register(FRONT_KIND, RegisteredKind(visible=_staff, url=lambda _id: reverse("showcase_front")))
    register(STORY_KIND, RegisteredKind(visible=_visible, url=_url, places=_places))
    wishes.register(
        STORY_KIND,
        wishes.WishKind(
            label="成功事例",
            open_to=_published,
            visible=_visible,
            title=_title,
            url=_url,
            beginning=_beginning,
            told=_told,
        ),
    )
