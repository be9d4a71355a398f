"""The rows of the proposal desk."""

from proposals.models.answer import AnswerTemplate, VendorAnswer
from proposals.models.asking import StaffQuestion, VendorReply
from proposals.models.call import ForwardedCall
from proposals.models.confidential import ConfidentialPart, ConflictDeclaration, PartAccess
from proposals.models.desk import FieldDesk
from proposals.models.dialogue import Dialogue
from proposals.models.grant import Grant
from proposals.models.match import Match
from proposals.models.proposal import EvidenceCity, Promise, Proposal, TransitionLog
from proposals.models.review import Review, ReviewScore

__all__ = [
    "AnswerTemplate",
    "ConfidentialPart",
    "ConflictDeclaration",
    "Dialogue",
    "EvidenceCity",
    "FieldDesk",
    "ForwardedCall",
    "Grant",
    "Match",
    "PartAccess",
    "Promise",
    "Proposal",
    "Review",
    "ReviewScore",
    "StaffQuestion",
    "TransitionLog",
    "VendorAnswer",
    "VendorReply",
]
