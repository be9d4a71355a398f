"""Which division a term stands for on a day, when people move and divisions are renamed, merged and split."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping

from minato_dx.organization.models import DivisionSuccession, DivisionVersion, Membership


def heirs_by_division(*, day: dt.date) -> Mapping[int, frozenset[int]]:
    """Return for each division that ended by ``day`` the standing ones that followed it. Two queries."""
    successors: dict[int, set[int]] = defaultdict(set)
    rows = DivisionSuccession.objects.filter(took_effect_on__lte=day).values_list("predecessor_id", "successor_id")
    for before, after in rows:
        successors[before].add(after)
    standing = set(DivisionVersion.objects.on(day).values_list("division_id", flat=True)) if successors else set()
    return {one: _standing_heirs(one, successors, standing) for one in successors if one not in standing}


def _standing_heirs(division: int, successors: Mapping[int, set[int]], standing: Collection[int]) -> frozenset[int]:
    found: set[int] = set()
    seen: set[int] = set()
    ahead = [division]
    while ahead:
        for after in successors.get(ahead.pop(), ()):
            if after in seen:
                continue
            seen.add(after)
            if after in standing:
                found.add(after)
            else:
                ahead.append(after)
    return frozenset(found)


def divisions_of_people(*, people: Collection[int], day: dt.date) -> Mapping[int, frozenset[int]]:
    """Return for each person the divisions they belong to on ``day``, 兼務 included; none for who left. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Membership.objects.on(day).filter(user__in=people).exclude(user__left_on__lte=day)
    for person, division in rows.values_list("user_id", "division_id"):
        found[person].add(division)
    return {person: frozenset(divisions) for person, divisions in found.items()}
