"""Exhibitions: the event with its halls, who exhibits, who comes, and what they say."""

from showcase.models.exhibitions.exhibition import Booth, Exhibition, ExhibitionDay, Hall
from showcase.models.exhibitions.exhibitor import ExhibitionLog, Exhibitor, ExhibitorNotice, ExhibitorPerson
from showcase.models.exhibitions.survey import SurveyAnswer
from showcase.models.exhibitions.visiting import CheckIn, NameShown, ProgrammeItem, Visitor

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
    "SurveyAnswer",
    "Visitor",
]
