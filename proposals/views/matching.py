"""Consultations that a proposal might serve; for the desk."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from consultations.models import Consultation
from proposals.converters import ReceiptNumber
from proposals.selectors.matching import suggestions
from proposals.services import matching
from proposals.views.steps import proposal_of

ACTS = {
    "introduce": (matching.introduce, "この相談の担当に知らせました。"),
    "dismiss": (matching.dismiss, "「合わない」にしました。"),
}


@require_safe
def proposal_matches(request: HttpRequest, number: ReceiptNumber) -> HttpResponse:
    """Show the likeliest consultations."""
    proposal = proposal_of(request, number)
    found = suggestions(proposal=proposal, user=request.user)
    return render(request, "proposals/proposal_matches.html", {"proposal": proposal, "found": found})


@require_POST
def proposal_match(request: HttpRequest, number: ReceiptNumber, case: int, act: str) -> HttpResponse:
    """Say what becomes of one pair, or take it back."""
    proposal = proposal_of(request, number)
    consultation = Consultation.objects.visible_to(request.user).select_related("assignee").filter(pk=case).first()
    if consultation is None or act not in (*ACTS, "undo"):
        raise Http404
    pair = {"proposal": proposal, "consultation": consultation, "actor": request.user}
    if act == "undo":
        matching.take_back(**pair)
    else:
        service, done = ACTS[act]
        service(**pair, now=timezone.now())
        messages.success(request, done)
    return redirect(f"{reverse('proposal_matches', args=[proposal.slug])}#case-{case}")
