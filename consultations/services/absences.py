"""Moving what somebody cannot hear, in one step."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from consultations.exceptions import ConsultationError
from consultations.models import Hearing
from consultations.services.hearing_changes import postpone_hearing, take_over_hearing
from consultations.services.meetings import moment_text
from minato_dx.organization.models import User


@dataclass(frozen=True, slots=True)
class Instead:
    """What happens to one hearing: a colleague hears, or with ``by`` None the requester chooses another day."""

    by: User | None


@transaction.atomic
def arrange_absence(
    *, hearings: Mapping[Hearing, Instead], actor: User, reason: str = "", now: dt.datetime | None = None
) -> None:
    """Do what was decided for each hearing, all of it or nothing.

    Raises ConsultationError, which names the hearing, where a colleague is not free then or it changed meanwhile.
    """
    now = now or timezone.now()
    # In one order for everybody, so that two of these steps cannot wait for each other.
    for hearing, instead in sorted(hearings.items(), key=lambda item: item[0].consultation_id):
        try:
            _arrange(hearing, instead, actor, reason, now)
        except ConsultationError as refusal:
            which = f"{moment_text(hearing.starts_at)}、{hearing.consultation.number}"
            raise ConsultationError(f"{which}：{refusal.message}") from refusal


def _arrange(hearing: Hearing, instead: Instead, actor: User, reason: str, now: dt.datetime) -> None:
    if instead.by is None:
        postpone_hearing(hearing=hearing, actor=actor, reason=reason, now=now)
    else:
        take_over_hearing(hearing=hearing, to=instead.by, actor=actor, now=now)
