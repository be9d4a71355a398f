"""What the desk publishes to the door: the choices and periods of the form, and figures without any name."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from minato_dx.exchange.services.telling import publish
from minato_dx.reference.selectors import fields_of_work, portal_settings
from proposals.selectors.figures import OUTCOMES, as_of, figures_by_field, figures_by_year
from proposals.services.promises import DECISION_DAYS


def form_settings() -> dict[str, Any]:
    """Return what the door's form offers and promises. At most two queries."""
    current = portal_settings()
    return {
        "fields": [[field.pk, field.name] for field in fields_of_work()],
        "answer_days": current.vendor_answer_days,
        "decision_days": DECISION_DAYS,
        "contact_years": current.vendor_contact_years,
    }


@transaction.atomic
def publish_settings() -> bool:
    """Owe the door the form's choices and periods where they have changed; tell whether they had."""
    return publish(name="settings", payload=form_settings(), now=timezone.now())


def public_figures() -> dict[str, Any]:
    """Return what the public page shows: counts by fiscal year and by field, no name of anybody. Four queries."""
    now = timezone.now()
    years = [
        {
            "year": row.label,
            "received": row.received,
            "answers_due": row.answers_due,
            "answered_in_time": row.answered_in_time,
            "decisions_due": row.decisions_due,
            "decided_in_time": row.decided_in_time,
        }
        for row in figures_by_year(now=now)
    ]
    fields = [{"field": row.field, "counts": row.counts} for row in figures_by_field()]
    return {"as_of": as_of(now), "years": years, "outcome_labels": list(OUTCOMES), "fields": fields}


@transaction.atomic
def publish_figures() -> bool:
    """Owe the door the figures of today; tell whether they differ from those it has."""
    return publish(name="figures", payload=public_figures(), now=timezone.now())
