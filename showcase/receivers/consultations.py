"""What comes from below: a consultation that began at a story has come to its end."""

from django.db import transaction
from django.utils import timezone

from consultations.models import Consultation
from minato_dx.organization.models import User
from showcase.selectors.adoptions import asked_at_the_end
from showcase.services.adopting import ask_what_became


def hear_of_closed_consultation(consultation: Consultation, by: User, **_kwargs: object) -> None:
    """Ask the requester whether the division took over what the story told."""
    asked = asked_at_the_end(case=consultation, user=consultation.requester)
    if asked is not None:
        with transaction.atomic():
            ask_what_became(asked=asked, case=consultation, by=by, now=timezone.now())
