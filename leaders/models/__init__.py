"""Who is the DX leader of which division, how they came to be it, and what was planned."""

from leaders.models.decision import Decision, Letter
from leaders.models.plan import Cohort, LeaderSettings, LetterTemplate, Plan, PlanYear
from leaders.models.recommendation import NoCandidate, Recommendation, RecommendationLog
from leaders.models.terms import LeaderTerm
from leaders.models.training import Programme, Trainee

__all__ = [
    "Cohort",
    "Decision",
    "LeaderSettings",
    "LeaderTerm",
    "Letter",
    "LetterTemplate",
    "NoCandidate",
    "Plan",
    "PlanYear",
    "Programme",
    "Recommendation",
    "RecommendationLog",
    "Trainee",
]
