"""The showcase in the administrators' site, to look at only."""

from showcase.admin.cases import CaseAdmin
from showcase.admin.exhibitions import (
    ExhibitionAdmin,
    ExhibitorAdmin,
    ExhibitorNoticeAdmin,
    HallAdmin,
    ProgrammeItemAdmin,
)
from showcase.admin.stories import AdoptionAdmin, StoryAdmin, StoryQuestionAdmin, UsefulAdmin
from showcase.admin.visits import CheckInAdmin, NameShownAdmin, SurveyAnswerAdmin, VisitorAdmin

__all__ = [
    "AdoptionAdmin",
    "CaseAdmin",
    "CheckInAdmin",
    "ExhibitionAdmin",
    "ExhibitorAdmin",
    "ExhibitorNoticeAdmin",
    "HallAdmin",
    "NameShownAdmin",
    "ProgrammeItemAdmin",
    "StoryAdmin",
    "StoryQuestionAdmin",
    "SurveyAnswerAdmin",
    "UsefulAdmin",
    "VisitorAdmin",
]
