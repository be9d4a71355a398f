"""Addresses of research requests."""

from django.urls import URLPattern, path

from consultations.views.research import lists, steps

urlpatterns: list[URLPattern] = [
    path("research/", lists.research_list, name="research_list"),
    path("research/export.<str:kind>", lists.research_export, name="research_export"),
    path("research/new/", steps.AskOthersView.as_view(), name="research_ask"),
    path("research/new/<receipt:number>/", steps.AskOthersView.as_view(), name="research_ask_about"),
    path("research/<int:pk>/", lists.research_detail, name="research_detail"),
    path("research/<int:pk>/wording/", steps.WordView.as_view(), name="research_word"),
    path("research/<int:pk>/pass-on/", steps.PassOnView.as_view(), name="research_pass_on"),
    path("research/<int:pk>/decline/", steps.DeclineView.as_view(), name="research_decline"),
    path("research/<int:pk>/withdraw/", steps.WithdrawView.as_view(), name="research_withdraw"),
    path("research/<int:pk>/close/", steps.CloseView.as_view(), name="research_close"),
    path("research/<int:pk>/answer/", steps.AnswerView.as_view(), name="research_answer"),
    path("research/<int:pk>/answers/<int:finding>/check/", steps.CheckView.as_view(), name="research_check"),
]
