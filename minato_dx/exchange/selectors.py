"""What is wrong with the exchange, for monitoring."""

import datetime as dt

from django.utils import timezone

from minato_dx.exchange.models import IntranetState, StuckItem

PATIENCE = dt.timedelta(minutes=30)


def complaints() -> list[str]:
    """Return what monitoring is told: a bundle that cannot be read for half an hour, and what is stuck. Two queries."""
    found = []
    state = IntranetState.objects.filter(pk=1).first()
    if state is not None and state.fault_since is not None and timezone.now() - state.fault_since > PATIENCE:
        found.append(f"a bundle of the door cannot be taken in since {state.fault_since:%Y-%m-%d %H:%M}")
    stuck = StuckItem.objects.filter(settled_at__isnull=True).count()
    if stuck:
        found.append(f"{stuck} items of the door could not be taken in")
    return found
