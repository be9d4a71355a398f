"""How many promises were kept in time: the figure behind the list of those that were not."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q

from consultations.enums import OWED_BY_DX, PromiseKind
from consultations.models import Consultation, Promise
from minato_dx.organization.models import User

DAYS_BACK = 90


@dataclass(frozen=True, slots=True)
class Punctuality:
    """Of ``fell_due`` promises of one kind, ``in_time`` were kept by their moment."""

    kind: PromiseKind
    fell_due: int
    in_time: int

    @property
    def percent(self) -> int | None:
        """Return whole percent, rounded down so that 100 means all of them; None where nothing fell due."""
        return self.in_time * 100 // self.fell_due if self.fell_due else None


def punctuality(*, user: User, now: dt.datetime) -> list[Punctuality]:
    """Return the figure for each kind that the DX section owes, of those that fell due in the last 90 days.

    Promises that fell away, or rest while the requester is waited for, count in neither number; what ``user`` may not
    see is in no figure. One query.
    """
    rows = (
        Promise.objects.filter(
            kind__in=[str(kind) for kind in OWED_BY_DX],
            dropped_at__isnull=True,
            paused_at__isnull=True,
            due_at__gt=now - dt.timedelta(days=DAYS_BACK),
            due_at__lte=now,
            consultation__in=Consultation.objects.visible_to(user),
        )
        .order_by()
        .values_list("kind")
        .annotate(fell_due=Count("id"), in_time=Count("id", filter=Q(kept_at__lte=F("due_at"))))
    )
    found = {kind: (fell_due, in_time) for kind, fell_due, in_time in rows}
    return [Punctuality(kind, *found.get(str(kind), (0, 0))) for kind in OWED_BY_DX]
