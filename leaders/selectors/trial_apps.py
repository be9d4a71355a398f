"""The register of trial apps: narrowed down, by person and by division, and who may become an owner."""

import calendar
import datetime as dt
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from leaders.enums import APPS_ALIVE
from leaders.models import Team, TrialApp
from leaders.permissions import can_check, can_register_app
from leaders.selectors.holding import divisions_of_people, heirs_by_division
from leaders.selectors.terms import led_division_ids, published_terms
from minato_dx.organization.models import Division, DivisionVersion, Membership, User
from minato_dx.organization.roles import roles_of
from minato_dx.organization.selectors import current_divisions
from minato_dx.reference.models import InHouseTool

MONTHS_UNTIL_ASKED = 6
OTHER_TOOL = "other"
ALL, MINE, DUE, WITHOUT_OWNER = "", "mine", "due", "no_owner"
TABS = {ALL: "すべて", MINE: "自分が持ち主", DUE: "確認が必要", WITHOUT_OWNER: "持ち主なし"}
# What people search by; a tool that is not in the catalogue has its name in the row itself.
SEARCHED = ("name", "about", "work__name", "tool__name", "other_tool")
SORTS: Mapping[str, tuple[str, Sequence[str]]] = {
    "": ("新しい順", ("-created_at", "-pk")),
    "confirmed": ("確かめた日の古い順", ("confirmed_on", "pk")),
    "name": ("名前の順", ("name", "pk")),
    "division": ("課の順", ("division__key", "name", "pk")),
}


@dataclass(frozen=True, slots=True)
class AppConditions:
    """What the register is narrowed down by; what is empty narrows nothing."""

    words: str = ""
    states: Collection[str] = ()
    tool: str = ""
    division_ids: Collection[int] | None = None
    personal_data: bool | None = None
    sort: str = ""


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months before, or the last day of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_due(*, day: dt.date) -> Q:
    """Return the condition for apps whose owner is to say again whether they are of use."""
    return Q(state__in=APPS_ALIVE, confirmed_on__lte=months_before(day, MONTHS_UNTIL_ASKED))


def is_without_owner() -> Q:
    return Q(state__in=APPS_ALIVE, owner__isnull=True)


def with_facts(rows: QuerySet[TrialApp], *, day: dt.date) -> QuerySet[TrialApp]:
    """Add what a line shows: ``division_name`` (an ended division keeps its last), ``department_name``, ``is_due``."""
    version = DivisionVersion.objects.filter(division=OuterRef("division"), valid_from__lte=day).order_by("-valid_from")
    found: QuerySet[TrialApp] = rows.select_related("tool", "division", "work", "owner", "team").annotate(
        division_name=Coalesce(Subquery(version.values("name")[:1]), F("division__key")),
        department_name=Subquery(version.values("department__name")[:1]),
        is_due=ExpressionWrapper(is_due(day=day), output_field=BooleanField()),
    )
    return found


def register_rows(*, user: User, conditions: AppConditions, day: dt.date) -> QuerySet[TrialApp]:
    """Return the apps that the user may see and the conditions keep, with what a line shows. At most two queries."""
    rows: QuerySet[TrialApp] = TrialApp.objects.visible_to(user)
    if conditions.states:
        rows = rows.filter(state__in=conditions.states)
    if conditions.tool == OTHER_TOOL:
        rows = rows.filter(tool__isnull=True)
    elif conditions.tool:
        rows = rows.filter(tool=int(conditions.tool))
    if conditions.division_ids is not None:
        rows = rows.filter(division__in=conditions.division_ids)
    if conditions.personal_data is not None:
        rows = rows.filter(handles_personal_data=conditions.personal_data)
    words = _folded(conditions.words).split()
    if words:
        rows = rows.filter(pk__in=_ids_with(rows, words))
    return with_facts(rows, day=day).order_by(*SORTS[conditions.sort][1])


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _ids_with(rows: QuerySet[TrialApp], words: Iterable[str]) -> list[int]:
    """Folded here and not in the database, which knows no full width; a ward has some hundreds of apps."""
    lines = rows.order_by().values_list("pk", *SEARCHED)
    texts = ((pk, _folded(" ".join(part or "" for part in parts))) for pk, *parts in lines)
    return [pk for pk, text in texts if all(word in text for word in words)]


def in_tab(rows: QuerySet[TrialApp], *, tab: str, user: User, day: dt.date) -> QuerySet[TrialApp]:
    """Keep what stands in the tab."""
    return rows.filter(_tab_conditions(user=user, day=day)[tab])


def tab_counts(*, rows: QuerySet[TrialApp], user: User, day: dt.date) -> dict[str, int]:
    """Return how many of the rows stand in each tab. One query."""
    conditions = _tab_conditions(user=user, day=day)
    found = rows.order_by().aggregate(
        **{f"in_{tab}": Count("pk", filter=condition) for tab, condition in conditions.items()}
    )
    return {tab: found[f"in_{tab}"] for tab in TABS}


