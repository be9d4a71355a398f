"""The page of one consultation, and every step that is taken from it."""

from django.urls import path

from consultations.views import detail, endings, leader_first, privacy, steps, themes, thread

CASE = "consultations/<receipt:number>/"

urlpatterns = [
    path(CASE, detail.consultation_detail, name="consultation_detail"),
    path(f"{CASE}messages/", thread.message_post, name="message_post"),
    path(f"{CASE}notes/", thread.note_post, name="note_post"),
    path(f"{CASE}withdraw/", endings.WithdrawView.as_view(), name="consultation_withdraw"),
    path(f"{CASE}reopen/", endings.ReopenView.as_view(), name="consultation_reopen"),
    path(f"{CASE}close/", endings.CloseView.as_view(), name="consultation_close"),
    path(f"{CASE}merge/", endings.MergeView.as_view(), name="consultation_merge"),
    path(f"{CASE}hand-over/", endings.HandOverView.as_view(), name="consultation_hand_over"),
    path(f"{CASE}reassign/", steps.ReassignView.as_view(), name="consultation_reassign"),
    path(f"{CASE}wait/", steps.WaitView.as_view(), name="consultation_wait"),
    path(f"{CASE}resume/", steps.ResumeView.as_view(), name="consultation_resume"),
    path(f"{CASE}assess/", steps.AssessView.as_view(), name="consultation_assess"),
    path(f"{CASE}start/", steps.StartView.as_view(), name="consultation_start"),
    path(f"{CASE}live/", steps.LiveView.as_view(), name="consultation_live"),
    path(f"{CASE}rethink/", steps.RethinkView.as_view(), name="consultation_rethink"),
    path(f"{CASE}privacy/", privacy.PrivacyView.as_view(), name="consultation_privacy"),
    path(f"{CASE}summary/", privacy.SummaryView.as_view(), name="consultation_summary"),
    path(f"{CASE}leader/", leader_first.LeaderAnswerView.as_view(), name="leader_answer"),
    path(f"{CASE}leader/hand-on/", leader_first.HandOnView.as_view(), name="leader_hand_on"),
    path(f"{CASE}leader/solved/", leader_first.LeaderSolvedView.as_view(), name="leader_solved"),
    path(f"{CASE}theme/", themes.ThemeView.as_view(), name="consultation_theme"),
    path(f"{CASE}solved/", steps.SolvedView.as_view(), name="consultation_solved"),
    path(f"{CASE}still/", steps.StillView.as_view(), name="consultation_still"),
]
