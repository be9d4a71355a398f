"""Addresses of hearing, answer, agreement and effect."""

from django.urls import URLPattern, path

from consultations.views import agreement, answers, effects, hearings, meetings, sheets

CASE = "consultations/<receipt:number>/"
HEARING = CASE + "hearings/<int:hearing>/"

urlpatterns: list[URLPattern] = [
    path(CASE + "hearings/new/", hearings.HearingCreateView.as_view(), name="hearing_create"),
    path(HEARING, sheets.SheetView.as_view(), name="hearing_sheet"),
    path(HEARING + "save/", sheets.SheetSaveView.as_view(), name="hearing_sheet_save"),
    path(HEARING + "ask/", sheets.SheetAskView.as_view(), name="hearing_ask"),
    path(HEARING + "confirm/", sheets.SheetConfirmView.as_view(), name="hearing_confirm"),
    path(HEARING + "correct/", sheets.SheetCorrectView.as_view(), name="hearing_correct"),
    path(HEARING + "print/", sheets.SheetPrintView.as_view(), name="hearing_print"),
    path(CASE + "meet/", meetings.SlotChooseView.as_view(), name="meeting_choose"),
    path(CASE + "times/", meetings.TimesProposeView.as_view(), name="times_propose"),
    path(HEARING + "move/", meetings.HearingMoveView.as_view(), name="hearing_move"),
    path(HEARING + "outcome/", meetings.HearingOutcomeView.as_view(), name="hearing_outcome"),
    path(HEARING + "cancel/", hearings.HearingCancelView.as_view(), name="hearing_cancel"),
    path(CASE + "answers/new/", answers.AnswerCreateView.as_view(), name="answer_create"),
    path(CASE + "agreement/", agreement.AgreementView.as_view(), name="agreement"),
    path(CASE + "effect/", effects.EffectRecordView.as_view(), name="effect_record"),
]
