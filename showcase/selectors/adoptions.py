"""How far other divisions came with a story, and the hours that their own consultations show."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from consultations.enums import State as CaseState
from consultations.models import Consultation, Interest
from leaders.selectors import led_division_ids
from minato_dx.core.calendar import today
from minato_dx.organization.models import Division, DivisionVersion, User
from minato_dx.organization.roles import roles_of
from minato_dx.organization.selectors import current_divisions
from showcase.enums import STORY_KIND
from showcase.models import Adoption, Story
from showcase.permissions import can_say_adoption, is_editor
from showcase.selectors.known import Hours, hours_by_case


@dataclass(frozen=True, slots=True)
class AdoptionLine:
    """One division: what became of it there, the hours of its own ledger, and the consultation where one may see it."""

    adoption: Adoption
    hours: Hours | None
    case: Consultation | None


def adoption_lines(*, story: Story, user: User) -> list[AdoptionLine]:
    """Return the divisions of a story, the newest word first. Three queries.

    Hours are those that the division's consultation wrote into the ledger, so none stand with two stories; of a
    consultation that is private by now none are told.
    """
    rows = list(
        Adoption.objects.visible_to(user).filter(story=story).select_related("consultation").order_by("-said_at", "-pk")
    )
    cases = [row.consultation for row in rows if row.consultation is not None and not row.consultation.is_private]
    hours = hours_by_case(case_ids=[case.pk for case in cases])
    readable = Consultation.objects.visible_to(user).filter(pk__in=[case.pk for case in cases])
    seen = set(readable.values_list("pk", flat=True))
    return [_line(row, hours, seen) for row in rows]


def _line(row: Adoption, hours: dict[int, Hours], seen: set[int]) -> AdoptionLine:
    case = row.consultation if row.consultation_id in seen else None
    return AdoptionLine(row, hours.get(row.consultation_id or 0), case)


def adopted_hours() -> dict[int, Decimal]:
    """Return for each story the hours a year of those that took it over, the source's own left out. Two queries."""
    rows = Adoption.objects.taken_over().filter(consultation__isnull=False, consultation__is_private=False)
    pairs = list(rows.values_list("story", "consultation"))
    hours = hours_by_case(case_ids=[case for _story, case in pairs])
    found: dict[int, Decimal] = {}
    for story, case in pairs:
        if case in hours:
            found[story] = found.get(story, Decimal(0)) + hours[case].per_year
    return found


def consultation_begun_at(*, story: Story, division_id: int) -> Consultation | None:
    """Return the newest consultation of the division that began at the story; none that is private. One query."""
    begun = Interest.objects.filter(kind=STORY_KIND, object_id=story.pk, consultation__isnull=False)
    cases = Consultation.objects.filter(pk__in=begun.values("consultation"), division=division_id, is_private=False)
    return cases.order_by("-pk").first()


def divisions_to_say_for(*, user: User, story: Story, day: dt.date) -> list[DivisionVersion]:
    """Return the divisions of today for which ``user`` may say what became of the story, the main one first."""
    rows = current_divisions(day=day).exclude(division=story.division_id)
    roles = roles_of(user)
    if not is_editor(user):
        rows = rows.filter(division__in=roles.division_ids | led_division_ids(user=user, on=day))
    return sorted(rows, key=lambda row: row.division_id != roles.main_division_id)


def may_say_any(*, user: User, story: Story) -> bool:
    """Tell whether there is a division for which ``user`` may answer; no query beyond the roles."""
    own = roles_of(user).division_ids | led_division_ids(user=user, on=today())
    return is_editor(user) or any(can_say_adoption(user, story=story, division_id=division) for division in own)


def latest_of(*, story: Story, division: Division) -> Adoption | None:
    return Adoption.objects.filter(story=story, division=division).first()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a closed consultation's page asks: whether the division took over what the story tells."""

    story: Story
    adoption: Adoption | None


def asked_at_the_end(*, case: Consultation, user: User) -> Asked | None:
    """Return the story at which the closed consultation began, for those who may answer. Two queries, else one.

    What was said already comes with it; None for a consultation that began elsewhere, is open, or private.
    """
    if case.state != CaseState.CLOSED or case.is_private:
        return None
    wish = Interest.objects.filter(kind=STORY_KIND, consultation=case).first()
    story = Story.objects.published_for(user).filter(pk=wish.object_id).first() if wish is not None else None
    if story is None or not can_say_adoption(user, story=story, division_id=case.division_id):
        return None
    return Asked(story, Adoption.objects.filter(story=story, division=case.division_id).first())
