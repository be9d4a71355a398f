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
from leaders.models.teams import (
    Milestone,
    MilestoneReached,
    PeerCriterion,
    PeerScore,
    PeerVerdict,
    Team,
    TeamMember,
)
from leaders.models.terms import LeaderTerm
from leaders.models.together import LeaderProfile, LeaderQuestion, LeaderReply
from leaders.models.training import Programme, Trainee
from leaders.models.trial_apps import TrialApp

__all__ = [
    "Assignment",
    "Attendance",
    "Certificate",
    "Cohort",
    "Decision",
    "LeaderProfile",
    "LeaderQuestion",
    "LeaderReply",
    "LeaderSettings",
    "LeaderTerm",
    "Letter",
    "LetterTemplate",
    "Milestone",
    "MilestoneReached",
    "Module",
    "NoCandidate",
    "PeerCriterion",
    "PeerScore",
    "PeerVerdict",
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
    "Team",
    "TeamMember",
    "Trainee",
    "TrainingQuestion",
    "TrialApp",
]
