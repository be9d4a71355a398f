"""What Django's sign-in announces."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from minato_dx.organization.models import User

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"


def start_clocks(sender: type[User], request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Note when the session began; an anonymous session's own expiry ends here."""
    now = timezone.now().timestamp()
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now
    request.session.set_expiry(None)
