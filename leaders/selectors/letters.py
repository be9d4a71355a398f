"""The register of letters."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from leaders.models import Letter
from minato_dx.organization.models import User


def register_of(*, user: User, words: str = "", year: int | None = None) -> QuerySet[Letter]:
    """Return the letters that ``user`` may see, newest number first."""
    rows: QuerySet[Letter] = Letter.objects.visible_to(user).select_related("decision")
    for word in words.split():
        rows = rows.filter(Q(addressee_name__icontains=word) | Q(addressee_post__icontains=word))
    return rows if year is None else rows.filter(fiscal_year=year)


def years_of(*, user: User) -> list[int]:
    """Return the fiscal years that have letters, the newest first."""
    rows = Letter.objects.visible_to(user).order_by("-fiscal_year")
    return list(rows.values_list("fiscal_year", flat=True).distinct())


def by_numbers(*, user: User, numbers: Collection[tuple[int, int]]) -> list[Letter]:
    """Return the letters of (fiscal year, serial), in their order; those the user may not see are left out."""
    wanted = Q(pk__in=[])
    for year, serial in numbers:
        wanted |= Q(fiscal_year=year, serial=serial)
    rows = Letter.objects.visible_to(user).filter(wanted, cancelled_at__isnull=True)
    return list(rows.order_by("fiscal_year", "serial"))
