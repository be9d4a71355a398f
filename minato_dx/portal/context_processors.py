"""What the base template shows around every page; a fragment that shows none of it costs nothing."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property

from consultations.selectors import shell_counts
from minato_dx.organization.models import User
from minato_dx.organization.permissions import can_note_absences
from minato_dx.organization.roles import roles_of
from minato_dx.portal.navigation import NavLink, links_for
from minato_dx.reference.selectors import portal_settings


class Navigation:
    """The header's links and counts, each read when the template asks for it and once only."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def shown(self) -> bool:
        """Tell whether there is anybody to navigate: signed in, and free to go elsewhere."""
        user = getattr(self._request, "user", None)
        return isinstance(user, User) and not user.must_change_password

    @property
    def _user(self) -> User:
        return cast(User, self._request.user)

    @cached_property
    def items(self) -> list[NavLink]:
        return links_for(self._user, roles_of(self._user), self._request.path)

    @cached_property
    def notes_absences(self) -> bool:
        return can_note_absences(self._user)

    @cached_property
    def unread(self) -> int:
        return shell_counts(self._user).unread


def portal_contact() -> str:
    """Return whom to call, with the extension."""
    current = portal_settings()
    return f"{current.contact_name} 内線{current.contact_extension}"


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Add ``navigation``, ``portal_contact`` and ``is_demo`` to every page."""
    return {
        "navigation": Navigation(request),
        "portal_contact": SimpleLazyObject(portal_contact),
        "is_demo": settings.DEMO,
    }
