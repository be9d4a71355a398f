"""What someone sent after their session had ended: kept on the server until they have signed in again.

Never kept: passwords, files (the browser has to choose them again), and what is larger than MAX_CHARACTERS.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

SESSION_KEY = "kept_input"
KEEP_SECONDS = 30 * 60
# Twenty thousand characters of text leave room for the other fields.
MAX_CHARACTERS = 100_000
NEVER_KEPT = {"csrfmiddlewaretoken"}


@dataclass(frozen=True, slots=True)
class KeptInput:
    """Where it was to be sent, its fields in order, and how many files have to be chosen again."""

    path: str
    fields: list[tuple[str, str]]
    file_count: int

    @property
    def longest_text(self) -> str:
        """Return the longest field: most likely what the person wrote."""
        return max((value for _, value in self.fields), key=len, default="")


def keep(request: HttpRequest, user_id: str | None) -> bool:
    """Keep the form that ``request`` sent, for ``user_id`` where it is known; tell whether it could be kept."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name not in NEVER_KEPT]
    if not fields or any("password" in name for name, _ in fields):
        return False
    kept = {
        "path": request.get_full_path(),
        "fields": fields,
        "file_count": sum(len(files) for _, files in request.FILES.lists()),
        "user_id": user_id,
        "at": timezone.now().timestamp(),
    }
    if len(json.dumps(kept, ensure_ascii=False)) > MAX_CHARACTERS:
        return False
    request.session[SESSION_KEY] = kept
    request.session.set_expiry(KEEP_SECONDS)
    return True


def recall(request: HttpRequest) -> KeptInput | None:
    """Return what was kept for the person now signed in; anybody else's is thrown away."""
    kept: dict[str, Any] | None = request.session.get(SESSION_KEY)
    if kept is None:
        return None
    too_old = timezone.now().timestamp() - kept["at"] > KEEP_SECONDS
    if too_old or kept["user_id"] not in (None, str(request.user.pk)):
        del request.session[SESSION_KEY]
        return None
    return KeptInput(kept["path"], [(name, value) for name, value in kept["fields"]], kept["file_count"])
