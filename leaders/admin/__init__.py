"""The leaders' pillar in the administrators' site.

Recommendations, decisions and letters are not here: they are between the division, the DX section and who decides, and
a decision is nobody's business before its day.
"""

from leaders.admin.plan import CohortAdmin, LeaderSettingsAdmin, LetterTemplateAdmin, PlanAdmin
from leaders.admin.teams import MilestoneAdmin, PeerCriterionAdmin, TeamAdmin
from leaders.admin.terms import LeaderTermAdmin
from leaders.admin.together import LeaderProfileAdmin, LeaderQuestionAdmin, LeaderReplyAdmin
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
from leaders.admin.trial_apps import TrialAppAdmin

__all__ = [
    "AssignmentAdmin",
    "AttendanceAdmin",
    "CertificateAdmin",
    "CohortAdmin",
    "LeaderProfileAdmin",
    "LeaderQuestionAdmin",
    "LeaderReplyAdmin",
    "LeaderSettingsAdmin",
    "LeaderTermAdmin",
    "LetterTemplateAdmin",
    "MilestoneAdmin",
    "ModuleAdmin",
    "PeerCriterionAdmin",
    "PlanAdmin",
    "ProgrammeAdmin",
    "SessionAdmin",
    "SkillItemAdmin",
    "TeamAdmin",
    "TraineeAdmin",
    "TrialAppAdmin",
]
