"""Addresses of the CIO's decisions."""

from django.urls import URLPattern, path

from leaders.views import approval

urlpatterns: list[URLPattern] = [
    path("", approval.ApprovalListView.as_view(), name="approval_list"),
    path("review/", approval.ApprovalReviewView.as_view(), name="approval_review"),
    path("confirm/", approval.approval_confirm, name="approval_confirm"),
    path("<int:pk>/", approval.ApprovalDetailView.as_view(), name="approval_detail"),
]
