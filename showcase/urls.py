"""Every address of the showcase."""

from django.urls import path, register_converter

from consultations.converters import ReceiptConverter
from showcase.views import lists, steps

register_converter(ReceiptConverter, "story_case")

urlpatterns = [
    path("stories/", lists.story_list, name="story_list"),
    path("stories/export.<str:kind>", lists.story_export, name="story_export"),
    path("stories/from/<story_case:number>/", steps.story_begin, name="story_begin"),
    path("stories/<int:pk>/", lists.story_detail, name="story_detail"),
    path("stories/<int:pk>/edit/", steps.EditView.as_view(), name="story_edit"),
    path("stories/<int:pk>/pictures/", steps.PicturesView.as_view(), name="story_pictures"),
    path("stories/<int:pk>/pictures/<int:picture>/remove/", steps.picture_remove, name="story_picture_remove"),
    path("stories/<int:pk>/ask/", steps.AskView.as_view(), name="story_ask"),
    path("stories/<int:pk>/consent/", steps.ConsentView.as_view(), name="story_consent"),
    path("stories/<int:pk>/publish/", steps.PublishView.as_view(), name="story_publish"),
    path("stories/<int:pk>/send-back/", steps.SendBackView.as_view(), name="story_send_back"),
    path("stories/<int:pk>/rewrite/", steps.RewriteView.as_view(), name="story_rewrite"),
    path("stories/<int:pk>/unpublish/", steps.UnpublishView.as_view(), name="story_unpublish"),
]
