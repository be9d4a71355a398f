"""Addresses of the dialogues."""

from django.urls import URLPattern, path

from proposals.views import dialogue_steps, dialogues

urlpatterns: list[URLPattern] = [
    path("dialogues/", dialogues.dialogue_list, name="dialogue_list"),
    path("dialogues/<int:pk>/", dialogues.dialogue_detail, name="dialogue_detail"),
    path("dialogues/<int:pk>/move/", dialogue_steps.DialogueMoveView.as_view(), name="dialogue_move"),
    path("dialogues/<int:pk>/cancel/", dialogue_steps.DialogueCancelView.as_view(), name="dialogue_cancel"),
    path("dialogues/<int:pk>/record/", dialogue_steps.DialogueRecordView.as_view(), name="dialogue_record"),
    path("<proposal:number>/dialogues/new/", dialogue_steps.DialoguePlanView.as_view(), name="dialogue_plan"),
]
