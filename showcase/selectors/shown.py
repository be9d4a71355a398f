"""Which published stories are shown first, for the front page of the showcase and the weekly digest."""

import datetime as dt
from typing import Any

from django.db.models import F, Q, QuerySet

from consultations.models import Consultation
from minato_dx.organization.models import User
from minato_dx.organization.roles import roles_of
from showcase.models import Adoption, Story
from showcase.selectors.voices import with_counts

# Annotated, which the types of a query set do not know.
Shown = QuerySet[Any]


def _shown(user: User) -> Shown:
    """Return the published stories with their counts; pictures come with one more query."""
    rows = with_counts(Story.objects.published_for(user))
    return rows.select_related("field", "tool").prefetch_related("pictures__file")


def newest_stories(*, user: User, since: dt.datetime | None = None) -> Shown:
    """Return the stories published last first, those from ``since`` on; the caller cuts."""
    rows = _shown(user).order_by(F("published_at").desc(), "-pk")
    return rows.filter(published_at__gte=since) if since is not None else rows


def most_adopted(*, user: User) -> Shown:
    """Return the stories that other divisions took over, most divisions first; the caller cuts."""
    return _shown(user).filter(adopted_count__gt=0).order_by("-adopted_count", F("published_at").desc(), "-pk")


def stories_for_division(*, user: User) -> Shown:
    """Return stories near the user's divisions: of a field they consulted about, or of their departments.

    Leaves out what is their own, and what they said something of already. Newest first; the caller cuts.
    """
    own = roles_of(user).division_ids
    cases = Consultation.objects.visible_to(user).filter(division__in=own)
    near = Q(field__in=cases.filter(field__isnull=False).values("field"))
    near |= Q(department__in=cases.values("department")) | Q(department__division_versions__division__in=own)
    said = Adoption.objects.filter(division__in=own).values("story")
    rows = _shown(user).exclude(division__in=own).exclude(pk__in=said)
    ids = Story.objects.filter(near).values("pk")
    return rows.filter(pk__in=ids).order_by(F("published_at").desc(), "-pk")
