"""An earlier proposal of the same thing beside this one; linked, or merged into it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from proposals.converters import ReceiptNumber
from proposals.enums import AnswerKind, State
from proposals.exceptions import ProposalError
from proposals.forms.sameness import LinkForm, MergeForm
from proposals.models import Proposal
from proposals.permissions import can_work_on
from proposals.selectors.buttons import may_merge
from proposals.selectors.likeness import alike_proposals, alike_titles
from proposals.services import sameness
from proposals.views.lists import require_desk
from proposals.views.steps import ProposalStep, TellStep, proposal_of

TITLE_LENGTH = 80


@require_safe
def proposal_same(request: HttpRequest, number: ReceiptNumber) -> HttpResponse:
    """Show what came before that is much the same, beside the proposal."""
    proposal = proposal_of(request, number)
    context = {
        "proposal": proposal,
        "answers": list(proposal.answers.all()),
        "found": alike_proposals(proposal=proposal, user=request.user),
        "works_on": can_work_on(request.user, proposal),
        "may_merge": may_merge(proposal=proposal, user=request.user),
    }
    return render(request, "proposals/proposal_same.html", context)


@require_POST
def proposal_apart(request: HttpRequest, number: ReceiptNumber, other: int, act: str) -> HttpResponse:
    """Say of one earlier proposal that it is another thing, or take that back."""
    proposal = proposal_of(request, number)
    earlier = Proposal.objects.visible_to(request.user).filter(pk=other, pk__lt=proposal.pk).first()
    if earlier is None or act not in ("apart", "undo"):
        raise Http404
    try:
        sameness.set_apart(
            proposal=proposal, actor=request.user, earlier=earlier, is_apart=act == "apart", now=timezone.now()
        )
    except ProposalError as refusal:
        messages.warning(request, refusal.message)
    return redirect(f"{reverse('proposal_same', args=[proposal.slug])}#same-{earlier.pk}")


@require_safe
def proposal_alike(request: HttpRequest) -> HttpResponse:
    """Answer with the proposals of much the same title as the one that is being typed."""
    require_desk(request)
    found = alike_titles(title=request.GET.get("title", "")[:TITLE_LENGTH], user=request.user)
    return render(request, "proposals/_alike_titles.html", {"alike": found})


class _WithEarlier:
    """What both steps ask: one of the proposals before this one, chosen already where the page was come from."""

    request: HttpRequest
    proposal: Proposal

    def earlier(self) -> Any:
        rows = Proposal.objects.visible_to(self.request.user).filter(pk__lt=self.proposal.pk)
        return rows.exclude(state=State.MERGED).select_related("company").order_by("-pk")

    def get_initial(self) -> dict[str, Any]:
        return {"into": self.request.GET.get("into", "")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"earlier": self.earlier()}  # type: ignore[misc]  # a FormView stands beside


class LinkView(_WithEarlier, ProposalStep):
    form_class = LinkForm
    question = "前の提案とつなげますか"
    consequences = ("どちらの提案も、そのまま続きます。", "両方のページから、たがいに開けるようになります。")
    done_message = "前の提案とつなげました。"

    def perform(self, data: dict[str, Any]) -> None:
        sameness.link(**self.step, earlier=data["into"])


class MergeView(_WithEarlier, TellStep):
    form_class = MergeForm
    transition, kind = "merge", AnswerKind.MERGED
    question = "前の提案と合わせますか"
    consequences = (
        "この提案は終わり、前の提案で検討を続けます。同じ事業者の提案とだけ合わせられます。",
        "事業者に知らせます。",
    )
    done_message = "前の提案と合わせました。"

    def earlier(self) -> Any:
        return super().earlier().filter(company=self.proposal.company_id)

    def reason_of(self, data: dict[str, Any]) -> str:
        return f"{data['into'].number}「{data['into'].title}」"

    def perform(self, data: dict[str, Any]) -> None:
        sameness.merge(**self.step, into=data["into"], text=data["text"])


@require_POST
def proposal_unlink(request: HttpRequest, number: ReceiptNumber) -> HttpResponse:
    """Take the link back."""
    proposal = proposal_of(request, number)
    if not can_work_on(request.user, proposal):
        raise PermissionDenied
    try:
        sameness.unlink(proposal=proposal, actor=request.user, now=timezone.now())
        messages.success(request, "前の提案とのつながりを外しました。")
    except ProposalError as refusal:
        messages.error(request, refusal.message)
    return redirect("proposal_detail", proposal.slug)
