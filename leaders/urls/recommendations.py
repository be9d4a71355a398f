"""Addresses of recommendations."""

from django.urls import URLPattern, path

from leaders.views import recommendation_detail as detail
from leaders.views import recommendations as lists

urlpatterns: list[URLPattern] = [
    path("", lists.recommendation_list, name="recommendation_list"),
    path("check/", lists.recommendation_check, name="recommendation_check"),
    path("new/<str:key>/", lists.RecommendationCreateView.as_view(), name="recommendation_create"),
    path("none/<str:key>/", lists.NoCandidateView.as_view(), name="recommendation_none"),
    path("terms/<int:pk>/<str:what>/", lists.TermChangeView.as_view(), name="term_change"),
    path("<int:pk>/", detail.RecommendationDetailView.as_view(), name="recommendation_detail"),
    path("<int:pk>/edit/", detail.RecommendationEditView.as_view(), name="recommendation_edit"),
    path("<int:pk>/replace/", detail.RecommendationReplaceView.as_view(), name="recommendation_replace"),
    path("<int:pk>/withdraw/", detail.RecommendationWithdrawView.as_view(), name="recommendation_withdraw"),
]