def _tab_conditions(*, user: User, day: dt.date) -> dict[str, Q]:
    return {
        ALL: Q(pk__isnull=False),
        MINE: Q(owner=user.pk, state__in=APPS_ALIVE),
        DUE: is_due(day=day),
        WITHOUT_OWNER: is_without_owner(),
    }


def tools_of_register() -> QuerySet[InHouseTool]:
    """Return the tools with which something was built, those that the catalogue shows no more included."""
    return InHouseTool.objects.filter(pk__in=TrialApp.objects.filter(tool__isnull=False).order_by().values("tool"))


def with_predecessors(*, division_ids: Collection[int], day: dt.date) -> frozenset[int]:
    """Return the divisions and those that they followed: an app keeps the division of its day. Two queries."""
    heirs = heirs_by_division(day=day)
    return frozenset(division_ids) | {before for before, after in heirs.items() if after & frozenset(division_ids)}


# --- Of a person, of divisions -----------------------------------------------------------------------------------


def apps_of(*, person: User, day: dt.date) -> list[TrialApp]:
    """Return the apps in use or being tried that the person answers for, the longest not confirmed first. One query."""
    rows = TrialApp.objects.visible_to(person).filter(owner=person, state__in=APPS_ALIVE)
    return list(with_facts(rows, day=day).order_by("confirmed_on", "pk"))


def apps_without_owner(*, division_ids: Collection[int], day: dt.date) -> list[TrialApp]:
    """Return the apps of these divisions that nobody answers for; roles bring predecessors along. One query."""
    rows = TrialApp.objects.filter(is_without_owner(), division__in=division_ids)
    return list(with_facts(rows, day=day).order_by("created_at", "pk"))


def apps_of_division(*, division_id: int, day: dt.date) -> list[TrialApp]:
    """Return the apps in use or being tried in a division and in what it followed. Three queries."""
    places = with_predecessors(division_ids=[division_id], day=day)
    rows = TrialApp.objects.filter(division__in=places, state__in=APPS_ALIVE)
    return list(with_facts(rows, day=day).order_by("name", "pk"))


# --- Who may register and own ------------------------------------------------------------------------------------


def divisions_to_register_for(*, user: User, day: dt.date) -> QuerySet[DivisionVersion]:
    """Return the divisions of the day for which the user may register an app, in official order."""
    versions = current_divisions(day=day)
    if can_check(user):
        return versions
    own = roles_of(user).division_ids | led_division_ids(user=user, on=day) if can_register_app(user) else ()
    return versions.filter(division__in=own)


def teams_of(*, user: User) -> QuerySet[Team]:
    """Return the teams whose work the user may register: one's own, for the DX section all."""
    rows: QuerySet[Team] = (
        Team.objects.visible_to(user).select_related("programme").order_by("-programme", "order", "pk")
    )
    if can_check(user):
        return rows
    return rows.filter(members__trainee__person=user, members__trainee__left_on__isnull=True)


def places_of(*, division_id: int, day: dt.date) -> frozenset[int]:
    """Return the division, or the standing ones that followed one that ended. At most two queries."""
    return heirs_by_division(day=day).get(division_id) or frozenset([division_id])


def people_of(*, app: TrialApp, day: dt.date) -> QuerySet[User]:
    """Return who belongs to the app's division on that day, 兼務 included, with their ``post``."""
    posts = Membership.objects.on(day).filter(division__in=places_of(division_id=app.division_id, day=day))
    people: QuerySet[User] = User.objects.employed(day).filter(pk__in=posts.values("user"))
    return people.annotate(post=Subquery(posts.filter(user=OuterRef("pk")).values("post")[:1])).order_by("staff_number")


def belongs(*, person: User, division: Division, day: dt.date) -> bool:
    """Tell whether the person works on that day in the division, or in what followed it."""
    places = places_of(division_id=division.pk, day=day)
    return bool(places & divisions_of_people(people=[person.pk], day=day).get(person.pk, frozenset()))


def leader_to_own(*, division: Division, day: dt.date) -> User | None:
    """Return the leader of the division, or of what followed it, who belongs there on that day; None without one."""
    places = places_of(division_id=division.pk, day=day)
    terms = published_terms(on=day).filter(division__in={division.pk, *places}).select_related("person")
    leaders = [term.person for term in terms.order_by("-valid_from", "pk")]
    belonging = divisions_of_people(people={one.pk for one in leaders}, day=day)
    return next((one for one in leaders if places & belonging.get(one.pk, frozenset())), None)


def apps_left_behind(*, day: dt.date) -> list[TrialApp]:
    """Return the apps in use or being tried that nobody answers for, or somebody who does not belong any more.

    Four queries, however many apps there are.
    """
    apps = list(TrialApp.objects.filter(state__in=APPS_ALIVE).order_by("pk"))
    heirs = heirs_by_division(day=day)
    belonging = divisions_of_people(people={app.owner_id for app in apps if app.owner_id}, day=day)
    return [
        app
        for app in apps
        if not (heirs.get(app.division_id) or {app.division_id}) & belonging.get(app.owner_id or 0, frozenset())
    ]
