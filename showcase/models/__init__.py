"""The rows of the showcase."""

from showcase.models.adoption import Adoption, AdoptionLog
from showcase.models.cases import Case, CaseLog
from showcase.models.exhibitions import (
    Booth,
    CheckIn,
    Exhibition,
    ExhibitionDay,
    ExhibitionLog,
    Exhibitor,
    ExhibitorNotice,
    ExhibitorPerson,
    Hall,
    NameShown,
    ProgrammeItem,
    SurveyAnswer,
    Visitor,
)
from showcase.models.story import Story, StoryConsent, StoryHelper, StoryLog, StoryPicture
from showcase.models.voices import StoryQuestion, StoryReply, Useful

__all__ = [
    "Adoption",
    "AdoptionLog",
    "Booth",
    "Case",
    "CaseLog",
    "CheckIn",
    "Exhibition",
    "ExhibitionDay",
    "ExhibitionLog",
    "Exhibitor",
    "ExhibitorNotice",
    "ExhibitorPerson",
    "Hall",
    "NameShown",
    "ProgrammeItem",
    "Story",
    "StoryConsent",
    "StoryHelper",
    "StoryLog",
    "StoryPicture",
    "StoryQuestion",
    "StoryReply",
    "SurveyAnswer",
    "Useful",
    "Visitor",
]
