"""Addresses of leaders among themselves: the directory for everybody, the questions for leaders."""

from django.urls import URLPattern, path

from leaders.views import questions, together

urlpatterns: list[URLPattern] = [
    path("", together.leader_directory, name="leader_directory"),
    path("profile/", together.ProfileView.as_view(), name="leader_profile"),
    path("questions/", questions.leader_questions, name="leader_questions"),
    path("questions/new/", questions.AskView.as_view(), name="leader_question_ask"),
    path("questions/similar/", questions.leader_question_similar, name="leader_question_similar"),
    path("questions/<int:pk>/", questions.QuestionView.as_view(), name="leader_question"),
    path("questions/<int:pk>/settle/", questions.leader_question_settle, name="leader_question_settle"),
    path("questions/<int:pk>/withdraw/", questions.WithdrawView.as_view(), name="leader_question_withdraw"),
    path("replies/<int:pk>/edit/", questions.ReplyEditView.as_view(), name="leader_reply_edit"),
    path("replies/<int:pk>/helpful/", questions.leader_reply_helpful, name="leader_reply_helpful"),
]
