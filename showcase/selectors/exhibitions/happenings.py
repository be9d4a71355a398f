"""What exhibitions know of a company's past: invited, applied, chosen or not, withdrawn; with the reason."""

from collections.abc import Iterator

from django.urls import reverse

from minato_dx.organization.models import User
from minato_dx.reference.happenings import Happening
from minato_dx.reference.models import Company
from showcase.models import ExhibitionLog, Exhibitor
from showcase.permissions import can_run_exhibitions


def happenings_at_exhibitions(company: Company, user: User, limit: int) -> Iterator[Happening]:
    """Yield the newest ``limit`` steps of the company's exhibits, for those who run exhibitions. One query."""
    if not can_run_exhibitions(user):
        return
    rows = ExhibitionLog.objects.filter(exhibitor__in=Exhibitor.objects.visible_to(user).filter(company=company))
    for row in rows.select_related("exhibitor", "exhibition").order_by("-created_at", "-pk")[:limit]:
        yield Happening(
            at=row.created_at,
            kind=f"展示会：{row.label}",
            title=row.exhibition.title,
            url=reverse("exhibitor_detail", args=[row.exhibitor_id]),
            text=" ".join(row.reason.split()),
        )
