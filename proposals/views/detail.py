"""The page of one proposal, its reviews, and the way to its confidential parts."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from minato_dx.attachments.selectors import files_of
from minato_dx.core.calendar import today
from minato_dx.organization.selectors import dx_staff
from minato_dx.reference.selectors import closed_days
from proposals.converters import ReceiptNumber
from proposals.enums import CONFIDENTIAL_KIND, UNDECIDED, Advice, Part, PromiseKind, State
from proposals.exceptions import ConflictUndeclared
from proposals.forms.steps import DeclareForm, ReviewersForm, ReviewForm
from proposals.models import Proposal, Review
from proposals.permissions import can_work_on
from proposals.selectors.buttons import acts_for, confidential_act
from proposals.selectors.detail import proposal_page
from proposals.selectors.likeness import Alike, alike_titles
from proposals.selectors.matching import best_suggestions
from proposals.services.confidential import declare, open_parts
from proposals.services.reviewing import ask_reviewers, give_review
from proposals.views.steps import ProposalStep, proposal_of


@require_safe
def proposal_detail(request: HttpRequest, number: ReceiptNumber) -> HttpResponse:
    """Show a proposal to the desk: what is next, what was proposed, what was answered, who reviewed it."""
    proposal = proposal_of(request, number)
    page = proposal_page(proposal=proposal, user=request.user)
    acts = acts_for(proposal=proposal, user=request.user)
    wants_review = page.own_review is not None and page.own_review.given_at is None
    context = {
        "proposal": proposal,
        "page": page,
        "main": acts[0] if acts else None,
        "others": acts[1:],
        "confidential": confidential_act(proposal=proposal, user=request.user),
        "wants_review": wants_review and proposal.state == State.SCREENING,
        "open_parts": {part.name.lower(): page.is_open_part(part) for part in Part},
        "due_label": PromiseKind(proposal.next_due_kind).label if proposal.next_due_kind else "",
        "may_unlink": proposal.same_as_id and proposal.state != State.MERGED and can_work_on(request.user, proposal),
        "alike": _alike(request, proposal),
        "matches": best_suggestions(proposal=proposal, user=request.user),
        "closed": closed_days(),
    }
    return render(request, "proposals/proposal_detail.html", context)


def _alike(request: HttpRequest, proposal: Proposal) -> list[Alike]:
    """Return earlier proposals of much the same title, as long as nothing is decided; afterwards it is late for it."""
    if proposal.state not in UNDECIDED:
        return []
    return alike_titles(title=proposal.title, user=request.user, before=proposal)


class ReviewersView(ProposalStep):
    form_class = ReviewersForm
    question = "審査する人を決める"
    consequences = ("2人が、たがいの意見を見ずに審査します。", "利害関係を申告している人は選べません。")
    done_message = "審査をお願いしました。"

    def get_initial(self) -> dict[str, Any]:
        return {"people": list(self.proposal.reviews.values_list("reviewer", flat=True))}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": dx_staff(day=today())}

    def perform(self, data: dict[str, Any]) -> None:
        ask_reviewers(**self.step, people=list(data["people"]))


class ReviewView(ProposalStep):
    """For a reviewer who was asked; once given it stands."""

    form_class = ReviewForm
    question = "提案を審査する"
    consequences = ("出したあとは、変えられません。", "もう1人の審査は、あなたが出すまで見えません。")
    done_message = "審査を出しました。"

    def allowed(self) -> bool:
        return Review.objects.filter(proposal=self.proposal, reviewer=self.request.user).exists()

    def perform(self, data: dict[str, Any]) -> None:
        scores = {name: data[name] for name in data if name not in ("advice", "comment")}
        give_review(**self.step, scores=scores, advice=Advice(data["advice"]), comment=data["comment"])


class DeclareView(ProposalStep):
    form_class = DeclareForm
    question = "利害関係を申告する"
    consequences = (
        "非公開の部分を開く前に、1回申告します。あとから申告し直せます。",
        "利害関係がある人は、非公開の部分を開けません。審査もできません。",
    )
    done_message = "申告しました。"

    def allowed(self) -> bool:
        return True

    def perform(self, data: dict[str, Any]) -> None:
        declare(**self.step, has_conflict=data["has_conflict"], text=data["text"])


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_confidential(request: HttpRequest, number: ReceiptNumber) -> HttpResponse:
    """Say that opening is noted (GET), and open the confidential parts (POST)."""
    proposal = proposal_of(request, number)
    context: dict[str, Any] = {"proposal": proposal, "parts": None, "files": []}
    if request.method == "POST":
        try:
            parts = open_parts(proposal=proposal, actor=request.user, now=timezone.now())
        except ConflictUndeclared as refusal:
            messages.warning(request, refusal.message)
            return redirect("proposal_declare", proposal.slug)
        except PermissionDenied:
            raise PermissionDenied("利害関係を申告しているので、非公開の部分は開けません。") from None
        context["parts"] = [(part.get_part_display(), part.text) for part in parts]
        context["files"] = files_of(kind=CONFIDENTIAL_KIND, ids=[proposal.pk])[proposal.pk]
    return render(request, "proposals/confidential.html", context)
