"""The addresses of success stories."""

from django.urls import path, register_converter

from consultations.converters import ReceiptConverter
from showcase.views import adopting, editing, lists, steps, voices

register_converter(ReceiptConverter, "story_case")

urlpatterns = [
    path("", lists.story_list, name="story_list"),
    path("export.<str:kind>", lists.story_export, name="story_export"),
    path("from/<story_case:number>/", steps.story_begin, name="story_begin"),
    path("from-app/<int:pk>/", steps.story_begin_app, name="story_begin_app"),
    path("<int:pk>/", lists.story_detail, name="story_detail"),
    path("<int:pk>/edit/", editing.EditView.as_view(), name="story_edit"),
    path("<int:pk>/pictures/", steps.PicturesView.as_view(), name="story_pictures"),
    path("<int:pk>/pictures/<int:picture>/remove/", steps.picture_remove, name="story_picture_remove"),
    path("<int:pk>/people/", steps.HelpersView.as_view(), name="story_helpers"),
    path("<int:pk>/people/<int:helper>/remove/", steps.helper_remove, name="story_helper_remove"),
    path("<int:pk>/useful/", voices.story_useful, name="story_useful"),
    path("<int:pk>/questions/", voices.QuestionView.as_view(), name="story_question"),
    path("<int:pk>/questions/<int:question>/answer/", voices.AnswerView.as_view(), name="story_answer"),
    path("<int:pk>/questions/<int:question>/hide/", voices.HideView.as_view(), name="story_hide"),
    path("<int:pk>/adoption/", adopting.AdoptView.as_view(), name="story_adopt"),
    path("<int:pk>/ask/", steps.AskView.as_view(), name="story_ask"),
    path("<int:pk>/consent/", steps.ConsentView.as_view(), name="story_consent"),
    path("<int:pk>/publish/", steps.PublishView.as_view(), name="story_publish"),
    path("<int:pk>/send-back/", steps.SendBackView.as_view(), name="story_send_back"),
    path("<int:pk>/rewrite/", steps.RewriteView.as_view(), name="story_rewrite"),
    path("<int:pk>/unpublish/", steps.UnpublishView.as_view(), name="story_unpublish"),
]
