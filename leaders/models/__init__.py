"""Who is the DX leader of which division, how they came to be it, and what was planned."""

from leaders.models.coursework import (
    Assignment,
    Certificate,
    SkillCheck,
    SkillItem,
    SkillScore,
    Submission,
    TrainingQuestion,
)
from leaders.models.decision import Decision, Letter
from leaders.models.plan import Cohort, LeaderSettings, LetterTemplate, Plan, PlanYear
from leaders.models.recommendation import NoCandidate, Recommendation, RecommendationLog
from leaders.models.sessions import Attendance, Module, Session, SessionFeedback, SessionRun
from leaders.models.terms import LeaderTerm
from leaders.models.training import Programme, Trainee

__all__ = [
    "Assignment",
    "Attendance",
    "Certificate",
    "Cohort",
    "Decision",
    "LeaderSettings",
    "LeaderTerm",
    "Letter",
    "LetterTemplate",
    "Module",
    "NoCandidate",
    "Plan",
    "PlanYear",
    "Programme",
    "Recommendation",
    "RecommendationLog",
    "Session",
    "SessionFeedback",
    "SessionRun",
    "SkillCheck",
    "SkillItem",
    "SkillScore",
    "Submission",
    "Trainee",
    "TrainingQuestion",
]
