"""The leaders' pillar in the administrators' site.

Recommendations, decisions and letters are not here: they are between the division, the DX section and who decides, and
a decision is nobody's business before its day.
"""

from leaders.admin.plan import CohortAdmin, LeaderSettingsAdmin, LetterTemplateAdmin, PlanAdmin
from leaders.admin.terms import LeaderTermAdmin
from leaders.admin.training import (
    AssignmentAdmin,
    AttendanceAdmin,
    CertificateAdmin,
    ModuleAdmin,
    ProgrammeAdmin,
    SessionAdmin,
    SkillItemAdmin,
    TraineeAdmin,
)

__all__ = [
    "AssignmentAdmin",
    "AttendanceAdmin",
    "CertificateAdmin",
    "CohortAdmin",
    "LeaderSettingsAdmin",
    "LeaderTermAdmin",
    "LetterTemplateAdmin",
    "ModuleAdmin",
    "PlanAdmin",
    "ProgrammeAdmin",
    "SessionAdmin",
    "SkillItemAdmin",
    "TraineeAdmin",
]
