"""Reads of the master data."""

import datetime as dt

from django.db.models import Q, QuerySet

from minato_dx.reference.models import ClosedDay, FieldOfWork, InHouseTool, PortalSettings


def closed_days() -> frozenset[dt.date]:
    """Return the city's own closed days (JST dates)."""
    return frozenset(ClosedDay.objects.values_list("day", flat=True))


def portal_settings() -> PortalSettings:
    """Return the settings in force; the defaults where an administrator has saved none yet."""
    return PortalSettings.objects.filter(pk=1).first() or PortalSettings(pk=1)


def fields_of_work() -> QuerySet[FieldOfWork]:
    """Return the fields to choose from, in their order."""
    return FieldOfWork.objects.filter(is_active=True)


def tools(*, text: str = "", network: str = "", field_id: int | None = None) -> QuerySet[InHouseTool]:
    """Return the tools of the catalogue that match every given condition."""
    rows = InHouseTool.objects.filter(is_active=True)
    for word in text.split():
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(summary__icontains=word)
            | Q(good_for__icontains=word)
            | Q(examples__icontains=word)
        )
    if network:
        rows = rows.filter(network=network)
    if field_id:
        rows = rows.filter(fields=field_id)
    return rows.prefetch_related("fields")
