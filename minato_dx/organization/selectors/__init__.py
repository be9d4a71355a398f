"""Reads of the organisation. Every question takes the day (JST)."""

from minato_dx.organization.selectors.on_a_day import (
    absent_user_ids,
    acting_head_of,
    current_divisions,
    department_of,
    division_members,
    division_version,
    duty_deputies,
    duty_main,
    dx_staff,
    head_of,
    is_absent,
    main_membership,
    office_holder,
    post_label,
    section_head,
)
from minato_dx.organization.selectors.pages import DutyOverview, Posts, demo_people, duty_overview, posts_of

__all__ = [
    "DutyOverview",
    "Posts",
    "absent_user_ids",
    "acting_head_of",
    "current_divisions",
    "demo_people",
    "department_of",
    "division_members",
    "division_version",
    "duty_deputies",
    "duty_main",
    "duty_overview",
    "dx_staff",
    "head_of",
    "is_absent",
    "main_membership",
    "office_holder",
    "post_label",
    "posts_of",
    "section_head",
]
