"""Sending, finding and taking up again."""

from django.urls import URLPattern, path

from consultations.views import drafts, intake, lists, themes

urlpatterns: list[URLPattern] = [
    path("consultations/", lists.ConsultationList.as_view(), name="consultation_list"),
    path("consultations/enter/", intake.ConsultationEnter.as_view(), name="consultation_enter"),
    path("consultations/themes/<int:team>/", themes.ThemeChooseView.as_view(), name="theme_choose"),
    path("consultations/id/<int:pk>/", intake.consultation_by_id, name="consultation_by_id"),
    path("consultations/<receipt:number>/sent/", intake.consultation_sent, name="consultation_sent"),
    path("drafts/<str:key>/", drafts.draft_save, name="draft_save"),
    path("drafts/<str:key>/discard/", drafts.draft_discard, name="draft_discard"),
]
