"""Reads about DX leaders."""

import datetime as dt

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from leaders.models import LeaderTerm
from minato_dx.organization.models import DivisionSuccession, Membership, User


def published_terms(*, on: dt.date) -> QuerySet[LeaderTerm]:
    """Return the terms that hold on ``on`` and are public by then."""
    return LeaderTerm.objects.on(on).filter(published_on__lte=on)


def leader_of(*, division_id: int, on: dt.date) -> User | None:
    """Return the division's leader on that day, or None while the post is vacant. One query.

    Where divisions were merged or split, a leader of what came before goes on in the division in which they work.
    """
    before = DivisionSuccession.objects.filter(successor=division_id, took_effect_on__lte=on).values("predecessor")
    works_there = Exists(Membership.objects.on(on).filter(user=OuterRef("person"), division=division_id))
    is_own = Case(When(division=division_id, then=Value(0)), default=Value(1))
    terms = published_terms(on=on).filter(Q(division=division_id) | (Q(division__in=before) & works_there))
    term = terms.select_related("person").order_by(is_own, "-valid_from", "pk").first()
    return term.person if term else None


def led_division_ids(*, user: User, on: dt.date) -> frozenset[int]:
    """Return the divisions the user leads on that day, read once and remembered on ``user`` like the roles.

    What a division became is among them where the user works there. One query, and a second for leaders.
    """
    known: dict[dt.date, frozenset[int]] = user.__dict__.setdefault("_led", {})
    if on not in known:
        own = frozenset(published_terms(on=on).filter(person=user).values_list("division_id", flat=True))
        known[on] = own | _followed_by(own, user, on) if own else own
    return known[on]


def _followed_by(divisions: frozenset[int], user: User, on: dt.date) -> frozenset[int]:
    posts = Membership.objects.on(on).filter(user=user).values("division")
    rows = DivisionSuccession.objects.filter(predecessor__in=divisions, took_effect_on__lte=on, successor__in=posts)
    return frozenset(rows.values_list("successor_id", flat=True))
