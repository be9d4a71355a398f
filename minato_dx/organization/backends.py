"""Who may come in: with a password of their own, or for the first time with the code of a slip."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from minato_dx.core import calendar
from minato_dx.organization.models import User
from minato_dx.organization.services.slips import find_usable_slip

STAFF_BACKEND = "minato_dx.organization.backends.StaffBackend"


class StaffBackend(BaseBackend):
    """Staff number and password. Someone who left, or whose account is off, is out at their next request."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """Return the person; a number that does not exist takes as long as a wrong password."""
        if username is None or password is None:
            return None
        user = _find(username)
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.may_sign_in(calendar.today()) else None

    def get_user(self, user_id: int) -> User | None:
        """Return the session's person, or None from the day on which they left."""
        user = User.objects.filter(pk=user_id).first()
        return user if user is not None and user.may_sign_in(calendar.today()) else None


class FirstLoginBackend(StaffBackend):
    """Staff number and the code of an unused slip that has not expired.

    The slip is used up when the person has set a password (nobody is locked out by closing the browser before);
    until then ``must_change_password`` keeps every other page shut.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if username is None or password is None:
            return None
        user = _find(username)
        if user is None or not user.may_sign_in(calendar.today()):
            return None
        return user if find_usable_slip(user=user, code=password) else None


def _find(staff_number: str) -> User | None:
    try:
        return User.objects.get_by_natural_key(staff_number)
    except User.DoesNotExist:
        return None
