"""The rows of the showcase."""

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

__all__ = [
    "Booth",
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
    "SurveyAnswer",
    "Visitor",
]
