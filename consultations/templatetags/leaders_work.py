"""What the leaders' pages show of consultations."""

from typing import Any

from django import template

from consultations.models import Consultation
from consultations.selectors.leader_first import open_work_of
from consultations.selectors.themes import theme_of_team
from leaders.models import Team
from leaders.selectors.trial_apps import with_predecessors
from minato_dx.core.calendar import today
from minato_dx.organization.models import Division, User

SHOWN = 20
register = template.Library()


@register.inclusion_tag("consultations/_team_theme.html", takes_context=True)
def team_theme(context: dict[str, Any], team: Team, writes: bool) -> dict[str, Any]:
    """Show the consultation that the team has taken up, and to its members the way to choose one."""
    return {"theme": theme_of_team(team=team, user=context["request"].user), "team": team, "writes": writes}


@register.inclusion_tag("consultations/_leader_open_work.html", takes_context=True)
def leader_open_work(context: dict[str, Any], leader: User, division: Division) -> dict[str, Any]:
    """Show what the leader has left open in the division, as far as the reader may see it."""
    user = context["request"].user
    places = with_predecessors(division_ids=[division.pk], day=today())
    rows = open_work_of(leader=leader, division_ids=places) & Consultation.objects.visible_to(user)
    return {"cases": list(rows[:SHOWN]), "leader": leader}
