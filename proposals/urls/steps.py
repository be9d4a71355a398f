"""Addresses of one proposal and of its steps."""

from django.urls import URLPattern, path, register_converter

from proposals.converters import ReceiptConverter
from proposals.views import detail, matching, sameness, steps

register_converter(ReceiptConverter, "proposal")
ONE = "<proposal:number>/"

urlpatterns: list[URLPattern] = [
    path(ONE, detail.proposal_detail, name="proposal_detail"),
    path(f"{ONE}begin/", steps.BeginView.as_view(), name="proposal_begin"),
    path(f"{ONE}ask-back/", steps.AskBackView.as_view(), name="proposal_ask_back"),
    path(f"{ONE}complete/", steps.CompleteView.as_view(), name="proposal_complete"),
    path(f"{ONE}share/", steps.ShareView.as_view(), name="proposal_share"),
    path(f"{ONE}transfer/", steps.TransferView.as_view(), name="proposal_transfer"),
    path(f"{ONE}decline/", steps.DeclineView.as_view(), name="proposal_decline"),
    path(f"{ONE}dialogue/", steps.DialogueView.as_view(), name="proposal_dialogue"),
    path(f"{ONE}close/", steps.CloseView.as_view(), name="proposal_close"),
    path(f"{ONE}withdraw/", steps.WithdrawView.as_view(), name="proposal_withdraw"),
    path(f"{ONE}reassign/", steps.ReassignView.as_view(), name="proposal_reassign"),
    path(f"{ONE}reviewers/", detail.ReviewersView.as_view(), name="proposal_reviewers"),
    path(f"{ONE}review/", detail.ReviewView.as_view(), name="proposal_review"),
    path(f"{ONE}declare/", detail.DeclareView.as_view(), name="proposal_declare"),
    path(f"{ONE}ask/", steps.AskVendorView.as_view(), name="proposal_ask_vendor"),
    path(f"{ONE}same/", sameness.proposal_same, name="proposal_same"),
    path(f"{ONE}same/<int:other>/<slug:act>/", sameness.proposal_apart, name="proposal_apart"),
    path(f"{ONE}link/", sameness.LinkView.as_view(), name="proposal_link"),
    path(f"{ONE}unlink/", sameness.proposal_unlink, name="proposal_unlink"),
    path(f"{ONE}merge/", sameness.MergeView.as_view(), name="proposal_merge"),
    path(f"{ONE}matches/", matching.proposal_matches, name="proposal_matches"),
    path(f"{ONE}matches/<int:case>/<slug:act>/", matching.proposal_match, name="proposal_match"),
    path(f"{ONE}confidential/", detail.proposal_confidential, name="proposal_confidential"),
]
