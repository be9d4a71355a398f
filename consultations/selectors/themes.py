"""Consultations that were lent to the leaders' group work."""

from django.db.models import QuerySet

from consultations.models import Consultation, TrainingTheme
from leaders.models import Team
from minato_dx.organization.models import User


def free_themes(*, user: User) -> QuerySet[TrainingTheme]:
    """Return what was lent, is still open and no team has taken up, the newest first."""
    rows: QuerySet[TrainingTheme] = TrainingTheme.objects.visible_to(user).filter(
        team__isnull=True, consultation__is_open=True
    )
    return rows.select_related("consultation__field").order_by("-allowed_at")


def theme_of_team(*, team: Team, user: User) -> TrainingTheme | None:
    """Return what the team has taken up, where the user may see it. One query."""
    rows = TrainingTheme.objects.visible_to(user).filter(team=team)
    return rows.select_related("consultation__field").first()


def is_lent(*, consultation: Consultation) -> bool:
    """Tell whether the requester lent it."""
    return TrainingTheme.objects.filter(consultation=consultation).exists()
