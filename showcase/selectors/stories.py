"""The list of stories, and the page of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from consultations.models import Consultation
from leaders.models import TrialApp
from minato_dx.core.markdown import without_marks
from minato_dx.core.text import normalise_key
from minato_dx.organization.models import Department, User
from minato_dx.reference.models import FieldOfWork, InHouseTool
from showcase.enums import Said, State
from showcase.models import Story, StoryConsent, StoryPicture
from showcase.permissions import can_begin, can_begin_of_app
from showcase.selectors.voices import with_counts

SHOWN, WRITING, ENDED = "", "writing", "ended"
TABS = {SHOWN: "公開中", WRITING: "書いているもの", ENDED: "公開を終えたもの"}
STATES = {
    SHOWN: (State.PUBLISHED,), WRITING: (State.DRAFT, State.ASKED, State.REVIEW), ENDED: (State.UNPUBLISHED,),
}  # fmt: skip
SORTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "": ("新しい順", (F("published_at").desc(nulls_last=True), "-pk")),
    "adopted": ("取り入れた課の多い順", ("-adopted_count", F("published_at").desc(nulls_last=True), "-pk")),
    "useful": ("参考になった順", ("-useful_count", F("published_at").desc(nulls_last=True), "-pk")),
    "effect": ("時間の多い順", (F("hours_per_year").desc(nulls_last=True), "-pk")),
}
# How many hours a year a story is looked for by.
EFFECTS = {"50": "50時間以上", "100": "100時間以上", "300": "300時間以上"}


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the list is narrowed down by; what is empty narrows nothing."""

    words: str = ""
    field: FieldOfWork | None = None
    department: Department | None = None
    tool: InHouseTool | None = None
    effect: str = ""
    sort: str = ""


def story_rows(*, user: User, conditions: Conditions) -> QuerySet[Story]:
    """Return the stories that ``user`` may see and the conditions keep, with field, tool and first pictures."""
    rows = narrowed(Story.objects.visible_to(user), conditions)
    _label, order = SORTS.get(conditions.sort, SORTS[""])
    pictures = Prefetch("pictures", StoryPicture.objects.select_related("file"))
    return with_counts(rows).order_by(*order).select_related("field", "tool").prefetch_related(pictures)


def narrowed(rows: QuerySet[Story], conditions: Conditions) -> QuerySet[Story]:
    """Return those of the stories that the conditions keep, in any order. One query more where words are looked for."""
    wanted = {"field": conditions.field, "department": conditions.department, "tool": conditions.tool}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    if conditions.effect:
        rows = rows.filter(hours_per_year__gte=int(conditions.effect))
    keys = [key for key in map(normalise_key, conditions.words.split()) if key]
    return rows.filter(pk__in=_ids_with(rows, keys)) if keys else rows


def _ids_with(rows: QuerySet[Story], keys: list[str]) -> list[int]:
    """Folded here and not in SQL: neither database finds ＯＣＲ by ocr, and a ward has some hundred stories."""
    columns = rows.order_by().values_list(
        "pk", "title", "summary", "before", "done", "result", "division_name", "tool__name"
    )
    return [pk for pk, *texts in columns if all(key in _key_of(texts) for key in keys)]


def _key_of(texts: Sequence[str | None]) -> str:
    return normalise_key(" ".join(without_marks(text) for text in texts if text))


def in_tab(rows: QuerySet[Story], *, tab: str) -> QuerySet[Story]:
    return rows.filter(state__in=STATES[tab])


def tab_counts(rows: QuerySet[Story]) -> dict[str, int]:
    """Return how many of the rows stand in each tab. A query a tab."""
    return {tab: in_tab(rows, tab=tab).order_by().count() for tab in TABS}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list can be narrowed down by: what the user's stories have."""

    fields: QuerySet[FieldOfWork]
    departments: QuerySet[Department]
    tools: QuerySet[InHouseTool]


def choices_for(*, user: User) -> Choices:
    rows = Story.objects.visible_to(user)
    return Choices(
        fields=FieldOfWork.objects.filter(pk__in=rows.values("field")).order_by("order", "pk"),
        departments=Department.objects.filter(pk__in=rows.values("department")).order_by("order", "pk"),
        tools=InHouseTool.objects.filter(pk__in=rows.values("tool")).order_by("name"),
    )


def story_for(*, user: User, pk: int) -> Story | None:
    """Return the story with all that its page shows, or None where there is none for ``user``. Two queries."""
    rows = Story.objects.visible_to(user).select_related(
        "field", "tool", "contact", "author", "division", "department",
        "source_consultation__division", "source_consultation__assignee", "source_trial_app",
    )  # fmt: skip
    return (
        rows.prefetch_related(Prefetch("pictures", StoryPicture.objects.select_related("file"))).filter(pk=pk).first()
    )


def consents_of(*, story: Story) -> list[StoryConsent]:
    """Return what those who were asked said to the story as it is."""
    return list(StoryConsent.objects.filter(story=story, version=story.version).select_related("person"))


def waits_for(*, story: Story, user: User, consents: list[StoryConsent]) -> StoryConsent | None:
    """Return the question that ``user`` has not answered yet."""
    if story.state != State.ASKED:
        return None
    return next((row for row in consents if row.person_id == user.pk and row.said == Said.WAITING), None)


@dataclass(frozen=True, slots=True)
class Panel:
    """What the page of a consultation or a trial app shows: the story that came of it, or that one can be begun."""

    story: Story | None
    may_begin: bool


def panel_of(*, case: Consultation, user: User) -> Panel:
    """Return what ``user`` sees of the consultation's story. Two queries."""
    story = Story.objects.filter(source_consultation=case).first()
    return _panel(story, user, may_begin=can_begin(user, case))


def panel_of_app(*, app: TrialApp, user: User) -> Panel:
    """Return what ``user`` sees of the trial app's story. Two queries."""
    story = Story.objects.filter(source_trial_app=app).first()
    return _panel(story, user, may_begin=can_begin_of_app(user, app) and app.owner_id is not None)


def _panel(story: Story | None, user: User, *, may_begin: bool) -> Panel:
    if story is None:
        return Panel(None, may_begin=may_begin)
    seen = Story.objects.visible_to(user).filter(pk=story.pk).exists()
    return Panel(story if seen else None, may_begin=False)
