"""Reads about DX leaders."""

import datetime as dt

from django.db.models import QuerySet

from leaders.models import LeaderTerm
from minato_dx.organization.models import User


def published_terms(*, on: dt.date) -> QuerySet[LeaderTerm]:
    """Return the terms that hold on ``on`` and are public by then."""
    return LeaderTerm.objects.on(on).filter(published_on__lte=on)


def leader_of(*, division_id: int, on: dt.date) -> User | None:
    """Return the division's leader on that day, or None while the post is vacant."""
    term = published_terms(on=on).filter(division_id=division_id).select_related("person").first()
    return term.person if term else None


def led_division_ids(*, user: User, on: dt.date) -> frozenset[int]:
    """Return the divisions the user leads on that day, read once and remembered on ``user`` like the roles."""
    known: dict[dt.date, frozenset[int]] = user.__dict__.setdefault("_led", {})
    if on not in known:
        known[on] = frozenset(published_terms(on=on).filter(person=user).values_list("division_id", flat=True))
    return known[on]
