"""The rows of a consultation."""

from consultations.models.answer import Answer
from consultations.models.consultation import Consultation
from consultations.models.consultation_queryset import ConsultationQuerySet
from consultations.models.draft import Draft
from consultations.models.effect import EffectEntry
from consultations.models.handover import Handover, HandoverLine
from consultations.models.hearing import Hearing, HearingSheet
from consultations.models.interest import Interest
from consultations.models.promise import Promise
from consultations.models.research import Finding, ResearchLog, ResearchRequest
from consultations.models.thread import AccessLog, InternalNote, Message, TransitionLog
from consultations.models.time_proposal import TimeProposal
from consultations.models.with_leader import LeaderTurn, TrainingTheme

__all__ = [
    "AccessLog",
    "Answer",
    "Consultation",
    "ConsultationQuerySet",
    "Draft",
    "EffectEntry",
    "Finding",
    "Handover",
    "HandoverLine",
    "Hearing",
    "HearingSheet",
    "Interest",
    "InternalNote",
    "LeaderTurn",
    "Message",
    "Promise",
    "ResearchLog",
    "ResearchRequest",
    "TimeProposal",
    "TrainingTheme",
    "TransitionLog",
]
