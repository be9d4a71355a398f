"""Leaders among themselves: the directory, and who hears of a question. Constant queries, whatever the numbers."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from leaders.enums import Learned
from leaders.models import LeaderProfile, LeaderTerm, Trainee
from leaders.selectors.holding import divisions_of_people, heirs_by_division
from leaders.selectors.terms import led_division_ids, published_terms
from minato_dx.core.text import normalise_key
from minato_dx.organization.models import Department, DivisionVersion, User
from minato_dx.organization.selectors import absent_user_ids, current_divisions, dx_staff, main_division_name
from minato_dx.reference.models import FieldOfWork, InHouseTool

# A question goes to so many of those who know about it: who asks wants an answer, and not an audience.
TOLD_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class LeaderCard:
    """One leader of the day: divisions in official order, how far the training is, and what they say of themselves."""

    person: User
    divisions: tuple[DivisionVersion, ...]
    learned: Learned
    profile: LeaderProfile | None
    tools: tuple[InHouseTool, ...]
    fields: tuple[FieldOfWork, ...]

    @property
    def searched(self) -> str:
        """Return everything the directory is searched by, in one width and one case."""
        words = [self.person.name, self.person.kana, self.profile.good_at if self.profile else ""]
        words += [version.name for version in self.divisions]
        words += [str(row) for row in (*self.tools, *self.fields)]
        return "\n".join(normalise_key(word) for word in words)


@dataclass(frozen=True, slots=True)
class Directory:
    """The leaders of a day in official order, and who cannot be reached on it."""

    cards: list[LeaderCard]
    absent_user_ids: set[int]


def directory(*, day: dt.date) -> Directory:
    """Return everybody who leads a division on ``day``, each of them once. At most nine queries."""
    places = {version.division_id: (place, version) for place, version in enumerate(current_divisions(day=day))}
    led: dict[User, set[int]] = defaultdict(set)
    learned: dict[int, Learned] = {}
    terms = list(_terms(day))
    heirs = heirs_by_division(day=day)
    belonging = divisions_of_people(people={term.person_id for term in terms}, day=day)
    for term in terms:
        standing = heirs.get(term.division_id, frozenset([term.division_id]))
        # After a split it is the part in which the leader works.
        led[term.person] |= standing & belonging.get(term.person_id, frozenset()) or standing
        learned[term.person_id] = _learned(term)
    profiles = _profiles(learned)
    cards = [
        _card(person, [places[one] for one in divisions if one in places], learned, profiles)
        for person, divisions in led.items()
    ]
    return Directory([card for _place, card in sorted(cards, key=lambda pair: pair[0])], absent_user_ids(day=day))


def _terms(day: dt.date) -> QuerySet[LeaderTerm]:
    places = Trainee.objects.filter(person=OuterRef("person"), joined_on__lte=day)
    learning = places.filter(Q(left_on__isnull=True) | Q(left_on__gt=day), programme__starts_on__lte=day)
    rows = published_terms(on=day).filter(person__in=User.objects.employed(day)).select_related("person")
    return rows.annotate(
        is_trained=Exists(places.filter(completed_on__lte=day)), is_learning=Exists(learning)
    ).order_by("person__staff_number", "pk")


def _learned(term: LeaderTerm) -> Learned:
    if term.is_trained:  # type: ignore[attr-defined]  # annotated in _terms
        return Learned.TRAINED
    return Learned.TRAINING if term.is_learning else Learned.AHEAD  # type: ignore[attr-defined]  # likewise


def _profiles(people: Iterable[int]) -> Mapping[int, LeaderProfile]:
    rows = LeaderProfile.objects.filter(person__in=list(people)).prefetch_related("tools", "fields")
    return {row.person_id: row for row in rows}


def _card(
    person: User,
    divisions: list[tuple[int, DivisionVersion]],
    learned: Mapping[int, Learned],
    profiles: Mapping[int, LeaderProfile],
) -> tuple[tuple[bool, int, str], LeaderCard]:
    """Return the card with its place; whoever leads nothing that still stands comes last."""
    divisions = sorted(divisions, key=lambda pair: pair[0])
    profile = profiles.get(person.pk)
    card = LeaderCard(
        person=person,
        divisions=tuple(version for _place, version in divisions),
        learned=learned[person.pk],
        profile=profile,
        tools=tuple(profile.tools.all()) if profile else (),
        fields=tuple(profile.fields.all()) if profile else (),
    )
    return (not divisions, divisions[0][0] if divisions else 0, person.staff_number), card


def narrow(
    cards: Iterable[LeaderCard],
    *,
    words: str = "",
    tool: InHouseTool | None = None,
    field: FieldOfWork | None = None,
    department: Department | None = None,
) -> list[LeaderCard]:
    """Keep the cards that hold every word, in any width, and the tool, the field and the department asked for."""
    keys = [normalise_key(word) for word in words.split()]
    return [
        card
        for card in cards
        if all(key in card.searched for key in keys)
        and (tool is None or tool in card.tools)
        and (field is None or field in card.fields)
        and (department is None or any(one.department_id == department.pk for one in card.divisions))
    ]


def leads_on(*, user: User, day: dt.date) -> bool:
    """Tell whether the user leads a division on ``day``; read once and remembered on ``user``."""
    return bool(led_division_ids(user=user, on=day))


def profile_of(*, person: User) -> LeaderProfile | None:
    """Return what a leader wrote of themselves, or None before the first time."""
    return LeaderProfile.objects.filter(person=person).first()


def division_names(*, people: Collection[int], day: dt.date) -> dict[int, str]:
    """Return for each person the name that their main division has on ``day`` ("" without one). One query."""
    rows = User.objects.filter(pk__in=people).annotate(division_name=main_division_name(day=day))
    return dict(rows.values_list("pk", "division_name"))


# --- Who hears of what -------------------------------------------------------------------------------------------


def still_among_leaders(*, people: Collection[int], day: dt.date) -> QuerySet[User]:
    """Keep those who may read the leaders' questions on ``day``, as ``permissions.is_among_leaders`` has it."""
    learning = Trainee.objects.filter(
        person=OuterRef("pk"), left_on__isnull=True, programme__starts_on__lte=day, programme__ends_on__gte=day
    )
    leading = published_terms(on=day).filter(person=OuterRef("pk"))
    rows: QuerySet[User] = User.objects.employed(day).filter(pk__in=people)
    return rows.filter(Exists(leading) | Exists(learning) | Q(pk__in=dx_staff(day=day).values("pk")))


def who_knows(*, tool: InHouseTool | None, field: FieldOfWork | None, day: dt.date) -> QuerySet[User]:
    """Return the leaders of ``day`` whose profile names the tool or the field, those who name both first.

    Among equals in no order, so that it is not always the same who are asked; the caller takes as many as it wants.
    """
    tools = LeaderProfile.tools.through.objects.filter(leaderprofile__person=OuterRef("pk"), inhousetool=tool)
    fields = LeaderProfile.fields.through.objects.filter(leaderprofile__person=OuterRef("pk"), fieldofwork=field)
    rows: QuerySet[User] = User.objects.employed(day).filter(pk__in=published_terms(on=day).values("person"))
    rows = rows.annotate(knows_tool=Exists(tools), knows_field=Exists(fields))
    both = ExpressionWrapper(Q(knows_tool=True, knows_field=True), BooleanField())
    rows = rows.filter(Q(knows_tool=True) | Q(knows_field=True)).annotate(knows_both=both)
    return rows.order_by("-knows_both", "?")
