"""Who a consultation can be given to."""

import datetime as dt

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from consultations.models import Consultation
from minato_dx.organization.models import Absence, User
from minato_dx.organization.selectors import dx_staff


def candidates_for(*, consultation: Consultation, day: dt.date) -> QuerySet[User]:
    """Return the DX staff of ``day`` but the requester, each with ``open_count`` and ``is_away``; one query."""
    return staff_with_load(day=day).exclude(pk=consultation.requester_id)


def staff_with_load(*, day: dt.date) -> QuerySet[User]:
    """Return the DX staff of ``day``, each with ``open_count`` and ``is_away``; one query."""
    in_hand = (
        Consultation.objects.open()
        .filter(assignee=OuterRef("pk"))
        .order_by()
        .values("assignee")
        .annotate(count=Count("pk"))
        .values("count")
    )
    away = Exists(Absence.objects.on(day).filter(user=OuterRef("pk")))
    return dx_staff(day=day).annotate(
        open_count=Coalesce(Subquery(in_hand, output_field=IntegerField()), 0),
        is_away=ExpressionWrapper(away, output_field=BooleanField()),
    )
