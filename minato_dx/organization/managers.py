"""Managers and query sets of people and divisions."""

import datetime as dt
import unicodedata
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import OuterRef, Q, Subquery

if TYPE_CHECKING:
    from minato_dx.organization.models import User


def normalise_staff_number(text: str) -> str:
    """Return a staff number as it is stored: half-width, without white space; leading zeros stay."""
    return "".join(unicodedata.normalize("NFKC", text).split())


class UserQuerySet(models.QuerySet):
    """People asked for by day."""

    def employed(self, day: dt.date) -> Self:
        """Keep the people who had not left on ``day`` (JST); a switched-off account is not a departure."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gt=day))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # a class made at run time
    """Create people under a normalised staff number."""

    def create_user(self, staff_number: str, name: str, password: str | None = None, **facts: Any) -> "User":
        """Create a person; without ``password`` they can only come in by a first-login slip or the proxy."""
        user: User = self.model(staff_number=normalise_staff_number(staff_number), name=name, **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, staff_number: str, name: str, password: str | None = None, **facts: Any) -> "User":
        """Create an administrator (the name is the one that ``manage.py createsuperuser`` calls)."""
        return self.create_user(staff_number, name, password, is_administrator=True, **facts)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(staff_number=normalise_staff_number(username or ""))


class DivisionQuerySet(models.QuerySet):
    """Divisions, which have no name of their own: the name is that of a day."""

    def named_on(self, day: dt.date) -> Self:
        """Add ``name_on_day`` and ``department_on_day``, the names that held on ``day`` (JST)."""
        versions = apps.get_model("organization", "DivisionVersion").objects.on(day)
        version = versions.filter(division=OuterRef("pk"))
        return self.annotate(
            name_on_day=Subquery(version.values("name")[:1]),
            department_on_day=Subquery(version.values("department__name")[:1]),
        )
