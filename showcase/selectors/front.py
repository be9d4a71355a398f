"""The front page of the showcase: what is new, what fits, what was taken over most."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from minato_dx.organization.models import User
from showcase.models import Case, Exhibition, Story
from showcase.selectors.cases import CaseConditions, newest_cases
from showcase.selectors.shown import most_adopted, newest_stories, stories_for_division
from showcase.selectors.stories import Conditions, narrowed
from showcase.selectors.visits.lists import next_exhibition

TILES = 6
NEW_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Front:
    """The next exhibition; stories by why they are shown, each in the first list that has it; the newest cases."""

    exhibition: Exhibition | None
    fitting: list[Story]
    newest: list[Story]
    adopted: list[Story]
    cases: list[Case]

    @property
    def is_empty(self) -> bool:
        return not (self.fitting or self.newest or self.adopted or self.cases)


def front_of(*, user: User, conditions: Conditions) -> Front:
    """Return the front page as ``user`` sees it, narrowed down. Constant queries."""
    adopted = _kept(most_adopted(user=user), conditions)
    fitting = _kept(stories_for_division(user=user), conditions)
    newest = _kept(newest_stories(user=user), conditions)
    seen: set[int] = set()
    return Front(
        exhibition=next_exhibition(user=user),
        fitting=_first(fitting, NEW_SHOWN, seen),
        newest=_first(newest, TILES, seen),
        adopted=_first(adopted, NEW_SHOWN, seen),
        cases=_cases(user, conditions),
    )


def stories_for_home(*, user: User) -> list[Story]:
    """Return the few stories that the user's division might do too."""
    return list(stories_for_division(user=user)[:NEW_SHOWN])


def _cases(user: User, conditions: Conditions) -> list[Case]:
    """Return the newest cases of other municipalities; they have neither departments nor our tools nor our hours."""
    if conditions.department or conditions.tool or conditions.effect:
        return []
    kept = CaseConditions(words=conditions.words, field=conditions.field)
    return list(newest_cases(user=user, conditions=kept)[:NEW_SHOWN])


def _kept(rows: QuerySet[Any], conditions: Conditions) -> list[Story]:
    """Return more than are shown, since what stands in another list already is left out."""
    return list(narrowed(rows, conditions)[: TILES + 2 * NEW_SHOWN])


def _first(rows: list[Story], count: int, seen: set[int]) -> list[Story]:
    kept = [row for row in rows if row.pk not in seen][:count]
    seen.update(row.pk for row in kept)
    return kept
