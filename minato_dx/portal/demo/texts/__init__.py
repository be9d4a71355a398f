"""What the divisions asked, department by department. Every trouble, person and figure is invented."""

from minato_dx.portal.demo.script import Case
from minato_dx.portal.demo.texts import (
    branches,
    care,
    children,
    councils,
    counters,
    education,
    general,
    health,
    industry,
    nursery,
    nursery_team,
    planning,
    roads,
    safety,
    town,
    welfare,
    youth,
)

CASES: tuple[Case, ...] = (
    *branches.CASES,
    *care.CASES,
    *children.CASES,
    *councils.CASES,
    *counters.CASES,
    *education.CASES,
    *general.CASES,
    *health.CASES,
    *industry.CASES,
    *nursery.CASES,
    *nursery_team.CASES,
    *planning.CASES,
    *roads.CASES,
    *safety.CASES,
    *town.CASES,
    *welfare.CASES,
    *youth.CASES,
)
